"""A105: a figure that changes within the text, or its digits do, where both places speak of the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.checks.article.anchors import holders
from summarise.checks.article.shown import shown
from summarise.quantities import find
from summarise.report import finding
from summarise.words import content, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarise.article import Article, Sentence
    from summarise.quantities import Quantity
    from summarise.report import Finding

# "12 people were killed", "12 dead", "killing 12 people": what happened to how many people.
_PEOPLE = r"(?:people|persons|passengers|workers|residents|civilians|soldiers|children|students|men|women)"
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
_AGED = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][\w’'-]{1,30}(?: [A-ZÀ-Þ][\w’'-]{1,30}){0,3}), (?:aged )?(?P<age>\d{1,3})(?=[,.;])"
    r"|\b(?P<called>[A-ZÀ-Þ][\w’'-]{1,30}(?: [A-ZÀ-Þ][\w’'-]{1,30}){0,3})"
    r", who (?:is|was) (?:aged )?(?P<is>\d{1,3})(?=[,.;])"
    r"|\b(?P<years>\d{1,3})-year-old (?P<named>[A-ZÀ-Þ][\w’'-]{1,30}(?: [A-ZÀ-Þ][\w’'-]{1,30}){0,3})"
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
_AGE = re.compile(r"[,-](?: (?:aged |who (?:is|was) )?(?:aged )?\d|year-old )")
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady)\.? ")
_DIGITS = re.compile(r"\d[\d.,]{0,20}\d")
_COUNTED = re.compile(r"\s([^\W\d_]{4,40})")
_TWO_DIGITS = 2
_NEAR = 60  # characters on each side of a figure
_OLDEST = 120  # years


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure of something: its value, the words that tell it, and the sentence."""

    value: float
    words: str
    sentence: Sentence


def changing_figures(article: Article) -> Iterator[Finding]:
    """A105: two exact figures of the same fate, age or thing that differ, or two whose digits change places.

    Counted are people with one fate, the age of a person, and what is named by a figure ("the £4.5m bridge"). Neither
    "at least 12" nor a sentence that speaks of another time or another part takes part. English, but for the digits.
    """
    yield from _turned_digits(article)
    if article.language not in ("en", "und"):
        return
    told: dict[str, list[_Told]] = defaultdict(list)
    body = article.body
    for number in _worth_a_look([sentence.text for sentence in body]):
        for thing, figure in _counts(body[number]):
            told[thing].append(figure)
    told.update(_ages(article))
    for figures in told.values():
        first = figures[0]
        values = {figure.value for figure in figures}
        if len(values) == 2:  # noqa: PLR2004  three values are a count that goes on, not a slip
            other = next(figure for figure in figures if figure.value != first.value)
            message = f"a figure changes: {shown(first.words)}, then {shown(other.words)}"
            yield finding("A105", message, sentences=(other.sentence.id, first.sentence.id))


def _turned_digits(article: Article) -> Iterator[Finding]:
    """Yield a finding for two figures of one unit whose digits stand in another order (1.45 and 1.54).

    The title takes part. Around the figures one word must be the same, and two when they have two digits.
    """
    told = [s for s in article.sentences if s.kind in ("body", "title")]
    seen: dict[tuple[object, ...], list[_Digits]] = defaultdict(list)
    for number in _of_the_same_digits([s.text for s in told]):
        for key, figure in _digits(told[number], article.language):
            seen[key].append(figure)
    for figures in seen.values():
        first = figures[0]
        other = next((f for f in figures if f.digits != first.digits and _about_the_same(first, f)), None)
        if other:
            message = f"the digits of a figure change places: {shown(first.words)}, then {shown(other.words)}"
            yield finding("A105", message, sentences=(other.sentence.id, first.sentence.id))


@dataclass(frozen=True, slots=True)
class _Digits:
    """A figure by its digits, with the noun that it counts."""

    digits: str
    words: str
    noun: str
    around: frozenset[str]  # the stems of the sentence without the figure
    sentence: Sentence


