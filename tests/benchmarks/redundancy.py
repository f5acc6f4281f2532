"""What the search for repeats finds and what it calls in vain, on labelled articles.

    python -m tests.benchmarks.redundancy [GOLD.jsonl …]

Without a path: our own articles (tests/repeats/articles) and both splits of evals/set. A gold file has one article a
line: ``sentences`` [{kind, text}] and ``pairs`` [{a, b, label, type}]. Pairs of body sentences count; pairs labelled
partial are neither right nor wrong; each two sentences of a group are a pair.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.assets import root
from summarise.checks import repeats
from tests.repeats.labelled import evals, gold, own

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.repeats.labelled import Labelled


def score(articles: Iterable[Labelled]) -> Counter[str]:
    """Count what is found: right, false, missed, twins as conflicts and as repeats, and each type of repeat."""
    tally: Counter[str] = Counter()
    for labelled in articles:
        found = repeats.find(labelled.article)
        bodies = {s.id for s in labelled.article.body}
        flagged = {p for g in found.groups for p in combinations(g.sentences, 2) if bodies.issuperset(p)}
        conflicts = {c.sentences for c in found.conflicts}
        known = labelled.repeats.keys() | labelled.open
        tally["sentences"] += len(bodies)
        tally["right"] += len(flagged & labelled.repeats.keys())
        tally["false"] += len(flagged - known)
        tally["missed"] += len(labelled.repeats.keys() - flagged)
        tally["twins"] += len(labelled.twins)
        tally["twins as conflicts"] += len(labelled.twins & conflicts)
        tally["twins as repeats"] += len(labelled.twins & flagged)
        tally["other conflicts"] += len(conflicts - labelled.twins - known)
        for pair, kind in labelled.repeats.items():
            tally[f"all {kind}"] += 1
            tally[f"found {kind}"] += pair in flagged
    return tally


def f1(tally: Counter[str]) -> float:
    """Return the harmonic mean of precision and recall over pairs."""
    return 2 * tally["right"] / max(1, 2 * tally["right"] + tally["false"] + tally["missed"])


def tell(name: str, tally: Counter[str]) -> None:
    """Print the figures of one set."""
    thousand = tally["sentences"] / 1000
    print(f"\n{name}: {tally['sentences']} sentences")
    print(f"  F1 {f1(tally):.3f}  ({tally['right']} right, {tally['false']} false, {tally['missed']} missed)")
    for kind in sorted(key.removeprefix("all ") for key in tally if key.startswith("all ")):
        hit, total = tally[f"found {kind}"], tally[f"all {kind}"]
        print(f"  recall {kind:14} {hit / total:.3f}  ({hit} of {total})")
    print(f"  false alarms per 1,000 sentences {tally['false'] / thousand:.2f}")
    if tally["twins"]:
        print(f"  twins as conflicts {tally['twins as conflicts'] / tally['twins']:.3f}  (of {tally['twins']})")
        print(f"  twins as repeats   {tally['twins as repeats'] / tally['twins']:.3f}")
    print(f"  other conflicts per 1,000 sentences {tally['other conflicts'] / thousand:.2f}")


def main() -> None:
    """Score each set and print it."""
    for path in map(Path, sys.argv[1:]):
        tell(path.name, score(gold(path)))
    if not sys.argv[1:]:
        tell("our own articles", score(own()))
        for split in ("tune", "test"):
            tell(f"evals/set, {split}", score(evals(root("evals") / "set", split)))


if __name__ == "__main__":
    main()
