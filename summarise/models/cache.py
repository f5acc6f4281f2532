"""Replies that were paid for once: cached, recorded and replayed by one class over two kinds of store."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from summarise.errors import AnswerError, Cut, Filtered, ModelError, Refused, TooLong
from summarise.models.base import Model, Reply, Request, Strategy

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEY_FORM = 1
_UNUSABLE: dict[str, type[AnswerError]] = {kind.code: kind for kind in (Refused, Cut, Filtered, TooLong)}
_REPLY_FIELDS = frozenset(f.name for f in fields(Reply))


def key(identity: str, request: Request) -> str:
    """Return the key of a reply: sha256 over what can change the answer, and nothing else.

    That is the canonical JSON (sorted keys, no spaces, ASCII) of the model's identity (name and address), the turns,
    the schema and its name, the settings, and the number of the repeat. Not in it: the article's file name, the date,
    the version of this program, time-outs and prices.
    """
    parts = {
        "form": _KEY_FORM,
        "model": identity,
        "messages": [[m.role, m.content] for m in request.messages],
        "schema_name": request.schema_name,
        "schema": request.schema,
        "settings": dict(request.settings),
        "repeat": request.repeat,
    }
    return sha256(json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """Whose replies these are: the name for reports, the identity for keys, the strategy and window of the model."""

    name: str
    identity: str
    strategy: Strategy
    window: int | None = None


class Store(Protocol):
    """Where replies are kept; ``refusals`` says whether it keeps that an answer was unusable as well."""

    refusals: bool

    def get(self, key: str) -> dict[str, Any] | None:
        """Return a kept reply as ``reply_to_dict`` made it, or None."""
        ...

    def put(self, key: str, reply: dict[str, Any], request: Request) -> None:
        """Keep a reply. Safe with other threads and processes doing the same."""
        ...

    def close(self) -> None:
        """Release what the store holds; may be called twice."""
        ...


class Recorded:
    """A model whose replies are kept in a store, and taken from it when the same is asked again.

    With ``inner`` None it only replays: what is not in the store is a ModelError. Only usable replies are kept, and in
    a recording that one was refused, cut, filtered or too long, so that it replays as it ran. A reply from the store
    has ``from_cache`` and took no attempt, no time and no money.
    """

    def __init__(self, inner: Model | None, store: Store, source: Source | None = None) -> None:
        source = source or (Source(inner.name, inner.identity, inner.strategy) if inner else None)
        if source is None:
            raise ValueError("a replay needs to know whose replies it holds")
        self.inner = inner
        self.name = source.name
        self.identity = source.identity
        self.strategy: Strategy = source.strategy
        self.window = None if inner else source.window
        self._store = store

    def complete(self, request: Request) -> Reply:
        """Answer from the store, else by the inner model. Raises its errors; a miss without one is a ModelError."""
        place = key(self.identity, request)
        kept = self._store.get(place)
        if kept is not None:
            again = replace(reply_from_dict(kept), from_cache=True, cost_usd=0.0, seconds=0.0, attempts=0)
            if (code := kept.get("unusable")) in _UNUSABLE:
                error = _UNUSABLE[code](kept["says"])
                error.reply = again if again.model else None
                raise error
            return again
        if self.inner is None:
            what = request.schema_name or "a text"
            raise ModelError(
                f"the recording of {self.name} holds no reply for this request ({what}, {place[:12]}): the article, "
                "the prompt, the schema or a setting has changed since; record it anew with --record FOLDER"
            )
        try:
            reply = self.inner.complete(request)
        except AnswerError as error:
            if self._store.refusals and error.code in _UNUSABLE:
                took = reply_to_dict(error.reply or Reply("", ""))
                self._store.put(place, {**took, "unusable": error.code, "says": str(error)}, request)
            raise
        self._store.put(place, reply_to_dict(reply), request)
        return reply

    def close(self) -> None:
        """Close the store and the inner model."""
        self._store.close()
        if self.inner is not None:
            self.inner.close()


def reply_to_dict(reply: Reply) -> dict[str, Any]:
    """Return a reply as JSON holds it."""
    return {**asdict(reply), "left_out": list(reply.left_out)}


def reply_from_dict(kept: Mapping[str, Any]) -> Reply:
    """Return a reply from its JSON; fields of other versions are passed over."""
    known = {name: value for name, value in kept.items() if name in _REPLY_FIELDS}
    return Reply(**{**known, "left_out": tuple(known.get("left_out", ()))})
