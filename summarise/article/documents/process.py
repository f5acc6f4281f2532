"""A document's bytes to a page, through a child process with limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from summarise.article.documents.draft import Draft, page
from summarise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarise.article.page import Page

SECONDS = 8.0  # of wall time for one document, the start of the child included
_CHILD = "summarise.article.documents.child"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of document: the module of this package that parses it, what people call it, the package it needs."""

    parser: str
    name: str
    needs: str = ""


_HTML = _Kind("html", "an HTML page", "trafilatura")
SUFFIXES = {
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".docx": _Kind("docx", "a Word document"),
    ".pdf": _Kind("pdf", "a PDF", "pypdf"),
    ".odt": _Kind("odt", "an OpenDocument text"),
    ".rtf": _Kind("rtf", "an RTF document", "striprtf"),
}


_ANEW = "get or save it anew, under the suffix of what it is"
FEEDS = frozenset({".rss", ".atom", ".xml", ".json"})
_FEED = _Kind("feeds", "an RSS, Atom or JSON feed")


def document(suffix: str) -> Callable[[bytes, str], Page]:
    """Return the reader of the documents with this suffix, one of SUFFIXES.

    It raises InputError for a document that is broken, encrypted, without text or beyond the limits, and when the
    package that it needs is not installed.
    """
    kind = SUFFIXES[suffix]

    def read(data: bytes, source: str) -> Page:
        if kind.needs and find_spec(kind.needs) is None:
            raise InputError(f"{source}: {suffix} files need an extra: pip install 'summarise[documents]'")
        return page(_parsed(kind, data, source)[0])

    return read


def articles(data: bytes, source: str) -> tuple[Page, ...]:
    """Return the articles of a feed. Raises InputError when it is none, is broken, or holds no article."""
    return tuple(map(page, _parsed(_FEED, data, source)))


def _parsed(kind: _Kind, data: bytes, source: str) -> tuple[Draft, ...]:
    # The child finds what this process finds, and none of its secrets.
    env = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    env |= {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  our own module
            [sys.executable, "-P", "-m", _CHILD, kind.parser],
            input=data,
            capture_output=True,
            env=env,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{source} takes more than {SECONDS:.0f} seconds to read: save it anew, or as text") from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise InputError(
            f"{source} breaks the reader of {kind.name}, or needs more memory than that has: save it anew, or as text"
        ) from error
    if "problem" in answer:
        problem = answer["problem"]
        advice = f": {_ANEW}" if problem.startswith(("is not", "is a broken file")) else ""
        raise InputError(f"{source} {problem.replace('{kind}', kind.name)}{advice}")
    return tuple(map(Draft.from_dict, answer["drafts"]))
