"""What a person sees of each rung and each fault of an endpoint: exit code, message, report."""

from __future__ import annotations

import json

import pytest
from server import answer, drop, fault, hang, html, raw

ARTICLE = """\
# Council closes old bridge

The council of Brackley voted on Monday to close the old bridge for nine months. Engineers found cracks in two arches.

The repair will cost 2.4 million pounds, said mayor Anna Holt.
"""
SENTENCE = "The council of Brackley voted on Monday to close the old bridge for nine months."
GOOD = {
    "headlines": [{"text": "Brackley council closes old bridge for nine months", "evidence": ["s2"]}],
    "standfirst": None,
    "sentences": [{"text": SENTENCE, "evidence": ["s2"]}],
    **{
        field: []
        for field in ("key_points", "people", "organisations", "dates", "figures", "quotes", "missing_context")
    },
}


@pytest.fixture
def ask(summarise, folder, server):
    """Ask the fake server for a summary of an article and return how the command ended, with its report if any."""

    def run(*steps, options=("--no-cache",)):
        (folder / "a.md").write_text(ARTICLE, encoding="utf-8")
        server.queue(*steps)
        ended = summarise("summary", "a.md", "-m", "fake-1", "--base-url", server.url, "-f", "json", *options)
        return ended, json.loads(ended.out) if ended.out else None

    return run


def codes(report):
    return [finding["code"] for finding in report["findings"]]


@pytest.mark.parametrize(
    ("refused", "rung", "attempts"),
    [
        (set(), "strict", 1),
        ({"strict"}, "schema", 2),
        ({"strict", "schema"}, "json_object", 3),
        ({"strict", "schema", "json_object"}, "prompt", 4),
    ],
)
def test_the_report_tells_the_rung(ask, server, refused, rung, attempts):
    server.refuse = refused
    ended, report = ask(GOOD)
    assert ended.code == 0
    assert (report["runs"][0]["rung"], report["runs"][0]["attempts"]) == (rung, attempts)
    assert report["summary"]["sentences"][0]["text"] == SENTENCE


@pytest.mark.parametrize("wrong", ["no JSON at all", {"headlines": []}], ids=["not JSON", "wrong schema"])
def test_a_wrong_answer_is_repaired_by_asking_once_more(ask, server, wrong):
    ended, report = ask(wrong, GOOD)
    assert ended.code == 0
    assert report["runs"][0]["attempts"] == 2
    assert "M106" in codes(report)
    assert len(server.bodies[1]["messages"]) > len(server.bodies[0]["messages"])


@pytest.mark.parametrize(
    ("wrong", "code"), [("no JSON at all", "M104"), ({"headlines": []}, "M105")], ids=["not JSON", "wrong schema"]
)
def test_an_answer_that_stays_wrong_is_a_finding_and_exit_code_4(ask, server, wrong, code):
    ended, report = ask(wrong, wrong)
    assert ended.code == 4
    assert report["summary"] is None
    assert code in codes(report)
    assert len(server.bodies) == 2


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (answer(None, refusal="I cannot help with that."), "M101"),
        (answer('{"headlines": [{"te', finish="length"), "M102"),
        (answer("", finish="content_filter"), "M103"),
        (answer(""), "M102"),
    ],
    ids=["refusal", "cut", "filtered", "empty"],
)
def test_an_answer_that_cannot_be_used_is_not_asked_for_again(ask, server, step, code):
    ended, report = ask(step)
    assert ended.code == 4
    assert report["summary"] is None
    assert codes(report) == [code]
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (html(), "answered with a web page: check --base-url"),
        (raw("hello"), "no JSON object"),
        (raw({"error": {"message": "upstream broke", "code": 503}}), "upstream broke"),
        (fault(401, "Incorrect API key"), "does not accept the key"),
        (fault(403, "Not in your country"), "Not in your country"),
        (fault(404, "no such model"), "knows no model 'fake-1'"),
        (fault(429, "You exceeded your current quota", code="insufficient_quota", x_should_retry="false"), "quota"),
        (fault(429, "slow down", retry_after="600"), "asks to wait 600 s"),
        (fault(500, "boom", x_should_retry="false"), "boom. Try again later"),
    ],
    ids=["html", "not json", "error in 200", "401", "403", "404", "quota", "429", "500"],
)
def test_a_fault_of_the_endpoint_is_one_line_and_exit_code_4(ask, step, says):
    ended, report = ask(step)
    assert (ended.code, report or []) == (4, [])
    assert says in ended.err
    assert ended.err.startswith("summarise: ")
    assert ended.err.count("\n") == 1


def test_a_time_out_says_how_to_wait_longer(ask, server, monkeypatch):
    monkeypatch.setattr("summarise.models.connections.FIRST_WAIT_S", 0.01)
    server.default = hang()
    ended, _ = ask(options=("--no-cache", "--timeout", "0.2"))
    assert ended.code == 4
    assert "within 0.2 s, after 3 attempts: raise --timeout" in ended.err


def test_a_server_that_hangs_up_is_unreachable(ask, server, monkeypatch):
    monkeypatch.setattr("summarise.models.connections.FIRST_WAIT_S", 0.01)
    server.default = drop()
    ended, _ = ask()
    assert ended.code == 4
    assert "no connection" in ended.err


def test_a_second_run_is_free_and_a_recording_replays_it(ask, server, summarise, folder):
    ask(GOOD, options=())
    ended, report = ask(options=("--record", "tape"))
    assert (ended.code, report["runs"][0]["from_cache"], report["runs"][0]["cost_usd"]) == (0, True, 0.0)
    replayed = json.loads(summarise("summary", "a.md", "-m", "replay:tape", "-f", "json").out)
    assert replayed["summary"] == report["summary"]
    assert len(server.bodies) == 1


def test_models_list_names_each_kind(summarise):
    ended = summarise("models", "list")
    assert ended.code == 0
    assert [line.split()[0] for line in ended.out.splitlines()] == [
        "openai[:NAME]",
        "local[:FILE]",
        "none",
        "replay:FOLDER",
    ]


def test_models_doctor_prints_a_line_for_each_point(summarise, server, folder):
    server.default = '{"code": "kx-41"}'
    ended = summarise("models", "doctor", "-m", "fake-1", "--base-url", server.url)
    assert ended.code == 0
    assert "ok schema       enforced (rung strict)" in ended.out
    assert "ok answer" in ended.out


def test_models_doctor_ends_with_the_code_of_what_is_wrong(summarise, server, folder):
    server.default = fault(401, "bad key")
    ended = summarise("models", "doctor", "-m", "fake-1", "--base-url", server.url)
    assert ended.code == 4
    assert "!! model" in ended.out


def test_models_pull_prints_the_file_and_tells_the_rest_on_standard_error(summarise, monkeypatch, folder):
    def pull(watcher):
        watcher.say("Fetching")
        for done in (1, 4, 5, 100):
            watcher.progress(done, 100)
        return folder / "model.gguf"

    monkeypatch.setattr("summarise.models.pull.pull", pull)
    ended = summarise("models", "pull")
    assert ended.out == f"{folder / 'model.gguf'}\n"
    assert ended.err.splitlines() == ["summarise: Fetching", "summarise: 0 of 0 MB", "summarise: 0 of 0 MB"]
