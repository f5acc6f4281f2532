from __future__ import annotations

import json
from functools import partial

import pytest
from batch.answers import desk, feed, lines
from batch.batchapi import BatchApi

from summarise import schemas
from summarise.batching import deferred
from summarise.batching.openai_batch import run
from summarise.batching.output import Files
from summarise.batching.run import Plan
from summarise.batching.settings import Settings
from summarise.errors import InputError, ModelError

COUNT = 12


@pytest.fixture
def api():
    with BatchApi() as api:
        yield api


@pytest.fixture
def engine(api, tmp_path):
    """Run the engine in one of its modes, into batch.jsonl of the test's folder."""

    def go(mode, *inputs, poll=0.01, **how):
        model = {"name": "openai:m", "base_url": api.url, "key": "k", "cache": False}
        given = [str(each) for each in inputs] or [str(tmp_path / "in.jsonl")]
        return run(Plan(given, Settings(**how.pop("settings", {})), model, **how), output, mode, poll=poll)

    output = partial(Files, tmp_path / "batch.jsonl")
    return go


def price(_model, _url, *, tokens_in, tokens_out, tier="", **_):
    """Return what a call costs here, half of it in a batch."""
    return (2e-6 * tokens_in + 8e-6 * tokens_out) * (0.5 if tier == "batch" else 1)


@pytest.fixture
def _priced(monkeypatch):
    monkeypatch.setattr("summarise.models.openai.cost", price)
    monkeypatch.setattr("summarise.models.prices.cost", price)


def alike(report):
    """Return a report without what depends on the way it was asked for: times, attempts and prices."""
    runs = [{k: v for k, v in run.items() if k not in {"seconds", "cost_usd", "attempts"}} for run in report["runs"]]
    return {**report, "runs": runs}


def test_the_reports_are_those_of_the_local_batch_article_for_article(api, engine, do, server, tmp_path):
    api.answer = lambda body: desk(body) if len(body["messages"]) > 2 or "10,111" not in str(body) else bad(body)
    server.default = api.answer
    everything = {"tasks": ("summary", "claims", "redundancy")}
    do(feed(tmp_path / "in.jsonl", COUNT), settings=everything)
    assert engine("submit").outcome == "waiting"
    summary = engine("resume")
    assert (summary.outcome, summary.written, summary.failed) == ("done", COUNT, 0)
    here, there = lines(tmp_path / "out.jsonl"), lines(tmp_path / "batch.jsonl")
    assert [alike(r) for r in there] == [alike(r) for r in here]
    assert any(f["code"] == "M106" for f in there[3]["findings"])
    assert schemas.errors(summary.to_dict(), "batch-summary.v1") == []


def bad(body):
    step = desk(body)
    whole = json.loads(step.body)
    whole["choices"][0]["message"]["content"] = "Here is your answer."
    return type(step)(json.dumps(whole).encode())


def test_submitting_asks_once_and_bringing_in_deletes_every_file_at_the_endpoint(api, engine, tmp_path):
    feed(tmp_path / "in.jsonl", COUNT)
    first = engine("submit")
    assert (first.exit_code, first.written) == (0, 0)
    assert "36 requests are under way" in first.reason
    again = engine("submit", tmp_path / "in.jsonl")
    assert again.outcome in {"waiting", "done"}
    summary = engine("resume")
    assert (summary.outcome, len(api.answered), len(api.batches)) == ("done", 36, 1)
    assert api.files == {}
    assert [r["id"] for r in lines(tmp_path / "batch.jsonl")] == [f"a{n}" for n in range(COUNT)]


def test_what_is_under_way_is_not_asked_again_and_new_articles_are(api, engine, tmp_path):
    api.stuck = True
    feed(tmp_path / "in.jsonl", 4)
    engine("submit")
    engine("submit")
    assert len(api.batches) == 1
    feed(tmp_path / "in.jsonl", 5)
    engine("submit")
    assert len(api.batches) == 2
    api.stuck = False
    assert engine("resume").written == 5
    assert len(api.answered) == 15


