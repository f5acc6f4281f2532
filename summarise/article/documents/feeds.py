"""RSS, Atom and JSON feeds: many articles in one file.

Each entry is an article of its own, its paragraphs read off the HTML that the feed carries. What a feed only links to
is not fetched.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from summarise.article.documents.draft import Draft, Numbered, Unreadable
from summarise.article.documents.office import Quiet, feed, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.article.types import Kind

_DEEPEST = 200  # elements within one another; no feed comes near
_BLOCKS = frozenset(
    "address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p "
    "pre section table td th tr ul".split()
)
_UNSHOWN = frozenset("script style template noscript iframe svg math head title".split())
_DATES = ("pubDate", "published", "date", "updated")
_BODIES = ("encoded", "content", "description", "summary")


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry: its title, its text as HTML, who wrote it and when, as the feed says it."""

    title: str = ""
    html: str = ""
    author: str = ""
    date: str = ""


def parse(data: bytes) -> tuple[Draft, ...]:
    """Return the articles of a feed. Raises Unreadable when it is none, or holds no article."""
    entries = _json(data) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else _xml(data)
    found = tuple(draft for entry in entries if (draft := _draft(entry)).paragraphs)
    if not found:
        raise Unreadable("holds no article: no entry of it has a title or a text")
    return found


def _draft(entry: _Entry) -> Draft:
    told = Numbered()
    told.add(_plain(entry.title), "title")
    if entry.author:
        told.add(f"By {_plain(entry.author)}")
    shown = _Fragment()
    shown.feed(entry.html)
    shown.close()
    for text, kind, level in shown.blocks():
        told.add(text, kind, level=level)
    return Draft("paragraph", tuple(told.found), _date(entry.date))


def _plain(html: str) -> str:
    shown = _Fragment()
    shown.feed(html)
    shown.close()
    return " ".join(text for text, _, _ in shown.blocks())


@dataclass(slots=True)
class _Tree(Quiet):
    """Build the elements of a feed, no deeper than a feed is."""

    builder: Any = field(default_factory=ET.TreeBuilder)
    root: Any = None
    _depth: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable("is not {kind}: its XML is too deep")
        self.builder.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self.builder.end(tag)

    def data(self, text: str) -> None:
        self.builder.data(text)

    def close(self) -> None:
        self.root = self.builder.close()


def _xml(data: bytes) -> Iterator[_Entry]:
    tree = _Tree()
    feed(tree, data)
    if local(tree.root.tag).lower() not in {"rss", "rdf", "feed"}:
        raise Unreadable("is not {kind}")
    for element in tree.root.iter():
        if local(element.tag) in {"item", "entry"}:
            parts: dict[str, Any] = {}
            for child in element:
                parts.setdefault(local(child.tag), child)
            html = next((text for name in _BODIES if name in parts and (text := _markup(parts[name]))), "")
            author = parts.get("creator", parts.get("author"))
            date = next(
                (_text(parts[name]) for name in ("pubDate", "published", "date", "updated") if name in parts), ""
            )
            yield _Entry(_text(parts.get("title")), html, _author(author), date)


def _markup(element: Any) -> str:
    """Return an entry's text as HTML, whichever way it is written: escaped, as elements, or as plain text."""
    if element.get("type") == "text":
        return "<p>" + _text(element).replace("&", "&amp;").replace("<", "&lt;") + "</p>"
    if len(element):
        for each in element.iter():
            each.tag = local(each.tag)
        return ET.tostring(element, encoding="unicode", method="html")
    return (element.text or "").strip()


def _text(element: Any) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _author(element: Any) -> str:
    """Return a name; RSS has an e-mail address there, with the name in brackets after it."""
    if element is None:
        return ""
    name = next((_text(child) for child in element if local(child.tag) == "name"), _text(element))
    if "@" in name:
        name = name.partition("(")[2].rstrip(") ")
    return name.removeprefix("By ").removeprefix("by ")


def _json(data: bytes) -> Iterator[_Entry]:
    try:
        given = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("is not {kind}: it is broken JSON") from error
    if "jsonfeed.org/version/" not in str(given.get("version")) or not isinstance(given.get("items"), list):
        raise Unreadable("is not {kind}")
    for item in (item for item in given["items"] if isinstance(item, dict)):
        text = _string(item, "content_text").replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
        authors = item.get("authors") or [item.get("author")]
        first = authors[0] if isinstance(authors, list) and isinstance(authors[0], dict) else {}
        yield _Entry(
            _string(item, "title"),
            _string(item, "content_html") or text or _string(item, "summary"),
            _string(first, "name"),
            _string(item, "date_published"),
        )


def _string(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _date(told: str) -> datetime.date | None:
    """Return the day of RFC 822 (RSS) or ISO 8601 (Atom, JSON), None for anything else."""
    try:
        return parsedate_to_datetime(told).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    try:
        return datetime.date.fromisoformat(told[:10])
    except ValueError:
        return None


class _Fragment(HTMLParser):
    """The blocks of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[tuple[list[str], Kind | None, int]] = [([], None, 0)]
        self._hidden = 0

    def blocks(self) -> Iterator[tuple[str, Kind | None, int]]:
        """Yield (text, kind, level of a heading) of each."""
        for parts, kind, level in self._found:
            lines = (" ".join(line.split()) for line in "".join(parts).split("\0"))
            if text := "\n".join(filter(None, lines)):
                yield text, kind, level

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  its signature
        if tag in _UNSHOWN:
            self._hidden += 1
        elif tag == "br":
            self._found[-1][0].append("\0")
        elif tag in _BLOCKS:
            heading = tag[0] == "h" and tag[1:].isdigit()
            kind: Kind | None = "body" if tag == "li" else "caption" if tag == "figcaption" else None
            self._found.append(([], kind, max(2, int(tag[1:])) if heading else 0))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSHOWN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS:
            self._found.append(([], None, 0))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._found[-1][0].append(data.replace("\0", " "))
