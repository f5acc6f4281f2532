"""Checks of what was written about an article: code alone, no model, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarise.checks.evidence import evidence
from summarise.checks.support import support

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from summarise.article import Article
    from summarise.report import Finding

__all__ = ["CHECKS", "check"]

CHECKS: dict[str, Callable[[Article, Mapping[str, Any]], Iterable[Finding]]] = {
    "evidence": evidence,
    "support": support,
}


def check(article: Article, outputs: Mapping[str, Any]) -> list[Finding]:
    """Run every check over the outputs of all tasks, by task name; an output that is None is passed over."""
    given = {task: output for task, output in outputs.items() if output is not None}
    return [found for run in CHECKS.values() for found in run(article, given)]
