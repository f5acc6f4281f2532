"""The batch by OpenAI's Batch API: the same pipeline, with a model whose answers come within a day at half price.

A pass over the articles runs the pipeline with a model that knows only the journal. What it lacks is noted, and the
article waits; what was noted goes up in parts. When the parts have come down into the journal, the next pass finds the
answers there, and a re-ask that one of them needs is only one more thing to note. So the reports are those of a batch
on this machine, whatever came back, in whatever order.

What is under way is in the journal before it is at the endpoint, with a mark of ours that the endpoint keeps: a kill at
any moment loses no answer and pays none twice. Files are deleted at the endpoint once they are read.
"""

from __future__ import annotations

import json
import threading
import uuid
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from summarise.batching.asking import Counted
from summarise.batching.deferred import Deferred, Nothing, Purse
from summarise.batching.inputs import STREAM
from summarise.batching.money import price_of
from summarise.batching.output import Files, Output
from summarise.batching.pace import Pace
from summarise.batching.run import Batch
from summarise.batching.signals import interrupts
from summarise.batching.tally import Summary, Tally
from summarise.errors import EXIT_BUDGET, EXIT_DONE, EXIT_INTERRUPTED, InputError, ModelError
from summarise.models import open_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarise.batching.deferred import Spool
    from summarise.batching.journal import Journal
    from summarise.batching.run import Plan
    from summarise.models import Model
    from summarise.models.batches import Batches, Job
    from summarise.models.openai import OpenAIModel

Mode = Literal["submit", "resume", "cancel"]
POLL_S = 30.0
_FULL = "token_limit_exceeded"  # the queue of the account is full: what did not fit goes up later


@dataclass(slots=True)
class Part:
    """Requests that went up together; ``batch`` and ``file`` are known from when the endpoint has named them.

    ``most`` is what they may cost in US dollars, 0 when nobody asked.
    """

    mark: str
    count: int
    file: str = ""
    batch: str = ""
    most: float = 0.0


class Parts:
    """The parts under way: in the journal, and at the endpoint."""

    def __init__(self, journal: Journal, api: Batches, tell: Callable[[str], None]) -> None:
        self._journal = journal
        self._api = api
        self._tell = tell

    def under_way(self) -> list[Part]:
        """Return the parts whose answers are not in the journal yet."""
        return [Part(**json.loads(note)) for note in self._journal.notes("part:")]

    def most(self) -> float:
        """Return what is under way may cost at most, in US dollars."""
        return sum(part.most for part in self.under_way())

    def submit(self, spool: Spool) -> None:
        """Send requests as one part."""
        part = Part(uuid.uuid4().hex, len(spool.places), most=spool.most)
        self._journal.ask(part.mark, spool.places.items())
        self._note(part)
        spool.file.seek(0)
        part.file = self._api.upload(spool.file)
        self._note(part)
        part.batch = self._api.create(part.file, part.mark).id
        self._note(part)
        self._tell(f"{part.count} requests went up as {part.batch}")

    def collect(self) -> list[Job]:
        """Bring what has ended into the journal, and return how the rest stands."""
        waiting = []
        for part in self.under_way():
            job = self._job(part)
            if job is None:  # it never got as far as a batch: its requests go up anew
                self._drop(part, (part.file,) if part.file else ())
            elif job.ended:
                self._bring(part, job)
            else:
                waiting.append(job)
        return waiting

    def cancel(self) -> int:
        """Ask for all that is under way to be cancelled; return how many batches that are."""
        jobs = [job for part in self.under_way() if (job := self._job(part)) and not job.ended]
        for job in jobs:
            self._api.cancel(job.id)
        return len(jobs)

    def _job(self, part: Part) -> Job | None:
        if part.batch:
            return self._api.look(part.batch)
        job = self._api.find(part.mark)
        if job:
            part.batch = job.id
            self._note(part)
        return job

    def _bring(self, part: Part, job: Job) -> None:
        if job.problem and not job.files and _FULL not in job.problem:
            raise ModelError(f"the Batch API refused {job.id}: {job.problem}")
        came = 0
        for file in job.files:
            for line in self._api.lines(file):
                response, error = line.get("response") or {}, line.get("error")
                status = int(response.get("status_code") or 0)
                body = response.get("body") if status else {"error": error}
                came += self._journal.answer(str(line.get("custom_id")), part.mark, {"status": status, "body": body})
        missing = f", {part.count - came} without an answer" if came < part.count else ""
        self._tell(f"{job.id} {job.status}: {came} of {part.count} answers{missing}")
        self._drop(part, (job.input, *job.files))

    def _drop(self, part: Part, files: tuple[str, ...]) -> None:
        for file in files:
            self._api.delete(file)
        self._journal.unask(part.mark)
        self._journal.take_note(f"part:{part.mark}", None)

    def _note(self, part: Part) -> None:
        self._journal.take_note(f"part:{part.mark}", json.dumps(asdict(part)))


