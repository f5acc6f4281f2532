from __future__ import annotations

import json
import logging
import threading
import time
from typing import ClassVar

import pytest
from server import answer, completion, drop, fault, hang, html, raw, rung_of, trickle

from summarise.errors import (
    BadEndpoint,
    Cut,
    Filtered,
    InputError,
    KeyRejected,
    ModelError,
    QuotaExhausted,
    RateLimited,
    Refused,
    TooLong,
    UnknownModel,
    Unreachable,
)
from summarise.models import openai as backend
from summarise.models.base import Message, Request
from summarise.models.body import chat
from summarise.models.ladder import Ways

SCHEMA = {
    "type": "object",
    "properties": {"headline": {"type": "string", "maxLength": 90}},
    "required": ["headline"],
    "additionalProperties": False,
}
TALK = Request((Message("system", "Be brief."), Message("user", "Hello")))
ASK = Request((Message("system", "Be brief."), Message("user", "Hello")), "summary.v1", SCHEMA)
KEY = "sk-proj-0123456789abcdef"


class OpenAIModel(backend.OpenAIModel):
    """The backend, closed at the end of each test."""

    opened: ClassVar[list[OpenAIModel]] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.opened.append(self)


@pytest.fixture(autouse=True)
def _close():
    yield
    while OpenAIModel.opened:
        OpenAIModel.opened.pop().close()


@pytest.fixture
def model(server):
    return OpenAIModel("fake-1", base_url=server.url, key=KEY, timeout=5)


def error_of(model, request=ASK):
    with pytest.raises(ModelError) as caught:
        model.complete(request)
    assert "\n" not in str(caught.value)
    assert KEY not in str(caught.value)
    return caught.value


def test_a_text_is_asked_for_without_a_response_format(server, model):
    server.queue("Good day.")
    reply = model.complete(TALK)
    assert (reply.text, reply.rung, reply.attempts, reply.tokens_in, reply.tokens_out) == ("Good day.", "", 1, 100, 10)
    assert server.bodies == [
        {
            "model": "fake-1",
            "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}],
        }
    ]
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("refused", "rung", "calls"),
    [((), "strict", 1), (("strict",), "schema", 2), (("strict", "schema"), "json_object", 3)],
)
def test_the_highest_rung_that_is_taken_is_used_and_told(server, model, refused, rung, calls):
    server.refuse = set(refused)
    reply = model.complete(ASK)
    assert (reply.rung, reply.attempts, len(server.bodies)) == (rung, calls, calls)
    assert rung_of(server.bodies[-1]) == rung


def test_the_last_rung_is_words_alone_with_the_whole_schema_in_the_system_turn(server, model):
    server.refuse = {"strict", "schema", "json_object"}
    reply = model.complete(ASK)
    assert (reply.rung, reply.attempts) == ("prompt", 4)
    system = server.bodies[-1]["messages"][0]
    assert system["role"] == "system"
    assert system["content"].startswith("Be brief.\n\n")
    assert json.dumps(SCHEMA) in system["content"]


def test_the_schema_that_is_sent_is_the_strict_form(server, model):
    model.complete(ASK)
    form = server.bodies[0]["response_format"]["json_schema"]
    assert form["name"] == "summary_v1"
    assert form["schema"]["properties"]["headline"] == {"type": "string", "description": "At most 90 characters."}


def test_a_rung_is_remembered_by_the_model_and_by_its_memory(server):
    memory: dict[str, str] = {}
    server.refuse = {"strict"}
    for calls in (2, 3, 4):
        model = OpenAIModel("fake-1", base_url=server.url, key=KEY, memory=memory)
        assert model.complete(ASK).rung == "schema"
        model.close()
        assert len(server.bodies) == calls


def test_a_rung_is_tried_anew_after_a_week(server, monkeypatch):
    memory: dict[str, str] = {}
    server.refuse = {"strict"}
    OpenAIModel("fake-1", base_url=server.url, key=KEY, memory=memory).complete(ASK)
    server.refuse = set()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 8 * 86_400)
    assert OpenAIModel("fake-1", base_url=server.url, key=KEY, memory=memory).complete(ASK).rung == "strict"


