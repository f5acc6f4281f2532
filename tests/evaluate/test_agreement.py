"""Kappa and F1 of two judges, and the second pass of labelling."""

from __future__ import annotations

import json

import pytest

from summarise.errors import InputError
from summarise.evaluate import second, sets
from summarise.evaluate.agreement import f1, kappa, matched
from summarise.evaluate.matcher import Text, falls_for


def test_kappa_takes_off_what_chance_gives():
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = kappa(pairs)
    assert (found.n, found.share) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)


def test_a_kappa_with_order_forgives_near_misses():
    order = ("low", "medium", "high")
    near = kappa([("low", "low"), ("high", "high"), ("high", "medium"), ("medium", "medium")], order=order)
    far = kappa([("low", "low"), ("high", "high"), ("high", "low"), ("medium", "medium")], order=order)
    assert near.kappa > far.kappa


def test_two_judges_who_always_say_the_same_have_no_kappa():
    assert kappa([(True, True)] * 3).kappa is None


def test_nothing_to_judge_is_an_error():
    with pytest.raises(ValueError, match="no pairs"):
        kappa([])


def test_f1_of_two_empty_sets_does_not_apply():
    assert f1([], []) is None
    assert f1([1, 2], [2, 3]) == 0.5


def label_again(folder, **labels):
    (folder / "second").mkdir(exist_ok=True)
    text = json.dumps({"id": "001-gull", "fact_evidence": [], "claims": [], "repeats": [], "conflicts": []} | labels)
    (folder / "second" / "001-gull.json").write_text(text, encoding="utf-8")
    return second.load(sets.load(folder))


def test_the_same_labels_agree(folder):
    twice = label_again(
        folder,
        fact_evidence=["s2", "s5"],
        claims=[
            {"evidence": ["s3"], "check_worthiness": "high"},
            {"evidence": ["s5"], "check_worthiness": "medium"},
            {"evidence": ["s7"], "check_worthiness": "low"},
        ],
        starts={"s2": "A gull took the hat"},
    )
    assert {a.kappa for a in second.kappas(twice).values()} == {1.0}
    assert second.pair_f1(twice)["repeats"] == (0, 0, None)


def test_a_second_pass_whose_ids_have_moved_is_refused(folder):
    with pytest.raises(InputError, match="place the labels anew"):
        label_again(folder, starts={"s3": "A gull took the hat"})


def test_a_set_without_a_second_pass_says_so(folder):
    with pytest.raises(InputError, match="no second pass"):
        second.load(sets.load(folder))


def test_a_line_that_is_no_pair_is_refused(tmp_path):
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"text": "A."}\n', encoding="utf-8")
    with pytest.raises(InputError, match="no labelled pair"):
        matched(path)


@pytest.mark.parametrize(
    ("fact", "text", "says"),
    [
        ("The hat cost 40 crowns.", "It cost forty crowns to buy the hat.", True),
        ("The hat cost 40 crowns.", "The hat cost 14 crowns.", False),
        ("Profits rose last year.", "Profits fell last year.", False),
        ("Eleven families boiled their water.", "A gull took the hat of the mayor.", False),
    ],
)
def test_a_text_says_a_fact_or_does_not(fact, text, says):
    assert Text([text]).says(fact) == says


def test_a_fact_may_be_told_over_two_sentences():
    assert (
        Text(["The hat is old.", "It cost 40 crowns.", "The mayor owns it."]).share("The old hat cost 40 crowns.")
        >= 0.7
    )


def test_a_denial_does_not_fall_for_a_trap():
    assert falls_for("The council will ban gulls.", "The council will ban gulls.")
    assert not falls_for("The council is unlikely to ban gulls.", "The council will ban gulls.")


def test_an_empty_text_says_nothing():
    assert Text([]).share("The hat cost 40 crowns.") == 0.0
    assert Text(["A hat."]).share("") == 0.0
