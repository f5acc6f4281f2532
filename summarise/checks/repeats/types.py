"""What a search for repeats finds: groups of sentences that say one thing, and pairs that disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["exact", "near", "paraphrase"]
Differs = Literal["figure", "date", "name", "negation", "opposite"]


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences that say the same thing: every two of them do.

    ``sentences`` are ids in the article's order; ``kind`` is the loosest likeness in the group; ``keep`` is the one to
    keep and ``why`` the reason, in words for an editor; ``score`` is how sure the finding is (0–1); ``words_saved``
    counts the words of the others. ``mild`` names a reason why news repeats itself so by custom ("" for none).
    """

    sentences: tuple[str, ...]
    kind: Kind
    keep: str
    why: str
    score: float
    words_saved: int
    mild: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sentences that tell the same thing with another figure, date or name, or one of them denies it.

    ``sentences`` are ids in the article's order; ``detail`` holds the words that differ ('"12" / "14"').
    """

    sentences: tuple[str, str]
    differs: Differs
    detail: str


@dataclass(frozen=True, slots=True)
class Repeats:
    """All that was found, in the order of the first sentence of each."""

    groups: tuple[Group, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
