"""A sentence that was copied and changed in one place: the place is found."""

from __future__ import annotations

import pytest

from summarise.article import parse
from summarise.checks.index import prepare
from summarise.checks.support import faults

QUAY = """\
Councillors reject plan for Brannet quay

Karsund, 12 May 2026

The council of Karsund rejected the plan for the Brannet quay by 21 votes to 14 on Tuesday night. The quay would have
cost £8.4 million over 30 years and could have brought 60 jobs, the mayor, Tova Almsted, said. Her deputy, Egil Rusten,
had not been asked for his opinion.

No berth has been let since September. The winter ferry to Ostrey may stop in March 2027. A petition against the plan
had gathered 3,100 names. The old quay was built in 1911 and is home to 22 boats, and about 90 people work there.

Nobody has paid for the piles, which were allegedly stolen last winter. The engineer has not commented.
"""


@pytest.fixture(scope="module")
def quay():
    return prepare(parse(QUAY))


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("S101", "The council rejected the plan by 21 votes to 16 on Tuesday night.", "21 votes to 16"),
        ("S102", "The council rejected the plan by 14 votes to 21 on Tuesday night.", "21 votes to 14"),
        ("S102", "The old quay is home to 90 boats.", "22"),
        ("S103", "The quay would have cost €8.4 million over 30 years, the mayor said.", "£8.4 million"),
        ("S104", "The council of Karsund rejected the plan for the Brannet quay on Thursday night.", "Tuesday"),
        ("S104", "No berth has been let since March.", "September"),
        ("S112", "Her deputy, Tova Almsted, had not been asked for his opinion.", "Egil"),
        ("S131", "The winter ferry to Ostrey may start in March 2027.", "stop"),
        ("S132", "Her deputy, Egil Rusten, had been asked for his opinion.", "not"),
        ("S132", "The engineer has commented.", "article only"),
        ("S132", "The old quay was not built in 1911.", "built"),
        ("S141", "The winter ferry to Ostrey will stop in March 2027.", "may"),
        ("S141", "Nobody has paid for the piles, which were stolen last winter.", "allegedly"),
    ],
)  # fmt: skip
def test_one_change_in_copied_words_is_an_error_that_shows_the_articles_own(quay, code, text, words):
    found = [f for f in faults(quay, text) if f.level == "error"]
    assert [f.code for f in found] == [code]
    assert words in found[0].message or words in quay.article.sentence(found[0].sentences[0]).text


@pytest.mark.parametrize(
    "text",
    [
        "The council of Karsund rejected the plan for the Brannet quay by 21 votes to 14.",
        "The quay would have cost about £8 million over 30 years, Tova Almsted said.",
        "The quay could have brought 60 jobs, the mayor said.",
        "The winter ferry to Ostrey could stop in March next year.",
        "A petition against the plan had gathered more than 3,000 names.",
        "The old quay, built in 1911, is home to 22 boats.",
        "No one was paid; the winter ferry to Ostrey may stop in March 2027.",
        "Some 90 people work there.",
    ],
)
def test_words_that_are_copied_rounded_or_cut_short_have_no_error(quay, text):
    assert [f for f in faults(quay, text) if f.level == "error"] == []


def test_what_follows_from_a_year_is_a_count_and_no_error(quay):
    (found,) = faults(quay, "The old quay was built 115 years ago and is home to 22 boats.")
    assert (found.code, found.level) == ("S105", "warning")


def test_another_currency_is_seen_even_where_every_word_is_the_articles(quay):
    for sign in "$€¥":
        found = faults(quay, quay.article.sentences[3].text.replace("£", sign))
        assert {f.code for f in found} == {"S103"}


@pytest.mark.parametrize(
    ("text", "own"),
    [("About 190 people work there.", "'90'"), ("It was rejected by 21 votes to 17.", "'21 votes to 14'")],
)
def test_a_wrong_figure_is_shown_beside_the_one_that_counts_the_same(quay, text, own):
    (found,) = (f for f in faults(quay, text) if f.code == "S101")
    assert own in found.message


def test_a_name_whose_second_word_is_another_common_word_is_an_error():
    court = prepare(
        parse("Anna Holt, a clerk, was fined at Karsund County Court on Tuesday.\n\nHolt denied the charge.")
    )
    for text, own in (
        ("Anna Hart was fined on Tuesday.", "Anna Holt"),
        ("She was fined at Karsund Crown Court.", "Karsund County"),
    ):
        (found,) = (f for f in faults(court, text) if f.level == "error")
        assert found.code == "S112"
        assert own in found.message
    assert faults(court, "Anna Holt was fined at the court in Karsund on Tuesday.") == ()
