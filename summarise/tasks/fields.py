"""Who, when, how much and who said what, read off the article by code. What is not sure stays empty.

English patterns. In other languages only figures, dates and quotations without a speaker are found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarise.quantities import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.article import Article, Sentence
    from summarise.quantities import Quantity

SPEECH = (
    "said|says|added|adds|told|tells|warned|warns|claimed|claims|argued|argues|insisted|insists|announced|announces"
    "|explained|explains|admitted|admits|denied|denies|confirmed|confirms|replied|wrote|writes|stated|states|recalled"
    "|noted|stressed|pledged|promised|urged|asked|predicted|called"
)
# Verbs after which the speaker may stand; after "told" or "urged" stands the one who is spoken to.
_INVERTED = "said|says|added|adds|warned|warns|argued|argues|insisted|insists|explained|explains|wrote|writes|recalled"
_WORD = r"(?:al-)?[A-ZÀ-ÖØ-Þ][\w\-]*(?:['’][A-Z][\w\-]*)?"
_NAME = rf"(?:{_WORD}|[A-Z]\.)(?:\s(?:(?:van|von|der|den|de|du|la|al|bin|ben|da|di)\s)?(?:{_WORD}|[A-Z]\.)){{1,6}}"
_SURNAME = rf"(?:{_NAME}|{_WORD})"
_TITLES = frozenset(
    "president prime minister foreign finance interior defence health education chancellor mayor councillor senator"
    " governor ambassador judge justice magistrate professor prof dr doctor sir dame lord lady mr mrs ms miss captain"
    " sergeant inspector superintendent detective constable chief general colonel major lieutenant commander admiral"
    " bishop archbishop father sister rabbi imam pope king queen prince princess leader secretary director chairman"
    " chairwoman chair spokesman spokeswoman spokesperson coach manager striker goalkeeper deputy vice acting former"
    " headteacher principal editor analyst economist researcher engineer coroner prosecutor lawyer".split()
)
_ORG_ENDS = frozenset(
    "council authority ltd plc inc company group university college institute association federation union ministry"
    " court police bank agency commission committee hospital trust foundation society party club board department"
    " office service school museum airways airlines railways laboratory laboratories centre partnership".split()
)
_NEVER_NAMES = frozenset(
    "the a an in on at it he she they we i but and if when while after before since for from as by this that these"
    " those there here monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december".split()
)
_QUOTE = re.compile(r'"([^"“”]{2,2000})"|“([^"“”]{2,2000})”|«([^«»]{2,2000})»|„([^„“”]{2,2000})[“”]')
_ROLE = re.compile(
    r",\s(?:\d{1,3},\s)?((?:who |the |a |an |[\w'’.\- ]{0,60}'s |[\w'’.\- ]{0,60}’s )[^,.;:\"“”—]{3,110})[,.;]"
)
_BARE_ROLE = re.compile(r",\s([a-z][^,.;:\"“”—]{2,60})[,.]")
_NEED_WORDS = 3
_COUNT = 10
_MOST = 8


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: the words between the marks, and who said them by the article (None when it does not say)."""

    speaker: str | None
    words: str
    sentence: Sentence


def _flat(text: str) -> str:
    return " ".join(text.split())


def _clean(name: str) -> str | None:
    """Return a run of capitalised words without a sentence opener in front, or None when nothing of a name is left."""
    words = name.split()
    while words and words[0].lower() in _NEVER_NAMES:
        words = words[1:]
    return " ".join(words) or None


_SAYS_NAME = re.compile(rf"\b(?:{_INVERTED})\s({_SURNAME})(?!['’]s)")
_NAME_SAYS = re.compile(rf"(?<!\w)({_SURNAME})(?:,([^,\"“”]{{3,100}}),)?\s(?:has |had |also )?(?:{SPEECH})\b")
_OF = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]{1,30}\s){1,4}(?:for|of)\s(?:the\s)?$")  # "the Department for" before "Schools"
_ACCORDING = re.compile(rf"\baccording to ({_NAME})")
PRONOUN_SAYS = re.compile(rf"\b(?:he|she)\s(?:also )?(?:{SPEECH})\b|\b(?:{SPEECH})\s(?:he|she)\b", re.IGNORECASE)
_FULL_NAME = re.compile(rf"(?<!\w){_NAME}")


def speaker(text: str, before: str = "") -> str | None:
    """Return who speaks in a sentence, by a speech verb beside a name outside quotation marks, or None.

    "he said" gets the name that the sentence before has, if that has just one.
    """
    outside = _QUOTE.sub(" … ", _flat(text))
    for pattern in (_SAYS_NAME, _NAME_SAYS, _ACCORDING):
        match = pattern.search(outside)
        found = _clean(match[1]) if match else None
        if match and match.lastindex == 2 and _FULL_NAME.fullmatch(match[2].strip()):  # noqa: PLR2004
            return match[2].strip()  # "the leader of the Alliance, Ota Brix, said"
        if match and found:
            whole = None if " " in found else _OF.search(outside, 0, match.start(1))
            return _flat(whole[0] + found) if whole else found
    if before and PRONOUN_SAYS.search(outside):
        people = {p.name for p in _named(before)}
        return people.pop() if len(people) == 1 else None if people else speaker(before)
    return None


def quotes(article: Article) -> Iterator[Quote]:
    """Yield the quotations of three words and more in the body, in order."""
    before = ""
    for sentence in article.body:
        for match in _QUOTE.finditer(sentence.text):
            words = next(group for group in match.groups() if group is not None)
            if len(words.split()) >= _NEED_WORDS:
                yield Quote(speaker(sentence.text, before), _flat(words).rstrip(","), sentence)
        before = sentence.text


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    role: str | None


