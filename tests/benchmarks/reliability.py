"""The one table of docs/reliability.md: hostile inputs, faults, a long batch under random faults.

    python tests/benchmarks/reliability.py [--articles 20000] [--minutes 5] [--seconds 1800]

Runs tests/hostile and tests/fuzz and counts them by file; changes the fuzzer's corpus for so many minutes; then does a
batch against the fake server in a process of its own, which may open 64 files, and whose memory, open files and threads
are read from /proc (Linux) twice a second. Ends with 1 if anything broke or was lost. ``--seconds`` bounds each step.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests"), str(Path(__file__).parent)]

from batch.answers import article, desk  # noqa: E402  found by the line above
from fuzz import run as fuzz  # noqa: E402  as above
from server import FakeOpenAI, answer, drop, fault  # noqa: E402  as above
from targets import TARGETS  # noqa: E402  as above

FAULTS = {
    "500": lambda: fault(500),
    "429": lambda: fault(429, "slow down", retry_after="0.01"),
    "connection dropped": drop,
    "not JSON": lambda: answer("Here is your summary."),
    "wrong schema": lambda: answer({"headlines": "none"}),
    "cut": lambda: answer('{"headlines": [', finish="length"),
    "refused": lambda: answer(None, refusal="I cannot help with that."),
    "control characters": lambda: answer('{"headlines": "\x1b[2J\\u0000"}'),
}
FILES = 64  # that the batch may have open at once
SHARE = 0.03  # of all requests meet a fault


@dataclass
class Soak:
    """What a long batch came to; ``samples`` hold MB of memory, open files and threads."""

    articles: int
    reports: int = 0
    failures: int = 0
    lost: int = 0
    code: int = 0
    seconds: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    samples: list[tuple[float, int, int]] = field(default_factory=list)

    def flat(self, which: int) -> str:
        """Return the largest value of the second quarter and of the last."""
        quarter = len(self.samples) // 4
        early, late = self.samples[quarter : 2 * quarter], self.samples[-quarter:]
        return f"{max(s[which] for s in early):.0f} → {max(s[which] for s in late):.0f}" if quarter else "too short"


def tested(folder: Path, seconds: float) -> Counter[str]:
    """Run the tests; return how many passed by file, and failures, errors and skips."""
    results = folder / "tests.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results}"]
    subprocess.run(
        [*command, "tests/hostile", "tests/fuzz"], cwd=CHECKOUT, check=False, stdout=sys.stderr, timeout=seconds
    )
    found: Counter[str] = Counter()
    for case in ET.parse(results).iter("testcase"):  # made by the line above
        outcome = next((child.tag for child in case if child.tag in {"failure", "error", "skipped"}), "")
        found[outcome or str(case.get("classname")).rpartition(".")[2]] += 1
    return found


def soak(folder: Path, count: int, seconds: float) -> Soak:
    """Do a batch of tiny articles, a file each, while the server fails at random."""
    came = Soak(count)
    chance = random.Random(7)  # noqa: S311  faults, not secrets
    (folder / "articles").mkdir()
    for number in range(count):
        (folder / "articles" / f"a{number}.txt").write_text(article(number), encoding="utf-8")

    def respond(body: dict[str, Any]) -> Any:
        if chance.random() >= SHARE:
            return desk(body)
        what = chance.choice(sorted(FAULTS))
        came.faults[what] += 1
        return FAULTS[what]()

    with FakeOpenAI() as server:
        server.default = respond
        known = {"PYTHONPATH": str(CHECKOUT), "OPENAI_API_KEY": "k", "XDG_CACHE_HOME": str(folder / "cache")}
        command = ["batch", "articles", "-o", "out.jsonl", "-m", "openai:m", "--base-url", server.url, "-q", "-j", "16"]
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-c", "from summarise.cli import main; main()", *command, "--task", "summary"],
            cwd=folder,
            env={**os.environ, **known},
        )
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (FILES, FILES))
        while process.poll() is None:
            time.sleep(0.5)
            if time.monotonic() - began > seconds:
                process.terminate()
            if sample := sampled(process.pid):
                came.samples.append(sample)
            server.requests.clear()
    came.seconds, came.code = time.monotonic() - began, process.returncode
    reports, failures = (ids(folder / name) for name in ("out.jsonl", "out.errors.jsonl"))
    came.reports, came.failures = len(reports), len(failures)
    came.lost = (
        len({f"articles/a{n}.txt" for n in range(count)} ^ {*reports, *failures}) + len(reports) - len({*reports})
    )
    return came


def ids(path: Path) -> list[str]:
    """Return the ids of the lines of a file; a torn line is an error."""
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


def sampled(pid: int) -> tuple[float, int, int] | None:
    """Return memory in MB, open files and threads of a process, or None when it has ended."""
    try:
        status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return (
            int(status["VmRSS"].split()[0]) / 1024,
            sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()),
            int(status["Threads"]),
        )
    except (OSError, KeyError, ValueError):
        return None


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--minutes", type=float, default=5.0, help="of fuzzing")
    parser.add_argument("--seconds", type=float, default=1_800.0)
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        tests = tested(Path(name), asked.seconds)
        tried, broken = fuzz(TARGETS, asked.minutes, int(time.time()))
        came = soak(Path(name), asked.articles, asked.seconds)
    bad = tests["failure"] + tests["error"]
    corpus = CHECKOUT / "tests" / "hostile" / "corpus"
    rows = {
        "hostile articles kept as files": sum(1 for path in corpus.glob("*/*") if path.is_file()),
        "checks over them": tests["test_corpus"],
        "checks over giants made in the test": tests["test_giants"],
        "checks of the reply path": tests["test_replies"],
        "checks of growth and rendering": tests["test_growth"],
        "checks of secrets": tests["test_secrets"],
        "checks that --no-store leaves no copy": tests["test_no_store"],
        "checks that --dry-run sends nothing": tests["test_dry_run"],
        "checks of bad luck": tests["test_bad_luck"],
        "checks of clocks that jump": tests["test_clocks"],
        "checks of too little memory": tests["test_memory"],
        "checks of the supply chain": tests["test_supply"],
        "checks of the kept fuzzing corpus": tests["test_fuzz"],
        "of all these: failed (a crash, a hang, a loss or a leak)": bad,
        "of all these: skipped": tests["skipped"],
        "fuzzing: minutes, inputs": f"{asked.minutes:g}, {sum(tried.values()):,} for {len(tried)} targets",
        "fuzzing: inputs that broke a target": broken,
        "soak: articles, a file each; files that may be open": f"{came.articles:,}; {FILES}",
        "soak: faults injected": f"{sum(came.faults.values()):,} of {len(came.faults)} kinds",
        "soak: reports and named failures": f"{came.reports:,} + {came.failures:,}",
        "soak: lost or doubled": came.lost,
        "soak: exit code (4: some articles failed)": came.code,
        "soak: memory in MB, second quarter → last": came.flat(0),
        "soak: open files": came.flat(1),
        "soak: threads": came.flat(2),
        "soak: seconds": f"{came.seconds:.0f}",
    }
    print(f"{datetime.now(UTC).date()}, `python {' '.join(['tests/benchmarks/reliability.py', *sys.argv[1:]])}`\n")
    print("| what | result |\n|---|---|")
    for what, result in rows.items():
        print(f"| {what} | {result} |")
    return int(bool(bad or broken or came.lost or came.code not in {0, 1, 4}))


if __name__ == "__main__":
    raise SystemExit(main())
