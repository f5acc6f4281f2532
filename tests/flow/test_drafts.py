from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise.article import parse
from summarise.cli.drafts import Draft, Span
from summarise.config import Config

TEXT = """\
Mill burns down

The mill at Tarn burned down on Monday. Nobody was hurt, the brigade said.

Rain put out the last flames. The mill at Tarn burned down on Monday.
"""
CONFLICT = """\
The mill at Tarn burned down on Monday. The fire cost the owner 3 million crowns, the brigade said.

Rain put out the last flames.

The fire cost the owner 5 million crowns, the brigade said.
"""
PLACE = Span(4, 30, 4, 69)


def draft(text: str, suffix: str = ".txt") -> Draft:
    return Draft(text, "draft.txt", suffix, Config())


def applied(text: str, edit) -> str:
    """Do to the text what an editor would."""
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: edit.span.line]) + edit.span.column
    end = sum(len(line) + 1 for line in lines[: edit.span.end_line]) + edit.span.end_column
    return text[:start] + edit.text + text[end:]


def test_a_repeat_is_marked_at_both_of_its_places():
    marks = [mark for mark in draft(TEXT).marks if mark.finding.code == "R101"]
    assert [mark.span for mark in marks] == [Span(2, 0, 2, 39), PLACE]
    assert [mark.others[0].line for mark in marks] == [5, 3]


def test_hovering_shows_the_twin_and_nothing_elsewhere():
    told = draft(TEXT).hover(4, 40)
    assert "*line 3*\n\n> The mill at Tarn burned down on Monday." in told
    assert draft(TEXT).hover(4, 5) == ""
    assert draft(TEXT).hover(99, 99) == ""


def test_a_conflict_shows_the_other_reading():
    told = draft(CONFLICT).hover(0, 60)
    assert "**R104**" in told
    assert "> The fire cost the owner 5 million crowns" in told


def test_hovered_words_are_no_markup():
    text = TEXT.replace("The mill at Tarn", "The [mill](https://example.org) at *Tarn*")
    assert "\\[mill\\](https://example.org) at \\*Tarn\\*" in draft(text).hover(2, 5)


@pytest.mark.parametrize("at", [PLACE, Span(2, 3, 2, 3)])
def test_the_repeat_is_cut_from_either_place_and_the_rest_stays(at):
    (edit,) = draft(TEXT).cuts(at)
    assert edit.title == "Cut the repeat: “The mill at Tarn burned down on Monday.”"
    assert applied(TEXT, edit) == TEXT.replace(" The mill at Tarn burned down on Monday.\n", "\n")
    assert list(draft(TEXT).cuts(Span(0, 0, 0, 3))) == []


def test_a_repeat_that_is_a_paragraph_goes_with_its_empty_line():
    text = TEXT.replace("flames. The", "flames.\n\nThe")
    (edit,) = draft(text).cuts(Span(6, 1, 6, 1))
    assert applied(text, edit) == text.replace("\n\nThe mill at Tarn burned down on Monday.\n", "\n")


def test_a_windows_file_keeps_its_line_ends():
    text = TEXT.replace("\n", "\r\n")
    (edit,) = draft(text).cuts(Span(4, 40, 4, 40))
    assert edit.span.line == 4
    assert "\n" not in edit.text.replace("\r\n", "")


def test_a_conflict_offers_no_cut():
    assert list(draft(CONFLICT).cuts(Span(0, 0, 9, 0))) == []


@pytest.mark.parametrize("text", ["", "  \n\n", "<!-- summarise: ignore -->\n", "half \ud83d a character"])
def test_what_is_no_article_has_no_marks(text):
    made = draft(text, ".md")
    assert (made.report, made.marks, made.hover(0, 0), list(made.cuts(Span(0, 0, 1, 0)))) == (None, (), "", [])


def test_a_comment_in_the_draft_silences_a_rule():
    assert [
        m for m in draft("<!-- summarise: ignore-file R101 -->\n" + TEXT, ".md").marks if m.finding.code == "R101"
    ] == []


