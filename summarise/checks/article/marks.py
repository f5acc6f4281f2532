"""A101 doubled title, A102 furniture, A103 relative time without a date to count from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarise.article.furniture import DOUBLED_TITLE, furniture
from summarise.checks.article.quotations import own_words
from summarise.checks.article.shown import shown
from summarise.report import finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarise.article import Article, Sentence
    from summarise.report import Finding

_STAMP = "relative-time"
_SHOWN = 5  # sentences that one finding points at
# What counts from the day of writing. "Today", "this week" and "two years ago" are left out, being said of an age as
# often as of a day, and so are weekdays: nearly every draft has one.
_RELATIVE = {
    "en": re.compile(
        r"\b(?:yesterday|last night|(?:last|next) (?:week|month|weekend)"
        r"|(?:\d{1,3}|an?|two|three|four|five|six|ten|a few) (?:hour|day|week|month)s? ago)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:vor)?gestern\b|\b(?:letzte|vergangene|nächste|kommende)[nrs]? (?:Woche|Monat)\b", re.IGNORECASE
    ),
    "fr": re.compile(r"\b(?:avant-)?hier\b|\b(?:la semaine|le mois) (?:dernière?|prochaine?)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:ante)?ayer\b|\b(?:la semana|el mes) (?:pasad[oa]|que viene)\b", re.IGNORECASE),
    "ru": re.compile(r"\b(?:поза)?вчера\b|\bна (?:прошлой|следующей) неделе\b", re.IGNORECASE),
}


def doubled_title(article: Article) -> Iterator[Finding]:
    """A101: the title stands in the text again."""
    title = next((s for s in article.sentences if s.kind == "title"), None)
    for sentence in article.sentences:
        if sentence.rule == DOUBLED_TITLE:
            ids = (sentence.id, title.id) if title else (sentence.id,)
            yield finding("A101", f"the title stands in the text again: {shown(sentence.text)}", sentences=ids)


def furniture_in_text(article: Article) -> Iterator[Finding]:
    """A102: page debris between or after the paragraphs, one finding a rule. A103 has the stamps of time."""
    for name, rule in furniture().items():
        found = [s for s in article.sentences if s.rule == name and rule.debris and name != _STAMP]
        if found:
            message = f"{shown(found[0].text)} is {rule.what}, not part of the story ({name}){_more(found)}"
            yield finding("A102", message, sentences=[s.id for s in found[:_SHOWN]])


def unanchored_time(article: Article) -> Iterator[Finding]:
    """A103: time told from the day of writing, in an article that does not say which day that was; once an article."""
    if article.date is not None:
        return
    own = own_words(article)
    found = [(s.id, words) for s in article.sentences if (words := _relative(s, own[s.id], article.language))]
    if not found:
        return
    message = f"{shown(found[0][1])} has no date to count from: the article carries none{_more(found)}"
    yield finding("A103", message, sentences=[name for name, _ in found[:_SHOWN]])


def _more(found: Sequence[object]) -> str:
    return f" (and {len(found) - 1} more like it)" if len(found) > 1 else ""


def _relative(sentence: Sentence, own: str, language: str) -> str:
    """Return the first words of a sentence that count time from the day of writing, "" without any."""
    if sentence.rule == _STAMP:
        return sentence.text
    if sentence.kind != "body":
        return ""
    pattern = _RELATIVE.get("en" if language == "und" else language)
    match = pattern.search(own) if pattern else None
    return match[0] if match else ""
