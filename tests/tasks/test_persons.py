"""Who is a person, and what they are. All people and places are invented."""

from __future__ import annotations

import pytest

from summarise.article import parse
from summarise.tasks.persons import people


def _people(text: str) -> dict[str, str | None]:
    return {p["name"]: p["role"] for p in people(parse(f"The wall\n\n{text}", language="en"))}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Foreign Minister Ilse Maran thanked the crew.", "Ilse Maran", "Foreign Minister"),
        ("Pavel Lund, who chairs the traders' group, denied it.", "Pavel Lund", "chairs the traders' group"),
        ("Rosa Achter, 71, has come here since she was a child.", "Rosa Achter", None),
        (
            '"It will be long," said Ines Varga, the town\'s head of property.',
            "Ines Varga",
            "the town's head of property",
        ),
        ("Environment officer Dana Whitlock opened the gate.", "Dana Whitlock", "Environment officer"),
        ('Council leader Prue Abernathy said: "Why?"', "Prue Abernathy", "Council leader"),
        ("The first witness, secretary Bridget Nance, had seen none.", "Bridget Nance", "secretary"),
        ("The team leader, Anwen Tuke, was gracious.", "Anwen Tuke", "team leader"),
        ("Ms Ana Rowe waited.", "Ana Rowe", "Ms"),
        ("Marek Dunne of the Bakers' Union said he would wait.", "Marek Dunne", None),
        ("Gregor Haines, managing director of Brightwell, left.", "Gregor Haines", "managing director of Brightwell"),
        ("Howard Lisle, 61, of Quay Street, Penmarrow, denies it.", "Howard Lisle", None),
        ("The trial, before Judge Francesca Holt, goes on.", "Francesca Holt", "Judge"),
    ],
)
def test_a_person_has_a_sign_and_the_role_that_the_article_gives(text, name, role):
    assert _people(text) == {name: role}


@pytest.mark.parametrize(
    "text",
    [
        "He lives at Quay Street, a row of brick houses.",
        "Brightwell Foods, the nation's best-loved baker, said it would build.",
        "Write to Orme Communications, sally@orme.example, for more.",
        "The Penmarrow Lifeboat Friends, who raise about £40,000 a year, were told.",
        "The contractor, Fenwell Civil, was late.",
        "Pell Road, from which they can be ordered, is closed.",
        "The diesel vessel Lady Ness served the route.",
        "They met at Strona Vey, an island of 640 people.",
        "Nobody I asked said so.",
        "The Margaret Ann said goodbye to the quay.",
    ],
)
def test_streets_firms_charities_and_ships_are_nobody(text):
    assert _people(text) == {}


def test_a_role_is_not_cut_within_a_figure():
    assert _people("Ana Rowe, treasurer of a fund of £40,000 a year, left.") == {
        "Ana Rowe": "treasurer of a fund of £40,000 a year"
    }


def test_a_full_name_is_a_person_when_the_surname_alone_acts_later_on():
    assert _people("The prize went to all, and Tove Aster wept. Aster has won it twice.") == {"Tove Aster": None}
    assert _people("The prize went to all, and Tove Aster wept. It rained.") == {}


def test_a_surname_alone_is_left_out_when_the_full_name_is_there():
    assert _people("Ms Nance waited. The secretary, Bridget Nance, was early.") == {"Bridget Nance": "secretary"}
    assert _people("Ms Nance waited.") == {"Nance": "Ms"}


def test_people_are_looked_for_in_english_only():
    assert people(parse("Die Mauer\n\nDr. Jonas Weir, 61, sagte nichts.", language="de")) == []
