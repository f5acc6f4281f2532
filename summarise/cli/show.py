"""`--open`: the page of a report in the browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from typing import Any

from summarise.cli.options import PrintOptions
from summarise.cli.output import complain
from summarise.errors import InputError


@contextmanager
def shown(ctx: Any, printing: PrintOptions, *, wanted: bool, store: bool) -> Iterator[PrintOptions]:
    """Give where to print a page that is shown in the browser once the block has ended well, when that is wanted.

    Without --output the page is a file in a folder of its own among the system's temporary files, which only its owner
    can read; it stays there, for a browser may read it any time later. When another form is asked for, that is an
    InputError beside --open, and counts for more than a configuration that says open. ``store`` says whether a page may
    be left in that folder.
    """
    other = _other(ctx, printing) if wanted else ""
    if other and ctx.get_parameter_source("open").name == "COMMANDLINE":
        raise InputError(f"--open shows a page: leave out {other}")
    if other or not wanted:
        yield printing
        return
    if not store and printing.output is None:
        raise InputError("--open keeps a page among the system's temporary files: with --no-store, name its file by -o")
    from tempfile import mkdtemp  # noqa: PLC0415  start-up: not needed for help

    folder = None if printing.output else Path(mkdtemp(prefix="summarise-"))
    path = (printing.output or Path(folder or "", "page.html")).resolve()
    try:
        yield replace(printing, format="html", output=path)
    except BaseException:
        if folder:
            rmtree(folder)
        raise
    _browse(path)


def _other(ctx: Any, printing: PrintOptions) -> str:
    """Return the option that asks for something else than a page, "" when there is none."""
    if ctx.params.get("diff"):
        return "--diff"
    told = printing.format != "html" and ctx.get_parameter_source("format").name == "COMMANDLINE"
    return f"-f {printing.format}" if told else ""


def _browse(path: Path) -> None:
    import webbrowser  # noqa: PLC0415  start-up: not needed for help

    if not webbrowser.open(path.as_uri()):
        complain(f"found no browser: the page is at {path}")
