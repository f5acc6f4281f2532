"""What Word and OpenDocument files share: a zip archive of XML, in which paragraphs, tables and hidden parts nest."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from summarise.article.documents.draft import Numbered, Unreadable

if TYPE_CHECKING:
    from summarise.article.types import Kind

UNPACKED = 64 << 20  # bytes that one part of an archive may declare
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old Office files, and of encrypted new ones
_ENCRYPTED = 0x1


class Archive:
    """A zip archive whose declared sizes are looked at before anything is unpacked."""

    def __init__(self, data: bytes) -> None:
        """Open an archive. Raises Unreadable when it is none, or encrypted."""
        if data.startswith(_OLE):
            raise Unreadable("is protected by a password, or an old Office file: save it anew without one")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise Unreadable(_not_a_zip(data)) from error

    def part(self, name: str) -> bytes | None:
        """Return a part's bytes, None when there is none. A zip that lies about a size ends at what it declared."""
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & _ENCRYPTED:
            raise Unreadable("is protected by a password: save it anew without one")
        if info.file_size > UNPACKED:
            raise Unreadable(f"unpacks to {info.file_size:,} bytes: more than {UNPACKED >> 20} MB are not read")
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise Unreadable(f"is a broken file: its part {name[:60]} cannot be unpacked") from error


def _not_a_zip(data: bytes) -> str:
    looks = {b"%PDF": ("a PDF", ".pdf"), b"{\\rtf": ("RTF", ".rtf"), b"<": ("HTML or XML", ".html")}
    for mark, (what, suffix) in looks.items():
        if data.lstrip()[:8].startswith(mark):
            return f"looks like {what}, not {{kind}}: name it {suffix}"
    cut = "cut short or broken" if data.startswith(b"PK") else "of another kind, or broken"
    return f"is not {{kind}}: the file is {cut}"


def feed(target: Any, part: bytes) -> None:
    """Give a target the events of an XML part. Raises Unreadable for broken XML, and for one that declares a DTD."""
    parser = ET.XMLParser(target=target)  # noqa: S314  as above
    try:
        parser.feed(part)
        parser.close()
    except ET.ParseError as error:
        raise Unreadable(f"is not {{kind}}, or broken: its XML fails in line {error.position[0]}") from error


def local(name: str) -> str:
    """Return an XML name without its namespace."""
    return name.rpartition("}")[2]


def attribute(attributes: dict[str, str], name: str) -> str:
    """Return an attribute by its local name, "" when it is missing."""
    return next((value for key, value in attributes.items() if local(key) == name), "")


class Quiet:
    """A target that refuses a DTD: no office file has one, and entities are how XML is made to explode."""

    def doctype(self, *_: Any) -> None:
        """Refuse."""
        raise Unreadable("is not {kind}: its XML declares a DTD")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def data(self, text: str) -> None:
        """Take text."""

    def close(self) -> None:
        """Take the end of the part."""


@dataclass(slots=True)
class Open:
    """A paragraph that is open: its text so far and what is known of it. ``runs_on`` joins it to the next one."""

    text: list[str] = field(default_factory=list)
    kind: Kind | None = None
    level: int = 0
    runs_on: bool = False
    left_out: bool = False


@dataclass(slots=True)
class _Row:
    cells: list[list[Open]] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """Paragraphs as they open and close, text boxes and tables within them.

    A row whose cells hold a paragraph each at most is one caption, as a table's row in Markdown is; other tables are
    there for the layout, and their paragraphs are those of the story.
    """

    told: Numbered = field(default_factory=Numbered)
    open: list[Open] = field(default_factory=list)
    _rows: list[_Row] = field(default_factory=list)
    _carried: list[str] = field(default_factory=list)

    def begin(self) -> Open:
        """Open a paragraph."""
        self.open.append(Open(text=self._carried))
        self._carried = []
        return self.open[-1]

    def write(self, text: str) -> None:
        """Add text to the innermost paragraph."""
        if self.open:
            self.open[-1].text.append(text)

    def end(self) -> None:
        """Close the innermost paragraph."""
        paragraph = self.open.pop()
        if paragraph.runs_on:
            self._carried = paragraph.text
        elif self._rows and self._rows[-1].cells:
            self._rows[-1].cells[-1].append(paragraph)
        else:
            self._tell(paragraph)

    def row(self) -> None:
        """Open a row of a table."""
        self._rows.append(_Row())

    def cell(self) -> None:
        """Open a cell of the row."""
        if self._rows:
            self._rows[-1].cells.append([])

    def end_row(self) -> None:
        """Close the row."""
        if not self._rows:
            return
        cells = [[p for p in cell if "".join(p.text).strip()] for cell in self._rows.pop().cells]
        if self._rows and self._rows[-1].cells:  # a table within a cell
            self._rows[-1].cells[-1] += [p for cell in cells for p in cell]
        elif len(cells) > 1 and all(len(cell) <= 1 for cell in cells):
            self.told.add(" | ".join(" ".join("".join(p.text).split()) for cell in cells for p in cell), "caption")
        else:
            for paragraph in (p for cell in cells for p in cell):
                self._tell(paragraph)

    def _tell(self, paragraph: Open) -> None:
        if not paragraph.left_out:
            self.told.add("".join(paragraph.text), paragraph.kind, level=paragraph.level)
