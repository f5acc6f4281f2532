"""The report for a person: in colour on a terminal, in plain ASCII signs when piped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarise.formats import view
from summarise.formats.gates import printable
from summarise.formats.layout import Row, cut, indented, rendered, rows, section, spaced, styled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType
    from rich.text import Text

    from summarise.article import Sentence
    from summarise.formats.base import Page
    from summarise.report import Report, Run

_STYLES = {
    "error": "bold red",
    "warning": "yellow",
    "suggestion": "cyan",
    "high": "bold red",
    "medium": "yellow",
    "low": "dim",
    "keep": "green",
    "cut": "red",
}
_LONGEST_QUOTE = 240
_QUOTES = ('"', "“", "”", "„", "«", "»")
_SUPERSCRIPT = str.maketrans("s0123456789", "ˢ⁰¹²³⁴⁵⁶⁷⁸⁹")


def text(reports: Iterable[Report], page: Page) -> Iterator[str]:
    """Return each report as a page of text, ``page.width`` columns wide."""
    between = ""
    for report in reports:
        yield between + rendered(_Sheet(report, page).parts(), width=page.width, colour=page.colour)
        between = "\n" + "=" * page.width + "\n\n"


@dataclass(frozen=True, slots=True)
class _Signs:
    """The signs that a terminal shows and a plain file spells out."""

    bullet: str
    dot: str
    model: str
    quotes: str
    dots: str


_FINE = _Signs("•", " · ", "✎", "“”", "…")
_PLAIN = _Signs("-", ", ", "model", '""', "...")


class _Sheet:
    """One report on its way to text."""

    def __init__(self, report: Report, page: Page) -> None:
        self.report, self.page = report, page
        self.signs = _FINE if page.colour else _PLAIN
        # Marks tell the model's words from the article's: where all are the model's, one line says so.
        self.authors = view.written_by(report)
        self.marked = self.authors > {"model"}
        self.cited: dict[str, Sentence] = {}

    def parts(self) -> Iterator[RenderableType]:
        """Yield what stands on the page, from top to bottom."""
        yield self._top()
        for task, parts in (("summary", self._summary), ("claims", self._claims), ("redundancy", self._redundancy)):
            if self.report.outputs.get(task):
                yield from parts()
            elif task in self.report.outputs:
                yield from section(task, "no answer that can be used: see the findings")
        yield from self._sources()
        yield from self._findings()
        yield from self._foot()

    def _top(self) -> RenderableType:
        article = self.report.article
        facts = self.signs.dot.join((printable(view.name(self.report)), f"{article.words:,} words", article.language))
        return styled((facts, "dim"))

    def _summary(self) -> Iterator[RenderableType]:
        output: dict[str, Any] = self.report.outputs["summary"] or {}
        for number, headline in enumerate(output["headlines"]):
            if not number:
                yield ""
            said = self._said(headline, headline["text"], "bold" if not number else "")
            yield styled(("or: ", "dim"), said) if number else said
        if output["standfirst"]:
            yield ""
            yield self._said(output["standfirst"], output["standfirst"]["text"], "italic")
        if output["sentences"]:
            yield from section("summary")
            yield indented(styled(" ").join(self._said(s, s["text"]) for s in output["sentences"]))
        if output["key_points"]:
            yield from section("key points")
            yield rows((self.signs.bullet, self._said(p, p["text"])) for p in output["key_points"])
        yield from self._facts(output)
        if output["missing_context"]:
            yield from section("open questions")
            yield rows((self.signs.bullet, self._said(m, m["text"])) for m in output["missing_context"])

    def _facts(self, output: dict[str, Any]) -> Iterator[RenderableType]:
        """Yield the small lists of the summary as one table."""
        found: list[Row] = []
        for title, facts in view.facts(self.report):
            for number, fact in enumerate(facts):
                between = ", " if title in ("people", "organisations") else ": "
                words = between.join(filter(None, (fact.name, fact.label)))
                found.append(((title if not number else "", "dim"), self._said(fact.item, words)))
        for number, item in enumerate(output["quotes"]):
            words = self._quoted(item["words"]) + (f" - {item['speaker']}" if item["speaker"] else "")
            found.append((("quotes" if not number else "", "dim"), self._said(item, words)))
        if found:
            yield from section("facts")
            yield rows(found)

    def _claims(self) -> Iterator[RenderableType]:
        claims = view.claims(self.report)
        worth = sum(claim["check_worthiness"] == "high" for claim in claims)
        yield from section("claims to check", f"{worth} of {len(claims)} high" if claims else "none found")
        groups: list[list[Row]] = []
        for claim in claims:
            level = claim["check_worthiness"]
            speaker = f"said by {claim['speaker']}" if claim["speaker"] else ""
            about = filter(None, (claim["kind"], speaker, view.lines(self.report, claim["evidence"])))
            groups.append(
                [
                    ((level, _STYLES[level]), self._said(claim, claim["claim"])),
                    ("", (self.signs.dot.join(map(printable, about)), "dim")),
                    ("", (printable(view.grounds(claim)), "dim")),
                ]
            )
        yield from spaced(groups)

    def _redundancy(self) -> Iterator[RenderableType]:
        repeats, conflicts = view.repeats(self.report), view.conflicts(self.report)
        words = sum(repeat.words for repeat in repeats)
        yield from section("repeats", f"{words:,} words could go" if repeats else "none found")
        yield from spaced([self._repeat(repeat) for repeat in repeats])
        if conflicts:
            yield from section("conflicts", "check which is right")
            yield from spaced([self._conflict(conflict) for conflict in conflicts])

    def _repeat(self, repeat: view.Repeat) -> list[Row]:
        kept = [("keep", repeat.keep)] if repeat.keep else []
        pairs = sorted([*kept, *(("cut", s) for s in repeat.cut)], key=lambda pair: pair[1].start)
        kinds = [repeat.kind, *[""] * len(pairs)]
        return [
            *(
                ((kind, "bold"), (verb, _STYLES[verb]), (self.report.article.place(s), "dim"), self._quoted(s.text))
                for kind, (verb, s) in zip(kinds, pairs, strict=False)
            ),
            ("", "", "", (printable(repeat.suggestion), "dim")),
        ]

    def _conflict(self, conflict: view.Conflict) -> list[Row]:
        return [
            ((conflict.differs, "bold yellow"), "", (printable(conflict.detail), "yellow")),
            *(("", (self.report.article.place(s), "dim"), self._quoted(s.text)) for s in conflict.sentences),
        ]

    def _sources(self) -> Iterator[RenderableType]:
        """Yield the opening words of every sentence that a mark points at, unless the text is that sentence."""
        if not self.cited:
            return
        yield from section("sources")
        width = len(self.report.article.places) + 5
        for sentence in sorted(self.cited.values(), key=lambda s: s.start):
            line = styled(
                f"  {sentence.id:<4} ",
                (f"{self.report.article.place(sentence):<{width}} ", "dim"),
                printable(sentence.text),
            )
            yield cut(line, self.page.width, self.signs.dots)

    def _findings(self) -> Iterator[RenderableType]:
        found = [f for f in view.findings(self.report) if self.page.verbose or f.code not in view.OF_INTEREST_TO_FEW]
        yield from section("findings", "" if found else "none")
        if found:
            yield rows(
                (
                    (finding.level, _STYLES[finding.level]),
                    finding.code,
                    styled(printable(finding.message), (f" {view.place(self.report, finding)}", "dim")),
                )
                for finding in found
            )

    def _foot(self) -> Iterator[RenderableType]:
        yield ""
        if self.marked:
            mark = self.signs.model if self.page.colour else f"[{self.signs.model}]"
            yield styled((f"{mark}: worded by the model. Unmarked: the article's own words.", "dim"))
        elif "model" in self.authors:
            yield styled(("All of this is worded by the model.", "dim"))
        if self.report.runs:
            yield styled((printable(self.signs.dot.join(view.footer(self.report))), "dim"))
        if self.page.verbose:
            yield from (styled((f"  {printable(self._run(run))}", "dim")) for run in self.report.runs)

    def _run(self, run: Run) -> str:
        parts = (
            f"{run.task}: {run.prompt}#{run.digest[:12]}" if run.prompt else f"{run.task}: no prompt",
            run.schema,
            f"rung {run.rung or 'none'}",
            f"{run.attempts} requests",
            f"{run.tokens_in:,} in ({run.tokens_cached:,} cached), {run.tokens_out:,} out",
            view.cost(run.cost_usd),
            f"{run.seconds:.1f} s",
        )
        return self.signs.dot.join(parts)

    def _said(self, item: dict[str, Any], words: str, style: str = "") -> Text:
        """Return an item's words with its marks: the sentences that say it, and whether a model worded it."""
        ids: list[str] = item["evidence"]
        if not view.said_by_evidence(self.report, item, words):
            self.cited.update({s.id: s for s in view.sentences(self.report, ids)})
        model = self.marked and item.get("by") == "model"
        if self.page.colour:
            marks = " ".join(ids).translate(_SUPERSCRIPT) + (f" {self.signs.model}" if model else "")
            return styled((printable(words), style), (f" {printable(marks)}", "cyan"))
        marks = ", ".join([*ids, *([self.signs.model] if model else [])])
        return styled((printable(words), style), f" [{printable(marks)}]")

    def _quoted(self, words: str) -> str:
        """Return words in quotation marks, which those that have their own at an end do without."""
        words = printable(words)
        if len(words) > _LONGEST_QUOTE:
            words = words[:_LONGEST_QUOTE].rstrip() + self.signs.dots
        own = words.startswith(_QUOTES) or words.endswith(_QUOTES)
        return words if own else f"{self.signs.quotes[0]}{words}{self.signs.quotes[1]}"
