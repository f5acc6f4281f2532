"""Where a long article is cut into parts, so that each is worked through, and how a list is shared among them.

A part ends before a heading where that can be, else between paragraphs, between sentences at the worst. No sentence is
in two parts and none is left out.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from summarise.article import Article, Sentence

    Part = tuple[Sentence, ...]
    """Sentences that follow each other."""

LONG = 1_500  # words; code works through a longer article part by part
_MOST_PARTS = 40  # as many as claims.v1 can hold a claim of
_LONGEST_WORD = 20  # characters a word on the average of a sentence

_T = TypeVar("_T")


def parts(article: Article) -> tuple[Part, ...]:
    """Return the parts of an article, of 1,500 words at the most (more beyond 30,000 words); a short one is one part.

    Furniture stays outside all of them.
    """
    total = sum(_words(s) for s in article.sentences if s.kind != "furniture")
    room = max(LONG, 2 * total // _MOST_PARTS)  # two neighbours hold more than one room, so 40 are enough
    return cut(article.sentences, _words, room)


def _words(sentence: Sentence) -> int:
    """Return the length in words; where a script has no spaces between them, two characters are one."""
    words = len(sentence.text.split())
    return words if len(sentence.text) <= _LONGEST_WORD * words else len(sentence.text) // 2


def cut(sentences: Sequence[Sentence], size: Callable[[Sentence], int], room: int) -> tuple[Part, ...]:
    """Cut sentences, furniture left out, into as few parts as headings allow, each of ``room`` at the most.

    ``size`` weighs a sentence in the unit of ``room``. A sentence that is larger than the room is a part of its own.
    """
    story = tuple(sentence for sentence in sentences if sentence.kind != "furniture")
    return tuple(_joined(list(_fitting(_sections(story), size, room)), size, room))


def _sections(story: Part) -> Iterator[Part]:
    """Yield what stands under each heading, with it; headings that follow each other stay together."""
    start = 0
    for number, sentence in enumerate(story):
        if sentence.kind == "heading" and number > start and story[number - 1].kind not in ("heading", "title"):
            yield story[start:number]
            start = number
    if story:
        yield story[start:]


def _paragraphs(section: Part) -> Iterator[Part]:
    """Yield a section's paragraphs, a heading with the one below it."""
    held: Part = ()
    for _, group in groupby(section, key=lambda s: s.paragraph):
        held += tuple(group)
        if held[-1].kind not in ("heading", "title", "date"):
            yield held
            held = ()
    if held:
        yield held


def _fitting(pieces: Iterator[Part], size: Callable[[Sentence], int], room: int) -> Iterator[Part]:
    """Yield the pieces, and in the place of one that is too large about equal parts of it."""
    for piece in pieces:
        whole = sum(map(size, piece))
        if whole <= room or len(piece) == 1:
            yield piece
            continue
        smaller = list(_paragraphs(piece))
        smaller = smaller if len(smaller) > 1 else [(sentence,) for sentence in piece]
        even = -(-whole // -(-whole // room))  # as many parts as are needed at the least, each as large as the others
        yield from _joined(list(_fitting(iter(smaller), size, room)), size, room, even)


def _joined(
    pieces: Sequence[Part], size: Callable[[Sentence], int], room: int, enough: int | None = None
) -> Iterator[Part]:
    """Yield pieces joined with their neighbours while they fit, and no further than what is ``enough``."""
    held: Part = ()
    weight = 0
    for piece in pieces:
        more = sum(map(size, piece))
        if held and (weight + more > room or (enough is not None and weight + more // 2 > enough)):
            yield held
            held, weight = (), 0
        held, weight = held + piece, weight + more
    if held:
        yield held


def shares(lists: Sequence[Sequence[_T]], most: int, before: Sequence[int] = ()) -> list[list[_T]]:
    """Return what each list may keep of its first items when all together may keep ``most``.

    Each gets one before any gets two. ``before`` says how many each has had elsewhere; without it, none.
    """
    kept: list[list[_T]] = [[] for _ in lists]
    had = list(before) or [0] * len(lists)
    for _ in range(most):
        open_to = [n for n, items in enumerate(lists) if len(kept[n]) < len(items)]
        if not open_to:
            break
        n = min(open_to, key=lambda n: (had[n] + len(kept[n]), n))
        kept[n].append(lists[n][len(kept[n])])
    return kept
