"""What a comparison needs of a sentence, worked out once."""

from __future__ import annotations

import re
from itertools import compress, pairwise
from operator import and_
from typing import TYPE_CHECKING, NamedTuple

from summarise import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarise.article import Sentence
    from summarise.words import Token

_ASKS = re.compile(r"[?？؟]\W{0,4}$")
_QUOTES = frozenset('"“”„«»')
_LONGEST = 2_000  # characters of a sentence that are compared: more is a table or a text without full stops
_FURTHER_NAME = 0.7  # a name of several words is one name


class Line(NamedTuple):
    """A sentence as its words, with all sentences of the article that have these very words. There are thousands.

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
    """Return the sentences as lines; those with the same words are one line, those without words none.

    The time stamp at the head of a live blog's update is none of its words.
    """
    same: dict[tuple[str, ...], tuple[list[Sentence], list[Token]]] = {}
    for sentence in sentences:
        found = words.tokens(sentence.text[:_LONGEST])
        if found and found[0].clock and (len(found) == 1 or found[1].capital or found[1].number):
            del found[0]
        if found:
            normals = tuple([t.normal for t in found])
            same.setdefault(normals, ([], found))[0].append(sentence)
    return [_line(place, tuple(told), tokens, normals) for place, (normals, (told, tokens)) in enumerate(same.items())]


def lay(sentence: Sentence, tokens: Sequence[Token]) -> Line:
    """Return a sentence, or the passage of it that some of its words make, as a line of its own."""
    return _line(0, (sentence,), list(tokens), tuple([t.normal for t in tokens]))


def _line(place: int, sentences: tuple[Sentence, ...], tokens: list[Token], normals: tuple[str, ...]) -> Line:
    telling = words.content(tokens)
    content = {stem: words.weight(normal) for stem, normal in telling.items()}
    capital = [t.text[0].isupper() for t in tokens]
    for before, token in compress(pairwise(tokens), map(and_, capital, capital[1:])):
        if token.stem in content and before.stem in content:
            content[token.stem] = _FURTHER_NAME * words.weight(token.normal)
    text, beside = sentences[0].text, zip(("", *normals), normals, (*normals[1:], ""), strict=False)
    return Line(
        place,
        sentences,
        tuple(tokens),
        tuple([t.stem for t in tokens]),
        content,
        {key: stem for stem, normal in telling.items() for key in words.keys(normal)},
        sum(content.values()),
        0 if words.NEGATIONS.isdisjoint(normals) else sum(words.denies(*each) for each in beside),
        bool(_ASKS.search(text[-8:])),
        not _QUOTES.isdisjoint(text),
    )
