"""Word documents: the paragraphs of the body, as a reader sees them once all changes are accepted.

Left out: deleted and hidden text, comments, footnotes and endnotes, headers and footers, tables of contents. Written
on the standard's own terms (ECMA-376, part 1, chapters 17.3, 17.9 and 17.13) because python-docx shows neither the
inserted text nor what stands in text boxes and content controls.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from posixpath import normpath

from summarise.article.documents.draft import Draft, Unreadable
from summarise.article.documents.office import Archive, Quiet, Story, attribute, feed, local

_SKIPPED = frozenset(
    "del moveFrom Fallback delText instrText delInstrText rPrChange pPrChange tblPrChange sectPrChange".split()
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_OFF = frozenset({"0", "false", "off", "none"})
_WORDS = "wordprocessingml"
_DEEPEST = 20  # styles that may stand on each other


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    outline: int = 0


@dataclass(slots=True)
class _Main(Quiet):
    """Find the name of the main part in the package's relations."""

    name: str = "word/document.xml"

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship" and attribute(attributes, "Type").endswith("/officeDocument"):
            self.name = normpath(attribute(attributes, "Target").lstrip("/"))


@dataclass(slots=True)
class _Styles(Quiet):
    """Gather the paragraph styles by their ids."""

    found: dict[str, _Style] = field(default_factory=dict)
    _open: _Style | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name, value = local(tag), attribute(attributes, "val")
        if name == "style":
            self._open = self.found[attribute(attributes, "styleId")] = _Style()
        elif self._open and name == "name":
            self._open.name = value.lower()
        elif self._open and name == "basedOn":
            self._open.based_on = value
        elif self._open and name == "outlineLvl":
            self._open.outline = _level(value)

    def end(self, tag: str) -> None:
        if local(tag) == "style":
            self._open = None


@dataclass(slots=True)
class _Body(Quiet):
    """Follow the body's elements."""

    styles: dict[str, _Style]
    story: Story = field(default_factory=Story)
    _skipped: int = 0
    _properties: int = 0  # within those of a paragraph
    _run: list[str] | None = None
    _hidden: bool = False
    _text: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if self._properties and not self._skipped and name in {"del", "moveFrom"}:
            self.story.open[-1].runs_on = True  # its mark is deleted: the next paragraph goes on in it
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif _WORDS not in tag:
            return
        elif self._properties:
            self._properties += 1
            self._property(name, attribute(attributes, "val"))
        elif name == "vanish":
            self._hidden = attribute(attributes, "val") not in _OFF
        else:
            self._element(name)

    def _element(self, name: str) -> None:
        if name == "p":
            self._close_run()
            self.story.begin()
        elif name == "pPr":
            self._properties = 1
        elif name == "r":
            self._run, self._hidden = [], False
        elif name == "t":
            self._text = True
        elif name in _SIGNS:
            self._write(_SIGNS[name])
        elif name == "tr":
            self.story.row()
        elif name == "tc":
            self.story.cell()

    def end(self, tag: str) -> None:
        name = local(tag)
        if self._skipped:
            self._skipped -= 1
        elif _WORDS not in tag:
            return
        elif self._properties:
            self._properties -= 1
        elif name == "t":
            self._text = False
        elif name == "r":
            self._close_run()
        elif name == "p":
            self._close_run()
            self.story.end()
        elif name == "tr":
            self.story.end_row()

    def data(self, text: str) -> None:
        if self._text and not self._skipped:
            self._write(text)

    def _write(self, text: str) -> None:
        if self._run is None:
            self.story.write(text)
        else:
            self._run.append(text)

    def _close_run(self) -> None:
        if self._run and not self._hidden:
            self.story.write("".join(self._run))
        self._run = None

    def _property(self, name: str, value: str) -> None:
        paragraph = self.story.open[-1]
        if name == "outlineLvl":
            paragraph.level = _level(value)
        elif name == "numPr" and not paragraph.level:
            paragraph.kind = paragraph.kind or "body"
        elif name == "pStyle":
            for _ in range(_DEEPEST):
                style = self.styles.get(value, _Style())
                head, _, number = style.name.rpartition(" ")
                paragraph.level = int(number) if head == "heading" and number.isdecimal() else style.outline
                paragraph.left_out = head == "toc"
                if style.name in {"title", "caption"}:
                    paragraph.kind = "title" if style.name == "title" else "caption"
                elif style.name.startswith(("list", "quote", "intense quote")):
                    paragraph.kind = "body"
                if paragraph.level or paragraph.kind or not style.based_on:
                    return
                value = style.based_on


def _level(outline: str) -> int:
    """Return the level of a heading, from 1, for an outline level, from 0; 9 stands for the body's text."""
    return int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else 0  # noqa: PLR2004


def parse(data: bytes) -> Draft:
    """Return the paragraphs of a document. Raises Unreadable."""
    archive = Archive(data)
    main, styles = _Main(), _Styles()
    if relations := archive.part("_rels/.rels"):
        feed(main, relations)
    body = archive.part(main.name)
    if body is None:
        raise Unreadable("is not {kind}: the archive holds no document")
    if sheet := archive.part(main.name.rpartition("/")[0] + "/styles.xml"):
        feed(styles, sheet)
    told = _Body(styles.found)
    feed(told, body)
    return Draft("paragraph", tuple(told.story.told.found))
