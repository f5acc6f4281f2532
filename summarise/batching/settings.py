"""What every report of a batch depends on, beside its article: the part of the journal's keys that all share."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from summarise import prompts
from summarise.batching.inputs import Reading
from summarise.errors import InputError
from summarise.report import TASKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarise.batching.inputs import Item
    from summarise.models import Model, Strategy
    from summarise.prompts import Prompt
    from summarise.rules import Level


@dataclass(frozen=True, slots=True)
class Settings:
    """How each article is done; the fields are those of `pipeline.run` and `Reading`.

    ``min_level`` leaves findings below it out of the lines; ``rules`` says in one text what else decides about them.
    Raises InputError for an unknown task.
    """

    tasks: tuple[str, ...] = TASKS
    strategy: Strategy | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)
    wording: tuple[str, ...] = ("headline",)
    reading: Reading = field(default_factory=Reading)
    min_level: Level = "suggestion"
    rules: str = ""

    def __post_init__(self) -> None:
        for task in self.tasks:
            if task not in TASKS:
                raise InputError(f"unknown task '{task}': use {', '.join(TASKS)}")

    def parts(self, model: Model, used: Mapping[str, Prompt]) -> dict[str, str]:
        """Return what reports depend on, by a name for people; ``used`` are the prompts by task."""
        strategy = self.strategy or model.strategy
        return {
            "model": model.identity,
            "strategy": strategy,
            "tasks": ", ".join(self.tasks),
            **{f"prompt of {task}": prompt.reference for task, prompt in used.items()},
            "wording": ", ".join(self.wording) if strategy == "guided" else "",
            "language": self.reading.language or "",
            "--min-level": self.min_level,
            "rules for paths": self.rules,
        }

    def prompts(self, strategy: Strategy) -> dict[str, Prompt]:
        """Return the prompts that a strategy uses, by task."""
        used = {"direct": (*self.tasks, "reask"), "guided": self.wording, "extract": ()}[strategy]
        return {task: prompts.load(self.chosen.get(task, task)) for task in used}


class Keys:
    """The keys of a batch's journal: one for all that an article's line depends on.

    ``prompts`` are the prompts as they were when the batch began: what a key names is what is asked.
    """

    def __init__(self, settings: Settings, model: Model) -> None:
        self.prompts = settings.prompts(settings.strategy or model.strategy)
        self.parts = settings.parts(model, self.prompts)
        self._max_bytes = settings.reading.max_bytes
        self._shared = json.dumps(self.parts, sort_keys=True)

    def of(self, item: Item) -> str:
        """Return the key of an item. Its place in a file is not in it, so lines may move."""
        own = (item.digest(self._max_bytes), Path(item.path).suffix, json.dumps(item.meta, sort_keys=True))
        return hashlib.sha256("\n".join((self._shared, *own)).encode()).hexdigest()


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Say what has changed between two batches, a text for each."""
    return [
        f"{name}: {old.get(name) or 'none'} → {new.get(name) or 'none'}"
        for name in sorted(old.keys() | new.keys())
        if old.get(name, "") != new.get(name, "")
    ]
