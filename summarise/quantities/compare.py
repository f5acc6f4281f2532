"""When two quantities say the same, when they differ, and when they can't be compared."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from summarise.quantities.dates import days
from summarise.quantities.tables import LOOSE_CURRENCIES

if TYPE_CHECKING:
    import datetime

    from summarise.quantities.types import Quantity

Verdict = Literal["same", "differs", "apart"]

_COUNTS = frozenset({"number", "implied", "ordinal", "times", "score"})
_SHARES = frozenset({"percent", "fraction"})
_DATES = frozenset({"date", "weekday", "relative", "decade"})
_SPANS = frozenset({"duration", "rate"})
_LOOSE = 0.10  # after "about"
_ROUNDED = 0.05  # rounding never moves a figure further than this
_SMALLEST_ROUNDED = 100


def same(a: Quantity, b: Quantity, anchor: datetime.date | None = None) -> bool:
    """Say whether two quantities can stand for one fact, in either direction: rounding and "about" are allowed."""
    return compare(a, b, anchor) == "same"


def compare(a: Quantity, b: Quantity, anchor: datetime.date | None = None) -> Verdict:
    """Compare two quantities: "apart" when they measure different things (a weekday and a price).

    ``anchor`` is the day from which "yesterday" and weekdays are counted.
    """
    if stands_for(a, b, anchor) or stands_for(b, a, anchor):
        return "same"
    return "differs" if _comparable(a, b, anchor) else "apart"


def _comparable(a: Quantity, b: Quantity, anchor: datetime.date | None) -> bool:
    kinds = {a.kind, b.kind}
    if kinds <= _DATES:
        if a.kind == b.kind == "date":
            return any(x and y for x, y in zip(a.date, b.date, strict=True))
        return len(kinds) == 1 or bool(days(a, anchor) and days(b, anchor))
    if kinds & _DATES:
        return False
    if kinds <= _SHARES | {"points"}:
        return True
    if kinds == {"measure"} or kinds <= _SPANS:
        return a.unit == b.unit
    if len(kinds) == 1:
        return True
    return kinds <= {"number", "implied"} or (bool(kinds & {"number"}) and bool(kinds & {"money", "measure"}))


def stands_for(said: Quantity, source: Quantity, anchor: datetime.date | None = None) -> bool:
    """Say whether a text may write ``said`` where its source has ``source``.

    The text may be rounder than the source ("1.2 million" for 1,187,345), never sharper; 10 % is allowed after
    "about", the right side only after "more than" and "under".
    """
    if said.kind in _DATES or source.kind in _DATES:
        return _dates(said, source, anchor)
    if not _units_meet(said, source):
        return False
    if said.kind == "score" or source.kind == "score":
        return _scores(said, source)
    kinds = {said.kind, source.kind}
    if len(kinds) > 1 and not kinds.isdisjoint(_SPANS | {"measure"}):
        return (said.written or said.value) == (source.written or source.value)
    if said.kind in _SHARES and source.kind in _SHARES and said.kind != source.kind:
        return abs(_percent(said) - _percent(source)) <= 2  # noqa: PLR2004  "a third" for 34 %
    if source.upto is not None and said.upto is None:
        return _rounds(said, said.value, source.value) or source.value <= said.value <= source.upto
    if said.upto is not None:
        upper = source.upto if source.upto is not None else source.value
        return _rounds(said, said.value, source.value) and _rounds(said, said.upto, upper)
    return _rounds(said, said.value, source.value, converted=said.given != source.given)


def _units_meet(said: Quantity, source: Quantity) -> bool:
    kinds = {said.kind, source.kind}
    if kinds == {"money"}:
        units = {said.unit, source.unit}
        return len(units) == 1 or any(
            units - {loose} <= LOOSE_CURRENCIES[loose] for loose in units & LOOSE_CURRENCIES.keys()
        )
    if kinds == {"measure"} or kinds <= _SPANS:
        return said.unit == source.unit
    if len(kinds) == 1 or kinds <= _COUNTS or kinds <= _SHARES:
        return True
    return bool(kinds & _COUNTS) and "points" not in kinds and "time" not in kinds


def _percent(quantity: Quantity) -> float:
    return quantity.value * 100 if quantity.kind == "fraction" else quantity.value


def _scores(said: Quantity, source: Quantity) -> bool:
    if said.kind == source.kind:
        return {said.value, said.upto} == {source.value, source.upto}
    return source.kind == "score" and said.value in (source.value, source.upto)


def _rounds(said: Quantity, value: float, source: float, *, converted: bool = False) -> bool:
    """Say whether ``value`` is ``source``, or ``source`` rounded as ``said`` writes it."""
    if math.isclose(value, source, rel_tol=1e-9):
        return True
    if source == 0 or (value < 0) != (source < 0):
        return False
    off = (value - source) / abs(source)
    if said.approx == "over" and -_LOOSE * 2 <= off < 0:
        return True
    if said.approx == "under" and 0 < off <= _LOOSE:
        return True
    if said.approx == "about" and abs(off) <= _LOOSE:
        return True
    if converted:
        return abs(off) <= _ROUNDED
    size = abs(value) / (said.grain or 1.0)
    sharp = said.grain <= 1 and abs(value) < _SMALLEST_ROUNDED and not _fraction_written(said)
    rounded = abs(value - source) <= said.grain / 2 * (1 + 1e-9)
    return rounded and abs(off) <= _ROUNDED and not sharp and size >= 1


def _fraction_written(said: Quantity) -> bool:
    return said.grain < 1


def _dates(said: Quantity, source: Quantity, anchor: datetime.date | None) -> bool:
    if said.kind not in _DATES or source.kind not in _DATES:
        date, number = (said, source) if said.kind in _DATES else (source, said)
        return (date.kind, number.kind) == ("date", "number") and date.date == (int(number.value), 0, 0)
    if said.kind == source.kind == "date":
        year = source.date[0] or (anchor.year if anchor and source.date[1] else 0)
        given = (year or said.date[0], *source.date[1:]) if source.date[1] else source.date
        slack = 0 if source.date[0] or not anchor else 1
        return all(
            not mine or mine == theirs or (not n and abs(mine - theirs) <= slack)
            for n, (mine, theirs) in enumerate(zip(said.date, given, strict=True))
        )
    if said.kind == source.kind and said.kind != "relative":
        return said.value == source.value
    if {said.kind, source.kind} == {"date", "decade"}:
        dated, decade = (said, source) if said.kind == "date" else (source, said)
        return bool(dated.date[0]) and 0 <= dated.date[0] - decade.value < 10  # noqa: PLR2004
    if said.kind == source.kind == "relative" and anchor is None:
        return (said.value, said.unit) == (source.value, source.unit)
    mine, theirs = days(said, anchor), days(source, anchor)
    if mine is None or theirs is None:
        return False
    sharper = mine[1] - mine[0] < theirs[1] - theirs[0]  # "on Tuesday" for "this year"
    return not sharper and mine[0] <= theirs[1] and theirs[0] <= mine[1]
