"""Tokens of a text, and the plain numbers in them."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

from summarise.quantities.tables import ONES, POINT_LANGUAGES, SCALES, SHORT_SCALES, TENS

_LONGEST = 24  # digits; longer ones are identifiers
_SPACES = "\u00a0\u202f\u2009"
WORD = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
"""The pattern of a word."""


class Token(NamedTuple):
    """A run of digits ("n"), of letters ("w") or one other character ("p"), with its lower-case form."""

    kind: str
    text: str
    low: str
    start: int
    end: int


class Number(NamedTuple):
    """A plain number that ends before token ``stop``; ``grain`` as in Quantity."""

    value: float
    stop: int
    grain: float
    spelled: bool
    plain: bool = False  # digits alone: no separator, no scale


@cache
def _pattern(language: str) -> re.Pattern[str]:
    group, point = (",", r"\.") if language in POINT_LANGUAGES else (r"\.", ",")
    number = (
        rf"\d{{1,3}}(?:[{group}{_SPACES}]\d{{3}})+(?!\d)(?:{point}\d+)?"
        rf"|\d{{1,2}}(?:,\d\d){{1,5}},\d{{3}}(?!\d)|\d+(?:{point}\d+)?|\d+(?:\.\d+)?"
    )
    return re.compile(rf"({WORD}|{number}|[^\w\s]|_)")  # in a group, so that `split` gives gaps and pieces by turns


_new = tuple.__new__  # half the time of Token(), which counts for a token


def _tokens(text: str, language: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    curly = "’" in text
    turns = iter(_pattern(language).split(text))
    for gap, piece in zip(turns, turns, strict=False):  # the gap behind the last piece is left over
        start = at + len(gap)
        at = start + len(piece)
        first, low = piece[0], piece.lower()
        kind = "n" if first.isdecimal() else "w" if first.isalnum() else "p"
        found.append(_new(Token, (kind, piece, low.replace("’", "'") if curly else low, start, at)))
    return found


class Scan:
    """The tokens of a text, looked at by number; ``language`` decides what a comma in digits means."""

    __slots__ = ("language", "text", "tokens")

    def __init__(self, text: str, language: str = "en") -> None:
        self.text = text
        self.language = language
        self.tokens = _tokens(text, language)

    def glued(self, i: int) -> bool:
        """Say whether token ``i`` touches the one before it."""
        return 0 < i < len(self.tokens) and self.tokens[i].start == self.tokens[i - 1].end

    def low(self, i: int) -> str:
        """Return the lower-case form of token ``i``, or "" outside the text."""
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""


def digits(text: str, language: str = "en") -> float | None:
    """Return the value of digits with separators, or None when it is no finite number of a sane length."""
    if len(text) > _LONGEST:
        return None
    text = re.sub(rf"[{_SPACES}]", "", text)
    if language in POINT_LANGUAGES or text.count(",") > 1:  # "12,34,567" has no other reading
        text = text.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text) or "," in text:
        text = text.replace(".", "").replace(",", ".")
    value = float(text)
    return value if math.isfinite(value) else None


def number_at(scan: Scan, i: int) -> Number | None:
    """Read the number that starts at token ``i``: digits or English words, with scale words ("1.2 million").

    None where there is none, or one too large to be told ("a trillion trillion…").
    """
    token = scan.tokens[i]
    if token.kind == "n":
        value = digits(token.text, scan.language)
        if value is None:
            return None
        number = Number(value, i + 1, _grain(token.text, scan.language), spelled=False, plain=token.text.isdecimal())
    elif token.kind == "w":
        spelled = _spelled(scan, i)
        if spelled is None:
            return None
        number = spelled
    else:
        return None
    number = _scaled(scan, number)
    return number if math.isfinite(number.value) else None


def _scaled(scan: Scan, number: Number) -> Number:
    value, stop, grain, plain = number.value, number.stop, number.grain, number.plain
    short = SHORT_SCALES.get(scan.low(stop)) if scan.glued(stop) and not number.spelled else None
    if short:
        value, grain, stop, plain = value * short, grain * short, stop + 1, False
    while True:
        step = stop + (scan.low(stop) == "-" and scan.low(stop + 1) in SCALES)
        scale = SCALES.get(scan.low(step))
        if not scale or scan.low(step) == "score":
            return Number(value, stop, grain, number.spelled, plain)
        value, grain, stop, plain = value * scale, grain * scale, step + 1, False


def _grain(text: str, language: str) -> float:
    point = "." if language in POINT_LANGUAGES else ","
    whole, _, part = text.partition(point)
    if part and point not in part:
        return float(10.0 ** -len(part))
    plain = [c for c in whole if c.isdecimal()]
    zeros = 0
    while plain and len(plain) > 1 and plain[-1] == "0":
        plain.pop()
        zeros += 1
    return float(10.0**zeros)


def _spelled(scan: Scan, i: int) -> Number | None:
    word = scan.tokens[i].low
    if word in {"a", "an"} and scan.low(i + 1) in SCALES and scan.low(i + 1) != "score":
        total, stop, last = 1.0, i + 1, 1.0
    elif word == "half" and scan.low(i + 1) == "a" and scan.low(i + 2) in SCALES:
        return Number(0.5, i + 2, 0.5, spelled=True)
    elif word in ONES or word in TENS:
        total, stop, last = _below_hundred(scan, i)
    else:
        return None
    return _hundreds(scan, total, stop, last)


def _below_hundred(scan: Scan, i: int) -> tuple[float, int, float]:
    word = scan.tokens[i].low
    if word in ONES:
        return float(ONES[word]), i + 1, 1.0
    step = i + 1 + (scan.low(i + 1) in {"-", "‑", "–"})
    if 0 < ONES.get(scan.low(step), 0) < 10:  # noqa: PLR2004
        return float(TENS[word] + ONES[scan.tokens[step].low]), step + 1, 1.0
    return float(TENS[word]), i + 1, 10.0


def _hundreds(scan: Scan, total: float, stop: int, last: float) -> Number:
    """Read on: "hundred (and) five", "thousand two hundred", "and a half"."""
    done = 0.0
    while True:
        scale = SCALES.get(scan.low(stop))
        if scale and scan.low(stop) != "score":
            total, last, stop = total * scale, scale * (last if last > 1 else 1.0), stop + 1
            if scale >= 1e3:  # noqa: PLR2004
                done, total = done + total, 0.0
            step = stop + (scan.low(stop) == "and")
            if scan.low(step) in ONES or scan.low(step) in TENS:
                more, step, last = _below_hundred(scan, step)
                if more < scale:
                    total, stop = total + more, step
                    continue
            return Number(done + total, stop, last, spelled=True)
        if scan.low(stop) == "and" and scan.low(stop + 1) == "a" and scan.low(stop + 2) == "half":
            return Number(done + total + 0.5, stop + 3, 0.5, spelled=True)
        return Number(done + total, stop, last, spelled=True)