def test_answers_are_paid_at_half_price(api, engine, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "summarise.models.openai.cost_of_usage", lambda *_a: 0.5 if _a[-1] == "batch" else 1.0, raising=True
    )
    feed(tmp_path / "in.jsonl", 2)
    engine("submit", settings={"tasks": ("claims",)})
    summary = engine("resume", settings={"tasks": ("claims",)})
    assert summary.cost_usd == pytest.approx(1.0)
    assert [r["runs"][0]["cost_usd"] for r in lines(tmp_path / "batch.jsonl")] == [0.5, 0.5]


def test_requests_that_failed_for_a_moment_go_up_again_and_those_that_stay_failed_are_named(api, engine, tmp_path):
    met = set()

    def fate(body):
        told = str(body["messages"])
        if "10,037" in told:
            return 500
        first = told not in met
        met.add(told)
        return 429 if first and "10,074" in told else "answer"

    api.fate = fate
    feed(tmp_path / "in.jsonl", 4)
    how = {"settings": {"tasks": ("claims",)}}
    engine("submit", **how)
    summary = engine("resume", **how)
    assert (summary.written, summary.failed, summary.exit_code) == (3, 1, 4)
    (failed,) = lines(tmp_path / "batch.errors.jsonl")
    assert (failed["id"], failed["error"], failed["retry"]) == ("a1", "Unreachable", True)
    api.fate = lambda _body: "answer"
    assert engine("resume", retry=True, **how).exit_code == 0
    assert [r["id"] for r in lines(tmp_path / "batch.jsonl")] == ["a0", "a1", "a2", "a3"]


def test_a_way_of_asking_that_is_refused_is_asked_in_a_lesser_way(api, engine, tmp_path):
    api.fate = lambda body: (
        400 if (body.get("response_format") or {}).get("json_schema", {}).get("strict") else "answer"
    )
    feed(tmp_path / "in.jsonl", 3)
    how = {"settings": {"tasks": ("claims",)}}
    engine("submit", **how)
    assert engine("resume", **how).written == 3
    assert {r["runs"][0]["rung"] for r in lines(tmp_path / "batch.jsonl")} == {"schema"}


def test_a_batch_that_expires_gives_what_it_has_and_the_rest_goes_up_again(api, engine, tmp_path):
    told = []
    api.after = "expired"
    feed(tmp_path / "in.jsonl", 6)
    engine("submit")
    api.stuck = False

    def heal(line):
        told.append(line)
        api.after = "completed"

    summary = engine("resume", tell=heal)
    assert (summary.outcome, summary.written) == ("done", 6)
    assert len(api.answered) == 18
    assert len(api.batches) == 2
    assert any("expired" in line for line in told)


def test_cancelling_asks_the_endpoint_and_what_was_answered_is_kept(api, engine, tmp_path):
    api.stuck = True
    feed(tmp_path / "in.jsonl", 6)
    engine("submit")
    ended = engine("cancel")
    assert "1 batches were asked to stop" in ended.reason
    assert api.batches["batch_1"]["status"] == "cancelling"
    api.stuck = False
    assert engine("resume").written == 6
    assert len(api.answered) == 18


def test_a_kill_between_creating_a_batch_and_hearing_of_it_pays_nothing_twice(api, engine, tmp_path):
    api.drop_create = 1
    feed(tmp_path / "in.jsonl", 3)
    with pytest.raises(ModelError, match="lost"):
        engine("submit")
    assert engine("resume").written == 3
    assert (len(api.batches), len(api.answered)) == (1, 9)


def test_a_part_that_never_became_a_batch_goes_up_anew_and_its_file_is_deleted(api, engine, tmp_path, monkeypatch):
    feed(tmp_path / "in.jsonl", 3)

    def fail(*_):
        raise ModelError("killed here")

    with monkeypatch.context() as patch:
        patch.setattr("summarise.models.batches.Batches.create", fail)
        with pytest.raises(ModelError, match="killed here"):
            engine("submit")
    assert list(api.files) == ["file-1"]
    assert engine("resume").written == 3
    assert "file-1" in api.deleted
    assert api.files == {}