def test_another_model_at_the_same_address_has_a_memory_of_its_own(server):
    memory: dict[str, str] = {}
    server.refuse = {"strict"}
    OpenAIModel("fake-1", base_url=server.url, key=KEY, memory=memory).complete(ASK)
    server.refuse = set()
    assert OpenAIModel("fake-2", base_url=server.url, key=KEY, memory=memory).complete(ASK).rung == "strict"


def test_a_note_that_cannot_be_read_is_passed_over(server):
    model = OpenAIModel("fake-1", base_url=server.url, key=KEY)
    for note in ('{"rung": "ladder", "refused": [], "at": 1e12}', "[]", "x", '{"at": "x"}'):
        fresh = OpenAIModel("fake-1", base_url=server.url, key=KEY, memory={model.identity: note})
        assert fresh.complete(ASK).rung == "strict"


def test_a_refusal_about_something_else_does_not_leave_the_rung(server, model):
    server.queue(fault(400, "your messages are in the wrong order"))
    assert type(error_of(model)) is ModelError
    assert len(server.bodies) == 1


def test_a_server_fault_that_names_the_schema_does_not_leave_the_rung(server, model):
    server.default = fault(500, "response_format crashed", x_should_retry="false")
    assert isinstance(error_of(model), Unreachable)
    assert len(server.bodies) == 1


def test_a_refused_setting_is_left_out_and_told(server, model):
    server.refuse_settings = {"temperature", "top_logprobs"}
    request = Request(TALK.messages, settings={"temperature": 0, "seed": 7, "logprobs": 3, "max_tokens": 40})
    reply = model.complete(request)
    assert reply.left_out == ("temperature", "logprobs")
    assert server.bodies[-1].keys() - {"model", "messages"} == {"seed", "max_tokens"}


def test_a_refused_max_tokens_is_sent_under_its_newer_name(server, model):
    server.refuse_settings = {"max_tokens"}
    reply = model.complete(Request(TALK.messages, settings={"max_tokens": 40}))
    assert reply.left_out == ()
    assert server.bodies[-1]["max_completion_tokens"] == 40


@pytest.mark.parametrize("name", ["gpt-6-luna", "o3", "gpt-5.6-sol", "openai/gpt-6-sol"])
def test_a_family_that_reasons_gets_no_temperature_and_the_newer_limit(server, name):
    model = OpenAIModel(name, base_url=server.url, key=KEY)
    reply = model.complete(
        Request(TALK.messages, settings={"temperature": 0, "max_tokens": 9, "logprobs": 2, "seed": 1})
    )
    assert server.bodies[-1].keys() - {"model", "messages"} == {"max_completion_tokens", "seed"}
    assert reply.left_out == ("temperature", "logprobs")


@pytest.mark.parametrize("name", ["gpt-4.1", "qwen2.5:7b", "gpt-oss-20b", "mistral-o3x"])
def test_other_families_get_the_settings_as_they_are(server, name):
    model = OpenAIModel(name, base_url=server.url, key=KEY)
    model.complete(Request(TALK.messages, settings={"temperature": 0, "max_tokens": 9}))
    assert server.bodies[-1].keys() - {"model", "messages"} == {"max_tokens", "temperature"}


def test_an_unknown_setting_is_an_error_of_the_program():
    with pytest.raises(ValueError, match="unknown setting: top_k"):
        Request(TALK.messages, settings={"top_k": 3})


def test_only_openai_itself_is_asked_not_to_store():
    official = OpenAIModel("gpt-6-luna", key=KEY)
    regional = OpenAIModel("gpt-6-luna", base_url="https://eu.api.openai.com/v1", key=KEY)
    other = OpenAIModel("gpt-6-luna", base_url="https://api.openai.com.example.org/v1", key=KEY)
    bodies = [chat(model._endpoint, TALK, Ways()) for model in (official, regional, other)]
    assert [body.get("store") for body in bodies] == [False, False, None]


