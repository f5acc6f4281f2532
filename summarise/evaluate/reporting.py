"""Several runs of one set gathered into one page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from summarise.errors import InputError
from summarise.evaluate import compare as comparing
from summarise.evaluate.arms import BASELINES
from summarise.evaluate.page import Book
from summarise.evaluate.running import load
from summarise.evaluate.scoring import Scores, matching, notes, score
from summarise.evaluate.sets import load as load_set

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from summarise.evaluate.sets import Case


def book(runs: Sequence[Path], baseline: str | None = None, set_folder: Path | None = None) -> Book:
    """Score runs of the same set and gather them; an arm that two runs have is named with its run's folder too.

    Baselines are taken from the first run. Raises InputError when a run is of another set.
    """
    given = load_set(set_folder)
    arms: list[str] = []
    rows = []
    said: list[str] = []
    cases: dict[str, Case] = {}
    results: dict[tuple[str, str], dict[str, Any]] = {}
    for number, folder in enumerate(runs):
        saved = load(folder)
        cases |= matching(saved, given)
        scores = score(saved, given)
        said += notes(scores, saved)
        for arm in scores.arms:
            if number and arm in BASELINES:
                continue
            name = f"{arm} ({folder.name})" if arm in arms else arm
            if name in arms:
                raise InputError(f"two runs have the arm '{name}': give each run once")
            arms.append(name)
            rows += [replace(row, arm=name) for row in scores.rows if row.arm == arm]
            results |= {(name, i): r for (a, i, repeat), r in saved.results.items() if a == arm and repeat == 0}
    whole = Scores(tuple(arms), given.digest, tuple(rows))
    against = baseline or comparing.usual_baseline(whole, BASELINES)
    found = comparing.compare(whole, against)
    title = f"Evals: {', '.join(arm for arm in arms if arm not in BASELINES) or 'baselines'}"
    return Book(title, said, against, whole, found, dict(sorted(cases.items())), results)
