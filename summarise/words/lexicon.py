"""What is known about English words: weight, relatives, opposites, names."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from summarise.words import tables
from summarise.words.tokens import Token, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MONTHS = {month: number for number, month in enumerate(tables.listed("months"), 1)}
WEEKDAYS = {day: number for number, day in enumerate(tables.listed("weekdays"), 1)}
NEGATIONS = frozenset(tables.listed("negations"))

_NOT_AGAINST = frozenset(("only", "matter", "doubt", "least", "just"))
_RARE = 1.1
_PAIR = 0.8
_CLOSE, _LOOSE = 0.8, 0.4
_LOOSE_MARK = "~"
_SAME_START = 5
_NAMELIKE = 0.8
_REACH = 3


def is_stop(word: str) -> bool:
    """Whether a normal form carries no topic of its own ("the", "said", "more")."""
    return word in tables.stop()


@lru_cache(maxsize=1 << 14)
def weight(word: str) -> float:
    """Return how much a normal form says: 0.1 for the most frequent words of news to 1.1 for rare ones.

    A number weighs 1.25, one of a single digit 0.75.
    """
    if word[:1].isdecimal():
        return 1.25 if len(word) > 1 else 0.75
    return _PAIR if "_" in word else tables.bands().get(word, _RARE)


@cache
def _by_start() -> dict[str, list[str]]:
    """First two letters of a base form → the background's words with it; no inflection changes them."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in tables.bands():
        found[tables.irregular().get(word, word)[:2]].append(word)
    return dict(found)


@lru_cache(maxsize=1 << 14)
def is_common(base: str) -> bool:
    """Whether some form of a stem is a word of the background; to stem all of it takes 30 ms."""
    return any(stem(word) == base for word in _by_start().get(base[:2], ()))


def content(words: Sequence[Token]) -> dict[str, str]:
    """Return the stems that carry a topic, in order, each with its normal form; stop words are left out.

    A verb and its particle that mean something together ("pulled the old hall down") are one: ``pull_down``.
    """
    stop, pairs = tables.stop(), _pairs()
    found: dict[str, str] = {}
    for index, token in enumerate(words):
        if token.stem in pairs:
            following = (t.stem for t in words[index + 1 : index + 2 + _REACH])
            joined = next((pairs[token.stem][second] for second in following if second in pairs[token.stem]), None)
            if joined:
                found.setdefault(joined, joined)
                continue
        if token.normal not in stop and (len(token.normal) > 1 or token.number or not token.normal.isascii()):
            found.setdefault(token.stem, token.normal)
    return found


@cache
def families() -> dict[str, tuple[str, ...]]:
    """Stem → the keys of the families that it is of."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, forms in _members().items():
        for form in forms:
            found[form].append(key)
    return {form: tuple(all_) for form, all_ in found.items()}


@cache
def _members() -> dict[str, frozenset[str]]:
    """Key of a family → the stems that are of it."""
    return {
        f"{_LOOSE_MARK if row[0] == _LOOSE_MARK else '='}{number}": frozenset(map(_form, row)) - {_LOOSE_MARK}
        for number, row in enumerate(tables.rows("families"))
    }


def _form(word: str) -> str:
    return "_".join(map(stem, word.split("_"))) if "_" in word else stem(word)


@cache
def _pairs() -> dict[str, dict[str, str]]:
    """Stem of a first word → stem of the second → the two joined, for the pairs that are of a family ("pull_down")."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for form in families():
        first, joined, second = form.partition("_")
        if joined:
            found[first][second] = form
    return dict(found)


@lru_cache(maxsize=1 << 14)
def keys(word: str) -> tuple[str, ...]:
    """Return what a normal form can be akin to others by: its families and its first five letters."""
    if word[:1].isdecimal():
        return ()
    found, same = families().get(_form(word), ()), start(word)
    return (*found, same) if same else found


