"""The right side of the page: the article as it stands, with notes in its margin."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from summarise.formats import view
from summarise.formats.html.markup import Html, Part, el, together
from summarise.formats.html.sheet import MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarise.article import Sentence
    from summarise.formats.html.sheet import Sheet

_ELEMENTS = {"title": "h2", "heading": "h3"}


def article(sheet: Sheet) -> Html:
    """Return the article paragraph by paragraph, each with what is found about it beside it."""
    passages, notes = _links(sheet)
    for finding in sheet.take():
        first = view.sentences(sheet.report, finding.sentences)[0]
        notes.setdefault(first.id, []).append(sheet.note(finding, "li"))
    rows = []
    for _, group in groupby(sheet.report.article.sentences, key=lambda s: (s.paragraph, s.kind)):
        sentences = list(group)
        own = [note for s in sentences for note in notes.get(s.id, ())]
        beside = el("ul", *own, class_="notes") if own else None
        rows.append(el("div", _paragraph(sheet, sentences, passages), beside, class_="row"))
    language = sheet.report.article.language
    return el(
        "article",
        *rows,
        class_="article",
        id=sheet.id("article"),
        lang=None if language == "und" else language,
        aria_label="The article",
    )


def _paragraph(sheet: Sheet, sentences: Iterable[Sentence], passages: dict[str, list[str]]) -> Html:
    parts: list[Part] = []
    kind = ""
    for sentence in sentences:
        kind = sentence.kind
        number = el("sup", sentence.id[1:], class_="n", aria_hidden="true") if sentence.id in sheet.numbered else None
        linked = passages.get(sentence.id)
        parts += [
            el(
                "span",
                number,
                el("span", sentence.text, class_="u") if linked else sentence.text,
                class_="s",
                id=sheet.id(sentence.id),
                data_id=sentence.id,
                data_passage=" ".join(linked) if linked else None,
            ),
            " ",
        ]
    return el(_ELEMENTS.get(kind, "p"), *parts, class_=kind, dir="auto")


def _links(sheet: Sheet) -> tuple[dict[str, list[str]], dict[str, list[Html]]]:
    """Return, by sentence, the passages that it is part of ("repeat-0 keep") and the notes that lead to its twins."""
    passages: dict[str, list[str]] = {}
    notes: dict[str, list[Html]] = {}

    def add(sentence: Sentence, passage: str, others: Sequence[Sentence], says: Html) -> None:
        passages.setdefault(sentence.id, []).append(passage)
        note = el(
            "li",
            el("sup", sentence.id[1:], class_="n"),
            says,
            " ↔ ",
            sheet.links(others),
            class_="note",
            data_evidence=" ".join(dict.fromkeys(s.id for s in (sentence, *others[:MOST]))),
        )
        notes.setdefault(sentence.id, []).append(note)

    for number, repeat in enumerate(view.repeats(sheet.report)):
        if repeat.keep:  # all places stand here; what can go leads here
            says = el("b", f"{repeat.kind} repeat: keep", class_="keep")
            add(repeat.keep, f"repeat-{number}", repeat.cut, says)
        for sentence in repeat.cut:
            twins = [repeat.keep] if repeat.keep else [s for s in repeat.cut[: MOST + 1] if s is not sentence]
            says = el("b", f"{repeat.kind} repeat: cut", class_="warning")
            add(sentence, f"repeat-{number} cut", twins, says)
    for number, conflict in enumerate(view.conflicts(sheet.report)):
        says = together(el("b", f"conflict, {conflict.differs}:", class_="conflict"), f" {conflict.detail}")
        for sentence in conflict.sentences:
            add(sentence, f"conflict-{number}", [s for s in conflict.sentences if s is not sentence], says)
    return passages, notes
