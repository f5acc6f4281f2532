"""A model whose answers come later: it knows those that are in the journal, and notes what else it is asked."""

from __future__ import annotations

import contextlib
import json
from contextlib import closing
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from summarise.batching.journal import Pending, error_to_dict, kept_error
from summarise.batching.money import Limit
from summarise.batching.pace import Halt
from summarise.errors import AnswerError, KeyRejected, ModelError, QuotaExhausted, UnknownModel, Unreachable
from summarise.models.batches import MOST_BYTES, MOST_REQUESTS, TARGET
from summarise.models.cache import key, reply_from_dict, reply_to_dict
from summarise.models.prices import BATCH, BATCH_SHARE

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarise.batching.journal import Journal
    from summarise.batching.money import Price
    from summarise.batching.tally import Tally
    from summarise.models import Model, Reply, Request, Strategy
    from summarise.models.openai import OpenAIModel

_ROUNDS = 3  # times that one request goes up before a fault that may pass is taken for one that stays
_OF_ALL = (KeyRejected, QuotaExhausted, UnknownModel)


class Deferred:
    """A model that knows the answers in the journal, and notes what it is asked beyond them.

    ``cached`` is asked before anything is noted: the user's cache around `Nothing`. ``send`` is given what was noted,
    as often as a file of the endpoint is full, and at `flush`. ``forgive`` asks anew, once, after an unusable answer.
    What the ``purse`` has no room for is not noted.
    """

    def __init__(
        self,
        cached: Model,
        inner: OpenAIModel,
        journal: Journal,
        send: Callable[[Spool], None],
        tally: Tally,
        *,
        forgive: bool,
        purse: Purse | None = None,
    ) -> None:
        self.name = inner.name
        self.identity = inner.identity
        self.strategy: Strategy = inner.strategy
        self.waits = False
        self._cached = cached
        self.inner = inner
        self._journal = journal
        self._send = send
        self._tally = tally
        self._forgive = forgive
        self._purse = purse
        self._forgiven: set[str] = set()
        self._waiting = False
        self._part = Spool()

    def complete(self, request: Request) -> Reply:
        """Answer from the journal or the cache; else note the request. Raises Pending."""
        place = key(self.identity, request)
        kept = self._journal.reply(place) or {}
        if "status" in kept:
            reply = self._arrived(request, place, kept)
            if reply is not None:
                return reply
        elif "text" in kept:
            return reply_from_dict(kept)
        elif "error" in kept and not self._forgives(place):
            raise kept_error(kept)
        elif not kept:
            with contextlib.suppress(Pending):
                return self._cached.complete(request)
        self._waiting = self.waits = True
        if not self._journal.is_asked(place) and place not in self._part.places:
            most = self._purse.take(request) if self._purse else 0.0
            if most is not None:
                self._note(place, request, most)
        raise Pending("with the Batch API")

    def waiting(self) -> bool:
        """Whether it has raised Pending since this was last asked."""
        was, self._waiting = self._waiting, False
        return was

    def flush(self) -> None:
        """Send what has been noted."""
        part, self._part = self._part, Spool()
        with closing(part):
            if part.places:
                self._send(part)

    def close(self) -> None:
        """Close the cache and the inner model."""
        self._part.close()
        self._cached.close()

    def _forgives(self, place: str) -> bool:
        first = self._forgive and place not in self._forgiven
        self._forgiven.add(place)
        return first

    def _arrived(self, request: Request, place: str, kept: dict[str, Any]) -> Reply | None:
        """Turn what came into a reply in the journal; None when it has to be asked for again."""
        tries = int(kept.get("tries") or 0)
        self._tally.asked(1, again=tries > 0)
        try:
            reply = self.inner.reply(request, kept["way"], kept["status"], kept["body"], tier=BATCH)
        except AnswerError as error:
            if error.reply:
                self._paid(request, error.reply)
            self._journal.keep(place, error_to_dict(error))
            raise
        except ModelError as error:
            self._journal.keep(place, {"tries": tries + 1})
            if isinstance(error, _OF_ALL):
                raise Halt(error) from error
            if not (error.retry or kept["status"] == 0):
                raise
            if tries + 1 >= _ROUNDS:
                raise Unreachable(f"the Batch API gave no answer in {_ROUNDS} rounds: {error}") from error
            return None
        if reply is None:
            self._journal.keep(place, {"tries": tries})
            return None
        self._paid(request, reply)
        self._journal.keep(place, reply_to_dict(reply))
        return reply

    def _paid(self, request: Request, reply: Reply) -> None:
        self._tally.paid(reply)
        if self._purse:
            self._purse.pay(request, reply)

    def _note(self, place: str, request: Request, most: float) -> None:
        body, way = self.inner.body(request)
        line = {"custom_id": place, "method": "POST", "url": TARGET, "body": body}
        data = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        if len(self._part.places) >= MOST_REQUESTS or self._part.size + len(data) > MOST_BYTES:
            self.flush()
        self._part.add(place, way, data, most)


class Purse(Limit):
    """Money for what goes up as a whole: a request is taken on only while there is room for all to cost the most.

    ``held`` is the most that what is under way may cost, ``settling`` that of what has come back and is being read;
    ``refused`` counts the requests that there was no room for since `open` was called last.
    """

    def __init__(self, limit: float, price: Price, model: str) -> None:
        super().__init__(limit, price, model)
        self.spent = self.held = self.settling = 0.0
        self.refused = 0

    def open(self, held: float) -> None:
        """Begin to take: ``held`` is under way, all that was before has been read."""
        self.held, self.settling, self.refused = held, max(0.0, self.held - held), 0

    def take(self, request: Request) -> float | None:
        """Return the most that a request may cost, which is held from now on; None when there is no room for it."""
        most = self.most(request) * BATCH_SHARE
        if self.spent + self.held + self.settling + most > self.limit:
            self.refused += 1
            return None
        self.held += most
        return most

    def pay(self, request: Request, reply: Reply) -> None:
        """Take what a reply cost, the most where that is not known."""
        self.spent += self.most(request) * BATCH_SHARE if reply.cost_usd is None else reply.cost_usd


class Spool:
    """Requests on their way up, in a file that nobody else can see."""

    def __init__(self) -> None:
        self.file = TemporaryFile()  # noqa: SIM115  closed by close
        self.places: dict[str, str] = {}
        self.size = 0
        self.most = 0.0

    def add(self, place: str, way: str, line: bytes, most: float) -> None:
        """Add a request's line by its key, with the way in which it asks and the most that it may cost."""
        self.file.write(line)
        self.places[place] = way
        self.size += len(line)
        self.most += most

    def close(self) -> None:
        """Delete the file."""
        self.file.close()


class Nothing:
    """A model that has no answer yet."""

    def __init__(self, inner: Model) -> None:
        self.inner = inner
        self.name = inner.name
        self.identity = inner.identity
        self.strategy: Strategy = inner.strategy

    def complete(self, request: Request) -> Reply:
        """Raise Pending."""
        raise Pending(f"not asked yet: {request.schema_name or 'a text'}")

    def close(self) -> None:
        """Close the inner model."""
        self.inner.close()
