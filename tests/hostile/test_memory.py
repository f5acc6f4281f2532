"""Too little memory for the local model: llama.cpp would end the process, so it is told before."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from batch.answers import article

from summarise.errors import OutOfMemory
from summarise.models import memory

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-c", "from summarise.cli import main; main()"]
MB = 1 << 20


@pytest.fixture
def machine(tmp_path):
    """Make a /proc and a /sys/fs/cgroup that say what a test wants them to."""

    def make(available="8000000", most="max", current=100 * MB, pages=50 * MB, group="/app"):
        proc, groups = tmp_path / "proc", tmp_path / "groups"
        (proc / "self").mkdir(parents=True)
        (proc / "meminfo").write_text(f"MemTotal: 9000000 kB\nMemAvailable: {available} kB\n")
        (proc / "self" / "cgroup").write_text(f"0::{group}\n")
        (groups / "app").mkdir(parents=True)
        (groups / "app" / "memory.max").write_text(f"{most}\n")
        (groups / "app" / "memory.current").write_text(f"{current}\n")
        (groups / "app" / "memory.stat").write_text(f"anon 1\ninactive_file {pages}\nactive_file 0\n")
        return memory.memory(proc, groups)

    return make


def test_what_is_free_is_what_the_machine_says(machine):
    assert machine() == 8_000_000 * 1024


def test_what_is_free_is_what_the_container_leaves_where_that_is_less(machine):
    assert machine(most=512 * MB) == (512 - 100 + 50) * MB


@pytest.mark.parametrize("how", [{"available": "?"}, {"group": "/elsewhere"}, {"most": "?", "available": ""}])
def test_what_cannot_be_read_limits_nothing(machine, how):
    assert machine(**how) in {None, 8_000_000 * 1024}


@pytest.mark.parametrize(
    ("addresses", "free", "fits"),
    [
        (None, None, True),
        (None, 400 * MB, True),
        (None, 100 * MB, False),
        (2_000 * MB, None, True),
        (1_200 * MB, None, False),
        (-5, 4_000 * MB, False),
    ],
)
def test_a_model_that_does_not_fit_is_one_line(monkeypatch, tmp_path, addresses, free, fits):
    file = tmp_path / "x.gguf"
    with file.open("wb") as stream:
        stream.truncate(800 * MB)
    monkeypatch.setattr(memory, "addresses", lambda: addresses)
    monkeypatch.setattr(memory, "memory", lambda: free)
    if fits:
        memory.make_sure(file, 8192, 2)
        return
    with pytest.raises(OutOfMemory, match=r"needs .* GB of memory and .* --model none") as raised:
        memory.make_sure(file, 8192, 2)
    assert "\n" not in str(raised.value)
    assert raised.value.exit_code == 4


def test_a_larger_window_needs_more(monkeypatch, tmp_path):
    file = tmp_path / "x.gguf"
    with file.open("wb") as stream:
        stream.truncate(800 * MB)
    monkeypatch.setattr(memory, "addresses", lambda: 2_000 * MB)
    with pytest.raises(OutOfMemory):
        memory.make_sure(file, 32_768, 2)


# From too little to load the file up to a little more than what is needed: llama.cpp aborted at some between.
LIMITS = (900, 1_300, 1_600, 1_700, 1_740, 1_780, 1_820, 1_860)


@pytest.mark.local_model
@pytest.mark.timeout(200)
def test_the_real_model_without_room_is_one_line_and_no_crash(local_model, tmp_path):
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"id": n, "text": article(n)}) + "\n" for n in range(3)))
    (tmp_path / "a.txt").write_text(article(1))
    refused = 0
    for most in LIMITS:
        for command in (("summary", "a.txt"), ("batch", "in.jsonl", "-o", f"{most}.jsonl", "--task", "summary")):
            ended = subprocess.run(
                [*PROGRAM, *command, "-q", "-m", f"local:{local_model}"],
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
                preexec_fn=partial(resource.setrlimit, resource.RLIMIT_AS, (most * MB, most * MB)),
            )
            if ended.returncode not in {0, 1}:
                assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (4, "", 1), (most, ended.stderr)
                assert "GB of memory" in ended.stderr
                refused += 1
    assert refused >= 8
