"""Markdown that pastes well into a content management system: the story first, the checks after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarise.formats import view
from summarise.formats.gates import markdown as gate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.formats.base import Page
    from summarise.report import Report


def markdown(reports: Iterable[Report], _page: Page) -> Iterator[str]:
    """Return each report as Markdown (CommonMark), a rule between two."""
    between = ""
    for report in reports:
        yield between + "\n".join(_blocks(report)).rstrip() + "\n"
        between = "\n---\n\n"


def _blocks(report: Report) -> Iterator[str]:
    for task, blocks in (("summary", _summary), ("claims", _claims), ("redundancy", _redundancy)):
        if report.outputs.get(task):
            yield from blocks(report)
        elif task in report.outputs:
            yield f"## {task.capitalize()}\n\nNo answer that can be used: see the findings.\n"
    if view.findings(report):
        yield "## Findings\n"
        yield from (
            f"- **{f.level}** {f.code}: {gate(f'{f.message} {view.place(report, f)}')}" for f in view.findings(report)
        )
        yield ""
    if report.runs:
        footer = gate(" · ".join(view.footer(report)))
        yield f"*{gate(view.name(report))}: {footer}*"


def _summary(report: Report) -> Iterator[str]:
    output: dict[str, Any] = report.outputs["summary"] or {}
    for number, headline in enumerate(output["headlines"]):
        yield f"# {gate(headline['text'])}\n" if not number else f"*Or:* {gate(headline['text'])}\n"
    if output["standfirst"]:
        yield f"**{gate(output['standfirst']['text'])}**\n"
    if output["sentences"]:
        yield " ".join(gate(s["text"]) for s in output["sentences"]) + "\n"
    if output["key_points"]:
        yield "## Key points\n"
        yield from (f"- {gate(p['text'])}" for p in output["key_points"])
        yield ""
    for title, facts in view.facts(report):
        yield f"## {title.capitalize()}\n"
        yield from (f"- **{gate(f.name)}**" + (f": {gate(f.label)}" if f.label else "") for f in facts)
        yield ""
    if output["quotes"]:
        yield "## Quotes\n"
        for quote in output["quotes"]:
            yield f"> {gate(quote['words'])}" + (f"\n> — {gate(quote['speaker'])}\n" if quote["speaker"] else "\n")
    if output["missing_context"]:
        yield "## Open questions\n"
        yield from (f"- {gate(m['text'])}" for m in output["missing_context"])
        yield ""


def _claims(report: Report) -> Iterator[str]:
    yield "## Claims to check\n"
    for number, claim in enumerate(view.claims(report), 1):
        lines = view.lines(report, claim["evidence"])
        speaker = f", said by {gate(claim['speaker'])}" if claim["speaker"] else ""
        yield f"{number}. **{claim['check_worthiness']}**: {gate(claim['claim'])} ({claim['kind']}{speaker}, {lines})"
        yield f"   - {gate(view.grounds(claim))}"
    yield ""


def _redundancy(report: Report) -> Iterator[str]:
    repeats, conflicts, place = view.repeats(report), view.conflicts(report), report.article.place
    if repeats:
        yield f"## Repeats ({sum(repeat.words for repeat in repeats):,} words could go)\n"
    for repeat in repeats:
        yield f"- {repeat.kind}: {gate(repeat.suggestion)}"
        kept = [f"   - keep {place(repeat.keep)}: “{gate(repeat.keep.text)}”"] if repeat.keep else []
        yield from [*kept, *(f"   - cut {place(s)}: “{gate(s.text)}”" for s in repeat.cut)]
    if conflicts:
        yield "\n## Conflicts\n" if repeats else "## Conflicts\n"
    for conflict in conflicts:
        yield f"- {conflict.differs}: {gate(conflict.detail)}"
        yield from (f"   - {place(s)}: “{gate(s.text)}”" for s in conflict.sentences)
    if repeats or conflicts:
        yield ""
