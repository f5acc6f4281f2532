"""Furniture: what a page carries beside its article, found by named rules in one table."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")

FURNITURE: dict[str, re.Pattern[str]] = {
    "relative-time": re.compile(
        r"(?:(?:last )?(?:updated|published|posted|modified):? )?(?:about |over )?(?:\d+|an?|one) "
        r"(?:second|minute|min|hour|hr|day|week|month|year)s? ago",
        re.IGNORECASE,
    ),
    "reading-time": re.compile(r"\d+[ -]min(?:ute)?s?(?: read)?", re.IGNORECASE),
    "comments": re.compile(
        r"(?:loading )?\d+ comments?(?:\.\.\.|…)?|(?:leave|post|add) a comment|loading comments?(?:\.\.\.|…)?",
        re.IGNORECASE,
    ),
}


def furniture_rule(text: str, *, last: bool) -> str:
    """Return the name of the rule that makes this block furniture, or "" when it is part of the article."""
    line = " ".join(text.split())
    for name, pattern in FURNITURE.items():
        if pattern.fullmatch(line):
            return name
    if last and _tags(line):
        return "tags"
    return ""


def _tags(line: str) -> bool:
    parts = line.split(",")
    return len(parts) > 1 and all(0 < len(p.split()) <= 3 for p in parts) and line[-1].isalnum()  # noqa: PLR2004


def same_words(one: str, other: str) -> bool:
    """Say whether two lines have the same words, whatever their case and punctuation."""
    return _WORD.findall(one.casefold()) == _WORD.findall(other.casefold())