def _named(text: str) -> Iterator[_Person]:
    """Yield the people that a sentence introduces: a full name with a title, a role, an age or a speech verb."""
    flat = _flat(text)
    for match in _FULL_NAME.finditer(flat):
        words = match[0].split()
        while words and words[0].lower() in _NEVER_NAMES:
            words = words[1:]
        lead = len(words)
        while lead and words[lead - 1].lower().strip(".") not in _TITLES:
            lead -= 1
        titles, name = words[:lead], words[lead:]
        after = flat[match.end() :]
        role = _role(after)
        spoken = re.match(rf"(?:,[^,\"“”]{{3,110}},)?\s(?:{SPEECH})\b", after) or re.search(
            rf"\b(?:{_INVERTED})\s$", flat[: match.start()]
        )
        aged = re.match(r",\s\d{1,3}\b", after)
        thing = re.search(r"\b(?:the|an?)\s$", flat[: match.start()], re.IGNORECASE) or match[0].startswith("The ")
        if not name or (len(name) == 1 and not titles) or name[-1].lower() in _ORG_ENDS or after[:2] in ("'s", "’s"):
            continue
        if titles or role or aged or (spoken and not thing):
            yield _Person(" ".join(name), " ".join(titles) or role)


def _role(after: str) -> str | None:
    """Return the role in the apposition that follows a name, or None when what follows is no role."""
    match = _ROLE.match(after) or _BARE_ROLE.match(after)
    found = match[1].strip() if match else ""
    first = found.split(" ", 1)[0]
    if not found or first.endswith(("ing", "ly")) or re.fullmatch(SPEECH, first):
        return None
    if first != "who" and re.search(r"\b(?:was|were|is|are|had|has|have|will|would|could|may)\b", found):
        return None
    return found.removeprefix("who ")


def people(article: Article) -> list[dict[str, Any]]:
    """Return the people that the body introduces by full name, each with the role stated there, or null."""
    found: dict[str, dict[str, Any]] = {}
    for sentence in article.body:
        for person in _named(sentence.text):
            if " " not in person.name and any(person.name in known.split() for known in found):
                continue
            entry = found.setdefault(
                person.name, {"name": person.name, "role": person.role, "evidence": [sentence.id], "by": "article"}
            )
            if entry["role"] is None and person.role:
                entry.update(role=person.role, evidence=[sentence.id])
    return list(found.values())[:40]


def organisations(article: Article) -> list[dict[str, Any]]:
    """Return the organisations that the body names by a word such as Council, University or Ltd."""
    found: dict[str, dict[str, Any]] = {}
    for sentence in article.body:
        for match in _FULL_NAME.finditer(_flat(sentence.text)):
            name = _clean(match[0]) or ""
            words = name.split()
            if len(words) > 1 and words[-1].lower().strip(".") in _ORG_ENDS:
                found.setdefault(name, {"name": name, "role": None, "evidence": [sentence.id], "by": "article"})
    return list(found.values())[:40]


_NOUN = re.compile(r"\s(?:of the )?(?!(?:of|to|and|or|in|at|by|for|from|on|per|than|as|but)\b)[a-z][\w'’-]+")
_CLAUSE_END = re.compile(r"(?<=[,;:—–])\s|\s(?=[—–])")
_SHORTEST_CLAUSE = 5


def with_noun(text: str, quantity: Quantity) -> str:
    """Return a quantity's words; a plain number with the lower-case word that follows it and says what is counted."""
    after = _NOUN.match(text, quantity.end)
    return _flat(quantity.text + (after[0] if after and quantity.kind == "number" else ""))


def _clause(text: str, quantity: Quantity) -> str:
    """Return the clause that a quantity stands in, or the whole sentence when the clause is only a few words."""
    ends = [0, *(match.end() for match in _CLAUSE_END.finditer(text)), len(text)]
    start = max(end for end in ends if end <= quantity.start)
    stop = min(end for end in ends if end >= quantity.end)
    clause = _flat(text[start:stop]).strip(" ,;:—–")
    return clause if len(clause.split()) >= _SHORTEST_CLAUSE else _flat(text)


def is_age(text: str, quantity: Quantity) -> bool:
    """Whether a number is an age: it stands alone between commas."""
    return text[: quantity.start].endswith(", ") and text[quantity.end :].startswith(",")


def figures(sentences: Iterable[Sentence], language: str) -> list[dict[str, Any]]:
    """Return figures worth a look (money, shares, measures, counts from ten), with their sentence."""
    found: list[dict[str, Any]] = []
    for sentence in sentences:
        for q in find(sentence.text, language):
            count = q.kind == "number" and q.value >= _COUNT and not is_age(sentence.text, q)
            if count or q.kind in ("money", "percent", "points", "measure"):
                item = {"value": with_noun(sentence.text, q)[:120], "what": _clause(sentence.text, q)[:500]}
                found.append({**item, "evidence": [sentence.id], "by": "article"})
    return found[:_MOST]


def dates(sentences: Iterable[Sentence], language: str) -> list[dict[str, Any]]:
    """Return the dates that name a day, a month or a year, with the sentence they stand in."""
    found: list[dict[str, Any]] = []
    for sentence in sentences:
        for q in find(sentence.text, language):
            told_before = any(item["date"] == _flat(q.text)[:120] for item in found)
            if q.kind == "date" and not told_before:
                item = {"date": _flat(q.text)[:120], "what": _clause(sentence.text, q)[:500]}
                found.append({**item, "evidence": [sentence.id], "by": "article"})
    return found[:_MOST]
