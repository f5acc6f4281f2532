"""HTML comments: taken out of the text before it is read, and what they ask for.

    <!-- summarise: ignore R103 -->        no R103 about the paragraph it stands in or, alone on its line, the next one
    <!-- summarise: ignore R103 A106 -->   two rules; `R1` or `R` stands for all codes that begin so, no code for all
    <!-- summarise: ignore-file A102 -->   no A102 about this article

Words after the codes are a note to people. Plain text loses only such comments, Markdown every one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.article.page import Lines, Trace
from summarise.article.types import Comment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarise.article.page import Block, Origins
    from summarise.article.types import Article

_OPEN, _CLOSE = "<!--", "-->"
_OURS = re.compile(r"\s*summarise\s*:\s*", re.IGNORECASE)
_DIRECTIVE = re.compile(r"(ignore-file|ignore)(?:[\s,:]+(.*))?", re.IGNORECASE | re.DOTALL)
_CODE = re.compile(r"[A-Z][0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Cut:
    """A source without its comments: what is left, where that stood, and (start, end) of each comment."""

    kept: str
    origins: Origins
    comments: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Ignore:
    """What a comment silences: codes or their beginnings (none: every rule), here or in the whole article."""

    codes: tuple[str, ...]
    everywhere: bool

    def covers(self, code: str) -> bool:
        """Say whether a rule is among those silenced."""
        return not self.codes or code.startswith(self.codes)


def cut(source: str, *, only_ours: bool) -> Cut:
    """Take the comments out of a text; one that is never closed stays, lest it swallow the article."""
    kept: list[str] = []
    origins: list[tuple[int, int]] = [(0, 0)]
    comments: list[tuple[int, int]] = []
    size = at = look = 0
    while (start := source.find(_OPEN, look)) >= 0 and (end := source.find(_CLOSE, start + len(_OPEN))) >= 0:
        look = end + len(_CLOSE)
        if only_ours and not _OURS.match(source, start + len(_OPEN), end):
            continue
        kept.append(source[at:start])
        size += start - at
        comments.append((start, look))
        origins.append((size, look))
        at = look
    kept.append(source[at:])
    return Cut("".join(kept), tuple(origins), tuple(comments))


def placed(source: str, found: Cut, blocks: Sequence[Block], origins: Origins) -> tuple[Comment, ...]:
    """Return the comments of a source with the block that each speaks of.

    ``origins`` lead from the text of the blocks to ``found.kept``.
    """
    if not found.comments:
        return ()
    trace, lines = Trace(origins), Lines(source)
    spans = [(trace.back(block.start), trace.back(block.end - 1) + 1) for block in blocks]
    comments = []
    index = -1
    for (start, end), (here, _) in zip(found.comments, found.origins[1:], strict=True):
        while index + 1 < len(spans) and spans[index + 1][0] <= here:
            index += 1
        alone = index < 0 or found.kept.find("\n", spans[index][1], here) >= 0
        paragraph = index + 1 if alone else index
        line, column = lines.place(start)
        text = source[start + len(_OPEN) : end - len(_CLOSE)].strip()
        comments.append(Comment(text, line, column, paragraph if paragraph < len(spans) else -1))
    return tuple(comments)


def ignore_of(comment: Comment) -> Ignore | None:
    """Return what a comment silences, or None when it is no such comment. Raises ValueError when it is a broken one."""
    if (ours := _OURS.match(comment.text)) is None:
        return None
    directive = _DIRECTIVE.fullmatch(comment.text, ours.end())
    if directive is None:
        raise ValueError(comment.text[ours.end() :])
    codes = []
    for word in re.split(r"[\s,]+", (directive[2] or "").upper()):
        if not _CODE.fullmatch(word):
            break
        codes.append(word)
    return Ignore(tuple(codes), directive[1].lower() == "ignore-file")


def silenced(article: Article, code: str, sentences: Iterable[str] = ()) -> bool:
    """Say whether a comment in the article silences a rule about any of these sentences, by id."""
    if not article.comments:
        return False
    paragraphs = {s.paragraph for name in sentences if (s := article.sentence(name)) is not None}
    for comment in article.comments:
        try:
            ignore = ignore_of(comment)
        except ValueError:  # rule A107 tells of it
            continue
        if ignore and ignore.covers(code) and (ignore.everywhere or comment.paragraph in paragraphs):
            return True
    return False
