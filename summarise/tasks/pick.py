"""Which sentences of an article tell it best: the top of it, then what adds most to that from further down.

News tells first what matters, so half of a summary's words go to the article's first sentences, edited: no repeat, no
question, no bare speech. The other half goes to sentences that are likely to state something that counts: they open a
paragraph, hold figures, tell an act or what will be, stand early, and say what no sentence picked before them said. The
weights are fitted on the tuning half of evals/set; docs/evals.md has what they bring on the other half.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from summarise.quantities import find
from summarise.tasks.speakers import PRONOUN_SAYS
from summarise.tasks.worth import tells_act
from summarise.words import content, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarise.article import Article, Sentence
    from summarise.checks.repeats import Repeats

SHARE, LEAST, MOST = 0.20, 95, 160  # of the article's words; words; words
_TOP = 0.5  # of a summary's words, for the article's first sentences
_OVER = 8  # words by which the last sentence may pass the budget, so that it is met in the mean
_OPENS = 3.0  # how much likelier a sentence that opens a paragraph says a whole fact than one within
_TELLS = 1.5  # the same for a figure, and for an act or what will be
_FIGURES = 2  # figures that count
_REST = 40  # sentences beyond the summary that are worth ranking
_LIKE = 0.6  # two picks may share this part of the shorter one's stems
_LEAST_WORDS = 5
_PRONOUNS = frozenset(
    "he she it they his her its their him them this these those that such both here there then so we our i my you your "
    "one another".split()
)
_LEANS = re.compile(
    r"(?:the (?:two|three|four|five|former|latter|same|pair|couple|rest|remaining|remainder|others?)\b"
    r"|(?:a further|both|half of|others|first|second|third|fourth|finally|lastly|also"
    r"|instead|otherwise|similarly|likewise|as a result|for example|for instance|in other words|by contrast"
    r"|on the other hand|that said|if so|in response|at the same time"
    r"|(?:earlier|later|previously|afterwards|by then|until then|before that|after that)(?: (?:it|he|she|they)|,))"
    r"(?!\w))",
    re.IGNORECASE,
)
_REFERS = re.compile(r"[A-Z][a-z]{1,8}\s(?:its|his|her|their|this|that|these|those)\s")  # "In its best years"
# "ties between the two countries": which ones, an earlier sentence says.
_BOTH = re.compile(r"\b(?:the|these|those) (?:two|three) [a-z]+s\b(?! (?:of|that|who|which|from|in|between)\b)")
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
    """A body sentence as picking sees it; ``index`` counts body sentences from 0; ``opens`` says: a paragraph."""

    sentence: Sentence
    index: int
    opens: bool
    language: str

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the content words."""
        return frozenset(content(tokens(self.sentence.text)))

    @cached_property
    def weight(self) -> float:
        """How likely it states something that counts, by its place and what it holds; in no unit."""
        told = tells(self.sentence.text, self.language)
        return float((_OPENS if self.opens else 1.0) * _TELLS**told * (1 + self.index) ** -0.5)


def shortened(text: str) -> str:
    """Take off the connective that joins a sentence to the one before it. Nothing else."""
    plain = " ".join(text.split())
    match = _CONNECTIVE.match(plain)
    cut = plain[match.end() :] if match else plain
    return cut[:1].upper() + cut[1:]


def tells(text: str, language: str) -> int:
    """Return how much a sentence tells that can be held to account: up to two figures, and an act or what will be."""
    return min(_FIGURES, len(find(text, language))) + tells_act(_QUOTED.sub(" … ", text))


def leans(text: str) -> bool:
    """Whether a sentence needs the one before it.

    It opens with a pronoun or a word that continues something, names two things by their number alone, or quotes
    somebody who is only "he" or "she".
    """
    plain = shortened(text)
    if PRONOUN_SAYS.search(_QUOTED.sub(" … ", plain)) and _QUOTED.search(plain):
        return True
    opening = plain.lstrip(_OPENING_QUOTES)
    first = re.match(r"[^\W\d_]+", opening)
    return bool(_LEANS.match(opening) or _REFERS.match(opening) or _BOTH.search(_QUOTED.sub(" … ", plain))) or (
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
    paragraphs = [None, *(s.paragraph for s in article.body)]
    return [
        Candidate(sentence, index, sentence.paragraph != paragraphs[index], article.language)
        for index, sentence in enumerate(article.body)
        if sentence.id not in dropped
    ]


def ranked(
    article: Article, found: Repeats, barred: frozenset[str] = frozenset(), after: Sequence[Sentence] = ()
) -> Iterator[Sentence]:
    """Yield sentences, the best first, each chosen for what it adds to those before it and to those of ``after``.

    A sentence that leans on its neighbour comes only after that neighbour. ``barred`` are ids never to be picked.
    """
    chosen = {s.id for s in after}
    pool = [c for c in candidates(article, found) if c.sentence.id not in barred and not unfit(c.sentence.text)]
    taken = [c for c in pool if c.sentence.id in chosen]
    covered = {stem for c in taken for stem in c.stems}

    def value(c: Candidate) -> float:
        return c.weight * (len(c.stems - covered) + 1) / (len(c.stems) + 1)

    def like_a_pick(c: Candidate) -> bool:
        return any(len(c.stems & t.stems) > _LIKE * min(len(c.stems), len(t.stems)) for t in taken)

    waiting = {c.index: c for c in pool if c.sentence.id not in chosen and leans(c.sentence.text)}
    ready = [c for c in pool if c.sentence.id not in chosen and c.index not in waiting]
    ready += [follower for c in taken if (follower := waiting.pop(c.index + 1, None))]
    # A sentence can only lose worth as others are taken, so the one on top of the heap, weighed anew, is the best
    # if it stays there (lazy greedy; Minoux 1978). The lead goes first whatever it weighs.
    heap = [(-value(c) if c.index else -inf, c.index, c) for c in ready]
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
        covered |= best.stems
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
    """Return the sentences of a summary in the article's order, and the next best ones, best first."""
    room = budget(article)
    chosen = _top(article, found, barred, room)
    room -= sum(map(_length, chosen))
    rest: list[Sentence] = []
    before = {s.id: previous.id for previous, s in pairwise(article.body)}
    ids = {s.id for s in chosen}
    for sentence in ranked(article, found, barred, chosen):
        words = _length(sentence)
        stands = not leans(sentence.text) or before.get(sentence.id) in ids
        if stands and (words <= room + _OVER or not chosen):
            chosen.append(sentence)
            ids.add(sentence.id)
            room -= words
        else:
            rest.append(sentence)
        if room < 0 and len(rest) >= _REST:
            break
    return sorted(chosen, key=lambda s: s.start), rest


def _top(article: Article, found: Repeats, barred: frozenset[str], words: int) -> list[Sentence]:
    """Return the first sentences that can stand in a summary of so many words, until they are half of it."""
    chosen: list[Sentence] = []
    last, told = -1, 0
    for c in candidates(article, found):
        fit = c.sentence.id not in barred and not unfit(c.sentence.text)
        if not fit or (leans(c.sentence.text) and last != c.index - 1):
            continue
        length = _length(c.sentence)
        if told >= _TOP * words or (chosen and told + length > words + _OVER):
            break
        chosen.append(c.sentence)
        last, told = c.index, told + length
    return chosen
