"""Two sentences laid side by side: how much of them is the same, and what material fact differs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import LCSseq

from summarise import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarise.checks.repeats.lines import Line
    from summarise.checks.repeats.types import Differs
    from summarise.words import Token

_ABOUT = frozenset(
    ("about", "around", "roughly", "nearly", "almost", "approximately", "some", "over", "than", "least", "most", "to")
)
_DENIALS = frozenset(("deny", "refuse", "fail", "reject", "unable", "unlikely", "false"))
_DENIAL_STEMS = frozenset(map(words.stem, _DENIALS))
_ABOUT_EQUAL, _ROUNDED, _SMALLEST_ROUNDED = 0.10, 0.05, 100
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_TIMES = {"midnight": "00:00", "noon": "12:00", "midday": "12:00"}
_LOOSE = 0.4
_HALF = 5
_REACH, _CONTEXT, _AKIN = 5, 2, 0.8


class Difference(NamedTuple):
    """A material fact that is another one in the other sentence, with the words on either side."""

    differs: Differs
    one: str
    other: str


class Comparison(NamedTuple):
    """The share of both sentences' words that align in order (0–1), the longest run of words, and what differs.

    ``other_subject`` says that each also has a word of its own that is no figure, date or opposite: the two may speak
    of different things.
    """

    aligned: float
    run: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    other_subject: bool = False


class Side(NamedTuple):
    """One of two sentences, and those of its words that the other one lacks."""

    line: Line
    alone: list[Token]


def compare(one: Line, other: Line, names: frozenset[str], *, tight: float = 0.0) -> Comparison:
    """Lay two sentences side by side; ``names`` are the stems of the article's names.

    Sentences that have less than two fifths of their words in common come back with no run and no differences, and
    those that have a smaller share than ``tight`` with no differences.
    """
    size = len(one.sequence) + len(other.sequence)
    aligned = 2 * LCSseq.similarity(one.sequence, other.sequence) / size
    if aligned < _LOOSE:
        return Comparison(aligned)
    run = _run(one, other)
    if aligned < tight:
        return Comparison(aligned, run)
    mine, theirs = Counter(one.sequence), Counter(other.sequence)
    left, right = mine - theirs, theirs - mine
    sides = (
        Side(one, list({t.normal: t for t in reversed(one.tokens) if t.stem in left}.values())[::-1]),
        Side(other, list({t.normal: t for t in reversed(other.tokens) if t.stem in right}.values())[::-1]),
    )
    return Comparison(
        aligned,
        run,
        (*_dates(*sides), *_figures(*sides), *_names(*sides, names), *_polarity(*sides), *_opposite(*sides)),
        all(_subjects(*sides)),
    )


def _subjects(one: Side, other: Side) -> Iterator[bool]:
    """For each side, yield whether it has a word of its own beside figures, dates and opposites."""
    for side, against in ((one, other), (other, one)):
        yield any(
            t.stem in side.line.content
            and not t.number
            and t.normal not in words.MONTHS
            and t.normal not in words.WEEKDAYS
            and not any(words.opposites(t.normal, x.normal) or words.related(t.normal, x.normal) for x in against.alone)
            for t in side.alone
        )


def _run(one: Line, other: Line) -> tuple[str, ...]:
    """Return the longest run of words that both sentences have without a break."""
    blocks = LCSseq.opcodes(one.sequence, other.sequence)
    equal = [(op.src_end - op.src_start, op.src_start) for op in blocks if op.tag == "equal"]
    length, start = max(equal, default=(0, 0))
    return one.sequence[start : start + length]


def _dates(one: Side, other: Side) -> Iterator[Difference]:
    for calendar in (words.MONTHS, words.WEEKDAYS):
        mine, theirs = ([t for t in side.alone if t.normal in calendar] for side in (one, other))
        if mine and theirs:
            yield Difference("date", _joined(mine), _joined(theirs))
    mine, theirs = ([t for t in side.alone if t.clock or t.normal in _TIMES] for side in (one, other))
    told = [{_TIMES.get(t.normal, t.normal) for t in times} for times in (mine, theirs)]
    if mine and theirs and told[0].isdisjoint(told[1]):
        yield Difference("date", _joined(mine), _joined(theirs))


def _figures(one: Side, other: Side) -> Iterator[Difference]:
    mine, theirs = ([t for t in side.alone if t.number and not t.clock] for side in (one, other))
    odd = [t for t in mine if not any(_same_value(one.line, t, other.line, x) for x in theirs)]
    others = [t for t in theirs if not any(_same_value(other.line, t, one.line, x) for x in mine)]
    if odd and others:
        dated = all(map(_year, odd)) and all(map(_year, others))
        yield Difference("date" if dated else "figure", _joined(odd), _joined(others))


def figure_in_slot(one: Line, other: Line) -> Difference | None:
    """Return two different figures that count the same thing in sentences of other words; None when there are none.

    They do when the same word or sign of money stands beside them (years: when a word near them is the same or akin),
    and another word near them is shared too.
    """
    others = _odd_figures(other, one)
    for mine in _odd_figures(one, other) if others else ():
        for theirs in others:
            a, b = one.tokens[mine], other.tokens[theirs]
            if _year(a) != _year(b) or _same_value(one, a, other, b):
                continue
            near, nearby = _around(one, mine), _around(other, theirs)
            common = sum(any(words.related(x, y) >= _AKIN for y in nearby) for x in near)
            same_unit = _year(a) or _unit_matches(_unit(one, mine), _unit(other, theirs))
            if same_unit and common >= (1 if _year(a) or _money(one, a) else _CONTEXT):
                return Difference("date" if _year(a) else "figure", a.text, b.text)
    return None


def _odd_figures(line: Line, other: Line) -> list[int]:
    """Return the places of the figures that the other line lacks; "from £310" in "from £310 to £280" is past."""
    figures = [n for n, t in enumerate(line.tokens) if t.number and not t.clock]
    have = {t.normal for t in other.tokens} if figures else ()
    return [n for n in figures if line.tokens[n].normal not in have and (not n or line.tokens[n - 1].normal != "from")]


def _around(line: Line, index: int) -> list[str]:
    near = line.tokens[max(0, index - _REACH) : index] + line.tokens[index + 1 : index + 1 + _REACH]
    return [t.normal for t in near if not t.number and not words.is_stop(t.normal)]


def _unit(line: Line, index: int) -> str:
    token = line.tokens[index]
    following = (t.normal for t in line.tokens[index + 1 : index + 3] if not words.is_stop(t.normal))
    return _money(line, token) or next(following, "")


def _money(line: Line, token: Token) -> str:
    before = line.first.text[token.start - 1 : token.start]
    return before if before in ("$", "€", "£", "¥") else ""


def _unit_matches(one: str, other: str) -> bool:
    return bool(one and other) and (one == other or words.related(one, other) >= _AKIN)


def _joined(tokens: Sequence[Token]) -> str:
    return ", ".join(dict.fromkeys(t.text for t in tokens))


def _year(token: Token) -> bool:
    number = token.normal
    return (
        len(number) == 4  # noqa: PLR2004  digits of a year
        and number.isdecimal()
        and "," not in token.text
        and _FIRST_YEAR <= int(number) <= _LAST_YEAR
    )


def _same_value(mine: Line, one: Token, theirs: Line, other: Token) -> bool:
    """Whether two figures can be one: the same, one of them the other rounded, or close where one is called rough."""
    if one.normal == other.normal:
        return True
    if _year(one) or _year(other):
        return False
    try:
        a, b = float(one.normal), float(other.normal)
    except ValueError:  # "1.2.3"
        return False
    apart = abs(a - b) / max(a, b, 1e-9)
    rough = [_step(value) for line, t, value in ((mine, one, a), (theirs, other, b)) if _rough(line, t)]
    if rough:
        return apart <= _ABOUT_EQUAL and abs(a - b) <= max(rough)
    return apart <= _ROUNDED and min(a, b) >= _SMALLEST_ROUNDED and abs(_zeros(a) - _zeros(b)) > 1


def _rough(line: Line, token: Token) -> bool:
    index = line.tokens.index(token)
    return index > 0 and line.tokens[index - 1].normal in _ABOUT


def _step(value: float) -> float:
    """Return how far a rough figure may be from the exact one: "about 400" may be 412, "some 390" may not."""
    unit = 10.0 ** _zeros(value)
    return unit * (_HALF if value % (unit * _HALF * 2) == unit * _HALF else 1)


def _zeros(value: float) -> int:
    digits = f"{value:.0f}"
    return len(digits) - len(digits.rstrip("0"))


def _names(one: Side, other: Side, names: frozenset[str]) -> Iterator[Difference]:
    mine, theirs = (
        [t for t in side.alone if t.stem in names and not t.number and not any(_akin(t, x) for x in against.alone)]
        for side, against in ((one, other), (other, one))
    )
    if mine and theirs:
        yield Difference("name", _joined(mine), _joined(theirs))


def _akin(one: Token, other: Token) -> bool:
    """Whether two words may be one name: Swede and Swedish, CFL and CFLs."""
    a, b = one.normal, other.normal
    return a[:4] == b[:4] or a.startswith(b) or b.startswith(a) or words.related(a, b) > 0


def _polarity(one: Side, other: Side) -> Iterator[Difference]:
    """Yield a negation when an odd number of denials is on one side alone ("not insured" and "uninsured" are one)."""
    undone = [(a, b) for a in one.alone for b in other.alone if words.undone(a.normal, b.normal)]
    odd = (one.line.negations - other.line.negations + len(undone)) % 2
    denied = [[t for t in side.alone if t.stem in _DENIAL_STEMS] for side in (one, other)]
    if odd or bool(denied[0]) != bool(denied[1]):
        told = [
            [t for t in side.alone if t.normal in words.NEGATIONS] + denied[n] + [pair[n] for pair in undone]
            for n, side in enumerate((one, other))
        ]
        yield Difference("negation", _joined(told[0]), _joined(told[1]))


def _opposite(one: Side, other: Side) -> Iterator[Difference]:
    for mine in one.alone:
        for theirs in other.alone:
            if words.opposites(mine.normal, theirs.normal) or words.exclusive(mine.normal, theirs.normal):
                yield Difference("opposite", mine.text, theirs.text)
                return
