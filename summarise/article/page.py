"""What a reader hands on: the text as shown, its blocks, and where each stretch of it stands in the source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

    from summarise.article.types import Kind


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch ``text[start:end]`` that no sentence crosses; ``kind`` is None when only its look can tell."""

    start: int
    end: int
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """An article as a reader understood it, before sentences.

    ``text`` is the text as shown and ``source`` the decoded file, with line feeds as line ends. ``origins`` are pairs
    (offset in text, offset in source) that hold from there on up to the next pair.
    """

    text: str
    blocks: tuple[Block, ...]
    source: str
    origins: tuple[tuple[int, int], ...] = ((0, 0),)
    title: str | None = None
    date: datetime.date | None = None
    language: str | None = None


@dataclass(slots=True)
class Places:
    """Lines and columns of a page's source, both from 1, for offsets in its text."""

    page: Page
    _shown: list[int] = field(init=False)
    _lines: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._shown = [shown for shown, _ in self.page.origins]
        self._lines = [0, *(i + 1 for i, char in enumerate(self.page.source) if char == "\n")]

    def of(self, offset: int) -> tuple[int, int]:
        """Return (line, column) in the source of an offset in the text as shown."""
        shown, source = self.page.origins[bisect_right(self._shown, offset) - 1]
        there = source + offset - shown
        line = bisect_right(self._lines, there)
        return line, there - self._lines[line - 1] + 1
