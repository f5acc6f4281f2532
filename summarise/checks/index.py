"""An article prepared once for every check: its words in a row, where each occurs, its quantities and names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from summarise import quantities, words
from summarise.checks.align import Passages
from summarise.words import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarise.article import Article, Sentence
    from summarise.quantities import Quantity

_PRONOUNS = frozenset({"he", "she", "his", "her", "him", "hers"})
_PRONOUN_CLOSE = 0.8
_ACRONYM = range(2, 6)
_MOST_PLACES = 300  # of one word; more are no news text, and each is tried as a slot


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the article and the run of words, ``first`` up to ``last``, that it holds."""

    sentence: Sentence
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word of a text stands in the article, and how close the word there is to it (0–1)."""

    at: int
    close: float


class Index:
    """The words of an article outside furniture, in order; positions are indices into ``tokens``."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.lines: list[Line] = []
        self.tokens: list[words.Token] = []
        self.line_of: list[int] = []
        self.figures: list[tuple[int, Quantity]] = []
        for sentence in article.sentences:
            if sentence.kind != "furniture":
                self._add(sentence)
        self.names = self._names()
        self.where: dict[str, list[int]] = _positions((t.stem, i) for i, t in enumerate(self.tokens))
        self.normal: dict[str, list[int]] = _positions((t.normal, i) for i, t in enumerate(self.tokens))
        self.surfaces = {t.text.lower() for t in self.tokens}
        self._akin = _stems_by((key, t.stem) for t in self.tokens for key in words.keys(t.normal))
        self._pronouns = self._antecedents()
        self._acronyms = self._initials()
        self._found: dict[str, tuple[Place, ...]] = {}
        self.standing: dict[Quantity, tuple[Place, ...]] = {}  # what a figure was found to stand for

    def _add(self, sentence: Sentence) -> None:
        found = words.tokens(sentence.text)
        first = len(self.tokens)
        starts = [t.start for t in found]
        self.figures.extend(
            (first + max(0, bisect_right(starts, q.start) - 1), q)
            for q in quantities.find(sentence.text, self.article.language)
            if found
        )
        self.tokens.extend(found)
        self.line_of.extend([len(self.lines)] * len(found))
        self.lines.append(Line(sentence, first, len(self.tokens)))

    def line(self, position: int) -> Line:
        """Return the sentence that a position lies in."""
        return self.lines[self.line_of[position]]

    @cached_property
    def row(self) -> Row:
        """The normal forms of all words in one string, for verbatim search."""
        return Row(self.tokens, self.line_of)

    @cached_property
    def passages(self) -> Passages:
        """The sentences, to look up what says a text in altered words."""
        return Passages(self.article)

    @cached_property
    def _whole(self) -> frozenset[tuple[str, ...]]:
        return frozenset(tuple(t.text for t in self.tokens[line.first : line.last]) for line in self.lines)

    def holds(self, tokens: Sequence[words.Token]) -> bool:
        """Say whether one sentence of the article has exactly these words, as written."""
        return tuple(t.text for t in tokens) in self._whole

    def pronouns(self, stem: str) -> list[int]:
        """Return the positions of the pronouns that may stand for a name."""
        return self._pronouns.get(stem, [])

    def places(self, token: words.Token) -> tuple[Place, ...]:
        """Return where a word, another form of it, a relative or a pronoun for it stands, in order of the article."""
        key = token.normal
        if key not in self._found:
            self._found[key] = self._search(token)
        return self._found[key]

    def _search(self, token: words.Token) -> tuple[Place, ...]:
        close: dict[str, float] = {}
        for key in words.keys(token.normal):
            for stem in self._akin.get(key, ()):
                close[stem] = max(close.get(stem, 0.0), words.closeness(key))
        close[token.stem] = 1.0
        found = {i: near for stem, near in close.items() for i in self.where.get(stem, ())}
        for i in (*self._pronouns.get(token.stem, ()), *self._acronyms.get(token.normal, ())):
            found.setdefault(i, _PRONOUN_CLOSE)
        return tuple(Place(i, found[i]) for i in sorted(found)[:_MOST_PLACES])

    def _antecedents(self) -> dict[str, list[int]]:
        """Stem of a name → positions of the pronouns that may stand for it: the name before, or the last one said."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        last: list[str] = []
        for line in self.lines:
            here: list[str] = []
            for i in range(line.first, line.last):
                if self.tokens[i].normal in _PRONOUNS:
                    for stem in here or last:
                        found[stem].append(i)
                elif not here and self._named(i):
                    stop = i
                    while stop < line.last and self._named(stop):
                        here.append(self.tokens[stop].stem)
                        stop += 1
            last = here or last
        return found

    def _names(self) -> frozenset[str]:
        """Return the stems of names; a word that only opens sentences is none when another form of it is common."""
        found = words.names([self.tokens[line.first : line.last] for line in self.lines])
        inside = {t.stem for t in self.tokens if t.capital and not t.opens}
        return frozenset(stem for stem in found if stem in inside or stem not in _common_stems())

    def _named(self, i: int) -> bool:
        return self.tokens[i].capital and self.tokens[i].stem in self.names

    def _initials(self) -> dict[str, list[int]]:
        """Acronym in lower case → positions of the capitalised words that it shortens."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for line in self.lines:
            run: list[int] = []
            for i in range(line.first, line.last):
                small = self.tokens[i].normal in {"of", "and", "the", "for"}
                run = [*run[-_ACRONYM.stop :], i] if self.tokens[i].capital else run if small else []
                for size in _ACRONYM:
                    if len(run) >= size and run[-1] == i:
                        found["".join(self.tokens[k].text[0] for k in run[-size:]).lower()].append(run[-size])
        return found

    def window(self, places: Sequence[Place], low: int, high: int) -> float:
        """Return how close the closest of these places within positions ``low`` up to ``high`` is."""
        start = bisect_left(places, low, key=lambda p: p.at)
        best = 0.0
        for k in range(start, len(places)):
            if places[k].at >= high:
                break
            best = max(best, places[k].close)
        return best


