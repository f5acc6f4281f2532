"""Every quantity of a text, in order, none overlapping another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarise.quantities import tables as t
from summarise.quantities.dates import DATE_OPENERS, date_at, patterned
from summarise.quantities.scan import WORD, Number, Scan, digits, number_at
from summarise.quantities.types import Approx, Kind, Quantity
from summarise.quantities.units import DASHES, extend, in_unit, unit

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME_PREFIXES = t.wordset("mid pre post early late sub plus non under over")
_SCORE_WORDS = t.wordset(
    "won win wins lost lose loses beat beats beaten defeat defeated draw drew drawn lead leads score "
    "scored goal goals victory match game by at to final"
)
_SMALL = 30
_VOTES = t.wordset("vote votes voted ballot division")
_VOTE_REACH = 6
_CODES = frozenset(code.upper() for code in t.CURRENCIES)
_OPENERS = frozenset({"a", "an", "half"}).union(
    DATE_OPENERS, t.ONES, t.TENS, t.ORDINALS, t.TIMES, t.IMPLIED, t.SYMBOLS, t.DOLLARS, t.CURRENCIES
)
"""The words and signs that a quantity may begin with, beside digits."""
_TELLING = frozenset({"half"}).union(
    DATE_OPENERS, t.ONES, t.TENS, t.ORDINALS, t.TIMES, t.IMPLIED, t.SCALES, t.FRACTIONS, t.DURATIONS
)
"""The words of which a quantity without digits has at least one."""
_FIGURE_ENDS = frozenset({"%", "percent", "cent"}).union(t.ONES, t.TENS, t.SCALES, t.SHORT_SCALES, t.MEASURES)
_OFTEN = t.wordset("once twice thrice times hours nights days weeks months")
_FROM = t.wordset("after before later ago earlier since from")
_NUMBERS = re.compile(r"\(?\d{1,3}[.)]\s")
_DIGIT, _WORD = re.compile(r"\d"), re.compile(WORD)


def find(text: str, language: str = "en") -> tuple[Quantity, ...]:
    """Return the quantities of a text in order of their place. Linear in the text; never raises."""
    numerals = _DIGIT.search(text)
    if not numerals and _TELLING.isdisjoint(_WORD.findall(text.lower())):  # half of all sentences
        return ()
    taken: list[Quantity] = []
    for quantity in sorted(patterned(text), key=lambda q: (q.start, -q.end)) if numerals else ():
        if not taken or quantity.start >= taken[-1].end:
            taken.append(quantity)
    rest = _tokenwise(Scan(text, language), taken)
    return tuple(sorted((*taken, *rest), key=lambda q: q.start))


def _tokenwise(scan: Scan, taken: list[Quantity]) -> Iterator[Quantity]:
    done = following = 0
    for i, token in enumerate(scan.tokens):
        if i < done or (token.kind != "n" and token.low not in _OPENERS):
            continue
        while following < len(taken) and taken[following].end <= token.start:
            following += 1
        if following < len(taken) and token.end > taken[following].start:
            continue
        read = None if _in_name(scan, i) else date_at(scan, i) or _figure(scan, i)
        if read is not None:
            quantity, done = read
            yield quantity


def _in_name(scan: Scan, i: int) -> bool:
    """Say whether digits belong to a name (A672, IE6, Covid-19, 5G, 24/7) or only number an item of a list."""
    if scan.tokens[i].kind != "n":
        return False
    if i < 2 and (item := _NUMBERS.match(scan.text)) and scan.tokens[i].end <= item.end():  # noqa: PLR2004  "(3)"
        return True
    if scan.low(i - 1) == "/" and scan.glued(i) and i > 1 and scan.tokens[i - 2].kind == "n":
        return True
    if scan.low(i + 1) == "/" and scan.glued(i + 1) and scan.glued(i + 2) and scan.tokens[i + 2].kind == "n":
        return True
    if scan.glued(i) and scan.tokens[i - 1].kind == "w":
        return True
    if scan.low(i - 1) in DASHES and scan.glued(i) and scan.glued(i - 1) and scan.tokens[i - 2].kind == "w":
        return scan.low(i - 2) not in _NAME_PREFIXES | t.MONTHS.keys() | {"and", "to"}
    return False


def _figure(scan: Scan, i: int) -> tuple[Quantity, int] | None:
    return _ordinal(scan, i) or _worded(scan, i) or _number(scan, i)


def _make(scan: Scan, i: int, stop: int, kind: Kind, value: float) -> tuple[Quantity, int]:
    start, end = scan.tokens[i].start, scan.tokens[stop - 1].end
    spelled = scan.tokens[i].kind == "w"
    return Quantity(kind, value, start, end, scan.text[start:end], spelled=spelled, approx=_approx(scan, i)), stop


def _ordinal(scan: Scan, i: int) -> tuple[Quantity, int] | None:
    token = scan.tokens[i]
    if token.kind == "n" and scan.low(i + 1) in {"st", "nd", "rd", "th"} and scan.glued(i + 1):
        place = digits(token.text) if token.text.isdecimal() else None
        return None if place is None else _make(scan, i, i + 2, "ordinal", place)
    if token.low in t.TENS:
        step = i + 1 + (scan.low(i + 1) == "-")
        if t.ORDINALS.get(scan.low(step), 99) < 10:  # noqa: PLR2004
            return _make(scan, i, step + 1, "ordinal", float(t.TENS[token.low] + t.ORDINALS[scan.tokens[step].low]))
    value = t.ORDINALS.get(token.low)
    if value is None or scan.low(i - 1) in {"a", "one"}:
        return None
    return _make(scan, i, i + 1, "ordinal", float(value))


def _worded(scan: Scan, i: int) -> tuple[Quantity, int] | None:
    """Read "doubled", "both", "a third of", "decade" and the like."""
    word = scan.tokens[i].low
    if word in t.TIMES:
        return _make(scan, i, i + 1, "times", float(t.TIMES[word]))
    if word in t.IMPLIED:
        return _make(scan, i, i + 1, "implied", float(t.IMPLIED[word]))
    if word == "half" and scan.low(i + 1) != "a":
        return _make(scan, i, i + 1, "fraction", 0.5)
    if word == "a" and scan.low(i + 1) in t.FRACTIONS and scan.low(i + 2) in {"of", "share", "or"}:
        return _make(scan, i, i + 2, "fraction", 1 / t.FRACTIONS[scan.tokens[i + 1].low])
    if word in {"a", "an"} and scan.low(i + 1) in t.DURATIONS and scan.low(i + 1) != "second":
        quantity, stop = _make(scan, i, i + 2, "rate" if _is_rate(scan, i) else "duration", 1.0)
        return in_unit(quantity, t.DURATIONS[scan.tokens[i + 1].low], scan.tokens[i + 1].low, 1.0), stop
    return None


def _is_rate(scan: Scan, i: int) -> bool:
    """Say whether "a year" tells how often: right after a figure, its noun or "twice", and not "a year after"."""
    before = scan.low(i - 1)
    back = i - 2 if before == "people" or (before.endswith("s") and before not in t.DURATION_WORDS) else i - 1
    figure = back >= 0 and (scan.tokens[back].kind == "n" or scan.low(back) in _FIGURE_ENDS)
    return (figure or before in _OFTEN) and scan.low(i + 2) not in _FROM


def _number(scan: Scan, i: int) -> tuple[Quantity, int] | None:
    start, currency = i, ""
    if scan.tokens[i].low in t.SYMBOLS:
        currency, i = t.SYMBOLS[scan.tokens[i].low], i + 1
    elif scan.tokens[i].low in t.DOLLARS and scan.low(i + 1) == "$" and scan.glued(i + 1):
        currency, i = t.DOLLARS[scan.tokens[i].low], i + 2
    elif scan.tokens[i].text in _CODES:
        currency, i = t.CURRENCIES[scan.tokens[i].low], i + 1
    number = number_at(scan, i) if i < len(scan.tokens) else None
    if number is None:
        return None
    sign = -1.0 if start == i and _negative(scan, i) else 1.0
    base, stop = _make(scan, start, number.stop, "number", sign * number.value)
    base = base._replace(grain=number.grain, spelled=number.spelled)
    if currency:
        return _range(scan, base._replace(kind="money", unit=currency), stop)
    special = _fraction(scan, base, stop) or _score(scan, base, stop, number) or _vote(scan, base, i, stop)
    quantity, stop = special or _range(scan, base, stop)
    named = scan.glued(stop) and scan.tokens[stop].kind == "w" and scan.tokens[stop - 1].kind == "n"
    return None if named else (quantity, stop)  # 5G, 4x4


def _negative(scan: Scan, i: int) -> bool:
    if scan.low(i - 1) == "minus":
        return True
    return scan.low(i - 1) in {"-", "−"} and scan.glued(i) and not scan.glued(i - 1)


def _fraction(scan: Scan, base: Quantity, stop: int) -> tuple[Quantity, int] | None:
    """Read "two-thirds", "one in five", "three out of four"."""
    step = stop + (scan.low(stop) in DASHES)
    part = t.FRACTIONS.get(scan.low(step))
    if part and base.value < part and base.spelled and scan.low(step + 1) != "place":
        return extend(scan, base, step + 1, "fraction", base.value / part)
    step = stop + (scan.low(stop) == "out")
    if scan.low(step) in {"in", "of"} and step + 1 < len(scan.tokens) and (base.spelled or step > stop):
        whole = number_at(scan, step + 1)
        if whole and (scan.low(step) == "in" or step > stop) and base.value < whole.value <= 100:  # noqa: PLR2004
            return extend(scan, base, whole.stop, "fraction", base.value / whole.value)
    return None


def _score(scan: Scan, base: Quantity, stop: int, number: Number) -> tuple[Quantity, int] | None:
    """Read "3–1" as a score when a word of sport stands near it or the second figure is not the larger."""
    spaced = not scan.glued(stop) and not scan.glued(stop + 1)
    close = scan.glued(stop) and scan.glued(stop + 1)
    if not (number.plain and scan.low(stop) in DASHES and (close or spaced)):
        return None
    other = scan.tokens[stop + 1] if stop + 1 < len(scan.tokens) else None
    if other is None or not other.text.isdecimal() or base.value > _SMALL or len(other.text) > 2:  # noqa: PLR2004
        return None
    after = scan.low(stop + 2)
    if after in {"%", "percent", "per"} or after in t.DURATION_WORDS or after in t.SCALES or after in DASHES:
        return None
    near = {scan.low(j) for j in range(stop - 5, stop + 5)}
    if base.value < int(other.text) and not near & _SCORE_WORDS:
        return None
    quantity, stop = extend(scan, base, stop + 2, "score", base.value)
    return quantity._replace(upto=float(other.text)), stop


def _vote(scan: Scan, base: Quantity, i: int, stop: int) -> tuple[Quantity, int] | None:
    """Read "19 votes to 11", "by 19 to 11" and "voted 19 to 11" as a score."""
    counted = scan.low(stop) in _VOTES
    step = stop + counted
    if scan.low(step) not in {"to", "against"} or not (counted or scan.low(i - 1) in {"by", "voted"}):
        return None
    other = number_at(scan, step + 1) if step + 1 < len(scan.tokens) else None
    if other is None or other.value != int(other.value) or scan.low(other.stop) in t.DURATION_WORDS:
        return None
    near = {scan.low(j) for j in range(i - _VOTE_REACH, other.stop + _VOTE_REACH)}
    if not counted and not near & _VOTES:
        return None
    quantity, end = extend(scan, base, other.stop, "score", base.value)
    return quantity._replace(upto=other.value), end


def _range(scan: Scan, base: Quantity, stop: int) -> tuple[Quantity, int]:
    """Read the unit, and the upper end of "10 to 15 per cent", "27–49%", "between 3 and 5 km"."""
    joins = scan.low(stop) in DASHES or scan.low(stop) == "to"
    joins = joins or (scan.low(stop) == "and" and "between" in {scan.low(j) for j in range(stop - 5, stop)})
    step = stop + 1 + (joins and scan.low(stop + 1) in t.SYMBOLS)
    upper = number_at(scan, step) if joins and step < len(scan.tokens) else None
    if upper and upper.value > base.value and not _in_year_range(base, upper):
        quantity, end = unit(scan, base._replace(value=upper.value), upper.stop)
        if quantity.kind != "number" or scan.low(stop) != "to":
            factor = quantity.value / upper.value
            scale = upper.value / max(1.0, _mantissa(upper))
            lower = base.value * (scale if base.value < scale > 1 else 1.0)
            return quantity._replace(value=lower * factor, upto=quantity.value, grain=base.grain), end
    return unit(scan, base, stop)


def _mantissa(number: Number) -> float:
    for scale in (1e12, 1e9, 1e6, 1e3):
        if number.value >= scale and not number.plain:
            return number.value / scale
    return number.value


def _in_year_range(base: Quantity, upper: Number) -> bool:
    return base.kind == "date" or not upper.value


def _approx(scan: Scan, i: int) -> Approx:
    """Read the words that loosen a figure: "about", "more than", "up to"."""
    one, two = scan.low(i - 1), scan.low(i - 2)
    if (two, one) in {("more", "than"), ("at", "least"), ("no", "fewer"), ("upwards", "of"), ("excess", "of")}:
        return "over"
    if (two, one) in {("less", "than"), ("fewer", "than"), ("up", "to"), ("at", "most"), ("just", "under")}:
        return "under"
    if (two, one) in {("close", "to"), ("more", "or")} or one == "~":
        return "about"
    if one in t.OVER:
        return "over"
    if one in t.UNDER:
        return "under"
    return "about" if one in t.ABOUT else ""
