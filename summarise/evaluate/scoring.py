"""The scores of a run: its saved outputs measured again, with no model and no network."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any

from summarise import __version__
from summarise.errors import InputError
from summarise.evaluate import judge as judges
from summarise.evaluate.metrics import METRICS, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from summarise.evaluate.running import Saved
    from summarise.evaluate.sets import Case, Set

SCORES = "scores.json"


@dataclass(frozen=True, slots=True)
class Row:
    """The scores of one arm for one article in one repeat; ``values`` is empty when the result is an error."""

    arm: str
    id: str
    repeat: int
    values: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of a run, in the order of its arms and articles, and the digest of the labels they come from."""

    arms: tuple[str, ...]
    digest: str
    rows: tuple[Row, ...]

    def values(self, arm: str, metric: str, ids: frozenset[str] | None = None) -> dict[str, list[float]]:
        """Return the values of a metric by article, one for each repeat to which it applies."""
        found: dict[str, list[float]] = {}
        for row in self.rows:
            value = row.values.get(metric)
            if row.arm == arm and value is not None and (ids is None or row.id in ids):
                found.setdefault(row.id, []).append(value)
        return found

    def errors(self, arm: str) -> int:
        """Return how many results of an arm are errors."""
        return sum(row.arm == arm and not row.values for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the scores as JSON holds them."""
        rows = [{"arm": r.arm, "id": r.id, "repeat": r.repeat, "values": dict(r.values)} for r in self.rows]
        return {"scores": 1, "version": __version__, "set": self.digest, "arms": list(self.arms), "rows": rows}


def score(saved: Saved, given: Set) -> Scores:
    """Measure every result of a run, with the answers of its judge when its folder holds some.

    Raises InputError when an article of the run is missing or reads differently now, for then its outputs point at
    other sentences. Labels may have changed since: the scores carry the digest of those that were used.
    """
    cases = matching(saved, given)
    arms = tuple(arm["name"] for arm in saved.record["arms"])
    order = {arm: n for n, arm in enumerate(arms)}
    keys = sorted((k for k in saved.results if k[0] in order), key=lambda k: (order[k[0]], k[1], k[2]))
    judge = judges.load(saved.folder)
    rows = tuple(Row(*key, measure(cases[key[1]], saved.results[key], judge)) for key in keys)
    return Scores(arms, given.digest, rows)


def matching(saved: Saved, given: Set) -> dict[str, Case]:
    """Return the cases of a run by id. Raises InputError when one is missing or its text or sentences have changed."""
    cases = {case.id: case for case in given.cases}
    changed = []
    for case_id, digest in saved.record["set"]["articles"].items():
        if case_id not in cases:
            raise InputError(f"{saved.folder}: its article {case_id} is not in {given.folder}: give its set with --set")
        if cases[case_id].print != digest:
            changed.append(case_id)
    if changed:
        raise InputError(
            f"{saved.folder}: {len(changed)} of its articles read differently now ({', '.join(changed[:3])}): "
            "their outputs point at other sentences; run them again"
        )
    return {case_id: cases[case_id] for case_id in saved.record["set"]["articles"]}


def save(scores: Scores, folder: Path) -> Path:
    """Write the scores into the run's folder and return the file."""
    path = folder / SCORES
    path.write_text(json.dumps(scores.to_dict(), indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def table(scores: Scores, form: str) -> Iterator[str]:
    """Yield the scores as lines of CSV (not applicable: an empty cell) or JSONL, one for each result."""
    if form == "jsonl":
        for row in scores.rows:
            flat = {"arm": row.arm, "id": row.id, "repeat": row.repeat, "error": not row.values, **row.values}
            yield json.dumps(flat, ensure_ascii=False) + "\n"
        return
    yield _line(["arm", "id", "repeat", "error", *METRICS])
    for row in scores.rows:
        yield _line([row.arm, row.id, row.repeat, int(not row.values), *(row.values.get(name) for name in METRICS)])


def _line(cells: Sequence[Any]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(["" if cell is None else cell for cell in cells])
    return text.getvalue()


def means(scores: Scores) -> Iterator[str]:
    """Yield each arm's mean of each metric over articles as lines of a table; ``–`` where it applies to none."""
    width = max(len(arm) for arm in (*scores.arms, "")) + 2
    yield f"{'':<20}" + "".join(f"{arm:>{width}}" for arm in scores.arms)
    for name, metric in METRICS.items():
        row = [scores.values(arm, name) for arm in scores.arms]
        if any(row):
            told = [f"{fmean(map(fmean, found.values())):.{metric.digits}f}" if found else "–" for found in row]
            yield f"{name:<20}" + "".join(f"{value:>{width}}" for value in told)


def notes(scores: Scores, saved: Saved) -> list[str]:
    """Return what has to be said beside a comparison: the set, what made the run, errors and flakes."""
    made, count = saved.record["made"], len(saved.record["set"]["articles"])
    found = [
        f"{count} articles, labels {scores.digest[:12]}; run of {made['started'][:10]} by summarise {made['version']}"
        + (f" at {made['commit'][:12]}" if made["commit"] else "")
        + (" with changes" if made["dirty"] else "")
    ]
    for arm in scores.arms:
        errors, flakes = scores.errors(arm), flake_rate(scores, arm, "fact_recall")
        if errors:
            found.append(f"{arm}: {errors} results are errors and are not scored")
        if flakes is not None:
            found.append(f"{arm}: fact_recall differs between repeats on {flakes:.0%} of articles")
    found += judge_notes(scores, saved)
    missing = count - len({row.id for row in scores.rows})
    if missing:
        found.append(f"{missing} articles have no results yet: run it again to go on")
    return found


_JUDGED: dict[judges.Kind, tuple[str, str]] = {
    "fact": ("fact_recall", "judge_fact_recall"),
    "trap": ("trap_hits", "judge_trap_hits"),
}


def judge_notes(scores: Scores, saved: Saved) -> list[str]:
    """Return what has to be said of the run's judge; nothing when it has none."""
    judge = judges.load(saved.folder)
    if judge is None:
        return []
    found = judges.notes(judge)
    for kind, (ours, theirs) in _JUDGED.items():
        left_out = sum(r.values.get(ours) is not None and r.values.get(theirs) is None for r in scores.rows)
        if kind in judge.card and judge.card[kind].passed and left_out:
            found.append(f"{theirs}: {left_out} results lack an answer of the judge and are left out")
    return found


def flake_rate(scores: Scores, arm: str, metric: str) -> float | None:
    """Return the share of articles whose repeats do not all score the same; None without repeats."""
    repeated = [values for values in scores.values(arm, metric).values() if len(values) > 1]
    return sum(len(set(values)) > 1 for values in repeated) / len(repeated) if repeated else None
