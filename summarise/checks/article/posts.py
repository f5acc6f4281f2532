"""A108 too: a person who is named in full with two posts of which nobody holds both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarise.checks.article.anchors import holders
from summarise.checks.article.shown import shown
from summarise.report import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.article import Article, Sentence
    from summarise.report import Finding

_POSTS = (
    *("chief executive", "managing director", "finance director", "chief financial officer", "chief operating officer"),
    *("general secretary", "vice-president", "deputy leader", "deputy mayor", "headteacher", "treasurer"),
)
_ANY = "|".join(_POSTS)
_NAME = r"[A-ZÀ-Þ][\w’'-]{1,30}(?: [A-ZÀ-Þ][\w’'-]{1,30}){1,3}"
_HOLDS = re.compile(
    rf"\b(?P<name>{_NAME}), (?:the |its |their )?(?P<post>{_ANY})\b|\b(?P<office>{_ANY}),? (?P<holder>{_NAME})"
)
_CHANGES = re.compile(
    r"\b(?:former(?:ly)?|then|previous(?:ly)?|ex-|acting|interim|became|becomes?|appointed|promoted|succeed\w*|until"
    r"|(?:executive|director|officer|secretary|president|leader|mayor|treasurer) and)\b",
    re.IGNORECASE,
)


def changing_posts(article: Article) -> Iterator[Finding]:
    """Yield a finding (A108) for each full name that two sentences give two of these posts. English.

    A sentence that speaks of a change of post, or of two posts together, takes no part.
    """
    if article.language not in ("en", "und"):
        return
    held: dict[str, tuple[str, str, Sentence]] = {}
    told: set[str] = set()
    body = article.body
    for number in holders(_POSTS, [s.text for s in body]):
        sentence = body[number]
        for match in () if _CHANGES.search(sentence.text) else _HOLDS.finditer(sentence.text):
            name, post = match["name"] or match["holder"], match["post"] or match["office"]
            before, words, first = held.setdefault(name, (post, match[0], sentence))
            if before != post and name not in told:
                told.add(name)
                message = f"a person’s post changes: {shown(words)}, then {shown(match[0])}"
                yield finding("A108", message, sentences=(first.id, sentence.id))
