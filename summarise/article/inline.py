"""Markdown within a block: what of it is shown.

A scanner of one pass with a stack for brackets and one for emphasis: no text makes it slow. markdown-it-py would
do the reading, but its inline tokens carry no offsets, and an editor needs the column of every sentence.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_TOKEN = re.compile(
    r"(?P<escape>\\(?:[!-/:-@\[-`{-~]|(?=\n)))"
    r"|(?P<code>(?P<ticks>`{1,3})(?!`)(?P<inside>[^`\n]{1,500})(?P=ticks)(?!`))"
    r"|(?P<auto><(?P<address>(?:https?://|mailto:)[^\s<>]{1,2000})>)"
    r"|(?P<break><br\s?/?>)"
    r"|(?P<tag></?[A-Za-z][^<>]{0,1000}>)"
    r"|(?P<note>\[\^[^\[\]\s]{1,50}\])"
    r"|(?P<open>!?\[)"
    r"|(?P<link>\]\((?:<[^<>\n]{0,2000}>|[^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?)"
    r"(?:\s{1,3}(?:\"[^\"]{0,500}\"|'[^']{0,500}'))?\s{0,3}\))"
    r"|(?P<reference>\]\[(?P<label>[^\[\]]{0,300})\])"
    r"|(?P<close>\])"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<mark>\*+|_+|~~)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of shown text and the offset in the block's raw text where it comes from."""

    text: str
    origin: int


@dataclass(slots=True)
class Shown:
    """What inline markup leaves: the pieces of text, and those of the descriptions of images."""

    pieces: list[Piece] = field(default_factory=list)
    images: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    """A run of emphasis marks that may open something; ``left`` of them are not used up."""

    start: int
    left: int


@dataclass(slots=True)
class _Scan:
    raw: str
    references: Container[str]
    gone: dict[int, tuple[int, str]] = field(default_factory=dict)  # start of a stretch: its end, what replaces it
    images: list[tuple[int, int]] = field(default_factory=list)
    brackets: list[tuple[int, int]] = field(default_factory=list)
    runs: dict[str, list[_Run]] = field(default_factory=dict)

    def drop(self, start: int, end: int, instead: str = "") -> None:
        self.gone[start] = (end, instead)

    def close(self, match: re.Match[str]) -> None:
        """Match a closing bracket with its opening one, and drop both when they make a link or an image."""
        if not self.brackets:
            return
        start, end = self.brackets.pop()
        label = match["label"]
        if match.lastgroup == "close" or label == "":
            label = self.raw[end : match.start()] if match.start() - end <= 300 else ""  # noqa: PLR2004  as in _TOKEN
        if match.lastgroup != "link" and label_of(label or "") not in self.references:
            return
        self.drop(start, end)
        self.drop(*match.span())
        if end - start == len("!["):
            self.images.append((end, match.start()))

    def emphasis(self, match: re.Match[str]) -> None:
        """Pair a run of marks with the nearest open one of its kind; what finds no partner is shown."""
        start, end = match.span()
        before, after = self.raw[start - 1 : start], self.raw[end : end + 1]
        opens = bool(after) and not after.isspace() and not before.isalnum()
        closes = bool(before) and not before.isspace() and not (match[0][0] == "_" and after.isalnum())
        stack = self.runs.setdefault(match[0][0], [])
        while closes and stack and start < end:
            opener = stack[-1]
            used = min(opener.left, end - start)
            opener.left -= used
            self.drop(opener.start + opener.left, opener.start + opener.left + used)
            self.drop(start, start + used)
            start += used
            if not opener.left:
                stack.pop()
        if opens and start < end:
            stack.append(_Run(start, end - start))


def label_of(label: str) -> str:
    """Return a reference's label as Markdown compares them: case and white space don't matter."""
    return " ".join(label.split()).casefold()


def inline(raw: str, references: Container[str]) -> Shown:
    """Return what is shown of a block's raw text, given the labels of the document's reference links."""
    scan = _Scan(raw, references)
    for match in _TOKEN.finditer(raw):
        kind = match.lastgroup
        if kind in ("link", "reference", "close"):
            scan.close(match)
        elif kind == "open":
            scan.brackets.append(match.span())
        elif kind == "mark":
            scan.emphasis(match)
        elif kind in ("tag", "note"):
            scan.drop(*match.span())
        elif kind == "break":
            scan.drop(*match.span(), "\n")
        elif kind == "entity":
            scan.drop(*match.span(), html.unescape(match[0]).replace("\0", "\ufffd"))
        elif kind == "escape":
            scan.drop(match.start(), match.start() + 1)
        elif kind == "code":
            scan.drop(match.start(), match.start("inside"))
            scan.drop(match.end("inside"), match.end())
        else:
            scan.drop(match.start(), match.start() + 1)
            scan.drop(match.end() - 1, match.end())
    return _shown(scan)


def _shown(scan: _Scan) -> Shown:
    shown = Shown()
    images = iter(sorted(scan.images))
    image = next(images, None)
    at = 0
    for start, (end, instead) in [*sorted(scan.gone.items()), (len(scan.raw), (len(scan.raw), ""))]:
        if start < at:
            continue
        while image and image[1] <= at:
            image = next(images, None)
        target = shown.images if image and image[0] <= at else shown.pieces
        if start > at:
            target.append(Piece(scan.raw[at:start], at))
        if instead:
            target.append(Piece(instead, start))
        at = end
    return shown
