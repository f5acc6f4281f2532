from __future__ import annotations

import json
from contextlib import suppress

import pytest
from batch.answers import desk, feed, lines
from hypothesis import given
from hypothesis import strategies as st
from server import hang

from summarise import schemas
from summarise.batching.money import Budget, Expected, Line, expect
from summarise.batching.output import Files
from summarise.batching.pace import Halt
from summarise.batching.run import Plan, estimate
from summarise.batching.settings import Settings
from summarise.errors import InputError
from summarise.models import Message, Request
from summarise.models.tokens import Tokens, tokens

IN, OUT = 0.25e-6, 2e-6
TASKS = ("summary", "claims", "redundancy")


def price(_model, _url, *, tokens_in, tokens_out, **_rest):
    return tokens_in * IN + tokens_out * OUT


@pytest.fixture
def _priced(monkeypatch):
    """A price list that knows the model `gpt-priced`."""
    monkeypatch.setattr("summarise.models.openai.cost", price)
    monkeypatch.setattr("summarise.models.prices.cost", price)


@pytest.fixture
def server(server):
    """A server that counts tokens as OpenAI does, and what it has earned."""
    server.earned = 0.0

    def priced(body):
        step = desk(body)
        said = json.loads(step.body)["choices"][0]["message"]["content"]
        asked = json.dumps([m["content"] for m in body["messages"]]) + json.dumps(body["response_format"])
        usage = {"prompt_tokens": tokens(asked, "gpt-6").likely, "completion_tokens": tokens(said, "gpt-6").likely}
        server.earned += usage["prompt_tokens"] * IN + usage["completion_tokens"] * OUT
        return desk(body, usage=usage)

    server.default = priced
    return server


def plan(path, server, **how):
    settings = Settings(**{"tasks": TASKS, **how.pop("settings", {})})
    model = {"name": "openai:gpt-priced", "base_url": server.url, "key": "k", "cache": False}
    return Plan([str(path)], settings, {**model, **how.pop("model", {})}, **how)


MODEL = {"name": "openai:gpt-priced"}


@pytest.mark.usefixtures("_priced")
def test_what_a_batch_costs_lies_within_its_estimate_task_by_task(do, server, tmp_path):
    feed(tmp_path / "in.jsonl", 20)
    found = estimate(plan(tmp_path / "in.jsonl", server), None)
    assert server.requests == []
    summary = do(tmp_path / "in.jsonl", settings={"tasks": TASKS}, model=MODEL)
    assert found.articles == 20
    assert {task: line.requests for task, line in found.lines.items()} == dict.fromkeys(TASKS, 20)
    low, likely, high = found.total()
    assert summary.cost_usd == pytest.approx(server.earned, rel=1e-3)
    assert low < summary.cost_usd < high
    assert likely / 2 < summary.cost_usd < likely * 2
    given, answered = [[line.given for line in found.lines.values()], [line.answer for line in found.lines.values()]]
    assert sum(g[0] for g in given) <= summary.tokens_in <= sum(g[2] for g in given)
    assert sum(a[0] for a in answered) <= summary.tokens_out <= sum(a[2] for a in answered)
    assert schemas.errors(found.to_dict(), "batch-estimate.v1") == []


@pytest.mark.usefixtures("_priced")
@pytest.mark.parametrize("jobs", [1, 8])
def test_a_batch_stops_before_it_crosses_its_limit_and_goes_on_with_more_money(do, server, tmp_path, jobs):
    feed(tmp_path / "in.jsonl", 40)
    limit = 0.03
    summary = do(tmp_path / "in.jsonl", max_cost=limit, jobs=jobs, model=MODEL)
    assert (summary.outcome, summary.exit_code) == ("budget", 5)
    assert 0 < server.earned <= limit
    assert "--max-cost" in summary.reason
    done = len(lines(tmp_path / "out.jsonl"))
    assert 0 < done < 40
    again = do(tmp_path / "in.jsonl", max_cost=10, jobs=jobs, model=MODEL)
    assert (again.outcome, again.kept + again.written) == ("done", 40)
    assert len(server.bodies) == 40


@pytest.mark.usefixtures("_priced")
def test_an_answer_that_came_too_late_counts_as_paid_against_the_limit(do, server, tmp_path):
    server.queue(hang(5))
    feed(tmp_path / "in.jsonl", 30)
    late = do(tmp_path / "in.jsonl", max_cost=0.03, jobs=1, model={**MODEL, "timeout": 0.4})
    assert late.cost_usd < 0.03 - 0.008  # what one late answer may have cost is kept back


