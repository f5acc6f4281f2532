"""Which sentences of an article say a text: for a quotation or a sentence without ids, or with wrong ones."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from summarise import words

if TYPE_CHECKING:
    from summarise.article import Article

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_COMMON = 200  # sentences that a word may stand in before it stops proposing any
_TRIED = 6
_ENOUGH = 0.55  # share of a text's weight that one sentence, or two neighbours, must hold
_PAIR_GAIN = 0.2  # what the second of two neighbours must add, as a share of the weight


@dataclass(frozen=True, slots=True)
class Found:
    """The sentences that say a text, in order of the article, and the share of its weight that they hold (0–1)."""

    sentences: tuple[str, ...]
    share: float


class Passages:
    """The sentences of an article outside furniture, prepared once for any number of look-ups."""

    def __init__(self, article: Article) -> None:
        self._lines = [s for s in article.sentences if s.kind != "furniture"]
        self._stems = [frozenset(_stems(s.text)) for s in self._lines]
        self._where: defaultdict[str, list[int]] = defaultdict(list)
        for number, stems in enumerate(self._stems):
            for stem in stems:
                self._where[stem].append(number)

    def find(self, text: str) -> Found:
        """Return the sentence, or two neighbours, that hold most of a text's words, altered or in another order.

        ``sentences`` is empty when none holds enough of them. Takes time by the text's length and by how often its
        words occur, not by the article's length.
        """
        weights = _stems(text)
        total = sum(weights.values())
        if not total:
            return Found((), 0.0)
        scores: defaultdict[int, float] = defaultdict(float)
        for stem, weight in weights.items():
            lines = self._where.get(stem, ())
            if len(lines) <= _COMMON:
                for number in lines:
                    scores[number] += weight
        tried = sorted(scores, key=lambda n: (-scores[n], n))[:_TRIED]
        spans = [self._best_span(number, weights) for number in tried]
        held, span = max(spans, key=lambda s: (s[0], -len(s[1]), -s[1][0]), default=(0.0, ()))
        share = held / total
        return Found(tuple(self._lines[n].id for n in span) if share >= _ENOUGH else (), share)

    def _best_span(self, number: int, weights: dict[str, float]) -> tuple[float, tuple[int, ...]]:
        alone = _held(self._stems[number], weights)
        best = alone
        span: tuple[int, ...] = (number,)
        for other in (number - 1, number + 1):
            if 0 <= other < len(self._lines):
                both = _held(self._stems[number] | self._stems[other], weights)
                single = max(alone, _held(self._stems[other], weights))
                if both > best and both - single >= _PAIR_GAIN * sum(weights.values()):
                    best, span = both, (min(number, other), max(number, other))
        return best, span


def _held(stems: frozenset[str], weights: dict[str, float]) -> float:
    return sum(weight for stem, weight in weights.items() if stem in stems)


def _stems(text: str) -> dict[str, float]:
    """Return the stems of a text with what each says; function words say little, so they only break ties."""
    return dict(map(_form, _WORD.findall(text)))


@lru_cache(maxsize=1 << 16)
def _form(word: str) -> tuple[str, float]:
    plain = word.lower()
    return (plain if plain[0].isdecimal() else words.stem(plain)), words.weight(plain)
