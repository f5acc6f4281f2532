"""How far an article supports a text, from 0 to 1: a logistic regression over three plain features.

The coefficients come from ``tests/benchmarks/fit_support.py``; docs/support.md says on what, and how well it does.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarise.checks.said import Said
    from summarise.report import Finding

Band = Literal["supported", "unsure", "unsupported"]

SURE, DOUBTFUL = 0.6, 0.35
_MOST = 2  # findings that count


class Features(NamedTuple):
    """What the score is made of.

    ``said`` is the share of the text's weight that the article has anywhere, each word by its closest relative there;
    ``errors`` and ``warnings`` count findings, up to two.
    """

    said: float
    errors: float
    warnings: float


COEFFICIENTS = Features(said=3.602, errors=-2.195, warnings=-0.563)
BIAS = -2.263


def score(said: Said, findings: Sequence[Finding]) -> float:
    """Return the support of a text, 0–1; 0 when it says nothing or the article is empty."""
    if not said.items or not said.index.tokens:
        return 0.0
    z = BIAS + sum(c * f for c, f in zip(COEFFICIENTS, features(said, findings), strict=True))
    return 1 / (1 + math.exp(-z))


def band(support: float) -> Band:
    """Return the band that a score is shown as; a bare number looks surer than it is."""
    return "supported" if support >= SURE else "unsure" if support >= DOUBTFUL else "unsupported"


def features(said: Said, findings: Sequence[Finding]) -> Features:
    """Measure a text beside its article."""
    total = sum(item.weight for item in said.items) or 1.0
    return Features(
        said=sum(item.weight * item.best for item in said.items) / total,
        errors=float(min(_MOST, sum(f.level == "error" for f in findings))),
        warnings=float(min(_MOST, sum(f.level == "warning" for f in findings))),
    )
