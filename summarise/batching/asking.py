"""The model of a batch: one that keeps to its pace and its budget, tries again what may pass, and counts."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from summarise.batching.money import Hold, expect
from summarise.batching.pace import Halt
from summarise.errors import (
    AnswerError,
    BadEndpoint,
    KeyRejected,
    ModelError,
    OutOfMemory,
    QuotaExhausted,
    RateLimited,
    UnknownModel,
    Unreachable,
)

if TYPE_CHECKING:
    from summarise.batching.money import Budget
    from summarise.batching.pace import Pace
    from summarise.batching.pool import Bench
    from summarise.batching.tally import Tally
    from summarise.models import Model, Reply, Request, Strategy

_MAY_PASS = (RateLimited, Unreachable, BadEndpoint)
_OF_ALL = (KeyRejected, OutOfMemory, QuotaExhausted, UnknownModel)
"""Errors that would meet every other call too."""


class Paced:
    """A model below the cache and the journal: what gets here is asked and paid for.

    A thread that waits here leaves its seat on the bench to others.
    """

    def __init__(
        self, inner: Model, pace: Pace, tally: Tally, budget: Budget | None = None, bench: Bench | None = None
    ) -> None:
        self.inner = inner
        self.name = inner.name
        self.identity = inner.identity
        self.strategy: Strategy = inner.strategy
        self._pace = pace
        self._tally = tally
        self._budget = budget
        self._away = bench.away if bench else nullcontext()

    def complete(self, request: Request) -> Reply:
        """Ask until there is an answer or no hope. Raises Halt when the whole batch is to stop."""
        with self._away:
            return self._within_budget(request)

    def _within_budget(self, request: Request) -> Reply:
        if self._budget is None:
            return self._ask(request, Hold(0.0))
        with self._budget.hold(request) as hold:
            return self._ask(request, hold)

    def _ask(self, request: Request, hold: Hold) -> Reply:
        began, tries = self._pace.clock(), 0
        again = False
        tokens = self._tokens(request) if self._pace.tpm else 0
        while True:
            started = self._pace.enter(tokens)
            try:
                reply = self._once(request, hold, tokens, again=again)
            except _MAY_PASS as error:
                if isinstance(error, Unreachable) and error.late:
                    hold.pay(None)
                self._pace.failed(error, started)
                if isinstance(error, BadEndpoint) or not (isinstance(error, RateLimited) or error.down):
                    tries += 1
                if self._hopeless(error, tries, began):
                    raise
                again = True
                self._pace.rest(tries)
            else:
                return reply

    def _tokens(self, request: Request) -> int:
        expected = expect(request, self.name)
        return expected.given.likely + expected.answer.likely

    def _once(self, request: Request, hold: Hold, tokens: int, *, again: bool) -> Reply:
        try:
            reply = self.inner.complete(request)
        except AnswerError as error:
            self._tally.asked(error.reply.attempts if error.reply else 1, again=again)
            self._pace.succeeded()
            if error.reply:
                self._tally.paid(error.reply)
                hold.pay(error.reply)
            raise
        except _MAY_PASS:
            self._tally.asked(1, again=again)
            raise
        except ModelError as error:
            self._tally.asked(1, again=again)
            self._pace.left()
            if isinstance(error, _OF_ALL):
                raise Halt(error) from error
            raise
        except BaseException:
            self._pace.left()
            raise
        self._tally.asked(reply.attempts, again=again)
        self._tally.paid(reply)
        hold.pay(reply)
        self._pace.succeeded(reply.tokens_in + reply.tokens_out, tokens)
        return reply

    def _hopeless(self, error: ModelError, tries: int, began: float) -> bool:
        if isinstance(error, BadEndpoint) and tries > 2:  # noqa: PLR2004  a gateway's page may pass, an address won't
            if not self._pace.ever:
                raise Halt(error) from error
            return True
        return self._pace.gives_up(tries, began)

    def close(self) -> None:
        """Close the inner model."""
        self.inner.close()


class Counted:
    """A model above the cache and the journal: counts the replies that were at hand."""

    def __init__(self, inner: Model, tally: Tally) -> None:
        self.inner = inner
        self.name = inner.name
        self.identity = inner.identity
        self.strategy: Strategy = inner.strategy
        self._tally = tally

    def complete(self, request: Request) -> Reply:
        """Answer by the inner model."""
        reply = self.inner.complete(request)
        if reply.from_cache:
            self._tally.hit()
        return reply

    def close(self) -> None:
        """Close the inner model."""
        self.inner.close()
