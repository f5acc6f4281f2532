"""The batch on this machine: items through a pool of threads to the output, with a journal that never forgets."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from summarise.batching.asking import Counted, Paced
from summarise.batching.inputs import STREAM, items
from summarise.batching.journal import Journalled
from summarise.batching.money import Budget, Estimate, Estimating, price_of
from summarise.batching.output import Files, Output
from summarise.batching.pace import Interrupted, Pace
from summarise.batching.pool import Bench, Pool
from summarise.batching.resume import Resume
from summarise.batching.settings import Keys, Settings
from summarise.batching.signals import interrupts
from summarise.batching.tally import Summary, Tally
from summarise.batching.work import Work
from summarise.errors import EXIT_BUDGET, EXIT_INPUT, EXIT_INTERRUPTED, InputError, SummariseError
from summarise.models import open_model
from summarise.models.addresses import destination

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from summarise.batching.inputs import Given, Item
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
    ``max_cost`` is in US dollars, ``patience`` in seconds. ``finish`` is applied to each report before it is written;
    ``fails`` says whether its findings ask for exit code 1. ``tell`` is given a line for a person now and then,
    ``watch`` the tally and the pace at least twice a second; ``count`` finds out meanwhile how many articles there are.
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
    max_cost: float | None = None
    stream: BinaryIO | None = None
    finish: Callable[[Report], Report] = lambda report: report
    fails: Callable[[Report], bool] = lambda _: False
    tell: Callable[[str], None] = lambda _: None
    watch: Callable[[Tally, Pace], None] = lambda _tally, _pace: None
    count: bool = False

    def items(self) -> Iterator[Item]:
        """Yield the articles. Raises InputError, at once, for an input that does not exist."""
        return items(self.inputs, self.settings.reading, self.stream)


def run(plan: Plan, open_output: Callable[[], Output]) -> Summary:
    """Do a batch and return how it ended.

    Raises a SummariseError only for what keeps it from beginning; what ends it early is in the summary.
    """
    plan.items()
    jobs = plan.jobs or _jobs(plan.model)
    tally, pace, bench = Tally(), Pace(jobs, plan.rpm, plan.tpm, plan.patience), Bench()
    paid = open_model(**plan.model, retries=0, within=partial(_asked, plan, pace, tally, bench), watch=pace.heed)
    with closing(paid), closing(open_output()) as output:
        model: Model = paid
        if isinstance(output, Files):
            model = Journalled(model, output.journal, forgive=plan.retry)
        return Batch(plan, output, tally, pace, Counted(model, tally), bench=bench).run(jobs)


def _jobs(model: Mapping[str, Any]) -> int:
    return 1 if str(model.get("name") or "").partition(":")[0] in {"local", "none"} else JOBS


def _asked(plan: Plan, pace: Pace, tally: Tally, bench: Bench, model: Model) -> Model:
    budget = None if plan.max_cost is None else Budget(plan.max_cost, price_of(model), model.name)
    return Paced(model, pace, tally, budget, bench)


class Batch:
    """A batch under way: from the inputs through a pool of threads to the output.

    ``waiting`` says whether the model has put off an answer since it was last asked; such an article is left for later.
    """

    def __init__(
        self,
        plan: Plan,
        output: Output,
        tally: Tally,
        pace: Pace,
        model: Model,
        *,
        bench: Bench | None = None,
        waiting: Callable[[], bool] = lambda: False,
    ) -> None:
        self._plan = plan
        self._output = output
        self._tally = tally
        self._pace = pace
        keys = Keys(plan.settings, model)
        self._resume = Resume(keys, plan.retry, plan.ordered)
        self._work = Work(plan.settings, model, keys, self._halt, waiting, plan.finish, plan.fails)
        self._bench = bench or Bench()
        self._files = output if isinstance(output, Files) else None
        self._live = STREAM in plan.inputs
        self._pool: Pool[Item, Result] | None = None
        self._gap = False
        self.reason: SummariseError | None = None

    def run(self, jobs: int) -> Summary:
        """Do what is left to do, and say how it ended."""
        if self._files and not self._live:
            found = self._resume.begin(self._files, self._plan.items, self._plan.tell)
            if found:
                self._tally.total, self._tally.anew = found.total, found.anew
        if self._plan.count and not self._live and self._tally.total is None:
            threading.Thread(target=self._count, daemon=True).start()
        try:
            with interrupts(self._interrupted):
                self._pool = Pool(self._left(), self._seated, jobs)
                for result in self._pool.results(ordered=self._plan.ordered):
                    if result is not None:
                        self._take(result)
                    self._plan.watch(self._tally, self._pace)
        except KeyboardInterrupt:
            self._halt(Interrupted("interrupted"))
        return self.summary()

    def summary(self) -> Summary:
        """Say how it ended."""
        reason, code = self.reason, self._tally.code
        if reason is not None:
            code = reason.exit_code
        outcome = "done" if reason is None else _OUTCOMES.get(code, "failed")
        return self._tally.summary(outcome, str(reason or ""), self._output.name, self._output.errors, code)

    def _seated(self, item: Item | Exception) -> Result:
        with self._bench:
            return self._work(item)

    def _count(self) -> None:
        self._tally.total = sum(1 for _ in self._plan.items())

    def _left(self) -> Iterator[Item]:
        """Yield the items that are not done; it runs in the pool's reading thread."""
        for item in self._plan.items():
            row = self._files.journal.row(item.id) if self._files else None
            if row is None:
                yield item
            elif self._resume.done(item, row):
                self._tally.kept += 1
                self._tally.note(row.code)
            else:
                self._tally.anew += self._live  # otherwise they were counted before
                yield item

    def _take(self, result: Result) -> None:
        if result.later:
            self._gap = True  # what follows is not written, so that the order holds
        if result.later or (self._gap and self._plan.ordered):
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
        self.reason = self.reason or reason
        self._pace.halt(reason)
        if self._pool is not None:
            self._pool.stop()

    def _interrupted(self) -> None:
        """End it after what is under way."""
        self.reason = self.reason or Interrupted(
            "interrupted" + ": run the same command again to go on" * bool(self._files)
        )
        self._plan.tell("finishing what is under way; once more stops at once")
        self._pace.leave()
        if self._pool is not None:
            self._pool.stop()


def estimate(plan: Plan, output: Files | None) -> Estimate:
    """Return what a batch would take, without asking anything; ``output`` is where it has been begun, if it has.

    Raises a SummariseError for inputs, prompts or a model that cannot be used.
    """
    tally = Tally()
    inner: list[Estimating] = []

    def within(model: Model) -> Model:
        inner.append(Estimating(model))
        return inner[0]

    with closing(open_model(**plan.model, within=within)) as opened:
        model = Journalled(opened, output.journal, forgive=plan.retry) if output else opened
        keys = Keys(plan.settings, model)
        resume = Resume(keys, plan.retry, plan.ordered)
        work = Work(plan.settings, Counted(model, tally), keys, lambda _: None)
        done = unusable = articles = 0
        for item in plan.items():
            row = output.journal.row(item.id) if output else None
            if row and resume.done(item, row):
                done += 1
                continue
            result = work(item)
            if result.halt:
                raise result.halt
            unusable += result.code == EXIT_INPUT
            articles += result.code != EXIT_INPUT
            plan.watch(tally, Pace(1))
        lines = inner[0].lines if inner else {}
        price = price_of(inner[0].inner) if inner else lambda _in, _out: 0.0
        to = destination(inner[0].inner) if inner else ""
        return Estimate(model.name, to, articles, done, unusable, tally.cache_hits, lines, price)
