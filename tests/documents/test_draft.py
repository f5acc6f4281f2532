"""From paragraphs to a page: offsets and places hold for any text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from summarise.article.documents.draft import Draft, Numbered, Paragraph, page
from summarise.article.page import Lines, Trace
from summarise.article.segment import segment

pieces = st.lists(
    st.tuples(st.text(st.sampled_from("ab é\n.😀"), min_size=1, max_size=8), st.integers(0, 2)), min_size=1
)


@st.composite
def drafts(draw):
    """Drafts of a PDF, whose places never fall."""
    place, found = 1, []
    for given_pieces in draw(st.lists(pieces, max_size=6)):
        told = []
        for text, further in given_pieces:
            place += further
            told.append((text, place))
        found.append(Paragraph(tuple(told)))
    return Draft("page", tuple(found))


@settings(deadline=None)  # the first call loads what sentences need
@given(drafts())
def test_each_character_is_found_at_its_own_place(draft):
    made = page(draft)
    trace, lines = Trace(made.origins), Lines(made.source)
    at = 0
    for paragraph in draft.paragraphs:
        for text, place in paragraph.pieces:
            for char in text:
                assert made.text[at] == char
                back = trace.back(at)
                assert made.source[back] == (" " if char == "\n" else char)
                assert lines.place(back)[0] == place
                at += 1
        at += 2


@settings(deadline=None)  # the first call loads what sentences need
@given(drafts())
def test_sentences_are_stretches_of_the_text(draft):
    made = page(draft)
    assert all(made.text[s.start : s.end] == s.text for s in segment(made, "en"))


@settings(deadline=None)  # the first call loads what sentences need
@given(drafts())
def test_a_draft_survives_its_way_through_json(draft):
    assert Draft.from_dict(draft.to_dict()) == draft


def test_what_nobody_sees_is_left_out_and_other_line_ends_are_line_feeds():
    told = Numbered()
    told.add("The\x00 bo\xadat\ud800\u2028sails.\x0bNow.")
    told.add(" \r\n ")
    assert [p.text for p in told.found] == ["The boat\nsails.\nNow."]


def test_a_menu_above_the_title_is_no_second_title():
    told = [("Home Sea Towns", None), ("Boat sails", "title"), ("The boat sails at noon, the board said.", None)]
    made = page(Draft("page", tuple(Paragraph(((text, 1),), kind) for text, kind in told)))
    assert made.title == "Boat sails"
    assert [s.kind for s in segment(made, "en")].count("title") == 1
