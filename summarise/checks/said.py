"""A text to be checked, beside the article: its items, where each stands there, and the slot test."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarise import quantities, words
from summarise.checks.index import Index, Place, content

if TYPE_CHECKING:
    from collections.abc import Collection

    from summarise.quantities import Quantity

_REACH = 3  # neighbours on each side
_SPAN = 8  # words on each side of the place in the article
_FADE = 0.2
_FIGURE_WEIGHT = 0.7
_EVIDENCE = 3
_NEW_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Item:
    """A word or a figure of the text that says something; ``at`` is the index of its first token."""

    at: int
    token: words.Token
    weight: float
    places: tuple[Place, ...]
    figure: Quantity | None = None

    @property
    def best(self) -> float:
        """How close the closest word of the article is."""
        return max((p.close for p in self.places), default=0.0)

    def standing(self, least: float) -> list[int]:
        """Return the positions where a word at least so close stands."""
        return [p.at for p in self.places if p.close >= least]


@dataclass(slots=True)
class Said:
    """A text beside an article. ``evidence`` holds the numbers of the lines that say most of it, best first."""

    text: str
    index: Index
    tokens: list[words.Token] = field(init=False)
    figures: list[tuple[int, Quantity]] = field(init=False)
    items: list[Item] = field(init=False)
    names: frozenset[str] = field(init=False)
    evidence: list[int] = field(init=False)
    coverage: list[float] = field(init=False)
    _slots: dict[tuple[int, int, int, int, frozenset[int]], float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens = words.tokens(self.text)
        starts = [t.start for t in self.tokens]
        self.figures = [
            (max(0, bisect_right(starts, q.start) - 1), q)
            for q in quantities.find(self.text, self.index.article.language)
            if starts
        ]
        self.names = words.names([self.tokens]) | {
            t.stem for t in self.tokens if t.capital and t.stem in self.index.names
        }
        self.items = self._items()
        self.evidence, self.coverage = self._evidence()

    def _items(self) -> list[Item]:
        covered = {i for i, t in enumerate(self.tokens) for _, q in self.figures if q.start <= t.start < q.end}
        found = [Item(at, self.tokens[at], _FIGURE_WEIGHT, self._figure_places(q), q) for at, q in self.figures]
        topical = {t.start for t in content(self.tokens)}
        found += [
            Item(i, t, words.weight(t.normal), self.index.places(t))
            for i, t in enumerate(self.tokens)
            if t.start in topical and i not in covered
        ]
        return sorted(found, key=lambda item: item.at)

    def _figure_places(self, figure: Quantity) -> tuple[Place, ...]:
        known = self.index.standing
        key = figure._replace(start=0, end=0, text="")
        if key not in known:
            day = self.index.article.date
            known[key] = tuple(Place(at, 1.0) for at, q in self.index.figures if quantities.stands_for(figure, q, day))
        return known[key]

    def _evidence(self) -> tuple[list[int], list[float]]:
        """Choose up to three lines, each for what the ones before it do not say; and the share said so far."""
        total = sum(item.weight for item in self.items)
        if not total:
            return [], []
        says: dict[int, dict[int, float]] = {}
        for q, item in enumerate(self.items):
            for place in item.places:
                row = says.setdefault(self.index.line_of[place.at], {})
                row[q] = max(row.get(q, 0.0), place.close)
        chosen: list[int] = []
        shares: list[float] = []
        held: dict[int, float] = {}
        for _ in range(_EVIDENCE):
            gain = {
                line: sum(self.items[q].weight * max(0.0, c - held.get(q, 0.0)) for q, c in row.items())
                for line, row in says.items()
            }
            line = max(gain, key=lambda k: (gain[k], -k), default=None)
            if line is None or (chosen and gain[line] / total < _NEW_SHARE):
                break
            chosen.append(line)
            for q, close in says[line].items():
                held[q] = max(held.get(q, 0.0), close)
            shares.append(sum(self.items[q].weight * close for q, close in held.items()) / total)
        return chosen, shares

    def slot(self, q: int, at: int, *, reach: int = _REACH, span: int = _SPAN, skip: Collection[int] = ()) -> float:
        """Return how well item ``q`` fits at a position of the article: the share of its neighbours found around it."""
        key = (q, at, reach, span, frozenset(skip))
        if key not in self._slots:
            self._slots[key] = self._fit(q, at, reach, span, skip)
        return self._slots[key]

    def _fit(self, q: int, at: int, reach: int, span: int, skip: Collection[int]) -> float:
        line = self.index.line(at)
        low, high = max(line.first, at - span), min(line.last, at + span + 1)
        found = total = 0.0
        for p in range(max(0, q - reach), min(len(self.items), q + reach + 1)):
            if p == q or p in skip:
                continue
            weight = self.items[p].weight / (1 + _FADE * (abs(p - q) - 1))
            total += weight
            found += weight * self.index.window(self.items[p].places, low, high)
        return found / total if total else 0.0

    def quote(self, first: int, last: int | None = None) -> str:
        """Return the text from token ``first`` to token ``last``, as written."""
        end = self.tokens[first if last is None else last].end
        return self.text[self.tokens[first].start : end]
