from __future__ import annotations

import random
import signal
import sqlite3
import time

from batch.answers import feed, lines

ARTICLES, KILLS, JOBS = 300, 10, 8
COMMAND = ("in.jsonl", "-o", "out.jsonl", "-m", "openai:m", "--no-cache", "--task", "summary", "-j", JOBS)


def kept(journal):
    """Return how many replies a journal holds after its process was killed."""
    with sqlite3.connect(journal) as db:
        count = db.execute("SELECT count(*) FROM replies").fetchone()[0]
    db.close()
    return count


def test_ten_kills_lose_nothing_tear_nothing_and_pay_nothing_twice(begin, server, tmp_path):
    server.delay = 0.04
    feed(tmp_path / "in.jsonl", ARTICLES)
    chance = random.Random(4)  # noqa: S311  moments, not secrets
    for kill in range(1, KILLS + 1):
        process = begin(*COMMAND)
        until = min(kill * ARTICLES // (KILLS + 1) + chance.randrange(-9, 10), ARTICLES - JOBS)
        while len(server.requests) < until and process.poll() is None:
            time.sleep(chance.random() / 100)
        process.send_signal(signal.SIGKILL)
        process.wait()
        time.sleep(0.1)  # what is under way at the server ends there
        sent = len(server.requests)
        assert kept(tmp_path / "out.jsonl.journal") >= sent - JOBS * kill
        lines(tmp_path / "out.jsonl")
    process = begin(*COMMAND)
    assert process.wait(120) == 0, process.stderr.read()
    reports = [report["id"] for report in lines(tmp_path / "out.jsonl")]
    assert reports == [f"a{n}" for n in range(ARTICLES)]
    assert len(server.requests) <= ARTICLES + KILLS * JOBS
    assert kept(tmp_path / "out.jsonl.journal") == ARTICLES


def test_an_interrupt_finishes_what_is_under_way_and_the_rest_is_done_later(begin, server, tmp_path):
    server.delay = 0.5
    feed(tmp_path / "in.jsonl", 40)
    process = begin(*COMMAND)
    while len(server.requests) < JOBS and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert "finishing what is under way" in err
    done = lines(tmp_path / "out.jsonl")
    assert len(done) == len(server.requests) >= JOBS
    server.delay = 0.0
    assert begin(*COMMAND).wait(60) == 0
    assert len(lines(tmp_path / "out.jsonl")) == len(server.requests) == 40


def test_a_second_interrupt_stops_at_once_and_can_be_gone_on_from(begin, server, tmp_path):
    server.delay = 20.0
    feed(tmp_path / "in.jsonl", 20)
    process = begin(*COMMAND)
    while len(server.requests) < JOBS and process.poll() is None:
        time.sleep(0.01)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert time.monotonic() - began < 10
    server.delay = 0.0
    assert begin(*COMMAND).wait(60) == 0
    assert len(lines(tmp_path / "out.jsonl")) == 20
