"""From pairs to groups: sentences that all say one thing, which of them to keep, and what that saves."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from summarise import words
from summarise.checks.repeats.custom import Customs
from summarise.checks.repeats.types import Group, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarise.article import Article
    from summarise.checks.repeats.lines import Line
    from summarise.words import Token

_LOOSENESS: tuple[Kind, ...] = ("exact", "near", "paraphrase")
_SAYS_MORE = 1.2
_SHOWN = 3


class Link(NamedTuple):
    """Two lines that say one thing, and how sure that is (0–1). A line is linked to itself when it is told twice."""

    one: int
    other: int
    kind: Kind
    score: float


def gather(links: Iterable[Link], lines: Sequence[Line], article: Article) -> tuple[Group, ...]:
    """Return groups in which every two sentences are linked, in the order of their first sentences.

    The surest links come first, and each link is in one group; a sentence that says two things may be in two.
    """
    surest = sorted(links, key=lambda k: (_LOOSENESS.index(k.kind), -k.score, k.one, k.other))
    linked: defaultdict[int, set[int]] = defaultdict(set)
    for link in surest:
        linked[link.one].add(link.other)
        linked[link.other].add(link.one)
    groups: list[tuple[set[int], list[Link]]] = []
    of: defaultdict[int, list[int]] = defaultdict(list)
    for link in surest:
        ends = {link.one, link.other}
        number = next((n for end in sorted(ends) for n in of[end] if _room(groups[n][0], ends, linked)), len(groups))
        if number == len(groups):
            groups.append((set(), []))
        members, held = groups[number]
        held.append(link)
        for end in ends - members:
            members.add(end)
            of[end].append(number)
    customs = Customs(article)
    made = [_group(held, [lines[place] for place in sorted(members)], customs) for members, held in groups]
    return tuple(sorted(made, key=lambda group: [customs.places[i] for i in group.sentences]))


def _room(members: set[int], ends: set[int], linked: dict[int, set[int]]) -> bool:
    """Whether every member is linked to both ends."""
    return all(member in ends or ends <= linked[member] for member in members)


def _group(links: Sequence[Link], lines: Sequence[Line], customs: Customs) -> Group:
    kind = max((link.kind for link in links), key=_LOOSENESS.index)
    sentences = sorted((s for line in lines for s in line.sentences), key=lambda s: customs.places[s.id])
    keep, why = _keep(lines)
    return Group(
        tuple(s.id for s in sentences),
        kind,
        keep,
        why,
        round(min(link.score for link in links), 3),
        sum(len(s.text.split()) for s in sentences if s.id != keep),
        customs.reason(sentences, kind),
    )


def _keep(lines: Sequence[Line]) -> tuple[str, str]:
    """Return the id of the sentence to keep, and why: the first of the body, unless another one says clearly more.

    What more it says is named when it is a fact: a figure, a date, a name.
    """
    told = [line for line in lines if line.first.kind == "body"] or lines
    first, fullest = told[0], max(told, key=lambda line: (line.mass, -line.place))
    if fullest is first or fullest.mass < _SAYS_MORE * first.mass:
        return first.first.id, "it comes first"
    facts = [t.text for t in fullest.tokens if t.stem in fullest.content.keys() - first.content.keys() and _fact(t)]
    shown = sorted(dict.fromkeys(facts), key=lambda w: not w[0].isdecimal())[:_SHOWN]
    return fullest.first.id, f"it says more: {', '.join(shown)}" if shown else "it is the fuller one"


def _fact(token: Token) -> bool:
    return token.number or words.is_name(token) or (token.capital and token.normal in words.MONTHS | words.WEEKDAYS)
