"""The guided strategy's wording steps: a small model rewords one or two sentences at a time, under a guard.

Code chose the sentences and knows their ids; the model sees nothing else. What the guard does not accept is dropped
with a finding that says why, and the article's own sentence stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from summarise.checks.guard import Kind, accepts
from summarise.report import Finding, finding
from summarise.tasks.ask import ask
from summarise.tasks.context import run_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarise.article import Sentence
    from summarise.models import Reply
    from summarise.report import Run
    from summarise.tasks.context import Context


@dataclass(slots=True)
class Worder:
    """Asks for wordings in one task and keeps account: what was rejected and why, and what each prompt took."""

    context: Context
    task: str
    findings: list[Finding] = field(default_factory=list)
    _replies: dict[str, list[Reply]] = field(default_factory=dict)

    def on(self, step: str) -> bool:
        """Whether a wording step is to run."""
        return self.context.strategy == "guided" and step in self.context.wording

    def word(self, step: Kind, sources: Sequence[Sentence], **variables: str) -> dict[str, Any] | None:
        """Return a text item that the model worded from these sentences, or None when the guard rejects it."""
        prompt = self.context.prompt(step)
        ids = [sentence.id for sentence in sources]
        answer = ask(self.context, prompt, **variables)
        self._replies.setdefault(step, []).extend(answer.replies)
        if answer.findings:
            self.findings += (replace(f, sentences=tuple(ids), level="suggestion") for f in answer.findings)
            return None
        text = " ".join(answer.text.split()).strip('"“” ')
        rejected = accepts(self.context.article, text, sources, step) if text else ()
        if not text or rejected:
            why = rejected[0].message if rejected else "it is empty"
            message = f"a {step} by the model was rejected and the article's own words stand: {why}"
            self.findings.append(finding("M201", message, sentences=ids))
            return None
        return {"text": text, "evidence": ids, "by": "model"}

    def runs(self) -> tuple[Run, ...]:
        """Return a run for each prompt that was used."""
        return tuple(
            run_of(self.context, self.task, self.context.prompt(step), replies)
            for step, replies in self._replies.items()
        )
