"""Where news repeats itself by custom: the lead, a summary box, a caption, indirect speech before its quote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarise.article import Article, Sentence

_BOX = re.compile(
    r"^\W*(?:key (?:points|facts|takeaways)|at a glance|in (?:brief|short|summary)|summary|highlights|the basics|"
    r"what (?:we know|you need to know)|main points)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'["“„«][^"“”„«»]{20,}')
_NEAR = 3
_LEAD = 2


def reason(sentences: Sequence[Sentence], article: Article) -> str:
    """Return why the repeat is normal in news, or "" when it is not."""
    places = [article.sentences.index(s) for s in sentences]
    if any(s.kind == "caption" for s in sentences):
        return "a caption tells what the text tells"
    if any(_boxed(place, article) for place in places):
        return "a summary box tells what the text tells"
    body = article.body
    lead = [s for s in body[:_LEAD] if s.paragraph == body[0].paragraph]
    if sentences[0] in lead and not all(s in lead for s in sentences):
        return "the text tells the lead again"
    quoted = [bool(_QUOTED.search(s.text)) for s in sentences]
    if any(quoted) and not all(quoted) and places[-1] - places[0] <= _NEAR:
        return "a quote follows what it was told to say"
    return ""


def _boxed(place: int, article: Article) -> bool:
    heading = next((s for s in reversed(article.sentences[:place]) if s.kind in ("heading", "title")), None)
    return heading is not None and bool(_BOX.match(heading.text))
