"""Whether a text says a fact, by code: how much of the fact's words and figures stands close together in the text.

docs/evals.md gives the rule and its agreement with labelled pairs (``summarise eval check-matcher``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise import words
from summarise.article import Article
from summarise.article.types import Sentence
from summarise.checks.index import Index
from summarise.checks.said import Said
from summarise.checks.support import faults_of

if TYPE_CHECKING:
    from collections.abc import Sequence

SAID = 0.7
"""The least share of a fact that a text must hold to say it; set on the even pairs of evals/matcher."""
TRAPPED = 0.8
"""The same for a trap, of one sentence alone: traps share most of their words with what is true."""
_DOUBT = frozenset({"unlikely", "denied", "denies", "deny"})
_TOGETHER = 2  # sentences that may share one fact
_FIGURE_LOST = 0.25  # what a figure that the text lacks takes off
_TURNED_ROUND = 0.4  # what a negation, an opposite or swapped roles take off
_MOVED = frozenset({"S102", "S112"})
_TURNED = frozenset({"S131", "S132", "S151"})


class Text:
    """Some sentences, prepared once for many facts."""

    def __init__(self, sentences: Sequence[str], language: str = "en") -> None:
        self.sentences = tuple(" ".join(text.split()) for text in sentences)
        self.index = Index(_article(self.sentences, language))

    def share(self, fact: str) -> float:
        """Return how much of a fact up to two of the sentences say together, 0–1.

        Words count by their weight and how close a relative stands there; figures must have the same value. A figure
        of the fact that is not there takes off a fixed part, and so does what turns it round (a negation on one side
        only, an opposite, swapped roles).
        """
        said = Said(fact, self.index)
        if not said.coverage:
            return 0.0
        lines = said.evidence[:_TOGETHER]
        share = said.coverage[len(lines) - 1]
        there = set(lines)
        lost = sum(
            not any(self.index.line_of[place.at] in there for place in item.places)
            for item in said.items
            if item.figure is not None
        )
        near = [self.index.tokens[self.index.lines[n].first : self.index.lines[n].last] for n in lines]
        turned = any(found.code in _TURNED for found in faults_of(said)) or (
            _denies(said.tokens) and not any(map(_denies, near))
        )
        return max(0.0, share - _FIGURE_LOST * lost - _TURNED_ROUND * turned)

    def says(self, fact: str) -> bool:
        """Whether the text says a fact."""
        return self.share(fact) >= SAID


def falls_for(sentence: str, trap: str, language: str = "en") -> bool:
    """Whether one sentence says a trap. A sentence copied from the article never does: ask only of what was worded.

    A sentence that denies what the trap asserts does not say it, nor one in which a figure or name of the trap stands
    in another place.
    """
    text = Text((sentence,), language)
    if text.share(trap) < TRAPPED:
        return False
    said = Said(trap, text.index)
    denied = _denies(text.index.tokens) and not _denies(said.tokens)
    return not denied and not any(found.code in _MOVED for found in faults_of(said))


def _denies(tokens: Sequence[words.Token]) -> bool:
    return any(token.normal in words.NEGATIONS or token.normal in _DOUBT for token in tokens)


def _article(sentences: Sequence[str], language: str) -> Article:
    """Return sentences as an article of body text, one a line."""
    found: list[Sentence] = []
    start = 0
    for number, text in enumerate(sentences, 1):
        found.append(Sentence(f"s{number}", "body", text, start, start + len(text), number, 1, number))
        start += len(text) + 1
    return Article("", "\n".join(sentences), None, language, tuple(found))
