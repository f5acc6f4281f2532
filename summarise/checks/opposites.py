"""Whether a text says the contrary: an opposite, or another thing of its kind, in a word's place."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from summarise import words
from summarise.checks.index import window
from summarise.checks.signs import negated
from summarise.report import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.checks.said import Item, Said

_DATA = Path(__file__).parent / "data"
_FUNCTION = frozenset(
    "before after over above under below more less fewer most least without up down inside outside many few".split()
)
# Pairs that say one deed from its two sides: contrary only when they are told of the same name.
_CONTESTS = "win won victory beat lose loss lost defeat defeated".split()
_CONVERSES = "buy sell borrow lend give take receive send teach learn ask answer".split()
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
_CLOSE = 0.8
_MOST = 300  # places of one word that are tried
_SAME = 0.85  # how close a word must be to be called the article's own
# How well the rival must fit, and how much better than the word itself: when the article has the word elsewhere, and
# when it lacks it.
_BOTH, _ONE = (0.65, 0.1), (0.3, 0.1)
_FUNCTION_BOTH, _FUNCTION_ONE = (0.38, 0.2), (0.25, 0.2)
_FAMILY = frozenset("son daughter brother sister father mother husband wife uncle aunt".split())


def opposites(said: Said) -> Iterator[Finding]:
    """Yield S131 where the article has, in a word's place, its opposite or another word of its kind."""
    told = {t.stem for t in said.tokens}
    for q, item in enumerate(said.items):
        if item.figure is not None and item.figure.kind != "ordinal":
            continue
        yield from _opposite(said, q, item, told)
    at = [item.at for item in said.items]
    for i, token in enumerate(said.tokens):
        if token.normal in _FUNCTION:
            yield from _function(said, sum(a < i for a in at), i, told)


@lru_cache(maxsize=1 << 14)
def _contrary(stem: str) -> frozenset[str]:
    """Return the stems that say the contrary of a stem, or may."""
    found = words.opposed(stem) | _siblings().get(stem, set())
    found |= {prefix + stem for prefix in _PREFIXES}
    return found | {stem[len(p) :] for p in _PREFIXES if stem.startswith(p) and len(stem) - len(p) > 3}  # noqa: PLR2004


@cache
def _siblings() -> dict[str, set[str]]:
    """Stem → stems of the words that name another thing of the same kind."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in (_DATA / "siblings.txt").read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            groups = [{words.stem(word) for word in group.split("/")} for group in row.split()]
            for group in groups:
                for stem in group:
                    found[stem].update(*(other for other in groups if other is not group))
    return found


def _opposite(said: Said, q: int, item: Item, told: set[str]) -> Iterator[Finding]:
    index = said.index
    own = item.standing(_SAME)
    rivals = [
        at
        for stem in _contrary(item.token.stem)
        if stem in index.where and stem not in told
        for at in index.where[stem][:_MOST]
        if words.related(item.token.normal, index.tokens[at].normal) < _CLOSE or item.token.normal in _FAMILY
    ]
    own_lines = {index.line_of[at] for at in own}
    rivals = [at for at in rivals if index.line_of[at] not in own_lines and _same_side(said, item, at)]
    if not rivals:
        return
    mine = max((said.slot(q, p.at) for p in item.places if p.at not in set(rivals)), default=0.0)
    best, at = max((said.slot(q, at), -at) for at in rivals)
    at = -at
    least, gap = _BOTH if own else _ONE
    if not own and item.token.normal in _FAMILY:
        least, gap = 0.0, 0.0
    if best >= least and best - mine >= gap and negated(index.tokens, at) == negated(said.tokens, item.at):
        yield _found("S131", said, said.quote(item.at), index.tokens[at].text, at)


def _same_side(said: Said, item: Item, at: int) -> bool:
    """Say whether a word with two sides (win and lose, buy and sell) is told of one name in both places."""
    index = said.index
    sided = _sided().get(item.token.stem)
    if sided is None:
        return True
    line = index.line(at)
    there = [index.tokens[k].stem for k in range(line.first, at) if index.tokens[k].stem in index.names]
    here = [t.stem for t in said.tokens[: item.at] if t.stem in said.names]
    return here[-1] == there[-1] if here and there else sided == "contest"


@cache
def _sided() -> dict[str, str]:
    return {words.stem(w): "contest" for w in _CONTESTS} | {words.stem(w): "converse" for w in _CONVERSES}


def _function(said: Said, q: int, i: int, told: set[str]) -> Iterator[Finding]:
    index, token = said.index, said.tokens[i]
    rivals = [at for stem in words.opposed(token.stem) if stem not in told for at in index.where.get(stem, ())[:_MOST]]
    if not rivals:
        return
    own = index.normal.get(token.normal, [])[:_MOST]
    mine = max((_between(said, q, at) for at in own), default=0.0)
    best, at = max((_between(said, q, at), -at) for at in rivals)
    least, gap = _FUNCTION_BOTH if own else _FUNCTION_ONE
    if best >= least and best - mine >= gap and negated(index.tokens, -at) == negated(said.tokens, i):
        yield _found("S131", said, token.text, index.tokens[-at].text, -at)


def _between(said: Said, q: int, at: int) -> float:
    """Fit a function word between items ``q - 1`` and ``q``: what stands left of it there, and right of it."""
    line = said.index.line(at)
    found = total = 0.0
    for p, low, high, factor in (
        (q - 1, at - 7, at, 0.5),
        (q - 2, at - 9, at, 0.25),
        (q, at + 1, at + 7, 1.0),
        (q + 1, at + 1, at + 9, 1.0),
        (q + 2, at + 1, at + 11, 0.6),
    ):
        if 0 <= p < len(said.items):
            weight = said.items[p].weight * factor
            total += weight
            found += weight * window(said.items[p].places, max(low, line.first), min(high, line.last))
    return found / total if total else 0.0


def _found(code: str, said: Said, text: str, source: str, at: int) -> Finding:
    return finding(code, f"'{text}': the article has '{source}' here", sentences=(said.index.line(at).sentence.id,))
