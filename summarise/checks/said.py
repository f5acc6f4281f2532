"""A text to be checked, beside the article: its items, where each stands there, and the slot test."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from summarise import quantities, words
from summarise.checks.index import Index, Place, amount, carries, window

if TYPE_CHECKING:
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


class Said:
    """A text beside an article. What only some checks ask for is made when it is first asked for."""

    def __init__(self, text: str, index: Index) -> None:
        self.text = text
        self.index = index
        self.tokens = words.tokens(text)
        self._slots: dict[tuple[int, int, int, int, frozenset[int]], float] = {}
        self._neighbours: dict[tuple[int, int, frozenset[int]], tuple[dict[int, float], float]] = {}

    @cached_property
    def figures(self) -> list[tuple[int, Quantity]]:
        """The figures and dates in order, each with the index of the token that it begins at."""
        if not self.tokens:
            return []
        starts = [t.start for t in self.tokens]
        found = quantities.find(self.text, self.index.article.language)
        return [(max(0, bisect_right(starts, q.start) - 1), q) for q in found]

    @cached_property
    def names(self) -> frozenset[str]:
        """The stems of the names: what looks like one here, or is one in the article."""
        return words.names([self.tokens]) | {t.stem for t in self.tokens if t.capital and t.stem in self.index.names}

    @cached_property
    def items(self) -> list[Item]:
        """The figures, and the words that carry a topic and are not of a figure, in order."""
        found = [Item(at, self.tokens[at], _FIGURE_WEIGHT, self._figure_places(q), q) for at, q in self.figures]
        found += [
            Item(i, t, words.weight(t.normal), self.index.places(t))
            for i, t in enumerate(self.tokens)
            if carries(t) and not any(q.start <= t.start < q.end for _, q in self.figures)
        ]
        return sorted(found, key=lambda item: item.at)

    def _figure_places(self, figure: Quantity) -> tuple[Place, ...]:
        known, key = self.index.standing, amount(figure)
        if key not in known:
            day = self.index.article.date
            alike = (at for q, at in self.index.amounts.items() if quantities.stands_for(key, q, day))
            known[key] = tuple(Place(at, 1.0) for at in sorted(chain.from_iterable(alike)))
        return known[key]

    @property
    def evidence(self) -> list[int]:
        """The numbers of the lines that say most of the text, best first."""
        return self._chosen[0]

    @property
    def coverage(self) -> list[float]:
        """The share of the text's weight that is said by the first line of the evidence, the first two, all three."""
        return self._chosen[1]

    @cached_property
    def _rows(self) -> dict[int, dict[int, float]]:
        """Number of a line → number of an item that it has → how close the closest word there is."""
        rows: dict[int, dict[int, float]] = {}
        for q, item in enumerate(self.items):
            for at, close in item.places:
                row = rows.setdefault(self.index.line_of[at], {})
                if close > row.get(q, 0.0):
                    row[q] = close
        return rows

    @cached_property
    def _chosen(self) -> tuple[list[int], list[float]]:
        """Choose up to three lines, each for what the ones before it do not say; and the share said so far."""
        weights = [item.weight for item in self.items]
        total = sum(weights)
        if not total:
            return [], []
        chosen: list[int] = []
        shares: list[float] = []
        held: dict[int, float] = {}
        for _ in range(_EVIDENCE):
            gain = {
                line: sum([weights[q] * max(0.0, close - held.get(q, 0.0)) for q, close in row.items()])
                for line, row in self._rows.items()
            }
            line = max(gain, key=lambda k: (gain[k], -k), default=None)
            if line is None or (chosen and gain[line] / total < _NEW_SHARE):
                break
            chosen.append(line)
            for q, close in self._rows[line].items():
                held[q] = max(held.get(q, 0.0), close)
            shares.append(sum(weights[q] * close for q, close in held.items()) / total)
        return chosen, shares

    def slot(
        self, q: int, at: int, *, reach: int = _REACH, span: int = _SPAN, skip: frozenset[int] = frozenset()
    ) -> float:
        """Return how well item ``q`` fits at a position of the article: the share of its neighbours found around it."""
        key = (q, at, reach, span, skip)
        if key not in self._slots:
            self._slots[key] = self._fit(*key)
        return self._slots[key]

    def _fit(self, q: int, at: int, reach: int, span: int, skip: frozenset[int]) -> float:
        number = self.index.line_of[at]
        line, row = self.index.lines[number], self._rows.get(number, {})
        low, high = max(line.first, at - span), min(line.last, at + span + 1)
        weights, total = self._around(q, reach, skip)
        found = 0.0
        for p, weight in weights.items():
            if p in row:
                found += weight * window(self.items[p].places, low, high)
        return found / total if total else 0.0

    def _around(self, q: int, reach: int, skip: frozenset[int]) -> tuple[dict[int, float], float]:
        """Return the weight of each neighbour of an item, and of all together."""
        key = (q, reach, skip)
        if key not in self._neighbours:
            near = range(max(0, q - reach), min(len(self.items), q + reach + 1))
            weights = {
                p: self.items[p].weight / (1 + _FADE * (abs(p - q) - 1)) for p in near if p != q and p not in skip
            }
            self._neighbours[key] = weights, sum(weights.values())
        return self._neighbours[key]

    def quote(self, first: int, last: int | None = None) -> str:
        """Return the text from token ``first`` to token ``last``, as written."""
        end = self.tokens[first if last is None else last].end
        return self.text[self.tokens[first].start : end]
