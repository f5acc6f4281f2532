"""A model that answers from a queue and remembers what it was asked."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from summarise.models import Reply

if TYPE_CHECKING:
    from summarise.models import Request, Rung, Strategy


class FakeModel:
    """Answers each request with the next item of its queue; an exception in the queue is raised."""

    name = "fake"
    identity = "fake"

    def __init__(self, *answers: str | Exception, strategy: Strategy = "direct", rung: Rung = "strict") -> None:
        self.answers = deque(answers)
        self.strategy = strategy
        self.rung = rung
        self.requests: list[Request] = []

    def complete(self, request: Request) -> Reply:
        """Give the next answer."""
        self.requests.append(request)
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        rung = self.rung if request.schema else ""
        return Reply(answer, self.name, rung, tokens_in=100, tokens_out=10, cost_usd=0.001, seconds=0.5)

    def close(self) -> None:
        """Hold nothing."""
