"""Who did what to whom, who said it, and why: what a text may turn round or make up."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from summarise import words
from summarise.checks.quotes import speakers
from summarise.report import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from summarise.checks.index import Index
    from summarise.checks.said import Said

_BETWEEN = 6
_BE = frozenset("was were is are been being be".split())
_LOSE = frozenset("lose loses lost losing".split())
_BEAT = frozenset("beat beats beaten beating defeat defeats defeated defeating".split())
_BREAKS = frozenset("and or but who which that".split())
_CAUSES = frozenset(
    "because due caused causing causes led leading resulted resulting result owing thanks sparked".split()
)
_TIES = _CAUSES | frozenset(
    "prompting prompted triggered triggering therefore thus hence following amid over after as".split()
)
_CONFIDENT = 0.35
_MOSTLY = 0.5  # of the text, which the sentence with the other speaker must hold


class Deed(NamedTuple):
    """Somebody, a verb and somebody else, as stems: "Ana Lee sued Otto", whatever the voice it is told in."""

    who: frozenset[str]
    did: str
    whom: frozenset[str]

    def same(self, other: Deed) -> bool:
        """Say whether two deeds are one, whichever words of the names are said."""
        return self.did == other.did and bool(self.who & other.who) and bool(self.whom & other.whom)

    def turned(self) -> Deed:
        """Return the deed with the two names the other way round."""
        return Deed(self.whom, self.did, self.who)


def deeds(tokens: Sequence[words.Token], names: Collection[str]) -> Iterator[tuple[Deed, int, int]]:
    """Yield what one name does to the next where a single verb stands between them, with its first and last token."""
    for (start, left), (right, end) in pairwise(_runs(tokens, names)):
        between = tokens[left:right]
        verbs = [t for t in between if not words.is_stop(t.normal) and not t.capital and not t.number]
        marks = {t.normal for t in between}
        if len(between) > _BETWEEN or len(verbs) != 1 or marks & _BREAKS:
            continue
        who, whom = (frozenset(t.stem for t in tokens[i:j]) for i, j in ((start, left), (right, end)))
        lost = verbs[0].normal in _LOSE and "to" in marks
        did = "beat" if lost or verbs[0].normal in _BEAT else verbs[0].stem
        turned = lost or ("by" in marks and bool(marks & _BE))
        yield Deed(*((whom, did, who) if turned else (who, did, whom))), start, end - 1


def _runs(tokens: Sequence[words.Token], names: Collection[str]) -> list[tuple[int, int]]:
    """Return the names as (first token, token after)."""
    runs: list[tuple[int, int]] = []
    for i, token in enumerate(tokens):
        if token.capital and token.stem in names:
            if runs and runs[-1][1] == i:
                runs[-1] = (runs[-1][0], i + 1)
            else:
                runs.append((i, i + 1))
    return runs


def swaps(said: Said) -> Iterator[Finding]:
    """Yield S151 where the article has the same deed with the two names the other way round."""
    index = said.index
    mine = list(deeds(said.tokens, said.names))
    if not mine:
        return
    told = _told(index)
    for deed, first, last in mine:
        turned = next((place for other, place in told if deed.turned().same(other)), None)
        if turned and not any(deed.same(other) for other, _ in told):
            shown = said.quote(first, last)
            yield finding("S151", f"'{shown}': the article has it the other way round", sentences=(turned,))


@lru_cache(maxsize=4)
def _told(index: Index) -> list[tuple[Deed, str]]:
    """Return the deeds of an article, each with the id of its sentence."""
    return [
        (deed, line.sentence.id)
        for line in index.lines
        for deed, _, _ in deeds(index.tokens[line.first : line.last], index.names)
    ]


def causes(said: Said) -> Iterator[Finding]:
    """Yield S152 where a text gives as cause and effect what the article tells in two places without saying so."""
    index = said.index
    for i, token in enumerate(said.tokens):
        if token.normal not in _CAUSES:
            continue
        sides = [_line(said, 0, i), _line(said, i + 1, len(said.tokens))]
        if None in sides or sides[0] == sides[1]:
            continue
        held = [index.lines[n] for n in sides if n is not None]
        if any(t.normal in _TIES for line in held for t in index.tokens[line.first : line.last]):
            continue
        yield finding(
            "S152",
            f"'{token.text}' ties together what the article tells apart",
            sentences=tuple(line.sentence.id for line in held),
        )


def _line(said: Said, first: int, last: int) -> int | None:
    """Return the line that says most of a part of the text, or None when none says enough."""
    gain: dict[int, float] = {}
    total = 0.0
    for item in said.items:
        if first <= item.at < last:
            total += item.weight
            for n in {said.index.line_of[p.at] for p in item.places if p.close > _CONFIDENT}:
                gain[n] = gain.get(n, 0.0) + item.weight
    best = max(gain, key=lambda n: (gain[n], -n), default=None)
    return best if best is not None and gain[best] >= total / 2 else None


def attribution(said: Said) -> Iterator[Finding]:
    """Yield S123 where a text gives a statement to one name and the sentence that says it has another speaker."""
    index = said.index
    given = speakers(said.tokens, said.names) & index.names
    if not given or not said.evidence:
        return
    line = index.lines[said.evidence[0]]
    there = speakers(index.tokens[line.first : line.last], index.names)
    here = {t.stem for t in index.tokens[line.first : line.last]}
    meant = any(index.line(i) is line for s in given for i in index.pronouns(s))
    if there and not given & here and not meant and said.coverage[0] >= _MOSTLY:
        shown = " ".join(t.text for t in said.tokens if t.stem in given)
        other = " ".join(t.text for t in index.tokens[line.first : line.last] if t.stem in there)
        yield finding("S123", f"said by '{shown}': the article has '{other}'", sentences=(line.sentence.id,))
