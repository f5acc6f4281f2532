"""The batch on this machine: items through a pool of threads to the output, with a journal that never forgets."""

from __future__ import annotations

import hashlib
import json
import signal
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from summarise.batching.asking import Counted, Paced
from summarise.batching.inputs import STREAM, items
from summarise.batching.journal import Journalled
from summarise.batching.output import Files, Output
from summarise.batching.pace import Interrupted, Pace
from summarise.batching.pool import Pool
from summarise.batching.settings import Settings, differences, digest
from summarise.batching.tally import Summary, Tally
from summarise.batching.work import Work
from summarise.errors import EXIT_BUDGET, EXIT_INTERRUPTED, InputError, SummariseError
from summarise.models import open_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType

    from summarise.batching.inputs import Given, Item
    from summarise.batching.journal import Journal, Row
    from summarise.batching.output import Result
    from summarise.models import Model
    from summarise.report import Report

JOBS = 8
_OUTCOMES = {EXIT_BUDGET: "budget", EXIT_INTERRUPTED: "interrupted"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A batch: what is read, what is asked, how fast, and who is told.

    ``model`` holds the arguments of `models.open_model`; ``jobs`` is how many articles are done at once (None: 8, or 1
    for a model of this machine); ``ordered`` keeps the order of the inputs; ``retry`` does failed articles again;
    ``finish`` is applied to each report before it is written; ``fails`` says whether its findings ask for exit code 1.
    ``tell`` is given a line for a person now and then, ``watch`` the tally and the pace at least twice a second.
    """

    inputs: Sequence[Given]
    settings: Settings = field(default_factory=Settings)
    model: Mapping[str, Any] = field(default_factory=dict)
    jobs: int | None = None
    ordered: bool = True
    retry: bool = False
    rpm: float | None = None
    tpm: float | None = None
    patience: float = 600.0
    stream: BinaryIO | None = None
    finish: Callable[[Report], Report] = lambda report: report
    fails: Callable[[Report], bool] = lambda _: False
    tell: Callable[[str], None] = lambda _: None
    watch: Callable[[Tally, Pace], None] = lambda _tally, _pace: None

    def items(self) -> Iterator[Item]:
        """Yield the articles. Raises InputError, at once, for an input that does not exist."""
        return items(self.inputs, self.settings.reading, self.stream)


def run(plan: Plan, open_output: Callable[[], Output]) -> Summary:
    """Do a batch and return how it ended.

    Raises a SummariseError only for what keeps it from beginning; what ends it early is in the summary.
    """
    plan.items()
    jobs = plan.jobs or _jobs(plan.model)
    tally, pace = Tally(), Pace(jobs, plan.rpm, plan.tpm, plan.patience)
    paid = open_model(**plan.model, retries=0, within=lambda model: Paced(model, pace, tally), watch=pace.heed)
    with closing(paid), closing(open_output()) as output:
        model = _layered(paid, output, tally, retry=plan.retry)
        return _Batch(plan, output, tally, pace, model).run(jobs)


def _jobs(model: Mapping[str, Any]) -> int:
    return 1 if str(model.get("name") or "").partition(":")[0] in {"local", "none"} else JOBS


def _layered(model: Model, output: Output, tally: Tally, *, retry: bool) -> Model:
    if isinstance(output, Files):
        model = Journalled(model, output.journal, forgive=retry)
    return Counted(model, tally)


class _Batch:
    """A batch under way."""

    def __init__(self, plan: Plan, output: Output, tally: Tally, pace: Pace, model: Model) -> None:
        self._plan = plan
        self._output = output
        self._tally = tally
        self._pace = pace
        self._parts = plan.settings.parts(model)
        self._digest = digest(self._parts)
        self._work = Work(plan.settings, model, self._key, self._halt, plan.finish, plan.fails)
        self._files = output if isinstance(output, Files) else None
        self._pool: Pool[Item, Result] | None = None
        self._reason: SummariseError | None = None
        self._gap = False

    def run(self, jobs: int) -> Summary:
        """Do what is left to do, and say how it ended."""
        if self._files:
            self._resume(self._files)
        try:
            with _interrupts(self._interrupted):
                self._pool = Pool(self._left(), self._work, jobs)
                for result in self._pool.results(ordered=self._plan.ordered):
                    if result is not None:
                        self._take(result)
                    self._plan.watch(self._tally, self._pace)
        except KeyboardInterrupt:
            self._halt(Interrupted("interrupted"))
        reason, code = self._reason, self._tally.code
        if reason is not None:
            code = reason.exit_code
        outcome = "done" if reason is None else _OUTCOMES.get(code, "failed")
        return self._tally.summary(outcome, str(reason or ""), self._output.name, self._output.errors, code)

    def _key(self, item: Item) -> str:
        """Return the digest of all that an item's line depends on."""
        parts = (
            self._digest,
            item.digest(self._plan.settings.reading.max_bytes),
            Path(item.path).suffix,
            json.dumps(item.meta, sort_keys=True),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _same(self, item: Item, row: Row) -> bool:
        """Whether nothing that the item's line depends on has changed."""
        return row.key == self._key(item)

    def _again(self, row: Row) -> bool:
        """Whether an article that has not changed is to be done again all the same."""
        return self._plan.retry and bool(row.failure)

    def _left(self) -> Iterator[Item]:
        """Yield the items that are not done; it runs in the pool's reading thread."""
        for item in self._plan.items():
            row = self._files.journal.row(item.id) if self._files else None
            if row is None or self._again(row):
                yield item
            elif self._same(item, row):
                self._tally.kept += 1
                self._tally.note(row.code)
            else:
                self._tally.anew += STREAM in self._plan.inputs  # otherwise they were counted before
                yield item

    def _resume(self, files: Files) -> None:
        """Say what has changed since the last run, and cut from the output what is to be written anew."""
        before = files.journal.note("settings")
        files.journal.take_note("settings", json.dumps(self._parts))
        if before is None or STREAM in self._plan.inputs:
            return
        found = self._compare(files.journal)
        self._tally.total, self._tally.anew = found.total, found.anew
        for change in differences(json.loads(before), self._parts) if found.anew else []:
            self._plan.tell(f"changed since the last run: {change}")
        again = 0
        if found.cut is not None:
            rows = (files.journal.row(item.id) for item in self._plan.items())
            again = sum(1 for row in rows if row and row.stop > max(row.start, found.cut))
            others = files.journal.after(found.cut) - again
            if others:
                raise InputError(
                    f"{files.path} also holds {others} reports of articles that are not among these inputs, which "
                    "would be lost by writing it anew: give the same inputs as before, or another -o"
                )
            files.cut(found.cut)
        self._plan.tell(
            f"going on: {found.kept} of {found.total} articles are done, {found.anew} are done anew"
            + (f"; {again} lines are written again, from replies at hand where nothing changed" if again else "")
        )

    def _compare(self, journal: Journal) -> _Found:
        """Compare the inputs with what the journal says of them.

        In order, a line that follows an article that is not done must go too, for that one to come before it.
        """
        total = kept = anew = end = 0
        cut: int | None = None
        missing = False
        for total, item in enumerate(self._plan.items(), 1):  # noqa: B007  the count is kept
            row = journal.row(item.id)
            same = row is not None and self._same(item, row)
            done = row is not None and same and not self._again(row)
            kept += done
            anew += row is not None and not same
            missing = missing or not done
            if row is None or row.stop == row.start:
                continue
            if not done or (self._plan.ordered and (missing or row.start < end)):
                cut = row.start if cut is None else min(cut, row.start)
            end = row.stop
        return _Found(total, kept, anew, cut)

    def _take(self, result: Result) -> None:
        if result.halt is not None:
            self._gap = True  # what follows is not written, so that the order holds
            return
        if self._gap and self._plan.ordered:
            return
        try:
            self._output.write(result)
        except InputError as error:
            self._gap = True
            self._halt(error)
            return
        tally = self._tally
        tally.written += bool(result.line)
        tally.failed += bool(result.failure)
        tally.findings.update(result.codes)
        tally.note(result.code)

    def _halt(self, reason: SummariseError) -> None:
        """Stop the batch for a reason; called from any thread."""
        self._reason = self._reason or reason
        self._pace.halt(reason)
        if self._pool is not None:
            self._pool.stop()

    def _interrupted(self) -> None:
        """End it after what is under way."""
        self._reason = self._reason or Interrupted("interrupted: run the same command again to go on")
        self._plan.tell("finishing what is under way; once more stops at once")
        self._pace.leave()
        if self._pool is not None:
            self._pool.stop()


@dataclass(frozen=True, slots=True)
class _Found:
    """What a journal says of a batch's inputs; ``cut`` is where the output has to be written anew from, if at all."""

    total: int
    kept: int
    anew: int
    cut: int | None


@contextmanager
def _interrupts(first: Callable[[], None]) -> Iterator[None]:
    """Call ``first`` at the first interrupt or request to end; the second one raises KeyboardInterrupt."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return
    asked = False

    def handle(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        first()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
