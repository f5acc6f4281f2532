"""How well a text's errors are found: python tests/benchmarks/support.py FILE… [--show].

Prints, for each JSONL of {article_id, article, sentence, label, edit | edit_types}: balanced accuracy by error-level
findings, the AUC of the support score, both by kind of change, the findings by code, and the time a text takes.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from support_data import auc, balanced_accuracy, cases


def report(path: Path, split: str = "", *, show: bool) -> None:
    start = time.process_time()
    found = list(cases(path, split))
    spent = time.process_time() - start
    true = [c for c in found if c.label]
    name = f"{path.name}, {split}" if split else path.name
    print(f"{name}: {len(found)} texts, {len(true)} supported, {1000 * spent / len(found):.1f} ms CPU a text")
    print(f"  balanced accuracy by error findings  {balanced_accuracy(found):.3f}")
    print(f"  AUC of the support score             {auc((c.score, c.label) for c in found):.3f}")
    print(f"  supported texts with an error        {sum(c.flagged for c in true)} of {len(true)}")
    for kind in sorted({c.kind for c in found if not c.label}):
        some = [c for c in found if c.kind == kind]
        rate = f"{sum(c.flagged for c in some)} of {len(some)} flagged"
        print(f"  {kind}: {rate}, AUC {auc((c.score, c.label) for c in [*true, *some]):.3f}")
    for label, name in ((0, "unsupported"), (1, "supported")):
        counts = Counter(code for c in found if c.label == label for code in set(c.codes))
        print(f"  findings on {name}: " + ", ".join(f"{c} {level} {n}" for (c, level), n in sorted(counts.items())))
    if show:
        for case in found:
            if case.flagged == bool(case.label):
                print(f"  {'FALSE ALARM' if case.label else 'MISSED'} {case.kind} {case.article}: {case.sentence}")
                print(f"    {case.codes}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true", help="print each false alarm and each miss")
    given = parser.parse_args()
    for path in given.files:
        for split in ("", "tune", "test") if path.is_dir() else ("",):
            report(path, split, show=given.show and not split)


if __name__ == "__main__":
    main()
