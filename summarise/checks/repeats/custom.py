"""Where news repeats itself by custom: the lead, a summary box, a caption, indirect speech before its quote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarise.article import Article, Sentence
    from summarise.checks.repeats.types import Kind

_BOX = re.compile(
    r"\W*(?:key (?:points|facts|takeaways)|at a glance|in (?:brief|short|summary)|summary|highlights|"
    r"what (?:we know|you need to know)|main points)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'["“„«][^"“”„«»]{20}')
_NEAR = 3
_LEAD = 2


class Customs:
    """The places of an article where a repeat is usual."""

    def __init__(self, article: Article) -> None:
        self.places = {s.id: number for number, s in enumerate(article.sentences)}
        self._boxed: set[str] = set()
        self._lead: set[str] = set()
        heading, opening = "", -1
        for sentence in article.sentences:
            if sentence.kind in ("title", "heading"):
                heading = sentence.text
            elif sentence.kind == "body":
                if _BOX.match(heading):
                    self._boxed.add(sentence.id)
                opening = sentence.paragraph if opening < 0 else opening
                if sentence.paragraph == opening and len(self._lead) < _LEAD:
                    self._lead.add(sentence.id)

    def reason(self, sentences: Sequence[Sentence], kind: Kind) -> str:
        """Return why it is normal in news that these sentences, in order, say one thing; "" when it is not."""
        ids = {s.id for s in sentences}
        if any(s.kind == "caption" for s in sentences):
            return "a caption tells what the text tells"
        if ids & self._boxed and ids - self._boxed:
            return "a summary box tells what the text tells"
        if kind == "exact":
            return ""
        if ids & self._lead and ids - self._lead:
            return "the text tells its lead again"
        quoted = [bool(_QUOTED.search(s.text)) for s in sentences]
        apart = self.places[sentences[-1].id] - self.places[sentences[0].id]
        if any(quoted) and not all(quoted) and apart <= _NEAR:
            return "a quote bears out what was said of it"
        return ""
