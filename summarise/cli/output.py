"""Where results go: standard output, or a file that is complete or not there at all."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.errors import InputError

if TYPE_CHECKING:
    from summarise.formats import Page


def complain(message: str) -> None:
    """Print one line on standard error, marked as ours."""
    from summarise.formats.gates import printable  # noqa: PLC0415  start-up: not needed for help

    print(f"summarise: {printable(message)}", file=sys.stderr)


def listen() -> None:
    """Let what the package logs, warnings and worse, become lines like those of `complain`."""
    import logging  # noqa: PLC0415  start-up: not needed for help

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complain(record.getMessage())

    logging.getLogger("summarise").handlers = [Lines(logging.WARNING)]


@contextmanager
def sink(path: Path | None) -> Iterator[Callable[[str | bytes], None]]:
    """Give a function that writes text or bytes to a file, or to standard output when there is no path.

    The file appears under its name only when the block ends without an error; before, there is a hidden file beside
    it. Raises InputError, before anything is done, when the file cannot be written.
    """
    if path is None:
        yield _print
        return
    # A pipe or a device cannot be replaced, only written to; of a link, what it leads to is replaced.
    special = path.exists() and not path.is_file()
    target = path if special else path.resolve()
    unfinished = target if special else target.with_name(f".{target.name}.{os.getpid()}.partial")
    with _told(path):
        file = unfinished.open("wb")

    def write(piece: str | bytes) -> None:
        with _told(path):
            file.write(_encoded(piece))

    try:
        yield write
        with _told(path):
            file.close()
            if not special:
                unfinished.replace(target)
    except BaseException:
        with suppress(OSError):
            file.close()
        if not special:
            unfinished.unlink(missing_ok=True)
        raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn an error of the system into one that says which file could not be written."""
    try:
        yield
    except OSError as error:
        raise InputError(f"cannot write: {path}: {error.strerror}: give a file in a folder you may write to") from None


def _encoded(piece: str | bytes) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")


def _print(piece: str | bytes) -> None:
    if isinstance(piece, bytes):
        raise InputError("this is no text: write it to a file with -o")
    sys.stdout.write(piece)
    sys.stdout.flush()


def hush() -> None:
    """Let standard output lead nowhere, once its reader is gone, so that the exit is quiet too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def page(*, several: bool, verbose: bool, to_file: bool) -> "Page":
    """Describe where the text goes: a terminal has a width and, unless NO_COLOR is set, colours."""
    from summarise.formats import Page  # noqa: PLC0415  start-up: not needed for help

    terminal = not to_file and sys.stdout.isatty()
    return Page(
        several=several,
        width=max(40, min(shutil.get_terminal_size().columns, 100)) if terminal else 80,
        colour=terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
        verbose=verbose,
    )
