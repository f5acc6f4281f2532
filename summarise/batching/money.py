"""What a batch will cost, and what it may cost: expected before it begins, reserved before each call."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from summarise.batching.journal import Pending
from summarise.batching.pace import Halt
from summarise.errors import BudgetError, InputError
from summarise.models.tokens import Tokens, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarise.models import Model, Reply, Request, Strategy

Price = Callable[[int, int], float | None]
"""The price in US dollars of so many tokens in and out, None when it is not known."""

_TURN = 4  # tokens that a chat adds around a turn
_REASK = 200  # tokens in which a wrong answer is told what is wrong with it
_SHOWN = re.compile(r"^```json\n(.*?)^```", re.DOTALL | re.MULTILINE)
_counted = lru_cache(maxsize=256)(tokens)  # the same instructions stand before every article


@dataclass(frozen=True, slots=True)
class Expected:
    """Tokens of one call: the prompt's and the answer's. High is an upper bound for one answer, re-asks not counted."""

    given: Tokens
    answer: Tokens


def expect(request: Request, model: str) -> Expected:
    """Return what a call is expected to take.

    The prompt is counted or estimated (`models.tokens`), with the schema, which most endpoints put in front of it. An
    answer is likely to be as long as the one that the prompt shows, is a tenth of it at the least, and ``max_tokens``
    at the most; without an example, half of ``max_tokens`` is likely. A rule of thumb: see docs/batch.md.
    """
    texts = [_counted(m.content, model) for m in request.messages]
    schema = _counted(json.dumps(request.schema), model) if request.schema else Tokens(0, 0, 0)
    turns = _TURN * len(texts)
    given = Tokens(
        sum(t.low for t in texts),
        sum(t.likely for t in texts) + schema.likely + turns,
        sum(t.high for t in texts) + schema.high + 2 * turns,
    )
    most = int(request.settings.get("max_tokens") or 0)
    shown = [_counted(match, model).likely for m in request.messages for match in _SHOWN.findall(m.content)]
    likely = max(shown, default=most // 2)
    return Expected(given, Tokens(min(likely, most or likely) // 10, min(likely, most or likely), most or 16 * likely))


def _bytes(request: Request) -> int:
    """Return the size of what a call says: its turns and its schema in UTF-8."""
    schema = json.dumps(request.schema) if request.schema else ""
    return len(schema) + sum(len(m.content.encode("utf-8", "replace")) for m in request.messages)


class Limit:
    """An amount in US dollars, and what a call may cost of it at most. Raises InputError when no price is known."""

    def __init__(self, limit: float, price: Price, model: str) -> None:
        if price(1000, 1000) is None:
            raise InputError(
                f"--max-cost needs to know what '{model}' costs, and the price list does not: leave it out and keep "
                "watch, or use a model with a known price"
            )
        self.limit = limit
        self._price = price
        self._model = model

    def most(self, request: Request) -> float:
        """Return the highest price of a call. Raises Halt with an InputError when its answer has no bound."""
        if not request.settings.get("max_tokens"):
            raise Halt(InputError("--max-cost needs a bound for every answer: set max_tokens in the prompt's settings"))
        expected = expect(request, self._model)
        return self._price(expected.given.high, expected.answer.high) or 0.0


class Budget(Limit):
    """Money that may be spent; a call takes its highest price out of it before it begins, and gives back the rest."""

    def __init__(self, limit: float, price: Price, model: str) -> None:
        super().__init__(limit, price, model)
        self.spent = 0.0
        self._held = 0.0
        self._change = threading.Condition()

    @contextmanager
    def hold(self, request: Request) -> Iterator[Hold]:
        """Hold back the highest price of a call while it runs; wait for others while they may give some back.

        Raises Halt with a BudgetError when there is not enough left.
        """
        need = self.most(request)
        with self._change:
            while self.spent + self._held + need > self.limit:
                if not self._held:
                    raise Halt(
                        BudgetError(
                            f"${self.spent:.4f} of ${self.limit:g} (--max-cost) is spent and the next call may cost "
                            f"${need:.4f}: raise it and run the same command again to go on"
                        )
                    )
                self._change.wait(1.0)
            self._held += need
        hold = Hold(need)
        try:
            yield hold
        finally:
            with self._change:
                self._held = self._held - need if self._held - need > 1e-12 else 0.0  # noqa: PLR2004  rounding
                self.spent += hold.cost
                self._change.notify_all()


@dataclass(slots=True)
class Hold:
    """What one call may cost at most, and what it has cost so far."""

    most: float
    cost: float = 0.0

    def pay(self, reply: Reply | None) -> None:
        """Take what a reply cost; where that is not known, or no reply came in time, the most it may have cost."""
        self.cost += self.most if reply is None or reply.cost_usd is None else reply.cost_usd


@dataclass(slots=True)
class Line:
    """The estimate of one task: calls, bytes, tokens and cost; a cost is None when the price is not known."""

    requests: int = 0
    sent: int = 0
    given: list[int] = field(default_factory=lambda: [0, 0, 0])
    answer: list[int] = field(default_factory=lambda: [0, 0, 0])

    def add(self, expected: Expected, sent: int) -> None:
        """Count a call that sends so many bytes.

        High assumes that every answer is as long as it may be and has to be asked for twice.
        """
        given, answer = expected.given, expected.answer
        self.requests += 1
        self.sent += sent
        high = 2 * given.high + answer.high + _REASK
        for total, values in (
            (self.given, (given.low, given.likely, high)),
            (self.answer, (answer.low, answer.likely, 2 * answer.high)),
        ):
            for place, value in enumerate(values):
                total[place] += value

    def costs(self, price: Price) -> list[float | None]:
        """Return the cost low, likely and high."""
        return [price(given, answer) for given, answer in zip(self.given, self.answer, strict=True)]


class Estimating:
    """A model that asks nothing: it notes what a call would take. Its place is below the cache and the journal.

    ``watch`` is given each request that would be sent.
    """

    def __init__(self, inner: Model, watch: Callable[[Request], None] = lambda _: None) -> None:
        self.inner = inner
        self.name = inner.name
        self.identity = inner.identity
        self.strategy: Strategy = inner.strategy
        self.lines: dict[str, Line] = {}
        self._watch = watch
        self._lock = threading.Lock()

    def complete(self, request: Request) -> Reply:
        """Note the call. Raises Pending."""
        expected, sent = expect(request, self.name), _bytes(request)
        with self._lock:
            self.lines.setdefault(request.schema_name.partition(".")[0] or "wording", Line()).add(expected, sent)
            self._watch(request)
        raise Pending("not asked: this is an estimate")

    def close(self) -> None:
        """Close the inner model."""
        self.inner.close()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a batch would take, as schemas/batch-estimate.v1.json describes it.

    ``to`` says where it is sent. ``articles`` are those left to do, ``done`` those that an earlier run has done,
    ``unusable`` those that cannot be read; ``cache_hits`` are the replies at hand.
    """

    model: str
    to: str
    articles: int
    done: int
    unusable: int
    cache_hits: int
    lines: Mapping[str, Line]
    price: Price

    def to_dict(self) -> dict[str, Any]:
        """Return the estimate ready for ``json.dumps``."""
        from summarise import __version__  # noqa: PLC0415  the package imports names from here lazily

        return {
            "schema": "batch-estimate.v1",
            "version": __version__,
            "model": self.model,
            "to": self.to,
            "articles": self.articles,
            "done": self.done,
            "unusable": self.unusable,
            "cache_hits": self.cache_hits,
            "tasks": [
                {
                    "task": task,
                    "requests": line.requests,
                    "bytes": line.sent,
                    "tokens_in": _range(line.given),
                    "tokens_out": _range(line.answer),
                    "cost_usd": _range(line.costs(self.price)),
                }
                for task, line in self.lines.items()
            ],
            "cost_usd": _range(self.total()),
        }

    def total(self) -> list[float | None]:
        """Return the cost of all tasks low, likely and high; None when the price is not known."""
        each = [line.costs(self.price) for line in self.lines.values()]
        return [None if None in costs else sum(c for c in costs if c is not None) for costs in zip(*each, strict=True)]


def price_of(model: Model) -> Price:
    """Return what calls of a model cost; a model that has no price list runs here and costs nothing."""
    price: Price = getattr(model, "price", lambda _in, _out: 0.0)
    return price


def _range(values: list[Any]) -> dict[str, Any]:
    return dict(zip(("low", "likely", "high"), values or (0.0, 0.0, 0.0), strict=True))