def test_openai_keeps_the_instructions_in_its_prompt_cache_and_pays_for_no_article():
    model = OpenAIModel("gpt-6-luna", key=KEY)
    body = chat(model._endpoint, TALK, Ways())
    assert body["prompt_cache_options"] == {"mode": "explicit"}
    (instructions,) = body["messages"][0]["content"]
    assert (instructions["text"], instructions["prompt_cache_breakpoint"]) == ("Be brief.", {"mode": "explicit"})
    assert body["messages"][1] == {"role": "user", "content": "Hello"}

    refused = Ways().after_refusal("Unknown parameter: 'prompt_cache_options'.", body, json_asked=False)
    assert chat(model._endpoint, TALK, refused)["messages"][0] == {"role": "system", "content": "Be brief."}


@pytest.mark.parametrize("how", [{"model": "gpt-5.4-mini"}, {"model": "gpt-6-luna", "base_url": "https://x.org/v1"}])
def test_others_are_not_told_about_prompt_caches(how):
    assert "prompt_cache_options" not in chat(OpenAIModel(key=KEY, **how)._endpoint, TALK, Ways())


def test_log_probabilities_of_the_first_token_are_read(server, model):
    top = [{"token": "Yes", "logprob": -0.1}, {"token": "No", "logprob": -2.5}]
    server.queue(raw(completion("Yes", logprobs={"content": [{"token": "Yes", "top_logprobs": top}]})))
    reply = model.complete(Request(TALK.messages, settings={"logprobs": 2}))
    assert reply.logprobs == {"Yes": -0.1, "No": -2.5}
    assert (server.bodies[0]["logprobs"], server.bodies[0]["top_logprobs"]) == (True, 2)


def test_the_thoughts_of_an_older_server_are_not_part_of_the_answer(server, model):
    server.queue('<think>\nLet me see {"a": 1}\n</think>\n{"headline": "x"}')
    assert model.complete(ASK).text == '{"headline": "x"}'


def test_an_answer_in_parts_is_laid_together(server, model):
    server.queue(raw(completion([{"type": "text", "text": "Good "}, {"type": "text", "text": "day."}])))
    assert model.complete(TALK).text == "Good day."


def test_half_a_surrogate_in_an_article_is_no_crash(server, model):
    model.complete(Request((Message("user", "a \ud83d b"),)))
    assert server.bodies[0]["messages"][0]["content"] == "a ? b"


def test_usage_that_makes_no_sense_counts_as_none(server, model):
    server.queue(raw(completion("x") | {"usage": {"prompt_tokens": "many", "completion_tokens": -4}}))
    server.queue(raw(completion("x") | {"usage": [1], "model": None}))
    for _ in range(2):
        reply = model.complete(TALK)
        assert (reply.tokens_in, reply.tokens_out, reply.cost_usd) == (0, 0, None)


def test_cached_tokens_are_told(server, model):
    usage = {"prompt_tokens": 2000, "completion_tokens": 9, "prompt_tokens_details": {"cached_tokens": 1024}}
    server.queue(raw(completion("x") | {"usage": usage}))
    assert model.complete(TALK).tokens_cached == 1024


