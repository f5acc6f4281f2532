"""Repeats as findings, and where news repeats itself by custom."""

from __future__ import annotations

import pytest

from summarise.checks import repeats
from tests.repeats.labelled import article

TOLD = "The harbour board will pull down the old Harrow Bridge next spring."
AGAIN = "The harbour board will pull down the old Harrow Bridge in the spring."
FILLER = [
    "Josef Brandt has asked for a small ferry.",
    "Schools in Pell teach three languages.",
    "The museum opens at nine.",
]


def mild(*told: str | tuple[str, str]) -> list[str]:
    return [group.mild for group in repeats.find(article(told)).groups]


def test_a_repeat_elsewhere_is_not_mild() -> None:
    assert mild(*FILLER, TOLD, *FILLER[:1], AGAIN)[-1] == ""


def test_a_lead_told_again_is_mild() -> None:
    assert mild(TOLD, *FILLER, AGAIN) == ["the text tells its lead again"]


def test_a_lead_told_again_word_for_word_is_not_mild() -> None:
    assert mild(TOLD, *FILLER, TOLD) == [""]


def test_a_caption_that_tells_what_the_text_tells_is_mild() -> None:
    assert mild(*FILLER, TOLD, ("caption", TOLD)) == ["a caption tells what the text tells"]


@pytest.mark.parametrize("heading", ["Key points", "At a glance", "In brief", "What we know so far"])
def test_a_summary_box_is_mild(heading: str) -> None:
    told = mild(FILLER[0], ("heading", heading), AGAIN, ("heading", "The story"), *FILLER[1:], TOLD)
    assert told == ["a summary box tells what the text tells"]


def test_indirect_speech_before_its_quote_is_mild() -> None:
    told = mild(
        *FILLER,
        "Club president Willi Stark said the club had no money for the concrete barriers that the police demand.",
        "The parade draws 20,000 people.",
        "“The club has no money for the concrete barriers that the police demand,” Stark said.",
    )
    assert told == ["a quote bears out what was said of it"]


def codes(*told: str | tuple[str, str]) -> list[str]:
    made = article(told)
    return [f.code for f in repeats.findings(repeats.find(made), made)]


def test_each_kind_has_its_code() -> None:
    assert codes(*FILLER, TOLD, FILLER[0], TOLD) == ["R101", "R101"]
    assert codes(*FILLER, TOLD, "Nothing else is new.", AGAIN) == ["R102"]
    assert codes(TOLD, *FILLER, AGAIN) == ["R105"]
    twin = TOLD.replace("board", "board with 12 members")
    assert codes(*FILLER, twin, "Nothing else is new.", twin.replace("12", "14")) == ["R104"]


def test_a_finding_shows_both_places_and_the_words() -> None:
    made = article([*FILLER, TOLD, "Nothing else is new.", AGAIN])
    (told,) = repeats.findings(repeats.find(made), made)
    assert told.sentences == ("s4", "s6")
    assert TOLD in told.message
    assert AGAIN in told.message
    assert "line 6" in told.message
    assert "\n" not in told.message


def test_a_long_sentence_is_cut_at_a_word() -> None:
    long = (
        TOLD.removesuffix(".") + ", said the chairwoman of the board, who has fought for the bridge for eleven years."
    )
    made = article([*FILLER, long, "Nothing else is new.", long])
    (told,) = repeats.findings(repeats.find(made), made)
    assert "…”" in told.message
    assert len(told.message) < 350


def told(*sentences: str | tuple[str, str]) -> list[str]:
    whole = article(sentences)
    return [f.message for f in repeats.findings(repeats.find(whole), whole)]


def test_two_places_are_named_together() -> None:
    (message,) = told(*FILLER, TOLD, "A white van was found burnt out near the quay.", TOLD, TOLD)
    assert " on lines 6 and 7: " in message


def test_of_many_places_the_first_are_named_and_the_others_counted() -> None:
    (message,) = told(*FILLER, *[TOLD] * 400)
    assert " on lines 5, 6, 7, 8, 9, 10, 11, 12 and 391 more: " in message
    assert len(message) < 500
