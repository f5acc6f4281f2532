"""The direct strategy before a model whose window is smaller than the article, over real sockets."""

from __future__ import annotations

import json
import re
from contextlib import closing

import pytest
from narrow import SAYS, lines, of_window, size, told
from server import answer, fault

from summarise import schemas
from summarise.article import parse
from summarise.errors import Refused, TooLong
from summarise.models import open_model
from summarise.models.window import learn, window_of
from summarise.pipeline import run
from summarise.report import TASKS
from tests.fake import FakeModel
from tests.long_article import long_article


@pytest.fixture(scope="module")
def longest():
    return parse(long_article(12_000), suffix=".md")


@pytest.fixture(scope="module")
def long():
    return parse(long_article(4_500, parts=5), suffix=".md")


def brief(server, article, tasks=TASKS, **how):
    with closing(open_model("openai:small", base_url=server.url, key="k", cache=False, **how)) as model:
        return run(article, tasks, model)


def shown_of(server, task="summary"):
    """Return the ids that the answered requests about a task showed, titles left out."""
    asked = [b for b in server.bodies if task in b["response_format"]["json_schema"]["name"]]
    return [[i for i, kind, _ in lines(body) if kind != "title"] for body in asked]


@pytest.mark.parametrize("how", [{"window": 8192}, {}], ids=["a window that was given", "a window that is learnt"])
def test_an_article_beyond_the_window_is_worked_through_in_parts_and_every_part_is_in_the_brief(server, longest, how):
    long = longest
    server.default = of_window(8192)
    report = brief(server, long, **how)
    assert report.failed == ()
    assert schemas.errors(json.loads(json.dumps(report.to_dict())), "report.v1") == []
    refused = [body for body in server.bodies if size(body) > 8192]
    assert len(refused) == (0 if how else 1)
    parts = [ids for ids in shown_of(server) if len(ids) < 400]
    assert [i for part in parts for i in part] == [s.id for s in long.sentences if s.kind not in ("title", "furniture")]
    summary = {i for x in report.outputs["summary"]["sentences"] for i in x["evidence"]}
    claims = {i for x in report.outputs["claims"]["claims"] for i in x["evidence"]}
    assert all(summary & set(part) and claims & set(part) for part in parts)
    assert len(report.outputs["summary"]["sentences"]) <= 12
    said = [f.message for f in report.findings if f.code == "M203"]
    assert len(said) == 3
    assert f"worked through in {len(parts)} parts" in said[0]


def test_every_part_opens_with_the_articles_title(server, long):
    server.default = of_window(8192)
    brief(server, long, ("claims",), window=8192)
    assert len(server.bodies) > 1
    assert all(lines(body)[0][:2] == ("s1", "title") for body in server.bodies)


def test_a_server_that_names_no_number_is_asked_about_halves(server, long):
    server.default = of_window(9000, names=False)
    report = brief(server, long, ("summary",))
    assert report.failed == ()
    answered = [ids for ids in shown_of(server) if len(ids) < 300]
    assert {i for ids in answered for i in ids} >= {s.id for s in long.body}


def test_a_person_named_in_every_part_is_told_once(server, long):
    server.default = of_window(8192)
    people = brief(server, long, ("summary",), window=8192).outputs["summary"]["people"]
    assert [p["name"] for p in people] == ["Ines Varga"]
    assert len(people[0]["evidence"]) == len(server.bodies)


def test_a_part_without_a_usable_answer_is_told_by_code_and_named(server, long):
    def step(body):
        return of_window(8192)(body) if lines(body)[1][0] == "s2" else "no JSON at all"

    server.default = step
    report = brief(server, long, ("summary",), window=8192)
    wrong = [f for f in report.findings if f.code == "M104"]
    assert wrong
    assert all(re.match(r"part \d of \d \(s\d+ to s\d+\)", f.message) for f in wrong)
    assert report.reaches("error")
    by = {item["by"] for item in report.outputs["summary"]["sentences"]}
    assert "model" in by
    assert by & {"article", "rule"}


def test_when_no_part_gets_an_answer_there_is_no_output(server, long):
    server.default = "no JSON at all"
    assert brief(server, long, ("summary",), window=8192).failed == ("summary",)


def test_a_short_article_is_asked_about_as_ever_even_by_a_model_of_known_window():
    article = parse("The Tolmere ferry left at noon on Monday. It came back at one.")
    requests = []
    for window in (None, 8192):
        model = FakeModel(json.dumps({"claims": []}))
        model.window = window
        run(article, ("claims",), model)
        requests.append(model.requests)
    assert requests[0] == requests[1]


