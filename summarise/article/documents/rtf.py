"""RTF: its text, each paragraph a line of it. What is a title or a heading only the look can tell."""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from summarise.article.documents.draft import Draft, Numbered, Unreadable, shown

_BULLET = re.compile(r"\s*(?:[•‣▪●○◦■□·*\ue000-\uf8ff-]|\d{1,3}[.)])\t+\s*")
_DELETED = re.compile(rb"\\deleted(?![a-z0-9])")


def parse(data: bytes) -> Draft:
    """Return the paragraphs of a document. Raises Unreadable."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise Unreadable("is not {kind}")
    if _DELETED.search(data):  # striprtf tells deleted text like any other
        raise Unreadable("holds text that is marked as deleted: accept the changes, or save it as .docx")
    told = Numbered()
    for line in shown(rtf_to_text(data.decode("latin-1"), errors="replace")).split("\n"):
        bullet = _BULLET.match(line)
        told.add(line[bullet.end() :] if bullet else line, "body" if bullet else None)
    return Draft("paragraph", tuple(told.found))
