"""PDF files: the text layer, its lines put together to paragraphs again.

A PDF holds pieces of text at places on a page, in an order that its writer chose; word processors and browsers choose
that of reading, column by column, and it is kept here. What ends a paragraph is read off the layout: a gap wider than
between lines, another size of type, an indent, a bullet. A column or a page goes on with the paragraph when its
sentence is not finished.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

import pypdf
from pypdf.errors import DependencyError, PdfReadError

from summarise.article.documents.draft import Draft, Paragraph, Unreadable, shown
from summarise.words.lexicon import weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarise.article.types import Kind

_MAGIC_WITHIN = 1024  # bytes in which readers look for the mark of a PDF
_GAP = 1.3  # of the usual distance of lines: a wider one parts paragraphs
_INDENT = 0.6  # of the size of type
_LARGER = 1.12  # of the body's size of type: a heading
_HEADING = 200  # characters
_KNOWN = 1.0  # a word of less weight is in the lexicon
_ENDS = re.compile(r"[.!?…:][\"”’»)\]]*$")
_BULLET = re.compile(r"[•‣▪●○◦■□–\uf0a7\uf0b7·*-]\s+(?=\S)")
_PAGE_NUMBER = re.compile(  # of a line, where no two spaces follow each other
    r"(?:page|seite|p\.)? ?[-–]? ?\d{1,4}(?: ?(?:/|of|von|sur|de) ?\d{1,4})? ?[-–]?", re.IGNORECASE
)
_PRINTED = re.compile(r"(?:https?|file)://\S+(?:\s+\d+/\d+)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}, \d{1,2}:\d\d.*")
_HYPHEN = re.compile(r"(?<=\w) ‐$")  # written as a stretch of its own
_CUT = re.compile(r"(?<!\w)(\w+)[-‐]$")
_WORD = re.compile(r"\w+(?:-\w+)*")
_DIGITS = re.compile(r"\d+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(slots=True)
class _Line:
    """A line of a page; ``x`` and ``y`` are where it begins, in points from below left, ``size`` that of its type."""

    page: int
    x: float
    y: float
    size: float
    text: str
    bold: bool = False
    item: bool = False


@dataclass(slots=True)
class _Page:
    """Take what pypdf finds on a page, and put it together to lines."""

    number: int
    lines: list[_Line] = field(default_factory=list)
    _open: bool = False

    def take(self, text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        """Take a stretch of text with its matrices; a line feed in it ends a line."""
        for number, part in enumerate(text.split("\n")):
            self._open = self._open and not number
            if not part.strip() and not self._open:
                continue
            if not self._open:
                x, y, scale = _place(cm, tm)
                bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
                self.lines.append(_Line(self.number, x, y, abs(size * scale), "", bold))
                self._open = True
            self.lines[-1].text += part

    def told(self) -> Iterator[_Line]:
        """Yield the lines that hold text, a bullet off each item."""
        for line in self.lines:
            text = _HYPHEN.sub("‐", " ".join(shown(line.text).split()))
            bullet = _BULLET.match(text)
            line.item = bullet is not None
            line.text = _PRIVATE.sub("", text[bullet.end() :] if bullet else text).strip()
            if line.text:
                yield line


def _place(cm: Sequence[float], tm: Sequence[float]) -> tuple[float, float, float]:
    """Return where a text matrix begins on the page and the scale of its type."""
    a, b, c, d, e, f = cm
    x, y = tm[4] * a + tm[5] * c + e, tm[4] * b + tm[5] * d + f
    up = (tm[2] * a + tm[3] * c, tm[2] * b + tm[3] * d)
    return x, y, (up[0] ** 2 + up[1] ** 2) ** 0.5


def parse(data: bytes) -> Draft:
    """Return the paragraphs of the text layer, pages as their places. Raises Unreadable."""
    reader = _opened(data)
    pages: list[list[_Line]] = []
    for number, page in enumerate(reader.pages, 1):
        taken = _Page(number)
        page.extract_text(visitor_text=taken.take)
        pages.append(list(taken.told()))
    if not any(pages):
        raise Unreadable("holds pictures of pages and no text: have its text recognised (OCR) first")
    lines = list(_without_margins(pages))
    return Draft("page", tuple(_paragraphs(lines)))


def _opened(data: bytes) -> pypdf.PdfReader:
    if b"%PDF-" not in data[:_MAGIC_WITHIN]:
        raise Unreadable("is not {kind}, or its beginning is missing")
    locked = Unreadable("is protected by a password: save it anew without one")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked
        if not len(reader.pages):
            raise Unreadable("has no pages")
    except DependencyError as error:  # pypdf decrypts AES with a package that is not needed for anything else
        raise locked from error
    except PdfReadError as error:
        raise Unreadable("is a broken file, or cut short: its pages cannot be found") from error
    return reader


def _without_margins(pages: list[list[_Line]]) -> Iterator[_Line]:
    """Yield all lines but running heads and feet: page numbers, what browsers print there, what pages repeat there."""
    edges = [_edges(lines) for lines in pages]
    again = Counter(mark for found in edges for mark in {_DIGITS.sub("0", line.text) for line in found})
    for lines, found in zip(pages, edges, strict=True):
        for line in lines:
            repeated = len(pages) > 1 and again[_DIGITS.sub("0", line.text)] * 2 > len(pages)
            margin = _PAGE_NUMBER.fullmatch(line.text) or _PRINTED.fullmatch(line.text) or repeated
            if not (margin and any(line is edge for edge in found)):
                yield line


def _edges(lines: list[_Line]) -> list[_Line]:
    """Return the lines that stand highest and lowest on a page."""
    if not lines:
        return []
    top, bottom = max(line.y for line in lines), min(line.y for line in lines)
    return [line for line in lines if line.y > top - 1 or line.y < bottom + 1]


def _paragraphs(lines: list[_Line]) -> Iterator[Paragraph]:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    distances = [
        (one.y - two.y) / one.size
        for one, two in pairwise(lines)
        if one.page == two.page and one.y > two.y and one.size
    ]
    usual = median(distances) if distances else 0.0
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and not _ends(groups[-1], line, usual):
            groups[-1].append(line)
        else:
            groups.append([line])
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    largest = max((line.size for line in lines if line.page == lines[0].page), default=0.0)
    titled = False
    for group in groups:
        kind = _kind(group, body, largest, titled=titled)
        titled = titled or kind == "title"
        yield Paragraph(tuple(_pieces(group, words)), kind)


def _ends(group: list[_Line], line: _Line, usual: float) -> bool:
    """Whether a paragraph is over before this line."""
    before = group[-1]
    if line.item or abs(line.size - before.size) > before.size * 0.05 or line.bold != before.bold:
        return True
    if line.page != before.page or line.y > before.y + before.size:  # the next page or column
        return _ENDS.search(before.text) is not None and not line.text[0].islower()
    if before.y - line.y > usual * _GAP * before.size:
        return True
    indented = line.x - before.x > _INDENT * before.size
    hanging = len(group) == 1 and before.item
    return indented and not hanging and _ENDS.search(before.text) is not None


def _kind(group: list[_Line], body: float, largest: float, *, titled: bool) -> Kind | None:
    """Tell a title and a heading by their type: larger than the body's, or bold in short lines."""
    first = group[0]
    if first.item:
        return "body"
    if sum(len(line.text) for line in group) > _HEADING:
        return None
    if first.size > body * _LARGER:
        return "title" if not titled and first.size >= largest else "heading"
    closed = _ENDS.search(group[-1].text) is not None
    return "heading" if first.bold and titled and not closed else None


def _pieces(group: list[_Line], words: Counter[str]) -> Iterator[tuple[str, int]]:
    """Yield the text of a paragraph by pages, with words that a line's end cut put together."""
    parts: list[str] = []
    for line, following in pairwise(group):
        parts.append(_joined(line.text, following.text, words))
        if following.page != line.page:
            yield "".join(parts), line.page
            parts = []
    yield "".join([*parts, group[-1].text]), group[-1].page


def _joined(line: str, after: str, words: Counter[str]) -> str:
    """Return a line as it reads with the next one: with a space, or without a hyphen that only cut a word.

    A hyphen stays when the article has the compound elsewhere, or when both halves are words and the whole is none.
    """
    cut = _CUT.search(line)
    head = _WORD.match(after)
    if cut is None or head is None:
        return line + " "
    left, right = cut[1].lower(), head[0].partition("-")[0].lower()
    whole = left + right
    compound = words[f"{left}-{right}"] > 0 or not right[0].isalpha() or not after[0].islower()
    both = weight(left) < _KNOWN and weight(right) < _KNOWN and weight(whole) >= _KNOWN
    return line if not words[whole] and (compound or both) else line[:-1]
