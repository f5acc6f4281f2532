"""`summarise brief|summary|claims|redundancy`: articles in, checked reports out."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarise.cli.findings import kept
from summarise.cli.models import fetch
from summarise.cli.options import (
    Command,
    Files,
    FindingOptions,
    ModelOptions,
    PageOptions,
    PrintOptions,
    ReadOptions,
    SourceOptions,
    TaskOptions,
    flat,
)
from summarise.cli.output import complain, hush, page, sink
from summarise.cli.patches import patches
from summarise.cli.plan import DryRun, sending, told
from summarise.cli.show import shown
from summarise.cli.waiting import waited, waiting
from summarise.config import Config
from summarise.errors import (
    EXIT_DONE,
    EXIT_FINDINGS,
    EXIT_MODEL,
    AnswerError,
    InputError,
    SummariseError,
    TooLong,
)
from summarise.formats import BINARY, FORMATS, Format
from summarise.report import TASKS, Report

if TYPE_CHECKING:
    from summarise.article import Article
    from summarise.models import Model

_OWN = (InputError, AnswerError, TooLong)
"""Errors that concern one article: the others are still read."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One command line, ready to run."""

    tasks: tuple[str, ...]
    files: tuple[str, ...]
    settings: Config
    sources: SourceOptions
    reading: ReadOptions
    asking: ModelOptions
    task: TaskOptions
    findings: FindingOptions
    printing: PrintOptions
    dry_run: bool = False


@dataclass(slots=True)
class _End:
    """How far a command got: its reports, the worst exit code so far, and the error that ended it early."""

    reports: int = 0
    code: int = EXIT_DONE
    fatal: SummariseError | None = field(default=None)

    def note(self, code: int) -> None:
        self.code = max(self.code, code)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for name, tasks, example in (
        ("brief", TASKS, "summarise brief article.md -m local"),
        ("summary", ("summary",), "summarise summary - < article.txt"),
        ("claims", ("claims",), "summarise claims a.md b.md -f json -o claims.json"),
    ):
        app.command(name, cls=Command, epilog=f"Example: {example}")(flat(_command(tasks)))
    app.command("redundancy", cls=Command, epilog="Example: summarise redundancy a.md --diff | patch -p0")(
        flat(redundancy)
    )


def _command(tasks: tuple[str, ...]) -> Callable[..., int]:
    def command(
        ctx: typer.Context,
        files: Files = None,
        *,
        sources: SourceOptions,
        reading: ReadOptions,
        asking: ModelOptions,
        task: TaskOptions,
        findings: FindingOptions,
        printing: PrintOptions,
        paging: PageOptions,
        dry_run: DryRun = False,
    ) -> int:
        with shown(ctx, printing, wanted=paging.open and not dry_run, store=not asking.no_store) as there:
            given = tuple(files or ())
            return _run(_Job(tasks, given, ctx.obj, sources, reading, asking, task, findings, there, dry_run))

    return command


def redundancy(
    ctx: typer.Context,
    files: Files = None,
    *,
    sources: SourceOptions,
    reading: ReadOptions,
    asking: ModelOptions,
    task: TaskOptions,
    findings: FindingOptions,
    printing: PrintOptions,
    paging: PageOptions,
    diff: Annotated[bool, typer.Option("--diff", help="Print a patch that cuts the repeats.")] = False,
    dry_run: DryRun = False,
) -> int:
    """Find what an article says twice, and where it contradicts itself."""
    with shown(ctx, printing, wanted=paging.open and not dry_run, store=not asking.no_store) as there:
        given = tuple(files or ())
        job = _Job(("redundancy",), given, ctx.obj, sources, reading, asking, task, findings, there, dry_run)
        return _run(job, patches if diff else None)


