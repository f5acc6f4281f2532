"""What was found part by part, as one output: told once, shared out fairly, and what did not fit counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarise.report import Finding, finding
from summarise.tasks.sections import shares

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Items = list[dict[str, Any]]

CLAIMS, MOST_CLAIMS = 12, 40  # of one part; of all (claims.v1)
SENTENCES, KEY_POINTS = 12, 8  # as many as summary.v1 takes
_MOST_EVIDENCE = 12
_FIELDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "people": (40, ("name",)),
    "organisations": (40, ("name",)),
    "dates": (40, ("date", "what")),
    "figures": (60, ("value", "what")),
    "quotes": (40, ("words",)),
    "missing_context": (6, ("text",)),
}
"""Of each list of a summary: how many it takes (summary.v1), and what makes two items the same."""
_WORTH = ("high", "medium", "low")


def most_claims(parts: int) -> int:
    """Return how many claims so many parts may have together."""
    return min(MOST_CLAIMS, CLAIMS + parts - 1)


@dataclass(slots=True)
class Merger:
    """Merges the lists of several parts, and keeps account of what a full list left out."""

    left: dict[str, int] = field(default_factory=dict)

    def told(self, task: str, words: int, parts: int, more: str = "") -> Finding:
        """Return the finding that says how a task went through a long article."""
        left = ", ".join(f"{number} {what.replace('_', ' ')}" for what, number in self.left.items() if number)
        lists = f"; left out, for the lists are full: {left}" if left else ""
        return finding(
            "M203", f"{task}: {words:,} words, worked through in {parts} parts{more}{lists}", path=f"/{task}"
        )

    def fields(self, outputs: Sequence[dict[str, Items]]) -> dict[str, Items]:
        """Return people, organisations, dates, figures, quotes and questions of all parts, each told once."""
        return {
            name: self.share(name, once([output.get(name, []) for output in outputs], keys), most)
            for name, (most, keys) in _FIELDS.items()
        }

    def share(self, name: str, lists: Sequence[Items], most: int, before: Sequence[int] = ()) -> Items:
        """Return what of each list may stay, in the order of the parts."""
        kept = shares(lists, most, before)
        self.left[name] = sum(map(len, lists)) - sum(map(len, kept))
        return [item for items in kept for item in items]

    def summary(self, outputs: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Return one summary of those of the parts: title lines from the first part, of the rest some from each."""
        sentences = [output["sentences"] for output in outputs]
        had = [len(kept) for kept in shares(sentences, SENTENCES)]
        return {
            "headlines": outputs[0]["headlines"],
            "standfirst": outputs[0]["standfirst"],
            "sentences": self.share("sentences", sentences, SENTENCES),
            "key_points": self.share("key_points", [o["key_points"] for o in outputs], KEY_POINTS, had),
            **self.fields(outputs),
        }

    def claims(self, outputs: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Return the claims of all parts, told once, the most check-worthy first."""
        lists = once([output["claims"] for output in outputs], ("claim",))
        kept = self.share("claims", lists, most_claims(len(lists)))
        return {"claims": sorted(kept, key=lambda claim: _WORTH.index(claim["check_worthiness"]))}

    def redundancy(self, outputs: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Return the repeats and conflicts of all parts."""
        return {name: [item for output in outputs for item in output[name]] for name in ("groups", "conflicts")}


MERGES: dict[str, Callable[[Merger, Sequence[dict[str, Any]]], dict[str, Any]]] = {
    "summary": Merger.summary,
    "claims": Merger.claims,
    "redundancy": Merger.redundancy,
}


def once(lists: Sequence[Items], keys: Sequence[str]) -> list[Items]:
    """Return lists of items in which what has the same words under ``keys`` stands once, where it came first.

    The first gets the evidence of the others, and a role or speaker that it lacks. A name of one word that is part of
    one known by then is that one.
    """
    known: dict[tuple[str, ...], dict[str, Any]] = {}
    kept: list[Items] = []
    for items in lists:
        kept.append([])
        for item in items:
            key = _key(item, keys, known)
            if key not in known:
                known[key] = dict(item)
                kept[-1].append(known[key])
                continue
            first = known[key]
            first["evidence"] = list(dict.fromkeys([*first["evidence"], *item["evidence"]]))[:_MOST_EVIDENCE]
            for lacking in ("role", "speaker"):
                if lacking in first and first[lacking] is None:
                    first[lacking] = item[lacking]
    return kept


def _key(item: dict[str, Any], keys: Sequence[str], known: dict[tuple[str, ...], dict[str, Any]]) -> tuple[str, ...]:
    key = tuple(" ".join(str(item[name]).split()).casefold() for name in keys)
    if keys == ("name",) and " " not in key[0]:
        return next((other for other in known if key[0] in other[0].split()), key)
    return key
