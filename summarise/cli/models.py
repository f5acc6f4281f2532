"""`summarise models …`: which models there are, the local one's file, and whether all is well."""

import sys
from pathlib import Path

import typer

from summarise.cli.options import Command, ModelOptions, Plain, flat
from summarise.cli.output import complain
from summarise.errors import EXIT_DONE

_MARKS = {True: "ok", False: "!!", None: ""}
_STEP = 5  # per cent between two lines of progress where there is no terminal


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, epilog="Example: summarise models doctor -m local")
    group.command(cls=Plain, name="list", help="List the kinds of model and how each is named.")(list_)
    group.command(cls=Plain, name="pull", help="Fetch the local model (1.1 GB, Apache-2.0).")(pull)
    group.command("doctor", cls=Command, help="Ask the model three short questions and say what is well.")(flat(doctor))
    app.add_typer(group, name="models")


def list_() -> int:
    """Print how each kind is named and what it is."""
    from summarise.models import MODELS  # noqa: PLC0415  start-up

    for kind in MODELS.values():
        print(f"{kind.written:<15} {kind.says}")
    return EXIT_DONE


def pull() -> int:
    """Print the path of the model's file; all else goes to standard error."""
    print(fetch())
    return EXIT_DONE


def doctor(asking: ModelOptions) -> int:
    """Print one line for each thing that was looked at. The exit code is that of the first error."""
    from summarise.models.doctor import examine  # noqa: PLC0415  start-up

    code = EXIT_DONE
    for point in examine(asking.model, base_url=asking.base_url, timeout=asking.timeout):
        print(f"{_MARKS[point.good]:<3}{point.what:<12} {point.says}", flush=True)
        code = code or point.exit_code
    return code


def fetch() -> Path:
    """Pull the local model unless it is there, with progress on standard error, and return its file."""
    from summarise.models.pull import pull  # noqa: PLC0415  start-up

    return pull(_Bar() if sys.stderr.isatty() else _Lines())


class _Lines:
    """Progress as lines, for a log."""

    def __init__(self) -> None:
        self._told = 0

    def say(self, text: str) -> None:
        complain(text)

    def progress(self, done: int, total: int) -> None:
        share = 100 * done // total
        if share >= self._told + _STEP:
            self._told = share - share % _STEP
            complain(f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB")


class _Bar:
    """Progress as one line that grows, for a terminal."""

    _WIDTH = 30

    def __init__(self) -> None:
        self._open = False

    def say(self, text: str) -> None:
        if self._open:
            print(file=sys.stderr)
            self._open = False
        complain(text)

    def progress(self, done: int, total: int) -> None:
        filled = self._WIDTH * done // total
        bar = "#" * filled + "." * (self._WIDTH - filled)
        print(f"\r[{bar}] {done / 1e6:7,.0f} of {total / 1e6:,.0f} MB", end="", flush=True, file=sys.stderr)
        self._open = True
