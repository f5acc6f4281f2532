"""Verdicts: what one arm does better or worse than another, and whether a set is large enough to say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from summarise.errors import InputError
from summarise.evaluate.metrics import METRICS
from summarise.evaluate.stats import ALPHA, Paired, holm, interval, paired

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarise.evaluate.scoring import Scores

Verdict = Literal["better", "worse", "too small to tell", "the same", "differs"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One arm beside the baseline on one metric; ``p`` is corrected for the number of arms compared."""

    metric: str
    baseline: str
    arm: str
    pair: Paired
    p: float

    @property
    def verdict(self) -> Verdict:
        """Better or worse only when the corrected test and the interval both say so."""
        if not any(self.pair.differences.values()):
            return "the same"
        way = METRICS[self.metric].better
        shown = self.p <= ALPHA and not self.pair.low <= 0 <= self.pair.high
        if not way:
            return "differs" if shown else "too small to tell"
        if not shown:
            return "too small to tell"
        return "better" if (self.pair.difference > 0) == (way == "higher") else "worse"

    def moved(self, way: Literal["better", "worse"]) -> list[str]:
        """Return the articles that got better or worse, the most changed first."""
        sign = 1 if (way == "better") == (METRICS[self.metric].better != "lower") else -1
        found = [(d * sign, i) for i, d in self.pair.differences.items() if d * sign > 0]
        return [i for _, i in sorted(found, key=lambda pair: (-pair[0], pair[1]))]

    @property
    def sentence(self) -> str:
        """The verdict in one line for people."""
        metric = METRICS[self.metric]
        size = f"{self.pair.difference:+.{metric.digits}f} {span(self)}"
        among = f"on {self.pair.n} articles"
        if self.verdict == "the same":
            return f"{self.metric}: no difference on any of {self.pair.n} articles"
        if self.verdict == "too small to tell":
            needed = self.pair.needed
            more = f"; a difference of this size takes {needed:,} articles" if needed and needed > self.pair.n else ""
            least = f"{self.pair.smallest:.{metric.digits}f}"
            return f"{self.metric}: too small to tell: {size} {among}, which show {least} and more{more}"
        counts = f"; {len(self.moved('better'))} better, {len(self.moved('worse'))} worse" if metric.better else ""
        return f"{self.metric}: {self.arm} {_is(self.verdict)} by {size} {among}, p {shown_p(self.p)}{counts}"


def _is(verdict: Verdict) -> str:
    return "differs from the baseline" if verdict == "differs" else f"is {verdict} than the baseline"


def span(found: Comparison) -> str:
    """Return the interval as written, ``[0.02, 0.10]``."""
    digits = METRICS[found.metric].digits
    return f"[{found.pair.low:.{digits}f}, {found.pair.high:.{digits}f}]"


def shown_p(p: float) -> str:
    """Return a p-value for people."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"  # noqa: PLR2004  three digits are shown


def usual_baseline(scores: Scores, baselines: Iterable[str]) -> str:
    """Return what arms are compared with when nothing is said: the first of several, else the extract."""
    own = [arm for arm in scores.arms if arm not in set(baselines)]
    return own[0] if len(own) > 1 else "extract"


def compare(
    scores: Scores,
    baseline: str,
    *,
    metrics: Sequence[str] = (),
    arms: Sequence[str] = (),
    ids: frozenset[str] | None = None,
) -> list[Comparison]:
    """Compare arms (all others when none are named) with a baseline, metric by metric, on the articles both have.

    Metrics that do not apply to both are left out. The p-values of one metric are corrected over the arms (Holm).
    Raises InputError for an arm or metric that there is not.
    """
    for name in (baseline, *arms):
        if name not in scores.arms:
            raise InputError(f"no arm '{name}': there are {', '.join(scores.arms)}")
    check_metrics(metrics)
    found: list[Comparison] = []
    others = [arm for arm in arms or scores.arms if arm != baseline]
    for metric in metrics or METRICS:
        old = scores.values(baseline, metric, ids)
        pairs = {
            arm: paired(old, new)
            for arm in others
            if (new := scores.values(arm, metric, ids)) and old.keys() & new.keys()
        }
        corrected = holm([pair.p for pair in pairs.values()])
        found += [
            Comparison(metric, baseline, arm, pair, p) for (arm, pair), p in zip(pairs.items(), corrected, strict=True)
        ]
    return found


def check_metrics(names: Iterable[str]) -> None:
    """Raise InputError when a name is no metric."""
    unknown = next((name for name in names if name not in METRICS), None)
    if unknown:
        raise InputError(f"unknown metric '{unknown}': use {', '.join(METRICS)}")


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether an arm is no worse than the baseline by more than a margin (non-inferiority).

    ``bound`` is the worst that the data allow at 95 %: the lower end of the one-sided interval of the difference,
    turned so that more is better.
    """

    comparison: Comparison
    margin: float
    bound: float

    @property
    def passed(self) -> bool:
        """Whether even the worst that the data allow is within the margin."""
        return self.bound >= -self.margin

    @property
    def sentence(self) -> str:
        """The verdict in one line for people."""
        pair, metric = self.comparison.pair, METRICS[self.comparison.metric]
        gain = pair.difference if metric.better == "higher" else -pair.difference
        told = (
            f"{self.comparison.metric}: {pair.new:.{metric.digits}f} against {pair.old:.{metric.digits}f} "
            f"on {pair.n} articles"
        )
        if self.passed:
            return f"{told}: no worse, within a margin of {self.margin:g}"
        if gain < -self.margin:
            return f"{told}: worse by more than the margin of {self.margin:g}"
        return f"{told}: a loss of more than {self.margin:g} cannot be ruled out (it may be {-self.bound:.3f})"


def gate(comparison: Comparison, margin: float) -> Gate:
    """Judge a comparison by a margin ≥ 0. Raises InputError for a metric that has no better side."""
    way = METRICS[comparison.metric].better
    if not way:
        raise InputError(f"'{comparison.metric}' has no better side: gate another metric")
    sign = 1.0 if way == "higher" else -1.0
    values = [sign * value for value in comparison.pair.differences.values()]
    return Gate(comparison, margin, interval(values, alpha=2 * ALPHA)[0])
