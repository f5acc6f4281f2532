"""What is known about words: weight, relatives, opposites, names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise import words
from summarise.words import tables


def test_a_stem_is_common_when_any_form_of_it_is_in_the_background() -> None:
    assert all(words.is_common(words.stem(word)) for word in tables.bands())
    assert not words.is_common(words.stem("brackholm"))


def test_a_rare_word_says_more_than_a_common_one_and_a_figure_most() -> None:
    assert words.weight("government") < words.weight("lighthouse") <= words.weight("kittiwake")
    assert words.weight("1,904") > words.weight("kittiwake")


@pytest.mark.parametrize(
    "pair",
    ["demolish raze", "demolished pull_down", "injured wounded", "died death", "swede sweden", "crackdown clampdown"],
)
def test_words_of_one_family_are_related(pair: str) -> None:
    one, other = pair.split()
    assert words.related(one, other) >= 0.8


def test_figures_are_related_only_to_themselves() -> None:
    assert words.related("1904", "1904") == 1.0
    assert words.related("1904", "19045") == 0.0


@given(st.text(min_size=1), st.text(min_size=1))
def test_likeness_is_mutual_and_between_0_and_1(one: str, other: str) -> None:
    assert words.related(one, other) == words.related(other, one)
    assert 0 <= words.related(one, other) <= 1
    assert words.related(one, one) == 1


@pytest.mark.parametrize(
    "pair", ["rose fell", "approved rejected", "supported opposes", "opened closed", "north south"]
)
def test_opposites_are_known_in_any_form_and_order(pair: str) -> None:
    one, other = pair.split()
    assert words.opposites(one, other) or words.exclusive(one, other)
    assert words.opposites(other, one) or words.exclusive(other, one)


def test_two_things_of_one_kind_exclude_each_other() -> None:
    assert words.exclusive("bus", "train")
    assert words.exclusive("weeks", "months")
    assert not words.exclusive("bus", "buses")
    assert not words.exclusive("bus", "murder")


def test_a_prefix_can_undo_a_word() -> None:
    assert words.undone("insured", "uninsured")
    assert not words.undone("it", "unit")


def test_a_verb_and_its_particle_are_one_word() -> None:
    assert "pul_down" in words.content(words.tokens("The bridge was pulled down on Monday."))
    assert "pul_down" in words.content(words.tokens("They pulled the old bridge down."))


def test_stop_words_carry_no_topic() -> None:
    assert words.content(words.tokens("He said that it was not for them.")) == {}


def test_a_capital_inside_a_sentence_makes_a_name_and_one_at_its_start_does_not() -> None:
    told = [words.tokens("Ministers met Petra Aldous in Ostby."), words.tokens("Later ministers left. Aldous stayed.")]
    assert words.names(told) == {"petra", "aldous", "ostbi"}


def test_every_family_has_members_and_none_is_written_twice() -> None:
    rows = [frozenset(row) - {"~"} for row in tables.rows("families")]
    assert all(len(row) > 1 for row in rows)
    assert len(set(rows)) == len(rows)
    assert len(rows) > 2000


@pytest.mark.parametrize(
    ("before", "word", "following"), [("did", "not", "rise"), ("", "no", "boats"), ("or", "never", "")]
)
def test_a_negation_denies_something(before, word, following):
    assert words.denies(before, word, following)


@pytest.mark.parametrize(
    ("before", "word", "following"),
    [("or", "not", "it"), ("is", "not", "only"), ("", "no", "doubt"), ("did", "rise", "not")],
)
def test_whether_or_not_and_not_only_deny_nothing(before, word, following):
    assert not words.denies(before, word, following)
