"""A108: a person whose name changes within the text, where title and sound say that it is one person."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.checks.article.shown import shown
from summarise.report import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.article import Article, Sentence
    from summarise.report import Finding

# Offices of which a story seldom has two that sound alike; Mr, Mrs and Ms are left to families.
_TITLED = re.compile(
    r"\b(?P<title>Judge|Justice|Magistrate|Dr|Professor|Prof|Councillor|Cllr|Inspector|Superintendent|Sergeant|Constable"
    r"|Captain|Colonel|General|Senator|Minister|President|Chancellor|Mayor|Bishop|Rev|Sir|Dame)\.? "
    r"(?P<fore>[A-ZÀ-Þ][\w’'-]{2,30}) (?P<sur>[A-ZÀ-Þ][\w’'-]{2,30})\b(?! [A-ZÀ-Þ])"
)
_ALIKE = 60.0  # of 100; Isolde and Isobel have 83, Hanrahan and Hannigan 62


@dataclass(frozen=True, slots=True)
class _Person:
    """A titled name and where it stands first."""

    fore: str
    sur: str
    words: str
    sentence: Sentence


def changing_names(article: Article) -> Iterator[Finding]:
    """A108: two full names with one title that begin alike and nearly agree, in two sentences of the body.

    Either the surname is the same and the forenames begin with one letter, or both sound alike. English only.
    """
    if article.language not in ("en", "und"):
        return
    known: dict[str, list[_Person]] = defaultdict(list)
    for sentence in article.body:
        for match in _TITLED.finditer(sentence.text):
            person = _Person(match["fore"], match["sur"], match[0], sentence)
            title = match["title"]
            other = next((p for p in known[title] if _alike(p, person)), None)
            if other:
                message = f"a name changes: {shown(other.words)}, then {shown(person.words)}"
                yield finding("A108", message, sentences=(person.sentence.id, other.sentence.id))
            elif all((p.fore, p.sur) != (person.fore, person.sur) for p in known[title]):
                known[title].append(person)


def _alike(one: _Person, other: _Person) -> bool:
    if one.sentence.id == other.sentence.id or (one.fore, one.sur) == (other.fore, other.sur):
        return False
    if one.fore[0] != other.fore[0] or one.sur[0] != other.sur[0]:
        return False
    return one.sur == other.sur or (_near(one.fore, other.fore) and _near(one.sur, other.sur))


def _near(one: str, other: str) -> bool:
    from rapidfuzz import fuzz  # noqa: PLC0415  only where two titled names begin alike

    return fuzz.ratio(one.casefold(), other.casefold()) >= _ALIKE