@lru_cache(maxsize=1 << 14)
def kin(base: str) -> dict[str, float]:
    """Return the stems that are of one family with a stem, itself too, each with how close it is (0–1)."""
    found: dict[str, float] = {}
    for key in families().get(base, ()):
        near = closeness(key)
        for form in _members()[key]:
            found[form] = max(found.get(form, 0.0), near)
    return found


def start(word: str) -> str:
    """Return the first five letters of a normal form, which a word akin to it shares; "" when it has fewer."""
    return word[:_SAME_START] if len(word) >= _SAME_START and "_" not in word and not word[0].isdecimal() else ""


def closeness(key: str) -> float:
    """Return how close two words are that have this key in common: 0.8, or 0.4 for a loose family."""
    return _LOOSE if key[0] == _LOOSE_MARK else _CLOSE


def related(one: str, other: str) -> float:
    """Return how close two normal forms are in meaning, from 0 to 1.

    1 for forms of one word, 0.8 for members of one family ("demolish", "raze") and for words with the same five
    letters at their start ("decide", "decided", "decider"), 0.4 for a loose family; numbers only when they are equal.
    """
    if one == other or (stem(one) == stem(other) and not one[:1].isdecimal()):
        return 1.0
    return max(map(closeness, set(keys(one)).intersection(keys(other))), default=0.0)


@cache
def _opposites() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in tables.rows("opposites"):
        bar = row.index("|")
        left, right = ([stem(w) for w in side] for side in (row[:bar], row[bar + 1 :]))
        for one in left:
            for other in right:
                found[one].add(other)
                found[other].add(one)
    return {word: frozenset(others) for word, others in found.items()}


@cache
def _kinds() -> dict[str, frozenset[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(tables.rows("exclusives")):
        for word in row:
            found[stem(word)].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def opposed(base: str) -> frozenset[str]:
    """Return the stems that are listed as opposites of a stem."""
    return _opposites().get(base, frozenset())


def opposites(one: str, other: str) -> bool:
    """Whether two normal forms say opposite things ("approve" and "reject")."""
    return stem(other) in opposed(stem(one))


def exclusive(one: str, other: str) -> bool:
    """Whether two normal forms name two things of one kind, of which one is never the other ("bus" and "train")."""
    first, second = stem(one), stem(other)
    same_kind = not _kinds().get(first, frozenset()).isdisjoint(_kinds().get(second, ()))
    return same_kind and first != second and related(one, other) < _CLOSE


def denies(before: str, word: str, following: str) -> bool:
    """Whether a normal form denies something, by its neighbours: "not only" and "whether or not" deny nothing."""
    return word in NEGATIONS and following not in _NOT_AGAINST and (word != "not" or before != "or")


def undone(one: str, other: str) -> bool:
    """Whether one normal form denies the other by its first letters: "known" and "unknown"."""
    short, long = sorted((stem(one), stem(other)), key=len)
    return len(short) > 3 and any(  # noqa: PLR2004  "kind" and "unkind", not "it" and "unit"
        long == prefix + short for prefix in tables.listed("prefixes")
    )


def is_name(token: Token) -> bool:
    """Whether a word looks like a name where it stands: a capital letter that no sentence start explains."""
    return token.capital and not token.opens and _may_name(token.normal)


def _may_name(normal: str) -> bool:
    return not (is_stop(normal) or normal in MONTHS or normal in WEEKDAYS)


def names(texts: Iterable[Sequence[Token]]) -> frozenset[str]:
    """Return the stems of the words that are names in these texts together.

    A word is one when it has a capital letter and does more than open sentences, or opens one, never occurs in lower
    case in the texts, and is rare or unknown in the background.
    """
    every = [token for text in texts for token in text]
    small = Counter([token.normal for token in every if not token.capital])
    capitals = [token for token in every if token.capital and _may_name(token.normal)]
    inner = {token.normal: token.stem for token in capitals if not token.opens}
    opening = {token.normal: token.stem for token in capitals if token.opens}
    found = {form for word, form in inner.items() if small[word] < 2 or word not in tables.bands()}  # noqa: PLR2004
    return frozenset(found | {form for word, form in opening.items() if not small[word] and weight(word) >= _NAMELIKE})
