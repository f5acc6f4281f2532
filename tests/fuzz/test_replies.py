"""Whatever a server or a model answers, there is a report with named findings, or an error of our own."""

from __future__ import annotations

import json
import sys
from copy import deepcopy
from pathlib import Path

import pytest
from batch.answers import output
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "hostile"))
from parrot import Parrot

from summarise import pipeline, schemas
from summarise.article import parse
from summarise.errors import ModelError
from summarise.formats import FORMATS, Page
from summarise.models import Message, Request
from summarise.models.answers import choice_of, decoded, logprobs_of, text_of
from summarise.models.cache import reply_from_dict
from summarise.models.faults import Place, from_status
from summarise.models.openai import OpenAIModel
from summarise.report import TASKS
from summarise.rules import RULES

ARTICLE = parse(
    "Ferry to Osterholm will run at night\n\nThe ferry will run at night from 1 May, the harbour board said on Tuesday."
    " It carries about 900 people a day. “We asked for this,” said Una Pelham.\n"
)
PLACE = Place("m", "http://127.0.0.1/v1", 1.0, "sk-planted-key-000")
ASK = Request((Message("user", "Hello"),), "summary.v1", schemas.load("summary.v1"))
LINES = [(s.id, s.text) for s in ARTICLE.sentences]
GOOD = {task: output(task, LINES) for task in TASKS}
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(10**20, 10**40),
    st.floats(),
    st.text(st.characters(), max_size=20),
    st.sampled_from(
        ["s1", "s2", "s99999999999999999999", "s-1", "s٣", "S1", "", "\x1b[2J", "\ud83d", "\u202e", "model"]
    ),
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.dictionaries(
            st.one_of(
                st.sampled_from(["text", "evidence", "sentences", "by", "choices", "message", "content", "error"]),
                st.text(max_size=5),
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=20,
)
quick = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def reported(says: str, task: str = "summary") -> pipeline.Report:
    """Run a task with a model that says this, print the report, and return it."""
    report = pipeline.run(ARTICLE, (task,), Parrot(ARTICLE, says))
    assert {found.code for found in report.findings} <= RULES.keys()
    assert report.failed or not schemas.errors(_unsigned(report.outputs[task]), f"{task}.v1")
    assert not report.failed or {found.code for found in report.findings} & {"M101", "M102", "M103", "M104", "M105"}
    assert all(len(found.message) < 5_000 for found in report.findings)
    for name in ("text", "json", "line", "markdown"):
        "".join(FORMATS[name]([report], Page())).encode()
    return report


def _unsigned(node):
    if isinstance(node, dict):
        return {key: _unsigned(child) for key, child in node.items() if key != "by"}
    return [_unsigned(child) for child in node] if isinstance(node, list) else node


@quick
@given(text=st.text(st.characters(), max_size=200))
def test_any_text_is_a_report(text):
    reported(text)


@quick
@given(value=JSON, task=st.sampled_from(TASKS))
def test_any_json_is_a_report(value, task):
    reported(json.dumps(value), task)


@quick
@given(data=st.data(), task=st.sampled_from(TASKS))
def test_a_good_answer_with_one_thing_wrong_is_a_report(data, task):
    answer = deepcopy(GOOD[task])
    node = answer
    for _ in range(data.draw(st.integers(1, 5))):
        if not node:
            break
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else list(range(len(node)))))
        if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.booleans()):
            node[key] = data.draw(JSON)
            break
        node = node[key]
    reported(json.dumps(answer), task)


@quick
@given(content=st.one_of(st.binary(max_size=200), JSON.map(lambda value: json.dumps(value).encode())))
def test_any_body_with_status_200_is_an_answer_or_an_error_of_ours(content):
    try:
        choice = choice_of(decoded(content, PLACE), PLACE)
        assert text_of(choice, PLACE).strip()
        logprobs_of(choice)
    except ModelError as error:
        assert "\n" not in str(error)  # noqa: PT017  the line it must be is what is tested


