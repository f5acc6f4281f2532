"""Whether a quotation is the article's, word for word, and given to somebody who stands near it there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise import words
from summarise.report import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from summarise.checks.index import Index, Line
    from summarise.checks.said import Said
    from summarise.rules import Level

_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»\n]{2,2000})[\"“”»]")
_OMITTED = re.compile(r"\[[^\]]{0,200}\]|\(?…\)?|\.\.\.+")
_SHOWN = 60
_NEAR = 3
_LABEL = 3  # a quotation of so few words is a label ("so-called"), not speech
SPEECH = frozenset(
    words.stem(w)
    for w in "said told according claimed announced warned denied argued insisted admitted confirmed explained added "
    "wrote tweeted".split()
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in a text: its words and its place."""

    text: str
    start: int
    end: int


def quoted(text: str) -> tuple[Quoted, ...]:
    """Return the quotations of a text, between any kind of double quotation marks."""
    return tuple(Quoted(m[1], m.start(), m.end()) for m in _QUOTED.finditer(text))


def quotes(said: Said) -> Iterator[Finding]:
    """Yield S121 for a quotation that is not verbatim, S122 for one given to somebody else than in the article."""
    found = quoted(said.text)
    outside = [t for t in said.tokens if not any(q.start <= t.start < q.end for q in found)]
    for quote in found:
        lines = find(said.index, quote.text)
        if lines is None:
            label = len(words.tokens(quote.text)) <= _LABEL
            yield _altered(said.index, quote.text, "warning" if label else "error")
        else:
            yield from _given(said.index, quote.text, speakers(outside, said.names), lines)


def quotation(index: Index, text: str, speaker: str | None) -> Iterator[Finding]:
    """Check the words of a quotation that stand alone, and who is said to have spoken them."""
    lines = find(index, text.strip(' "“”„«»'))
    if lines is None:
        yield _altered(index, text, "error")
    elif speaker:
        named = {t.stem for t in words.tokens(speaker) if t.capital and not words.is_stop(t.normal)}
        yield from _given(index, text, named, lines)


def find(index: Index, text: str) -> list[Line] | None:
    """Return the sentences that hold the words of a quotation, in order; None when they are not there, word for word.

    What stands in square brackets and where dots say that words are left out is not compared.
    """
    parts = [key for key in (_key(part) for part in _OMITTED.split(text)) if key]
    row = index.row
    found: list[Line] = []
    for part in parts:
        at = row.text.find(f" {part} ")
        if at < 0:
            return None
        found += [index.lines[n] for n in row.between(at, at + len(part))]
    return found


def _key(text: str) -> str:
    return " ".join(t.normal for t in words.tokens(text))


def speakers(tokens: Sequence[words.Token], names: Collection[str]) -> set[str]:
    """Return the stems of the names that a verb of speech belongs to.

    The name right before or behind it; behind a comma ("Ana Lee, who was there, said"), the name that opens the text.
    """
    found: set[str] = set()
    for i, token in enumerate(tokens):
        if token.stem not in SPEECH:
            continue
        before = [t.stem for t in tokens[max(0, i - _NEAR) : i] if t.capital and t.stem in names]
        behind = [t.stem for t in tokens[i + 1 : i + 1 + _NEAR] if t.capital and t.stem in names]
        if i and token.start - tokens[i - 1].end > 1:
            before = _opening(tokens, names) or before
        found.update(behind if token.normal == "according" else before or behind)
    return found


def _opening(tokens: Sequence[words.Token], names: Collection[str]) -> list[str]:
    """Return the stems of the name that stands first in a sentence, behind a title at most."""
    start = next((i for i, t in enumerate(tokens[:_NEAR]) if t.capital and t.stem in names), None)
    if start is None:
        return []
    stop = start
    while stop < len(tokens) and tokens[stop].capital and tokens[stop].stem in names:
        stop += 1
    return [t.stem for t in tokens[start:stop]]


def _given(index: Index, text: str, given: set[str], lines: list[Line]) -> Iterator[Finding]:
    if not given or not lines:
        return
    paragraphs = {line.sentence.paragraph for line in lines}
    first, last = (index.line_of[line.first] for line in (lines[0], lines[-1]))
    near = [
        line
        for n, line in enumerate(index.lines)
        if line.sentence.paragraph in paragraphs or first - 1 <= n <= last + 1
    ]
    names = {
        t.stem for line in near for t in index.tokens[line.first : line.last] if t.capital and t.stem in index.names
    }
    pronouns = {stem for stem in given if any(index.line(i) in near for i in index.pronouns(stem))}
    if names and not names & given and not pronouns:
        yield finding(
            "S122",
            f'"{_short(text)}": no {" or ".join(sorted(given))} stands near it in the article',
            sentences=tuple(line.sentence.id for line in lines),
        )


def _altered(index: Index, text: str, level: Level) -> Finding:
    near = index.passages.find(text).sentences
    closest = f"; the closest is '{_short(' '.join(_texts(index, near)))}'" if near else ""
    message = f"these words are not in the article, word for word: '{_short(text)}'{closest}"
    return finding("S121", message, level=level, sentences=near)


def _texts(index: Index, ids: Iterable[str]) -> Iterator[str]:
    return (sentence.text for i in ids if (sentence := index.article.sentence(i)))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