def _of_the_same_digits(texts: Sequence[str]) -> list[int]:
    """Return the indexes of texts with a figure whose digits another figure has in another order."""
    orders: dict[str, set[str]] = defaultdict(set)
    runs = [{re.sub(r"\D", "", run) for run in _DIGITS.findall(text)} for text in texts]
    for run in {run for each in runs for run in each}:
        orders["".join(sorted(run))].add(run)
    return [number for number, each in enumerate(runs) if any(len(orders["".join(sorted(run))]) > 1 for run in each)]


def _digits(sentence: Sentence, language: str) -> Iterator[tuple[tuple[object, ...], _Digits]]:
    for quantity in find(sentence.text, language):
        year, month, _ = quantity.date
        if quantity.spelled or quantity.upto is not None or (quantity.kind == "date" and (month or not year)):
            continue
        if quantity.kind not in ("number", "money", "percent", "measure", "date"):
            continue
        given = year if quantity.kind == "date" else quantity.written or quantity.value
        digits = f"{given:.6f}".rstrip("0").rstrip(".")
        after = _COUNTED.match(sentence.text, quantity.end) if quantity.kind == "number" else None
        noun = after[1].casefold() if after else ""
        if len(digits.replace(".", "")) >= _TWO_DIGITS and (noun or quantity.kind != "number"):
            key = (quantity.kind, quantity.unit, noun, "".join(sorted(digits)), digits.find("."))
            words = sentence.text[quantity.start : after.end() if after else quantity.end]
            rest = sentence.text[: quantity.start] + sentence.text[quantity.end :]
            around = frozenset(s for s in content(tokens(rest)) if not s[:1].isdigit())
            yield key, _Digits(digits, words, noun, around, sentence)


def _about_the_same(one: _Digits, other: _Digits) -> bool:
    need = 1 if len(one.digits) > _TWO_DIGITS else 2
    return one.sentence.id != other.sentence.id and len(one.around & other.around) >= need


def _worth_a_look(texts: Sequence[str]) -> list[int]:
    """Return the indexes of the texts that `_TOLD` may match."""
    named = (number for number, text in enumerate(texts) if _THE_FIGURE.search(text))
    return sorted({*holders(_FATE_ANCHORS, texts), *named})


def _counts(sentence: Sentence) -> Iterator[tuple[str, _Told]]:
    text = sentence.text
    if not _TOLD.search(text) or _OTHER.search(text):
        return
    for quantity in find(text):
        after = text[quantity.end : quantity.end + _NEAR]
        before = text[max(0, quantity.start - _NEAR) : quantity.start]
        if quantity.approx or quantity.upto is not None:
            continue
        if quantity.kind in ("money", "measure") and _NAMED.search(before) and (noun := _NOUN.match(after)):
            yield f"the {noun[1]} {quantity.unit}", _told(sentence, quantity, noun.end())
        elif quantity.kind == "number" and (fate := _fate(before, after)):
            match = _AFTER[fate].match(after)
            yield fate, _told(sentence, quantity, match.end() if match else 0)


def _fate(before: str, after: str) -> str:
    for fate, pattern in _AFTER.items():
        if pattern.match(after):
            return fate
    counted = re.match(rf"\s{_PEOPLE}\b|[.,;]|$|\sand\b", after)
    return next((fate for fate, pattern in _BEFORE.items() if counted and pattern.search(before)), "")


def _told(sentence: Sentence, quantity: Quantity, length: int) -> _Told:
    return _Told(quantity.value, sentence.text[quantity.start : quantity.end + length], sentence)


def _ages(article: Article) -> dict[str, list[_Told]]:
    """Return the ages told of each person. A bare surname is the one person who bears it in full, or nobody."""
    found: dict[str, list[_Told]] = defaultdict(list)
    for sentence in article.body:
        for match in _AGED.finditer(sentence.text) if _AGE.search(sentence.text) else ():
            age = int(match["age"] or match["is"] or match["years"])
            if age <= _OLDEST:
                name = _HONORIFIC.sub("", match["name"] or match["called"] or match["named"])
                found[name].append(_Told(age, match[0], sentence))
    whole: dict[str, dict[str, list[_Told]]] = defaultdict(dict)
    for name, ages in found.items():
        whole[name.rpartition(" ")[2]][name] = ages
    return {
        name: [*ages, *(bearers.get(surname, []) if len(bearers) == 2 and name != surname else [])]  # noqa: PLR2004
        for surname, bearers in whole.items()
        for name, ages in bearers.items()
    }
