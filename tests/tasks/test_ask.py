from __future__ import annotations

import json

import pytest

from summarise.article import parse as parse_article
from summarise.checks.repeats import Repeats
from summarise.errors import Cut, NotJson
from summarise.models import Reply
from summarise.tasks.ask import ask, parse
from summarise.tasks.context import Context
from tests.fake import FakeModel

GOOD = json.dumps({"groups": [], "conflicts": []})


def context(model):
    article = parse_article("The ferry left at noon. It came back at one.")
    return Context(article, model, model.strategy, lambda: Repeats((), ()), language="en")


def question(model):
    c = context(model)
    return ask(c, c.prompt("redundancy"), article="s1 x", nonce="n", language="en")


def test_an_answer_that_fits_is_taken_at_once():
    answer = question(FakeModel(GOOD))
    assert (answer.data, len(answer.replies), answer.findings) == (json.loads(GOOD), 1, ())


def test_a_markdown_fence_around_the_json_is_no_fault():
    assert question(FakeModel(f"```json\n{GOOD}\n```", rung="prompt")).data == json.loads(GOOD)


@pytest.mark.parametrize("bad", ['{"groups": []}', "Here you are: no repeats.", '{"groups": [NaN], "conflicts": []}'])
def test_an_answer_that_does_not_fit_is_shown_its_errors_and_asked_for_once_more(bad):
    model = FakeModel(bad, GOOD, rung="json_object")
    answer = question(model)
    assert (answer.data, len(answer.replies), answer.findings) == (json.loads(GOOD), 2, ())
    said, again = model.requests[1].messages[-2:]
    assert (said.role, said.content) == ("assistant", bad)
    assert "does not fit the schema" in again.content


def test_an_endpoint_that_takes_the_schema_and_ignores_it_is_named():
    answer = question(FakeModel("{}", GOOD, rung="strict"))
    assert [f.code for f in answer.findings] == ["M106"]
    assert answer.data == json.loads(GOOD)


@pytest.mark.parametrize(("bad", "code"), [("{}", "M105"), ("no", "M104")])
def test_an_answer_that_is_wrong_twice_is_a_finding_and_never_an_output(bad, code):
    answer = question(FakeModel(bad, bad, rung="json_object"))
    assert answer.data is None
    assert [f.code for f in answer.findings] == [code]


def test_a_cut_answer_is_never_repaired_and_what_it_took_is_counted():
    cut = Cut("the answer was cut")
    cut.reply = Reply("", "fake", tokens_out=4000)
    answer = question(FakeModel(cut, GOOD))
    assert (answer.data, answer.text) == (None, "")
    assert [f.code for f in answer.findings] == ["M102"]
    assert [r.tokens_out for r in answer.replies] == [4000]


def test_when_the_second_answer_is_cut_both_are_counted():
    answer = question(FakeModel("{}", Cut("the answer was cut"), rung="json_object"))
    assert answer.data is None
    assert len(answer.replies) == 1
    assert [f.code for f in answer.findings] == ["M102"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"a": 1, "a": 2}',
        '{"a": Infinity}',
        "[" * 100_000,
        '{"a": ' * 100_000,
        "1" * 100_000,
        "\ud800",
        "{} {}",
    ],
)
def test_what_is_not_json_is_refused_by_name(text):
    with pytest.raises(NotJson):
        parse(text)
