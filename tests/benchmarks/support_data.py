"""What the benchmark and the fit of the support score share: labelled records, their features, AUC."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarise.article import parse
from summarise.checks.index import Index, prepare
from summarise.checks.said import Said
from summarise.checks.score import Features, features, score
from summarise.checks.support import faults_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled text: 1 supported, 0 not; the kind of change that made it false; what the checks make of it."""

    article: str
    label: int
    kind: str
    sentence: str
    features: Features
    score: float
    codes: tuple[tuple[str, str], ...]

    @property
    def flagged(self) -> bool:
        return any(level == "error" for _, level in self.codes)


def records(path: Path, split: str = "") -> Iterator[dict[str, Any]]:
    """Yield the records of a JSONL of {article_id, article, sentence, label, edit | edit_types}, or of a set folder.

    A set folder has articles/ID.* and gold/ID.json, whose facts are supported and whose traps are not; ``split``
    chooses "tune" or "test".
    """
    if not path.is_dir():
        yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        return
    for gold in sorted((path / "gold").glob("*.json")):
        known = json.loads(gold.read_text(encoding="utf-8"))
        if split and known["split"] != split:
            continue
        (article,) = (path / "articles").glob(f"{known['id']}.*")
        base = {"article_id": known["id"], "article": article.read_text(encoding="utf-8")}
        yield from ({**base, "sentence": fact["fact"], "label": 1} for fact in known["facts"])
        yield from ({**base, "sentence": t["trap"], "label": 0, "edit": t["kind"]} for t in known["traps"])


def cases(path: Path, split: str = "") -> Iterator[Case]:
    """Yield the cases of a file or a set folder, or of one split of it."""
    known: dict[str, Index] = {}
    for record in records(path, split):
        text = record["article"]
        if text not in known:
            known[text] = prepare(parse(text))
        said = Said(record["sentence"], known[text])
        found = faults_of(said)
        kinds = record.get("edit") or "+".join(record.get("edit_types") or ()) or "other"
        yield Case(
            record["article_id"],
            record["label"],
            "true" if record["label"] else kinds,
            record["sentence"],
            features(said, found),
            score(said, found),
            tuple((f.code, f.level) for f in found),
        )


def auc(pairs: Iterable[tuple[float, int]]) -> float:
    """Return the area under the ROC curve of (score, label) pairs, ties counted half; nan with one label only."""
    ordered = sorted(pairs)
    positive = sum(label for _, label in ordered)
    negative = len(ordered) - positive
    if not positive or not negative:
        return float("nan")
    ranks, i = 0.0, 0
    while i < len(ordered):
        j = i
        while j < len(ordered) and ordered[j][0] == ordered[i][0]:
            j += 1
        ranks += sum(label for _, label in ordered[i:j]) * (i + j + 1) / 2
        i = j
    return (ranks - positive * (positive + 1) / 2) / (positive * negative)


def balanced_accuracy(found: Sequence[Case]) -> float:
    """Return the mean of the share of false texts flagged and of true ones not flagged."""
    true = [c for c in found if c.label]
    false = [c for c in found if not c.label]
    if not true or not false:
        return float("nan")
    return (sum(not c.flagged for c in true) / len(true) + sum(c.flagged for c in false) / len(false)) / 2
