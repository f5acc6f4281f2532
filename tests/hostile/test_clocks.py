"""A clock that is set while the program runs, back and forth by years: what takes time is measured by another."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch.answers import article, desk, feed, lines
from hypothesis import given
from hypothesis import strategies as st
from server import fault

from summarise.batching.pace import Pace
from summarise.models.ladder import REMEMBERED_S, Memory, Ways
from summarise.models.stores import default_path

CHECKOUT = Path(__file__).resolve().parents[2]
# Each look at the clock finds it years from where it was; what counts seconds since the start is left as it is.
JUMPY = """
import datetime, itertools, sys, time
jumps = itertools.cycle((0, 4e8, -1.6e9, 7e9, -6e8))
real = time.time
time.time = lambda: real() + next(jumps)
time.time_ns = lambda: int(time.time() * 1e9)
from summarise.cli import main
main()
"""


@pytest.fixture
def run(tmp_path, server):
    """Run the program under a clock that jumps; its code, its output and its errors."""
    server.default = desk
    (tmp_path / "a.txt").write_text(article(1))
    feed(tmp_path / "in.jsonl", 12)

    def start(*arguments):
        known = {"PYTHONPATH": str(CHECKOUT), "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": server.url}
        ended = subprocess.run(
            [sys.executable, "-c", JUMPY, *arguments],
            cwd=tmp_path,
            env={**os.environ, **known},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert "Traceback" not in ended.stderr
        assert "-" not in [word.strip()[:1] for word in ended.stderr.split() if word.strip("-s.0123456789,") == ""]
        return ended.returncode, ended.stdout, ended.stderr

    return start


def test_a_batch_under_a_jumping_clock_ends_with_every_article(run, tmp_path, server):
    server.queue(*(fault(429, "slow down", retry_after="0.05") for _ in range(2)), fault(500))
    command = ("batch", "in.jsonl", "-o", "out.jsonl", "-m", "openai:m", "--task", "summary", "--rpm", "6000")
    code, _, err = run(*command, "--patience", "20", "--summary", "sum.json")
    assert code in {0, 1}, err
    assert [report["id"] for report in lines(tmp_path / "out.jsonl")] == [f"a{n}" for n in range(12)]
    summary = json.loads((tmp_path / "sum.json").read_text())
    assert 0 < summary["seconds"] < 60
    taken = [each["seconds"] for report in lines(tmp_path / "out.jsonl") for each in report["runs"]]
    assert all(0 <= seconds < 60 for seconds in taken)
    sent = len(server.requests)
    code, _, err = run(*command)
    assert (code in {0, 1}, len(server.requests)) == (True, sent), err


def test_a_brief_under_a_jumping_clock_takes_no_negative_time(run):
    code, out, err = run("brief", "a.txt", "-m", "openai:m", "-f", "json", "-v")
    assert code in {0, 1}, err
    reports = json.loads(out)
    taken = [each["seconds"] for report in [reports] for each in report["runs"]]
    assert taken
    assert all(0 <= seconds < 60 for seconds in taken)


def test_a_cache_filled_by_a_jumping_clock_answers_and_is_shown(run, server):
    run("brief", "a.txt", "-m", "openai:m")
    sent = len(server.requests)
    assert run("brief", "a.txt", "-m", "openai:m")[0] in {0, 1}
    assert len(server.requests) == sent
    code, out, err = run("cache", "show")
    assert (code, err) == (0, "")
    assert out.startswith("3 replies")


@pytest.mark.parametrize("at", [-1e18, 1e18, 1e300, -62_135_596_801.0])
def test_a_time_that_is_none_does_not_break_the_cache(run, at):
    run("summary", "a.txt", "-m", "openai:m")
    with sqlite3.connect(default_path()) as db:
        db.execute("UPDATE replies SET at = ?", (at,))
    db.close()
    code, out, err = run("cache", "show")
    assert (code, err) == (0, "")
    assert "unknown" in out


@pytest.mark.parametrize(("jump", "known"), [(0, True), (REMEMBERED_S + 1, False), (-1, False), (-4e8, False)])
def test_what_was_learnt_of_an_endpoint_is_not_believed_for_ever(monkeypatch, jump, known):
    texts = {}
    Memory(texts).keep("m", Ways("prompt"))
    now = time.time() + jump
    monkeypatch.setattr(time, "time", lambda: now)
    assert (Memory(texts).recall("m") == Ways("prompt")) is known


@given(steps=st.lists(st.floats(0, 100), max_size=30), rpm=st.sampled_from([None, 1, 600]))
def test_a_pace_never_waits_for_a_time_that_has_passed(steps, rpm):
    now = [0.0]
    pace = Pace(4, rpm, None, 600.0, clock=lambda: now[0])
    for step in steps:
        now[0] += step + (60.0 / rpm if rpm else 0.0)
        assert pace.enter() == now[0]
        pace.succeeded()
