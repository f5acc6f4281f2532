"""What is waited for: a line on the terminal for each wait over a second, gone when it is over."""

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

_SOON_S = 1.0
_TICK_S = 0.2
_T = TypeVar("_T")


@contextmanager
def waiting(what: str, *, quiet: bool, at_once: bool = False) -> Iterator[Callable[[str], None]]:
    """Give a function that is told what is waited for now, ``what`` at first.

    Once the same has been waited for a second, standard error says so and for how long, if it is a terminal.
    ``at_once`` is for a wait that will be long: loading the local model stops this line's thread for seconds.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    line = _Line(what, soon=0.0 if at_once else _SOON_S)
    try:
        yield line.tell
    finally:
        line.end()


def waited(items: Iterable[_T], what: str, *, quiet: bool) -> Iterator[_T]:
    """Yield items, saying what is waited for while the next one takes long."""
    each = iter(items)
    while True:
        with waiting(what, quiet=quiet):
            got = list(zip(range(1), each, strict=False))
        if not got:
            return
        yield got[0][1]


class _Line:
    """The line, drawn by a thread of its own; after each drawing the cursor stands at its beginning."""

    def __init__(self, what: str, *, soon: float) -> None:
        self._what, self._since, self._soon = what, time.monotonic(), soon
        self._width = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._draw, daemon=True)
        self._thread.start()

    def tell(self, what: str) -> None:
        self._what, self._since = what, time.monotonic()

    def end(self) -> None:
        self._over.set()
        self._thread.join()
        if self._width:
            self._write("")

    def _draw(self) -> None:
        from summarise.formats.gates import printable  # noqa: PLC0415  start-up: not needed for help

        drawn = ""
        while not self._over.wait(_TICK_S):
            seconds = time.monotonic() - self._since
            text = printable(f"summarise: {self._what} ({seconds:.0f} s)")[: shutil.get_terminal_size().columns - 1]
            if text != drawn and (seconds >= self._soon or self._width):
                self._write(text)
                drawn = text

    def _write(self, text: str) -> None:
        sys.stderr.write(f"\r{text.ljust(self._width)}\r")
        sys.stderr.flush()
        self._width = len(text)
