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


def test_people_have_the_role_that_the_article_gives_them_or_none(article):
    assert {p["name"]: p["role"] for p in fields.people(article)} == {
        "Ilse Maran": "Foreign Minister",
        "Pavel Lund": "chairs the traders' association",
        "Rosa Achter": None,
        "Ines Varga": "the council's head of property",
    }


def test_organisations_are_known_by_their_last_word(article):
    assert [o["name"] for o in fields.organisations(article)] == ["Orrin Water Board"]


def test_a_quotation_is_given_to_the_name_beside_the_speech_verb_or_to_the_one_before(article):
    assert [(q.speaker, q.words) for q in fields.quotes(article)] == [
        ("Ilse Maran", "We owe you more than a medal"),
        ("Pavel Lund", "Nobody buys turbot in a car park"),
        ("Ines Varga", "It will be a long winter"),
    ]


def test_a_quotation_without_a_speaker_has_none():
    assert fields.speaker('"It is what it is" stood on the wall.') is None


def test_the_one_who_is_told_is_not_the_one_who_speaks():
    assert fields.speaker("The board told Otto Brenn to leave.") is None


def test_figures_and_dates_are_in_the_articles_words(article):
    assert [f["value"] for f in fields.figures(article.body, "en")] == ["12 per cent", "6.4 million crowns"]
    assert [d["date"] for d in fields.dates(article.body, "en")] == ["4 May 2026"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('The Department for Schools said that it would "study the findings".', "The Department for Schools"),
        ('After the fall of Tarn, Ota Brix said "no".', "Ota Brix"),
        ('The leader of the Alliance, Ota Brix, said "no".', "Ota Brix"),
    ],
)
def test_a_body_speaks_under_its_whole_name(text, who):
    assert fields.speaker(text) == who
