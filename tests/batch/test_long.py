"""Articles beyond the model's window in batches."""

from __future__ import annotations

import json
from functools import partial

from batch.answers import lines
from batch.batchapi import BatchApi
from narrow import of_window, size

from summarise.batching.openai_batch import run
from summarise.batching.output import Files
from summarise.batching.run import Plan
from summarise.batching.settings import Settings
from tests.long_article import long_article

WINDOW = 9000


def one(path):
    """Write an input of one long article."""
    path.write_text(json.dumps({"id": "a", "text": long_article(8_000, parts=8)}) + "\n", encoding="utf-8")
    return path


def worked_through(report):
    return [f["message"] for f in report["findings"] if f["code"] == "M203"]


def test_a_batch_works_through_a_long_article_and_a_second_run_asks_nothing(do, server, tmp_path):
    server.default = of_window(WINDOW)
    do(one(tmp_path / "in.jsonl"), settings={"tasks": ("summary", "claims")})
    (report,) = lines(tmp_path / "out.jsonl")
    assert len(worked_through(report)) == 2
    asked = len(server.bodies)
    do(tmp_path / "in.jsonl", settings={"tasks": ("summary", "claims")})
    assert len(server.bodies) == asked


def test_the_batch_api_is_asked_about_smaller_parts_until_they_fit(tmp_path):
    given = str(one(tmp_path / "in.jsonl"))
    with BatchApi() as api:
        api.answer = of_window(WINDOW)
        api.fate = lambda body: "answer" if size(body) <= WINDOW else 413
        model = {"name": "openai:m", "base_url": api.url, "key": "k", "cache": False}
        plan = Plan([given], Settings(tasks=("summary",)), model)
        begin = partial(run, plan, partial(Files, tmp_path / "out.jsonl"), poll=0.01)
        begin("submit")
        summary = begin("resume")
        assert (summary.outcome, summary.written, summary.failed) == ("done", 1, 0)
        assert len(api.batches) == 3  # the whole, the halves, the quarters
    (report,) = lines(tmp_path / "out.jsonl")
    assert len(worked_through(report)) == 1