def test_a_sentence_that_alone_does_not_fit_is_an_error_that_names_it(server):
    article = parse("The ferry left at noon.\n\n" + "The list of boats went on and on " + "and on, " * 200 + "it said.")
    server.default = of_window(1800)
    report = brief(server, article, ("claims",), window=1800)
    assert report.failed == ("claims",)
    (found,) = [f for f in report.findings if f.code == "M107"]
    assert found.sentences == ("s2",)
    assert re.search(r"s2 alone is too long: about [\d,]+ tokens, and a window of 1,800 leaves", found.message)


def test_an_endpoint_for_which_everything_is_too_long_is_not_asked_for_ever(server, long):
    server.default = fault(400, "too many tokens", code="context_length_exceeded")
    assert brief(server, long, ("summary",)).failed == ("summary",)
    assert len(server.bodies) < 15


def test_a_recording_of_parts_replays_without_the_server(server, long, tmp_path):
    server.default = of_window(8192)
    first = brief(server, long, record=tmp_path / "kept")
    with closing(open_model(f"replay:{tmp_path / 'kept'}")) as model:
        again = run(long, TASKS, model)
    assert again.outputs == first.outputs


def test_progress_says_which_part_is_waited_for(server, long):
    server.default = of_window(8192)
    heard = []
    with closing(open_model("openai:small", base_url=server.url, key="k", cache=False, window=8192)) as model:
        run(long, ("claims",), model, tell=heard.append)
    parts = len(server.bodies)
    assert [words for words in heard if "part" in words] == [f"claims, part {n + 1} of {parts}" for n in range(parts)]


@pytest.mark.parametrize(
    ("message", "window"),
    [
        (SAYS.format(8192, 9001), 8192),
        ("request (9011 tokens) exceeds the available context size (4096 tokens), try increasing it", 4096),
        ("prompt is too long: 210000 tokens > 200000 maximum", 200_000),
        ("Prompt contains 40000 tokens, too large for model with 32768 maximum context length", 32_768),
        ("The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).", 1_048_576),
        ("Please reduce the length of the messages or completion.", None),
        ("413 Payload Too Large", None),
    ],
)
def test_a_window_is_learnt_from_what_a_refusal_says(message, window):
    model = FakeModel()
    learn(model, message)
    assert window_of(model) == window


def test_a_window_that_the_price_list_knows_is_used_for_long_articles(monkeypatch):
    with closing(open_model("openai:gpt-4", key="k", base_url="https://api.openai.com/v1", cache=False)) as model:
        assert window_of(model) is None
        assert window_of(model, listed=True) == 8192


def test_a_server_that_counts_less_than_it_was_sent_is_told_of(server, long):
    server.default = lambda body: answer(told(body), usage={"prompt_tokens": 2048, "completion_tokens": 10})
    report = brief(server, long, ("claims",))
    (found,) = [f for f in report.findings if f.code == "M108"]
    assert re.match(r"the server counted 2,048 tokens in a prompt of [34],\d+ or more", found.message)
    assert found.level == "warning"
    server.default = of_window(100_000)
    assert not [f for f in brief(server, long, ("claims",)).findings if f.code == "M108"]


def test_one_refused_part_of_a_short_article_is_still_a_failed_output():
    article = parse("The Tolmere ferry left at noon on Monday. It came back at one.")
    assert run(article, ("claims",), FakeModel(Refused("no"))).failed == ("claims",)


def test_a_wording_that_does_not_fit_leaves_the_articles_own_words():
    article = parse("The Tolmere ferry left the harbour at noon on Monday, the port said. It came back at one.")
    model = FakeModel(TooLong("no"), TooLong("no"), strategy="guided")
    report = run(article, ("summary",), model)
    assert report.outputs["summary"]["headlines"][0]["by"] == "article"
    assert report.failed == ()


def test_an_answer_about_a_part_that_rests_on_the_title_alone_is_dropped_and_code_stands_in(server, long):
    def of_the_title(body):
        shown = lines(body)
        number = int(shown[1][0][1:])
        return answer(told(body) if number < 10 else {"claims": [{**CLAIM, "claim": shown[0][2], "evidence": ["s1"]}]})

    server.default = of_the_title
    report = brief(server, long, ("claims",), window=8192)
    dropped = [f for f in report.findings if f.code == "M109"]
    assert dropped
    assert all("rests on s1 alone" in f.message and "found by code" in f.message for f in dropped)
    claims = report.outputs["claims"]["claims"]
    assert {i for claim in claims for i in claim["evidence"]} - {"s1"}
    assert {claim["by"] for claim in claims} == {"model", "article"}


CLAIM = {"kind": "event", "speaker": None, "check_worthiness": "high", "why": "It can.", "how_to_check": "Ask."}