def _run(job: _Job, form: Format | None = None) -> int:
    from summarise.article import is_feed  # noqa: PLC0415  start-up: not needed for help
    from summarise.article.language import checked  # noqa: PLC0415  as above
    from summarise.models import open_model  # noqa: PLC0415  as above

    if not job.files and not job.sources.clipboard:
        raise InputError("nothing to read: give FILE, - for standard input, or --clipboard")
    checked(job.reading.language)
    if job.dry_run:
        return _plan(job)
    several = len(job.files) + job.sources.clipboard > 1 or any(map(is_feed, job.files))
    _spare(job.files, job.printing.output)
    if form is None and job.printing.format in BINARY and job.printing.output is None:
        raise InputError(f"{job.printing.format} is no text: write it to a file with -o brief.{job.printing.format}")
    end, do, printing = _End(), _doing(job), job.printing
    with (
        sink(printing.output) as write,
        _readable(job, end) as articles,
        closing(open_model(**job.asking.opening(), fetch=fetch)) as model,
    ):
        try:
            reports = _reports(job, articles, model, do, end)
            sheet = page(several=several, verbose=printing.verbose, to_file=printing.output is not None)
            for piece in (form or FORMATS[printing.format])(reports, sheet):
                write(piece)
        except BrokenPipeError:
            hush()
        if not end.reports:  # inside the block: a file that is there already is not replaced by nothing
            raise end.fatal or typer.Exit(end.code)
    if end.fatal:
        raise end.fatal
    return end.code


def _plan(job: _Job) -> int:
    """Print what would be sent for the articles that can be read."""
    from summarise.batching.settings import Keys, Settings  # noqa: PLC0415  start-up: not needed for help

    end, do = _End(), _doing(job)
    about = Settings(job.tasks, job.task.strategy, do.keywords["chosen"], tuple(do.keywords["wording"]))
    with sending(job.asking) as sent:
        for read in _articles(job, end):
            do(read, model=sent.model)
            end.reports += 1
        print(told(sent, sent.estimate(end.reports), Keys(about, sent.model).parts, verbose=job.printing.verbose))
    return end.code


def _doing(job: _Job) -> "partial[Report]":
    """Return the pipeline, ready to be given an article and a model."""
    from summarise import pipeline  # noqa: PLC0415  start-up: not needed for help

    task = job.task
    return partial(pipeline.run, tasks=job.tasks, strategy=task.strategy, chosen=task.chosen(), wording=task.steps())


def _spare(files: tuple[str, ...], output: Path | None) -> None:
    """Raise InputError when the result would take the place of an article."""
    for file in files:
        if output and file != "-" and output.resolve() == Path(file).resolve():
            raise InputError(f"{output} is one of the articles: write to another file")


def _reports(
    job: _Job, articles: "Iterable[Article]", model: "Model", do: "partial[Report]", end: _End
) -> Iterator[Report]:
    """Yield the report of each article that can be read, and write down in ``end`` what it means for the exit code.

    An error that would meet the next article too ends the reports early, so that those that are made are printed.
    """
    for read in articles:
        try:
            with waiting(read.source, quiet=job.printing.quiet, at_once=model.strategy == "guided") as tell:
                report = do(read, model=model, tell=tell)
        except _OWN as error:
            complain(str(error))
            end.note(error.exit_code)
            continue
        except SummariseError as error:
            end.fatal = error
            return
        report = kept(report, job.settings)
        end.note(_code(report, job.findings.fail_on))
        end.reports += 1
        yield report.at_least(job.findings.min_level)


@contextmanager
def _readable(job: _Job, end: _End) -> "Iterator[Iterator[Article]]":
    """Give what `_articles` yields, or leave when that is nothing: for a mistyped name no model is fetched."""
    articles = _articles(job, end)
    first = next(articles, None)
    if first is None:
        raise typer.Exit(end.code)
    yield chain((first,), articles)


def _articles(job: _Job, end: _End) -> "Iterator[Article]":
    """Yield the articles of the command line that can be read; the others are told on standard error."""
    from summarise import article  # noqa: PLC0415  start-up: not needed for help

    limit, language = job.reading.max_bytes, job.reading.language
    for number, file in enumerate((*job.files, *([None] if job.sources.clipboard else [])), 1):
        _progress(job, number, file or "the clipboard")
        try:
            if file is None:
                yield article.copied(max_bytes=limit, language=language)
            else:
                read = article.read_all(file, max_bytes=limit, language=language, fetch=job.sources.fetch)
                yield from waited(read, f"reading {file}", quiet=job.printing.quiet)
        except InputError as error:
            complain(str(error))
            end.note(error.exit_code)


def _code(report: Report, fail_on: str) -> int:
    if report.failed:
        return EXIT_MODEL
    return EXIT_FINDINGS if report.reaches(fail_on) else EXIT_DONE


def _progress(job: _Job, number: int, file: str) -> None:
    if len(job.files) > 1 and not job.printing.quiet and sys.stderr.isatty():
        complain(f"{number} of {len(job.files)}: {file}")
