"""A batch against a bare `AsyncOpenAI` loop that sends the same messages to the same server, in the same run.

    python tests/benchmarks/batch_ratios.py [--quick] [--rounds N] [--words N]

Each side is a process of its own, measured from its start to its end by what the system says of it; the server is a
third, on the same processors, and what it takes is told. The bare loop checks nothing; the batch checks every reply
against its schema and grounds it in its article. On a busy machine each side takes turns for some rounds, and the least
of wall and of CPU counts for both.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path[:0] = [str(Path(__file__).resolve().parents[up]) for up in (2, 1)]

from batch.answers import article  # noqa: E402  found by the line above

from summarise.batching.inputs import Reading, items  # noqa: E402  as above
from summarise.batching.journal import Pending  # noqa: E402
from summarise.models import open_model  # noqa: E402
from summarise.pipeline import run  # noqa: E402

CHECKOUT = Path(__file__).resolve().parents[2]
AT_ONCE = 64
WALL, CPU, PEAK_MB, CACHED_S = 1.15, 1.5, 150, 1.0


@dataclass(frozen=True)
class Took:
    """What a process took: seconds of wall and of CPU, and its largest memory in MB."""

    wall: float
    cpu: float
    peak: float


def measured(*command: object) -> Took:
    """Run a program and measure it."""
    environment = {**os.environ, "PYTHONPATH": f"{CHECKOUT}:{CHECKOUT / 'tests'}"}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *map(str, command)], env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert process.stderr
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{command} ended with {process.returncode}: {said.decode()}")
    return Took(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def whole() -> list[str]:
    """Return the texts of the evaluation set's first fifty articles."""
    return [file.read_text() for file in sorted((CHECKOUT / "evals" / "set" / "articles").glob("0[0-4]*.txt"))]


def cut(text: str, words: int) -> str:
    """Return the first paragraphs of a text, until they have so many words."""
    kept: list[str] = []
    for paragraph in text.split("\n\n"):
        kept.append(paragraph)
        if sum(len(each.split()) for each in kept) >= words:
            break
    return "\n\n".join(kept)


def articles(path: Path, count: int, *, tiny: bool = False, words: int = 10_000) -> Path:
    """Write a JSONL file of articles of the evaluation set, each with a line of its own."""
    texts = [cut(text, words) for text in whole()]
    with path.open("w") as file:
        for number in range(count):
            text = article(number) if tiny else f"{texts[number % len(texts)]}\n\nNotice {number} of the registry.\n"
            file.write(json.dumps({"id": f"a{number}", "text": text}) + "\n")
    return path


def bodies(feed: Path, tasks: list[str], to: Path) -> int:
    """Write the bodies that a batch posts, one a line, and return how many there are."""
    model = open_model("openai:m", base_url="http://127.0.0.1:9/v1", key="k", cache=False)
    count = 0
    with to.open("w") as file:

        class Noting:
            name, identity, strategy = model.name, model.identity, model.strategy

            def complete(self, request: object) -> None:
                nonlocal count
                count += 1
                file.write(json.dumps(model.body(request)[0]) + "\n")
                raise Pending("noted")

        for item in items([str(feed)], Reading()):
            run(item.read(Reading()), tasks, Noting())
    return count


def served(delay: float) -> tuple[subprocess.Popen[str], str]:
    """Start a server in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "tests")}
    command = [sys.executable, CHECKOUT / "tests" / "batch" / "answers.py", str(port), str(delay)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return process, process.stdout.readline().strip()


def least(some: list[Took]) -> Took:
    """Return the least that each measure came to, of memory the most."""
    return Took(min(t.wall for t in some), min(t.cpu for t in some), max(t.peak for t in some))


def used(process: subprocess.Popen[str]) -> float:
    """Return the seconds of CPU that a running process has taken; 0 where the system does not tell."""
    told = Path(f"/proc/{process.pid}/stat")
    fields = told.read_text().rpartition(") ")[2].split() if told.exists() else ["0"] * 13
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def line(name: str, ours: Took, theirs: Took, requests: int) -> None:
    """Print how two processes compare."""
    wall, cpu = ours.wall / theirs.wall, ours.cpu / theirs.cpu
    print(
        f"{name:<44} wall {ours.wall:6.2f} s = {wall:4.2f} × bare (limit {WALL}), CPU {1e3 * ours.cpu / requests:5.2f} "
        f"ms a request = {cpu:4.2f} × bare (limit {CPU}), peak {ours.peak:.0f} MB (limit {PEAK_MB})",
        flush=True,
    )


def compare(folder: Path, count: int, delay: float, tasks: list[str], given: argparse.Namespace) -> None:
    """Measure one size of batch, and the same command again."""
    say = f"{count} articles, {len(tasks)} tasks, {delay * 1e3:.0f} ms"
    server, url = served(delay)
    try:
        feed = articles(folder / "in.jsonl", count, words=given.words)
        requests = bodies(feed, tasks, folder / "bodies.jsonl")
        bare = (Path(__file__).with_name("batch_bare.py"), url, folder / "bodies.jsonl", AT_ONCE)
        chosen = [part for task in tasks for part in ("--task", task)]
        model = ("-m", "openai:m", "--base-url", url, "--no-cache", "-q", *chosen)
        start = ("-c", "from summarise.cli import main; main()", "batch", feed, *model, "-j", AT_ONCE)
        theirs, ours = [], []
        for number in range(given.rounds):
            theirs.append(measured(*bare))
            out = folder / f"{count}-{len(tasks)}-{number}.jsonl"
            command = (*start, "-o", out)
            ours.append(measured(*command))
            assert sum(1 for _ in out.open()) == count
        line(say, least(ours), least(theirs), requests)
        share = 1e3 * used(server) / (2 * given.rounds * requests)
        bare_cpu, bare_wall = 1e3 * least(theirs).cpu / requests, least(theirs).wall
        print(
            f"{'':<44} bare: wall {bare_wall:.2f} s, CPU {bare_cpu:.2f} ms a request; server {share:.2f} ms", flush=True
        )
        if count == 500:
            again = measured(*command)
            print(f"{'the same command again':<44} wall {again.wall:6.2f} s (limit {CACHED_S}), 0 requests", flush=True)
    finally:
        server.kill()
        server.wait()
        assert server.stdout
        server.stdout.close()


def flat(folder: Path) -> None:
    """Measure the memory of a large batch of tiny articles against that of a small one."""
    peaks = {}
    for count in (2_000, 20_000):
        feed = articles(folder / "tiny.jsonl", count, tiny=True)
        command = ("batch", feed, "-o", folder / f"tiny{count}.jsonl", "-m", "none", "--task", "redundancy", "-q")
        peaks[count] = measured("-c", "from summarise.cli import main; main()", *command).peak
    few, many = peaks.values()
    print(f"{'20,000 tiny articles, no model':<44} peak {many:.0f} MB = {many / few:.2f} × that of 2,000", flush=True)


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="only 500 articles")
    parser.add_argument("--rounds", type=int, default=1, help="how often each side is measured")
    parser.add_argument("--words", type=int, default=10_000, help="cut each article to about so many words")
    given = parser.parse_args()
    told = [len(cut(text, given.words).split()) for text in whole()]
    print(f"articles of {sum(told) / len(told):.0f} words in the mean")
    everything = ["summary", "claims", "redundancy"]
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        compare(folder, 500, 0.2, everything, given)
        compare(folder, 500, 0.2, ["summary"], given)
        if not given.quick:
            compare(folder, 5000, 0.02, everything, given)
            flat(folder)


if __name__ == "__main__":
    main()
