"""Paired statistics over articles: an interval, a test, a correction, and how many articles a difference needs.

The unit is the article. Repeats of one article are averaged before anything else, and the bootstrap draws whole
articles: a cluster bootstrap with the article as cluster, so that asking one article ten times does not make it ten
pieces of evidence. Everything is plain Python, and the values themselves seed chance: the same values give the same
verdict, and other values other draws (one set of draws for all would let some verdicts come too often).
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from itertools import product
from statistics import NormalDist, fmean, stdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DRAWS = 4000
ALPHA = 0.05
POWER = 0.8
_EXACT = 12  # up to 2^12 sign patterns are counted, not drawn
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Paired:
    """The difference of two arms on one metric, ``new`` minus ``old``, over the articles that both have values for.

    ``low`` and ``high`` are the ends of the interval, ``p`` the two-sided permutation p-value. ``differences`` are by
    article. With fewer than two articles the interval is infinitely wide and ``p`` is 1.
    """

    old: float
    new: float
    difference: float
    low: float
    high: float
    p: float
    differences: Mapping[str, float]

    @property
    def n(self) -> int:
        """The number of articles."""
        return len(self.differences)

    @property
    def spread(self) -> float:
        """The standard deviation of the differences between articles; 0 for fewer than two."""
        return stdev(self.differences.values()) if self.n > 1 else 0.0

    @property
    def smallest(self) -> float:
        """The smallest true difference that a set like this one shows four times in five (power 80 %, alpha 5 %)."""
        return _Z * self.spread / math.sqrt(self.n) if self.n > 1 else math.inf

    @property
    def needed(self) -> int | None:
        """How many articles it takes to show a true difference of the size seen, with the same power; None for none."""
        if not self.difference or not self.spread:
            return None
        return max(2, math.ceil((_Z * self.spread / self.difference) ** 2))


_Z = _NORMAL.inv_cdf(1 - ALPHA / 2) + _NORMAL.inv_cdf(POWER)


def paired(old: Mapping[str, Sequence[float]], new: Mapping[str, Sequence[float]], *, draws: int = DRAWS) -> Paired:
    """Compare two arms by each article's values, one for each repeat. Raises ValueError without common articles."""
    ids = sorted(old.keys() & new.keys())
    if not ids:
        raise ValueError("no article has values for both")
    differences = {i: fmean(new[i]) - fmean(old[i]) for i in ids}
    values = list(differences.values())
    low, high = interval(values, draws=draws)
    return Paired(
        old=fmean(fmean(old[i]) for i in ids),
        new=fmean(fmean(new[i]) for i in ids),
        difference=fmean(values),
        low=low,
        high=high,
        p=permutation(values, draws=draws),
        differences=differences,
    )


def interval(values: Sequence[float], *, alpha: float = ALPHA, draws: int = DRAWS) -> tuple[float, float]:
    """Return a bootstrap interval for the mean that holds the true one in a share 1 − alpha of cases.

    The expanded percentile interval (Hesterberg 2015, "What teachers should know about the bootstrap", 4.2): the
    percentiles are moved outwards by the t distribution's wider tails and by √(n/(n−1)), without which the plain
    percentile interval is too narrow for some dozens of articles.
    """
    n = len(values)
    if n < 2:  # noqa: PLR2004  one article shows no spread
        return -math.inf, math.inf
    if len(set(values)) == 1:
        return values[0], values[0]
    tail = _NORMAL.cdf(-math.sqrt(n / (n - 1)) * t_quantile(1 - alpha / 2, n - 1))
    draw = _chance(values).choices
    means = sorted(sum(draw(values, k=n)) / n for _ in range(draws))
    return _at(means, tail), _at(means, 1 - tail)


def _chance(values: Sequence[float]) -> random.Random:
    """Return the generator of these values, whatever their signs: those are what the test turns."""
    return random.Random(repr([abs(v) for v in values]))  # noqa: S311  statistics, not secrets


def _at(ordered: Sequence[float], share: float) -> float:
    """Return a quantile of sorted values, interpolated between neighbours."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def permutation(values: Sequence[float], *, draws: int = DRAWS) -> float:
    """Return the two-sided p-value that the differences are as likely to be positive as negative.

    A sign-flip test of the mean (Fisher 1935): exact for up to twelve differences that are not 0, else by random flips
    with (k + 1)/(m + 1), which never understates p (Phipson and Smyth 2010).
    """
    moved = [v for v in values if v]
    if not moved:
        return 1.0
    seen = abs(sum(moved)) * (1 - 1e-12)  # equal sums stay equal whatever the order of addition
    if len(moved) <= _EXACT:
        sums = [
            abs(sum(s * v for s, v in zip(signs, moved, strict=True))) for signs in product((1, -1), repeat=len(moved))
        ]
        return sum(total >= seen for total in sums) / len(sums)
    flip, whole = _chance(values).getrandbits, sum(moved)
    size = len(moved)
    hits = 0
    for _ in range(draws):
        bits = flip(size)
        turned = sum(v for at, v in enumerate(moved) if bits >> at & 1)
        hits += abs(whole - 2 * turned) >= seen
    return (hits + 1) / (draws + 1)


def holm(ps: Sequence[float]) -> list[float]:
    """Return p-values corrected for being several (Holm 1979): the chance of any false alarm among them stays below."""
    order = sorted(range(len(ps)), key=ps.__getitem__)
    corrected = [0.0] * len(ps)
    highest = 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[at]))
        corrected[at] = highest
    return corrected


def t_quantile(share: float, degrees: int) -> float:
    """Return the quantile of Student's t distribution, by bisection of its distribution function; share in (0.5, 1)."""
    low, high = 0.0, 2.0
    while t_cdf(high, degrees) < share:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if t_cdf(middle, degrees) < share else (low, middle)
    return (low + high) / 2


def t_cdf(t: float, degrees: int) -> float:
    """Return the distribution function of Student's t at t ≥ 0 (Abramowitz and Stegun 26.7.3, 26.7.4)."""
    angle = math.atan(t / math.sqrt(degrees))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = degrees % 2
    term = cosine if odd else 1.0
    total = 0.0
    for k in range(3 if odd else 2, degrees + 1, 2):
        total += term
        term *= cosine**2 * ((k - 1) / k)
    inner = 2 / math.pi * (angle + sine * total) if odd else sine * total
    return 0.5 + inner / 2
