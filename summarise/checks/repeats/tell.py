"""Repeats as findings: both places and the words, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.report import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.article import Article, Sentence
    from summarise.checks.repeats.types import Conflict, Group, Repeats

_CODES = {"exact": "R101", "near": "R102", "paraphrase": "R103"}
_HOW = {
    "exact": "told again word for word",
    "near": "told again in nearly the same words",
    "paraphrase": "told again in other words",
}
_LONGEST = 80


def findings(found: Repeats, article: Article) -> Iterator[Finding]:
    """Yield a finding for each group (R101–R103, R105 when mild) and each conflict (R104), in the text's order."""
    places = {s.id: number for number, s in enumerate(article.sentences)}
    sentences = {s.id: s for s in article.sentences}
    told = [_repeat(group, sentences, article) for group in found.groups]
    told += [_conflict(conflict, sentences, article) for conflict in found.conflicts]
    yield from sorted(told, key=lambda f: [places[i] for i in f.sentences])


def _repeat(group: Group, sentences: dict[str, Sentence], article: Article) -> Finding:
    first, *others = (sentences[i] for i in group.sentences)
    on = "in" if article.places == "paragraph" else "on"
    again = article.place(*others)
    keep = article.place(sentences[group.keep])
    message = (
        f"“{_short(first.text)}” is {_HOW[group.kind]} {on} {again}: “{_short(others[0].text)}”. "
        f"Keep the one {on} {keep} ({group.why}): saves {group.words_saved} words."
    )
    if group.mild:
        return finding("R105", f"{message} Usual in news: {group.mild}.", sentences=group.sentences)
    return finding(_CODES[group.kind], message, sentences=group.sentences)


def _conflict(conflict: Conflict, sentences: dict[str, Sentence], article: Article) -> Finding:
    one, other = (sentences[i] for i in conflict.sentences)
    message = (
        f"Check the {conflict.differs}: {conflict.detail}. {article.place(one).capitalize()} has “{_short(one.text)}”, "
        f"{article.place(other)} “{_short(other.text)}”."
    )
    return finding("R104", message, sentences=conflict.sentences)


def _short(text: str) -> str:
    """Return a text on one line, cut at a word."""
    plain = " ".join(text.split())
    if len(plain) <= _LONGEST:
        return plain
    return plain[: plain.rfind(" ", 0, _LONGEST) if " " in plain[:_LONGEST] else _LONGEST] + "…"
