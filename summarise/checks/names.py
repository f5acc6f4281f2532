"""Whether the names in a text are the article's, and stand where the article has them."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from summarise import words
from summarise.report import Finding, finding
from summarise.words import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.checks.index import Index
    from summarise.checks.said import Said

_REACH, _SPAN = 4, 12
# How badly the name fits where the text has it, how well the rival; for names of several words, and of one.
_SEVERAL, _SINGLE = (0.25, 0.5), (0.15, 0.6)
_MAIN_OWN, _MAIN_TIMES, _SUBJECT = 0.45, 5, 6
_RARE = 2
_MOST = 300  # rivals that are tried
_SAME = 0.8
_START = 4
_SELDOM = 0.85  # weight of a word that is hardly anything but a name
_NOUNS_CAPITAL = frozenset({"de", "lb"})  # a single capital says nothing there
_PLACING = frozenset("in at near from on off to".split())


def names(said: Said) -> Iterator[Finding]:
    """Yield S111 for a name that the article lacks, S112 for one that stands where the article has another."""
    least = 2 if said.index.article.language in _NOUNS_CAPITAL else 1
    for first, last in _runs(said):
        if last - first < least:
            continue
        missing = [i for i in range(first, last) if _unknown(said, i)]
        if missing:
            shown = said.quote(missing[0], missing[-1])
            yield finding("S111", f"the name '{shown}' is not in the article")
        elif (other := _another(said, first, last)) is not None:
            i, at = other
            tokens = said.index.tokens
            shown, own = said.quote(i - 1, i), f"{tokens[at - 1].text} {tokens[at].text}"
            yield finding(
                "S112", f"'{shown}': the article has '{own}' here", sentences=(said.index.line(at).sentence.id,)
            )
        else:
            yield from _moved(said, first, last)


def _another(said: Said, first: int, last: int) -> tuple[int, int] | None:
    """Return a word of a name that the article lacks, and the place of the one that it has behind the word before.

    "Anna Hart", where the article knows an Anna Holt alone: both surnames are common words, so that S111, which looks
    for words that are nothing but names, is silent. A common word before it tells nothing: the article's "President"
    may be another one.
    """
    index, told = said.index, {t.stem for t in said.tokens}
    for i in range(first + 1, last):
        token, before = said.tokens[i], said.tokens[i - 1]
        if token.text.lower() in index.surfaces or token.stem in index.where or words.weight(before.normal) < _SELDOM:
            continue
        for at in index.normal.get(before.normal, ()):
            there = at + 1 < index.line(at).last and index.tokens[at + 1]
            if there and index.tokens[at].capital and there.capital and there.stem not in told:
                return i, at + 1
    return None


def whole_name(said: Said) -> Iterator[Finding]:
    """Yield S111 for a text that is nothing but a name, when a word of it is not in the article."""
    missing = [t.text for t in said.tokens if t.capital and not said.index.places(t)]
    if missing:
        yield finding("S111", f"the name '{' '.join(missing)}' is not in the article")


def _runs(said: Said) -> list[tuple[int, int]]:
    """Return the runs of name words as (first token, token after)."""
    runs: list[tuple[int, int]] = []
    for i, token in enumerate(said.tokens):
        if not _name(said, i):
            continue
        if runs and runs[-1][1] == i and said.text[said.tokens[i - 1].end : token.start].strip(" .-’'") == "":
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _name(said: Said, i: int) -> bool:
    token = said.tokens[i]
    return token.capital and token.stem in said.names and not token.number


def _unknown(said: Said, i: int) -> bool:
    token = said.tokens[i]
    index = said.index
    if index.places(token) or token.text.lower() in index.surfaces or token.normal in tables.bands():
        return False
    if token.opens and token.normal.endswith("ing"):
        return False
    start = token.normal[:_START]
    return not (len(start) == _START and any(name.startswith(start) for name in index.names))


def _listed(said: Said, at: int) -> bool:
    """Say whether a name stands in a list of names, where its neighbours tell nothing about it."""
    before = said.text[: said.tokens[at].start].rstrip()
    return before.endswith((",", " and", " or")) and at > 0 and any(_name(said, k) for k in range(max(0, at - 3), at))


def _name_at(index: Index, at: int) -> set[str]:
    """Return the stems of the whole name that a position lies in; single letters hold nothing."""
    line = index.line(at)
    first = last = at
    while first > line.first and index.tokens[first - 1].capital:
        first -= 1
    while last + 1 < line.last and index.tokens[last + 1].capital:
        last += 1
    return {t.stem for t in index.tokens[first : last + 1]} & index.names


def _placed_alike(said: Said, first: int, at: int) -> bool:
    """Say whether a name behind "in" or "at" is compared with another behind the same word."""
    before = said.tokens[first - 1].normal if first else ""
    line = said.index.line(at)
    while at > line.first and said.index.tokens[at - 1].capital:
        at -= 1
    other = said.index.tokens[at - 1].normal if at > line.first else ""
    return before == other or not {before, other} & _PLACING


def _moved(said: Said, first: int, last: int) -> Iterator[Finding]:
    own = [q for q, item in enumerate(said.items) if first <= item.at < last and item.places]
    if not own or (last - first == 1 and _listed(said, first)):
        return
    index = said.index
    q, skip = own[-1], frozenset(own)

    def fits(at: int) -> float:
        return said.slot(q, at, reach=_REACH, span=_SPAN, skip=skip)

    standing = [p.at for k in own for p in said.items[k].places if p.close >= _SAME]
    if not standing:
        return
    mine = 0.0
    for at in standing:
        mine = max(mine, fits(at))
        if mine >= _MAIN_OWN:  # it stands where the article has it
            return
    here = {t.stem for t in said.tokens}
    lines = {index.line_of[at] for at in standing}
    rivals = [
        at
        for number in said.evidence
        if number not in lines
        for at in range(index.lines[number].first, index.lines[number].last)
        if index.tokens[at].stem in index.names
        and index.tokens[at].stem not in here
        and len(index.tokens[at].text) > 1
        and not here & _name_at(index, at)
        and _placed_alike(said, first, at)
    ][:_MOST]
    best, at = max(((fits(at), -at) for at in rivals), default=(0.0, 0))
    most, least = _SEVERAL if last - first > 1 else _SINGLE
    main = _main(index)
    if mine <= most and best >= least:
        yield finding(
            "S112",
            f"'{said.quote(first, last - 1)}': the article has '{index.tokens[-at].text}' here",
            sentences=(index.line(-at).sentence.id,),
        )
    elif main and mine < _MAIN_OWN and not here & set(main) and _passing(said, first, last):
        shown = said.quote(first, last - 1)
        at = index.where[main[-1]][0]
        yield finding(
            "S112",
            f"'{shown}' does what the article tells of '{index.tokens[at].text}'",
            sentences=(index.line(at).sentence.id,),
        )


def _passing(said: Said, first: int, last: int) -> bool:
    """Say whether a full name opens the text, and the article has it no more than twice."""
    where = said.index.where
    return (
        last - first > 1
        and first <= _SUBJECT
        and len(said.items) > last - first + 1
        and all(len(where.get(t.stem, ())) <= _RARE for t in said.tokens[first:last])
    )


@lru_cache(maxsize=4)
def _main(index: Index) -> tuple[str, str] | None:
    """Return the stems of the person that the article is about: the full name whose surname it says most, if often."""
    pairs = {
        (a.stem, b.stem)
        for a, b in pairwise(index.tokens)
        if a.capital and b.capital and {a.stem, b.stem} <= index.names and b.start - a.end == 1
    }
    best = max(sorted(pairs), key=lambda pair: len(index.where[pair[1]]), default=None)
    return best if best and len(index.where[best[1]]) >= _MAIN_TIMES else None
