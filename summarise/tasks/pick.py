"""Which sentences of an article tell it best: coverage of weighted concepts, with a prior for position.

A greedy maximum coverage (Gillick and Favre 2009: concepts weighted, words as budget) whose weights come from where
a concept stands: news puts first what matters. It knows no more of the article than its sentences and repeats.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from summarise.tasks.fields import PRONOUN_SAYS
from summarise.words import content, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.article import Article, Sentence
    from summarise.checks.repeats import Repeats

SHARE, LEAST, MOST = 0.20, 95, 160  # of the article's words; words; words
SECTION_WORDS = 25
_STEEP = 1.6  # fitted on the tuning half of evals/set; 0.7 told fewer of its facts than as many words from the top
_SECTIONS = 4  # sections that are given a sentence of their own, at the most
_REST = 40  # sentences beyond the summary that are worth ranking
_LIKE = 0.6  # two picks may share this part of the shorter one's stems
_LEAST_WORDS = 5
_SHORT = 9  # words; a shorter sentence seldom stands alone
_PRONOUNS = frozenset(
    "he she it they his her its their him them this these those that such both here there then so we our i my "
    "one another".split()
)
_LEANS = re.compile(
    r"(?:the (?:two|three|four|five|former|latter|same|pair|couple)\b|(?:first|second|third|fourth|finally|lastly|also"
    r"|instead|otherwise|similarly|likewise|as a result|for example|for instance|in other words|by contrast"
    r"|on the other hand|that said|if so|in response|at the same time)\b)",
    re.IGNORECASE,
)
_REFERS = re.compile(r"[A-Z][a-z]{1,8}\s(?:its|his|her|their|this|that|these|those)\s")  # "In its best years"
# "But for the rain…" and "So far…" are no connectives: without a comma only what a new subject follows.
_CONNECTIVE = re.compile(
    r"(?:(?:however|meanwhile|moreover|furthermore|in addition|additionally|nevertheless|nonetheless|indeed|in fact"
    r"|and|but|yet|so),\s+|(?:and|but)\s+(?=(?:the|a|an|this|these|those|there|he|she|it|they|we|his|her|its|their)\s))",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“«„][^\"“”«»„]{2,2000}[\"”»“]")
_OPENING_QUOTES, _CLOSING_QUOTES = '"“‘«„', '"”’»'


@dataclass(frozen=True)
class Candidate:
    """A body sentence as picking sees it; ``index`` counts body sentences from 0, ``section`` counts headings."""

    sentence: Sentence
    index: int
    section: int

    @cached_property
    def words(self) -> int:
        """The length in words; in scripts without spaces, in characters."""
        return _length(self.sentence)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of the content words, in order, each once."""
        return tuple(content(tokens(self.sentence.text)))

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Content stems and pairs of neighbours."""
        return frozenset(self.stems) | {f"{a} {b}" for a, b in zip(self.stems, self.stems[1:], strict=False)}

    @cached_property
    def figures(self) -> int:
        """The number of figures, three at most."""
        return min(3, sum(stem[:1].isdigit() for stem in self.stems))


def shortened(text: str) -> str:
    """Take off the connective that joins a sentence to the one before it. Nothing else."""
    plain = " ".join(text.split())
    match = _CONNECTIVE.match(plain)
    cut = plain[match.end() :] if match else plain
    return cut[:1].upper() + cut[1:]


def leans(text: str) -> bool:
    """Whether a sentence needs the one before it.

    It opens with a pronoun or a word that continues something, or quotes somebody who is only "he" or "she".
    """
    plain = shortened(text)
    if PRONOUN_SAYS.search(_QUOTED.sub(" … ", plain)) and _QUOTED.search(plain):
        return True
    opening = plain.lstrip(_OPENING_QUOTES)
    first = re.match(r"[^\W\d_]+", opening)
    return bool(_LEANS.match(opening) or _REFERS.match(opening)) or (
        first is not None and first[0].lower() in _PRONOUNS
    )


def unfit(text: str) -> bool:
    """Whether a sentence can't stand in a summary: a question, an open quotation, bare speech."""
    plain = " ".join(text.split())
    if len(tokens(plain)) < _LEAST_WORDS:
        return True
    if plain.endswith((":", "?", '?"', "?”", "…", "...")):
        return True
    if plain.count('"') % 2 or plain.count("“") != plain.count("”") or plain.count("«") != plain.count("»"):
        return True
    return plain[:1] in _OPENING_QUOTES and plain.rstrip(".,!")[-1:] in _CLOSING_QUOTES and "," not in plain[-3:]


