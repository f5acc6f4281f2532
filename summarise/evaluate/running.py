"""A run: every arm over every article, interleaved, in a folder that can be taken up again."""

from __future__ import annotations

import datetime
import json
import os
import platform
import subprocess
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from summarise import __version__, schemas
from summarise.errors import AnswerError, InputError, ModelError, RateLimited, TooLong, Unreachable
from summarise.evaluate.arms import Arm, do, used_prompts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from summarise.evaluate.sets import Case, Set
    from summarise.models import Model

Given = TypeVar("Given")
Made = TypeVar("Made")
RUN_SCHEMA = "eval-run.v1"
RECORD, RESULTS = "run.json", "results.jsonl"
_CHECKOUT = Path(__file__).resolve().parents[2]
_PACKAGES = ("openai", "tiktoken", "jsonschema", "sentencex", "rapidfuzz", "xllamacpp")
OF_ONE_ARTICLE = (AnswerError, TooLong, Unreachable, RateLimited)
"""What a model may fail with at one thing, so that the next one may still be asked."""


@dataclass(frozen=True, slots=True)
class Job:
    """One arm, one article, one repeat."""

    arm: Arm
    case: Case
    repeat: int

    @property
    def key(self) -> tuple[str, str, int]:
        """What its result is found by."""
        return (self.arm.name, self.case.id, self.repeat)


@dataclass(frozen=True, slots=True)
class Saved:
    """A run as its folder holds it: the record, and one result for each arm, article and repeat."""

    folder: Path
    record: dict[str, Any]
    results: dict[tuple[str, str, int], dict[str, Any]]


def jobs(arms: Sequence[Arm], cases: Sequence[Case], repeats: int) -> Iterator[Job]:
    """Yield the work, arms interleaved within each article and taking turns at being first.

    So a server that slows down or changes over a run does so for all arms alike. Baselines are not repeated.
    """
    for repeat in range(repeats):
        for number, case in enumerate(cases):
            turn = (number + repeat) % len(arms)
            for arm in (*arms[turn:], *arms[:turn]):
                if not (arm.baseline and repeat):
                    yield Job(arm, case, repeat)


def record(
    given: Set, cases: Sequence[Case], arms: Sequence[Arm], models: Mapping[str, Model], settings: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a run is made of, as the schema eval-run.v1 describes it. ``settings`` holds tasks, repeats, jobs."""
    return {
        "schema": RUN_SCHEMA,
        "set": {"name": given.folder.name, "digest": given.digest, "articles": {c.id: c.print for c in cases}},
        "arms": [
            {
                "name": arm.name,
                "model": models[arm.model].name if arm.model in models else "none",
                "identity": models[arm.model].identity if arm.model in models else "none",
                "strategy": arm.strategy,
                "prompts": used_prompts(arm, settings["tasks"]),
                "wording": list(arm.wording),
            }
            for arm in arms
        ],
        "settings": dict(settings),
        "made": {
            "version": __version__,
            "python": platform.python_version(),
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            "packages": {name: found for name in _PACKAGES if (found := _version(name))},
            **_tree(),
            "started": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        },
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _tree() -> dict[str, Any]:
    """Return the commit of the checkout that runs, and whether it was changed; None outside one."""
    top = _git("rev-parse", "--show-toplevel")
    if top is None or Path(top).resolve() != _CHECKOUT:
        return {"commit": None, "dirty": None}
    return {"commit": _git("rev-parse", "HEAD"), "dirty": bool(_git("status", "--porcelain", "-uno"))}


def _git(*arguments: str) -> str | None:
    command = ["git", *arguments]
    try:
        done = subprocess.run(  # noqa: S603  no part of it comes from outside
            command, cwd=_CHECKOUT, capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def load(folder: Path) -> Saved:
    """Read a run. Raises InputError when the folder holds none, or one of another version."""
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{folder} is no eval run ({error.strerror}): make one with 'summarise eval run'") from None
    except ValueError as error:
        raise InputError(f"{folder / RECORD} is not JSON: {error}") from None
    wrong = schemas.errors(found, RUN_SCHEMA)
    if wrong:
        raise InputError(f"{folder / RECORD}: {wrong[0]}: see 'summarise schemas show {RUN_SCHEMA}'")
    return Saved(folder, found, _results(folder / RESULTS))


def _results(path: Path) -> dict[tuple[str, str, int], dict[str, Any]]:
    """Read the results; a line that a crash cut off is passed over, a later line takes an earlier one's place."""
    found: dict[tuple[str, str, int], dict[str, Any]] = {}
    if not path.exists():
        return found
    with path.open(encoding="utf-8", errors="surrogatepass") as file:
        for line in file:
            try:
                result = json.loads(line)
                found[result["arm"], result["id"], result["repeat"]] = result
            except (ValueError, KeyError, TypeError):
                continue
    return found


_SAME = (("set", "articles"), ("arms",), ("settings", "tasks"), ("settings", "repeats"))


def begin(folder: Path, wanted: dict[str, Any]) -> Saved:
    """Begin a run in a folder, or take up the one that is there. Raises InputError when that is another run."""
    if (folder / RECORD).exists():
        saved = load(folder)
        for path in _SAME:
            here, there = wanted, saved.record
            for name in path:
                here, there = here[name], there[name]
            if here != there:
                raise InputError(
                    f"{folder} holds a run with other {' '.join(reversed(path))}: give the same options as then, "
                    "or a folder of its own with -o"
                )
        return saved
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty and holds no run: give a folder of its own with -o")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(wanted, ensure_ascii=False, indent=2) + "\n"
        (folder / RECORD).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"cannot write in {folder}: {error.strerror}") from None
    return Saved(folder, wanted, {})


