"""What happened to how many people, and things that are named by a figure ("the £4.5m bridge")."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from summarise.checks.article.anchors import holders
from summarise.checks.article.counts import Told
from summarise.quantities import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from summarise.article import Sentence
    from summarise.quantities import Quantity

# "12 people were killed", "12 dead", "killing 12 people": what happened to how many people.
_PEOPLE = r"(?:people|persons?|passengers|workers|residents|civilians|soldiers|children|students|men|women)"
_FATES = {
    "dead": r"(?:dead|died|killed|deaths|fatalities|lost their lives)",
    "hurt": r"(?:injured|wounded|hurt|injuries)",
    "missing": r"(?:missing|unaccounted for)",
    "held": r"(?:arrested|detained|arrests)",
    "rescued": r"(?:rescued|evacuated)",
}
_WAS = r"(?:(?:have|has|had) been |were |are |was |is )?"
_AFTER = {
    fate: re.compile(rf"\s(?:{_PEOPLE}\s)?{_WAS}{words}\b(?! (?:in|by|at) (?:19|20)\d\d)")
    for fate, words in _FATES.items()
}
_DEGREE = r"(?:slightly|lightly|mildly|seriously|badly|severely|critically) "
_ANY_DEGREE = {fate: re.compile(rf"\s(?:{_PEOPLE}\s)?{_WAS}(?:{_DEGREE})?{words}\b") for fate, words in _FATES.items()}
_NOBODY = {
    fate: re.compile(
        rf"\b(?:no one|nobody|no people) {_WAS}(?:{_DEGREE})?{words}\b|\bno (?:{words}|casualties)\b", re.IGNORECASE
    )
    for fate, words in _FATES.items()
}
_NONE = re.compile(r"\b[Nn]o(?:body| one| people| injuries| deaths| fatalities| casualties| arrests)\b")
_BEFORE = {
    "dead": re.compile(r"(?:killing|killed|claimed the lives of|death toll (?:of|is|was|stands at))\s$"),
    "hurt": re.compile(r"(?:injuring|wounding|injured|wounded)\s$"),
    "held": re.compile(r"(?:arresting|arrested|detained|detaining)\s$"),
    "rescued": re.compile(r"(?:rescuing|rescued|evacuated|evacuating)\s$"),
}
# Words that say the count is of another time, place or part: then two figures need not agree.
_OTHER = re.compile(
    r"\b(?:another|further|additional|more|others?|earlier|previous(?:ly)?|initial(?:ly)?|first|before|since"
    r"|rose|risen|"
    r"revised|up from|down from|compared|later|last (?:year|month|week|time)|ago|each|every|between|among"
    r"|including|of (?:them|whom|those)|"
    r"in (?:19|20)\d\d|(?:19|20)\d\d|per|if|could|would|may|might|feared|believed|not|no longer|thought)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\bthe\s$", re.IGNORECASE)
_NOUN = re.compile(r"[\s-]([a-z]{4,})\b")
_TOLD = re.compile(
    "|".join(_FATES.values()) + r"|\b(?:killing|injuring|wounding|arresting|detaining|rescuing|evacuating)\b"
    r"|\b[Tt]he (?:[£$€¥]|\d)"
)
_FATE_ANCHORS = (
    *("dead", "died", "killed", "deaths", "fatalities", "lost their lives", "injur", "wound", "hurt", "missing"),
    *("unaccounted for", "arrest", "detain", "rescu", "evacuat", "killing"),
)
_THE_FIGURE = re.compile(r"he [£$€¥\d]")
_NEAR = 60  # characters on each side of a figure


def _worth_a_look(texts: Sequence[str]) -> list[int]:
    """Return the indexes of the texts that `_TOLD` may match."""
    named = (number for number, text in enumerate(texts) if _THE_FIGURE.search(text))
    return sorted({*holders(_FATE_ANCHORS, texts), *named})


def counts(body: Sequence[Sentence]) -> Iterator[tuple[str, Told]]:
    """Yield what happened to how many people, and what is named by a figure, each with the figure."""
    for number in _worth_a_look([sentence.text for sentence in body]):
        yield from _counts(body[number], _AFTER)


def _counts(sentence: Sentence, after_it: Mapping[str, re.Pattern[str]]) -> Iterator[tuple[str, Told]]:
    text = sentence.text
    if not _TOLD.search(text) or _OTHER.search(text):
        return
    for quantity in find(text):
        after = text[quantity.end : quantity.end + _NEAR]
        before = text[max(0, quantity.start - _NEAR) : quantity.start]
        if quantity.approx or quantity.upto is not None or before.lower().endswith("no "):
            continue
        if quantity.kind in ("money", "measure") and _NAMED.search(before) and (noun := _NOUN.match(after)):
            yield f"the {noun[1]} {quantity.unit}", _told(sentence, quantity, noun.end())
        elif quantity.kind == "number" and (fate := _fate(before, after, after_it)):
            match = after_it[fate].match(after)
            yield fate, _told(sentence, quantity, match.end() if match else 0)


def nobody(body: Sequence[Sentence]) -> Iterator[tuple[Told, Told]]:
    """Yield "no one was hurt" and a count of the same fate, of any degree, that stands elsewhere, as they come."""
    texts = [sentence.text for sentence in body]
    none = [
        (fate, Told(0, match[0], sentence))
        for sentence in body
        if _NONE.search(sentence.text) and not _OTHER.search(sentence.text)
        for fate, pattern in _NOBODY.items()
        if (match := pattern.search(sentence.text))
    ]
    if not none:
        return
    hurt = defaultdict(list)
    for number in holders(_FATE_ANCHORS, texts):
        for fate, figure in _counts(body[number], _ANY_DEGREE):
            hurt[fate].append(figure)
    for fate, zero in none:
        other = next((figure for figure in hurt.get(fate, ()) if figure.sentence.id != zero.sentence.id), None)
        if other:
            first, then = sorted((zero, other), key=lambda figure: figure.sentence.start)
            yield first, then
            return


def _fate(before: str, after: str, after_it: Mapping[str, re.Pattern[str]]) -> str:
    for fate, pattern in after_it.items():
        if pattern.match(after):
            return fate
    counted = re.match(rf"\s{_PEOPLE}\b|[.,;]|$|\sand\b", after)
    return next((fate for fate, pattern in _BEFORE.items() if counted and pattern.search(before)), "")


def _told(sentence: Sentence, quantity: Quantity, length: int) -> Told:
    return Told(quantity.value, sentence.text[quantity.start : quantity.end + length], sentence)
