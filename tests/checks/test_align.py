"""Finding the sentences that say a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.checks.align import Passages


@pytest.fixture(scope="module")
def passages(ferry):
    return Passages(ferry)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("We heard a loud bang and then nothing", ("s7",)),
        ("we heard the loud bang, then there was nothing", ("s7",)),
        ("Off Tarnholm on Sunday a ferry ran aground that carried 120 passengers", ("s3",)),
        ("The steering might have failed; she has commanded the ship since 2019", ("s5", "s6")),
    ],
)
def test_an_altered_text_is_found_where_it_stands(passages, text, ids):
    assert passages.find(text).sentences == ids


@pytest.mark.parametrize(
    "text",
    [
        "The captain was drunk and had slept for three hours, an officer wrote.",
        "We will never sail on this ferry again, my daughter told the coast guard.",
        "Rescuers lifted two children off the harbour wall.",
        "",
        "…",
    ],
)
def test_an_invented_text_is_found_nowhere(passages, text):
    assert passages.find(text).sentences == ()


@given(st.text(max_size=300))
def test_any_text_can_be_looked_for(passages, text):
    found = passages.find(text)
    assert 0 <= found.share <= 1 + 1e-9
    assert found.sentences == tuple(sorted(found.sentences, key=lambda s: int(s[1:])))
