"""One article of a batch: from where it is to a line of the output, or to the reason why there is none."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise import pipeline
from summarise.batching.journal import NotKept
from summarise.batching.output import Result, to_line
from summarise.batching.pace import Halt
from summarise.errors import (
    EXIT_DONE,
    EXIT_FINDINGS,
    EXIT_MODEL,
    AssetError,
    InputError,
    ModelError,
    SummariseError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from summarise.batching.inputs import Item
    from summarise.batching.settings import Keys, Settings
    from summarise.models import Model
    from summarise.report import Report

_ANOTHER_ANSWER = frozenset({"M104", "M105"})
"""Findings of a failed task after which another try may bring a better answer."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is done with each article.

    ``finish`` is applied to each report before it is written; ``fails`` says whether its findings ask for exit code 1.
    ``keys`` give an item its key in the journal, and the prompts; ``halt`` is called when the whole batch must stop;
    ``waiting`` says whether the model has put off an answer since it was last asked.
    """

    settings: Settings
    model: Model
    keys: Keys
    halt: Callable[[SummariseError], None]
    waiting: Callable[[], bool] = lambda: False
    finish: Callable[[Report], Report] = lambda report: report
    fails: Callable[[Report], bool] = lambda _: False

    def __call__(self, item: Item | Exception) -> Result:
        """Do one article. Never raises: what goes wrong is in the result."""
        if isinstance(item, Exception):
            return self._stop("", item if isinstance(item, SummariseError) else InputError(f"cannot go on: {item}"))
        key = ""
        try:
            key = self.keys.of(item)
            return self._result(item, key)
        except Halt as halt:
            return self._stop(item.id, halt.reason)
        except (AssetError, NotKept) as error:
            return self._stop(item.id, error)
        except (InputError, ModelError) as error:
            code, retry = error.exit_code, isinstance(error, ModelError) and error.retry
            return Result(
                item.id, key, failure=_failure(item, type(error).__name__, str(error), retry=retry), code=code
            )
        except Exception as error:  # noqa: BLE001  one article must never end a batch
            frame = traceback.extract_tb(error.__traceback__)[-1]
            reason = f"a fault of summarise: {type(error).__name__}: {error} ({frame.name}, line {frame.lineno})"
            return Result(item.id, key, failure=_failure(item, "Fault", reason, retry=False), code=EXIT_MODEL)

    def _stop(self, name: str, reason: SummariseError) -> Result:
        self.halt(reason)
        return Result(name, "", later=True, halt=reason)

    def _result(self, item: Item, key: str) -> Result:
        settings = self.settings
        self.waiting()
        report = pipeline.run(
            item.read(settings.reading),
            settings.tasks,
            self.model,
            strategy=settings.strategy,
            chosen=self.keys.prompts,
            wording=settings.wording,
            language=settings.reading.language,
        )
        if self.waiting():
            return Result(item.id, key, later=True)
        report = self.finish(report)
        failure = _of_tasks(item, report)
        code = EXIT_MODEL if failure else EXIT_FINDINGS if self.fails(report) else EXIT_DONE
        shown = report.at_least(settings.min_level)
        line = ""
        if len(report.failed) < len(report.outputs):
            line = to_line({"id": item.id, **shown.to_dict(), **({"meta": item.meta} if item.meta else {})})
        return Result(item.id, key, line, failure, tuple(f.code for f in shown.findings), code)


def _of_tasks(item: Item, report: Report) -> str:
    """Return the failure of a report whose model gave no usable answer to some task, or ""."""
    if not report.failed:
        return ""
    why = [f for f in report.findings if f.code.startswith("M1") and f.level == "error"]
    reason = "; ".join(dict.fromkeys(f.message for f in why)) or "the model gave no usable answer"
    retry = any(f.code in _ANOTHER_ANSWER for f in why)
    kind = why[0].code if why else "M105"
    return _failure(item, kind, reason, retry=retry, tasks=report.failed)


def _failure(item: Item, kind: str, reason: str, *, retry: bool, tasks: tuple[str, ...] = ()) -> str:
    return to_line(
        {
            "schema": "batch-error.v1",
            "id": item.id,
            "source": item.source,
            "error": kind,
            "reason": reason,
            "retry": retry,
            "tasks": list(tasks),
            "meta": item.meta,
        }
    )
