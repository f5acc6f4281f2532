"""Numbers in a run of words: digits, number words, scales and ordinals, read as plain digits."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from summarise.words import tables

if TYPE_CHECKING:
    from collections.abc import Sequence


class Piece(Protocol):
    """A written word and its place."""

    @property
    def normal(self) -> str:
        """The word in lower case, digits plainly."""

    @property
    def start(self) -> int:
        """Where it begins in the text."""

    @property
    def end(self) -> int:
        """Where it ends."""


# The number words of the project; `quantities` adds what only values need.
UNITS = {word: value for value, word in enumerate(tables.listed("units"))}
TENS = {word: 10 * value for value, word in enumerate(tables.listed("tens"), 2)}
ORDINALS = {word: value for value, word in enumerate(tables.listed("ordinals"), 1)}
SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_DECADES = {"decade": 10, "decades": 10}  # "four decades" is 40, but a decade alone is a span of time
SCALE_MARKS = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_SUFFIXES = frozenset(("st", "nd", "rd", "th", "s"))
_CURRENCY = "$€£¥"
_LONGEST = 8
_CLOCK = re.compile(
    r"(?P<hour>[01]?\d|2[0-3])(?:(?:(?P<colon>:)|\.)(?P<minute>[0-5]\d))?(?![:.]?\d)"
    r"(?: ?(?P<half>[aApP])\.?[mM]\b)?"
)
_NOON = 12
_PARTS_OF_DAY = {
    ("in", "the", "morning"): 0,
    ("in", "the", "afternoon"): 12,
    ("in", "the", "evening"): 12,
    ("at", "night"): 12,
}


def starts(normal: str) -> bool:
    """Whether a number may start with this word."""
    return normal[0].isdecimal() or normal in ORDINALS or normal in UNITS or normal in TENS or normal in SCALES


def read(pieces: Sequence[Piece], index: int, text: str) -> tuple[str, int] | None:
    """Return the number that starts at a piece, as plain digits, and how many pieces it takes; else None.

    A time of day is hours and minutes: "4.42pm" is "16:42", "ten at night" "22:00".
    "one" alone is a pronoun and "second" after a number or "a" a unit of time: neither is a number.
    """
    normal = pieces[index].normal
    hour = int(normal) if normal.isdecimal() and len(normal) < 3 else UNITS.get(normal, 0)  # noqa: PLR2004  "12"
    following = tuple([piece.normal for piece in pieces[index + 1 : index + 4]]) if 0 < hour < _NOON else ()
    for words, late in _PARTS_OF_DAY.items():
        if following[: len(words)] == words:
            return f"{hour % _NOON + late:02}:00", 1 + len(words)
    if normal[0].isdecimal():
        return _digits(pieces, index, text)
    if normal in ORDINALS:
        before = pieces[index - 1].normal if index else ""
        return (
            None
            if normal == "second" and (before in ("a", "per", "each") or before[:1].isdecimal())
            else (str(ORDINALS[normal]), 1)
        )
    if normal in UNITS or normal in TENS or normal in SCALES:
        value, used = _words(pieces, index)
        return None if normal == "one" and used == 1 else (str(value), used)
    return None


def _clock(pieces: Sequence[Piece], index: int, text: str) -> tuple[str, int] | None:
    """Read a time of day as hours and minutes: "16:42", "4.42pm" and "4:42 p.m." are "16:42", "5pm" is "17:00"."""
    start = pieces[index].start
    match = _CLOCK.match(text, start)
    if match is None or not (match["half"] or match["colon"]) or text[max(0, start - 1) : start] == ":":
        return None
    hour = int(match["hour"])
    if match["half"] and hour <= _NOON:
        hour = hour % _NOON + (_NOON if match["half"] in "pP" else 0)
    used = next(
        (n for n, piece in enumerate(pieces[index : index + 5]) if piece.start >= match.end()), len(pieces) - index
    )
    return f"{hour:02}:{int(match['minute'] or 0):02}", used


def _digits(pieces: Sequence[Piece], index: int, text: str) -> tuple[str, int]:
    clock = _clock(pieces, index, text)
    if clock:
        return clock
    digits, used = pieces[index].normal, 1
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    if following is None:
        return digits, used
    gap = following.start - pieces[index].end
    mark = SCALE_MARKS.get(following.normal, 0) if gap == 0 else 0
    if following.normal == "m" and text[pieces[index].start - 1 : pieces[index].start] not in tuple(_CURRENCY):
        mark = 0
    scale = mark or ({**SCALES, **_DECADES}.get(following.normal, 0) if gap <= 1 else 0)
    if scale and digits.count(".") < 2 and "," not in digits:  # noqa: PLR2004  "1.2.3" is no number
        return plain(Decimal(digits) * scale), 2
    return digits, 2 if gap == 0 and following.normal in _SUFFIXES else 1


def plain(value: Decimal) -> str:
    """Write a number without exponent and without zeros behind the point."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _words(pieces: Sequence[Piece], index: int) -> tuple[int, int]:
    """Read a number in words ("two hundred and fifty thousand"); return its value and the pieces it takes."""
    total = current = used = 0
    for place in range(index, min(len(pieces), index + _LONGEST)):
        word = pieces[place].normal
        if place > index and pieces[place].start - pieces[place - 1].end > 1:
            break
        if word in _DECADES and current:
            current *= _DECADES[word]
        elif word in SCALES:
            if SCALES[word] == 100 and current < 100:  # noqa: PLR2004
                current = (current or 1) * 100
            elif current or not used:
                total, current = total + (current or 1) * SCALES[word], 0
            else:
                break
        elif word in TENS and current % 100 == 0 and (not used or current or total):
            current += TENS[word]
        elif word in UNITS and _fits(current, total, used, UNITS[word]):
            current += UNITS[word]
        elif (
            word == "and"
            and used
            and current % 100 == 0
            and place + 1 < len(pieces)
            and (pieces[place + 1].normal in TENS or pieces[place + 1].normal in UNITS)
        ):
            continue
        else:
            break
        used = place + 1 - index
    return total + current, used


def _fits(current: int, total: int, used: int, unit: int) -> bool:
    """Whether a unit can follow what was read: first of all, after tens, or after a scale."""
    if not used:
        return True
    if current % 100 == 0:
        return bool(current or total)
    return current % 10 == 0 and current % 100 >= 20 and 0 < unit < 10  # noqa: PLR2004
