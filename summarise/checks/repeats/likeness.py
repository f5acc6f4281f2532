"""How much one sentence covers another, and how far a pair stands out from the rest of its article."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from summarise import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarise.checks.repeats.lines import Line

Pair = tuple[int, int]

_LOOKS = 300  # postings looked at for each sentence, on average: what keeps the time linear
_PARTNERS = 8
_NEXT_BEST = 4


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two lines are: the smaller and the larger coverage (0–1), and the number of words both have."""

    least: float
    most: float
    shared: int


def likenesses(lines: Sequence[Line]) -> dict[Pair, Likeness]:
    """Return how alike the likely pairs of lines are; a pair that shares no word rare enough is never looked at."""
    near = [_near(line) for line in lines]
    found = {}
    for one, other in sorted(_candidates(lines)):
        mine = _coverage(lines[one], lines[other], near[other])
        theirs = _coverage(lines[other], lines[one], near[one])
        shared = len(lines[one].content.keys() & lines[other].content.keys())
        found[one, other] = Likeness(min(mine, theirs), max(mine, theirs), shared)
    return found


def _candidates(lines: Sequence[Line]) -> set[Pair]:
    """Return for each line the pairs with its best partners by shared weight."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for line in lines:
        for word in line.content:
            postings[word].append(line.place)
    usable, looks = {}, _LOOKS * len(lines)
    for word, places in sorted(postings.items(), key=lambda item: len(item[1])):
        looks -= len(places) ** 2
        if looks < 0:
            break
        usable[word] = places
    totals = [sum(line.content.values()) for line in lines]
    pairs: set[Pair] = set()
    for line in lines:
        shared: defaultdict[int, float] = defaultdict(float)
        for word, weight in line.content.items():
            for place in usable.get(word, ()):
                shared[place] += weight
        shared.pop(line.place, None)
        ranked = sorted(shared, key=lambda p: (-shared[p] / max(totals[p], totals[line.place]), p))
        pairs.update((min(line.place, p), max(line.place, p)) for p in ranked[:_PARTNERS])
    return pairs


def _near(line: Line) -> dict[str, float]:
    """Return what a line's words can be akin by, each with its closeness."""
    found: dict[str, float] = {}
    for word in line.normals.values():
        for key, close in words.keys(word):
            found[key] = max(close, found.get(key, 0.0))
    return found


def _coverage(line: Line, other: Line, near: Mapping[str, float]) -> float:
    """Return the weighted share of a line's words that the other line has, the same or akin."""
    total = found = 0.0
    for word, weight in line.content.items():
        total += weight
        if word in other.content:
            found += weight
        else:
            close = [min(c, near[key]) for key, c in words.keys(line.normals[word]) if key in near]
            found += weight * max(close) if close else 0.0
    return found / total if total else 0.0


def stand_outs(alike: Mapping[Pair, Likeness], lines: Sequence[Line]) -> dict[Pair, float]:
    """Return how far each pair's coverage lies above what both lines reach with their next best partners.

    A sentence about something else has no part in this, so that adding one never hides a repeat.
    """
    best: defaultdict[int, list[float]] = defaultdict(list)
    for pair, like in alike.items():
        for place in pair:
            best[place].append(like.least)
    for reached in best.values():
        reached.sort(reverse=True)
    return {
        pair: _stand_out(like.least, [best[p] for p in pair], [lines[p] for p in pair]) for pair, like in alike.items()
    }


def _stand_out(like: float, best: Sequence[list[float]], lines: Sequence[Line]) -> float:
    base = 0.0
    for reached in best:
        top = reached[: _NEXT_BEST + 1]
        base += (sum(top) - (like if like >= top[-1] else top[-1] if len(top) > _NEXT_BEST else 0.0)) / _NEXT_BEST / 2
    shorter, longer = sorted(len(line.content) + 1 for line in lines)
    return like - base + 0.05 * log(shorter) + 0.05 * log(longer / shorter)
