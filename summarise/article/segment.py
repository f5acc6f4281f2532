"""A page to sentences: boundaries, kinds, places, ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.article.dates import dateline, find_date, split_dateline, split_stamp
from summarise.article.furniture import rule_of
from summarise.article.kinds import CREDIT_AT_END, kinds, shapes
from summarise.article.page import Lines, Trace
from summarise.article.types import Sentence

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence

    from summarise.article.kinds import Shape
    from summarise.article.page import Page
    from summarise.article.types import Kind

_ABOVE = frozenset({"heading", "furniture"})  # "By Anna Rowe | 3 May 2026 | 4 min read"
_SHORT = 120  # characters
_WHOLE = frozenset({"title", "date", "heading", "furniture"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence before it has its id and its place."""

    kind: Kind
    start: int
    end: int
    rule: str = ""


def segment(page: Page, language: str) -> tuple[Sentence, ...]:
    """Return the sentences s1…sn of a page, each with its kind and its place in the source."""
    trace, lines = Trace(page.origins), Lines(page.source)
    sentences: list[Sentence] = []
    blocks = shapes(page, language)
    story = False
    for index, (block, shape, (kind, rule)) in enumerate(
        zip(page.blocks, blocks, kinds(blocks, page.title), strict=True)
    ):
        whole = _Part(kind, block.start, block.end, rule)
        for part in [whole] if kind in _WHOLE else _parts(page.text, shape, kind, first=not story):
            line, column = lines.place(trace.back(part.start))
            name, text = f"s{len(sentences) + 1}", page.text[part.start : part.end]
            sentences.append(Sentence(name, part.kind, text, part.start, part.end, line, column, index, part.rule))
        story = story or kind == "body"
    return tuple(sentences)


def _parts(text: str, shape: Shape, kind: Kind, *, first: bool) -> Iterator[_Part]:
    """Yield the sentences of a block of prose or of a caption; ``first`` says that the story begins with it.

    A dateline and the time of a live blog's update are cut off: they date what is said and are no part of it.
    """
    spans = shape.spans
    if kind == "caption":
        yield from (_Part(kind, start, end) for start, end in _credit_apart(text, spans))
        return
    for number, (start, end) in enumerate(spans):
        if number == 0 and (
            cut := split_stamp(text[start:end]) or (split_dateline(text[start:end]) if first else None)
        ):
            yield _Part("date", start, start + cut[0])
            yield _Part(kind, start + cut[1], end)
        elif (
            rule := ""
            if number == 0 or number < len(spans) - 1 or shape.closed
            else rule_of(text[start:end], edge=False)
        ):
            yield _Part("furniture", start, end, rule)  # a button or a byline that hangs on its paragraph
        else:
            yield _Part(kind, start, end)


def _credit_apart(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut a line of credit from the caption it follows without a full stop."""
    for start, end in spans:
        credit = CREDIT_AT_END.search(text[start:end])
        if credit and text[start : start + credit.start()].strip():
            yield start, start + credit.start()
            start += credit.end()  # noqa: PLW2901  the rest of the same span
        yield start, end


def day_of(sentences: Sequence[Sentence]) -> datetime.date | None:
    """Return the day that an article carries: of a date line, else the dateline, else a line above the story."""
    for sentence in sentences:
        if sentence.kind == "date" and (found := find_date(sentence.text)):
            return found[0]
    first = next((i for i, s in enumerate(sentences) if s.kind == "body"), len(sentences))
    if first < len(sentences) and (date := dateline(sentences[first].text)):
        return date
    above = (s.text for s in sentences[:first] if s.kind in _ABOVE and len(s.text) <= _SHORT)
    return next((found[0] for found in map(find_date, above) if found), None)
