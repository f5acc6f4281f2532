"""What a figure, a date or a measure in a text comes down to."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "number",  # 238, "twelve hundred", 1.2 million
    "implied",  # "both", "a pair": a word that holds a number
    "ordinal",  # 60th, "first"
    "percent",
    "points",  # percentage points
    "fraction",  # "two-thirds", "one in five"
    "times",  # "doubled", "18-fold", "three times"
    "money",
    "measure",  # a length, area, volume, mass, speed, temperature, power
    "duration",
    "rate",  # "a year" in "£40,000 a year": the span that a figure is for, no figure of its own
    "score",  # 3–1
    "date",  # any of year, month and day
    "weekday",
    "relative",  # "yesterday", "last month", "three days ago"
    "decade",  # the 1990s
    "time",  # of day, in minutes
]
Approx = Literal["", "about", "over", "under"]


class Quantity(NamedTuple):
    """A quantity and its place; ``text`` is the words from code point ``start`` to ``end``.

    A named tuple: one is altered several times while it is read, which takes a dataclass three times as long.

    ``value`` is in ``unit``: money in a currency code ("$" when it may be any dollar), a measure in its base unit
    (metre, square metre, litre, gram, kilometre an hour, degree Celsius, watt), a duration or rate in minutes, days or
    months. ``given`` is the unit as a word of its own ("week", "mile"), ``written`` the figure in it. ``grain`` is the
    worth of the last digit that is not a trailing zero (1.2 million: 100,000). ``upto`` is the upper end of a range,
    or the other side of a score. ``date`` is year, month, day, each 0 when not said; a weekday's value counts from
    Monday = 0; a relative date's value is an offset in its unit (day, week, month, year).
    """

    kind: Kind
    value: float
    start: int
    end: int
    text: str
    unit: str = ""
    given: str = ""
    written: float = 0.0
    grain: float = 1.0
    approx: Approx = ""
    upto: float | None = None
    date: tuple[int, int, int] = (0, 0, 0)
    spelled: bool = False
