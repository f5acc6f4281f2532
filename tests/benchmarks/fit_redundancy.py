"""Fit the weights by which a pair stands out, and say how well such weights do on articles they have not seen.

    python -m tests.benchmarks.fit_redundancy [GOLD.jsonl …]

The pairs come from the gold files, our own articles and the tune split of evals/set. Logistic regression, each
weight held to its sign; partial pairs count a tenth. Then, eightfold by article: weights and the bar are
fitted on the other articles, the whole search runs with them, and what it finds is counted.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from math import exp
from pathlib import Path
from statistics import pvariance
from typing import NamedTuple

from summarise import words
from summarise.assets import root
from summarise.checks.repeats import likeness, standing
from summarise.checks.repeats.differences import compare
from summarise.checks.repeats.lines import read
from tests.benchmarks.redundancy import score, tell
from tests.repeats.labelled import Labelled, evals, gold, own

FOLDS, SWEEPS, RIDGE = 8, 40, 0.3
FAR = -6.0  # pairs so far below the bar teach nothing
FALSE_ALARMS = 4.0  # per 1,000 sentences: where the bar is set
TIGHT = 0.7  # pairs that align so well are settled before


class Row(NamedTuple):
    """A pair: its features, whether it is a repeat, how much it counts, and whether calling it would be false."""

    found: tuple[float, ...]
    told: bool
    counts: float
    false: bool


def rows(labelled: Labelled) -> list[Row]:
    """Return the pairs of an article that only the standing decides on."""
    lines = read(labelled.article.body)
    names = words.names(line.tokens for line in lines)
    made = []
    for (one, other), like in likeness.likenesses(lines).items():
        if compare(lines[one], lines[other], names).aligned >= TIGHT:
            continue
        found = standing.features(lines[one], lines[other], like)
        pair = (lines[one].first.id, lines[other].first.id)
        told, undecided = pair in labelled.repeats or pair in labelled.twins, pair in labelled.open
        made.append(Row(found, told or undecided, 0.1 if undecided else 1.0, not told and not undecided))
    return made


def fit(pairs: list[Row]) -> tuple[float, ...]:
    """Return the weights, each of the sign that it has now, that make the labels likeliest (ridge on scaled features).

    Newton's step for one weight at a time, cut off at 0.
    """
    near = [row for row in pairs if row.told or standing.standing(row.found) > FAR]
    weights = list(map(float, standing.WEIGHTS))
    columns = list(zip(*(row.found for row in near), strict=True))
    spread = [pvariance(column) for column in columns]
    odds = [sum(map(float.__mul__, row.found, weights)) for row in near]
    for _ in range(SWEEPS):
        for n, (column, sign) in enumerate(zip(columns, standing.WEIGHTS, strict=True)):
            slope, bend = spread[n] * weights[n] / RIDGE, spread[n] / RIDGE + 1e-9
            for x, z, row in zip(column, odds, near, strict=True):
                if x:
                    chance = 1 / (1 + exp(-max(-30.0, min(30.0, z))))
                    slope += row.counts * (chance - row.told) * x
                    bend += row.counts * chance * (1 - chance) * x * x
            fresh = weights[n] - slope / bend
            fresh = max(0.0, fresh) if sign > 0 else min(0.0, fresh)
            odds = [z + (fresh - weights[n]) * x for z, x in zip(odds, column, strict=True)]
            weights[n] = fresh
    return tuple(weights)


def barred(weights: tuple[float, ...], pairs: list[Row], sentences: int) -> standing.Weights:
    """Return the weights with the bar set so that these articles have as many false alarms as we allow."""
    false = sorted((sum(map(float.__mul__, row.found, weights)) for row in pairs if row.false), reverse=True)
    bar = false[int(FALSE_ALARMS * sentences / 1000)]
    return standing.Weights(*weights[:-1], weights[-1] - bar)


def main() -> None:
    """Print the weights fitted on everything, then what they find on articles left out."""
    articles = [a for path in sys.argv[1:] for a in gold(Path(path))]
    articles += [*own(), *evals(root("evals") / "set", "tune")]
    of = [rows(article) for article in articles]
    names = sorted({article.name for article in articles})
    random.Random(0).shuffle(names)  # noqa: S311  an order, no secret

    def fitted(without: set[str]) -> standing.Weights:
        kept = [n for n, article in enumerate(articles) if article.name not in without]
        pairs = [row for n in kept for row in of[n]]
        return barred(fit(pairs), pairs, sum(len(articles[n].article.body) for n in kept))

    print({name: round(weight, 2) for name, weight in fitted(set())._asdict().items()})
    tally: Counter[str] = Counter()
    for fold in range(FOLDS):
        left_out = set(names[fold::FOLDS])
        standing.WEIGHTS = fitted(left_out)
        tally += score(article for article in articles if article.name in left_out)
    tell(f"left out, {FOLDS} folds by article", tally)


if __name__ == "__main__":
    main()
