"""Change the kept corpus at random for long, and keep what breaks a target.

    python tests/benchmarks/fuzz.py [--minutes 10] [--seed 7] [--target readers]

Takes the targets of tests/hostile/targets.py in turns. What breaks one is made small and saved in tests/hostile/fuzz,
where the tests try it first from then on. Ends with 1 when there was any.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [
    str(Path(__file__).resolve().parents[place] / name) for place, name in ((1, "hostile"), (1, ""), (2, ""))
]

from fuzzing import fuzz, keep  # noqa: E402  found by the line above
from targets import TARGETS  # noqa: E402  as above

if TYPE_CHECKING:
    from collections.abc import Iterable

TURN_S = 10.0


def run(targets: Iterable[str], minutes: float, seed: int) -> tuple[dict[str, int], int]:
    """Fuzz targets in turns; return how many inputs each took, and how many broke one."""
    logging.disable()  # of the libraries that read documents
    tried = dict.fromkeys(targets, 0)
    until = time.monotonic() + 60 * minutes
    most = min(TURN_S, 60 * minutes / len(tried))
    found = turn = 0
    while time.monotonic() < until:
        for target in tried:
            count, broken = fuzz(target, min(most, until - time.monotonic()), seed + turn)
            tried[target] += count
            if broken:
                found += 1
                print(f"{target}: {keep(broken)}", file=sys.stderr)
                traceback.print_exception(broken.error)
        turn += 1
    return tried, found


def main() -> int:
    """Fuzz, and print how many inputs each target took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--target", action="append", choices=TARGETS)
    asked = parser.parse_args()
    tried, found = run(asked.target or TARGETS, asked.minutes, asked.seed)
    print(f"seed {asked.seed}, {asked.minutes:g} minutes\n\n| target | inputs |\n|---|---|")
    for target, count in tried.items():
        print(f"| {target} | {count:,} |")
    print(f"| all: broken | {found} |")
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())