def candidates(article: Article, found: Repeats) -> list[Candidate]:
    """Return the body sentences that may be picked: of each repeat group the one to keep, of a conflict none."""
    dropped = {i for group in found.groups for i in group.sentences if i != group.keep}
    dropped |= {i for conflict in found.conflicts for i in conflict.sentences}
    usable, section, index = [], 0, 0
    for sentence in article.sentences:
        if sentence.kind == "heading":
            section += 1
        if sentence.kind != "body":
            continue
        if sentence.id not in dropped:
            usable.append(Candidate(sentence, index, section))
        index += 1
    return usable


def _prior(index: int) -> float:
    """Return how much a place says of a sentence's weight, 1 for the lead: news tells first what matters."""
    return (1 / (1 + index) + 0.02) / 1.02


def _weights(pool: Iterable[Candidate]) -> dict[str, float]:
    total: defaultdict[str, float] = defaultdict(float)
    holders: defaultdict[str, int] = defaultdict(int)
    for candidate in pool:
        for concept in candidate.concepts:
            total[concept] += _prior(candidate.index)
            holders[concept] += 1
    return {
        concept: weight
        * (0.1 if holders[concept] == 1 else 1)
        * (0.25 if " " in concept else 1)
        * (1.5 if concept[0].isdigit() else 1)
        for concept, weight in total.items()
    }


def ranked(article: Article, found: Repeats, barred: frozenset[str] = frozenset()) -> Iterator[Sentence]:
    """Yield sentences, the best first, each chosen for what it adds to those before it.

    A sentence that leans on its neighbour comes only after that neighbour. ``barred`` are ids never to be picked.
    """
    pool = [c for c in candidates(article, found) if c.sentence.id not in barred and not unfit(c.sentence.text)]
    weights = _weights(candidates(article, found))
    taken: list[Candidate] = []
    covered: set[str] = set()

    def value(c: Candidate) -> float:
        gain = sum(weights[concept] for concept in c.concepts - covered)
        length = 0.5 if c.words < _SHORT else 1.0
        return gain * float(_prior(c.index) ** _STEEP) * (1 + 0.2 * c.figures) * length / float(max(c.words, 6) ** 0.8)

    def like_a_pick(c: Candidate) -> bool:
        mine = set(c.stems)
        return any(len(mine & set(t.stems)) > _LIKE * min(len(mine), len(set(t.stems))) for t in taken)

    waiting = {c.index: c for c in pool if leans(c.sentence.text)}
    # A sentence can only lose worth as others are taken, so the one on top of the heap, weighed anew, is the best
    # if it stays there (lazy greedy; Minoux 1978). The lead goes first whatever it weighs.
    heap = [(-value(c) if c.index else -inf, c.index, c) for c in pool if c.index not in waiting]
    heapify(heap)
    while heap:
        worth, _, best = heappop(heap)
        now = -value(best)
        if worth > -inf and heap and now > heap[0][0]:
            heappush(heap, (now, best.index, best))
            continue
        if not best.stems or like_a_pick(best):
            continue
        taken.append(best)
        covered |= best.concepts
        yield best.sentence
        if follower := waiting.pop(best.index + 1, None):
            heappush(heap, (-value(follower), follower.index, follower))


def _length(sentence: Sentence) -> int:
    return len(tokens(sentence.text))


def budget(article: Article) -> int:
    """Return how many words a summary of this article may have."""
    return max(LEAST, min(MOST, round(SHARE * sum(map(_length, article.body)))))


def pick(
    article: Article, found: Repeats, barred: frozenset[str] = frozenset()
) -> tuple[list[Sentence], list[Sentence]]:
    """Return the sentences of a summary in the article's order, and the next best ones, best first.

    Sentences are taken while they fit the budget; then each section without one gets its best if that is short.
    """
    room, sections = budget(article), _sections(article)
    chosen: list[Sentence] = []
    rest: list[Sentence] = []
    before = {s.id: previous.id for previous, s in pairwise(article.body)}
    for sentence in ranked(article, found, barred):
        words = _length(sentence)
        stands = not leans(sentence.text) or before.get(sentence.id) in {s.id for s in chosen}
        if stands and (words <= room or not chosen):
            chosen.append(sentence)
            room -= words
        else:
            rest.append(sentence)
        if room < _SHORT and len(rest) >= _REST:
            break
    seen = {sections[s.id] for s in chosen}
    for sentence in list(rest):
        short = _length(sentence) <= SECTION_WORDS and not leans(sentence.text)
        if short and sections[sentence.id] not in seen and len(seen) < _SECTIONS:
            seen.add(sections[sentence.id])
            chosen.append(sentence)
            rest.remove(sentence)
    order = {s.id: n for n, s in enumerate(article.sentences)}
    return sorted(chosen, key=lambda s: order[s.id]), rest


def _sections(article: Article) -> dict[str, int]:
    found, section = {}, 0
    for sentence in article.sentences:
        section += sentence.kind == "heading"
        found[sentence.id] = section
    return found
