"""A106: a quotation that is opened and never closed."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from summarise.checks.article.shown import shown
from summarise.report import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.article import Article, Sentence
    from summarise.report import Finding

_MARK = re.compile(r"[“”„\"]")
_QUOTED = re.compile(r"[“\"«„][^“”\"«»„]*(?:[”\"»“]|$)")
_CUSTOM = frozenset({"body", "caption"})


def open_quotes(article: Article) -> Iterator[Finding]:
    """A106: a paragraph opens a quotation with a double mark, and neither it nor the next paragraphs close it.

    A quotation of several paragraphs opens each anew and closes the last: that is custom, and no finding. A mark after
    a figure is read as inches. Single marks may be apostrophes and are passed over.
    """
    waiting: tuple[Sentence, int] | None = None
    for _, group in groupby((s for s in article.sentences if s.kind in _CUSTOM), key=lambda s: s.paragraph):
        sentences = list(group)
        start, end = sentences[0].start, sentences[-1].end
        text = article.text[start:end]
        if waiting and not (text[0] in '“„"' or _closes_first(text)):
            yield _finding(article, *waiting)
            waiting = None
        opened = _left_open(text, inside=waiting is not None and text[0] not in '“„"')
        if opened is None:
            waiting = None
        else:
            at = start + opened
            sentence = next(s for s in sentences if s.start <= at < s.end or s is sentences[-1])
            waiting = (sentence, at)
    if waiting:
        yield _finding(article, *waiting)


def own_words(article: Article) -> dict[str, str]:
    """Return the text of each sentence by id, with a space for each character that stands inside a quotation."""
    found: dict[str, str] = {}
    for _, group in groupby(article.sentences, key=lambda s: s.paragraph):
        sentences = list(group)
        start = sentences[0].start
        own = _QUOTED.sub(lambda match: " " * len(match[0]), article.text[start : sentences[-1].end])
        found |= {s.id: own[s.start - start : s.end - start] for s in sentences}
    return found


def _closes_first(text: str) -> bool:
    """Whether the first mark of a paragraph closes a quotation that an earlier one opened."""
    mark = next((match for match in _MARK.finditer(text) if not _inches(text, match)), None)
    return mark is not None and not _opens(text, mark, inside=True)


def _left_open(text: str, *, inside: bool) -> int | None:
    """Return the offset of the mark whose quotation is still open at the end of a paragraph, or None."""
    opened: int | None = 0 if inside else None
    for match in _MARK.finditer(text):
        if _inches(text, match) and opened is None:
            continue
        opened = match.start() if _opens(text, match, inside=opened is not None) else None
    return opened


def _opens(text: str, match: re.Match[str], *, inside: bool) -> bool:
    """Say whether a mark opens a quotation. “ closes one in German („so“), and a straight mark looks both ways."""
    mark = match[0]
    if mark == "„":
        return True
    if mark == "”":
        return False
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    free_before, free_after = not before or before.isspace() or before in "([—–-", not after or after.isspace()
    if free_before != free_after:
        return free_before
    return not inside


def _inches(text: str, match: re.Match[str]) -> bool:
    return match[0] == '"' and text[max(0, match.start() - 1) : match.start()].isdigit()


def _finding(article: Article, sentence: Sentence, at: int) -> Finding:
    words = shown(article.text[at : max(sentence.end, at + 1)], 60)
    return finding("A106", f"a quotation is opened and never closed: {words}", sentences=(sentence.id,))
