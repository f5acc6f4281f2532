"""What holds for every text there is."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarise.article import Article, parse, silenced
from summarise.checks.article import warnings
from summarise.errors import InputError
from summarise.rules import RULES

MARKUP = st.sampled_from(
    [
        *(
            "*",
            "**",
            "_",
            "`",
            "```\n",
            "[",
            "](x)",
            "![",
            "> ",
            "- ",
            "1. ",
            "# ",
            "\n",
            "\n\n",
            "---\n",
            "===\n",
            "|",
        ),
        *("<!-- ", "-->", "<b>", "&amp;", "\\", "<!-- summarise: ignore R1 -->", "\r\n", "\u2028", "\u200b"),
        *('"', "“", "”", "« ", "' ", ". ", "? ", "Mr. ", "[...] ", "Weir said. ", "Image: "),
        *("Share\n", "7 months ago\n", "By Anna Rowe\n", "4 May 2026\n"),
    ]
)
PIECES = st.lists(st.one_of(MARKUP, st.text(max_size=12)), max_size=40).map("".join)
TEXTS = (".markdown", ".md", ".txt")  # documents are parsed in a process of their own: tests/documents
SUFFIXES = st.sampled_from(TEXTS)
PROSE = (
    "The council of Larkford agreed to raise the harbour wall by a metre. Work will begin in June.",
    "It will cost £4 million, said Jonas Weir, the harbour master, who has asked for it since 2019.",
    "“We have waited for this wall,” he said. Nobody in Larkford spoke against it at the meeting.",
)
DEBRIS = st.sampled_from(
    [
        *("Share this article", "7 months ago", "Advertisement", "Loading 3 comments...", "2 min read", "Copy link"),
        *("Read more: Nine houses lost", "Subscribe to our newsletter", "We use cookies to improve your experience."),
    ]
)


def _parse(text: str, suffix: str) -> Article | None:
    try:
        return parse(text, suffix=suffix)
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017  the line it must be is what is tested
        return None


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(text=PIECES, suffix=SUFFIXES)
def test_offsets_ids_and_places_hold_for_any_text(text: str, suffix: str) -> None:
    article = _parse(text, suffix)
    if article is None:
        return
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = 0
    for number, s in enumerate(article.sentences, start=1):
        assert s.id == f"s{number}"
        assert article.text[s.start : s.end] == s.text
        assert s.text == s.text.strip() != ""
        assert s.start >= at
        at = s.end
        assert 1 <= s.line <= len(lines)
        assert 1 <= s.column <= len(lines[s.line - 1]) + 1
        if suffix == ".txt":
            assert lines[s.line - 1][s.column - 1] == s.text[0]
    outside = article.text
    for s in reversed(article.sentences):
        outside = outside[: s.start] + outside[s.end :]
    assert not outside.strip(), "some text is in no sentence"


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(text=PIECES, suffix=SUFFIXES)
def test_warnings_hold_for_any_text_and_show_nothing_that_hides(text: str, suffix: str) -> None:
    article = _parse(text, suffix)
    if article is None:
        return
    ids = {s.id for s in article.sentences}
    for found in warnings(article):
        assert found.code in RULES
        assert found.message.isprintable()
        assert set(found.sentences) <= ids
        assert silenced(article, found.code, found.sentences) in {True, False}


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_furniture_between_the_paragraphs_never_changes_the_story(data: st.DataObject) -> None:
    blocks = ["Harbour wall to be raised", *PROSE]
    bare = [s.text for s in parse("\n\n".join(blocks)).body]
    for _ in range(data.draw(st.integers(1, 4))):
        blocks.insert(data.draw(st.integers(1, len(blocks))), data.draw(DEBRIS))
    article = parse("\n\n".join(blocks))
    assert [s.text for s in article.body] == bare
    assert article.title == "Harbour wall to be raised"


@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize(
    "text",
    [
        *("<!--" * 5000, "[" * 20000, "![](" * 5000, "*a **b " * 5000, "> " * 20000, "`" * 20001, '"' * 20000),
        *("<script>\n" * 5000, "a|b\n-|-\n" * 4000, "(" * 20000, "x" * 100_000, "&" * 20000, "word\n" * 20000),
        *("Photo " * 9000, "By A" * 9000),
    ],
    ids=lambda text: text[:8],
)
@pytest.mark.timeout(20)
def test_hostile_text_does_not_hang_a_reader(text: str, suffix: str) -> None:
    article = _parse(text + " end", suffix)
    assert article is None or article.sentences
    if article:
        warnings(article)
