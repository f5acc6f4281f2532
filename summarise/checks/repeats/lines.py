"""What a comparison needs of a sentence, worked out once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from summarise import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarise.article import Sentence
    from summarise.words import Token

_ASKS = re.compile(r"[?？؟]\W{0,4}$")
_QUOTES = frozenset('"“”„«»')
_LONGEST = 2_000  # characters of a sentence that are compared: more is a table or a text without full stops
_FURTHER_NAME = 0.7  # a name of several words is one name
_NOT_AGAINST = frozenset(("only", "matter", "doubt", "least", "just"))


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as its words, with all sentences of the article that have these very words.

    ``place`` counts lines from 0 in the order of their first sentence. ``sequence`` are the stems of all words;
    ``content`` maps the stems that carry a topic to their weight, ``kin`` maps what they
    can be akin to others by to the stem; ``mass`` is the weight of it all; ``negations`` counts the words that deny.
    """

    place: int
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    sequence: tuple[str, ...]
    content: dict[str, float]
    kin: dict[str, str]
    mass: float
    negations: int
    asks: bool
    quotes: bool

    @property
    def first(self) -> Sentence:
        """The first sentence with these words."""
        return self.sentences[0]


def read(sentences: Iterable[Sentence]) -> list[Line]:
    """Return the sentences as lines; those with the same words are one line, those without words none."""
    same: dict[tuple[str, ...], list[Sentence]] = {}
    tokens: dict[tuple[str, ...], list[Token]] = {}
    for sentence in sentences:
        found = words.tokens(sentence.text[:_LONGEST])
        if found:
            normals = tuple(t.normal for t in found)
            same.setdefault(normals, []).append(sentence)
            tokens.setdefault(normals, found)
    return [_line(place, tuple(same[key]), tokens[key]) for place, key in enumerate(same)]


def _line(place: int, sentences: tuple[Sentence, ...], tokens: list[Token]) -> Line:
    telling = words.content(tokens)
    content = {stem: words.weight(normal) for stem, normal in telling.items()}
    for before, token in pairwise(tokens):
        if token.text[0].isupper() and before.text[0].isupper() and token.stem in content and before.stem in content:
            content[token.stem] = _FURTHER_NAME * words.weight(token.normal)
    text = sentences[0].text
    sequence = tuple(t.stem for t in tokens)
    return Line(
        place,
        sentences,
        tuple(tokens),
        sequence,
        content,
        {key: stem for stem, normal in telling.items() for key in words.keys(normal)},
        sum(content.values()),
        sum(_denies(tokens, index) for index in range(len(tokens)) if tokens[index].normal in words.NEGATIONS),
        bool(_ASKS.search(text[-8:])),
        not _QUOTES.isdisjoint(text),
    )


def _denies(tokens: list[Token], index: int) -> bool:
    following = tokens[index + 1].normal if index + 1 < len(tokens) else ""
    return following not in _NOT_AGAINST
