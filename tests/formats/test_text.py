from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_reports import ARTICLE, article, clean, report

from summarise.article import parse
from summarise.formats import FORMATS, Page, view
from summarise.report import Finding, Report, Run

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def plain(sample: Report, **page: object) -> str:
    return "".join(FORMATS["text"]([sample], Page(**page)))


def section(text: str, name: str) -> str:
    """Return the lines between a heading and the next one."""
    return re.search(rf"^{name}\b(.*?)(?=^[A-Z][A-Z ]{{4,}}\b|\Z)", text, re.DOTALL | re.MULTILINE)[1]


def test_piped_text_is_ascii_but_for_the_words_themselves_and_fits_the_width():
    text = plain(report())
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 80
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


def test_terminal_text_has_colours_and_still_fits():
    text = plain(report(), colour=True, width=60)
    bare = COLOUR.sub("", text)
    assert text != bare
    assert "\x1b" not in bare
    assert max(map(len, bare.splitlines())) <= 60


def test_the_headline_comes_first_and_the_findings_last():
    text = plain(report())
    order = ["Lantern bridge to close", "SUMMARY", "KEY POINTS", "FACTS", "CLAIMS", "REPEATS", "CONFLICTS", "FINDINGS"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_every_text_carries_its_evidence():
    assert "for nine months from 1 June.\n  [s3]" in plain(report())
    assert "1 June. ˢ³" in COLOUR.sub("", plain(report(), colour=True, width=100))


def test_words_of_the_model_are_marked_when_others_are_not():
    text = plain(report())
    assert "from June [s3, model]" in text
    assert "last autumn. [s5]" in text
    assert "[model]: worded by the model" in text


def test_a_report_all_by_the_model_says_so_once():
    sample = report()

    def by_model(node):
        if isinstance(node, dict):
            return {k: "model" if k == "by" else by_model(v) for k, v in node.items()}
        return [by_model(child) for child in node] if isinstance(node, list) else node

    text = plain(replace(sample, outputs=by_model(sample.outputs)))
    assert "All of this is worded by the model." in text
    assert "model]" not in text


def test_claims_stand_in_order_of_check_worthiness_with_their_lines():
    claims = section(plain(report()), "CLAIMS TO CHECK")
    assert "1 of 2 high" in claims
    assert claims.index("7.2 million") < claims.index("Idris Kovalenko")
    assert "lines 11, 17" in claims


def test_a_repeat_shows_both_places_and_the_words_saved():
    repeats = section(plain(report()), "REPEATS")
    assert "13 words could go" in repeats
    assert re.search(r'keep +line 5 +"The Lantern bridge', repeats)
    assert re.search(r'cut +line 15 +"The bridge will be shut', repeats)


def test_a_repeat_is_not_told_again_among_the_findings():
    found = section(plain(report()), "FINDINGS")
    assert "R103" not in found
    assert "R104" not in found
    assert "E101" in found


def test_a_repeat_that_no_finding_warns_of_is_not_shown():
    text = plain(clean())
    assert "REPEATS  none found" in text
    assert "CONFLICTS" not in text
    assert "FINDINGS  none" in text


def test_errors_come_before_warnings_and_suggestions():
    found = section(plain(report()), "FINDINGS")
    assert found.index("error") < found.index("warning") < found.index("suggestion")


def test_a_report_that_no_model_had_a_part_in_says_so():
    runs = (Run("redundancy", "", "", "redundancy.v1", "extract", "none", seconds=0.04),)
    assert view.footer(replace(clean(), runs=runs)) == ["no model", "0.0 s"]


def test_a_suggestion_names_places_as_the_editor_has_no_ids_at_hand():
    shown = " ".join(plain(report()).split())
    assert "Keep line 5 (the fuller one); cut line 15: 13 words." in shown


@pytest.mark.parametrize("words", ['"The boat sails," she said.', "She said “the boat sails”"])
def test_words_with_quotation_marks_at_an_end_get_no_more_of_them(words):
    text = f"{words}\n\nIt rains.\n\n{words}\n"
    found = parse(text)
    group = {"sentences": ["s1", "s3"], "kind": "exact", "point": "", "keep": "s1", "suggestion": "", "by": "rule"}
    finding = Finding("R101", "warning", "said again", "", ("s1", "s3"))
    told = Report(found, {"redundancy": {"groups": [group], "conflicts": []}}, (finding,))
    assert f"line 1  {words}\n" in plain(told)


@pytest.mark.parametrize("name", ["text", "markdown", "html", "csv"])
def test_standard_input_is_called_by_its_name(name):
    told = replace(clean(), article=article(source="-"))
    assert "standard input" in "".join(FORMATS[name]([told], Page()))


def test_the_footer_adds_up_what_it_took():
    assert plain(report()).endswith("tern-2, direct, 2,500 tokens in, 700 out, $0.0040, 4.0 s\n")


def test_an_unknown_price_is_unknown_and_not_nothing():
    run = Run("summary", "p", "d", "summary.v1", "direct", "wren", "strict", 1, 10, 10, cost_usd=None)
    assert "cost unknown" in plain(replace(report(), runs=(run,)))


def test_a_report_out_of_the_cache_says_so():
    sample = report()
    runs = tuple(replace(run, from_cache=bool(run.prompt), cost_usd=0.0) for run in sample.runs)
    assert plain(replace(sample, runs=runs)).endswith("free, from the cache\n")


def test_verbose_shows_every_run():
    text = plain(report(), verbose=True, width=100)
    assert "summary: summary@v1#dddddddddddd, summary.v1, rung strict, 1 requests" in text
    assert "1,300 in (1,024 cached)" in text


def test_a_task_without_an_answer_says_where_to_look():
    assert "SUMMARY  no answer that can be used" in plain(replace(report(), outputs={"summary": None}))


def test_what_only_repeats_the_evidence_is_left_out_of_the_facts():
    sample = report()
    summary = sample.outputs["summary"]
    assert summary
    summary["figures"][0]["what"] = "The repair will cost 7.2 million crowns, the county said."
    assert "figures        7.2 million crowns [s7]" in plain(sample)


def test_several_reports_stand_apart():
    text = "".join(FORMATS["text"]([report(), clean()], Page(several=True)))
    assert text.count("=" * 80) == 1


def _hostile(words: str) -> Report:
    sample = report(article(ARTICLE + f"\n\nx{words}y\n" if words.strip() else ARTICLE))
    summary, claims = sample.outputs["summary"], sample.outputs["claims"]
    assert summary
    assert claims
    for key in ("headlines", "sentences", "key_points", "missing_context"):
        summary[key][0]["text"] = words
    summary["people"][0].update(name=words, role=words)
    summary["quotes"][0].update(words=words, speaker=words)
    claims["claims"][0].update(claim=words, why=words, how_to_check=words, speaker=words, evidence=[words])
    found = Finding("E101", "error", words, "/" + words, (words,))
    return replace(sample, findings=(*sample.findings, found), article=replace(sample.article, source=words))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30), st.booleans())
def test_no_text_breaks_a_terminal(words, colour):
    out = COLOUR.sub("", plain(_hostile(words), colour=colour))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)


def test_markup_of_the_terminal_library_stays_text():
    assert "[bold]x[/bold] :smile: [link=a]" in plain(_hostile("[bold]x[/bold] :smile: [link=a]"))


@pytest.mark.timeout(20)
def test_a_sentence_of_a_million_letters_is_printed():
    found = parse("W" + "o" * 1_000_000 + " end.", source="a.txt")
    sample = report()
    summary = sample.outputs["summary"]
    assert summary
    summary["sentences"][0]["text"] = found.text
    assert len(plain(replace(sample, article=found))) > 1_000_000
