"""Do the intervals hold the truth, and how often is there a verdict where there is no difference?

    python tests/benchmarks/eval_statistics.py [SIMULATIONS]

Made-up articles with a known true difference are compared with `stats.paired`, as `summarise eval compare` does.
Coverage is the share of 95 % intervals that hold the true difference; false verdicts are "better" or "worse" where the
true difference is 0; with three arms, on any of them (after Holm). Exit 1 outside 93–97 % or above 5 % (each with the
room that the number of simulations needs: two standard errors).
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.evaluate.stats import ALPHA, holm, paired

if TYPE_CHECKING:
    from collections.abc import Callable

FACTS = 7


@dataclass(frozen=True)
class World:
    """How an article scores: ``shared`` is what is hard or easy for every arm, ``own`` what an arm makes of it."""

    name: str
    articles: int
    repeats: int
    score: Callable[[random.Random, float, float], float]


def recall(draw: random.Random, ease: float, shift: float) -> float:
    """Return the share of seven facts that are said; each with a chance that depends on the article and the arm."""
    chance = min(1.0, max(0.0, ease + shift))
    return sum(draw.random() < chance for _ in range(FACTS)) / FACTS


def bell(draw: random.Random, ease: float, shift: float) -> float:
    """Return a score with a smooth spread."""
    return ease + shift + draw.gauss(0, 0.15)


def skewed(draw: random.Random, ease: float, shift: float) -> float:
    """Return a score with a long tail, such as tokens or seconds."""
    return ease + shift + draw.expovariate(5)


WORLDS = (
    World("fact recall, 34 articles", 34, 1, recall),
    World("fact recall, 68 articles", 68, 1, recall),
    World("fact recall, 34 articles, 3 repeats", 34, 3, recall),
    World("smooth scores, 34 articles", 34, 1, bell),
    World("long-tailed scores, 34 articles", 34, 1, skewed),
)
SHIFT = 0.06
DRAWS = 1000  # a quarter of what a verdict takes, for time


def arm(draw: random.Random, world: World, ease: list[float], shift: float) -> dict[str, list[float]]:
    """Return what one arm scores."""
    return {f"{i}": [world.score(draw, e, shift) for _ in range(world.repeats)] for i, e in enumerate(ease)}


def simulate(world: World, times: int, seed: int) -> tuple[float, float, float]:
    """Return coverage, false verdicts with two arms, and with three arms against one baseline."""
    draw = random.Random(seed)  # noqa: S311  statistics, not secrets
    held = false_two = false_three = 0
    for _ in range(times):
        ease = [draw.uniform(0.2, 0.7) for _ in range(world.articles)]
        base = arm(draw, world, ease, 0.0)
        shifted = paired(base, arm(draw, world, ease, SHIFT), draws=DRAWS)
        held += shifted.low <= SHIFT <= shifted.high
        same = [paired(base, arm(draw, world, ease, 0.0), draws=DRAWS) for _ in range(3)]
        false_two += _verdict(same[0].p, same[0].low, same[0].high)
        false_three += any(_verdict(p, s.low, s.high) for p, s in zip(holm([s.p for s in same]), same, strict=True))
    return held / times, false_two / times, false_three / times


def _verdict(p: float, low: float, high: float) -> bool:
    return p <= ALPHA and not low <= 0 <= high


def main(times: int) -> int:
    """Print a line for each world and return the exit code."""
    room = 2 * (0.05 * 0.95 / times) ** 0.5
    wrong = 0
    print(f"{times} simulations each\n{'':<38} coverage  false verdicts  of three arms")
    for number, world in enumerate(WORLDS):
        held, two, three = simulate(world, times, number)
        print(f"{world.name:<38} {held:>8.1%}  {two:>14.1%}  {three:>13.1%}", flush=True)
        wrong += not 0.93 - room <= held <= 0.97 + room or max(two, three) > 0.05 + room
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