FAULTS = {
    "a web page": (html(), BadEndpoint, "web page"),
    "not JSON": (raw("hello"), BadEndpoint, "no JSON object"),
    "a list": (raw([1, 2]), BadEndpoint, "no JSON object"),
    "deep JSON": (raw(b"[" * 100_000), BadEndpoint, "no JSON object"),
    "no choices": (raw({"choices": None}), BadEndpoint, "without any choice"),
    "wrong shape": (raw({"choices": [{"message": "hi"}]}), BadEndpoint, "without any choice"),
    "error with status 200": (raw({"error": {"message": "upstream died", "code": 502}}), Unreachable, "upstream died"),
    "error text with status 200": (raw({"error": "no such thing"}), ModelError, "no such thing"),
    "rate limit with status 200": (raw({"error": {"message": "slow", "code": 429}}), RateLimited, "slow"),
    "a refusal": (answer(None, refusal="I cannot help with that."), Refused, "I cannot help"),
    "a cut answer": (answer('{"headline": "Sto', finish="length"), Cut, "length limit"),
    "a filtered answer": (answer("", finish="content_filter"), Filtered, "content filter"),
    "an empty answer": (answer("  "), Cut, "answered with nothing"),
    "no content": (answer(None), Cut, "answered with nothing"),
    "401": (fault(401, f"Incorrect API key provided: {KEY}."), KeyRejected, "OPENAI_API_KEY"),
    "403": (fault(403, "not allowed in your country"), KeyRejected, "country"),
    "404": (fault(404, "The model `fake-1` does not exist", code="model_not_found"), UnknownModel, "--base-url"),
    "quota": (fault(429, "You exceeded your current quota", code="insufficient_quota"), QuotaExhausted, "quota"),
    "402": (fault(402, "Payment required"), QuotaExhausted, "Top it up"),
    "a long wait": (fault(429, "slow down", retry_after="300"), RateLimited, "wait 300 s"),
    "context": (fault(400, "maximum context length is 8192 tokens", code="context_length_exceeded"), TooLong, "8192"),
    "too large": (raw("<html>413</html>", 413), TooLong, "a web page"),
    "Azure's filter": (fault(400, "triggering our policy", code="content_filter"), Filtered, "policy"),
    "another 400": (fault(400, "bad luck"), ModelError, "bad luck"),
    "an empty 400": (raw("", 400), ModelError, "no reason given"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_has_its_own_error_and_is_one_line(server, name):
    step, kind, says = FAULTS[name]
    server.default = step
    model = OpenAIModel("fake-1", base_url=server.url, key=KEY, retries=0)
    error = error_of(model)
    assert type(error) is kind
    assert says in str(error)
    assert error.exit_code == 4
    assert len(server.bodies) == 1


def test_an_answer_that_cannot_be_used_says_what_it_took(server, model):
    server.queue(answer("half", finish="length"))
    error = error_of(model)
    assert (error.reply.tokens_in, error.reply.tokens_out) == (100, 10)


@pytest.mark.parametrize(
    "step", [fault(500, retry_after_ms="1"), fault(429, "slow", retry_after_ms="1"), drop()], ids=["500", "429", "drop"]
)
def test_a_passing_fault_is_tried_again_and_counted(server, model, step):
    server.queue(step, "Good day.")
    reply = model.complete(TALK)
    assert (reply.text, reply.attempts, len(server.bodies)) == ("Good day.", 2, 2)


def test_a_lasting_fault_ends_after_three_attempts(server, model):
    server.default = drop()
    error = error_of(model)
    assert isinstance(error, Unreachable)
    assert "after 3 attempts" in str(error)
    assert len(server.bodies) == 3


def test_a_wish_to_wait_is_told_in_seconds(server):
    server.default = fault(429, "slow down", retry_after="7")
    assert error_of(OpenAIModel("fake-1", base_url=server.url, key=KEY, retries=0)).after == 7.0


@pytest.mark.parametrize("step", [hang(), trickle("A long answer.", 0.02)], ids=["hang", "trickle"])
def test_a_time_out_bounds_the_whole_attempt(server, step):
    server.default = step
    started = time.monotonic()
    error = error_of(OpenAIModel("fake-1", base_url=server.url, key=KEY, timeout=0.4, retries=0), TALK)
    assert isinstance(error, Unreachable)
    assert "within 0.4 s" in str(error)
    assert time.monotonic() - started < 3


def test_an_answer_without_end_is_cut_off(server, monkeypatch):
    monkeypatch.setattr("summarise.models.connections.LARGEST_ANSWER", 10_000)
    server.default = answer("x" * 20_000)
    error = error_of(OpenAIModel("fake-1", base_url=server.url, key=KEY, retries=0), TALK)
    assert "too large" in str(error)


def test_a_closed_port_says_how_to_go_on():
    error = error_of(OpenAIModel("fake-1", base_url="http://127.0.0.1:9/v1", key=KEY, retries=0))
    assert isinstance(error, Unreachable)
    assert "127.0.0.1:9" in str(error)
    assert "--model none" in str(error)


def test_the_key_is_in_no_message_and_no_log(server, model, caplog):
    caplog.set_level(logging.DEBUG)
    server.default = fault(401, f"bad key {KEY} or sk-other-key-1234567")
    error = error_of(model)
    assert "sk-other" not in str(error)
    assert KEY not in caplog.text
    assert KEY not in repr(model._place)


def test_a_foreign_message_is_cut_short_and_cannot_reach_the_terminal(server, model):
    server.default = fault(400, "no\x1b[31m red\n" + "a" * 5000)
    error = error_of(model)
    assert "\x1b" not in str(error)
    assert len(str(error)) < 600


def test_the_password_of_an_address_is_neither_shown_nor_part_of_the_identity():
    model = OpenAIModel("fake-1", base_url="http://reader:hunter2@127.0.0.1:9/v1/", key=KEY, retries=0)
    assert model.identity == "openai:fake-1@http://127.0.0.1:9/v1"
    assert "hunter2" not in str(error_of(model))


@pytest.mark.parametrize("url", ["ftp://x/v1", "localhost:8000", "", "http://", "http://x:99999/v1"])
def test_an_address_that_is_none_is_an_input_error(url):
    with pytest.raises(InputError, match="--base-url"):
        OpenAIModel("m", base_url=url)


def test_a_key_with_a_line_break_at_its_end_works_and_one_with_odd_letters_is_an_error(server):
    OpenAIModel("fake-1", base_url=server.url, key=f"{KEY}\n").complete(TALK)
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    with pytest.raises(InputError, match="OPENAI_API_KEY"):
        OpenAIModel("fake-1", base_url=server.url, key="sk-“quoted”")


def test_this_machine_is_not_asked_through_a_proxy(server, model, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert model.complete(TALK).text == "An answer."


def test_threads_share_one_client_and_its_connections(server, model):
    server.delay = 0.05
    replies = []
    threads = [threading.Thread(target=lambda: replies.append(model.complete(TALK))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(replies) == 16
    assert server.most_at_once > 4
    assert model._opened() is model._opened()


def test_closing_ends_a_call_in_another_thread_at_once(server, model):
    server.default = hang()
    errors = []
    thread = threading.Thread(target=lambda: errors.append(error_of(model, TALK)))
    thread.start()
    while not server.bodies:
        time.sleep(0.01)
    started = time.monotonic()
    model.close()
    thread.join(5)
    assert "was stopped" in str(errors[0])
    assert time.monotonic() - started < 2
    model.close()
    assert "was stopped" in str(error_of(model, TALK))


def test_the_headers_of_each_response_are_told(server):
    seen = []
    watch = lambda status, headers: seen.append((status, headers.get("x-ratelimit-remaining-tokens")))  # noqa: E731
    model = OpenAIModel("fake-1", base_url=server.url, key=KEY, watch=watch)
    server.queue(fault(500, retry_after_ms="1"), raw(completion("x"), headers={"x-ratelimit-remaining-tokens": "12"}))
    model.complete(TALK)
    assert seen == [(500, None), (200, "12")]


def test_models_are_listed_and_a_server_that_lists_none_says_so(server, model):
    server.models = ["a", "b"]
    assert model.models() == ["a", "b"]
    server.listing = raw({"models": []})
    with pytest.raises(BadEndpoint, match="--model NAME"):
        model.models()


def test_an_address_without_its_version_says_so(server):
    model = OpenAIModel("m", base_url=server.url.removesuffix("/v1") + "/v2/chat/completions", key=KEY, retries=0)
    assert "it often ends in /v1" in str(error_of(model, TALK))
