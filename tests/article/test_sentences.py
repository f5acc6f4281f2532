from __future__ import annotations

import pytest

from summarise.article import parse


def _texts(text: str, language: str = "en") -> list[str]:
    return [s.text for s in parse(text, language=language).sentences]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Mr. Weir met Dr. Rowe at St. Anne's.", "They spoke."]),
        ("en", ["J. R. Weir paid $3.5 million.", "No. 5 Quay St. was his."]),
        ("en", ["He lives in the U.S. Senate district of Larkford.", "She does not."]),
        ("en", ["It opens at 9 p.m. on Monday.", "It closes late."]),
        ("en", ['"We waited."', "Then the wall came."]),
        ("en", ['"We waited.', "We wrote.", 'We were not heard," said Jonas Weir.', "He left."]),
        ("en", ["“Who pays?” Weir asked.", "Nobody knew."]),
        ("en", ["‘We waited.", "We wrote.’", "Then it came."]),
        ("en", ["The boys' club and the girls' club met.", "It's Weir's club."]),
        ("en", ["He waited … and waited.", "Wait... what?", "Yes!"]),
        ("en", ["Yahoo! said it would pay.", "It did."]),
        ("en", ["It runs on ASP.NET and Web.de.", "iPhone sales rose."]),
        ("en", ['He said: "The text breaks off [...]', 'The rest is lost."']),
        ("fr", ["M. Dupont est parti.", "« Je reviens.", "Tu attends. »", "Il a ri."]),
        ("de", ["Am 3. Mai kam Dr. Weber an.", "„Ja.", "Nein.“", "Er ging."]),
        ("es", ["El Sr. Pérez vino.", "¿Qué pasó?", "¡Nada!"]),
        ("ru", ["А. С. Вишнев писал в 1990 г. письма.", "Он ушел."]),
        ("hi", ["वह गया।", "वह आया।"]),
        ("ar", ["ذهب الرجل.", "هل جاء؟", "نعم."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language: str, sentences: list[str]) -> None:
    assert _texts(" ".join(sentences), language) == sentences


def test_chinese_and_japanese_need_no_space_between_sentences() -> None:
    assert _texts("他来了。她走了！他们说话。", "zh") == ["他来了。", "她走了！", "他们说话。"]
    assert _texts("彼は来た。彼女は去った。", "ja") == ["彼は来た。", "彼女は去った。"]


def test_a_stray_quotation_mark_does_not_swallow_the_sentences_behind_it() -> None:
    assert _texts('It was early." After that Weir left. He said, "No." He went.') == [
        'It was early."',
        "After that Weir left.",
        'He said, "No."',
        "He went.",
    ]


def test_a_sentence_runs_over_lines_that_were_wrapped() -> None:
    text = (
        "The council of Larkford agreed on Monday to raise the harbour wall\n"
        "by a metre before the winter storms, said Jonas Weir, who has run\n"
        "Larkford's harbour since 2001. Work begins in June.\n"
    )
    article = parse(text)
    assert [s.text for s in article.sentences] == [text[: text.index(" Work")], "Work begins in June."]
    assert (article.sentences[1].line, article.sentences[1].column) == (3, 32)


def test_a_heading_right_above_its_paragraph_is_a_block_of_its_own() -> None:
    prose = "The wall of Larkford was built in 1902, after a flood that took nine houses. It has been raised twice."
    article = parse(f"Wall to be raised\n\n{prose}\n\nWhy the wall is low\n{prose}\n")
    assert [s.kind for s in article.sentences] == ["title", "body", "body", "heading", "body", "body"]


def test_lines_that_were_broken_on_purpose_stay_apart_and_a_clause_that_runs_on_does_not() -> None:
    assert _texts("Roses are red today.\nViolets are blue,\nand so are\nsome of the boats.") == [
        "Roses are red today.",
        "Violets are blue,\nand so are\nsome of the boats.",
    ]


LIST = """\
What the council of Larkford decided

The council decided three things on Friday, after a debate of four hours in which nobody left the hall:

1. The harbour wall will be raised by 2031. It will cost 4 million crowns
2. Two ferries will be sold, and the third will be painted green again by its crew
3) The mayor goes in June.

• A second vote is planned. It will be secret.
• Nobody has to attend it.

- The hall will be let
- The clock will be mended

"""


def test_an_item_of_a_list_is_one_with_its_number_and_without_its_bullet_and_is_no_heading() -> None:
    items = [s for s in parse(LIST, language="en").sentences if s.paragraph > 1]
    assert [s.text for s in items] == [
        "1. The harbour wall will be raised by 2031.",
        "It will cost 4 million crowns",
        "2. Two ferries will be sold, and the third will be painted green again by its crew",
        "3) The mayor goes in June.",
        "A second vote is planned.",
        "It will be secret.",
        "Nobody has to attend it.",
        "- The hall will be let",
        "- The clock will be mended",
    ]
    assert {s.kind for s in items} == {"body"}
    assert all(LIST[s.start : s.end] == s.text for s in items)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("de", ["1. FC Larkau hat gewonnen.", "Der 2. FC Wexel verlor.", "Er jubelt seit 1999.", "Sie nicht."]),
        ("da", ["Den 3. Division er hans.", "Han vandt i 1999.", "Hun tabte."]),
        ("en", ["He finished in lane 3.", "She won."]),
    ],
)
def test_a_number_with_a_full_stop_is_an_ordinal_where_it_may_be_one(language: str, sentences: list[str]) -> None:
    assert _texts(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    ("stamp", "between"),
    [("16:42", " "), ("Updated 14.50", ": "), ("3.15pm", " – "), ("11am", " "), ("09:05 GMT", " | "), ("14h20", " ")],
)
def test_the_time_at_the_head_of_an_update_is_no_part_of_its_sentence(stamp, between):
    article = parse(
        f"Flood at Kelby\n\nA wall fell at Kelby today.\n\n{stamp}{between}The county moved 412 people. It rains."
    )
    assert [(s.kind, s.text) for s in article.sentences[2:]] == [
        ("date", stamp),
        ("body", "The county moved 412 people."),
        ("body", "It rains."),
    ]
    assert all(article.text[s.start : s.end] == s.text for s in article.sentences)


@pytest.mark.parametrize(
    "text",
    ["10 Downing Lane was empty at noon.", "9.58 seconds is the record here.", "2 April is the day of the vote."],
)
def test_a_figure_that_opens_a_sentence_is_no_time_stamp(text):
    assert [s.kind for s in parse(f"Flood at Kelby\n\nA wall fell at Kelby today.\n\n{text}").sentences[2:]] == ["body"]


@pytest.mark.parametrize("space", [chr(code) for code in range(0x80, 0x3001) if chr(code).isspace()], ids=ascii)
def test_a_wide_space_behind_an_initial_is_a_space(space):
    for text in (
        f"Anna B.{space}. went home.",
        f"(a.B{space}.",
        f"éé. B{space}{space}.é",
        f"He met J.{space}Lund. It rained.",
    ):
        read = parse(f"Flood at Kelby\n\n{text}")
        assert all(read.text[s.start : s.end] == s.text for s in read.sentences)
