"""The batch by OpenAI's Batch API: the same pipeline, with a model whose answers come within a day at half price.

A pass over the articles runs the pipeline with a model that knows only the journal. What it lacks is noted, and the
article waits; what was noted goes up in parts. When the parts have come down into the journal, the next pass finds the
answers there, and a re-ask that one of them needs is only one more thing to note. So the reports are those of a batch
on this machine, whatever came back, in whatever order.

What is under way is in the journal before it is at the endpoint, with a mark of ours that the endpoint keeps: a kill at
any moment loses no answer and pays none twice. Files are deleted at the endpoint once they are read.
"""

from __future__ import annotations

import contextlib
import json
import threading
import uuid
from contextlib import closing
from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Literal

from summarise.batching.asking import Counted
from summarise.batching.inputs import STREAM
from summarise.batching.journal import Pending, error_to_dict, kept_error
from summarise.batching.output import Files, Output
from summarise.batching.pace import Halt, Pace
from summarise.batching.run import Batch
from summarise.batching.signals import interrupts
from summarise.batching.tally import Summary, Tally
from summarise.errors import (
    EXIT_DONE,
    EXIT_INTERRUPTED,
    AnswerError,
    InputError,
    KeyRejected,
    ModelError,
    QuotaExhausted,
    UnknownModel,
    Unreachable,
)
from summarise.models import open_model
from summarise.models.batches import MOST_BYTES, MOST_REQUESTS, TARGET
from summarise.models.cache import key, reply_from_dict, reply_to_dict
from summarise.models.prices import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarise.batching.journal import Journal
    from summarise.batching.run import Plan
    from summarise.models import Model, Reply, Request, Strategy
    from summarise.models.batches import Batches, Job
    from summarise.models.openai import OpenAIModel

Mode = Literal["submit", "resume", "cancel"]
POLL_S = 30.0
_ROUNDS = 3  # times that one request goes up before a fault that may pass is taken for one that stays
_FULL = "token_limit_exceeded"  # the queue of the account is full: what did not fit goes up later
_OF_ALL = (KeyRejected, QuotaExhausted, UnknownModel)


@dataclass(slots=True)
class Part:
    """Requests that went up together; ``batch`` and ``file`` are known from when the endpoint has named them."""

    mark: str
    count: int
    file: str = ""
    batch: str = ""


class Parts:
    """The parts under way: in the journal, and at the endpoint."""

    def __init__(self, journal: Journal, api: Batches, tell: Callable[[str], None]) -> None:
        self._journal = journal
        self._api = api
        self._tell = tell

    def under_way(self) -> list[Part]:
        """Return the parts whose answers are not in the journal yet."""
        return [Part(**json.loads(note)) for note in self._journal.notes("part:")]

    def submit(self, spool: Spool) -> None:
        """Send requests as one part."""
        part = Part(uuid.uuid4().hex, len(spool.places))
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
        fields = {"mark": part.mark, "count": part.count, "file": part.file, "batch": part.batch}
        self._journal.take_note(f"part:{part.mark}", json.dumps(fields))


