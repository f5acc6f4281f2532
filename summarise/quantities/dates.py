"""Dates, weekdays, times of day and words such as "yesterday": reading them, and the days that they mean."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import TYPE_CHECKING

from summarise.quantities.tables import DURATION_WORDS, MONTHS, RELATIVE, WEEKDAYS, wordset
from summarise.quantities.types import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.quantities.scan import Scan

_ISO = re.compile(r"(?<![\d-])(1[5-9]\d\d|20\d\d)-(\d\d)-(\d\d)(?![\d-])")
_DOTTED = re.compile(r"(?<![\d./])(\d{1,2})([./])(\d{1,2})\2(1[5-9]\d\d|20\d\d|\d\d)(?![\d./]\d)")
_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3])[:.]([0-5]\d)(?![:.]?\d)\s?([ap]\.?m\.?(?![a-z]))?", re.IGNORECASE)
_HOUR = re.compile(r"(?<![\d:.,])(1[0-2]|[1-9])\s?([ap])\.?m\b\.?", re.IGNORECASE)
_MARKED = re.compile(r"\d[-./:]\d|\d\s?[apAP]\.?[mM]")  # what each of the four holds; far quicker to look for
# "May" and "March" are months only beside a number or one of these; other months, and days, need their capital.
_BEFORE_MONTH = wordset("in last next since until till by of early late mid from during before after this")
_DOUBTFUL = frozenset({"may", "march", "mar", "jan", "dec", "sat", "sun", "wed", "mon"})
_SHIFT = {"last": -1, "previous": -1, "next": 1, "this": 0, "coming": 1, "past": -1}
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_DAYS_IN_MONTH = 31
_CENTURY = 100
_NOON = 12
DATE_OPENERS = frozenset().union(MONTHS, RELATIVE, WEEKDAYS, _SHIFT)
"""The words that a date may begin with, beside digits."""
_WEEK = 7
_DAY_DIGITS = 2
_ABBREVIATION = 4


def patterned(text: str) -> Iterator[Quantity]:
    """Yield dates and times in digits: 2015-05-18, 18/05/2015 (when it can only be read one way), 5.30pm."""
    if not _MARKED.search(text):
        return
    for m in _ISO.finditer(text):
        year, month, day = (int(g) for g in m.groups())
        if _exists(year, month, day):
            yield _date(text, m.start(), m.end(), (year, month, day))
    for m in _DOTTED.finditer(text):
        first, second, year = int(m[1]), int(m[3]), int(m[4])
        year += 2000 if year < _CENTURY else 0
        month, day = (second, first) if m[2] == "." or first > _NOON else (first, second)
        if (m[2] == "." or max(first, second) > _NOON or first == second) and _exists(year, month, day):
            yield _date(text, m.start(), m.end(), (year, month, day))
    for m in _CLOCK.finditer(text):
        if ":" in m.group() or m[3]:
            yield _clock(text, m, int(m[1]), int(m[2]), (m[3] or "").lower()[:1])
    for m in _HOUR.finditer(text):
        yield _clock(text, m, int(m[1]), 0, m[2].lower())


def _clock(text: str, m: re.Match[str], hour: int, minute: int, half: str) -> Quantity:
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return Quantity("time", hour * 60 + minute, m.start(), m.end(), text[m.start() : m.end()], "minute")


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= _NOON and 1 <= day <= calendar.monthrange(year, month)[1]


def _date(text: str, start: int, end: int, date: tuple[int, int, int]) -> Quantity:
    return Quantity("date", float(date[0]), start, end, text[start:end], date=date)


def date_at(scan: Scan, i: int) -> tuple[Quantity, int] | None:
    """Read the date, weekday or relative date that starts at token ``i``; return it and the token after it."""
    token = scan.tokens[i]
    if token.kind == "n":
        return _day_first(scan, i) or _year_at(scan, i)
    if token.kind != "w":
        return None
    return _month_first(scan, i) or _relative(scan, i)


def _day(scan: Scan, i: int) -> tuple[int, int] | None:
    """Read a day of the month: (day, next token), with st, nd, rd, th."""
    if (
        i >= len(scan.tokens)
        or scan.tokens[i].kind != "n"
        or not scan.tokens[i].text.isdecimal()
        or len(scan.tokens[i].text) > _DAY_DIGITS
    ):
        return None
    day = int(scan.tokens[i].text)
    stop = i + 1 + (scan.low(i + 1) in {"st", "nd", "rd", "th"} and scan.glued(i + 1))
    if not 1 <= day <= _DAYS_IN_MONTH or (scan.glued(stop) and scan.tokens[stop].kind == "w"):
        return None
    return day, stop


def _year(scan: Scan, i: int) -> int:
    if (
        i >= len(scan.tokens)
        or not re.fullmatch(r"[12]\d{3}", scan.tokens[i].text)
        or not scan.tokens[i].text.isascii()
    ):
        return 0
    year = int(scan.tokens[i].text)
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else 0


def _is_month(scan: Scan, i: int) -> int:
    month = MONTHS.get(scan.low(i), 0)
    return month if month and scan.tokens[i].text[0].isupper() else 0


def _after_month(scan: Scan, i: int) -> int:
    """Skip the full stop of an abbreviation."""
    return i + 1 if scan.low(i) == "." and scan.glued(i) and len(scan.low(i - 1)) <= _ABBREVIATION else i


def _with_year(scan: Scan, i: int) -> tuple[int, int]:
    """Read ", 2015" or "2015" at token ``i``: (year or 0, next token)."""
    step = i + (scan.low(i) == ",")
    year = _year(scan, step)
    return (year, step + 1) if year else (0, i)


def _day_first(scan: Scan, i: int) -> tuple[Quantity, int] | None:
    day = _day(scan, i)
    if not day:
        return None
    step = day[1] + (scan.low(day[1]) == "of") + (scan.low(day[1]) == "-")
    month = _is_month(scan, step)
    if not month:
        return None
    year, stop = _with_year(scan, _after_month(scan, step + 1))
    return _date(scan.text, scan.tokens[i].start, scan.tokens[stop - 1].end, (year, month, day[0])), stop


def _month_first(scan: Scan, i: int) -> tuple[Quantity, int] | None:
    month = _is_month(scan, i)
    if not month:
        return None
    step = _after_month(scan, i + 1)
    day = _day(scan, step)
    if day and scan.low(day[1]) not in {":", "%"} and not (scan.low(day[1]) == "." and scan.glued(day[1] + 1)):
        year, stop = _with_year(scan, day[1])
        return _date(scan.text, scan.tokens[i].start, scan.tokens[stop - 1].end, (year, month, day[0])), stop
    year, stop = _with_year(scan, step)
    if not year and scan.low(i) in _DOUBTFUL and scan.low(i - 1) not in _BEFORE_MONTH:
        return None
    stop = stop if year else i + 1
    return _date(scan.text, scan.tokens[i].start, scan.tokens[stop - 1].end, (year, month, 0)), stop


def _year_at(scan: Scan, i: int) -> tuple[Quantity, int] | None:
    year = _year(scan, i)
    if not year or scan.low(i - 1) in {"$", "£", "€", "#"} or scan.low(i + 1) in {"%", "percent"}:
        return None
    start, end = scan.tokens[i].start, scan.tokens[i].end
    if scan.low(i + 1) == "s" and scan.glued(i + 1):
        return Quantity("decade", float(year), start, end + 1, scan.text[start : end + 1]), i + 2
    if scan.glued(i + 1) and scan.tokens[i + 1].kind == "w":
        return None
    return _date(scan.text, start, end, (year, 0, 0)), i + 1


def _relative(scan: Scan, i: int) -> tuple[Quantity, int] | None:
    token = scan.tokens[i]
    start = token.start
    if token.low in RELATIVE:
        return Quantity("relative", RELATIVE[token.low], start, token.end, token.text, "day"), i + 1
    weekday = WEEKDAYS.get(token.low)
    if weekday is not None and token.text[0].isupper() and (token.low not in _DOUBTFUL or _beside_date(scan, i)):
        return Quantity("weekday", weekday, start, token.end, token.text, given=scan.low(i - 1)), i + 1
    unit = DURATION_WORDS.get(scan.low(i + 1))
    if token.low in _SHIFT and unit in {"week", "month", "year"} and scan.low(i + 1) == unit:
        end = scan.tokens[i + 1].end
        return Quantity("relative", _SHIFT[token.low], start, end, scan.text[start:end], unit), i + 2
    return None


def _beside_date(scan: Scan, i: int) -> bool:
    near = [scan.low(j) for j in range(i + 1, i + 4)]
    return any(word in MONTHS or word.isdecimal() for word in near)


def days(quantity: Quantity, anchor: datetime.date | None) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and last day that a date means, counted from the article's own date; None when it can't be said.

    A weekday is the last one up to the anchor ("next" before it: the first one after it).
    """
    try:
        if quantity.kind == "date":
            return _span(quantity.date, anchor)
        if anchor is None:
            return None
        if quantity.kind == "weekday":
            back = (anchor.weekday() - int(quantity.value)) % _WEEK
            ahead = _WEEK - back if quantity.given == "next" else -back
            day = anchor + datetime.timedelta(ahead)
            return day, day
        if quantity.kind == "relative":
            return _offset(int(quantity.value), quantity.unit, anchor)
    except (ValueError, OverflowError):
        return None
    return None


def _span(date: tuple[int, int, int], anchor: datetime.date | None) -> tuple[datetime.date, datetime.date] | None:
    year, month, day = date
    year = year or (anchor.year if anchor and month else 0)
    if not year:
        return None
    if not month:
        return datetime.date(year, 1, 1), datetime.date(year, _NOON, 31)
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day or 1), datetime.date(year, month, day or last)


def _offset(value: int, unit: str, anchor: datetime.date) -> tuple[datetime.date, datetime.date]:
    if unit == "day":
        day = anchor + datetime.timedelta(value)
        return day, day
    if unit == "week":
        monday = anchor + datetime.timedelta(_WEEK * value - anchor.weekday())
        return monday, monday + datetime.timedelta(_WEEK - 1)
    months = anchor.year * _NOON + anchor.month - 1 + value * (_NOON if unit == "year" else 1)
    year, month = months // _NOON, months % _NOON + 1
    span = _span((year, 0 if unit == "year" else month, 0), None)
    return span or (anchor, anchor)
