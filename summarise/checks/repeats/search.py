"""The search: nearly the same words first, then other words that stand out."""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from math import exp
from typing import TYPE_CHECKING

from summarise import words
from summarise.checks.repeats.differences import compare, figure_in_slot
from summarise.checks.repeats.groups import Link, gather
from summarise.checks.repeats.likeness import likenesses
from summarise.checks.repeats.lines import read
from summarise.checks.repeats.standing import WEIGHTS, features, standing
from summarise.checks.repeats.types import Conflict, Repeats

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from summarise.article import Article
    from summarise.checks.repeats.differences import Comparison
    from summarise.checks.repeats.likeness import Likeness, Pair
    from summarise.checks.repeats.lines import Line

_FEWEST = 3
_QUESTIONS = 2
_WORTH_ALIGNING = 0.25
_TIGHT, _SAME, _LOOSELY = 0.70, 0.80, 0.50
_RUN, _RUN_SHARE, _RUN_TELLS = 8, 0.6, 1.5
_SHARED = 2
_FIGURE_SPEAKS = 1.0
_LIST = 3


def find(article: Article) -> Repeats:
    """Find what an article says more than once and where it contradicts itself.

    Only body sentences and captions take part; questions put to several people are no repeats. Paraphrases are looked
    for in English alone.
    Time grows as n·log n with the number of sentences. Never fails, whatever the text.
    """
    with _no_collection():
        return _find(article)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold Python's collector: nothing here is a cycle, and in a long text its walks take a quarter of the time."""
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()


def _find(article: Article) -> Repeats:
    lines = read(s for s in article.sentences if s.kind in ("body", "caption"))
    alike = likenesses(lines)
    twice = [line for line in lines if len(line.sentences) > 1 and len(line.content) >= _FEWEST]
    asked = sum(line.asks and len(line.sentences) > 1 for line in lines) > _QUESTIONS
    links = [Link(line.place, line.place, "exact", 1.0) for line in twice if not (line.asks and asked)]
    search = _Search(lines, words.names(line.tokens for line in lines), links)
    search.same_words(alike)
    if article.language in ("en", "und"):
        search.other_words(alike)
    return Repeats(gather(search.links, lines, article), search.told_differently())


def _repeats_a_clause(one: Line, other: Line, laid: Comparison) -> bool:
    """Whether most of the shorter sentence stands in the other one word for word."""
    shorter = min(len(one.sequence), len(other.sequence))
    told = sum(one.content.get(word, 0.0) for word in set(laid.run))
    return len(laid.run) >= max(_RUN, _RUN_SHARE * shorter) and told >= _RUN_TELLS


def _unsure(laid: Comparison) -> bool:
    """Whether what differs may mean nothing, or another thing is told: a name alone, a denial far from the words."""
    differs = {d.differs for d in laid.differences}
    return differs == ({"name"} if laid.aligned >= _LOOSELY else {"negation"})


class _Search:
    """The links and the conflicts between the lines of one article, as they are found."""

    def __init__(self, lines: Sequence[Line], names: frozenset[str], links: list[Link]) -> None:
        self.lines = lines
        self.names = names
        self.links = links
        self.conflicts: dict[Pair, Comparison] = {}

    def same_words(self, alike: Mapping[Pair, Likeness]) -> None:
        """Link the pairs of nearly the same words, or set them down as conflicts when a fact differs."""
        for (one, other), like in alike.items():
            if like.least < _WORTH_ALIGNING or like.shared < _SHARED:
                continue
            laid = compare(self.lines[one], self.lines[other], self.names, tight=_TIGHT)
            if laid.differences:
                self.conflicts[one, other] = laid
            elif laid.aligned >= _SAME or _repeats_a_clause(self.lines[one], self.lines[other], laid):
                self.links.append(Link(one, other, "near", laid.aligned))

    def other_words(self, alike: Mapping[Pair, Likeness]) -> None:
        """Link the pairs that stand out from the article although their words differ."""
        known = {(link.one, link.other) for link in self.links} | self.conflicts.keys()
        for pair, like in alike.items():
            one, other = self.lines[pair[0]], self.lines[pair[1]]
            if like.shared < _SHARED or pair in known or "caption" in (one.first.kind, other.first.kind):
                continue
            height = standing(features(one, other, like))
            told = height + WEIGHTS.least * (like.figures_aside - like.least)
            if max(height, told + _FIGURE_SPEAKS) <= 0:
                continue
            laid = compare(one, other, self.names)
            figure = figure_in_slot(one, other)
            if figure and all(d.differs in ("figure", "negation") for d in laid.differences):
                self.conflicts[pair] = laid._replace(differences=(figure,))
            elif height <= 0 or _unsure(laid):
                continue
            elif laid.differences and not (laid.aligned < _LOOSELY and laid.differences[0].differs == "name"):
                self.conflicts[pair] = laid
            else:
                self.links.append(Link(*pair, "paraphrase", 1 / (1 + exp(-height))))

    def told_differently(self) -> tuple[Conflict, ...]:
        """Return the conflicts in the order of the text, each with the facts that differ.

        Left out are series of facts that are all true: a sentence against many others (a line of a list), three and
        more of one mould ("Lang / Holt / Moss was named player of the day"), neighbours of one mould about two things.
        """
        against: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in self.conflicts:
            against[one].add(other)
            against[other].add(one)
        return tuple(
            Conflict(
                (self.lines[one].first.id, self.lines[other].first.id),
                laid.differences[0].differs,
                "; ".join(f"“{d.one}” / “{d.other}”" for d in laid.differences),
            )
            for (one, other), laid in sorted(self.conflicts.items())
            if max(len(against[one]), len(against[other])) <= _LIST
            and not (laid.other_subject and (other - one == 1 or against[one] & against[other]))
        )
