"""Plain text to blocks: paragraphs, and lines that stand for themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarise.article.comments import cut, placed
from summarise.article.page import Block, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONG = 120  # columns; text whose lines are mostly longer is not wrapped by hand
_NARROWEST = 40  # columns; a text set narrower than this is verse or a list, not a wrapped paragraph
_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"[•▪●◦‣∙]\s+(?=\S)")
_ITEM = re.compile(r"(?:[•▪●◦‣∙*-]|\d{1,3}[.)]|\(?[a-z\d]\))\s+(?=\S)")
_RUNS_ON = re.compile(r"[,;\-–—(\[]\s*$")


def plain(source: str) -> Page:
    """Read plain text: a blank line ends a block, and so does a line end that no wrapping explains."""
    found = cut(source, only_ours=True)
    spans = paragraphs(found.kept, 0, len(found.kept), wrapped=is_wrapped(found.kept))
    blocks = tuple(Block(start, end) for start, end in spans)
    comments = placed(source, found, blocks, ((0, 0),))
    return Page(found.kept, blocks, source, found.origins, comments=comments)


def is_wrapped(text: str) -> bool:
    """Say whether the lines of a text were broken to fit a width: most of it stands in lines that are not long."""
    return sum(len(line) for line in text.split("\n") if len(line) > _LONG) * 2 < len(text)


def paragraphs(text: str, start: int, end: int, *, wrapped: bool) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the blocks of text between two offsets, without white space at their ends."""
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text, start, end):
        left, right = trim(text, *match.span())
        if lines and "\n" in text[lines[-1][1] : left].replace("\n", "", 1):
            yield from _units(text, lines, wrapped=wrapped)
            lines = []
        if left < right:
            lines.append((left, right))
    yield from _units(text, lines, wrapped=wrapped)


def _units(text: str, lines: list[tuple[int, int]], *, wrapped: bool) -> Iterator[tuple[int, int]]:
    """Join the lines of a block that were wrapped, and keep apart those that were broken on purpose.

    A line was wrapped when the next line's first word would not have fitted within the widest line. An item that
    follows an item, or a line that was not wrapped, begins anew; bullets are left out, numbers stay.
    """
    if not lines:
        return
    width = max(_NARROWEST, *(right - left for left, right in lines))
    start, end = lines[0]
    listed = _ITEM.match(text, start, end)
    for left, right in lines[1:]:
        item = _ITEM.match(text, left, right)
        first_word = len(text[left:right].split(maxsplit=1)[0])
        full = wrapped and end - _line_start(text, end, start) + 1 + first_word > width
        if not (item and listed) and (full or text[left].islower() or _RUNS_ON.search(text[end - 1 : end])):
            end = right
        else:
            yield _unmarked(text, start, end)
            start, end, listed = left, right, item
    yield _unmarked(text, start, end)


def _unmarked(text: str, start: int, end: int) -> tuple[int, int]:
    bullet = _BULLET.match(text, start, end)
    return bullet.end() if bullet else start, end


def _line_start(text: str, offset: int, floor: int) -> int:
    return max(floor, text.rfind("\n", floor, offset) + 1)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the white space at its ends."""
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), end - len(line) + len(line.rstrip())
