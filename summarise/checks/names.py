"""Whether the names in a text are the article's, and stand where the article has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.report import Finding, finding
from summarise.words import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.checks.said import Said

_REACH, _SPAN = 4, 12
_OWN, _RIVAL = 0.12, 0.6
_MAIN_OWN, _MAIN_TIMES, _SUBJECT = 0.6, 5, 6
_SAME = 0.8
_START = 4


def names(said: Said) -> Iterator[Finding]:
    """Yield S111 for a name that the article lacks, S112 for one that stands where the article has another."""
    for first, last in _runs(said):
        missing = [i for i in range(first, last) if _unknown(said, i)]
        if missing:
            shown = said.quote(missing[0], missing[-1])
            yield finding("S111", f"the name '{shown}' is not in the article")
        else:
            yield from _moved(said, first, last)


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
    start = token.normal[:_START]
    return not (len(start) == _START and any(name.startswith(start) for name in index.names))


def _moved(said: Said, first: int, last: int) -> Iterator[Finding]:
    own = [q for q, item in enumerate(said.items) if first <= item.at < last and item.places]
    if not own:
        return
    index = said.index
    q, skip = own[-1], frozenset(own)

    def fits(at: int) -> float:
        return said.slot(q, at, reach=_REACH, span=_SPAN, skip=skip)

    mine = max(fits(p.at) for k in own for p in said.items[k].places if p.close >= _SAME)
    here = {t.stem for t in said.tokens}
    rivals = [
        at for stem in index.names - here for at in index.where.get(stem, ()) if index.line_of[at] in said.evidence
    ]
    best, at = max(((fits(at), -at) for at in rivals), default=(0.0, 0))
    if mine <= _OWN and best >= _RIVAL:
        yield finding(
            "S112",
            f"'{said.quote(first, last - 1)}': the article has '{index.tokens[-at].text}' here",
            sentences=(index.line(-at).sentence.id,),
        )