@quick
@given(
    parts=st.fixed_dictionaries({}, optional=dict.fromkeys(("message", "finish_reason", "logprobs", "index"), JSON)),
    more=JSON,
)
def test_any_completion_is_a_reply_or_an_error_of_ours(parts, more):
    model = OpenAIModel("m", base_url="http://127.0.0.1:9/v1", key="k")
    _, way = model.body(ASK)
    message = {"content": parts.get("message"), "refusal": parts.get("index")}
    for choice in (parts, {**parts, "message": message}):
        answer = {"choices": [choice], "usage": more, "model": more, "service_tier": more}
        try:
            reply = model.reply(ASK, way, 200, answer)
            assert reply is not None
            assert reply.tokens_in >= 0
            assert reply.tokens_out >= 0
        except ModelError as error:
            assert "\n" not in str(error)  # noqa: PT017  as above


@quick
@given(
    status=st.integers(100, 999), body=st.one_of(st.text(st.characters(), max_size=50), JSON), after=st.text(max_size=8)
)
def test_any_error_status_and_body_is_one_printable_line(status, body, after):
    error = from_status(status, body, PLACE, {"retry-after": after})
    assert isinstance(error, ModelError)
    assert str(error).isprintable()
    assert len(str(error)) < 1_000


@quick
@given(kept=st.dictionaries(st.sampled_from(["text", "model", "left_out", "rung", "cost_usd", "zzz"]), LEAVES))
def test_a_kept_reply_of_another_form_is_a_reply_or_a_plain_error(kept):
    try:
        reply_from_dict(kept)
    except TypeError:
        assert "text" not in kept or "model" not in kept or not isinstance(kept.get("left_out", ()), str | list | tuple)


def _evidence(*ids: str, text: str = "The ferry will run at night.") -> str:
    return json.dumps({**GOOD["summary"], "sentences": [{"text": text, "evidence": list(ids)}]})


GIANTS = {
    "nesting": "[" * 100_000 + "]" * 100_000,
    "nested objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "cut nesting": "[" * 1_000_000,
    "a giant array": json.dumps([0] * 300_000),
    "giant lists of items": json.dumps({**GOOD["summary"], "sentences": GOOD["summary"]["sentences"] * 20_000}),
    "thousands of evidence": _evidence(*(f"s{n}" for n in range(20_000))),
    "one id of a megabyte": _evidence("s" + "1" * 1_000_000),
    "a text of megabytes": _evidence("s2", text="ferry " * 500_000),
    "a number of a megabyte": "1" * 1_000_000,
    "a key named twice": '{"headlines": [], "headlines": []}',
    "NaN": '{"headlines": NaN}',
    "Infinity": '{"headlines": -Infinity}',
    "1e999": '{"headlines": 1e999}',
    "a NUL": _evidence("s2", text="The ferry\x00 will \x1b[2J run."),
    "a lone surrogate": '{"headlines": "\\ud83d"}',
    "a fence in a fence": "```json\n" * 50_000,
    "thoughts without end": "<think>" * 100_000,
    "many unknown keys": json.dumps({f"k{n}": n for n in range(50_000)}),
    "white space": " " * 2_000_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("what", GIANTS)
def test_a_giant_answer_is_a_report(what):
    assert reported(GIANTS[what]).findings


@pytest.mark.parametrize("what", GIANTS)
def test_a_giant_body_is_an_error_of_ours(what):
    with pytest.raises(ModelError) as raised:
        choice_of(decoded(GIANTS[what].encode("utf-8", "surrogatepass"), PLACE), PLACE)
    assert len(str(raised.value)) < 1_000


@pytest.mark.parametrize("name", ["s0", "s-1", "s1.0", "s 1", "S1", "s٣", "s" + "9" * 400, "", "furniture", "../s1"])
def test_an_id_that_is_none_is_a_finding(name):
    report = reported(_evidence("s2", name))
    assert {found.code for found in report.findings} & {"E101", "M105"}
