"""What every task is given and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarise import prompts
from summarise.report import Finding, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from summarise.article import Article
    from summarise.checks.repeats import Repeats
    from summarise.models import Model, Reply, Strategy
    from summarise.prompts import Prompt


def _nobody(_: str) -> None:
    """Tell nobody."""


WORDING = ("headline", "fuse", "standalone")


@dataclass(frozen=True, slots=True)
class Context:
    """One article, the model that may be asked about it, and how.

    ``find`` returns the article's repeats, which take a sixth of an article's time and not every task needs.
    ``chosen`` maps a task to the prompt that stands in for its version in use: TASK@vN, a file, or one already loaded;
    ``wording`` names the steps in which a guided model may word something; ``barred`` are ids of sentences that must
    not be picked (text that speaks to a model, not to a reader); ``language`` is what to write in; ``repeat`` tells
    apart runs that are meant to be answered anew; ``tell`` is told what is waited for, in a few words.
    """

    article: Article
    model: Model
    strategy: Strategy
    find: Callable[[], Repeats]
    chosen: Mapping[str, str | Prompt] = field(default_factory=dict)
    wording: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    language: str = "und"
    repeat: int = 0
    tell: Callable[[str], None] = _nobody

    @property
    def repeats(self) -> Repeats:
        """What the article says more than once."""
        return self.find()

    def prompt(self, task: str) -> Prompt:
        """Return the prompt that this run uses for a task."""
        chosen = self.chosen.get(task, task)
        return prompts.load(chosen) if isinstance(chosen, str) else chosen


@dataclass(frozen=True, slots=True)
class Outcome:
    """A task's output (None when the model gave none), what was noticed on the way, and what made it."""

    output: dict[str, Any] | None
    findings: tuple[Finding, ...] = ()
    runs: tuple[Run, ...] = ()


def run_of(context: Context, task: str, prompt: Prompt | None, replies: Iterable[Reply]) -> Run:
    """Add up the replies that one prompt got in one task; no prompt and no reply means that code did the work."""
    got = list(replies)
    costs = [reply.cost_usd for reply in got]
    return Run(
        task=task,
        prompt=prompt.id if prompt else "",
        digest=prompt.digest if prompt else "",
        schema=f"{task}.v1" if prompt is None or not prompt.schema else prompt.schema,
        strategy=context.strategy,
        model=got[0].model if got else context.model.name,
        rung=got[-1].rung if got else "",
        attempts=sum(reply.attempts for reply in got),
        tokens_in=sum(reply.tokens_in for reply in got),
        tokens_out=sum(reply.tokens_out for reply in got),
        tokens_cached=sum(reply.tokens_cached for reply in got),
        cost_usd=None if None in costs else sum(cost for cost in costs if cost is not None),
        seconds=round(sum(reply.seconds for reply in got), 3),
        from_cache=bool(got) and all(reply.from_cache for reply in got),
    )