def test_findings_about_no_sentence_stand_at_the_top():
    marks = draft(TEXT).marks
    assert all(mark.sentence is not None or mark.span == Span(0, 0, 0, 0) for mark in marks)


def test_an_article_that_says_one_thing_over_and_over_stays_small():
    made = draft("The mill at Tarn burned down on Monday.\n\n" * 60)
    assert len(made.marks) >= 60
    assert max(len(mark.others) for mark in made.marks) == 10
    (only,) = made.cuts(Span(80, 0, 80, 5))
    assert [mark.span.line for mark in only.marks] == [80]
    (ten,) = made.cuts(Span(0, 0, 0, 5))
    assert ten.title == "Cut the 10 repeats: “The mill at Tarn burned down on Monday.”"
    assert applied(made.text, ten) == "The mill at Tarn burned down on Monday.\n\n" * 50


def test_a_draft_with_half_a_character_has_nothing_to_tell():
    made = draft(TEXT.replace("Rain", "\ud83d Rain"))
    assert (made.marks, list(made.cuts(Span(2, 5, 2, 5)))) == ((), [])


SENTENCES = (
    "The mill at Tarn burned down on Monday.",
    "Nobody was hurt.",
    "Rain fell all night long on the *old* town.",
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=6),
    st.lists(st.sampled_from((" ", "\n", "\n\n")), min_size=6, max_size=6),
)
def test_a_cut_takes_one_sentence_and_leaves_all_others(said, gaps):
    text = "".join(word + gap for word, gap in zip(said, gaps, strict=False))
    made = draft(text, ".md")
    before = [s.text for s in parse(text, suffix=".md").sentences]
    for edit in made.cuts(Span(0, 0, 99, 0)):
        after = [s.text for s in parse(applied(text, edit), suffix=".md").sentences]
        before_less = list(before)
        index = next(n for n, s in enumerate(parse(text, suffix=".md").sentences) if s == edit.marks[0].sentence)
        del before_less[index]
        assert after == before_less


def later(text: str, changed: str) -> Draft:
    return Draft(changed, "draft.txt", ".txt", Config(), draft(text).report)


def test_after_a_key_what_still_stands_is_told_without_a_check(monkeypatch):
    found = later(TEXT, TEXT.replace("last flames", "last, last flames"))
    monkeypatch.setattr("summarise.pipeline.run", None)
    assert found.settled(Span(2, 0, 2, 0))
    assert not found.settled(Span(4, 3, 4, 3))
    assert "*line 5*\n\n> The mill at Tarn burned down on Monday." in found.hover(2, 0)
    (edit,) = found.cuts(Span(2, 0, 2, 0))
    assert applied(found.text, edit) == found.text.replace(" The mill at Tarn burned down on Monday.\n", "\n")


@pytest.mark.parametrize(
    "changed",
    [
        TEXT.replace("flames. The mill", "flames. That mill"),
        TEXT.replace("flames. The mill at Tarn burned down on Monday.", "flames."),
        TEXT.replace("Rain", "\nRain"),
        "",
    ],
)
def test_a_twin_that_has_changed_gone_or_moved_is_no_longer_told_of(changed):
    assert later(TEXT, changed).hover(2, 0) == ""
    assert list(later(TEXT, changed).cuts(Span(2, 0, 2, 0))) == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_told_after_any_change_is_about_sentences_of_the_text_as_it_is(data):
    start = data.draw(st.integers(0, len(TEXT)))
    end = data.draw(st.integers(start, len(TEXT)))
    changed = TEXT[:start] + data.draw(st.text(st.sampled_from("a .\n"), max_size=4)) + TEXT[end:]
    found = later(TEXT, changed)
    for mark in found.marks:
        told = [s for s in (mark.sentence, *mark.others) if s]
        assert set(told) <= set(found.article.sentences)
        assert mark.finding.code != "R101" or len({s.text for s in told}) == 1
