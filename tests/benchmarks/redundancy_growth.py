"""How the time of the search grows with the article.

    python -m tests.benchmarks.redundancy_growth

Texts of random words, as frequent as words of news are, with one sentence in fifty told again. Times are processor
time, best of three; a ratio is the growth of the time over that of n·log n (1.00 is n·log n).
"""

from __future__ import annotations

import random
import resource
import time
from math import log
from typing import TYPE_CHECKING

from summarise.checks import repeats
from summarise.words import tables
from tests.repeats.labelled import article

if TYPE_CHECKING:
    from summarise.article import Article

SIZES = (1_000, 3_000, 10_000, 30_000)


def text(size: int) -> Article:
    """Return an article of so many sentences of 12 to 30 words."""
    chance = random.Random(size)  # noqa: S311  a text, no secret
    vocabulary = sorted(tables.bands(), key=lambda word: (tables.bands()[word], word))
    ranks = [1 / (rank + 20) for rank in range(len(vocabulary))]
    stop = sorted(tables.stop())
    told: list[str] = []
    for _ in range(size):
        if told and chance.random() < 0.02:
            told.append(chance.choice(told))
            continue
        words = chance.choices(vocabulary, ranks, k=chance.randint(8, 20)) + chance.choices(
            stop, k=chance.randint(4, 10)
        )
        chance.shuffle(words)
        told.append(f"{' '.join(words).capitalize()} {chance.randint(2, 5000)}.")
    return article(told)


def main() -> None:
    """Print time, time a sentence and the ratio to n·log n for each size."""
    before: tuple[int, float] | None = None
    for size in SIZES:
        made = text(size)
        taken = []
        for _ in range(3):
            start = time.process_time()
            repeats.find(made)
            taken.append(time.process_time() - start)
        best = min(taken)
        ratio = ""
        if before:
            ratio = f"  ratio to n·log n {best / before[1] / (size * log(size) / before[0] / log(before[0])):.2f}"
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:6} sentences {best:6.2f} s  {1e6 * best / size:4.0f} µs each  peak {memory:4.0f} MiB{ratio}")
        before = (size, best)


if __name__ == "__main__":
    main()