def run(plan: Plan, open_output: Callable[[], Output], mode: Mode, *, poll: float = POLL_S) -> Summary:
    """Send what is left of a batch to the Batch API, or bring in and go on with what it has done.

    "submit" sends what is not under way and returns; "resume" waits, asking every ``poll`` seconds, until every article
    is done; "cancel" asks for all that is under way to be cancelled. The summary's outcome is "waiting" while answers
    are to come. Raises as `run.run` does; InputError when the model has no Batch API or the output is no file.
    """
    plan.items()
    inner: list[Any] = []

    def within(model: Model) -> Model:
        inner.append(model)
        return Nothing(model)

    with closing(open_model(**plan.model, within=within)) as cached:
        if not inner or not hasattr(inner[0], "batches"):
            raise InputError(f"--engine openai-batch needs a model behind OpenAI's API, and '{cached.name}' is none")
        with closing(open_output()) as output, closing(inner[0].batches()) as api:
            if not isinstance(output, Files) or STREAM in plan.inputs:
                raise InputError("--engine openai-batch needs inputs and an output (-o) that are files")
            engine = _Engine(plan, output, cached, inner[0], api)
            with closing(engine.model):
                return engine.run(mode, poll)


class _Engine:
    def __init__(self, plan: Plan, output: Files, cached: Model, inner: OpenAIModel, api: Batches) -> None:
        self._plan = plan
        self._output = output
        self._tally = Tally()
        self._parts = Parts(output.journal, api, plan.tell)
        self._purse = None if plan.max_cost is None else Purse(plan.max_cost, price_of(inner), inner.name)
        if self._purse:
            self._purse.held = self._parts.most()
        self.model = Deferred(
            cached, inner, output.journal, self._parts.submit, self._tally, forgive=plan.retry, purse=self._purse
        )
        self._stop = threading.Event()

    def run(self, mode: Mode, poll: float) -> Summary:
        with interrupts(self._stop.set):
            while not self._stop.is_set():
                waiting = self._parts.collect()
                if mode == "cancel":
                    return self._waiting(f"{self._parts.cancel()} batches were asked to stop")
                if waiting and mode == "resume":
                    self._plan.tell(", ".join(f"{job.id} {job.status} {job.done}/{job.total}" for job in waiting))
                    self._stop.wait(poll)
                    continue
                batch = self._pass()
                if batch.reason is not None or not self.model.waits:
                    return batch.summary()
                self.model.flush()
                if self._purse and self._purse.refused and self._purse.settling:
                    continue  # what came back is paid by now, and has cost less than the most
                under_way = sum(part.count for part in self._parts.under_way())
                if self._purse and self._purse.refused and (mode == "submit" or not under_way):
                    return self._too_dear(self._purse, under_way)
                if mode == "submit":
                    return self._waiting(f"{under_way} requests are under way")
                self._stop.wait(poll)
        return self._end("interrupted", "interrupted: nothing is lost, go on with --resume", EXIT_INTERRUPTED)

    def _pass(self) -> Batch:
        """Do the articles whose answers are here, in one thread, and note what the others need."""
        self.model.waits = False
        if self._purse:
            self._purse.open(self._parts.most())
        kept = self._tally.kept
        first = self._tally.total is None and not kept and not self._tally.done
        plan = self._plan if first else replace(self._plan, retry=False, tell=lambda _: None)
        model = Counted(self.model, self._tally)
        batch = Batch(plan, self._output, self._tally, Pace(1), model, waiting=self.model.waiting)
        batch.run(1)
        if not first:
            self._tally.kept = kept
        return batch

    def _waiting(self, reason: str) -> Summary:
        return self._end("waiting", f"{reason}: bring in the answers with --resume", EXIT_DONE)

    def _too_dear(self, purse: Purse, under_way: int) -> Summary:
        reason = (
            f"${purse.spent:.4f} of ${purse.limit:g} (--max-cost) is spent and {under_way} requests under way may cost "
            f"${purse.held:.4f}; {purse.refused} more do not fit and were not sent: "
            f"{'bring in the answers with --resume' if under_way else 'raise it'} to go on"
        )
        return self._end("budget", reason, EXIT_BUDGET)

    def _end(self, outcome: str, reason: str, code: int) -> Summary:
        return self._tally.summary(outcome, reason, self._output.name, self._output.errors, code)
