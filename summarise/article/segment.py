"""A page to sentences: boundaries, kinds, places, ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.article.dates import date_line, dateline
from summarise.article.kinds import CREDIT_AT_END, kinds, shapes
from summarise.article.page import Lines, Trace
from summarise.article.types import Sentence

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence

    from summarise.article.page import Page

_WHOLE = frozenset({"title", "date", "heading", "furniture"})


def segment(page: Page, language: str) -> tuple[Sentence, ...]:
    """Return the sentences s1…sn of a page, each with its kind and its place in the source."""
    trace, lines = Trace(page.origins), Lines(page.source)
    sentences: list[Sentence] = []
    blocks = shapes(page, language)
    for index, (block, shape, (kind, rule)) in enumerate(
        zip(page.blocks, blocks, kinds(blocks, page.title), strict=True)
    ):
        spans: Iterable[tuple[int, int]] = [(block.start, block.end)] if kind in _WHOLE else shape.spans
        for start, end in _credit_apart(page.text, spans) if kind == "caption" else spans:
            line, column = lines.place(trace.back(start))
            name = f"s{len(sentences) + 1}"
            sentences.append(Sentence(name, kind, page.text[start:end], start, end, line, column, index, rule))
    return tuple(sentences)


def _credit_apart(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut a line of credit from the caption it follows without a full stop."""
    for start, end in spans:
        credit = CREDIT_AT_END.search(text[start:end])
        if credit and text[start : start + credit.start()].strip():
            yield start, start + credit.start()
            start += credit.end()  # noqa: PLW2901  the rest of the same span
        yield start, end


def day_of(sentences: Sequence[Sentence]) -> datetime.date | None:
    """Return the day that an article carries: that of its first date line, else that of its dateline."""
    for sentence in sentences:
        if sentence.kind == "date" and (date := date_line(" ".join(sentence.text.split()))):
            return date
    first = next((s for s in sentences if s.kind == "body"), None)
    return dateline(first.text) if first else None
