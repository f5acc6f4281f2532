"""How alike two sentences are, and how far a pair stands out from the rest of its article."""

from __future__ import annotations

from collections import Counter, defaultdict
from heapq import nlargest
from typing import TYPE_CHECKING, NamedTuple

from summarise import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarise.checks.repeats.lines import Line

Pair = tuple[int, int]

_LOOKS = 100  # postings looked at for each sentence, on average: what keeps the time linear
_PARTNERS = 6
_NEXT_BEST = 4
_TINY = 0.1
_WORTH_A_LOOK = 0.4
_FIGURES_COUNT = 2.0  # how many times more a shared figure proves than a shared word (fitted)


class Likeness(NamedTuple):
    """What speaks for two lines saying one thing.

    ``least`` and ``most`` are the smaller and the larger coverage of the two (0–1), ``base`` is what both reach with
    their next best partners;
    ``evidence`` the weight of what they share and hardly any other line has; ``rival`` the most of it that either
    shares with a third line; ``shared`` counts the words both have; ``figures_aside`` is ``least`` without the
    figures that each has alone, when both have such.
    """

    least: float
    most: float
    base: float
    evidence: float
    rival: float
    shared: int
    figures_aside: float


def likenesses(lines: Sequence[Line]) -> dict[Pair, Likeness]:
    """Return how alike the likely pairs of lines are; a pair that shares no word rare enough is never looked at.

    A sentence about something else, added to the article, changes none of it.
    """
    spread = Counter(word for line in lines for word in line.content)
    figures = [{word: weight for word, weight in line.content.items() if word[0].isdecimal()} for line in lines]
    raw: dict[Pair, tuple[float, float, float, int, float]] = {}
    for one, other in sorted(_candidates(lines, spread)):
        mine, theirs = lines[one], lines[other]
        shared = sorted(mine.content.keys() & theirs.content.keys())
        related = mine.kin.keys() & theirs.kin.keys()
        covered, proof = _covers(mine, shared, related, spread)
        covers, counterproof = _covers(theirs, shared, related, spread)
        least, most = sorted((round(covered, 6), round(covers, 6)))
        aside = least
        odd = _alone(figures[one], figures[other]), _alone(figures[other], figures[one])
        if all(odd):
            aside = min(
                covered * mine.mass / (mine.mass - odd[0] + _TINY),
                covers * theirs.mass / (theirs.mass - odd[1] + _TINY),
            )
        raw[one, other] = (least, round((proof + counterproof) / 2, 6), most, len(shared), aside)
    coverage, evidence = _ranking(raw, 0), _ranking(raw, 1)
    return {
        (one, other): Likeness(
            least,
            most,
            (_others(coverage[one], least, _NEXT_BEST) + _others(coverage[other], least, _NEXT_BEST)) / 2,
            proof,
            max(_others(evidence[one], proof, 1), _others(evidence[other], proof, 1)),
            shared,
            aside,
        )
        for (one, other), (least, proof, most, shared, aside) in raw.items()
    }


def _alone(figures: Mapping[str, float], others: Mapping[str, float]) -> float:
    """Return the weight of the figures that the other line lacks."""
    return sum(figures[word] for word in figures if word not in others) if figures else 0.0


def _candidates(lines: Sequence[Line], spread: Mapping[str, int]) -> set[Pair]:
    """Return for each line the pairs with its likeliest partners: those that share much, and much that is rare."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for line in lines:
        for word in line.content:
            postings[word].append(line.place)
    usable, looks = {}, _LOOKS * len(lines)
    for word, places in sorted(postings.items(), key=lambda item: (len(item[1]), item[1])):
        looks -= len(places) ** 2
        if looks < 0:
            break
        if len(places) > 1:
            usable[word] = places
    pairs: set[Pair] = set()
    for line in lines:
        score: defaultdict[int, float] = defaultdict(float)
        for word, weight in line.content.items():
            worth = weight / max(1, spread[word] - 1) + 2 * weight / line.mass
            for place in usable.get(word, ()):
                score[place] += worth
        score.pop(line.place, None)
        best = sorted((-value, place) for place, value in score.items() if value >= _WORTH_A_LOOK)
        pairs.update((min(line.place, place), max(line.place, place)) for _, place in best[:_PARTNERS])
    return pairs


def _covers(line: Line, shared: list[str], related: set[str], spread: Mapping[str, int]) -> tuple[float, float]:
    """Return the weighted share of a line's words that another line has, the same or akin, and what that proves."""
    akin: dict[str, float] = {}
    for key in related:
        word = line.kin[key]
        if word not in shared:
            akin[word] = max(words.closeness(key), akin.get(word, 0.0))
    found = proof = 0.0
    for word in shared:
        weight = line.content[word]
        found += weight
        proof += (weight * _FIGURES_COUNT if word[0].isdecimal() else weight) / max(1, spread[word] - 1)
    for word, close in akin.items():
        worth = line.content[word] * close
        found += worth
        proof += worth / max(1, spread[word] - 1)
    return (found / line.mass if line.mass else 0.0), proof


def _ranking(raw: Mapping[Pair, tuple[float, float, float, int, float]], item: int) -> dict[int, list[float]]:
    """Return for each line what it reaches with its partners, the best first."""
    found: defaultdict[int, list[float]] = defaultdict(list)
    for (one, other), values in raw.items():
        value = float(values[item])
        found[one].append(value)
        found[other].append(value)
    return {place: nlargest(_NEXT_BEST + 1, values) for place, values in found.items()}


def _others(best: Sequence[float], own: float, count: int) -> float:
    """Return the mean of the best values without the pair's own one; missing ones count as 0."""
    top = best[: count + 1]
    return (sum(top) - (own if own >= top[-1] else top[-1] if len(top) > count else 0.0)) / count
