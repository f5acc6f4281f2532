"""`summarise batch`: many articles to one file of reports."""

import json
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from summarise.batching.inputs import FIELDS, STREAM, Reading
from summarise.batching.output import Files, Output, Stream, plain_file
from summarise.batching.run import Plan, run
from summarise.batching.settings import Settings
from summarise.batching.tally import Summary
from summarise.batching.work import reaches
from summarise.cli.articles import chosen_prompts, wording_steps
from summarise.cli.findings import kept
from summarise.cli.options import Command, FindingOptions, ModelOptions, ReadOptions, TaskOptions, flat
from summarise.cli.output import complain, sink
from summarise.cli.progress import money, progress, span
from summarise.errors import InputError
from summarise.report import TASKS

Inputs = Annotated[
    list[str], typer.Argument(metavar="INPUT…", help="Files, folders, globs, JSONL, CSV; - is JSONL on standard input.")
]


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch is run."""

    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write the reports here, one a line; - is standard output."
        ),
    ] = None
    task: Annotated[list[str], typer.Option(metavar="|".join(TASKS), help="Do this task only (repeatable).")] = field(
        default_factory=list
    )
    suffix: Annotated[
        list[str], typer.Option(metavar=".EXT", help="Files of a folder that are articles (repeatable).")
    ] = field(default_factory=list)
    column: Annotated[
        list[str],
        typer.Option(metavar="NAME=COLUMN", help="What a JSONL or CSV file calls id, text or path (repeatable)."),
    ] = field(default_factory=list)
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help="Articles at once.")] = None
    unordered: Annotated[bool, typer.Option("--unordered", help="Write reports as they are done.")] = False
    retry_errors: Annotated[bool, typer.Option("--retry-errors", help="Do the articles that failed again.")] = False
    rpm: Annotated[float | None, typer.Option(min=0.001, metavar="N", help="At most so many requests a minute.")] = None
    tpm: Annotated[float | None, typer.Option(min=1, metavar="N", help="At most so many tokens a minute.")] = None
    patience: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="Wait so long for a server that is down.")
    ] = 600.0
    summary: Annotated[Path | None, typer.Option(metavar="FILE", help="Write what the batch came to as JSON here.")] = (
        None
    )
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Nothing but errors on standard error.")] = False


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Command, epilog="Example: summarise batch articles/ -o reports.jsonl -j 16")(flat(batch))


def batch(
    ctx: typer.Context,
    inputs: Inputs,
    *,
    reading: ReadOptions,
    asking: ModelOptions,
    how: TaskOptions,
    findings: FindingOptions,
    batch: BatchOptions,
) -> int:
    """Do many articles; run it again to go on where it stopped."""
    output = partial(_output, batch.output, inputs)
    with progress(quiet=batch.quiet) as shown:
        plan = Plan(
            inputs=inputs,
            settings=Settings(
                tasks=tuple(batch.task) or TASKS,
                strategy=how.strategy,
                chosen=chosen_prompts(how.prompt),
                wording=tuple(wording_steps(how.wording)),
                reading=Reading(tuple(batch.suffix), _columns(batch.column), reading.max_bytes, reading.language),
                min_level=findings.min_level,
                rules=str(ctx.obj.paths or ""),
            ),
            model={
                "name": asking.model,
                "base_url": asking.base_url,
                "timeout": asking.timeout,
                "cache": not asking.no_cache,
                "record": asking.record,
            },
            jobs=batch.jobs,
            ordered=not batch.unordered,
            retry=batch.retry_errors,
            rpm=batch.rpm,
            tpm=batch.tpm,
            patience=batch.patience,
            finish=partial(kept, settings=ctx.obj),
            fails=partial(reaches, level=findings.fail_on),
            tell=shown.tell,
            watch=shown.watch,
        )
        summary = run(plan, output)
    _close(summary, batch)
    return summary.exit_code


def _output(path: Path | None, inputs: list[str]) -> Output:
    if path is None and inputs != [STREAM]:
        raise InputError("a batch needs a file for its reports: give -o FILE, or -o - for standard output")
    if path is None or str(path) == STREAM:
        return Stream(sys.stdout, complain)
    if plain_file(path):
        return Files(path)
    return Stream(path.open("a", encoding="utf-8"), complain, str(path))  # a pipe or a device


def _columns(given: list[str]) -> dict[str, str]:
    columns = {}
    for pair in given:
        name, equals, column = pair.partition("=")
        if name not in FIELDS or not equals or not column:
            raise InputError(f"--column {pair}: write NAME=COLUMN, where NAME is {', '.join(FIELDS)}")
        columns[name] = column
    return columns


def _close(summary: Summary, batch: BatchOptions) -> None:
    """Say what the batch came to."""
    if batch.summary:
        with sink(batch.summary) as write:
            write(json.dumps(summary.to_dict(), indent=2) + "\n")
    if summary.reason:
        complain(summary.reason)
    if not batch.quiet:
        complain(told(summary))


def told(summary: Summary) -> str:
    """Return a summary on one line."""
    findings = ", ".join(f"{code} {count}" for code, count in summary.findings.items())
    parts = [
        f"{summary.written} reports" + f" ({summary.kept} more were done before)" * bool(summary.kept),
        f"{summary.failed} failed" + f" (see {summary.errors})" * bool(summary.failed and summary.errors),
        f"findings: {findings or 'none'}",
        f"{summary.requests} requests ({summary.retries} again, {summary.cache_hits} replies at hand)",
        f"{summary.tokens_in:,} tokens in, {summary.tokens_out:,} out",
        money(summary.cost_usd) + f" ({summary.unpriced} replies without a price)" * bool(summary.unpriced),
        span(summary.seconds),
    ]
    return "; ".join(parts)
