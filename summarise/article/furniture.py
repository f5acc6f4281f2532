"""Furniture: what a page carries beside its article, found by the named rules of furniture.txt.

A rule matches a whole block, never a part of one: to take a sentence of the story for furniture is worse than to leave
a line of furniture in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.article.dates import date_line, find_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarise.article.types import Sentence

DOUBLED_TITLE = "doubled-title"
_LONGEST = 400  # characters; a longer block is prose, whatever it begins with

_NOTES = re.compile(r"notes? (?:to|for) (?:the )?(?:news ?)?(?:editors?|desks?)\W{0,3}", re.IGNORECASE)
_NETWORKS = frozenset(
    "facebook twitter x whatsapp linkedin reddit telegram instagram youtube tiktok pinterest email e-mail".split()
)
_ACTIONS = frozenset("share tweet print save copy link like follow teilen drucken mail sms".split())
_JOINERS = frozenset("and or on via to | · • / - – , this".split())
_ON_BUTTONS = _NETWORKS | _ACTIONS | _JOINERS
_BAR = re.compile(r"[|·•‧∙]")
_TOPICS = re.compile(r"[,;|·•،、，]")
_TOPIC_WORDS = 4
_SECTION_WORDS = 2
_NO_TOPIC = re.compile(r"\d{5,}|\d[\d ]{6,}\d|[:@]|\b(?:born|died)\b")  # a telephone, an address, a life
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Furniture:
    """A rule: what its blocks are called and how they read.

    ``debris`` is what an editor would cut; the rest belongs to an article and is only no part of its story. ``edges``
    says that it stands before the story or after it, and nowhere within.
    """

    what: str
    pattern: re.Pattern[str]
    debris: bool = True
    edges: bool = False


@cache
def furniture() -> dict[str, Furniture]:
    """Return the rules by name, in the order in which they are tried."""
    short: dict[str, str] = {}
    heads: dict[str, str] = {}
    forms: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "furniture.txt").read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"\[([a-z-]+)\] (.+)", line):
            heads[heading[1]], forms[heading[1]] = heading[2], []
        elif definition := re.match(r"([A-Z]+) = (.+)", line):
            short[definition[1]] = definition[2]
        elif line and not line.startswith("# ") and line != "#":
            forms[next(reversed(forms))].append(re.sub(r"\{([A-Z]+)\}", lambda m: short[m[1]], line))
    return {name: _rule(head, forms[name]) for name, head in heads.items()}


def _rule(head: str, forms: list[str]) -> Furniture:
    what, _, flags = head.partition(" | ")
    pattern = re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)
    return Furniture(what, pattern, debris="kept" not in flags, edges="edges" in flags)


def rule_of(line: str, *, edge: bool) -> str:
    """Return the name of the rule that makes this line furniture, or "".

    ``line`` is a whole block with single spaces for white space; ``edge`` says that no prose of the story stands on
    one of its sides. A row of parts between bars or dots is furniture when most of them are, or are dates, and the
    rest are as short as the name of a section.
    """
    if len(line) > _LONGEST:
        return ""
    if name := _matching(line, edge=edge):
        return name
    parts = [bare for part in _BAR.split(line) if (bare := part.strip())]
    if len(parts) < 2:  # noqa: PLR2004  a line without bars is one part
        return ""
    names = [_matching(part, edge=edge) or ("date" if date_line(part) else "") for part in parts]
    known = [name for name in names if name and name != "date"]
    few = all(name or len(part.split()) <= _SECTION_WORDS for name, part in zip(names, parts, strict=True))
    return known[0] if known and few and sum(map(bool, names)) * 2 > len(parts) else ""


def _matching(line: str, *, edge: bool) -> str:
    for name, rule in furniture().items():
        if (edge or not rule.edges) and rule.pattern.fullmatch(line):
            return name
    return "share" if _buttons(line) else ""


def _buttons(line: str) -> bool:
    """Say whether a line is a row of buttons: two or more networks and things one does there, and no other word."""
    words = line.casefold().replace(",", " , ").split()
    return all(word in _ON_BUTTONS for word in words) and sum(word not in _JOINERS for word in words) > 1


def is_tag_line(line: str) -> bool:
    """Say whether a line after the end of the story is a row of topics: two or more short ones between commas."""
    parts = [part.split() for part in _TOPICS.split(line)]
    short = len(parts) > 1 and all(0 < len(part) <= _TOPIC_WORDS for part in parts)
    return short and line[-1].isalnum() and not _NO_TOPIC.search(line) and find_date(line) is None


def same_words(one: str, other: str) -> bool:
    """Say whether two lines have the same words, whatever their case and punctuation."""
    return _WORD.findall(one.casefold()) == _WORD.findall(other.casefold()) != []


def notes(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Return the ids of the notes to editors below a press release, with their heading: no part of its story.

    They keep their kinds, for they may hold what has to be checked, but a summary does not pick from them.
    """
    story = next((n for n, s in enumerate(sentences) if s.kind == "body"), len(sentences))
    first = next((n for n, s in enumerate(sentences) if n > story and _NOTES.fullmatch(s.text)), len(sentences))
    return frozenset(s.id for s in sentences[first:])
