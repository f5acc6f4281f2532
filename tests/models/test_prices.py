from __future__ import annotations

import pytest

from summarise.models.openai import DEFAULT_MODEL, OPENAI_URL
from summarise.models.prices import cost, cost_of_usage


def test_a_known_model_has_a_price_and_cached_tokens_cost_less():
    full = cost(DEFAULT_MODEL, OPENAI_URL, tokens_in=10_000, tokens_out=1_000)
    cached = cost(DEFAULT_MODEL, OPENAI_URL, tokens_in=10_000, tokens_out=1_000, cached=9_000)
    assert 0 < cached < full


def test_the_price_grows_with_what_is_written():
    one, two = (cost(DEFAULT_MODEL, OPENAI_URL, tokens_in=0, tokens_out=n) for n in (1_000, 2_000))
    assert two == pytest.approx(2 * one)


def test_writing_to_the_prompt_cache_costs_more():
    usage = {"prompt_tokens": 5_000, "completion_tokens": 10}
    written = usage | {"prompt_tokens_details": {"cache_write_tokens": 4_000}}
    assert cost_of_usage(DEFAULT_MODEL, OPENAI_URL, written) > cost_of_usage(DEFAULT_MODEL, OPENAI_URL, usage)


@pytest.mark.parametrize(
    ("model", "url"), [("no-such-model", OPENAI_URL), (DEFAULT_MODEL, "http://127.0.0.1:8000/v1"), ("", OPENAI_URL)]
)
def test_an_unknown_price_is_unknown_and_not_nothing(model, url):
    assert cost(model, url, tokens_in=10, tokens_out=10) is None


def test_an_answer_without_usage_has_no_known_price():
    assert cost_of_usage(DEFAULT_MODEL, OPENAI_URL, {}) is None


def test_numbers_that_cannot_be_are_no_crash():
    usage = {"prompt_tokens": 10, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 50}}
    assert cost_of_usage(DEFAULT_MODEL, OPENAI_URL, usage) is None
