"""How far a batch is: a bar in a terminal, a line every half minute elsewhere."""

import sys
import time
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from summarise.batching.pace import Pace
from summarise.batching.tally import Tally
from summarise.cli.output import complain
from summarise.formats.gates import printable

EVERY_S = 30.0


def money(cost: float | None) -> str:
    """Return a cost in US dollars for people."""
    if cost is None:
        return "cost unknown"
    return f"${cost:.2f}" if cost >= 1 else f"${cost:.4f}"


def span(seconds: float) -> str:
    """Return a length of time for people."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def standing(tally: Tally, pace: Pace) -> str:
    """Return how a batch stands, on one line."""
    fresh = tally.written + tally.failed
    rate = fresh / tally.seconds if tally.seconds else 0.0
    parts = [f"{tally.done} of {tally.total} articles" if tally.total else f"{tally.done} articles", f"{rate:.1f}/s"]
    if tally.total and fresh:
        parts.append(f"{span((tally.total - tally.done) / rate)} left")
    parts += [money(tally.cost_usd), f"{tally.failed} failed"]
    return ", ".join(parts + [pace.says] * bool(pace.says))


class Lines:
    """A line now and then on standard error, for logs."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""

    def tell(self, line: str) -> None:
        """Say something once."""
        if not self._quiet:
            complain(line)

    def watch(self, tally: Tally, pace: Pace) -> None:
        """Say how it stands if that was long ago."""
        if not self._quiet and time.monotonic() - self._last >= EVERY_S:
            self._last = time.monotonic()
            complain(standing(tally, pace))


class Bar:
    """A bar at the bottom of the terminal."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415  only for a terminal
        from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

        self._bar = Progress(BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True))
        self._task = self._bar.add_task("", total=None)
        self._last = 0.0
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Show the bar."""
        self._stack.enter_context(self._bar)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the bar as it is and go below it."""
        self._stack.__exit__(kind, error, trace)

    def tell(self, line: str) -> None:
        """Print a line above the bar."""
        self._bar.console.print(f"summarise: {printable(line)}", markup=False, highlight=False)

    def watch(self, tally: Tally, pace: Pace) -> None:
        """Move the bar, a few times a second at most."""
        if time.monotonic() - self._last < 0.2:  # noqa: PLR2004  seconds
            return
        self._last = time.monotonic()
        words: dict[str, Any] = {"description": standing(tally, pace)}
        self._bar.update(self._task, completed=tally.done, total=tally.total, **words)


def progress(*, quiet: bool) -> Lines | Bar:
    """Return the progress that suits standard error."""
    return Lines(quiet=quiet) if quiet or not sys.stderr.isatty() else Bar()
