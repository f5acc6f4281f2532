"""Every check of a text against an article, and the words of an output that they are run over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from summarise.checks.figures import figures
from summarise.checks.index import Index, prepare
from summarise.checks.meaning import hedges, negation, opposites
from summarise.checks.names import names
from summarise.checks.quotes import quotes
from summarise.checks.roles import attribution, causes, swaps
from summarise.checks.said import Said
from summarise.checks.statements import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from summarise.article import Article
    from summarise.report import Finding

FACTS: tuple[Callable[[Said], Iterable[Finding]], ...] = (
    figures,
    names,
    quotes,
    attribution,
    opposites,
    negation,
    hedges,
    swaps,
    causes,
)
_UNCHECKED = frozenset({"context", "label"})


def faults(index: Index, text: str) -> tuple[Finding, ...]:
    """Return what is wrong with a text, by every check, without a path."""
    said = Said(text, index)
    return tuple(dict.fromkeys(found for check in FACTS for found in check(said)))


def support(article: Article, outputs: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong with each text of the outputs."""
    index = prepare(article)
    for statement in walk(outputs):
        if statement.role not in _UNCHECKED and statement.text.strip():
            for found in faults(index, statement.text):
                yield replace(found, path=statement.path)
