"""An article prepared once for every check: its words in a row, where each occurs, its quantities and names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

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
_LINKS = frozenset({"of", "and", "the", "for"})  # an acronym leaves them out
_SIGNS = re.compile(r"[^\w\s.,;:!?\"'“”„«»‘’()\[\]–—-]")  # what changes a figure and is no word: £, %, °
_MOST_PLACES = 300  # of one word; more are no news text, and each is tried as a slot


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the article and the run of words, ``first`` up to ``last``, that it holds."""

    sentence: Sentence
    first: int
    last: int


class Place(NamedTuple):
    """Where a word of a text stands in the article, and how close the word there is to it (0–1).

    A named tuple, since a row of them is searched as it stands, and a text has hundreds.
    """

    at: int
    close: float


class Index:
    """The words of an article outside furniture, in order; positions are indices into ``tokens``.

    What only some checks ask for is made when it is first asked for.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        self.lines: list[Line] = []
        self.tokens: list[words.Token] = []
        self.line_of: list[int] = []
        for sentence in article.sentences:
            if sentence.kind != "furniture":
                self._add(sentence)
        self._found: dict[str, tuple[Place, ...]] = {}
        self.standing: dict[Quantity, tuple[Place, ...]] = {}  # what a figure was found to stand for

    def _add(self, sentence: Sentence) -> None:
        found = words.tokens(sentence.text)
        first = len(self.tokens)
        self.tokens += found
        self.line_of += [len(self.lines)] * len(found)
        self.lines.append(Line(sentence, first, len(self.tokens)))

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of a line by the id of its sentence."""
        return {line.sentence.id: number for number, line in enumerate(self.lines)}

    @cached_property
    def figures(self) -> list[tuple[int, Quantity]]:
        """The quantities in order, each with the position of the word that it begins at."""
        found: list[tuple[int, Quantity]] = []
        for line in self.lines:
            if line.first < line.last and (here := quantities.find(line.sentence.text, self.article.language)):
                starts = [t.start for t in self.tokens[line.first : line.last]]
                found += ((line.first + max(0, bisect_right(starts, q.start) - 1), q) for q in here)
        return found

    @cached_property
    def amounts(self) -> dict[Quantity, list[int]]:
        """The quantities without their places in the text → the positions of each, in order."""
        found: defaultdict[Quantity, list[int]] = defaultdict(list)
        for at, figure in self.figures:
            found[amount(figure)].append(at)
        return dict(found)

    @cached_property
    def names(self) -> frozenset[str]:
        """The stems of names; a word that only opens sentences is none when another form of it is common."""
        inside = {self.tokens[i].stem for i in self._capitals if not self.tokens[i].opens}
        return frozenset(s for s in words.names([self.tokens]) if s in inside or not words.is_common(s))

    @cached_property
    def normal(self) -> dict[str, list[int]]:
        """Normal form → its positions, in order."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for position, token in enumerate(self.tokens):
            found[token.normal].append(position)
        return dict(found)

    @cached_property
    def where(self) -> dict[str, list[int]]:
        """Stem → its positions, in order."""
        found: dict[str, list[int]] = {}
        for places in self.normal.values():
            stem = self.tokens[places[0]].stem
            found[stem] = sorted(found[stem] + places) if stem in found else places
        return found

    @cached_property
    def surfaces(self) -> set[str]:
        """The words as written, in lower case."""
        return {t.text.lower() for t in self.tokens}

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
        return frozenset(_as_written(self.tokens[line.first : line.last], line.sentence.text) for line in self.lines)

    def holds(self, tokens: Sequence[words.Token], text: str) -> bool:
        """Say whether one sentence of the article has exactly these words and signs (£, %), as written."""
        return _as_written(tokens, text) in self._whole

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
        close = dict(words.kin(token.stem))
        if start := words.start(token.normal):
            close.update(dict.fromkeys(self._starts.get(start, ()), words.closeness(start)))
        close[token.stem] = 1.0
        found = {i: near for stem, near in close.items() for i in self.where.get(stem, ())}
        for i in (*self._pronouns.get(token.stem, ()), *self._acronyms.get(token.normal, ())):
            found.setdefault(i, _PRONOUN_CLOSE)
        return tuple(map(Place._make, sorted(found.items())[:_MOST_PLACES]))

    @cached_property
    def _starts(self) -> dict[str, set[str]]:
        """The first letters that words may be akin by → the stems of the article that have them."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for normal, places in self.normal.items():
            if start := words.start(normal):
                found[start].add(self.tokens[places[0]].stem)
        return dict(found)

    @cached_property
    def _capitals(self) -> list[int]:
        return [i for i, token in enumerate(self.tokens) if token.capital]

    @cached_property
    def _pronouns(self) -> dict[str, list[int]]:
        """Stem of a name → positions of the pronouns that may stand for it: the name before, or the last one said."""
        pronouns = {i for word in _PRONOUNS for i in self.normal.get(word, ())}
        found: defaultdict[str, list[int]] = defaultdict(list)
        last: list[str] = []
        here: list[str] = []
        number = 0
        for i in sorted(pronouns.union(filter(self._named, self._capitals))) if pronouns else ():
            if self.line_of[i] != number:
                last, here, number = here or last, [], self.line_of[i]
            if i in pronouns:
                for stem in here or last:
                    found[stem].append(i)
            elif not here:
                stop = i
                while stop < self.lines[number].last and self._named(stop):
                    here.append(self.tokens[stop].stem)
                    stop += 1
        return dict(found)

    def _named(self, i: int) -> bool:
        return self.tokens[i].capital and self.tokens[i].stem in self.names

    @cached_property
    def _acronyms(self) -> dict[str, list[int]]:
        """Acronym in lower case → positions of the capitalised words that it shortens."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        run: list[int] = []
        for i in self._capitals:
            run = [*run[-_ACRONYM.stop :], i] if run and self._linked(run[-1], i) else [i]
            if len(run) > 1:
                letters = "".join(self.tokens[k].text[0] for k in run)
                for size in _ACRONYM[: len(run) - 1]:
                    found[letters[-size:].lower()].append(run[-size])
        return dict(found)

    def _linked(self, one: int, other: int) -> bool:
        """Say whether nothing but "of" and its like stands between two words of one sentence."""
        return self.line_of[one] == self.line_of[other] and all(
            t.normal in _LINKS for t in self.tokens[one + 1 : other]
        )


def amount(figure: Quantity) -> Quantity:
    """Return a quantity without its place and its words: what it is compared by."""
    return figure._replace(start=0, end=0, text="")


def window(places: Sequence[Place], low: int, high: int) -> float:
    """Return how close the closest of these places within positions ``low`` up to ``high`` is."""
    if not places or places[-1].at < low or places[0].at >= high:
        return 0.0
    inside = places[bisect_left(places, (low, 0.0)) : bisect_left(places, (high, 0.0))]
    return max([close for _, close in inside]) if inside else 0.0


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


def _as_written(tokens: Sequence[words.Token], text: str) -> tuple[str, ...]:
    return (*(t.text for t in tokens), *_SIGNS.findall(text))


def carries(token: words.Token) -> bool:
    """Say whether a word carries a topic: it is neither a stop word nor a single letter of the alphabet."""
    normal = token.normal
    return normal not in tables.stop() and (len(normal) > 1 or token.number or not normal.isascii())


def content(tokens: Iterable[words.Token]) -> list[words.Token]:
    """Return the words that carry a topic, in order."""
    return [token for token in tokens if carries(token)]


@lru_cache(maxsize=4)
def prepare(article: Article) -> Index:
    """Return the index of an article; the last few are kept."""
    return Index(article)