def run(
    saved: Saved,
    todo: Sequence[Job],
    models: Mapping[str, Model],
    *,
    threads: int = 1,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> int:
    """Do what is left of a run and return how many results are errors.

    An article that a model fails at is a result with an error, done again when the run is taken up; it never becomes a
    score. What no further article could mend (a wrong key, an unknown model) is raised, and ends the run early.
    """
    done = {key for key, result in saved.results.items() if result["error"] is None}
    left = [job for job in todo if job.key not in done]
    tasks = saved.record["settings"]["tasks"]
    errors = 0
    finished = len(todo) - len(left)
    path = saved.folder / RESULTS
    mend(path)
    with path.open("a", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
        for result in each(left, lambda job: _do(job, tasks, models), threads):
            file.write(json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n")
            file.flush()
            saved.results[result["arm"], result["id"], result["repeat"]] = result
            errors += result["error"] is not None
            finished += 1
            tell(finished, len(todo))
    return errors


def mend(path: Path) -> None:
    """End a line that a crash cut off, so that the next result begins one of its own."""
    if path.exists() and (content := path.read_bytes()) and not content.endswith(b"\n"):
        with path.open("ab") as file:
            file.write(b"\n")


def each(left: Sequence[Given], work: Callable[[Given], Made], threads: int) -> Iterator[Made]:
    """Yield results as they come, with no more work handed out than there are threads."""
    waiting = iter(left)
    with ThreadPoolExecutor(threads) as pool:
        under_way: set[Future[Made]] = set()
        try:
            while True:
                while len(under_way) < threads and (job := next(waiting, None)) is not None:
                    under_way.add(pool.submit(work, job))
                if not under_way:
                    return
                ready, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                for future in ready:
                    yield future.result()
        finally:
            for future in under_way:
                future.cancel()


def _do(job: Job, tasks: Sequence[str], models: Mapping[str, Model]) -> dict[str, Any]:
    began = time.monotonic()
    found: dict[str, Any] = {"outputs": dict.fromkeys(tasks), "findings": [], "runs": [], "asked": {}}
    error = None
    try:
        found = do(job.arm, job.case.article, tasks, models.get(job.arm.model), job.repeat)
    except OF_ONE_ARTICLE as fault:
        error = {"kind": type(fault).__name__, "message": str(fault)}
    except ModelError as fault:
        raise type(fault)(f"{job.arm.name}, {job.case.id}: {fault}") from fault
    return {
        "arm": job.arm.name,
        "id": job.case.id,
        "repeat": job.repeat,
        "print": job.case.print,
        **found,
        "seconds": round(time.monotonic() - began, 3),
        "error": error,
    }
