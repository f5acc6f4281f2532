from __future__ import annotations

import datetime

import pytest

from summarise.article import parse

SOURCE = """\
---
title: "Harbour wall to be raised"  # of the desk
date: 2026-05-04T10:15:00Z
lang: en-GB
tags: [harbour, flood]
nested:
  title: not this one
---

# Harbour wall to be raised

*By Anna Rowe* | 4 May 2026

![The old *wall*](wall.jpg)

The council of **Larkford** voted on [Monday](https://post.example/a_(b) "the vote")
to raise the [harbour wall][wall]. <!-- to be checked -->
"We had no choice," said Mr. Weir.

What it costs
-------------

> It is a good day.
> — Jonas Weir

- The wall takes £4 million,
  most of it in stone.
- [x] The quay takes `£1 million` &amp; a year.

| Year | Cost |
|------|-----:|
| 2026 | £3m  |

```python
not.a_sentence()
```

<script>
alert("Nor. This.")
</script>
<div>Told in <b>HTML</b>.</div>

Weir_s friends[^1] paid 5*3*2 pounds \\*each\\*, [sic] says [Rowe].

[^1]: He has three.
[wall]: https://post.example/wall
***
"""


def test_markdown_shows_what_a_reader_of_the_page_sees() -> None:
    article = parse(SOURCE, suffix=".md")
    assert [(s.kind, s.text) for s in article.sentences] == [
        ("title", "Harbour wall to be raised"),
        ("furniture", "By Anna Rowe | 4 May 2026"),
        ("caption", "The old wall"),
        ("body", "The council of Larkford voted on Monday\nto raise the harbour wall."),
        ("body", '"We had no choice," said Mr. Weir.'),
        ("heading", "What it costs"),
        ("caption", "It is a good day.\n— Jonas Weir"),
        ("body", "The wall takes £4 million,\nmost of it in stone."),
        ("body", "The quay takes £1 million & a year."),
        ("caption", "Year | Cost"),
        ("caption", "2026 | £3m"),
        ("body", "Told in HTML."),
        ("body", "Weir_s friends paid 5*3*2 pounds *each*, [sic] says [Rowe]."),
        ("caption", "He has three."),
    ]


def test_every_sentence_has_its_line_and_column_in_the_source() -> None:
    lines = SOURCE.split("\n")
    starts = [lines[s.line - 1][s.column - 1 :] for s in parse(SOURCE, suffix=".md").sentences]
    assert starts[0] == "Harbour wall to be raised"
    assert starts[2] == "The old *wall*](wall.jpg)"
    assert starts[3].startswith("The council of **Larkford**")
    assert starts[4].startswith('"We had no choice,"')
    assert starts[6:9] == [
        "It is a good day.",
        "The wall takes £4 million,",
        "The quay takes `£1 million` &amp; a year.",
    ]
    assert starts[11].startswith("Told in <b>")


def test_front_matter_gives_title_date_and_language() -> None:
    article = parse(SOURCE, suffix=".md")
    assert (article.title, article.date, article.language) == (
        "Harbour wall to be raised",
        datetime.date(2026, 5, 4),
        "en",
    )


@pytest.mark.parametrize(
    "source",
    [
        "---\ntitle: Never closed\n\nThe wall.",
        "---\n\nThe wall is old.\n\n---\n\nIt is low.",
        "The wall.\n---\ntitle: x\n---\n",
    ],
)
def test_what_only_looks_like_front_matter_is_text(source: str) -> None:
    article = parse(source, suffix=".md")
    assert article.title not in ("Never closed", "x")
    assert article.sentences[0].line < 4


def test_toml_front_matter_is_read_too() -> None:
    article = parse('+++\ntitle = "A wall"\ndate = 2026-05-04\n+++\nThe wall of Larkford is old.', suffix=".md")
    assert (article.title, article.date, article.sentences[0].line) == ("A wall", datetime.date(2026, 5, 4), 5)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("A ***bold and slanted** word*.", "A bold and slanted word."),
        ("An *unclosed word and a ** pair.", "An *unclosed word and a ** pair."),
        ("Two * three * four.", "Two * three * four."),
        ("~~Gone~~ but shown.", "Gone but shown."),
        ("Line one\\\nline two.", "Line one\nline two."),
        ("One<br>two.", "One\ntwo."),
        ("See <https://post.example/x>.", "See https://post.example/x."),
        ("Fish &amp; chips &#163;5 &nosuch; &.", "Fish & chips £5 &nosuch; &."),
        ("[![Logo](l.png)](https://post.example) The story.", " The story."),
        ("A [link with [sic] inside](x).", "A link with [sic] inside."),
        ("A [missing][ref] and [one].", "A [missing][ref] and [one]."),
        ("A `code_with_*marks*` span.", "A code_with_*marks* span."),
        ("Closed # Heading #", "Closed # Heading #"),
        ("5 < 6 and 7 > 3.", "5 < 6 and 7 > 3."),
    ],
)
def test_inline_markup_leaves_its_words(source: str, shown: str) -> None:
    assert parse(source, suffix=".md").text.strip() == shown.strip()


def test_a_wrapped_line_that_begins_with_a_number_is_no_list_item() -> None:
    article = parse("The wall of the harbour was raised in\n2019. The quay was not.", suffix=".md")
    assert [s.text for s in article.sentences] == ["The wall of the harbour was raised in\n2019.", "The quay was not."]


def test_a_fence_or_a_comment_that_is_never_closed_is_read_as_far_as_it_is_safe() -> None:
    assert parse("The wall.\n\n```\ncode", suffix=".md").text == "The wall."
    assert "is old" in parse("The wall <!-- is old.", suffix=".md").text
    assert "is old" in parse("The wall.\n\n<script>\nis old.", suffix=".md").text


def test_the_first_heading_of_the_first_level_is_the_title_and_the_rest_are_headings() -> None:
    article = parse(
        "# One\n\nText is here, and more.\n\n# Two\n\nText is here again.\n\nThree\n===\n\nAnd again.", suffix=".md"
    )
    assert [s.text for s in article.sentences if s.kind == "title"] == ["One"]
    assert [s.text for s in article.sentences if s.kind == "heading"] == ["Two", "Three"]
