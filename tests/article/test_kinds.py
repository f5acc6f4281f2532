from __future__ import annotations

import datetime

import pytest

from summarise.article import parse

PROSE = "The council of Larkford agreed to raise the harbour wall by a metre. Work will begin in June."
MORE = "It will cost £4 million, said Jonas Weir, the harbour master, who has asked for it since 2019."


def _kinds(*blocks: str) -> list[str]:
    """Return the kind of the first sentence of each block."""
    found: dict[int, str] = {}
    for sentence in parse("\n\n".join(blocks)).sentences:
        found.setdefault(sentence.paragraph, sentence.kind)
    return [found[i] for i in sorted(found)]


def test_the_first_line_without_a_full_stop_is_the_title() -> None:
    assert _kinds("Harbour wall to be raised", PROSE) == ["title", "body"]
    assert _kinds("Will the harbour wall be raised?", PROSE) == ["title", "body"]


def test_a_text_that_begins_with_prose_has_no_title() -> None:
    article = parse(f"{PROSE}\n\n{MORE}")
    assert article.title is None
    assert {s.kind for s in article.sentences} == {"body"}


def test_navigation_labels_and_stamps_do_not_take_the_place_of_the_title() -> None:
    article = parse(
        f"Skip to content\n\nPRESS RELEASE\n\nHome > News\n\nHarbour wall to be raised\n\n3 hours ago\n\n{PROSE}"
    )
    assert article.title == "Harbour wall to be raised"
    assert [s.kind for s in article.sentences][:5] == ["furniture", "furniture", "furniture", "title", "furniture"]


def test_short_unclosed_lines_before_prose_are_headings() -> None:
    assert _kinds("Wall to be raised", PROSE, "What it costs", MORE, "Why now?", MORE)[2::2] == ["heading", "heading"]


@pytest.mark.parametrize("line", ["And then it rained.", "He listed:", "as before", "One, two,", "Weir: -- but --"])
def test_closed_lines_and_lines_that_run_on_are_no_headings(line: str) -> None:
    assert _kinds("Wall to be raised", PROSE, line, MORE)[2] == "body"


def test_short_questions_are_headings_unless_people_speak_in_turns() -> None:
    assert _kinds("Wall", PROSE, "Who pays?", MORE)[2] == "heading"
    turns = ["Post: Who pays?", MORE, "Post: And when", MORE]
    assert _kinds("Six questions for Jonas Weir", PROSE, *turns)[2:] == ["body"] * 4


@pytest.mark.parametrize(
    "caption",
    [
        "The wall in 1953. Image: Larkford Museum.",
        "The old wall in winter Photo: Anna Rowe",
        "Photo: Anna Rowe / Larkford Post",
        "Photograph by Anna Rowe",
        "FILE PHOTO: The wall in winter.",
        "File image of the wall, seen from the sea.",
        "Jonas Weir (left) and Anna Rowe at the wall on Monday.",
        "The wall in winter [Photo/Larkford Post]",
        '"It is a good day for Larkford." — Jonas Weir',
        '"It is a good day for Larkford." Jonas Weir, harbour master',
        "It is a good day for this town, and we thank all who have asked for it. Jonas Weir",
        "Foto: Anna Rowe",
        "图：林岸",
    ],
)
def test_a_credit_a_place_in_a_picture_or_a_signed_quotation_makes_a_caption(caption: str) -> None:
    assert _kinds("Wall to be raised", PROSE, caption, MORE)[2] == "caption"


def test_a_credit_is_cut_from_the_caption_it_follows_without_a_stop() -> None:
    article = parse(f"Wall to be raised\n\n{PROSE}\n\nThe old wall in winter Image: Larkford Museum.\n\n{MORE}")
    assert [s.text for s in article.sentences if s.kind == "caption"] == [
        "The old wall in winter",
        "Image: Larkford Museum.",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "The image: a wall that nobody had seen, said Weir, was in every paper by the evening.",
        "Photo albums were saved from the flooded houses by the neighbours, who dried them on the quay.",
        'He said "it is a good day for Larkford" and left.',
        "The party moved to the left (right at the end of the campaign) and lost.",
    ],
)
def test_prose_that_speaks_of_pictures_and_quotes_is_prose(body: str) -> None:
    assert _kinds("Wall to be raised", PROSE, body, MORE)[2] == "body"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Monday, May 4, 2026", (2026, 5, 4)),
        ("4 May 2026", (2026, 5, 4)),
        ("May 4th, 2026", (2026, 5, 4)),
        ("2026-05-04", (2026, 5, 4)),
        ("Published 4 May 2026, 10:15 GMT", (2026, 5, 4)),
        ("Last updated: Monday 4 May 2026", (2026, 5, 4)),
        ("Larkford Crown Court, 4 May 2026", (2026, 5, 4)),
        ("Montag, 4. Mai 2026, 10:15 Uhr", (2026, 5, 4)),
        ("04.05.2026", (2026, 5, 4)),
        ("Le 1er mai 2026", (2026, 5, 1)),
        ("4 de mayo de 2026", (2026, 5, 4)),
        ("4 maggio 2026", (2026, 5, 4)),
        ("segunda-feira, 4 de maio de 2026", (2026, 5, 4)),
        ("4 мая 2026 г.", (2026, 5, 4)),
        ("2026年5月4日 星期一", (2026, 5, 4)),
        ("4 مايو 2026", (2026, 5, 4)),
        ("23/11/2026", (2026, 11, 23)),
    ],
)
def test_a_line_that_is_a_date_is_the_day_of_the_article(line: str, day: tuple[int, int, int]) -> None:
    article = parse(f"Wall to be raised\n\n{line}\n\n{PROSE}")
    assert article.sentences[1].kind == "date"
    assert article.date == datetime.date(*day)


@pytest.mark.parametrize(
    "line", ["12/11/2026", "31 February 2026", "May 2026", "The flood of 4 May 2026 took nine houses and a chapel."]
)
def test_a_date_that_may_be_two_or_none_or_is_told_in_a_sentence_is_not_the_day(line: str) -> None:
    assert parse(f"Wall to be raised\n\n{line}\n\n{PROSE}").date is None


@pytest.mark.parametrize(
    "lead",
    [
        "LARKFORD, 4 May 2026 — The council agreed to raise the wall.",
        "LARKFORD, Ohio, May 4, 2026 (Northern Wire) -- The council agreed to raise the wall.",
        "Larkford (4. Mai 2026) – Der Rat hat beschlossen, die Mauer zu erhöhen.",
    ],
)
def test_a_dateline_gives_the_day_of_the_article(lead: str) -> None:
    assert parse(f"Wall to be raised\n\n{lead}").date == datetime.date(2026, 5, 4)


def test_a_byline_with_a_date_gives_the_day_of_the_article() -> None:
    article = parse(f"Wall to be raised\n\nBy Anna Rowe | 4 May 2026 | 4 min read\n\n{PROSE}")
    assert article.sentences[1].rule == "byline"
    assert article.date == datetime.date(2026, 5, 4)
