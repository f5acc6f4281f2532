"""The batch on many machines: Ray Data over the same pipeline, for JSONL and Parquet on storage that all can reach.

Ray reads, spreads, retries and writes. One actor, the desk, sits where the batch was started: it has the journal, so
that a worker that is started again repeats no call, and the pace, so that all workers together keep to one rate.
"""

from __future__ import annotations

import json
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ray
from ray.data import SaveMode
from ray.data.datasource import BlockBasedFileDatasink
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from summarise.batching.asking import Counted, Paced
from summarise.batching.inputs import item_of
from summarise.batching.journal import Journal, Journalled, Row
from summarise.batching.output import journal_of, to_bytes
from summarise.batching.pace import Halt, Pace
from summarise.batching.run import JOBS
from summarise.batching.settings import Keys
from summarise.batching.tally import Summary, Tally
from summarise.batching.work import Work
from summarise.errors import InputError, ModelError, SummariseError
from summarise.models import open_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from summarise.batching.output import Result
    from summarise.batching.run import Plan
    from summarise.batching.settings import Settings
    from summarise.report import Report

_BLOCK = 64  # articles that a worker is given at once
_WORKER_CPUS = 0.5  # it waits for a model half of the time; and reading and writing need room beside the workers
_OTHER_CPUS = 0.25


class Desk:
    """What all workers share. ``ask`` calls a method of one of its parts, so that the parts need not know of Ray."""

    def __init__(self, journal: Path, jobs: int, rpm: float | None, tpm: float | None, patience: float) -> None:
        self.journal = Journal(journal)
        self.journal.begin_anew()
        self.pace = Pace(jobs, rpm, tpm, patience)
        self.tally = Tally()
        self._reason: SummariseError | None = None

    def ask(self, part: str, name: str, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, Any]:
        """Return what a method of a part returns, and the reason for which it says that the batch must stop."""
        try:
            member = getattr(getattr(self, part), name)
            return (member(*values, **named) if callable(member) else member), None
        except Halt as halt:
            return None, halt.reason

    def done(self, rows: list[tuple[Row, tuple[str, ...]]]) -> None:
        """Write down what became of articles; those of a block that was done again are counted once."""
        for row, codes in rows:
            if self.journal.row(row.id) is None:
                self.tally.written += row.stop > row.start
                self.tally.failed += bool(row.failure)
                self.tally.findings.update(codes)
                self.tally.note(row.code)
            self.journal.put(row)

    def halt(self, reason: SummariseError) -> None:
        """Let no worker begin another call."""
        self._reason = self._reason or reason
        self.pace.halt(reason)

    def close(self, output: str, errors: str, stopped: str) -> Summary:
        """Write the errors file, close the journal and return what it came to."""
        with Path(errors).open("wb") as file:
            file.writelines(to_bytes(line) for line in self.journal.failures())
        self.journal.close()
        reason = self._reason or (ModelError(f"Ray gave up: {stopped}") if stopped else None)
        code = reason.exit_code if reason else self.tally.code
        return self.tally.summary("failed" if reason else "done", str(reason or ""), output, errors, code)


class Remote:
    """A part of the desk, seen from a worker."""

    def __init__(self, desk: Any, part: str) -> None:
        self._desk = desk
        self._part = part

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a function that calls the part's method of this name. Raises Halt when the part does."""

        def call(*values: Any, **named: Any) -> Any:
            value, reason = ray.get(self._desk.ask.remote(self._part, name, values, named))
            if reason is not None:
                raise Halt(reason)
            return value

        return call


class RemotePace(Remote):
    """The desk's pace; what would be asked for every response and seldom says anything is looked at here."""

    def __init__(self, desk: Any, tpm: float | None) -> None:
        super().__init__(desk, "pace")
        self.tpm = tpm

    @property
    def ever(self) -> bool:
        """Whether any call has succeeded."""
        return bool(Remote(self._desk, "pace").__getattr__("ever")())

    def heed(self, status: int, headers: Mapping[str, str]) -> None:
        """Pass rate-limit headers on when there are any."""
        told = {name: value for name, value in headers.items() if name.startswith("x-ratelimit-")}
        if told:
            self.__getattr__("heed")(status, told)


@dataclass(frozen=True, slots=True)
class Share:
    """What a worker needs to know of the batch; ``parquet`` says what its rows are."""

    settings: Settings
    model: Mapping[str, Any]
    jobs: int
    tpm: float | None
    parquet: bool
    finish: Callable[[Report], Report]
    fails: Callable[[Report], bool]