class Deferred:
    """A model that knows the answers in the journal, and notes what it is asked beyond them.

    ``cached`` is asked before anything is noted: the user's cache around `Nothing`. ``forgive`` asks anew, once, where
    an answer was unusable.
    """

    def __init__(
        self, cached: Model, inner: OpenAIModel, journal: Journal, parts: Parts, tally: Tally, *, forgive: bool
    ) -> None:
        self.name = inner.name
        self.identity = inner.identity
        self.strategy: Strategy = inner.strategy
        self.waits = False
        self._cached = cached
        self._inner = inner
        self._journal = journal
        self._parts = parts
        self._tally = tally
        self._forgive = forgive
        self._forgiven: set[str] = set()
        self._waiting = False
        self._part = Spool()

    def complete(self, request: Request) -> Reply:
        """Answer from the journal or the cache; else note the request. Raises Pending."""
        place = key(self.identity, request)
        kept = self._journal.reply(place) or {}
        if "status" in kept:
            reply = self._arrived(request, place, kept)
            if reply is not None:
                return reply
        elif "text" in kept:
            return reply_from_dict(kept)
        elif "error" in kept and not self._forgives(place):
            raise kept_error(kept)
        elif not kept:
            with contextlib.suppress(Pending):
                return self._cached.complete(request)
        self._waiting = self.waits = True
        if not self._journal.is_asked(place) and place not in self._part.places:
            self._note(place, request)
        raise Pending("with the Batch API")

    def waiting(self) -> bool:
        """Whether it has raised Pending since this was last asked."""
        was, self._waiting = self._waiting, False
        return was

    def flush(self) -> None:
        """Send what has been noted."""
        part, self._part = self._part, Spool()
        with closing(part):
            if part.places:
                self._parts.submit(part)

    def close(self) -> None:
        """Close the cache and the inner model."""
        self._part.close()
        self._cached.close()

    def _forgives(self, place: str) -> bool:
        first = self._forgive and place not in self._forgiven
        self._forgiven.add(place)
        return first

    def _arrived(self, request: Request, place: str, kept: dict[str, Any]) -> Reply | None:
        """Turn what came into a reply in the journal; None when it has to be asked for again."""
        tries = int(kept.get("tries") or 0)
        self._tally.asked(1, again=tries > 0)
        try:
            reply = self._inner.reply(request, kept["way"], kept["status"], kept["body"], tier=BATCH)
        except AnswerError as error:
            if error.reply:
                self._tally.paid(error.reply)
            self._journal.keep(place, error_to_dict(error))
            raise
        except ModelError as error:
            self._journal.keep(place, {"tries": tries + 1})
            if isinstance(error, _OF_ALL):
                raise Halt(error) from error
            if not (error.retry or kept["status"] == 0):
                raise
            if tries + 1 >= _ROUNDS:
                raise Unreachable(f"the Batch API gave no answer in {_ROUNDS} rounds: {error}") from error
            return None
        if reply is None:
            self._journal.keep(place, {"tries": tries})
            return None
        self._tally.paid(reply)
        self._journal.keep(place, reply_to_dict(reply))
        return reply

    def _note(self, place: str, request: Request) -> None:
        body, way = self._inner.body(request)
        line = {"custom_id": place, "method": "POST", "url": TARGET, "body": body}
        data = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        if len(self._part.places) >= MOST_REQUESTS or self._part.size + len(data) > MOST_BYTES:
            self.flush()
        self._part.add(place, way, data)


class Spool:
    """Requests on their way up, in a file that nobody else can see."""

    def __init__(self) -> None:
        self.file = TemporaryFile()  # noqa: SIM115  closed by close
        self.places: dict[str, str] = {}
        self.size = 0

    def add(self, place: str, way: str, line: bytes) -> None:
        """Add a request's line by its key, with the way in which it asks."""
        self.file.write(line)
        self.places[place] = way
        self.size += len(line)

    def close(self) -> None:
        """Delete the file."""
        self.file.close()


class Nothing:
    """A model that has no answer yet."""

    def __init__(self, inner: Model) -> None:
        self.inner = inner
        self.name = inner.name
        self.identity = inner.identity
        self.strategy: Strategy = inner.strategy

    def complete(self, request: Request) -> Reply:
        """Raise Pending."""
        raise Pending(f"not asked yet: {request.schema_name or 'a text'}")

    def close(self) -> None:
        """Close the inner model."""
        self.inner.close()


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
        self.model = Deferred(cached, inner, output.journal, self._parts, self._tally, forgive=plan.retry)
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
                if mode == "submit":
                    return self._waiting(
                        f"{sum(part.count for part in self._parts.under_way())} requests are under way"
                    )
                self._stop.wait(poll)
        return self._end("interrupted", "interrupted: nothing is lost, go on with --resume", EXIT_INTERRUPTED)

    def _pass(self) -> Batch:
        """Do the articles whose answers are here, in one thread, and note what the others need."""
        self.model.waits = False
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

    def _end(self, outcome: str, reason: str, code: int) -> Summary:
        return self._tally.summary(outcome, reason, self._output.name, self._output.errors, code)