@pytest.mark.usefixtures("_priced")
def test_an_unusable_answer_is_paid_for_too(do, server, tmp_path):
    server.default = lambda body: desk(body, refusal="No.")
    summary = do(feed(tmp_path / "in.jsonl", 3), model=MODEL)
    assert summary.failed == 3
    assert summary.cost_usd > 0


def test_a_limit_needs_a_known_price(do, server, tmp_path):
    with pytest.raises(InputError, match="needs to know what 'm' costs"):
        do(feed(tmp_path / "in.jsonl", 3), max_cost=1)
    assert server.requests == []


def test_a_limit_needs_a_bound_for_every_answer():
    budget = Budget(1.0, lambda i, o: i * IN + o * OUT, "m")
    with pytest.raises(Halt, match="max_tokens"), budget.hold(Request((Message("user", "Hello."),))):
        pass


def test_an_unknown_price_is_unknown_and_never_nothing(server, tmp_path):
    found = estimate(plan(feed(tmp_path / "in.jsonl", 2), server, model={"name": "openai:m"}), None)
    assert found.total() == [None, None, None]
    assert found.to_dict()["tasks"][0]["cost_usd"] == {"low": None, "likely": None, "high": None}


@pytest.mark.usefixtures("_priced")
def test_an_estimate_leaves_out_what_is_done_and_what_is_at_hand(do, server, tmp_path):
    do(feed(tmp_path / "in.jsonl", 3), model=MODEL, settings={"tasks": TASKS})
    output = Files(tmp_path / "out.jsonl")
    same = estimate(plan(feed(tmp_path / "in.jsonl", 5), server), output)
    assert (same.done, same.articles, same.cache_hits) == (3, 2, 0)
    fewer = estimate(plan(tmp_path / "in.jsonl", server, settings={"tasks": ("claims",)}), output)
    assert (fewer.done, fewer.articles, fewer.cache_hits) == (0, 5, 3)
    assert fewer.lines["claims"].requests == 2
    output.close()


def test_the_command_prints_an_estimate_and_asks_nothing(batch, server, tmp_path):
    feed(tmp_path / "in.jsonl", 2)
    ended = batch("in.jsonl", "-m", "openai:m", "--dry-run", "--summary", "s.json")
    assert (ended.code, server.requests) == (0, [])
    assert ended.out.startswith("2 articles left")
    assert f"to {server.url}, a server on this machine" in ended.out
    assert "unknown" in ended.out
    assert schemas.errors(json.loads((tmp_path / "s.json").read_text()), "batch-estimate.v1") == []
    assert not (tmp_path / "out.jsonl").exists()


def test_the_likely_answer_is_as_long_as_the_one_that_the_prompt_shows():
    shown = '```json\n{"a": ["one", "two", "three"]}\n```\n'
    with_example = expect(Request((Message("user", shown),), settings={"max_tokens": 500}), "gpt-6")
    without = expect(Request((Message("user", "Hello."),), settings={"max_tokens": 500}), "gpt-6")
    assert 5 < with_example.answer.likely < 30
    assert without.answer == Tokens(25, 250, 500)


class Spending:
    def __init__(self, cost):
        self.cost_usd = cost


@given(st.lists(st.tuples(st.integers(0, 4000), st.floats(0, 1), st.booleans()), max_size=60))
def test_whatever_calls_cost_a_limit_is_never_crossed(calls):
    budget = Budget(0.05, lambda i, o: i * IN + o * OUT, "m")
    for size, share, known in calls:
        request = Request((Message("user", "word " * size),), settings={"max_tokens": 1000})
        with suppress(Halt), budget.hold(request) as hold:
            hold.pay(Spending(hold.most * share) if known else None)
        assert budget.spent <= 0.05
        assert budget._held == 0


def test_a_line_adds_up_its_calls_and_its_high_bound_allows_for_a_second_asking():
    line = Line()
    line.add(Expected(Tokens(10, 10, 10), Tokens(1, 5, 100)), 7)
    line.add(Expected(Tokens(20, 20, 20), Tokens(1, 5, 100)), 7)
    assert (line.requests, line.given, line.answer) == (2, [30, 30, 660], [2, 10, 400])