def test_parts_are_split_at_the_limits_of_the_endpoint(api, engine, tmp_path, monkeypatch):
    monkeypatch.setattr(deferred, "MOST_REQUESTS", 10)
    feed(tmp_path / "in.jsonl", COUNT)
    engine("submit", settings={"tasks": ("claims",)})
    monkeypatch.setattr(deferred, "MOST_BYTES", 30_000)
    engine("submit", feed(tmp_path / "more.jsonl", 12, start=50), settings={"tasks": ("claims",)})
    sizes = [
        len(api.files[b["input_file_id"]].splitlines()) for b in api.batches.values() if b["input_file_id"] in api.files
    ]
    assert sum(sizes) == 12 or sizes[:2] == [10, 2]
    assert all(len(data) <= 30_000 for data in list(api.files.values())[2:])


def test_a_batch_that_the_endpoint_refuses_stops_with_its_reason(api, engine, tmp_path):
    api.after, api.problem = "failed", "invalid_json_line"
    feed(tmp_path / "in.jsonl", 2)
    engine("submit")
    with pytest.raises(ModelError, match="invalid_json_line"):
        engine("resume")


def test_a_full_queue_is_waited_for(api, engine, tmp_path):
    api.after, api.problem = "failed", "token_limit_exceeded"
    feed(tmp_path / "in.jsonl", 2)
    engine("submit")

    def room(_line):
        api.after = "completed"

    assert engine("resume", tell=room).written == 2


@pytest.mark.parametrize("name", ["none"])
def test_a_model_without_a_batch_api_is_refused(tmp_path, name):
    plan = Plan([str(feed(tmp_path / "in.jsonl", 1))], Settings(), {"name": name})
    with pytest.raises(InputError, match="openai-batch needs a model"):
        run(plan, partial(Files, tmp_path / "x.jsonl"), "submit")


def test_the_command_submits_and_brings_in(api, begin, tmp_path):
    feed(tmp_path / "in.jsonl", 2)
    command = ("in.jsonl", "-o", "batch.jsonl", "-m", "openai:m", "--base-url", api.url, "--engine", "openai-batch")
    sent = begin(*command)
    assert "requests are under way: bring in the answers with --resume" in sent.communicate(timeout=30)[1]
    assert sent.returncode == 0
    brought = begin(*command, "--resume", "--summary", "s.json")
    assert brought.wait(60) == 0
    assert json.loads((tmp_path / "s.json").read_text())["written"] == 2


def test_resuming_is_not_for_the_local_engine(batch, tmp_path):
    feed(tmp_path / "in.jsonl", 1)
    assert "are for --engine openai-batch" in batch("in.jsonl", "-o", "o.jsonl", "--resume", "-m", "none").err


@pytest.mark.usefixtures("_priced")
@pytest.mark.parametrize(("limit", "enough"), [(0.15, True), (0.06, False)])
def test_what_could_cross_the_limit_is_not_sent_until_the_rest_has_turned_out_cheaper(
    api, engine, tmp_path, limit, enough
):
    feed(tmp_path / "in.jsonl", COUNT)
    first = engine("submit", max_cost=limit)
    assert (first.outcome, first.exit_code) == ("budget", 5)
    (sent,) = api.files.values()
    count = len(sent.splitlines())
    assert 0 < count < 36
    assert f"{36 - count} more do not fit" in first.reason
    summary = engine("resume", max_cost=limit)
    assert (summary.outcome, summary.exit_code) == (("done", 0) if enough else ("budget", 5))
    usages = [json.loads(desk(body).body)["usage"] for body in api.answered]
    assert sum(price("", "", tokens_in=u["prompt_tokens"], tokens_out=200, tier="batch") for u in usages) <= limit
    assert (len(usages) == 36) if enough else (count < len(usages) < 36)
    last = engine("resume", max_cost=10)
    assert (last.outcome, last.kept + last.written, len(api.answered)) == ("done", COUNT, 36)


def test_a_limit_needs_a_known_price_here_too(api, engine, tmp_path):
    feed(tmp_path / "in.jsonl", 1)
    with pytest.raises(InputError, match="needs to know what 'm' costs"):
        engine("submit", max_cost=1)
    assert api.files == {}
