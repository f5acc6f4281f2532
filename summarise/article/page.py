"""What a reader hands on: the text as shown, its blocks, and where each stretch of it stands in the source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

    from summarise.article.types import Comment, Kind, Places

Origins = tuple[tuple[int, int], ...]


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
    (offset in text, offset in source) in rising order, each good from there on up to the next. ``places`` is what a
    line of ``source`` is in the file itself.
    """

    text: str
    blocks: tuple[Block, ...]
    source: str
    origins: Origins = ((0, 0),)
    title: str | None = None
    date: datetime.date | None = None
    language: str | None = None
    comments: tuple[Comment, ...] = ()
    places: Places = "line"


@dataclass(slots=True)
class Trace:
    """Follow offsets back along a page's origins."""

    origins: Origins
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._starts = [start for start, _ in self.origins]

    def back(self, offset: int) -> int:
        """Return where the character at this offset stood before."""
        start, origin = self.origins[max(0, bisect_right(self._starts, offset) - 1)]
        return origin + offset - start

    def through(self, earlier: Origins) -> Origins:
        """Return these origins followed one step further back, through the origins of what they point to."""
        found: list[tuple[int, int]] = []
        before = Trace(earlier)
        at = 0
        for (start, origin), (following, _) in zip(self.origins, (*self.origins[1:], (1 << 62, 0)), strict=True):
            found.append((start, before.back(origin)))
            while at < len(earlier) and earlier[at][0] <= origin:
                at += 1
            while at < len(earlier) and earlier[at][0] < origin + following - start:
                found.append((start + earlier[at][0] - origin, earlier[at][1]))
                at += 1
        return tuple(found)


@dataclass(slots=True)
class Lines:
    """Lines and columns of a text, both from 1; a line ends at a line feed."""

    text: str
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._starts = list(accumulate((len(line) + 1 for line in self.text.split("\n")[:-1]), initial=0))

    def place(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
