"""A page to sentences: boundaries, kinds, furniture, ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarise.article.furniture import furniture_rule, same_words
from summarise.article.page import Places
from summarise.article.sentences import boundaries
from summarise.article.types import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.article.page import Block, Page
    from summarise.article.types import Kind

_HEADLINE_WORDS = 25
_HEADING_WORDS = 14
_DATE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9},?\s+\d{4}|[A-Za-z]{3,9}\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)


def segment(page: Page, language: str) -> tuple[Sentence, ...]:
    """Return the sentences s1…sn of a page, each with its kind."""
    places = Places(page)
    sentences: list[Sentence] = []
    title: str | None = page.title
    for index, block in enumerate(page.blocks):
        text = page.text[block.start : block.end]
        kind = block.kind or _kind(text, index, len(page.blocks), title=title)
        rule = furniture_rule(text, last=index >= len(page.blocks) - 3)
        if title is not None and kind in ("title", "heading") and same_words(text, title):
            kind, rule = ("title", "") if index == 0 and page.title else ("furniture", "doubled-title")
        elif rule:
            kind = "furniture"
        elif kind == "title":
            title = text
        whole = kind not in ("body", "caption")
        for start, end in [(block.start, block.end)] if whole else boundaries(page.text, block.start, block.end, language):
            sentences.append(
                Sentence(
                    f"s{len(sentences) + 1}", kind, page.text[start:end], start, end, *places.of(start), index, rule
                )
            )
    return tuple(sentences)


def _kind(text: str, index: int, blocks: int, *, title: str | None) -> Kind:
    words = len(text.split())
    closed = text.rstrip("\"'”’»)").endswith((".", "!", "…", ":", ";", ",", "。", "！"))
    if _DATE.fullmatch(text):
        return "date"
    if index == 0 and title is None and not closed and words <= _HEADLINE_WORDS and blocks > 1:
        return "title"
    if not closed and "\n" not in text and words <= _HEADING_WORDS and index < blocks - 1 and not text[0].islower():
        return "heading"
    return "body"
