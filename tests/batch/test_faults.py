from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from batch.answers import article, desk, feed, lines
from server import answer, drop, fault, hang, html, trickle

COUNT, JOBS = 200, 16


def once(step, times=1):
    """Meet every article with a fault so many times, then answer it well."""
    met: Counter[str] = Counter()

    def respond(body):
        text = body["messages"][1]["content"]
        met[text] += 1
        return step if met[text] <= times else desk(body)

    return respond


TRANSIENT = {
    "429 with Retry-After": once(fault(429, "slow down", retry_after="0.01")),
    "503 with Retry-After": once(fault(503, "busy", retry_after="0.01")),
    "500 twice": once(fault(500), 2),
    "a dropped connection": once(drop()),
    "not JSON": once(answer("Here is your summary.")),
    "a wrong schema": once(answer({"headlines": "none"})),
    "a web page": once(html()),
}
FINAL = {
    "a cut answer": (answer('{"headlines": [', finish="length"), "M102"),
    "a refusal": (answer(None, refusal="I cannot help with that."), "M101"),
    "never JSON": (answer("Here is your summary."), "M104"),
    "never the schema": (answer({"headlines": "none"}), "M105"),
}


@pytest.fixture
def _quick(monkeypatch):
    monkeypatch.setattr("summarise.batching.pace._SHORTEST_S", 0.02)


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("what", TRANSIENT)
def test_a_fault_that_passes_costs_no_article(do, server, tmp_path, what):
    server.default = TRANSIENT[what]
    summary = do(feed(tmp_path / "in.jsonl", COUNT), jobs=JOBS)
    assert (summary.written, summary.failed, summary.exit_code) == (COUNT, 0, 0)
    assert [report["id"] for report in lines(tmp_path / "out.jsonl")] == [f"a{n}" for n in range(COUNT)]


def test_a_server_that_hangs_once_is_asked_again(do, server, tmp_path):
    server.default = once(hang(30))
    summary = do(feed(tmp_path / "in.jsonl", COUNT), jobs=50, model={"timeout": 1.0})
    assert (summary.written, summary.failed) == (COUNT, 0)


def test_an_answer_that_trickles_is_given_up_and_asked_for_again(do, server, tmp_path):
    server.default = once(trickle("x" * 500, 0.05))
    summary = do(feed(tmp_path / "in.jsonl", COUNT), jobs=50, model={"timeout": 1.0})
    assert (summary.written, summary.failed) == (COUNT, 0)


@pytest.mark.parametrize("what", FINAL)
def test_a_fault_that_stays_is_named_and_the_others_are_done(do, server, tmp_path, what):
    step, code = FINAL[what]
    bad = {article(n).splitlines()[2] for n in range(0, 60, 10)}
    server.default = lambda body: step if any(line in str(body["messages"]) for line in bad) else desk(body)
    summary = do(feed(tmp_path / "in.jsonl", 60), jobs=JOBS)
    assert (summary.written, summary.failed, summary.exit_code) == (54, 6, 4)
    failures = lines(tmp_path / "out.errors.jsonl")
    assert {f["id"] for f in failures} == {f"a{n}" for n in range(0, 60, 10)}
    assert {f["error"] for f in failures} == {code}


@pytest.mark.usefixtures("_quick")
def test_one_article_that_the_server_always_fails_at_does_not_hold_up_the_rest(do, server, tmp_path):
    server.default = lambda body: fault(500) if "10,111" in str(body["messages"]) else desk(body)
    summary = do(feed(tmp_path / "in.jsonl", 30), jobs=4)
    (failed,) = lines(tmp_path / "out.errors.jsonl")
    assert (failed["id"], failed["error"], failed["retry"]) == ("a3", "Unreachable", True)
    assert (summary.written, summary.exit_code) == (29, 4)


@pytest.mark.usefixtures("_quick")
def test_a_wrong_address_stops_before_every_article_has_failed(do, server, tmp_path):
    server.default = html()
    summary = do(feed(tmp_path / "in.jsonl", 100), jobs=2)
    assert (summary.outcome, summary.failed, summary.exit_code) == ("failed", 0, 4)
    assert "web page" in summary.reason
    assert len(server.requests) < 10


def test_a_server_that_stays_down_is_waited_for_and_then_the_batch_stops_resumable(do, server, tmp_path):
    server.default = fault(503)
    summary = do(feed(tmp_path / "in.jsonl", 20), patience=1.5)
    assert (summary.outcome, summary.failed, summary.exit_code) == ("failed", 0, 4)
    assert "nothing has succeeded" in summary.reason
    server.default = desk
    assert do(tmp_path / "in.jsonl").written == 20


@pytest.mark.usefixtures("_quick")
def test_a_server_that_comes_back_within_the_patience_costs_nothing(do, server, tmp_path):
    left = iter([fault(502)] * 9)
    server.default = lambda body: next(left, None) or desk(body)
    summary = do(feed(tmp_path / "in.jsonl", 20))
    assert (summary.written, summary.failed, summary.retries) == (20, 0, 9)


def test_a_limit_that_one_call_meets_holds_all_calls_back(do, server, tmp_path):
    server.default = once(fault(429, "slow down", retry_after="0.6"))
    met = iter([fault(429, "slow down", retry_after="0.6")])
    server.default = lambda body: next(met, None) or replace(desk(body), wait=0.05)
    do(feed(tmp_path / "in.jsonl", 12), jobs=4)
    times = [seen.at for seen in server.requests]
    assert max(later - sooner for sooner, later in pairwise(times)) > 0.5


def test_headers_that_say_nothing_is_left_hold_all_calls_back(do, server, tmp_path):
    last = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "600ms"}
    first = iter([last])
    server.default = lambda body: replace(desk(body), headers=next(first, {}))
    do(feed(tmp_path / "in.jsonl", 6), jobs=1)
    times = [seen.at for seen in server.requests]
    assert times[1] - times[0] > 0.5
    assert times[-1] - times[1] < 0.5
