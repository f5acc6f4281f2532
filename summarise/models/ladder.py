"""How a model is asked for JSON, and what is remembered of what an endpoint takes.

A rung is one way to ask. The highest that the endpoint takes is used: ``strict`` (a schema that it must enforce),
``schema`` (a schema that it may enforce), ``json_object`` (some JSON), ``prompt`` (words alone). The last two carry the
schema in the system turn. A rung is left only when the endpoint refuses it in so many words.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from summarise.models.base import Rung

RUNGS: tuple[Rung, ...] = ("strict", "schema", "json_object", "prompt")
REMEMBERED_S = 7 * 86_400  # an endpoint may learn better: after a week it is asked anew

_FORMAT = re.compile(
    r"response.?format|json.?schema|json.?object|json mode|structured.?output|\bschema\b|\bgrammar\b|"
    r"requested parameters",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"unsupported|not supported|does not support|doesn't support|unrecogni[sz]ed|unknown|unexpected|not permitted|"
    r"not allowed|extra (?:inputs|fields)|deprecated|only the default",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ways:
    """What an endpoint takes for one model: the rung, and the parameters that it refused."""

    rung: Rung = "strict"
    refused: frozenset[str] = frozenset()

    def to_text(self) -> str:
        """Return this as a text that can be kept."""
        return json.dumps({"rung": self.rung, "refused": sorted(self.refused)})

    @classmethod
    def from_text(cls, text: str) -> Ways:
        """Return what ``to_text`` made a text of."""
        kept = json.loads(text)
        return cls(kept["rung"], frozenset(kept["refused"]))

    def after_refusal(self, said: str, body: dict[str, Any], *, json_asked: bool) -> Ways | None:
        """Return the next way to ask after a refusal, or None when the refusal is about something else.

        ``said`` is what the endpoint said (message, parameter and code), ``body`` what it was sent.
        """
        for name in (
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "seed",
            "logprobs",
            "reasoning_effort",
            "store",
            "prompt_cache_options",
        ):
            if name in body and re.search(rf"\b(?:top_)?{name}\b", said) and _REFUSAL.search(said):
                return replace(self, refused=self.refused | {name})
        if json_asked and self.rung != RUNGS[-1] and _FORMAT.search(said):
            return replace(self, rung=RUNGS[RUNGS.index(self.rung) + 1])
        return None


class Memory:
    """What is known of endpoints, kept in a mapping of texts that outlives the process when a cache is used."""

    def __init__(self, texts: MutableMapping[str, str]) -> None:
        self._texts = texts

    def recall(self, identity: str) -> Ways:
        """Return what was learnt of an endpoint and model within a week, or the highest hopes."""
        try:
            known = json.loads(self._texts.get(identity, "{}"))
            if known and 0 <= time.time() - known["at"] < REMEMBERED_S and known["rung"] in RUNGS:
                return Ways(known["rung"], frozenset(map(str, known["refused"])))
        except (ValueError, KeyError, TypeError):
            pass  # another version's note: ask the endpoint
        return Ways()

    def keep(self, identity: str, ways: Ways) -> None:
        """Remember what was learnt."""
        self._texts[identity] = json.dumps({"rung": ways.rung, "refused": sorted(ways.refused), "at": time.time()})
