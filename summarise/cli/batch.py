"""`summarise batch`: many articles to one file of reports."""

import gc
import json
import sys
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from summarise.batching.inputs import FIELDS, STREAM, Reading
from summarise.batching.output import Files, Output, Stream, Unkept, journal_of, plain_file
from summarise.batching.run import Plan, estimate, run
from summarise.batching.settings import Settings
from summarise.batching.tally import Summary
from summarise.cli.findings import kept
from summarise.cli.options import Choices, Command, FindingOptions, ModelOptions, ReadOptions, TaskOptions, flat
from summarise.cli.output import complain, sink
from summarise.cli.plan import names_its_model, table
from summarise.cli.progress import money, progress, span
from summarise.errors import EXIT_DONE, InputError
from summarise.report import TASKS

_YOUNG = 20_000  # an article's objects die with it: looking at them every 700 takes 5 % of the processor time
ENGINES = ("local", "openai-batch", "ray")
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
    max_cost: Annotated[
        float | None, typer.Option(min=0, metavar="USD", help="Stop before a call could cross this cost.")
    ] = None
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Send nothing; print what is left, where it would go and its cost.")
    ] = False
    summary: Annotated[Path | None, typer.Option(metavar="FILE", help="Write what the batch came to as JSON here.")] = (
        None
    )
    engine: Annotated[
        str,
        Choices(ENGINES),
        typer.Option(
            metavar="|".join(ENGINES),
            help="Where it runs: here, by OpenAI's Batch API at half price, on a Ray cluster.",
        ),
    ] = "local"
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="ray: so many processes (default: one a CPU).")
    ] = None
    resume: Annotated[bool, typer.Option("--resume", help="openai-batch: wait for the answers and go on.")] = False
    cancel: Annotated[bool, typer.Option("--cancel", help="openai-batch: stop what is under way there.")] = False
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
    with progress(quiet=batch.quiet) as shown:
        plan = Plan(
            inputs=inputs,
            settings=Settings(
                tasks=tuple(batch.task) or TASKS,
                strategy=how.strategy,
                chosen=how.chosen(),
                wording=how.steps(),
                reading=Reading(tuple(batch.suffix), _columns(batch.column), reading.max_bytes, reading.language),
                min_level=findings.min_level,
                rules=str(ctx.obj.paths or ""),
            ),
            model=asking.opening(),
            jobs=batch.jobs,
            ordered=not batch.unordered,
            retry=batch.retry_errors,
            rpm=batch.rpm,
            tpm=batch.tpm,
            patience=batch.patience,
            max_cost=batch.max_cost,
            finish=partial(kept, settings=ctx.obj),
            fails=lambda report: report.reaches(findings.fail_on),
            tell=shown.tell,
            watch=shown.watch,
            count=not batch.quiet,
        )
        if batch.dry_run:
            return _estimate(plan, batch, asking)
        if asking.no_store:
            _refuse_what_keeps(batch)
        summary = _run(plan, partial(_output, batch.output, inputs, store=not asking.no_store), batch)
    _close(summary, batch)
    return summary.exit_code


def _run(plan: Plan, output: Callable[[], Output], batch: BatchOptions) -> Summary:
    gc.set_threshold(_YOUNG)
    if batch.engine == "openai-batch":
        from summarise.batching import openai_batch  # noqa: PLC0415  start-up: not needed otherwise

        return openai_batch.run(plan, output, "cancel" if batch.cancel else "resume" if batch.resume else "submit")
    if batch.engine == "ray":
        return _spread(plan, batch)
    if batch.resume or batch.cancel:
        raise InputError(
            "--resume and --cancel are for --engine openai-batch: the same command again goes on by itself"
        )
    return run(plan, output)


def _spread(plan: Plan, batch: BatchOptions) -> Summary:
    try:
        from summarise.batching import cluster  # noqa: PLC0415  an extra
    except ImportError as error:
        raise InputError(f"--engine ray needs an extra ({error}): pip install 'summarise[ray]'") from None
    if batch.output is None:
        raise InputError("--engine ray writes a folder of files: give -o FOLDER")
    if plan.max_cost is not None:
        raise InputError("--max-cost is not for --engine ray: look at --dry-run, and bound the rate by --rpm or --tpm")
    return cluster.run(plan, batch.output, workers=batch.workers)


def _estimate(plan: Plan, batch: BatchOptions, asking: ModelOptions) -> int:
    names_its_model(asking)
    begun = not asking.no_store and batch.output and batch.output.is_file() and journal_of(batch.output).is_file()
    with closing(Files(batch.output)) if batch.output and begun else nullcontext() as output:
        found = estimate(plan, output)
    print(f"{table(found)}\nto {found.to}")
    _save(found.to_dict(), batch.summary)
    return EXIT_DONE


def _refuse_what_keeps(batch: BatchOptions) -> None:
    """Raise InputError for options that need what --no-store does not leave behind."""
    if batch.engine != "local":
        where = "at OpenAI until its answers are read" if batch.engine == "openai-batch" else "in the files of Ray"
        raise InputError(f"--engine {batch.engine} keeps articles {where}: with --no-store, use --engine local")
    if batch.retry_errors:
        raise InputError("--retry-errors needs the journal, which --no-store does without: leave one of them out")


def _output(path: Path | None, inputs: list[str], *, store: bool) -> Output:
    if path is None and inputs != [STREAM]:
        raise InputError("a batch needs a file for its reports: give -o FILE, or -o - for standard output")
    if path is None or str(path) == STREAM:
        return Stream(sys.stdout, complain)
    if plain_file(path):
        return Files(path) if store else Unkept(path, complain)
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
    _save(summary.to_dict(), batch.summary)
    if summary.reason:
        complain(summary.reason)
    if not batch.quiet:
        complain(told(summary))


def _save(value: dict[str, Any], path: Path | None) -> None:
    if path:
        with sink(path) as write:
            write(json.dumps(value, indent=2) + "\n")


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
