"""How alike two sentences are, and how far a pair stands out from the rest of its article."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from summarise import words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

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
    spread = Counter(chain.from_iterable(line.content for line in lines))
    elsewhere = {word: max(1, count - 1) for word, count in spread.items()}
    figures, kin = _figures(lines, spread), _kin(lines)
    raw: dict[Pair, tuple[float, float, float, int, float]] = {}
    for one, other in sorted(_candidates(lines, elsewhere)):
        mine, theirs = lines[one], lines[other]
        shared = sorted(mine.content.keys() & theirs.content.keys())
        keys = kin[one].keys() & kin[other].keys()
        covered, proof = _covers(mine, shared, _akin(kin[one], keys, shared), elsewhere)
        covers, counterproof = _covers(theirs, shared, _akin(kin[other], keys, shared), elsewhere)
        least, most = round(min(covered, covers), 6), round(max(covered, covers), 6)
        aside = least
        if figures[one] and figures[other]:
            odd = _alone(figures[one], figures[other]), _alone(figures[other], figures[one])
            if all(odd):
                aside = min(
                    covered * mine.mass / (mine.mass - odd[0] + _TINY),
                    covers * theirs.mass / (theirs.mass - odd[1] + _TINY),
                )
        raw[one, other] = (least, round((proof + counterproof) / 2, 6), most, len(shared), aside)
    coverage, evidence = _ranking(raw, 0, _NEXT_BEST), _ranking(raw, 1, 1)
    return {
        (one, other): Likeness(
            least,
            most,
            (coverage[one].without(least) + coverage[other].without(least)) / 2,
            proof,
            max(evidence[one].without(proof), evidence[other].without(proof)),
            shared,
            aside,
        )
        for (one, other), (least, proof, most, shared, aside) in raw.items()
    }


def _figures(lines: Sequence[Line], known: Iterable[str]) -> list[dict[str, float]]:
    """Return for each line the weights of its figures, given all words of the lines."""
    numbers = {word for word in known if word[0].isdecimal()}
    return [
        {}
        if numbers.isdisjoint(line.content)
        else {word: weight for word, weight in line.content.items() if word in numbers}
        for line in lines
    ]


def _kin(lines: Sequence[Line]) -> list[dict[str, str]]:
    """Return for each line what it can be akin to others by, without the keys that one word alone has."""
    bearer: dict[str, str] = {}
    shared: set[str] = set()
    for line in lines:
        for key, word in line.kin.items():
            if bearer.setdefault(key, word) != word:
                shared.add(key)
    return [{key: line.kin[key] for key in shared & line.kin.keys()} for line in lines]


def _akin(kin: Mapping[str, str], keys: AbstractSet[str], shared: Container[str]) -> dict[str, float]:
    """Return how close a line's words are to those of another, by the keys that both have."""
    found: dict[str, float] = {}
    for key in keys:
        word = kin[key]
        if word not in shared:
            found[word] = max(words.closeness(key), found.get(word, 0.0))
    return found


def _alone(figures: Mapping[str, float], others: Mapping[str, float]) -> float:
    """Return the weight of the figures that the other line lacks."""
    return sum([figures[word] for word in figures if word not in others])


def _candidates(lines: Sequence[Line], elsewhere: Mapping[str, int]) -> set[Pair]:
    """Return for each line the pairs with its likeliest partners: those that share much, and much that is rare.

    ``elsewhere`` counts the other lines with a word, as 1 where there are none.
    """
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for line in lines:
        for word in line.content:
            postings[word].append(line.place)
    common = [(len(places), places, word) for word, places in postings.items() if len(places) > 1]
    usable, looks = {}, _LOOKS * len(lines) - (len(postings) - len(common))
    for count, places, word in sorted(common, key=itemgetter(0, 1)):
        looks -= count**2
        if looks < 0:
            break
        usable[word] = places
    pairs: set[Pair] = set()
    for line in lines:
        score: dict[int, float] = {}
        for word, weight in line.content.items():
            if word in usable:
                worth = weight / elsewhere[word] + 2 * weight / line.mass
                for place in usable[word]:
                    score[place] = score.get(place, 0.0) + worth
        own = line.place
        best = sorted([(-value, place) for place, value in score.items() if value >= _WORTH_A_LOOK and place != own])
        pairs.update([(own, place) if own < place else (place, own) for _, place in best[:_PARTNERS]])
    return pairs


def _covers(
    line: Line, shared: Iterable[str], akin: Mapping[str, float], elsewhere: Mapping[str, int]
) -> tuple[float, float]:
    """Return the weighted share of a line's words that another line has, the same or akin, and what that proves."""
    found = proof = 0.0
    for word in shared:
        weight = line.content[word]
        found += weight
        proof += (weight * _FIGURES_COUNT if word[0].isdecimal() else weight) / elsewhere[word]
    for word, close in akin.items():
        worth = line.content[word] * close
        found += worth
        proof += worth / elsewhere[word]
    return (found / line.mass if line.mass else 0.0), proof


class _Best(NamedTuple):
    """The best values that a line reaches, one more than ``among``: their sum, the last and what it leaves."""

    total: float
    last: float
    spare: float
    among: int

    def without(self, own: float) -> float:
        """Return the mean of the best values without a pair's own one; missing ones count as 0."""
        return (self.total - (own if own >= self.last else self.spare)) / self.among


def _ranking(raw: Mapping[Pair, tuple[float, float, float, int, float]], item: int, count: int) -> dict[int, _Best]:
    """Return for each line the best that it reaches with its partners."""
    found: defaultdict[int, list[float]] = defaultdict(list)
    for (one, other), values in raw.items():
        found[one].append(values[item])
        found[other].append(values[item])
    best = {place: sorted(values, reverse=True)[: count + 1] for place, values in found.items()}
    return {place: _Best(sum(top), top[-1], top[-1] if len(top) > count else 0.0, count) for place, top in best.items()}
