"""A101 doubled title, A102 furniture, A103 relative time without a date to count from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarise.article.furniture import DOUBLED_TITLE, furniture
from summarise.checks.article.anchors import folded, holders
from summarise.checks.article.quotations import own_words
from summarise.checks.article.shown import shown
from summarise.report import finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarise.article import Article
    from summarise.report import Finding

_STAMP = "relative-time"
_SHOWN = 5  # sentences that one finding points at
# What counts from the day of writing. "Today", "this week" and "two years ago" are left out, being said of an age as
# often as of a day, and so are weekdays: nearly every draft has one.
# By language: what each form can't do without, in small letters, and the forms.
_RELATIVE = {
    "en": (
        ("yesterday", "last ", "next ", " ago"),
        re.compile(
            r"\b(?:yesterday|last night|(?:last|next) (?:week|month|weekend)"
            r"|(?:\d{1,3}|an?|two|three|four|five|six|ten|a few) (?:hour|day|week|month)s? ago)\b",
            re.IGNORECASE,
        ),
    ),
    "de": (
        ("gestern", "woche", "monat"),
        re.compile(
            r"\b(?:vor)?gestern\b|\b(?:letzte|vergangene|nächste|kommende)[nrs]? (?:Woche|Monat)\b", re.IGNORECASE
        ),
    ),
    "fr": (
        ("hier", "semaine", "mois"),
        re.compile(r"\b(?:avant-)?hier\b|\b(?:la semaine|le mois) (?:dernière?|prochaine?)\b", re.IGNORECASE),
    ),
    "es": (
        ("ayer", "semana", "mes"),
        re.compile(r"\b(?:ante)?ayer\b|\b(?:la semana|el mes) (?:pasad[oa]|que viene)\b", re.IGNORECASE),
    ),
    "ru": (
        ("вчера", "неделе"),
        re.compile(r"\b(?:поза)?вчера\b|\bна (?:прошлой|следующей) неделе\b", re.IGNORECASE),
    ),
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
    told = {s.id: s.text for s in article.sentences if s.rule == _STAMP} | _relative(article)
    found = [(s.id, told[s.id]) for s in article.sentences if s.id in told]
    if not found:
        return
    message = f"{shown(found[0][1])} has no date to count from: the article carries none{_more(found)}"
    yield finding("A103", message, sentences=[name for name, _ in found[:_SHOWN]])


def _more(found: Sequence[object]) -> str:
    return f" (and {len(found) - 1} more like it)" if len(found) > 1 else ""


def _relative(article: Article) -> dict[str, str]:
    """Return by sentence the first words outside a quotation that count time from the day of writing."""
    language = "en" if article.language == "und" else article.language
    if language not in _RELATIVE:
        return {}
    anchors, pattern = _RELATIVE[language]
    body = article.body
    near = [body[number].id for number in holders(anchors, [folded(s.text) for s in body])]
    own = own_words(article) if near else {}
    return {name: match[0] for name in near if (match := pattern.search(own[name]))}
