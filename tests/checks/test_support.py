"""What is found wrong with a text beside its article, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise.article import parse
from summarise.checks import CHECKS, check
from summarise.checks.index import Index, prepare
from summarise.checks.support import faults

WRONG = [
    ("S101", "A ferry carrying 150 passengers ran aground off Tarnholm."),
    ("S101", "The harbour will cost $1.8 billion."),
    ("S101", "About 1.8 million litres of water were pumped out of the ferry."),
    ("S102", "The harbour is to hold 120 boats and cost about $40 million."),
    ("S103", "Fares will rise by 4 percentage points in June."),
    ("S103", "The harbour will cost about £40 million."),
    ("S104", "The ferry ran aground off Tarnholm on Wednesday."),
    ("S104", "Mara Lind has commanded the ship since 2016."),
    ("S104", "The ferry was freed on May 7, 2026."),
    ("S111", "Captain Vera Sund told reporters that the steering might have failed."),
    ("S112", "Captain Jonas Oke told reporters that the steering might have failed."),
    ("S121", "“We heard a huge crash and then nothing,” said Jonas Oke."),
    ("S122", "“We heard a loud bang and then nothing,” Norbeck Rovers said."),
    ("S131", "Fares will fall by 4 percent in June."),
    ("S131", "Jonas Oke said his son was calm."),
    ("S131", "The ferry was freed at low tide."),
    ("S132", "The police questioned the crew."),
    ("S151", "Oke praised Lind."),
    ("S151", "Lind was praised by Oke."),
    ("S151", "Hest United beat Norbeck Rovers."),
]


@pytest.mark.parametrize(("code", "text"), WRONG)
def test_a_wrong_text_is_an_error(index, code, text):
    found = [f for f in faults(index, text) if f.level == "error"]
    assert code in {f.code for f in found}, found


@pytest.mark.parametrize(
    "text",
    [
        "More than a hundred and twenty people were aboard the ferry.",
        "About 1.2 million litres of water were pumped out of the ferry.",
        "The ferry ran aground on May 3, 2026.",
        "The ferry was freed on 4 May.",
        "Captain Lind has been in command since 2019.",
        "Passenger Jonas Oke said: “We heard a loud bang … nothing.”",
        "The council wants to open a harbour for 85 boats in 2028, at a cost of about 40 million dollars.",
        "Fares go up by four per cent in June.",
        "Oke was praised by Lind.",
        "The crew was not questioned by the police.",
        "A warrant was issued for the pilot on Friday, May 1.",
        "Norbeck Rovers won 3–1 against Hest United.",
        "Velm Athletic won 2–0 against Norbeck Rovers.",
        "“My daughter was calm,” Mr Oke said.",
    ],
)
def test_a_right_text_in_other_words_has_no_error(index, text):
    assert [f for f in faults(index, text) if f.level == "error"] == []


def test_a_finding_shows_the_words_at_fault_and_those_of_the_article(index):
    (found,) = faults(index, "Fares will fall by 4 percent in June.")
    assert "'fall'" in found.message
    assert "'rise'" in found.message
    assert index.article.sentence(found.sentences[0]).text.startswith("Fares will rise")


def test_an_altered_quotation_shows_the_articles_own_words(index):
    (found,) = faults(index, "“We heard a loud crash and then nothing at all,” said Jonas Oke.")
    assert found.sentences == ("s7",)
    assert "a loud bang and then nothing" in found.message


def test_the_sentences_of_an_article_have_no_faults(index):
    for sentence in index.article.body:
        assert faults(index, sentence.text) == ()


def test_a_clause_cut_from_a_sentence_has_no_error(index):
    for sentence in index.article.body:
        clause = sentence.text.replace(" and ", ", ").partition(", ")[0]
        assert [f for f in faults(index, clause) if f.level == "error" and f.code != "S121"] == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("The council opens a new harbour in 2028.", "error"),
        ("Captain Mara Lind told reporters that the steering had failed.", "error"),
        ("While fishermen of the whole region protest, the council opens a new harbour in 2028.", "warning"),
    ],
)
def test_a_plan_or_a_doubt_told_as_a_fact_is_an_error_where_the_text_says_little_else(index, text, level):
    assert ("S141", level) in {(f.code, f.level) for f in faults(index, text)}


def test_english_rules_are_silent_in_other_languages():
    article = parse(
        "Fähre läuft auf Grund\n\nDie Fähre mit 120 Passagieren lief am Sonntag vor Tarnholm auf Grund. Kapitänin Mara "
        "Lind sagte: „Wir hörten einen lauten Knall.“ Der Hafen kostet 1.200,50 Euro.",
        language="de",
    )
    index = prepare(article)
    codes = {f.code for f in faults(index, "Die Fähre mit 150 Passagieren lief vor Tarnholm auf Grund.")}
    assert codes == {"S101"}
    assert {f.code for f in faults(index, "„Wir hörten einen leisen Schlag im Rumpf“, sagte Mara Lind.")} == {"S121"}
    assert faults(index, "Der Hafen kostet 1200,50 Euro.") == ()
    assert faults(index, "Die Fähre lief nicht auf Grund.") == ()


def test_every_text_of_an_output_is_checked_and_has_its_path(ferry):
    output = {
        "summary": {
            "headlines": [{"text": "Ferry with 150 passengers runs aground", "evidence": ["s3"]}],
            "standfirst": None,
            "sentences": [{"text": "The ferry was freed on Monday.", "evidence": ["s4"]}],
            "figures": [{"value": "90", "what": "boats", "evidence": ["s10"]}],
            "quotes": [{"speaker": "Mara Lind", "words": "We heard a loud bang", "evidence": ["s7"]}],
            "people": [{"name": "Otto Brand", "role": "pilot", "evidence": ["s13"]}],
            "missing_context": [{"text": "How old Otto Brand is.", "evidence": ["s13"]}],
        },
        "redundancy": None,
    }
    found = check(ferry, output)
    assert {(f.code, f.path) for f in found if f.level == "error"} == {
        ("S101", "/summary/headlines/0"),
        ("S101", "/summary/figures/0"),
        ("S111", "/summary/people/0"),
    }


def test_a_figure_outside_the_evidence_is_a_warning(ferry):
    output = {"summary": {"sentences": [{"text": "The harbour will hold 85 boats.", "evidence": ["s9"]}]}}
    assert [(f.code, f.level) for f in check(ferry, output)] == [("S106", "warning")]


def test_the_checks_are_named_for_a_reader():
    assert list(CHECKS) == ["evidence", "support"]


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=160), st.text(max_size=160))
def test_no_text_and_no_article_break_the_checks(article, text):
    found = Index(parse(f"{article}\n\nLind praised Oke in 2019."))
    faults(found, text)
    faults(found, f"Oke said “{text}” in 2018, {text}")


_words = st.lists(
    st.sampled_from("Lind Oke ferry not 3 2019 % “ ” said praised by was rise fall before May 4 $ million no".split()),
    max_size=25,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(_words, _words)
def test_no_salad_of_telling_words_breaks_the_checks(article, text):
    faults(Index(parse(f"Ferry. {article}")), text)
