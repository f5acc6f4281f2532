"""OpenDocument texts: the paragraphs of the body, as a reader sees them once all changes are accepted.

Left out: deleted text, annotations, notes, headers and footers, indexes, hidden sections. See OpenDocument 1.3, part 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from summarise.article.documents.draft import Draft, Unreadable
from summarise.article.documents.office import Archive, Quiet, Story, attribute, feed, local

_SKIPPED = frozenset(
    "note annotation tracked-changes table-of-content alphabetical-index bibliography user-index illustration-index "
    "table-index object-index title desc ruby-text hidden-text hidden-paragraph".split()
)
_BLANK = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 1000
_DEEPEST = 20  # styles that may stand on each other


@dataclass(slots=True)
class _Body(Quiet):
    """Follow the elements of content.xml, and the styles of styles.xml before them."""

    parents: dict[str, str] = field(default_factory=dict)
    story: Story = field(default_factory=Story)
    _skipped: int = 0
    _items: int = 0
    _inside: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "style":
            self.parents[attribute(attributes, "name")] = attribute(attributes, "parent-style-name")
        if not self._inside:
            self._inside = tag.endswith("office:1.0}text")
        elif self._skipped or name in _SKIPPED or (name == "section" and attribute(attributes, "display") == "none"):
            self._skipped += 1
        elif name in {"p", "h"}:
            self._begin(name, attributes)
        elif name == "list-item":
            self._items += 1
        elif name == "table-row":
            self.story.row()
        elif name == "table-cell":
            self.story.cell()
        elif name in {"tab", "line-break"}:
            self.story.write("\t" if name == "tab" else "\n")
        elif name == "s":
            count = attribute(attributes, "c")
            self.story.write(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))

    def end(self, tag: str) -> None:
        name = local(tag)
        if self._skipped:
            self._skipped -= 1
        elif not self._inside:
            return
        elif name in {"p", "h"}:
            self.story.end()
        elif name == "list-item":
            self._items -= 1
        elif name == "table-row":
            self.story.end_row()
        elif tag.endswith("office:1.0}text"):
            self._inside = False

    def data(self, text: str) -> None:
        if self._inside and not self._skipped:
            self.story.write(_BLANK.sub(" ", text))

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        paragraph = self.story.begin()
        if name == "h":
            level = attribute(attributes, "outline-level")
            paragraph.level = int(level) if level.isdecimal() else 1
            return
        style = attribute(attributes, "style-name")
        for _ in range(_DEEPEST):
            if style in {"Title", "Caption"}:
                paragraph.kind = "title" if style == "Title" else "caption"
                return
            style = self.parents.get(style, "")
        if self._items:
            paragraph.kind = "body"


def parse(data: bytes) -> Draft:
    """Return the paragraphs of a text. Raises Unreadable."""
    archive = Archive(data)
    if b"encryption-data" in (archive.part("META-INF/manifest.xml") or b""):
        raise Unreadable("is protected by a password: save it anew without one")
    content = archive.part("content.xml")
    if content is None:
        raise Unreadable("is not {kind}: the archive holds no content.xml")
    told = _Body()
    if styles := archive.part("styles.xml"):
        feed(told, styles)
    feed(told, content)
    return Draft("paragraph", tuple(told.story.told.found))
