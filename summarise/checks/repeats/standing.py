"""How far a pair of sentences stands out from its article as one statement told twice in other words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarise.checks.repeats.likeness import Likeness
    from summarise.checks.repeats.lines import Line

_SHORT = 3


class Weights(NamedTuple):
    """What each feature of a pair speaks for (above 0) or against, in log odds.

    What only the two share, and coverage beyond what both reach elsewhere, speak for a repeat. A neighbour carries on
    a thought, an answer shares the words of its question, two quotes are two people's words, and two words are few.
    """

    evidence: float = 1.0
    rival: float = -0.1
    least: float = 5.8
    most: float = 2.8
    base: float = -5.2
    next_to: float = -1.0
    question: float = -3.0
    quotes: float = -1.3
    short: float = -3.0
    always: float = -5.25


# A logistic regression with signs held, fitted by `python -m tests.benchmarks.fit_redundancy` and rounded.
WEIGHTS = Weights()


def features(one: Line, other: Line, like: Likeness) -> tuple[float, ...]:
    """Return the features of a pair, in the order of ``Weights``."""
    return (
        like.evidence,
        like.rival,
        like.least,
        like.most,
        like.base,
        float(abs(one.place - other.place) == 1),
        float(one.asks != other.asks),
        float(one.quotes and other.quotes),
        float(min(len(one.content), len(other.content)) < _SHORT),
        1.0,
    )


def standing(found: Sequence[float], weights: Weights | None = None) -> float:
    """Return the log odds that a pair with these features is a repeat, against a bar that keeps false alarms few."""
    return sum(map(float.__mul__, found, weights or WEIGHTS))
