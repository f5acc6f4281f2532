"""A page to sentences: boundaries, kinds, places, ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.article.dates import dateline, find_date, split_dateline
from summarise.article.kinds import CREDIT_AT_END, kinds, shapes
from summarise.article.page import Lines, Trace
from summarise.article.types import Sentence

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence

    from summarise.article.page import Page
    from summarise.article.types import Kind

_ABOVE = frozenset({"heading", "furniture"})  # "By Anna Rowe | 3 May 2026 | 4 min read"
_SHORT = 120  # characters
_WHOLE = frozenset({"title", "date", "heading", "furniture"})


def segment(page: Page, language: str) -> tuple[Sentence, ...]:
    """Return the sentences s1…sn of a page, each with its kind and its place in the source."""
    trace, lines = Trace(page.origins), Lines(page.source)
    sentences: list[Sentence] = []
    blocks = shapes(page, language)
    story = False
    for index, (block, shape, (kind, rule)) in enumerate(
        zip(page.blocks, blocks, kinds(blocks, page.title), strict=True)
    ):
        spans: Iterable[tuple[int, int]] = [(block.start, block.end)] if kind in _WHOLE else shape.spans
        for start, end in _credit_apart(page.text, spans) if kind == "caption" else spans:
            parts = [(kind, start, end)]
            if kind == "body" and not story:
                story, parts = True, list(_dateline_apart(page.text, start, end))
            for part, begin, stop in parts:
                line, column = lines.place(trace.back(begin))
                name = f"s{len(sentences) + 1}"
                sentences.append(Sentence(name, part, page.text[begin:stop], begin, stop, line, column, index, rule))
    return tuple(sentences)


def _dateline_apart(text: str, start: int, end: int) -> Iterator[tuple[Kind, int, int]]:
    """Cut the dateline from the sentence that opens the story: it dates the story and is no part of what it says."""
    if cut := split_dateline(text[start:end]):
        yield "date", start, start + cut[0]
        start += cut[1]
    yield "body", start, end


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
