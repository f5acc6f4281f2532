"""Plain text to blocks: paragraphs, and lines that stand for themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarise.article.comments import cut, placed
from summarise.article.page import Block, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

_NARROWEST = 40  # columns; a text set narrower than this is verse or a list, not a wrapped paragraph
_LINE = re.compile(r"[^\n]+")
_RUNS_ON = re.compile(r"[,;\-–—(\[]\s*$")


def plain(source: str) -> Page:
    """Read plain text: a blank line ends a block, and so does a line end that no wrapping explains."""
    found = cut(source, only_ours=True)
    blocks = tuple(Block(start, end) for start, end in paragraphs(found.kept, 0, len(found.kept)))
    comments = placed(source, found, blocks, ((0, 0),))
    return Page(found.kept, blocks, source, found.origins, comments=comments)


def paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the blocks of text between two offsets, without white space at their ends."""
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text, start, end):
        left, right = trim(text, *match.span())
        if lines and "\n" in text[lines[-1][1] : left].replace("\n", "", 1):
            yield from _units(text, lines)
            lines = []
        if left < right:
            lines.append((left, right))
    yield from _units(text, lines)


def _units(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join the lines of a block that were wrapped, and keep apart those that were broken on purpose.

    A line was wrapped when the next line's first word would not have fitted within the widest line.
    """
    if not lines:
        return
    width = max(_NARROWEST, *(right - left for left, right in lines))
    start, end = lines[0]
    for left, right in lines[1:]:
        first_word = len(text[left:right].split(maxsplit=1)[0])
        wrapped = end - _line_start(text, end, start) + 1 + first_word > width
        if wrapped or text[left].islower() or _RUNS_ON.search(text[end - 1 : end]):
            end = right
        else:
            yield start, end
            start, end = left, right
    yield start, end


def _line_start(text: str, offset: int, floor: int) -> int:
    return max(floor, text.rfind("\n", floor, offset) + 1)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the white space at its ends."""
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), end - len(line) + len(line.rstrip())
