from __future__ import annotations

import pytest

from summarise.article import parse
from summarise.tasks import fields

TEXT = """The trial

Foreign Minister Ilse Maran thanked the crew on 4 May 2026. "We owe you more than a medal," she said.

Pavel Lund, who chairs the traders' association, denied it. "Nobody buys turbot in a car park," he said.

The Feld Gazette noted a rise of 12 per cent to 6.4 million crowns.

Rosa Achter, 71, has come here since she was a child.

"It will be a long winter," said Ines Varga, the council's head of property. The Orrin Water Board told Otto Brenn so.
"""


@pytest.fixture
def article():
    return parse(TEXT)


def test_organisations_are_known_by_their_last_word(article):
    assert [o["name"] for o in fields.organisations(article)] == ["Orrin Water Board"]


def test_a_quotation_is_given_to_the_name_beside_the_speech_verb_or_to_the_one_before(article):
    assert [(q.speaker, q.words) for q in fields.quotes(article)] == [
        ("Ilse Maran", "We owe you more than a medal"),
        ("Pavel Lund", "Nobody buys turbot in a car park"),
        ("Ines Varga", "It will be a long winter"),
    ]


def test_figures_and_dates_are_in_the_articles_words(article):
    assert [f["value"] for f in fields.figures(article.body, "en")] == ["12 per cent", "6.4 million crowns"]
    assert [d["date"] for d in fields.dates(article.body, "en")] == ["4 May 2026"]


def test_a_quotation_that_goes_on_in_its_paragraph_keeps_its_speaker():
    text = 'The wall\n\n"We saw it coming," said Ana Rowe. "Nobody listened to us."\n\n"It was never our job."'
    assert [q.speaker for q in fields.quotes(parse(text))] == ["Ana Rowe", "Ana Rowe", None]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("The company, which employs 2,150 people at seven sites, grew.", ["employs 2,150 people at seven sites"]),
        ("The firm said the 280 jobs would be new.", ["The firm said the 280 jobs would be new"]),
        ("They raise about £40,000 a year.", ["They raise about £40,000 a year"]),
        ("The hall, opened in 2018, cost £14.2m.", ["opened in 2018, cost £14.2m"]),
        ("Call the press office on 01632 960 114 or +44 1632 960 114.", []),
    ],
)
def test_a_figure_is_told_by_a_short_phrase_without_a_full_stop_and_a_telephone_is_none(text, labels):
    found = fields.figures(parse(f"The wall\n\n{text}").body, "en")
    assert [f["what"] for f in found] == labels


def test_the_label_of_a_figure_in_a_long_clause_is_the_words_around_it():
    words = "wall " * 30
    (found,) = fields.figures(parse(f"The wall\n\nThe {words}cost £40,000 and the {words}fell.").body, "en")
    assert "cost £40,000" in found["what"]
    assert found["what"].startswith("… ")
    assert found["what"].endswith(" …")
    assert len(found["what"].split()) < 20


def test_new_jobs_are_counted_as_jobs():
    assert fields.figures(parse("The wall\n\nIt will bring 320 new jobs to the town.").body, "en")[0]["value"] == (
        "320 new jobs"
    )
