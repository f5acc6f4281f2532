"""The report for a person: in colour on a terminal, in plain ASCII signs when piped."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarise.formats import view
from summarise.formats.gates import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType
    from rich.text import Text

    from summarise.article import Sentence
    from summarise.formats.base import Page
    from summarise.report import Report

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
_Row = tuple[Any, ...]
"""The cells of a row: a string, (string, style) or a rich Text each."""
_LONGEST_QUOTE = 240
_SUPERSCRIPT = str.maketrans("s0123456789", "ˢ⁰¹²³⁴⁵⁶⁷⁸⁹")


def text(reports: Iterable[Report], page: Page) -> Iterator[str]:
    """Return each report as a page of text, ``page.width`` columns wide."""
    between = ""
    for report in reports:
        yield between + _Sheet(report, page).render()
        between = "\n" + "=" * page.width + "\n\n"


@dataclass(frozen=True, slots=True)
class _Signs:
    """The signs that a terminal shows and a plain file spells out."""

    bullet: str
    dot: str
    model: str
    opening: str
    closing: str


_FINE = _Signs("•", " · ", "✎", "“", "”")
_PLAIN = _Signs("-", ", ", "model", '"', '"')


class _Sheet:
    """One report on its way to text."""

    def __init__(self, report: Report, page: Page) -> None:
        self.report, self.page = report, page
        self.signs = _FINE if page.colour else _PLAIN
        # Marks tell the model's words from the article's: where all are the model's, one line says so.
        self.authors = view.written_by(report)
        self.marked = self.authors > {"model"}
        self.cited: dict[str, Sentence] = {}

    def render(self) -> str:
        """Return the finished text."""
        from rich.console import Console, Group  # noqa: PLC0415  start-up

        console = Console(
            file=io.StringIO(),
            width=self.page.width,
            force_terminal=self.page.colour,
            color_system="standard" if self.page.colour else None,
            legacy_windows=False,
            highlight=False,
            emoji=False,
            markup=False,
        )
        with console.capture() as captured:
            console.print(Group(*self._parts()))
        return "\n".join(line.rstrip() for line in captured.get().rstrip().split("\n")) + "\n"

    def _parts(self) -> Iterator[RenderableType]:
        yield self._top()
        for task, parts in (("summary", self._summary), ("claims", self._claims), ("redundancy", self._redundancy)):
            if self.report.outputs.get(task):
                yield from parts()
            elif task in self.report.outputs:
                yield from self._section(task, "no answer that can be used: see the findings")
        yield from self._sources()
        yield from self._findings()
        yield from self._foot()

    def _top(self) -> RenderableType:
        article = self.report.article
        facts = self.signs.dot.join((printable(article.source), f"{article.words:,} words", article.language))
        return self._text((facts, "dim"))

    def _summary(self) -> Iterator[RenderableType]:
        output: dict[str, Any] = self.report.outputs["summary"] or {}
        for number, headline in enumerate(output["headlines"]):
            if not number:
                yield ""
            yield self._said(headline, headline["text"], "bold" if not number else "")
        if output["standfirst"]:
            yield ""
            yield self._said(output["standfirst"], output["standfirst"]["text"], "italic")
        if output["sentences"]:
            yield from self._section("summary")
            yield self._indented(self._text(" ").join(self._said(s, s["text"]) for s in output["sentences"]))
        if output["key_points"]:
            yield from self._section("key points")
            yield self._rows((self.signs.bullet, self._said(p, p["text"])) for p in output["key_points"])
        yield from self._facts(output)
        if output["missing_context"]:
            yield from self._section("not in the article")
            yield self._rows((self.signs.bullet, self._said(m, m["text"])) for m in output["missing_context"])

    def _facts(self, output: dict[str, Any]) -> Iterator[RenderableType]:
        """Yield the small lists of the summary as one table."""
        rows: list[_Row] = []
        for key, name, what, between in (
            ("people", "name", "role", ", "),
            ("organisations", "name", "role", ", "),
            ("dates", "date", "what", ": "),
            ("figures", "value", "what", ": "),
        ):
            for number, item in enumerate(output[key]):
                label = "" if view.said_by_evidence(self.report, item, item[what] or "") else item[what]
                words = between.join(filter(None, (item[name], label)))
                rows.append(((key if not number else "", "dim"), self._said(item, words)))
        for number, item in enumerate(output["quotes"]):
            words = f"{self._quoted(item['words'])} {'- ' + item['speaker'] if item['speaker'] else ''}".strip()
            rows.append((("quotes" if not number else "", "dim"), self._said(item, words)))
        if rows:
            yield from self._section("facts")
            yield self._rows(rows)

    def _claims(self) -> Iterator[RenderableType]:
        claims = view.claims(self.report)
        worth = sum(claim["check_worthiness"] == "high" for claim in claims)
        yield from self._section("claims to check", f"{worth} of {len(claims)} high" if claims else "none found")
        groups: list[list[_Row]] = []
        for claim in claims:
            level = claim["check_worthiness"]
            speaker = f"said by {claim['speaker']}" if claim["speaker"] else ""
            about = filter(None, (claim["kind"], speaker, view.lines(self.report, claim["evidence"])))
            check = f"{printable(claim['why'])} To check: {printable(claim['how_to_check'])}"
            groups.append(
                [
                    ((level, _STYLES[level]), self._said(claim, claim["claim"])),
                    ("", (self.signs.dot.join(map(printable, about)), "dim")),
                    ("", (check, "dim")),
                ]
            )
        yield from self._spaced(groups)

    def _redundancy(self) -> Iterator[RenderableType]:
        repeats, conflicts = view.repeats(self.report), view.conflicts(self.report)
        words = sum(repeat.words for repeat in repeats)
        yield from self._section("repeats", f"{words:,} words could go" if repeats else "none found")
        yield from self._spaced([self._repeat(repeat) for repeat in repeats])
        if conflicts:
            yield from self._section("conflicts", "check which is right")
            yield from self._spaced([self._conflict(conflict) for conflict in conflicts])

    def _repeat(self, repeat: view.Repeat) -> list[_Row]:
        kept = [("keep", repeat.keep)] if repeat.keep else []
        pairs = sorted([*kept, *(("cut", s) for s in repeat.cut)], key=lambda pair: pair[1].start)
        rows: list[_Row] = [
            ("", (verb, _STYLES[verb]), (f"line {sentence.line}", "dim"), self._quoted(sentence.text))
            for verb, sentence in pairs
        ]
        first = ((repeat.kind, "bold"), *rows[0][1:]) if rows else ((repeat.kind, "bold"), "", "", "")
        return [first, *rows[1:], ("", "", "", (printable(repeat.suggestion), "dim"))]

    def _conflict(self, conflict: view.Conflict) -> list[_Row]:
        rows: list[_Row] = [((conflict.differs, "bold yellow"), "", (printable(conflict.detail), "yellow"))]
        return rows + [("", (f"line {s.line}", "dim"), self._quoted(s.text)) for s in conflict.sentences]

    def _sources(self) -> Iterator[RenderableType]:
        """Yield the opening words of every sentence that a mark points at, unless the text is that sentence."""
        if not self.cited:
            return
        yield from self._section("sources")
        for sentence in sorted(self.cited.values(), key=lambda s: s.start):
            line = self._text(f"  {sentence.id:<4} ", (f"line {sentence.line:<4} ", "dim"), printable(sentence.text))
            yield self._cut(line)

    def _findings(self) -> Iterator[RenderableType]:
        found = view.findings(self.report)
        yield from self._section("findings", "" if found else "none")
        rows: list[_Row] = []
        for finding in found:
            at = view.sentences(self.report, finding.sentences)
            place = [view.where(finding.path)] if finding.path else []
            place += [f"line {at[0].line}"] if at else []
            style = _STYLES[finding.level]
            about = (f" ({', '.join(map(printable, place))})" if place else "", "dim")
            rows.append(((finding.level, style), finding.code, self._text(printable(finding.message), about)))
        if rows:
            yield self._rows(rows)

    def _foot(self) -> Iterator[RenderableType]:
        yield ""
        if self.marked:
            mark = self.signs.model if self.page.colour else f"[{self.signs.model}]"
            yield self._text((f"{mark}: worded by the model. Unmarked: the article's own words.", "dim"))
        elif "model" in self.authors:
            yield self._text(("All of this is worded by the model.", "dim"))
        line = view.footer(self.report)
        if line:
            yield self._text((printable(line if self.page.colour else line.replace(" · ", ", ")), "dim"))
        if self.page.verbose:
            for run in self.report.runs:
                cost = "cost unknown" if run.cost_usd is None else f"${run.cost_usd:.4f}"
                parts = (
                    f"{run.task}: {run.prompt or 'no prompt'}",
                    run.schema,
                    f"rung {run.rung or 'none'}",
                    f"{run.attempts} requests",
                    f"{run.tokens_in:,} in ({run.tokens_cached:,} cached), {run.tokens_out:,} out",
                    cost,
                    f"{run.seconds:.1f} s",
                )
                yield self._text(("  " + printable(self.signs.dot.join(parts)), "dim"))

    # Pieces.

    def _said(self, item: dict[str, Any], words: str, style: str = "") -> Text:
        """Return an item's words with its marks: the sentences that say it, and whether a model worded it."""
        ids: list[str] = item["evidence"]
        if not view.said_by_evidence(self.report, item, words):
            self.cited.update({s.id: s for s in view.sentences(self.report, ids)})
        model = self.marked and item.get("by") == "model"
        if self.page.colour:
            marks = "".join(ids).translate(_SUPERSCRIPT) + (f" {self.signs.model}" if model else "")
            return self._text((printable(words), style), (f" {printable(marks)}", "cyan"))
        marks = ", ".join([*ids, *([self.signs.model] if model else [])])
        return self._text((printable(words), style), f" [{printable(marks)}]")

    def _quoted(self, words: str) -> str:
        words = printable(words)
        if len(words) > _LONGEST_QUOTE:
            words = f"{words[:_LONGEST_QUOTE].rstrip()}..."
        return f"{self.signs.opening}{words}{self.signs.closing}"

    def _cut(self, line: Text) -> Text:
        """Return text as one line that ends in dots where the page ends."""
        dots = "…" if self.page.colour else "..."
        if line.cell_len > self.page.width:
            line.truncate(self.page.width - len(dots), overflow="crop")
            line.append(dots)
        return line

    def _section(self, name: str, note: str = "") -> Iterator[RenderableType]:
        yield ""
        yield self._text((name.upper(), "bold"), (f"  {note}" if note else "", "dim"))

    @staticmethod
    def _text(*pieces: str | tuple[str, str] | Text) -> Text:
        from rich.text import Text  # noqa: PLC0415  start-up

        return Text.assemble(*pieces)

    @staticmethod
    def _indented(content: RenderableType) -> RenderableType:
        from rich.padding import Padding  # noqa: PLC0415  start-up

        return Padding(content, (0, 0, 0, 2))

    def _spaced(self, groups: list[list[_Row]]) -> Iterator[RenderableType]:
        """Yield groups of rows as one table, an empty line between two."""
        rows = [row for group in groups for row in (*group, ("",) * len(group[0]))]
        if rows:
            yield self._rows(rows[:-1])

    def _rows(self, rows: Iterable[_Row]) -> RenderableType:
        """Return rows as columns; only the last column wraps."""
        from rich.table import Table  # noqa: PLC0415  start-up

        made = [[self._text(cell) if isinstance(cell, (str, tuple)) else cell for cell in row] for row in rows]
        table = Table.grid(padding=(0, 2, 0, 0))
        for column in range(len(made[0])):
            table.add_column(no_wrap=column < len(made[0]) - 1, overflow="fold")
        for row in made:
            table.add_row(*row)
        return self._indented(table)
