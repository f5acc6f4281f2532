"""From an article to a checked report: the one path that every command takes."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from summarise import checks
from summarise.article.furniture import notes
from summarise.checks import repeats
from summarise.checks.article import reach, warnings
from summarise.errors import InputError
from summarise.report import TASKS, Finding, Report, Run
from summarise.tasks import STRATEGIES, WORDING, Context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from summarise.article import Article
    from summarise.models import Model, Strategy
    from summarise.prompts import Prompt

INJECTED = "A201"
"""The finding whose sentences speak to a model; code never picks them, nor what stands around them."""
_AROUND = 5  # sentences barred on each side of such a one; more, and one order would bar an article of one paragraph


def run(
    article: Article,
    tasks: Iterable[str],
    model: Model,
    *,
    strategy: Strategy | None = None,
    chosen: Mapping[str, str | Prompt] | None = None,
    wording: Iterable[str] = ("headline",),
    language: str | None = None,
    repeat: int = 0,
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Do the tasks for one article and check every word of the result.

    ``strategy`` overrides the model's own; ``chosen`` maps a task to a prompt: TASK@vN, a file, or one already loaded;
    ``wording`` names the steps in which a guided model may word something; ``language`` is what to write in (the
    article's when None).
    ``tell`` is told what is waited for, in a few words: "claims, part 3 of 9".

    An answer that is refused, cut, filtered or does not fit its schema is a finding, and its output is None; so one
    article never ends a batch. Raises ModelError when the model cannot be used at all, InputError for an unknown
    task, strategy or wording step.
    """
    wanted = tuple(dict.fromkeys(tasks))
    steps = frozenset(wording)
    strategy = strategy or model.strategy
    for given, known, what in (
        (wanted, TASKS, "task"),
        (steps, WORDING, "wording step"),
        ((strategy,), tuple(STRATEGIES), "strategy"),
    ):
        for name in given:
            if name not in known:
                raise InputError(f"unknown {what} '{name}': use {', '.join(known)}")
    if strategy != "extract" and model.strategy == "extract":
        raise InputError(f"strategy '{strategy}' needs a model, and '{model.name}' is none: choose one with --model")
    tell("the article's own faults")
    about = warnings(article)
    context = Context(
        article=article,
        model=model,
        strategy=strategy,
        find=cache(partial(repeats.find, article)),
        chosen=chosen or {},
        wording=steps,
        barred=_barred(article, about) | notes(article.sentences),
        language=language or article.language,
        repeat=repeat,
        tell=tell,
    )
    outcomes = {}
    for task in wanted:
        tell(task)
        outcomes[task] = STRATEGIES[strategy](context, task)
    outputs = {task: outcome.output for task, outcome in outcomes.items()}
    findings: list[Finding] = [*about, *checks.check(article, outputs)]
    runs: list[Run] = []
    for outcome in outcomes.values():
        findings += outcome.findings
        runs += outcome.runs
    return Report(article, outputs, tuple(_once(findings)), tuple(runs))


def _once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out a changing figure (A105) where a conflict (R104) is told of the same two sentences."""
    told = {frozenset(found.sentences) for found in findings if found.code == "R104"}
    return (found for found in findings if found.code != "A105" or frozenset(found.sentences) not in told)


def _barred(article: Article, about: Iterable[Finding]) -> frozenset[str]:
    """Return the ids of sentences that speak to a model and of those around them, and of those that hide something."""
    barred: set[str] = set()
    told = {i for found in about if found.code == INJECTED for i in found.sentences}
    for number, sentence in enumerate(article.sentences):
        far = reach(sentence, article.language) if sentence.id in told else 0
        if far:
            barred.add(sentence.id)
        if far > 1:
            around = article.sentences[max(0, number - _AROUND) : number + 1 + _AROUND]
            below = sentence.kind == "heading"  # what stands under it is no more of the story than it is
            barred.update(
                s.id for s in around if s.paragraph == sentence.paragraph or (below and s.start > sentence.start)
            )
    return frozenset(barred)
