"""Whether what an output points at exists, and may be pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarise.checks.statements import walk
from summarise.report import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from summarise.article import Article

_SHOWN = 40


def evidence(article: Article, outputs: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield E101 for an unknown id, E102 for an item without evidence, E103 for furniture as evidence."""
    for statement in walk(outputs):
        if statement.role == "label":
            continue
        if not statement.evidence:
            yield finding(
                "E102",
                f"no sentence of the article is given for {_short(statement.text)}",
                path=statement.path,
            )
        for sentence_id in dict.fromkeys(statement.evidence):
            sentence = article.sentence(sentence_id)
            if sentence is None:
                yield finding(
                    "E101",
                    f"the article has no sentence {_short(sentence_id)} (s1 to s{len(article.sentences)})"
                    if article.sentences
                    else f"the article has no sentence {_short(sentence_id)}: it has none at all",
                    path=statement.path,
                )
            elif sentence.kind == "furniture":
                yield finding(
                    "E103",
                    f"{sentence_id} is page furniture, not the story: {_short(sentence.text)}",
                    path=statement.path,
                    sentences=(sentence_id,),
                )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f"'{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}'"
