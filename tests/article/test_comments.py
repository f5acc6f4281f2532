from __future__ import annotations

import pytest

from summarise.article import parse, silenced

TEXT = """\
<!-- summarise: ignore-file A102 -->
Harbour wall to be raised

The council agreed to raise the wall. <!-- summarise: ignore R103, A1 told again on purpose --> Work begins in June.

<!-- summarise: ignore -->
It will cost £4 million.

Nobody was asked. <!-- SUMMARISE:IGNORE r101 -->

<!-- summarise: ignroe R101 -->
The mayor is away.
"""


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_comment_silences_its_paragraph_or_the_next_or_the_file(suffix: str) -> None:
    article = parse(TEXT, suffix=suffix)
    by_text = {s.text: s.id for s in article.sentences}
    council, june = by_text["The council agreed to raise the wall."], by_text["Work begins in June."]
    cost, nobody, mayor = (
        by_text["It will cost £4 million."],
        by_text["Nobody was asked."],
        by_text["The mayor is away."],
    )
    assert silenced(article, "A102")
    assert silenced(article, "R103", [council])
    assert silenced(article, "R103", [mayor, june])
    assert silenced(article, "A106", [june])
    assert not silenced(article, "R101", [council])
    assert silenced(article, "S101", [cost])
    assert silenced(article, "R101", [nobody])
    assert not silenced(article, "R101", [mayor])
    assert not silenced(article, "R103")


def test_comments_to_this_program_are_no_part_of_a_plain_text_and_others_are() -> None:
    article = parse("The wall. <!-- summarise: ignore R1 -->\nThe quay <!-- not the pier --> is old.")
    assert "summarise" not in article.text
    assert "<!-- not the pier -->" in article.text
    assert [c.text for c in article.comments] == ["summarise: ignore R1"]
    assert (article.sentences[1].line, article.sentences[1].column) == (2, 1)


def test_a_sentence_behind_a_comment_keeps_its_column_in_the_source() -> None:
    source = "The wall is old. <!-- summarise: ignore R1 --> The quay is older."
    article = parse(source)
    assert source[article.sentences[1].column - 1 :] == "The quay is older."


def test_a_comment_behind_everything_speaks_of_nothing() -> None:
    article = parse("The wall is old.\n\n<!-- summarise: ignore -->")
    assert article.comments[0].paragraph == -1
    assert not silenced(article, "R101", ["s1"])
