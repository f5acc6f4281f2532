"""PDF: lines on pages put together to paragraphs."""

from __future__ import annotations

import pytest
from documents.samples import pdf

from summarise.article.documents.draft import page
from summarise.article.documents.pdf import parse


def lines(*texts: str, x: int = 70, y: int = 700, step: int = 14) -> list[tuple[int, int, str]]:
    return [(x, y - step * number, text) for number, text in enumerate(texts)]


def told(*pages: list[tuple[int, int, str]]) -> list[str]:
    return [p.text for p in parse(pdf(list(pages))).paragraphs]


def test_the_lines_of_a_paragraph_are_joined_and_a_gap_parts_paragraphs():
    one, two = lines("The boat sails at", "noon on Monday.", "It is full."), lines("The next is late.", y=630)
    assert told([*one, *two]) == ["The boat sails at noon on Monday. It is full.", "The next is late."]


def test_an_indent_parts_paragraphs_too():
    assert told([*lines("The boat sails at", "noon."), (85, 672, "The next is"), (70, 658, "late.")]) == [
        "The boat sails at noon.",
        "The next is late.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("The harbour was re-", "built at once.", "The harbour was rebuilt at once."),
        ("A well-", "known skipper.", "A well-known skipper."),
        ("He knows Orrin-", "Sund by heart.", "He knows Orrin-Sund by heart."),
        ("The years 2019-", "2024 were dry.", "The years 2019-2024 were dry."),
    ],
)
def test_a_hyphen_that_only_cut_a_word_goes(before, after, joined):
    assert told(lines(before, after)) == [joined]


def test_a_compound_that_the_article_has_elsewhere_keeps_its_hyphen():
    assert told([*lines("The ice-berg is far off.", "Now the ice-", "berg is near.")]) == [
        "The ice-berg is far off. Now the ice-berg is near."
    ]


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page():
    left, right = lines("The boat sails at", "noon on", y=700), lines("Monday. Few people", "will be", x=310, y=700)
    draft = parse(pdf([[*left, *right], lines("on board.", "It is May.")]))
    assert [p.pieces for p in draft.paragraphs] == [
        (("The boat sails at noon on Monday. Few people will be ", 1), ("on board. It is May.", 2))
    ]
    shown = page(draft)
    assert (shown.places, shown.source.split("\n")) == (
        "page",
        ["The boat sails at noon on Monday. Few people will be ", "on board. It is May."],
    )


def test_running_heads_and_page_numbers_are_left_out():
    pages = [[(70, 800, "Larkford Courier"), *lines(f"Story {n} goes on."), (300, 30, str(n))] for n in (1, 2, 3)]
    assert told(*pages) == ["Story 1 goes on.", "Story 2 goes on.", "Story 3 goes on."]


def test_a_year_in_the_middle_of_a_page_is_no_page_number():
    assert told([*lines("The last flood was in"), (70, 686, "1953"), *lines("and took the pier.", y=672)]) == [
        "The last flood was in 1953 and took the pier."
    ]
