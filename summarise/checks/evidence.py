"""Whether what an output points at exists, and may be pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarise.checks.index import prepare
from summarise.checks.statements import Statement, walk
from summarise.report import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from summarise.article import Article

_SHOWN = 40


def evidence(article: Article, outputs: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield E101 for an unknown id, E102 for an item without evidence, E103 for furniture as evidence.

    Where the ids of an item lead nowhere, the finding names the sentences that do say it, when there are any.
    """
    for statement in walk(outputs):
        if statement.role == "label":
            continue
        if not statement.evidence:
            says = _says(article, statement)
            message = f"no sentence of the article is given for {_short(statement.text)}{_pointer(says)}"
            yield finding("E102", message, path=statement.path, sentences=says)
        for sentence_id in dict.fromkeys(statement.evidence):
            yield from _one(article, statement, sentence_id)


def _one(article: Article, statement: Statement, sentence_id: str) -> Iterator[Finding]:
    sentence = article.sentence(sentence_id)
    if sentence is None:
        says = _says(article, statement)
        last = f"s1 to s{len(article.sentences)}" if article.sentences else "it has none"
        message = f"the article has no sentence {_short(sentence_id)} ({last}){_pointer(says)}"
        yield finding("E101", message, path=statement.path, sentences=says)
    elif sentence.kind == "furniture":
        message = f"{sentence_id} is page furniture, not the story: {_short(sentence.text)}"
        yield finding("E103", message, path=statement.path, sentences=(sentence_id,))


def _says(article: Article, statement: Statement) -> tuple[str, ...]:
    return prepare(article).passages.find(statement.text).sentences


def _pointer(ids: tuple[str, ...]) -> str:
    return f"; {' and '.join(ids)} say{'s' if len(ids) == 1 else ''} it" if ids else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"'{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}'"
