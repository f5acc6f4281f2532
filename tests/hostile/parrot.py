"""A model that says what the article says, whatever that is: so the article's own characters come back as its words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from batch.answers import output

from summarise.models import Reply

if TYPE_CHECKING:
    from summarise.article import Article
    from summarise.models import Request, Rung, Strategy


class Parrot:
    """Answers each task with the first sentences of the article, or with what ``says`` holds."""

    name = "parrot"
    identity = "parrot"
    rung: Rung = "strict"

    def __init__(self, article: Article, says: str | None = None, strategy: Strategy = "direct") -> None:
        self.strategy = strategy
        self.requests: list[Request] = []
        self._lines = [(s.id, s.text[:200]) for s in article.sentences if s.kind != "furniture"][:6]
        self._says = says

    def complete(self, request: Request) -> Reply:
        """Repeat the article."""
        self.requests.append(request)
        task = request.schema_name.partition(".")[0]
        text = self._says if self._says is not None else json.dumps(self._output(task))
        return Reply(text, self.name, self.rung, tokens_in=1, tokens_out=1, cost_usd=0.0)

    def _output(self, task: str) -> dict[str, Any]:
        return output(task, self._lines or [("s1", "Nothing.")])

    def close(self) -> None:
        """Hold nothing."""
