"""Whether a sign has come or gone between an article and a text: a negation, a hedge, a plan."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from summarise import words
from summarise.report import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarise.checks.index import Index, Line
    from summarise.checks.said import Said

_SAME = 0.85  # how close a word must be to be called the article's own
_ALIGNED = 0.45  # slot from which the same word is taken to say the same thing
_PLAIN = frozenset("not no never without neither nor cannot".split())
_NEGATION_REACH = 2  # words that are no determiners
_WIDE = _PLAIN | frozenset(
    "none nobody nothing hardly barely deny denied denies refuse refused refuses refusing fail failed fails failing "
    "unlikely instead rather lack lacked lacks avoid avoided ineffective despite reject rejected ruled few little ban "
    "banned stop stopped prevent prevented against".split()
)
_PLANS = frozenset("considering considered consider plans plan planned planning proposed proposes asked hopes".split())
_HEDGES = _PLANS | frozenset(
    "may might could allegedly reportedly suspected likely possibly potentially unlikely apparently perhaps".split()
)
_PLAN_NOUNS = frozenset({"plan", "plans"})  # "the plan was rejected" plans nothing; "the plan to close it" does
_DETERMINERS = frozenset("the a an this that these those its their his her our no any new such".split())
_CERTAIN = frozenset({"will", "can"})  # they hedge a plan, but not a doubt
_HEDGE_REACH = 5
_DOUBTS = frozenset("hope hopes hoped claims possible if unless whether asked wants".split())
_CERTAINLY = 0.7  # slot of the word
_COVERED, _NEARLY_ALL = 0.6, 0.75  # shares of the text that its sentence says
_CLAUSE = re.compile(r"[,;:.!?()\"“”]")
_SOFT = _HEDGES | frozenset(
    "would should proposal expected expects possible alleged hopes hoped hope wants wanted want intends intend "
    "threatened called urged if potential believed believes believe suggested suggests claims claimed claim claiming "
    "rumoured think thinks thought feared fears can will appears appeared seems aims aim seeking seek accused "
    "according estimates estimated".split()
)


def negated(tokens: Sequence[words.Token], i: int, back: int = 3) -> bool:
    """Say whether a negation stands right before token ``i``."""
    near = range(max(0, i - back), i)
    return any(_denied(tokens, k) or tokens[k].normal in {"denied", "refused", "failed"} for k in near)


def _denied(tokens: Sequence[words.Token], k: int) -> bool:
    """Say whether token ``k`` is a plain word of negation, and denies something."""
    if tokens[k].normal not in _PLAIN:
        return False
    before = tokens[k - 1].normal if k else ""
    return words.denies(before, tokens[k].normal, tokens[k + 1].normal if k + 1 < len(tokens) else "")


def negation(said: Said) -> Iterator[Finding]:
    """Yield S132 where the same words are negated on one side only; S133 where no evidence negates anything."""
    wide = any(t.normal in _WIDE for t in said.tokens)
    negations = _behind(said.index, _PLAIN, _NEGATION_REACH)
    for q, item in enumerate(said.items):
        own = item.standing(_SAME)
        if item.figure is not None or not own:
            continue
        here = any(_denied(said.tokens, k) for k in range(max(0, item.at - 3), item.at))
        if not here and (wide or negations.isdisjoint(own)):  # no place could tell the contrary; spares its slots
            continue
        fits = [(said.slot(q, at), at) for at in own]
        best, at = max(fits)
        if best < _ALIGNED or said.index.line(at).sentence.text.rstrip('"”’ ').endswith("?"):
            continue
        near = [_polarity(said, k) for fit, k in fits if k == at or fit >= max(0.4, best - 0.25)]
        if (here and best >= 0.5 and not any(w for _, w in near)) or (not wide and all(p for p, _ in near)):  # noqa: PLR2004
            text = "negated in the text only" if here else "negated in the article only"
            yield finding("S132", f"'{said.quote(item.at)}' is {text}", sentences=(said.index.line(at).sentence.id,))
            return


def _polarity(said: Said, at: int) -> tuple[bool, bool]:
    line = said.index.line(at)
    tokens = said.index.tokens
    far = tokens[max(line.first, at - 8) : min(at + 7, line.last)]
    return at in _behind(said.index, _PLAIN, _NEGATION_REACH), any(t.normal in _WIDE for t in far)


@lru_cache(maxsize=8)  # both kinds for the last few articles
def _behind(index: Index, kind: frozenset[str], reach: int) -> frozenset[int]:
    """Return the positions that stand no more than ``reach`` words behind one of these words, in its sentence."""
    found = (i for word in kind for i in index.normal.get(word, ()) if word not in _PLAIN or _denied(index.tokens, i))
    return frozenset(k for i in found for k in _following(index, i, reach))


def _following(index: Index, i: int, reach: int) -> Iterator[int]:
    """Yield the positions behind ``i`` in its sentence, up to so many words that are no determiners."""
    for k in range(i + 1, index.line(i).last):
        if reach == 0:
            return
        yield k
        reach -= index.tokens[k].normal not in _DETERMINERS


def hedges(said: Said) -> Iterator[Finding]:
    """Yield S141 where the article hedges a word, or only plans it, and the text states it plainly.

    An error when one sentence of the article says nearly the whole text, a warning otherwise.
    """
    told = {t.normal for t in said.tokens}
    if not told.isdisjoint(_SOFT - _CERTAIN):
        return
    hedged, doubts = _behind(said.index, _HEDGES, _HEDGE_REACH), _doubts(said)
    for q, item in enumerate(said.items):
        own = item.standing(_SAME)
        if item.figure is not None or not own or item.token.capital:
            continue
        if not doubts and hedged.isdisjoint(own):  # nothing is hedged; spares the slots
            continue
        best, at = max((said.slot(q, k), k) for k in own)
        if best < _ALIGNED:
            continue
        line = said.index.line(at)
        soft = _hedge_before(said, at) or (_doubt_before(said, at) if best >= _CERTAINLY else "")
        if soft and soft not in told and not told & (_SOFT if soft in _PLANS else _SOFT - _CERTAIN):
            yield finding(
                "S141",
                f"'{said.quote(item.at)}' is stated plainly; the article says '{soft}'",
                sentences=(line.sentence.id,),
                level="error" if best >= _CERTAINLY and _says_most(said, line, _NEARLY_ALL) else None,
            )
            return


def hedge(told: Sequence[words.Token], source: Sequence[words.Token]) -> str:
    """Return the hedge that a copied passage has and the text has not, nor another in its place; "" when none."""
    have = Counter(t.normal for t in source)
    here = Counter(t.normal for t in told)
    if (here - have).keys() & (_SOFT - _CERTAIN):
        return ""
    return next((w for w in have - here if w in _HEDGES - _PLANS and any(t.text == w for t in source)), "")


def _says_most(said: Said, line: Line, share: float) -> bool:
    """Say whether a sentence is the one that says most of the text, and at least this share of it."""
    return bool(said.evidence) and said.index.lines[said.evidence[0]] is line and said.coverage[0] >= share


def _doubts(said: Said) -> bool:
    """Say whether the sentence that says most of the text has a word of doubt."""
    if not said.evidence:
        return False
    line = said.index.lines[said.evidence[0]]
    return any(t.normal in _DOUBTS for t in said.index.tokens[line.first : line.last])


def _doubt_before(said: Said, at: int) -> str:
    """Return a doubt that governs all that follows it in the sentence ("hoped that", "if"), or "".

    Only in the sentence that says most of the text, since further off such a word may govern something else.
    """
    line = said.index.line(at)
    if not _says_most(said, line, _COVERED):
        return ""
    for token in reversed(said.index.tokens[line.first : at]):
        if token.normal in _DOUBTS:
            return token.normal
        if token.normal == "but":
            return ""
    return ""


def _hedge_before(said: Said, at: int) -> str:
    """Return the hedge that stands shortly before a position in its clause, or ""."""
    line = said.index.line(at)
    tokens, text = said.index.tokens, line.sentence.text
    for k in range(at - 1, max(line.first, at - _HEDGE_REACH) - 1, -1):
        if _CLAUSE.search(text, tokens[k].end, tokens[k + 1].start):
            return ""
        noun = tokens[k].normal in _PLAN_NOUNS and tokens[k - 1].normal in _DETERMINERS
        if tokens[k].normal in _HEDGES and tokens[k].text != "May" and not (noun and tokens[k + 1].normal != "to"):
            return tokens[k].normal
    return ""
