"""`summarise watch FILE`: the article is checked again whenever it is saved."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from summarise.cli.changes import changes
from summarise.cli.findings import kept
from summarise.cli.models import fetch
from summarise.cli.options import Command, ModelOptions, ReadOptions, TaskOptions, flat
from summarise.cli.output import complain, hush, page
from summarise.errors import EXIT_DONE, InputError, SummariseError
from summarise.formats.gates import printable

if TYPE_CHECKING:
    from summarise.article import Article
    from summarise.report import Finding, Report

TASKS = ("summary", "claims")
"""What is written anew while the editor pauses; repeats and the article's own faults are checked at once."""
_TICK = 0.2  # seconds between two looks at the file


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("watch", cls=Command, epilog="Example: summarise watch draft.md -m local")(flat(watch))


def watch(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The article that is being written.")],
    *,
    reading: ReadOptions,
    asking: ModelOptions,
    task: TaskOptions,
    idle: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.0, help="Summary and claims after so long without a save.")
    ] = 3.0,
) -> int:
    """Check an article on each save; Ctrl-C ends it."""
    from summarise import article, pipeline  # noqa: PLC0415  start-up: not needed for help
    from summarise.models import open_model  # noqa: PLC0415  as above

    if not os.path.isfile(file):  # noqa: PTH113  what is said must be about the name as it was given
        raise InputError(f"{file}: there is no such file: watch needs one that can be saved again")
    model = open_model(**asking.opening(), fetch=fetch)
    written = partial(
        pipeline.run,
        tasks=TASKS,
        model=model,
        strategy=task.strategy,
        chosen=task.chosen(),
        wording=task.steps(),
    )
    nobody = open_model("none")
    desk = Desk(
        path=file,
        read=partial(article.read, file, max_bytes=reading.max_bytes, language=reading.language),
        check=lambda read: kept(pipeline.run(read, ("redundancy",), nobody), ctx.obj),
        write=lambda read: kept(written(read), ctx.obj),
        idle=idle,
    )
    with closing(model):
        try:
            while True:
                for piece in desk.tick(time.monotonic()):
                    print(piece, end="", flush=True)
                time.sleep(_TICK)
        except KeyboardInterrupt:
            return EXIT_DONE
        except BrokenPipeError:
            hush()
            return EXIT_DONE


@dataclass(slots=True)
class _Job:
    """A brief under way in a thread of its own, so that a save meanwhile is seen; it ends with the program."""

    article: "Article"
    write: Callable[["Article"], "Report"]
    report: "Report | None" = None
    error: Exception | None = None
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.report = self.write(self.article)
        except Exception as error:  # noqa: BLE001  raised again where it can be told
            self.error = error


@dataclass(slots=True)
class Desk:
    """An article under work: what was last seen of it, and what was last said.

    ``check`` must be quick, ``write`` may take its time. Both give a report of the article that they are given.
    """

    path: str
    read: Callable[[], "Article"]
    check: Callable[["Article"], "Report"]
    write: Callable[["Article"], "Report"]
    idle: float
    _seen: tuple[int, ...] = ()
    _settled: bool = True
    _changed: float = 0.0
    _article: "Article | None" = None
    _findings: "dict[object, Finding]" = field(default_factory=dict)
    _written: "Report | None" = None
    _due: bool = False
    _job: _Job | None = None

    def tick(self, now: float) -> Iterator[str]:
        """Look at the file once and yield what there is to say; ``now`` is any clock that never goes back, in seconds.

        A file counts as saved when two looks find it the same, so that half a file is not taken for a draft.
        """
        seen = self._look()
        if seen != self._seen:
            self._seen, self._settled, self._changed = seen, False, now
        elif seen and not self._settled:
            self._settled = True
            yield from self._checked()
        if self._job and not self._job.thread.is_alive():
            job, self._job = self._job, None
            yield from self._told(job)
        if self._due and self._settled and not self._job and self._article and now - self._changed >= self.idle:
            self._due, self._job = False, _Job(self._article, self.write)

    def _look(self) -> tuple[int, ...]:
        """Return what changes when the file is saved, () while it is not there: many editors move a new one in."""
        try:
            found = os.stat(self.path)  # noqa: PTH116  as above
        except OSError:
            return ()
        return (found.st_mtime_ns, found.st_size, found.st_ino)

    def _checked(self) -> Iterator[str]:
        """Check the article, and say what is new and what is gone."""
        try:
            article = self.read()
        except SummariseError as error:
            complain(str(error))
            return
        fresh = self._article is None or _words(article) != _words(self._article)
        report = self.check(article)
        found = {_key(report, f): f for f in report.findings}
        new = tuple(f for key, f in found.items() if key not in self._findings)
        gone = [f for key, f in self._findings.items() if key not in found]
        first = self._article is None
        self._article, self._findings, self._due = article, found, self._due or fresh
        if first or fresh or new or gone:
            changes = "" if first else f", {len(new)} new, {len(gone)} gone"
            total = f"{article.words:,} words, {len(found)} finding{'' if len(found) == 1 else 's'}{changes}"
            yield f"{_now(article)}: {total}\n"
            yield _printed(replace(report, findings=new), "line")
            yield from (f"gone: {f.code} {printable(f.message)}\n" for f in gone)

    def _told(self, job: _Job) -> Iterator[str]:
        """Show what a brief says that the one before did not; nothing when the article has changed since."""
        if job.error and not isinstance(job.error, SummariseError):
            raise job.error
        if job.error:
            complain(str(job.error))
        if job.report is None or self._article is None or _words(job.article) != _words(self._article):
            return
        before, self._written = self._written, job.report
        if before is None:
            yield f"\n{_printed(job.report, 'text')}\n"
            return
        made = changes(before, job.report)
        if made.new or made.gone:
            yield f"{_now(job.article)}: the brief says {made.new} things anew, {made.gone} no longer\n"
        if made.new:
            yield f"\n{_printed(made.report, 'text')}\n"


def _words(article: "Article") -> list[tuple[str, str]]:
    """Return what a model is told of an article: a save that changes none of it asks for nothing."""
    return [(s.kind, s.text) for s in article.sentences]


def _key(report: "Report", finding: "Finding") -> object:
    """Return what stays the same of a finding when lines are added above it."""
    said = [s.text if (s := report.article.sentence(i)) else i for i in finding.sentences]
    return (finding.code, tuple(said) or finding.message)


def _now(article: "Article") -> str:
    """Return the beginning of a line about an article: the time and its name."""
    return f"{time.strftime('%H:%M:%S')}  {printable(article.source)}"


def _printed(report: "Report", form: str) -> str:
    from summarise.formats import FORMATS  # noqa: PLC0415  start-up: not needed for help

    return "".join(map(str, FORMATS[form]([report], page(several=False, verbose=False, to_file=False))))
