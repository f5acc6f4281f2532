"""The tasks: what is asked about an article, and how the answer becomes output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.tasks import claims, redundancy, summary
from summarise.tasks.context import WORDING, Context, Outcome
from summarise.tasks.direct import ask_directly

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["STRATEGIES", "WORDING", "Context", "Outcome"]

_BY_CODE: dict[str, Callable[[Context], Outcome]] = {
    "summary": summary.extract,
    "claims": claims.extract,
    "redundancy": redundancy.extract,
}


def _direct(context: Context, task: str) -> Outcome:
    return redundancy.direct(context) if task == "redundancy" else ask_directly(context, task, _BY_CODE[task])


def _by_code(context: Context, task: str) -> Outcome:
    return _BY_CODE[task](context)


STRATEGIES: dict[str, Callable[[Context, str], Outcome]] = {
    "direct": _direct,
    "guided": _by_code,
    "extract": _by_code,
}
