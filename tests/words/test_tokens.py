"""Tokens: places, normal forms and stems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.words import stem, tokens


def normals(text: str) -> list[str]:
    return [t.normal for t in tokens(text)]


@given(st.text())
def test_every_token_is_the_text_at_its_place_and_tokens_never_overlap(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end
        assert text[token.start : token.end] == token.text
        assert token.normal
        assert token.stem
        last = token.end


@pytest.mark.parametrize(
    "forms",
    [
        "carry carries carried carrying",
        "stop stops stopped stopping",
        "control controls controlled controlling",
        "agree agrees agreed agreeing",
        "make makes made making",
        "woman women",
        "crisis crises",
        "organise organised organized organizing",
        "colour color colours",
        "programme program programmes",
        "quick quickly",
        "decide decided deciding",
        "buy bought buying",
    ],
)
def test_all_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["new news", "wing win", "bus bush", "king kin", "string stringent", "four for"])
def test_other_words_keep_other_stems(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1,200", ["1200"]),
        ("1.2 thousand", ["1200"]),
        ("twelve hundred", ["1200"]),
        ("one thousand two hundred", ["1200"]),
        ("two hundred and fifty thousand", ["250000"]),
        ("$1.2m", ["1200000"]),
        ("3bn", ["3000000000"]),
        ("twenty-one", ["21"]),
        ("the 4th", ["the", "4"]),
        ("the 1990s", ["the", "1990"]),
        ("16:42", ["16:42"]),
        ("5pm", ["17:00"]),
        ("5.30 p.m. today", ["17:30", "today"]),
        ("12.05am", ["00:05"]),
        ("ten at night", ["22:00"]),
        ("nine in the morning", ["09:00"]),
        ("1:23:45", ["1", "23", "45"]),
        ("a 3:1 lead", ["a", "3", "1", "lead"]),
        ("12:75", ["12", "75"]),
        ("two dozen", ["24"]),
        ("four decades", ["40"]),
        ("the last decade", ["the", "last", "decade"]),
        ("2.0", ["2"]),
        ("39%", ["39", "percent"]),
        ("one of them", ["one", "of", "them"]),
        ("a second later", ["a", "second", "later"]),
        ("the second goal", ["the", "2", "goal"]),
        ("five, six", ["5", "6"]),
        ("1.2.3", ["1.2.3"]),
        ("² million", ["²", "1000000"]),
    ],
)
def test_numbers_are_read_as_plain_digits(written: str, read: list[str]) -> None:
    assert normals(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("can't", ["can", "not"]),
        ("won’t", ["will", "not"]),
        ("isn't", ["is", "not"]),
        ("Ostby's", ["ostby"]),
        ("it's", ["it"]),
        ("O'Brien", ["o'brien"]),
    ],
)
def test_contractions_are_undone_and_possessives_taken_off(written: str, read: list[str]) -> None:
    assert normals(written) == read


def test_several_names_of_a_thing_have_one_form() -> None:
    assert normals("U.S.") == normals("USA") == normals("the United States")[1:] == ["united-states"]
    assert normals("tell us") == ["tell", "us"]


def test_a_script_without_spaces_is_read_letter_by_letter() -> None:
    assert normals("橋が12") == ["橋", "が", "12"]


def test_a_word_opens_a_sentence_after_a_full_stop_and_not_after_initials() -> None:
    opening = [t.text for t in tokens('He met the U.S. envoy. "Nothing" was said: Ostby waits') if t.opens]
    assert opening == ["He", "Nothing", "Ostby"]
