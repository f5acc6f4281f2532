"""When, how much, which bodies and who said what, read off the article by code. What is not sure stays empty.

English patterns. In other languages only figures, dates and quotations without a speaker are found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarise.quantities import find
from summarise.tasks.persons import FULL_NAME, NEVER_NAMES, ORGANISATION, SPEECH
from summarise.tasks.speakers import QUOTE, speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.article import Article, Sentence
    from summarise.quantities import Quantity

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


def quotes(article: Article) -> Iterator[Quote]:
    """Yield the quotations of three words and more in the body, in order.

    A sentence that is nothing but a quotation goes on with the speaker of the quotation before it in its paragraph.
    """
    before, told, paragraph = "", None, -1
    for sentence in article.body:
        text = _flat(sentence.text)
        found = list(QUOTE.finditer(text))
        goes_on = sentence.paragraph == paragraph and not re.search(r"\w", QUOTE.sub("", text))
        who = told if goes_on else speaker(text, before) if found else None
        for match in found:
            words = next(group for group in match.groups() if group is not None)
            if len(words.split()) >= _NEED_WORDS:
                yield Quote(who, words.strip().rstrip(","), sentence)
        before, told, paragraph = text, who, sentence.paragraph


def organisations(article: Article) -> list[dict[str, Any]]:
    """Return the organisations that the body names by a word such as Council, University or Ltd."""
    found: dict[str, dict[str, Any]] = {}
    for sentence in article.body:
        for match in FULL_NAME.finditer(_flat(sentence.text)):
            words = match[0].split()
            while words and words[0].lower() in NEVER_NAMES:
                words = words[1:]
            if len(words) > 1 and words[-1].lower().strip(".") in ORGANISATION:
                name = " ".join(words)
                found.setdefault(name, {"name": name, "role": None, "evidence": [sentence.id], "by": "article"})
    return list(found.values())[:40]


_NOUN = re.compile(
    r"\s(?:of the |new |more |other )?"
    r"(?!(?:of|to|and|or|in|at|by|for|from|on|per|than|as|but|a|an|the|are|is|was|were|remain|have|had|has|will)\b)"
    r"[a-z][\w'’-]+"
)
_CLAUSE_END = re.compile(r"(?<=[,;:—–])\s|\s(?=[—–])")
_LED = re.compile(
    rf"(?:(?:{SPEECH})\s(?:that\s)?|(?:who|which|that|when|while|where|after|before|and|but|as|because|although|though)\s)",
    re.IGNORECASE,
)
_SHORTEST_CLAUSE, _LONGEST_LABEL = 4, 14  # words
_TELEPHONE = re.compile(
    r"(?<![\d£$€.,])"
    r"(?:\+\d{1,3}[ ()\d.-]{7,18}\d|\(?0\d{2,5}\)?[ .-]?\d{3,8}(?:[ .-]\d{3,6}){0,2}|\d{3}-\d{3}-\d{4})(?!\d)"
)


def with_noun(text: str, quantity: Quantity) -> str:
    """Return a quantity's words; a plain number with the lower-case word that follows it and says what is counted."""
    after = _NOUN.match(text, quantity.end)
    return _flat(quantity.text + (after[0] if after and quantity.kind == "number" else ""))


def _clause(text: str, quantity: Quantity) -> str:
    """Return a short phrase on what a quantity is: its clause without what leads into it and without a full stop.

    A clause of a few words takes the one before it along. What is still long is cut to the words around the quantity,
    with a mark of omission.
    """
    ends = [0, *(match.end() for match in _CLAUSE_END.finditer(text)), len(text)]
    first = max(n for n, end in enumerate(ends) if end <= quantity.start)
    last = min(n for n, end in enumerate(ends) if end >= quantity.end)
    whole = _bare(text[ends[first] : ends[last]])
    if len(whole.split()) < _SHORTEST_CLAUSE:
        first, last = (first - 1, last) if first else (first, min(last + 1, len(ends) - 1))
        whole = _bare(text[ends[first] : ends[last]])
    plain = _LED.sub("", whole, count=1) if _LED.match(whole) else whole
    words = plain.split()
    if len(words) <= _LONGEST_LABEL:
        return plain
    at = len(_flat(text[ends[first] : quantity.start]).split()) - (len(whole.split()) - len(words))
    start = max(0, min(at - _LONGEST_LABEL // 2, len(words) - _LONGEST_LABEL))
    stop = start + _LONGEST_LABEL
    return f"{'… ' if start else ''}{' '.join(words[start:stop])}{' …' if stop < len(words) else ''}"


def _bare(text: str) -> str:
    return _flat(text).strip(" ,;:—–").rstrip(".!?")


def telephones(text: str) -> list[tuple[int, int]]:
    """Return where the telephone numbers of a text stand, each as (start, end)."""
    return [match.span() for match in _TELEPHONE.finditer(text)]


def dialled(quantity: Quantity, numbers: list[tuple[int, int]]) -> bool:
    """Whether a quantity is a part of one of these telephone numbers."""
    return any(start <= quantity.start < end for start, end in numbers)


def is_age(text: str, quantity: Quantity) -> bool:
    """Whether a number is an age: it stands alone between commas."""
    return text[: quantity.start].endswith(", ") and text[quantity.end :].startswith(",")


def figures(sentences: Iterable[Sentence], language: str) -> list[dict[str, Any]]:
    """Return figures worth a look (money, shares, measures, counts from ten), with their sentence."""
    found: list[dict[str, Any]] = []
    for sentence in sentences:
        numbers = telephones(sentence.text)
        for q in find(sentence.text, language):
            if dialled(q, numbers):
                continue
            count = q.kind == "number" and q.value >= _COUNT and not is_age(sentence.text, q)
            if count or q.kind in ("money", "percent", "points", "measure"):
                item = {"value": with_noun(sentence.text, q)[:120], "what": _clause(sentence.text, q)[:500]}
                found.append({**item, "evidence": [sentence.id], "by": "article"})
                if len(found) == _MOST:
                    return found
    return found


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
