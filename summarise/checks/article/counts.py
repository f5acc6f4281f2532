"""Figures that refer back: "the 280 jobs", "the investment of £46m" and "no one was hurt" name what was told before."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.checks.article.anchors import holders
from summarise.quantities import find
from summarise.words import content, is_stop, numbers, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarise.article import Sentence
    from summarise.quantities import Quantity

_BACK = r"(?:[Tt]he|[Tt]hese|[Tt]hose|[Ii]ts|[Tt]heir|[Aa]ll|[Aa]ll the)"
_SPELLED = "|".join(word for word in (*numbers.UNITS, *numbers.TENS) if word not in ("zero", "one"))
_REFERS = re.compile(rf"\b{_BACK}\s(?:\d|(?:{_SPELLED})\b)|\b[Tt]he [a-z]{{4,20}} of [£$€¥]\d")
_POINTS_BACK = re.compile(rf"\b(?P<word>{_BACK})\s$")
_ITS = frozenset(("its", "their"))
_OF_MONEY = re.compile(r"\b(?P<the>[Tt]he )?(?P<noun>[a-z]{4,20}) of $")
_COUNTED = re.compile(r"(?:\s[a-z-]{2,20}){0,2}?\s(?P<noun>[a-z]{3,20}s)\b")
_PAID = re.compile(r"\s(?P<noun>[a-z]{4,20})\b")
# What may follow "the 280 jobs" when all of them are meant: "the 280 jobs in Tansy Vale" may be a part.
_WHOLE = re.compile(
    r"\s(?:is|are|was|were|will|would|has|have|had|can|could|may|must|should)\b|[.;:!?”\"]|, (?!who|which)|$"
)
# Words that say a count is of another time or part.
_APART = re.compile(
    r"\b(?:another|further|additional|more|fewer|less|others?|earlier|previous(?:ly)?|initial(?:ly)?|first|last|next"
    r"|remaining|rest|before|since|former(?:ly)?|rose|risen|fell|fallen|grew|revised|up from|down from|compared|later"
    r"|ago|each|every|per|between|among|including|of (?:them|whom|those|which)|if|could|would have|might|instead"
    r"|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_AROUND = 60  # characters before and behind a figure


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of something: its value, the words that tell it, and the sentence.

    ``back`` is the word by which it refers back, ``at`` the place of it in the sentence.
    """

    value: float
    words: str
    sentence: Sentence
    back: str = ""
    at: int = 0


def referring(sentences: Sequence[Sentence]) -> Iterator[tuple[Told, Told]]:
    """Yield a figure and one that refers back to it with another value; the article tells just these two values.

    "Its eight sites" may be another body's: then the sentences have a word in common before the figures too.
    """
    texts = [sentence.text for sentence in sentences]
    things = {
        thing for n, text in enumerate(texts) if _REFERS.search(text) for thing, t in _told(sentences[n]) if t.back
    }
    told: dict[str, list[Told]] = defaultdict(list)
    for number in holders({thing.rpartition(" ")[2] for thing in things}, texts) if things else ():
        for thing, figure in _told(sentences[number]):
            if thing in things:
                told[thing].append(figure)
    for figures in told.values():
        first = figures[0]
        other = next((f for f in figures if f.value != first.value), None)
        if other and len({f.value for f in figures}) == 2 and _of_one(first, other):  # noqa: PLR2004
            yield first, other


def _of_one(first: Told, other: Told) -> bool:
    if first.sentence.id == other.sentence.id or not (first.back or other.back):
        return False
    if _ITS.isdisjoint((first.back, other.back)):
        return True
    one, two = ({s for s in content(tokens(f.sentence.text[: f.at])) if not s[0].isdecimal()} for f in (first, other))
    return not one.isdisjoint(two)


def _told(sentence: Sentence) -> Iterator[tuple[str, Told]]:
    """Yield what is counted or costs something in a sentence, with its figure."""
    text = sentence.text
    if _APART.search(text):
        return
    for quantity in find(text):
        if quantity.approx or quantity.upto is not None or quantity.kind not in ("number", "money"):
            continue
        before = text[max(0, quantity.start - _AROUND) : quantity.start]
        if quantity.kind == "money":
            yield from _money(sentence, quantity, before)
        elif (noun := _COUNTED.match(text, quantity.end)) and not _skips(noun[0]):
            back = _POINTS_BACK.search(before)
            whole = back and _WHOLE.match(text, noun.end())
            how = back["word"].lower() if back and whole else ""
            words = text[quantity.start : noun.end()]
            yield noun["noun"], Told(quantity.value, words, sentence, how, quantity.start)


def _money(sentence: Sentence, quantity: Quantity, before: str) -> Iterator[tuple[str, Told]]:
    text = sentence.text
    behind, of = _PAID.match(text, quantity.end), _OF_MONEY.search(before)
    if of and not is_stop(of["noun"]):
        words = text[quantity.start - len(of[0]) : quantity.end]
        yield f"{quantity.unit} {of['noun']}", Told(quantity.value, words, sentence, "the" if of["the"] else "")
    elif behind and not is_stop(behind["noun"]):
        back = "the" if _POINTS_BACK.search(before) else ""
        words = text[quantity.start : behind.end()]
        yield f"{quantity.unit} {behind['noun']}", Told(quantity.value, words, sentence, back)


def _skips(words: str) -> bool:
    """Whether a small word stands between a figure and its noun: "280 of the jobs", "14 and two sons"."""
    return any(map(is_stop, words.split()))
