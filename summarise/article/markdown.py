"""Markdown to blocks: what a reader of the rendered page sees, each stretch with its place in the source.

Left out: front matter, comments, fenced code, scripts and styles, rules, the addresses of links. A picture that stands
alone gives its description as a caption, and so do footnotes and the rows of a table, which stand beside the story.
Indented text is text: in an article it is a slip more often than code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarise.article.comments import cut, placed
from summarise.article.frontmatter import front_matter
from summarise.article.inline import inline, label_of
from summarise.article.page import Block, Page, Trace
from summarise.article.plain import is_wrapped, paragraphs, trim

if TYPE_CHECKING:
    from collections.abc import Container

    from summarise.article.types import Kind

_QUOTE = re.compile(r"(?: {0,3}>)+ ?")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_FIRST_ITEM = re.compile(r"[ \t]*(?:[-*+]|1[.)])[ \t]+\S")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_REFERENCE = re.compile(r" {0,3}\[([^\[\]^][^\[\]]{0,300})\]:[ \t]*\S+")
_NOTE = re.compile(r" {0,3}\[\^[^\[\]\s]{1,50}\]:[ \t]*")
_HIDDEN = re.compile(r"[ \t]*<(script|style)\b", re.IGNORECASE)
_SIGNED = re.compile(r"[—–―]\s?\S|--?\s\S")

Span = tuple[int, int]


@dataclass(slots=True)
class _Raw:
    """A block before its inline markup is read: its kind, if known, and the lines that hold its text."""

    kind: Kind | None
    lines: list[Span] = field(default_factory=list)
    quoted: int = 0
    item: bool = False


def markdown(source: str) -> Page:
    """Read Markdown; see the module for what is shown of it."""
    found = cut(source, only_ours=False)
    head = front_matter(found.kept)
    scan = _Blocks(found.kept, head.end)
    scan.run()
    draft = _Draft(found.kept, scan.references, is_wrapped(found.kept))
    for raw in scan.blocks:
        draft.add(raw)
    text, blocks = "".join(draft.text), tuple(draft.blocks)
    origins = tuple(draft.origins) or ((0, 0),)
    return Page(
        text,
        blocks,
        source,
        Trace(origins).through(found.origins),
        head.title,
        head.date,
        head.language,
        placed(source, found, blocks, origins),
    )


@dataclass(slots=True)
class _Blocks:
    """The scanner of lines: each line continues the open block, closes it or opens another."""

    text: str
    at: int
    blocks: list[_Raw] = field(default_factory=list)
    references: set[str] = field(default_factory=set)
    open: _Raw | None = None
    titled: bool = False
    unclosed: set[str] = field(default_factory=set)  # tags that are known not to be closed any more

    def run(self) -> None:
        while self.at < len(self.text):
            start, end = self.at, self._line_end(self.at)
            self.at = end + 1
            prefix = _QUOTE.match(self.text, start, end)
            depth = prefix[0].count(">") if prefix else 0
            self._line(prefix.end() if prefix else start, end, depth)

    def _line_end(self, start: int) -> int:
        end = self.text.find("\n", start)
        return len(self.text) if end < 0 else end

    def _line(self, start: int, end: int, depth: int) -> None:
        line = self.text[start:end]
        if self.open and self.open.quoted != depth:
            self.open = None
        if not line.strip():
            self.open = None
        elif fence := _FENCE.fullmatch(line):
            self._skip_fence(fence, line)
        elif hidden := _HIDDEN.match(line):
            self._skip_hidden(hidden[1].lower(), start)
        elif heading := _HEADING.match(line):
            closed = re.sub(r"(?:^|[ \t])#+[ \t]*$", "", line[heading.end() :])
            self._head(len(heading[1]), [(start + heading.end(), start + heading.end() + len(closed))])
        elif self.open and not self.open.item and self.open.kind is None and (under := _UNDERLINE.match(line)):
            lines = self.blocks.pop().lines
            self._head(1 if under[1][0] == "=" else 2, lines)
        elif _is_rule(line):
            self.open = None
        elif _is_table_rule(line) and self.open and "|" in self.text[slice(*self.open.lines[-1])]:
            self._table(depth)
        else:
            self._text(line, start, end, depth)

    def _text(self, line: str, start: int, end: int, depth: int) -> None:
        item = _ITEM.match(line)
        if item and (self.open is None or self.open.item or _FIRST_ITEM.match(line)):
            self._begin("body", (start + item.end(), end), depth, item=True)
        elif note := _NOTE.match(line):
            self._begin("caption", (start + note.end(), end), depth)
        elif (reference := _REFERENCE.match(line)) and (self.open is None or self.open.kind == "caption"):
            self.references.add(label_of(reference[1]))
        elif self.open:
            self.open.lines.append((start, end))
        else:
            self._begin("body" if depth else None, (start, end), depth)

    def _begin(self, kind: Kind | None, line: Span, depth: int, *, item: bool = False) -> None:
        self.open = _Raw(kind, [line], depth, item)
        self.blocks.append(self.open)

    def _head(self, level: int, lines: list[Span]) -> None:
        title = level == 1 and not self.titled
        self.titled = self.titled or title
        self.blocks.append(_Raw("title" if title else "heading", lines))
        self.open = None

    def _table(self, depth: int) -> None:
        """Take the line above as the head of a table, and the lines that follow as its rows."""
        if self.open:
            head = self.open.lines.pop()
            if not self.open.lines:
                self.blocks.pop()
            self._begin("caption", self._row(*head), depth)
        while self.at < len(self.text):
            end = self._line_end(self.at)
            if "|" not in self.text[self.at : end]:
                break
            self._begin("caption", self._row(self.at, end), depth)
            self.at = end + 1
        self.open = None

    def _row(self, start: int, end: int) -> Span:
        row = self.text[start:end]
        return start + len(row) - len(row.lstrip("| \t")), start + len(row.rstrip("| \t"))

    def _skip_fence(self, fence: re.Match[str], line: str) -> None:
        mark = fence[1]
        if mark[0] == "`" and "`" in fence[2]:
            self._text(line, self.at - 1 - len(line), self.at - 1, 0)
            return
        self.open = None
        while self.at < len(self.text):
            end = self._line_end(self.at)
            inside = _QUOTE.sub("", self.text[self.at : end], count=1).strip()
            self.at = end + 1
            if inside.startswith(mark) and not inside.strip(mark[0]):
                return

    def _skip_hidden(self, tag: str, start: int) -> None:
        """Leave out a script or a style; what is never closed ends at its own line."""
        self.open = None
        if tag in self.unclosed:
            return
        close = re.compile(rf"</{tag}\s{{0,9}}>", re.IGNORECASE).search(self.text, start)
        if close:
            self.at = max(self.at, self._line_end(close.end()) + 1)
        else:
            self.unclosed.add(tag)


def _is_rule(line: str) -> bool:
    marks = line.replace(" ", "").replace("\t", "")
    return len(marks) > 2 and marks[0] in "-*_" and not marks.strip(marks[0])  # noqa: PLR2004  Markdown's least


def _is_table_rule(line: str) -> bool:
    return "-" in line and "|" in line and not line.strip("|:- \t")


@dataclass(slots=True)
class _Draft:
    """The text as shown while it grows, with its blocks and their origins."""

    source: str
    references: Container[str]
    wrapped: bool
    text: list[str] = field(default_factory=list)
    origins: list[Span] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    size: int = 0

    def add(self, raw: _Raw) -> None:
        """Append what is shown of a block."""
        lines: list[str] = []
        places: list[Span] = []  # (offset in the joined lines, offset in the source)
        length = 0
        for start, end in raw.lines:
            left, right = trim(self.source, start, end)
            lines.append(self.source[left:right])
            places.append((length, left))
            length += right - left + 1
        joined = "\n".join(lines)
        shown = inline(joined, self.references)
        pictured = bool(shown.images) and joined.lstrip("[ ").startswith("![")
        pieces = shown.pieces if "".join(piece.text for piece in shown.pieces).strip() else shown.images
        if not pieces:
            return
        local: list[Span] = []
        shift = 0
        for piece in pieces:
            local.append((shift, piece.origin))
            shift += len(piece.text)
        text = "".join(piece.text for piece in pieces)
        if not text.strip():
            return
        if self.size:
            self.text.append("\n\n")
            self.size += 2
        kind = _kind(raw, text, pictured=pictured)
        self.origins.extend((self.size + at, there) for at, there in Trace(tuple(local)).through(tuple(places)))
        self.text.append(text)
        spans = paragraphs(text, 0, len(text), wrapped=self.wrapped) if kind is None else [trim(text, 0, len(text))]
        self.blocks.extend(Block(self.size + start, self.size + end, kind) for start, end in spans)
        self.size += len(text)


def _kind(raw: _Raw, text: str, *, pictured: bool) -> Kind | None:
    if pictured and raw.kind in (None, "body"):
        return "caption"
    signed = raw.quoted and _SIGNED.match(text.strip().rpartition("\n")[2])
    return "caption" if signed else raw.kind
