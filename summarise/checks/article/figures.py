"""A105: a figure that changes within the text, or its digits do, where both places speak of the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from summarise.checks.article.counts import Told, referring
from summarise.checks.article.fates import counts, nobody
from summarise.checks.article.shown import shown
from summarise.quantities import find
from summarise.report import finding
from summarise.words import content, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarise.article import Article, Sentence
    from summarise.report import Finding

_AGED = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][\w’'-]{1,30}(?: [A-ZÀ-Þ][\w’'-]{1,30}){0,3}), (?:aged )?(?P<age>\d{1,3})(?=[,.;])"
    r"|\b(?P<called>[A-ZÀ-Þ][\w’'-]{1,30}(?: [A-ZÀ-Þ][\w’'-]{1,30}){0,3})"
    r", who (?:is|was) (?:aged )?(?P<is>\d{1,3})(?=[,.;])"
    r"|\b(?P<years>\d{1,3})-year-old (?P<named>[A-ZÀ-Þ][\w’'-]{1,30}(?: [A-ZÀ-Þ][\w’'-]{1,30}){0,3})"
)
_AGE = re.compile(r"[,-](?: (?:aged |who (?:is|was) )?(?:aged )?\d|year-old )")
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady)\.? ")
_DIGITS = re.compile(r"\d[\d.,]{0,20}\d")
_COUNTED = re.compile(r"\s([^\W\d_]{4,40})")
_TWO_DIGITS = 2
_OLDEST = 120  # years


def changing_figures(article: Article) -> Iterator[Finding]:
    """A105: two exact figures of the same fate, age or thing that differ, or two whose digits change places.

    Counted are people with one fate ("no one" is 0), the age of a person, what is named by a figure ("the £4.5m
    bridge") and what a figure refers back to ("the 280 jobs"). Neither "at least 12" nor a sentence that speaks of
    another time or another part takes part. A pair of sentences is told once. English, but for the digits.
    """
    known: set[tuple[str, ...]] = set()
    for found in chain(_turned_digits(article), _in_english(article) if article.language in ("en", "und") else ()):
        if found.sentences not in known:
            known.add(found.sentences)
            yield found


def _in_english(article: Article) -> Iterator[Finding]:
    for first, other in referring([s for s in article.sentences if s.kind in ("body", "title")]):
        yield _changes(first, other)
    for first, other in nobody(article.body):
        yield _changes(first, other)
    told: dict[str, list[Told]] = defaultdict(list)
    for thing, figure in counts(article.body):
        told[thing].append(figure)
    told.update(_ages(article))
    for figures in told.values():
        first = figures[0]
        values = {figure.value for figure in figures}
        if len(values) == 2:  # noqa: PLR2004  three values are a count that goes on, not a slip
            yield _changes(first, next(figure for figure in figures if figure.value != first.value))


def _changes(first: Told, other: Told) -> Finding:
    message = f"a figure changes: {shown(first.words)}, then {shown(other.words)}"
    return finding("A105", message, sentences=(other.sentence.id, first.sentence.id))


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


def _ages(article: Article) -> dict[str, list[Told]]:
    """Return the ages told of each person. A bare surname is the one person who bears it in full, or nobody."""
    found: dict[str, list[Told]] = defaultdict(list)
    for sentence in article.body:
        for match in _AGED.finditer(sentence.text) if _AGE.search(sentence.text) else ():
            age = int(match["age"] or match["is"] or match["years"])
            if age <= _OLDEST:
                name = _HONORIFIC.sub("", match["name"] or match["called"] or match["named"])
                found[name].append(Told(age, match[0], sentence))
    whole: dict[str, dict[str, list[Told]]] = defaultdict(dict)
    for name, ages in found.items():
        whole[name.rpartition(" ")[2]][name] = ages
    return {
        name: [*ages, *(bearers.get(surname, []) if len(bearers) == 2 and name != surname else [])]  # noqa: PLR2004
        for surname, bearers in whole.items()
        for name, ages in bearers.items()
    }
