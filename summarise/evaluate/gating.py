"""The gate: runs read and scored, arms matched, and each metric judged by its margin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from summarise.errors import InputError
from summarise.evaluate import compare as comparing
from summarise.evaluate.arms import BASELINES
from summarise.evaluate.running import load
from summarise.evaluate.scoring import Row, Scores, score
from summarise.evaluate.sets import load as load_set

if TYPE_CHECKING:
    from collections.abc import Sequence

_OTHER = "baseline run"


def gates(
    run: Path,
    baseline: str,
    metrics: Sequence[str],
    margin: float,
    *,
    arms: Sequence[str] = (),
    set_folder: Path | None = None,
) -> list[comparing.Gate]:
    """Judge arms (all that ask a model, when none are named) by an arm of this run or by another run's folder.

    Of another run, its one arm that asks a model is the baseline. Raises InputError when there is nothing to compare,
    so that a gate cannot pass on nothing.
    """
    given = load_set(set_folder)
    scores = score(load(run), given)
    if baseline not in scores.arms and Path(baseline).is_dir():
        other = score(load(Path(baseline)), given)
        own = [arm for arm in other.arms if arm not in BASELINES]
        if len(own) != 1:
            raise InputError(f"{baseline} has {len(own)} arms with a model: gate against a run that has one")
        moved = tuple(Row(_OTHER, r.id, r.repeat, r.values) for r in other.rows if r.arm == own[0])
        scores = Scores((*scores.arms, _OTHER), scores.digest, (*scores.rows, *moved))
        baseline = _OTHER
    judged = list(arms) or [arm for arm in scores.arms if arm not in BASELINES and arm != baseline]
    if baseline == _OTHER:
        judged = [arm for arm in judged if arm != _OTHER]
    if not judged:
        raise InputError(f"{run} has no arm with a model beside the baseline: name one with --arm")
    found = comparing.compare(scores, baseline, metrics=metrics, arms=judged)
    judged_pairs = {(c.arm, c.metric) for c in found}
    for arm in judged:
        for metric in metrics:
            if arm != baseline and (arm, metric) not in judged_pairs:
                raise InputError(f"'{metric}' applies to no article of both '{arm}' and '{baseline}': gate another one")
    return [comparing.gate(c, margin) for c in found]
