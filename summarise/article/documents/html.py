"""HTML pages: trafilatura finds the article in the page; its blocks are the paragraphs.

The title is the page's own; the byline and the date are the lines of that look between the title and the story, which
trafilatura takes away. Nothing is fetched.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

import trafilatura
from lxml import html

from summarise.article.dates import date_line
from summarise.article.decode import decode
from summarise.article.documents.draft import Draft, Numbered, Unreadable, shown
from summarise.article.furniture import rule_of
from summarise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page names its encoding
_BOXES = frozenset("div section header address".split())
_LINES = _BOXES | frozenset("p li h1 h2 h3 h4 h5 h6 td dd figcaption blockquote".split())
_INLINE = frozenset("span time small".split())  # a line of its own where it stands right in a box
_ABOVE = 120  # characters of a byline or a date line
_BLOCK = frozenset("p head item quote code fw ab".split())
_SITE = (" | ", " - ", " – ", " — ", " :: ")


def parse(data: bytes) -> Draft:
    """Return the article of a page. Raises Unreadable where there is none."""
    tree = html.document_fromstring(
        _text(data).encode(), parser=html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    )
    language = tree.get("lang") or None
    lines = list(_lines(tree))
    found = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or found.body is None:
        raise Unreadable("shows no article: save the story itself as text")
    blocks = list(_blocks(found.body))
    title = _title(found.title, lines)
    told = Numbered()
    if title:
        told.add(title, "title")
    for line in _between(lines, title, blocks):
        told.add(line)
    for text, kind, level in blocks:
        if kind == "heading" and title and _same(text, title):
            continue
        told.add(text, None if level else kind, level=max(level, 2) if level and title else level)
    return Draft("paragraph", tuple(told.found), _date(found.date), language)


def _text(data: bytes) -> str:
    """Decode a page as it asks to be; a byte order mark and UTF-8 go before what it says."""
    declared = _CHARSET.search(data, 0, _HEAD)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared[1].decode("ascii"), "replace")
        except LookupError:
            pass
    try:
        return decode(data, "")
    except InputError as error:
        raise Unreadable(str(error).strip()) from error


def _lines(tree: Any) -> Iterator[str]:
    """Yield the text of each smallest block of the page, in its order: what stands on a line of its own."""
    for element in tree.iter():
        if _stands_alone(element) and not any(map(_stands_alone, element)):
            line = " ".join(element.text_content().split())
            if line:
                yield line


def _stands_alone(element: Any) -> bool:
    return element.tag in _LINES or (element.tag in _INLINE and element.getparent().tag in _BOXES)


def _blocks(body: Any) -> Iterator[tuple[str, Any, int]]:
    """Yield (text, kind, level of a heading) of each block that trafilatura kept."""
    for element in body.iter():
        tag = element.tag
        if tag == "row":
            yield " | ".join(filter(None, (_said(cell) for cell in element.iter("cell")))), "caption", 0
        elif tag in _BLOCK and not any(e.tag in {"row", "cell", *_BLOCK} for e in element.iterancestors()):
            inner = [e for e in element.iter() if e is not element and e.tag in _BLOCK]
            if inner:
                yield from ((_said(e), _kind(tag), 0) for e in inner)
            else:
                rend = element.get("rend", "")
                yield _said(element), _kind(tag), int(rend[1]) if tag == "head" and rend[1:].isdigit() else 0


def _kind(tag: str) -> Any:
    return {"head": "heading", "item": "body", "quote": "body"}.get(tag)


def _said(element: Any) -> str:
    """Return an element's text, with its line breaks."""
    parts: list[str] = []
    for each in element.iter():
        if each.tag == "lb":
            parts.append("\n")
        parts.append(re.sub(r"\s+", " ", each.text or ""))
        if each is not element:
            parts.append(re.sub(r"\s+", " ", each.tail or ""))
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n"))


def _title(declared: str | None, lines: list[str]) -> str | None:
    """Return the page's title as the page shows it: without the site's name where a line says it so."""
    title = shown(" ".join((declared or "").split()))
    for mark in _SITE:
        head = title.rpartition(mark)[0]
        if head and any(_same(line, head) for line in lines):
            return head
    return title or None


def _between(lines: list[str], title: str | None, blocks: list[tuple[str, Any, int]]) -> Iterator[str]:
    """Yield the lines of byline and date that stand between the title and the story, if the story lacks them."""
    said = {_key(text) for text, _, _ in blocks}
    begin = next((i + 1 for i, line in enumerate(lines) if title and _same(line, title)), len(lines))
    for line in dict.fromkeys(lines[begin:]):
        about = len(line) <= _ABOVE and (rule_of(line, edge=True) == "byline" or date_line(line) is not None)
        if about and _key(line) not in said:
            yield line
        elif _key(line) in said and not about:
            return


def _same(one: str, other: str) -> bool:
    return _key(one) == _key(other)


def _key(text: str) -> str:
    """Return what makes a text the same wherever it stands: tags may have taken or given spaces."""
    return "".join(text.split()).casefold()


def _date(found: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(found or "")
    except ValueError:
        return None
