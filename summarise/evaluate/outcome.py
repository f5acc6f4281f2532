"""A result beside its case, with what several metrics and the report page need worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from summarise import checks
from summarise.checks.statements import walk
from summarise.evaluate.matcher import Text, falls_for

if TYPE_CHECKING:
    from summarise.checks.statements import Statement
    from summarise.evaluate.judge import Judge
    from summarise.evaluate.sets import Case
    from summarise.report import Finding

_ITEMS = frozenset({"text", "headline", "standfirst", "claim"})


@dataclass(frozen=True)
class Outcome:
    """A case, one result (a line of results.jsonl) and the judge, with what several metrics need worked out once."""

    case: Case
    result: dict[str, Any]
    judge: Judge | None = None

    @cached_property
    def outputs(self) -> dict[str, dict[str, Any]]:
        """The outputs that were given."""
        return {task: output for task, output in self.result["outputs"].items() if output is not None}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Everything that the outputs say."""
        return tuple(walk(self.outputs))

    @cached_property
    def items(self) -> tuple[Statement, ...]:
        """The texts that stand for themselves: summary sentences, headlines, standfirst, key points, claims."""
        return tuple(s for s in self.statements if s.role in _ITEMS)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks of today say of the outputs."""
        return tuple(checks.check(self.case.article, self.outputs))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The summary's sentences."""
        return tuple(s["text"] for s in self.outputs.get("summary", {}).get("sentences", ()))

    @cached_property
    def words(self) -> int:
        """The length of the summary's sentences, in words as `Article.words` counts them."""
        return sum(len(text.split()) for text in self.sentences)

    @cached_property
    def said(self) -> tuple[bool, ...]:
        """For each must-have fact, whether the summary's sentences say it."""
        text = Text(self.sentences, self.case.article.language)
        return tuple(text.says(fact["fact"]) for fact in self.case.gold["facts"])

    @cached_property
    def worded(self) -> tuple[Statement, ...]:
        """The items that are not copied from the article, word for word."""
        story = " ".join(self.case.article.text.split())
        return tuple(s for s in self.items if " ".join(s.text.split()) not in story)

    @cached_property
    def trapped(self) -> tuple[tuple[int, Statement], ...]:
        """Each trap, by its number, with the first text that says it; words copied from the article never do."""
        found: list[tuple[int, Statement]] = []
        for number, trap in enumerate(self.case.gold["traps"]):
            hit = next((s for s in self.worded if falls_for(s.text, trap["trap"], self.case.article.language)), None)
            if hit is not None:
                found.append((number, hit))
        return tuple(found)

    def count(self, *codes: str) -> float | None:
        """Return how many findings have one of these codes; None when nothing was written."""
        return float(sum(f.code in codes for f in self.findings)) if self.items else None