class Row:
    """All words of an article in one string, each between spaces."""

    def __init__(self, tokens: Sequence[words.Token], line_of: Sequence[int]) -> None:
        self.text = " " + "".join(f"{t.normal} " for t in tokens)
        self._line_of = line_of
        self._starts: list[int] = []
        at = 1
        for token in tokens:
            self._starts.append(at)
            at += len(token.normal) + 1

    def between(self, start: int, end: int) -> list[int]:
        """Return the numbers of the lines that the characters from ``start`` to ``end`` lie in."""
        first = bisect_right(self._starts, start + 1) - 1
        last = bisect_right(self._starts, end) - 1
        return list(dict.fromkeys(self._line_of[max(0, first) : last + 1]))


def _positions(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for key, position in pairs:
        found[key].append(position)
    return dict(found)


def _stems_by(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, stem in pairs:
        found[key].add(stem)
    return dict(found)


@lru_cache(maxsize=1)
def _common_stems() -> frozenset[str]:
    return frozenset(words.stem(word) for word in tables.bands())


def content(tokens: Iterable[words.Token]) -> list[words.Token]:
    """Return the words that carry a topic, in order: neither stop words nor single letters of the alphabet."""
    return [
        t for t in tokens if not words.is_stop(t.normal) and (len(t.normal) > 1 or t.number or not t.normal.isascii())
    ]


def opposed(stem: str) -> frozenset[str]:
    """Return the stems listed as opposites of a stem."""
    return _opposites().get(stem, frozenset())


@lru_cache(maxsize=1)
def _opposites() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in tables.rows("opposites"):
        bar = row.index("|")
        left, right = ({words.stem(w) for w in side} for side in (row[:bar], row[bar + 1 :]))
        for one, other in ((a, b) for a in left for b in right):
            found[one].add(other)
            found[other].add(one)
    return {stem: frozenset(others - {stem}) for stem, others in found.items()}


@lru_cache(maxsize=4)
def prepare(article: Article) -> Index:
    """Return the index of an article; the last few are kept."""
    return Index(article)
