"""The arms of a run: which prompts, model, strategy and wording are compared, and the baselines beside them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import accumulate, product
from typing import TYPE_CHECKING, Any, cast

from summarise import pipeline, prompts
from summarise.errors import InputError
from summarise.models import MODELS
from summarise.tasks import WORDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from summarise.article import Article
    from summarise.models import Model, Reply, Request, Strategy
    from summarise.report import Report

LEADS = ("lead-3", "lead")
"""Baselines that take the article's first sentences: three of them, or as many words as the extract's summary has."""
BASELINES = ("extract", *LEADS)
_LEAD_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Arm:
    """One way of doing the tasks. ``prompts`` maps a task or wording step to the prompt that is not the one in use."""

    name: str
    model: str
    strategy: str
    prompts: Mapping[str, str] = field(default_factory=dict)
    wording: tuple[str, ...] = ()

    @property
    def baseline(self) -> bool:
        """Whether it asks no model."""
        return self.name in BASELINES


@dataclass(frozen=True, slots=True)
class Grid:
    """What is to be compared, beside the models: every combination becomes an arm.

    ``prompts`` are names as ``--prompt`` takes them; several for one task are alternatives. ``strategies`` may be
    empty: then it is each model's own. ``wordings`` concern the guided strategy alone.
    """

    prompts: Sequence[str] = ()
    strategies: Sequence[str] = ()
    wordings: Sequence[tuple[str, ...]] = (("headline",),)


def arms(grid: Grid, models: Mapping[str, Model]) -> tuple[Arm, ...]:
    """Return the arms of a grid, then the baselines. ``models`` are the opened models by the name that was given.

    Raises InputError for a prompt that is none, for two arms that are the same, and for a strategy that needs a model.
    """
    by_task: dict[str, list[str]] = {}
    for name in grid.prompts:
        by_task.setdefault(prompts.load(name).task, []).append(name)
    choices = [dict(zip(by_task, combination, strict=True)) for combination in product(*by_task.values())]
    found: list[Arm] = []
    for given, model in models.items():
        for strategy in grid.strategies or (model.strategy,):
            if strategy == "extract":
                continue  # the baseline of this name does it
            if model.strategy == "extract":
                raise InputError(f"strategy '{strategy}' needs a model, and '{given}' is none")
            for chosen, wording in product(choices, grid.wordings if strategy == "guided" else ((),)):
                arm = Arm("", given, strategy, chosen, wording)
                found.append(replace(arm, name=_name(grid, given if given in MODELS else model.name, arm)))
    names = [arm.name for arm in found]
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice:
        raise InputError(f"two arms are '{twice}': name each prompt, model, strategy and wording once")
    return (*found, *(Arm(name, "none", name) for name in BASELINES))


def _name(grid: Grid, model: str, arm: Arm) -> str:
    """Name an arm by its model, and by whatever else tells it from the others."""
    parts = [model]
    if len(grid.strategies) > 1:
        parts.append(arm.strategy)
    parts += [prompts.load(name).id for name in arm.prompts.values()]
    if arm.strategy == "guided" and len(grid.wordings) > 1:
        parts.append("+".join(arm.wording) or "no wording")
    return " ".join(parts)


def used_prompts(arm: Arm, tasks: Iterable[str]) -> dict[str, str]:
    """Return the prompts that an arm uses by task or step, each with its whole digest: ``headline@v1#…``."""
    steps = list(tasks) if arm.strategy == "direct" else list(arm.wording) if arm.strategy == "guided" else []
    if arm.strategy == "direct":
        steps.append("reask")
    loaded = {step: prompts.load(arm.prompts.get(step, step)) for step in steps}
    return {step: f"{prompt.id}#{prompt.digest}" for step, prompt in loaded.items()}


class _Watched:
    """A model that remembers how often it was asked for the output of each task: more than once is a re-ask."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.name, self.identity, self.strategy = model.name, model.identity, model.strategy
        self.asked: dict[str, int] = {}

    def complete(self, request: Request) -> Reply:
        task = request.schema_name.partition(".")[0]
        if task:
            self.asked[task] = self.asked.get(task, 0) + 1
        return self._model.complete(request)

    def close(self) -> None:
        """Do nothing: the model is closed by whoever opened it."""


def do(arm: Arm, article: Article, tasks: Sequence[str], model: Model | None, repeat: int) -> dict[str, Any]:
    """Return outputs, findings and runs of one arm for one article, as a report's JSON has them. Raises ModelError.

    ``asked`` counts, by task, how often a model was asked for the whole output.
    """
    from summarise.models.choose import NoModel  # noqa: PLC0415  start-up

    if arm.strategy in LEADS:
        outputs = {"summary": _lead(arm, article)} if "summary" in tasks else {}
        return {"outputs": outputs, "findings": [], "runs": [], "asked": {}}
    watched = _Watched(model or NoModel())
    report = pipeline.run(
        article,
        tasks,
        watched,
        strategy=cast("Strategy", arm.strategy),
        chosen=arm.prompts,
        wording=arm.wording,
        repeat=repeat,
    )
    return {**_parts(report, tasks), "asked": watched.asked}


def _parts(report: Report, tasks: Iterable[str]) -> dict[str, Any]:
    whole = report.to_dict()
    return {
        "outputs": {task: whole[task] for task in tasks},
        "findings": whole["findings"],
        "runs": whole["runs"],
    }


def _lead(arm: Arm, article: Article) -> dict[str, Any]:
    """Return the article's first body sentences in the shape of a summary."""
    from summarise.models.choose import NoModel  # noqa: PLC0415  start-up

    body = article.body
    if arm.strategy == "lead-3":
        count = _LEAD_SENTENCES
    else:
        extract = pipeline.run(article, ("summary",), NoModel()).outputs["summary"] or {"sentences": []}
        wanted = sum(len(s["text"].split()) for s in extract["sentences"])
        count = _nearest([len(sentence.text.split()) for sentence in body], wanted)
    items = [{"text": " ".join(s.text.split()), "evidence": [s.id], "by": "article"} for s in body[:count]]
    empty = ("headlines", "key_points", "people", "organisations", "dates", "figures", "quotes", "missing_context")
    return {"sentences": items, "standfirst": None, **{name: [] for name in empty}}


def _nearest(lengths: Sequence[int], wanted: int) -> int:
    """Return how many of the first sentences come nearest to a number of words; at least one, if there is one."""
    totals = list(accumulate(lengths))
    return min(range(1, len(totals) + 1), key=lambda n: abs(totals[n - 1] - wanted), default=0)


def check_wording(given: Iterable[str]) -> tuple[str, ...]:
    """Return the wording steps of ``headline,fuse`` or ``none``, in their usual order. Raises InputError."""
    steps = {step for step in given if step not in {"", "none"}}
    unknown = sorted(steps - set(WORDING))
    if unknown:
        raise InputError(f"unknown wording step '{unknown[0]}': use {', '.join(WORDING)} or none")
    return tuple(step for step in WORDING if step in steps)
