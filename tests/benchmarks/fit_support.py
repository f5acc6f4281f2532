"""Fit the support score: python tests/benchmarks/fit_support.py FILE… [--ridge 1.0].

Logistic regression by Newton's method with an L2 penalty on standardised features, every file weighing the same and,
within a file, both labels. Prints the AUC of five folds by article, then the coefficients for
summarise/checks/score.py.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from pathlib import Path

from support_data import Case, auc, cases

from summarise.checks.score import Features

FOLDS = 5
STEPS = 25


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a small symmetric system by Gaussian elimination with pivoting."""
    size = len(right)
    rows = [[*row, right[i]] for i, row in enumerate(matrix)]
    for k in range(size):
        pivot = max(range(k, size), key=lambda r: abs(rows[r][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for r in range(k + 1, size):
            factor = rows[r][k] / rows[k][k]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[k], strict=True)]
    out = [0.0] * size
    for k in reversed(range(size)):
        out[k] = (rows[k][size] - sum(rows[k][j] * out[j] for j in range(k + 1, size))) / rows[k][k]
    return out


def fit(rows: list[list[float]], labels: list[int], weights: list[float], ridge: float) -> list[float]:
    """Return bias and coefficients for standardised rows."""
    size = len(rows[0]) + 1
    beta = [0.0] * size
    for _ in range(STEPS):
        gradient = [0.0] + [-ridge * b for b in beta[1:]]
        hessian = [[(ridge if i == j and i else 1e-9 if i == j else 0.0) for j in range(size)] for i in range(size)]
        for row, label, weight in zip(rows, labels, weights, strict=True):
            full = [1.0, *row]
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(b * x for b, x in zip(beta, full, strict=True))))))
            for i in range(size):
                gradient[i] += weight * (label - p) * full[i]
                for j in range(size):
                    hessian[i][j] += weight * p * (1 - p) * full[i] * full[j]
        step = solve(hessian, gradient)
        beta = [b + s for b, s in zip(beta, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return beta


def train(found: list[tuple[str, Case]], ridge: float) -> tuple[float, list[float]]:
    """Return bias and coefficients for raw features."""
    counts = Counter((name, case.label) for name, case in found)
    weights = [len(found) / (len(counts) * counts[name, case.label]) for name, case in found]
    columns = list(zip(*(case.features for _, case in found), strict=True))
    means = [sum(c) / len(c) for c in columns]
    spreads = [max(1e-9, math.sqrt(sum((x - m) ** 2 for x in c) / len(c))) for c, m in zip(columns, means, strict=True)]
    rows = [[(x - m) / s for x, m, s in zip(case.features, means, spreads, strict=True)] for _, case in found]
    bias, *beta = fit(rows, [case.label for _, case in found], weights, ridge)
    raw = [b / s for b, s in zip(beta, spreads, strict=True)]
    return bias - sum(c * m for c, m in zip(raw, means, strict=True)), raw


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--ridge", type=float, default=3.0)
    given = parser.parse_args()
    found = [(path.name, case) for path in given.files for case in cases(path)]
    articles = sorted({case.article for _, case in found})
    held: dict[str, list[tuple[float, int]]] = {path.name: [] for path in given.files}
    for fold in range(FOLDS):
        out = set(articles[fold::FOLDS])
        bias, beta = train([f for f in found if f[1].article not in out], given.ridge)
        for name, case in found:
            if case.article in out:
                z = bias + sum(b * x for b, x in zip(beta, case.features, strict=True))
                held[name].append((z, case.label))
    for name, pairs in held.items():
        print(f"{name}: AUC {auc(pairs):.3f}, held out by article in {FOLDS} folds, {len(pairs)} texts")
    bias, beta = train(found, given.ridge)
    print("COEFFICIENTS =", Features(*(round(b, 3) for b in beta)))
    print("BIAS =", round(bias, 3))
    for name in held:
        for feature in Features._fields:
            pairs = [(getattr(case.features, feature), case.label) for n, case in found if n == name]
            print(f"  {name} {feature}: AUC alone {auc(pairs):.3f}")


if __name__ == "__main__":
    main()
