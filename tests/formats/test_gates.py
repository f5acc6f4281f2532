from __future__ import annotations

import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from summarise.formats.gates import markdown, printable, xml

HOSTILE = st.text(st.characters(), max_size=60)  # any code point, lone surrogates too


@given(HOSTILE)
def test_printable_text_has_no_control_or_bidi_character_and_no_line_end(text):
    out = printable(text)
    assert not [c for c in out if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not set(out) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff")
    assert printable(out) == out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("clear \x1b[2J screen", "clear \\x1b[2J screen"),
        ("C1 \x9b31m", "C1 \\x9b31m"),
        ("turn \u202eround", "turn \\u202eround"),
        ("hidden \U000e0041 tag", "hidden \\U000e0041 tag"),
        (" two\n\tlines\u2028 ", "two lines"),
        ("half \ud83d", "half \\ud83d"),
        ("خانه\u200cام 👩\u200d🚒 ❤\ufe0f", "خانه\u200cام 👩\u200d🚒 ❤\ufe0f"),
    ],
)
def test_what_hides_is_shown_and_what_scripts_need_stays(text, shown):
    assert printable(text) == shown


def _shown(source: str) -> str:
    """Return the text that a CommonMark renderer shows for a list item that holds the source."""
    tree = ET.fromstring("<x>" + MarkdownIt("commonmark").render(f"- {source}") + "</x>")
    assert {node.tag for node in tree.iter()} <= {"x", "ul", "li"}, "only what the list itself makes"
    return "".join(tree.itertext()).strip("\n")


@pytest.mark.parametrize(
    "text",
    [
        "# not a heading",
        "1. not a list",
        "7.2 million crowns",
        "- not a list",
        "> not a quote",
        "*not* __bold__ ~~or~~ `code`",
        "[a link](https://example.org)",
        "![a picture](javascript:alert)",
        "<script>alert(1)</script>",
        "&lt; stays as written &#60;",
        "a \\* backslash",
        "--- not a rule",
        "=== nor this",
        "+1 to that",
        "<https://example.org>",
        "| not | a | table |",
    ],
)
def test_markdown_shows_just_the_words(text):
    assert _shown(markdown(text)) == text


@given(st.text(st.sampled_from("ab1 \n\t#*_`[]()<>!&;~|\\-+=.:/'\"{}^$"), max_size=40))
def test_no_text_becomes_markup_in_markdown(text):
    assert _shown(markdown(text)) == printable(text)


@given(HOSTILE)
def test_xml_text_reads_back_as_the_printable_text(text):
    node = ET.fromstring(f'<a b="{xml(text)}">{xml(text)}</a>')
    assert (node.text or "") == node.attrib["b"] == printable(text)
