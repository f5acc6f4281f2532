"""A draft that is open in an editor: its findings, their places and what would mend them. No protocol here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from summarise.article import parse
from summarise.cli.findings import kept
from summarise.errors import InputError
from summarise.formats import view
from summarise.formats.diff import without
from summarise.formats.gates import markdown, printable
from summarise.formats.places import of_sentence
from summarise.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarise.article import Article, Sentence
    from summarise.config import Config
    from summarise.report import Finding

TWINS = ("R101", "R102", "R103", "R104", "R105")
"""The rules whose findings stand at every sentence concerned, not only at the first."""
_MOST = (
    10  # twins of a passage, and cuts on offer: an article that says one thing a thousand times is no reason to wait
)
_LINE_END = re.compile("\r\n?")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the draft: lines and columns from 0, columns in code points; the end is behind the last one."""

    line: int
    column: int
    end_line: int
    end_column: int

    def meets(self, other: Span) -> bool:
        """Whether two stretches touch."""
        return (self.line, self.column) <= (other.end_line, other.end_column) and (other.line, other.column) <= (
            self.end_line,
            self.end_column,
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding at one of its sentences; ``others`` are the rest of them."""

    span: Span
    finding: Finding
    sentence: Sentence | None
    others: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch to replace, and the marks that it mends."""

    title: str
    span: Span
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A text as an editor holds it, read as an article and checked; ``source`` is its path or address.

    With ``earlier``, what an earlier text of it was found to say, nothing is checked: told is what that says of the
    sentences that still stand in their lines.
    """

    text: str
    source: str
    suffix: str
    settings: Config
    earlier: Report | None = None

    @cached_property
    def article(self) -> Article | None:
        """The text as an article; None for one that is none (empty, or nothing but markup)."""
        try:
            return parse(self.text, source=self.source, suffix=self.suffix)
        except InputError:
            return None

    @cached_property
    def report(self) -> Report | None:
        """What the checks say; None for a text that is no article."""
        from summarise.models import open_model  # noqa: PLC0415  start-up
        from summarise.pipeline import run  # noqa: PLC0415  as above

        if self.article is None:
            return None
        if self.earlier:
            return _carried(self.earlier, self.article, self._still)
        return kept(run(self.article, ("redundancy",), open_model("none")), self.settings)

    @cached_property
    def _still(self) -> dict[str, str]:
        """The sentences of the earlier text that still stand in their lines: their ids then and now."""
        old = self.earlier.article.sentences if self.earlier else ()
        new = self.article.sentences if self.article else ()
        before, after = ([(s.kind, s.text, s.line) for s in sentences] for sentences in (old, new))
        head = _shared(before, after)
        tail = _shared(before[head:][::-1], after[head:][::-1])
        pairs = [*zip(old[:head], new[:head], strict=True)]
        pairs += zip(old[len(old) - tail :], new[len(new) - tail :], strict=True)
        return {one.id: other.id for one, other in pairs}

    def settled(self, within: Span) -> bool:
        """Whether nothing in a stretch has changed since the draft was checked."""
        if self.earlier is None or self.article is None:
            return self.earlier is None
        still = set(self._still.values())
        return all(s.id in still for s in self.article.sentences if span(s).meets(within))

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The findings with their places, in the article's order."""
        if self.report is None:
            return ()
        found = [mark for finding in self.report.findings for mark in self._marks(self.report, finding)]
        return tuple(sorted(found, key=lambda m: (m.span.line, m.span.column, m.finding.code)))

    def _marks(self, report: Report, finding: Finding) -> Iterator[Mark]:
        said = view.sentences(report, finding.sentences)
        if not said:
            yield Mark(Span(0, 0, 0, 0), finding, None, ())
        for sentence in said if finding.code in TWINS else said[:1]:
            others = tuple(s for s in said[: _MOST + 1] if s is not sentence)
            yield Mark(span(sentence), finding, sentence, others[:_MOST])

    def at(self, line: int, column: int) -> tuple[Mark, ...]:
        """Return the marks at a place."""
        place = Span(line, column, line, column)
        return tuple(mark for mark in self.marks if mark.span.meets(place))

    def hover(self, line: int, column: int) -> str:
        """Return Markdown that shows the twins of the passage at a place, "" when it has none."""
        return "\n\n---\n\n".join(self._told(mark) for mark in self.at(line, column) if mark.others)

    def _told(self, mark: Mark) -> str:
        assert self.report is not None  # noqa: S101  there are no marks without a report
        place = self.report.article.place
        quotes = [f"*{place(other)}*\n\n> {markdown(other.text)}" for other in mark.others]
        return "\n\n".join([f"**{mark.finding.code}** {markdown(mark.finding.message)}", *quotes])

    def cuts(self, within: Span) -> Iterator[Edit]:
        """Yield the edits that cut the repeats in a stretch; where all are to stay, the one that cuts their twins."""
        if self.report is None:
            return
        marks = {m.sentence.id: m for m in self.marks if m.finding.code in view.CUTS and m.sentence}
        groups = {m.finding.sentences for m in self.marks if m.finding.code in view.CUTS and m.span.meets(within)}
        here = {sentence_id for group in groups for sentence_id in group}
        cut = {s.id: s for repeat in view.repeats(self.report) for s in repeat.cut}  # one may be in two groups
        twins = [s for s in cut.values() if s.id in here and s.id in marks]
        cuts = [s for s in twins if marks[s.id].span.meets(within)]
        for sentences in [[s] for s in cuts[:_MOST]] or [twins[:_MOST]]:
            edit = self._cut(sentences, self.report.article)
            if edit:
                yield replace(edit, marks=tuple(marks[s.id] for s in sentences))

    def _cut(self, sentences: list[Sentence], article: Article) -> Edit | None:
        """Return the edit that takes sentences out and leaves all others as they are, None when there is none."""
        try:
            made = without(article, sentences, self.text.encode(), self._read)
        except InputError:
            return None
        cut = [s for s in sentences if s not in made.left]
        if not cut:
            return None
        old, new = _LINE_END.sub("\n", self.text).removeprefix("\ufeff"), made.text
        start = _shared(old, new)
        tail = _shared(old[start:][::-1], new[start:][::-1])
        stretch = Span(*_place(old, start), *_place(old, len(old) - tail))
        text = new[start : len(new) - tail].replace("\n", "\r\n" if "\r\n" in self.text else "\n")
        what = "the repeat" if len(cut) == 1 else f"the {len(cut)} repeats"
        return Edit(f"Cut {what}: {_short(cut[0])}", stretch, text)

    def _read(self, data: bytes) -> Article:
        return parse(data.decode(), source=self.source, suffix=self.suffix)


def span(sentence: Sentence) -> Span:
    """Return where a sentence is."""
    at = of_sentence(sentence)
    return Span(at.line - 1, at.column - 1, at.end_line - 1, at.end_column - 1)


def _carried(report: Report, article: Article, still: dict[str, str]) -> Report:
    """Return what a report says of sentences that a later article still has, with the ids that they have there."""

    def moved(found: dict[str, Any]) -> dict[str, Any]:
        keep = {"keep": still[found["keep"]]} if "keep" in found else {}
        return {**found, **keep, "sentences": [still[i] for i in found["sentences"]]}

    told = report.outputs["redundancy"] or {}
    redundancy = {name: [moved(f) for f in told[name] if still.keys() >= set(f["sentences"])] for name in told}
    findings = [
        replace(f, sentences=tuple(still[i] for i in f.sentences))
        for f in report.findings
        if still.keys() >= set(f.sentences)
    ]
    return Report(article, {"redundancy": redundancy}, tuple(findings))


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1


def _shared(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how many characters or items two texts or lists have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _short(sentence: Sentence, most: int = 48) -> str:
    words = printable(sentence.text)
    return f"“{words}”" if len(words) <= most else f"“{words[:most].rstrip()}…”"
