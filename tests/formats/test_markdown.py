from __future__ import annotations

from dataclasses import replace

from markdown_it import MarkdownIt
from sample_reports import clean, report

from summarise.formats import FORMATS, Page


def rendered(*reports) -> str:
    return "".join(FORMATS["markdown"](reports, Page(several=len(reports) > 1)))


def test_the_first_headline_is_the_title_and_the_standfirst_follows():
    lines = rendered(report()).splitlines()
    assert lines[0] == "# Lantern bridge to close for nine months from June"
    assert "**Engineers found cracks in 14 of its 60 hangers last autumn.**" in lines


def test_the_summary_is_one_paragraph_without_marks():
    assert "from 1 June. Cracks in 14 of 60 hangers" in rendered(report())
    assert "[s3" not in rendered(report())


def test_every_part_is_there():
    html = MarkdownIt("commonmark").render(rendered(report()))
    parts = ["Key points", "People", "Organisations", "Dates", "Figures", "Quotes", "Open questions"]
    for heading in [*parts, "Claims to check", "Repeats (13 words could go)", "Conflicts", "Findings"]:
        assert f"<h2>{heading}</h2>" in html
    assert html.count("<h1>") == 1
    assert "<strong>error</strong> E101" in html


def test_a_clean_report_has_no_findings_and_no_repeats():
    text = rendered(clean())
    assert "## Findings" not in text
    assert "## Repeats" not in text


def test_a_task_without_an_answer_says_so():
    assert "## Summary\n\nNo answer" in rendered(replace(report(), outputs={"summary": None}))


def test_words_never_become_markup():
    sample = report()
    summary = sample.outputs["summary"]
    assert summary
    summary["key_points"][0]["text"] = "# big <b>news</b> [here](https://example.org)"
    assert "- \\# big \\<b\\>news\\</b\\> \\[here\\](https://example.org)" in rendered(sample)


def test_two_reports_are_parted_by_a_rule():
    assert rendered(report(), report()).count("\n---\n") == 1
