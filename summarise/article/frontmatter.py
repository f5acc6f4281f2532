"""Front matter: the title, date and language that a Markdown file declares before its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.article.dates import find_date

if TYPE_CHECKING:
    import datetime

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\n")
_LONGEST = 20_000  # characters; a fence further down closes something else
_KEY = re.compile(r"^([A-Za-z][\w-]{0,30})[ \t]*[:=][ \t]*(.*)$", re.MULTILINE)
_QUOTED = re.compile(r"([\"'])(.*?)\1\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What was declared, and the offset at which the text begins (0 without front matter)."""

    end: int = 0
    title: str | None = None
    date: datetime.date | None = None
    language: str | None = None


def front_matter(text: str) -> FrontMatter:
    """Read ``key: value`` lines between two lines of ``---`` (or ``key = value`` between ``+++``) that open a file.

    Only simple values of title, date and lang are taken; nested ones and other keys are passed over.
    """
    fence = _FENCE.match(text)
    if fence is None:
        return FrontMatter()
    close = re.compile(rf"^(?:{re.escape(fence[1])}|\.\.\.)[ \t]*$", re.MULTILINE).search(text, fence.end(), _LONGEST)
    if close is None:
        return FrontMatter()
    pairs = _KEY.findall(text[fence.end() : close.start()])
    if not pairs:
        return FrontMatter()
    values = {key.lower(): _plain(value) for key, value in reversed(pairs)}
    date = next((values[key] for key in ("date", "published", "pubdate", "datepublished") if values.get(key)), "")
    language = next((values[key] for key in ("lang", "language", "locale") if values.get(key)), None)
    found = find_date(date[:100])
    return FrontMatter(close.end(), values.get("title") or None, found[0] if found else None, language)


def _plain(value: str) -> str:
    quoted = _QUOTED.match(value)
    return (quoted[2] if quoted else re.split(r"\s#", value, maxsplit=1)[0]).strip()
