"""How fast a batch may ask: one pace for all its calls, learnt from what the server says.

- A 429, a 503 with Retry-After, or a rate-limit header that says nothing is left, pauses every call, not only the one
  that met it; the number of calls at once shrinks, and grows again with each success (AIMD).
- A failure of one call is that call's own affair while others succeed. When as many fail as are at work, and none
  succeeds between them, all pause, for longer and longer; beyond the patience, the batch stops.
- Requests and tokens a minute are kept by spacing the starts evenly, so no minute holds more than was allowed.
"""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarise.errors import RateLimited, SummariseError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from summarise.errors import ModelError

_SHRINK = 0.7
_IN_A_ROW = 3  # failures without a success between them that concern all calls, however few are at work
_SHORTEST_S = 0.5
_LONGEST_S = 60.0
_TRIES = 5  # of one call that fails by itself
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


class Halt(Exception):
    """The batch must stop, and ``reason`` says why."""

    def __init__(self, reason: SummariseError) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Interrupted(SummariseError):
    """A person asked the batch to stop."""

    exit_code = 130


@dataclass(slots=True)
class Pace:
    """When the next call may start. Safe to share between threads.

    ``jobs`` bounds the calls at once; ``rpm`` and ``tpm`` are requests and tokens a minute (None: no limit of ours);
    ``patience`` is in seconds.
    """

    jobs: int
    rpm: float | None = None
    tpm: float | None = None
    patience: float = 600.0
    clock: Callable[[], float] = time.monotonic
    says: str = field(default="", init=False)
    _limit: float = field(default=0.0, init=False)
    _running: int = field(default=0, init=False)
    _open_at: float = field(default=0.0, init=False)
    _request_slot: float = field(default=0.0, init=False)
    _token_slot: float = field(default=0.0, init=False)
    _paused_at: float = field(default=0.0, init=False)
    _level: int = field(default=0, init=False)
    _in_a_row: int = field(default=0, init=False)
    _succeeded_at: float = field(default=-1.0, init=False)
    _failing_since: float | None = field(default=None, init=False)
    _halt: SummariseError | None = field(default=None, init=False)
    _leaving: bool = field(default=False, init=False)
    _turn: threading.Condition = field(default_factory=threading.Condition, init=False)

    def __post_init__(self) -> None:
        self._limit = float(self.jobs)

    @property
    def ever(self) -> bool:
        """Whether any call has succeeded."""
        return self._succeeded_at >= 0

    def enter(self, tokens: int = 0) -> float:
        """Wait until a call of so many tokens may start, and return the time. Raises Halt when none may any more."""
        with self._turn:
            while True:
                now = self.clock()
                self._check(waits=self._open_at > now)
                wait = max(self._open_at, self._request_slot, self._token_slot) - now
                if wait <= 0 and self._running < max(1, int(self._limit)):
                    break
                self._turn.wait(min(wait, 1.0) if wait > 0 else 1.0)
            self._running += 1
            if self.rpm:
                self._request_slot = max(now, self._request_slot) + 60.0 / self.rpm
            if self.tpm:
                self._token_slot = max(now, self._token_slot) + 60.0 * tokens / self.tpm
            return now

    def succeeded(self, tokens: int = 0, estimated: int = 0) -> None:
        """Note that a call ended well, and how many tokens it took beside those estimated for it."""
        with self._turn:
            self._leave()
            self._limit = min(float(self.jobs), self._limit + 1.0 / self._limit)
            self._succeeded_at = self.clock()
            self._in_a_row, self._level, self._failing_since, self.says = 0, 0, None, ""
            if self.tpm and tokens:
                self._token_slot += 60.0 * (tokens - estimated) / self.tpm

    def left(self) -> None:
        """Note that a call ended in a way that says nothing about the server."""
        with self._turn:
            self._leave()

    def failed(self, error: ModelError, started: float) -> None:
        """Note that a call failed in a way that may pass. Raises Halt when that has lasted beyond all patience."""
        with self._turn:
            self._leave()
            now = self.clock()
            self._in_a_row += 1
            self._failing_since = started if self._failing_since is None else self._failing_since
            after = getattr(error, "after", None)
            limited = isinstance(error, RateLimited) or after is not None
            if (limited or self._in_a_row >= max(_IN_A_ROW, int(self._limit))) and started > self._paused_at:
                self._pause(now, after, limited=limited, error=error)
            if now - self._failing_since > self.patience:
                self._halt = Unreachable(
                    f"nothing has succeeded for {now - self._failing_since:.0f} s ({error}): the batch stops here; "
                    "run the same command again to go on, or raise --patience"
                )
            self._check(waits=False)

    def gives_up(self, tries: int, began: float) -> bool:
        """Whether a call that failed so often by itself is to be given up, rather than the server being in trouble."""
        with self._turn:
            alone = self._succeeded_at > began or self._in_a_row < _TRIES * max(4, self.jobs)
            return tries >= _TRIES and alone

    def rest(self, tries: int) -> None:
        """Wait before a call that failed is tried again. Raises Halt when the batch stops meanwhile."""
        until = self.clock() + min(_SHORTEST_S * 2 ** max(0, tries - 1), 8.0)
        with self._turn:
            while (wait := until - self.clock()) > 0:
                self._check(waits=True)
                self._turn.wait(min(wait, 1.0))

    def heed(self, status: int, headers: Mapping[str, str]) -> None:
        """Read the rate-limit headers of a response: when nothing is left, all wait until there is more."""
        for what in ("requests", "tokens"):
            left, reset = headers.get(f"x-ratelimit-remaining-{what}"), headers.get(f"x-ratelimit-reset-{what}")
            if left is not None and reset is not None and left.strip() in {"0", "-1"} and status < 500:  # noqa: PLR2004
                with self._turn:
                    self._open_at = max(self._open_at, self.clock() + min(seconds(reset), _LONGEST_S))
                    self.says = f"no {what} left: waiting for the server's limit to reset"

    def leave(self) -> None:
        """Let the calls under way and their articles end, but wait for no server any more."""
        with self._turn:
            self._leaving = True
            self._turn.notify_all()

    def halt(self, reason: SummariseError) -> None:
        """Let no further call start."""
        with self._turn:
            self._halt = self._halt or reason
            self._turn.notify_all()

    def _check(self, *, waits: bool) -> None:
        if self._halt:
            raise Halt(self._halt)
        if self._leaving and waits:
            raise Halt(Interrupted("interrupted"))

    def _leave(self) -> None:
        self._running -= 1
        self._turn.notify()

    def _pause(self, now: float, after: float | None, *, limited: bool, error: ModelError) -> None:
        growing = min(_SHORTEST_S * 2**self._level, _LONGEST_S)
        self._level = min(self._level + 1, 10)
        pause = growing if after is None else max(after, 0.01)
        self._open_at = max(self._open_at, now + pause)
        self._paused_at = now
        if limited:
            self._limit = max(1.0, self._limit * _SHRINK)
        self.says = f"{'the server asks for fewer requests' if limited else error}: waiting {pause:.1f} s"


def seconds(text: str) -> float:
    """Return the length of "1s", "6m0s", "20ms" or "3" in seconds; what is none of them is 1 s."""
    parts = _DURATION.findall(text)
    if parts:
        return sum(float(number) * _UNITS[unit] for number, unit in parts)
    try:
        return max(0.0, float(text))
    except ValueError:
        return 1.0
