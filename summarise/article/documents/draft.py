"""A document as its parser hands it on, and the page that it becomes."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarise.article.page import Block, Page
from summarise.article.plain import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.article.page import Origins
    from summarise.article.types import Kind, Places

# What no text shows: controls, halves of characters, and soft hyphens.
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\xad\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class Unreadable(Exception):
    """What is wrong with a document, in words that go on from its name: "is protected by a password"."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: stretches of text, each with the number of its place (paragraph or page, from 1, never falling).

    ``kind`` is None when only its look can tell. A line feed in it is a break that the writer made.
    """

    pieces: tuple[tuple[str, int], ...]
    kind: Kind | None = None

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document's paragraphs in order, what their places are, and what the document says of itself."""

    places: Places
    paragraphs: tuple[Paragraph, ...]
    date: datetime.date | None = None
    language: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the draft ready for JSON."""
        return {
            "places": self.places,
            "paragraphs": [[p.kind, p.pieces] for p in self.paragraphs],
            "date": self.date.isoformat() if self.date else None,
            "language": self.language,
        }

    @classmethod
    def from_dict(cls, given: dict[str, Any]) -> Draft:
        """Return the draft that `to_dict` wrote."""
        return cls(
            given["places"],
            tuple(
                Paragraph(tuple((text, place) for text, place in pieces), kind) for kind, pieces in given["paragraphs"]
            ),
            datetime.date.fromisoformat(given["date"]) if given["date"] else None,
            given["language"],
        )


@dataclass(slots=True)
class Numbered:
    """The paragraphs of a document whose places are its paragraphs: those that hold text, counted from 1."""

    found: list[Paragraph] = field(default_factory=list)
    titled: bool = False

    def add(self, text: str, kind: Kind | None = None, *, level: int = 0) -> None:
        """Add a paragraph; ``level`` is that of a heading. The first of level 1 is the title."""
        text = shown(text).strip()
        if not text:
            return
        if level:
            kind = "heading" if self.titled or level > 1 else "title"
        self.titled = self.titled or kind == "title"
        self.found.append(Paragraph(((text, len(self.found) + 1),), kind))


def shown(text: str) -> str:
    """Return a text without what nobody sees in it, and with line feeds as line ends."""
    return _UNSHOWN.sub("", _LINE_END.sub("\n", text))


def page(draft: Draft) -> Page:
    """Return a draft as a page: a blank line between paragraphs, and a ``source`` with one line for each place."""
    text, origins = _joined(draft.paragraphs)
    declared = next((" ".join(p.text.split()) for p in draft.paragraphs if p.kind == "title"), None)
    blocks: list[Block] = []
    start = 0
    for paragraph in draft.paragraphs:
        end = start + len(paragraph.text)
        spans = paragraphs(text, start, end, wrapped=False)
        blocks.extend(Block(left, right, paragraph.kind) for left, right in spans)
        start = end + 2
    source = _by_place(draft.paragraphs)
    return Page(text, tuple(blocks), source, origins, declared, draft.date, draft.language, places=draft.places)


def _joined(found: tuple[Paragraph, ...]) -> tuple[str, Origins]:
    origins: list[tuple[int, int]] = []
    at = 0
    for paragraph, piece, there in _located(found):
        if at and piece is paragraph.pieces[0]:
            at += 2
        origins.append((at, there))
        at += len(piece[0])
    return "\n\n".join(paragraph.text for paragraph in found), tuple(origins) or ((0, 0),)


def _located(found: tuple[Paragraph, ...]) -> Iterator[tuple[Paragraph, tuple[str, int], int]]:
    """Yield each piece with its paragraph and its offset in the source that `_by_place` makes."""
    there, place = 0, 1
    for paragraph in found:
        for piece in paragraph.pieces:
            if piece[1] > place:
                there += piece[1] - place
                place = piece[1]
            yield paragraph, piece, there
            there += len(piece[0])


def _by_place(found: tuple[Paragraph, ...]) -> str:
    parts: list[str] = []
    place = 1
    for _, (text, number), _ in _located(found):
        parts.append("\n" * max(0, number - place))
        parts.append(text.replace("\n", " "))
        place = max(place, number)
    return "".join(parts)