class Worker:
    """A process that does blocks of articles, several at once."""

    def __init__(self, desk: Any, share: Share) -> None:
        pace: Any = RemotePace(desk, share.tpm)
        tally: Any = Remote(desk, "tally")
        journal: Any = Remote(desk, "journal")
        paid = open_model(**share.model, retries=0, within=lambda inner: Paced(inner, pace, tally), watch=pace.heed)
        model = Counted(Journalled(paid, journal), tally)
        keys = Keys(share.settings, model)
        self._desk = desk
        self._share = share
        self._work = Work(share.settings, model, keys, self._halt, finish=share.finish, fails=share.fails)
        self._pool = ThreadPoolExecutor(share.jobs)

    def __call__(self, block: Any) -> dict[str, list[str]]:
        """Return the ids and the lines of a block's reports. Raises RuntimeError when the batch must stop."""
        read = _of_row if self._share.parquet else _of_line
        items = [item_of(*read(row), self._share.settings.reading) for row in block.to_pylist()]
        results = list(self._pool.map(self._work, items))
        if halted := next((result.halt for result in results if result.halt), None):
            raise RuntimeError(str(halted))
        self._told(results)
        return {"id": [r.id for r in results if r.line], "report": [r.line for r in results if r.line]}

    def _told(self, results: list[Result]) -> None:
        rows = [(Row(r.id, r.key, 0, len(r.line), r.failure, r.code), r.codes) for r in results]
        ray.get(self._desk.done.remote(rows))

    def _halt(self, reason: SummariseError) -> None:
        ray.get(self._desk.halt.remote(reason))


class Lines(BlockBasedFileDatasink):  # type: ignore[misc]  # Ray is not looked into
    """Files of reports, one a line."""

    def __init__(self, path: str) -> None:
        super().__init__(path, file_format="jsonl", mode=SaveMode.OVERWRITE)

    def write_block_to_file(self, block: Any, file: Any) -> None:
        """Write the reports of a block."""
        for line in block.to_arrow()["report"]:
            file.write(to_bytes(line.as_py()))


def run(plan: Plan, output: Path, *, workers: int | None = None) -> Summary:
    """Do a batch on the cluster that RAY_ADDRESS names, or on this machine, and return how it ended.

    ``plan.inputs`` are .jsonl or .parquet files or folders of them; ``output`` is a folder of files of reports, JSONL
    unless its name ends in .parquet. ``plan.jobs`` is how many articles a worker does at once, ``workers`` how many
    there are (default: one a CPU). The same call again writes the folder anew and pays for nothing that had arrived.
    Raises InputError for inputs of another kind, or when another process has the journal.
    """
    suffix = {Path(str(given)).suffix.lower() or ".jsonl" for given in plan.inputs}
    if suffix not in ({".jsonl"}, {".parquet"}):
        raise InputError(
            "--engine ray reads .jsonl or .parquet files, or folders of .jsonl files, of one kind at a time"
        )
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray would tell its makers of every use
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    if not ray.is_initialized():
        ray.init(log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    workers = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    jobs = plan.jobs or JOBS
    output.parent.mkdir(parents=True, exist_ok=True)
    journal = journal_of(output)
    Journal(journal).close()  # a broken or locked one is told here, in one line
    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    desk: Any = (
        ray.remote(Desk)
        .options(num_cpus=0, max_concurrency=2 * workers * jobs + 16, scheduling_strategy=here)
        .remote(journal.resolve(), workers * jobs, plan.rpm, plan.tpm, plan.patience)
    )
    paths = [str(given) for given in plan.inputs]
    parquet = suffix == {".parquet"}
    share = Share(plan.settings, plan.model, jobs, plan.tpm, parquet, plan.finish, plan.fails)
    rows = (
        ray.data.read_parquet(paths, num_cpus=_OTHER_CPUS)
        if parquet
        else ray.data.read_text(paths, include_paths=True, num_cpus=_OTHER_CPUS)
    )
    reports = rows.map_batches(
        Worker,
        batch_size=_BLOCK,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(size=workers),
        num_cpus=_WORKER_CPUS,
        fn_constructor_args=(desk, share),
    )
    stopped = ""
    try:
        if output.suffix == ".parquet":
            reports.write_parquet(str(output), mode=SaveMode.OVERWRITE, ray_remote_args={"num_cpus": _OTHER_CPUS})
        else:
            reports.write_datasink(Lines(str(output)), ray_remote_args={"num_cpus": _OTHER_CPUS})
    except Exception as error:  # noqa: BLE001  whatever Ray raises, the desk knows why, or this is the reason
        stopped = str(error).strip().rpartition("\n")[2]
    errors = output.with_name(f"{output.stem}.errors.jsonl")
    summary: Summary = ray.get(desk.close.remote(str(output), str(errors.resolve()), stopped))
    ray.kill(desk)
    return summary


def _of_row(row: dict[str, Any]) -> tuple[Any, str]:
    return {name: value for name, value in row.items() if value is not None}, "a row"


def _of_line(row: dict[str, Any]) -> tuple[Any, str]:
    try:
        return json.loads(row["text"]), row["path"]
    except (ValueError, RecursionError) as error:
        return f"the line is not JSON ({str(error)[:80]})", row["path"]
