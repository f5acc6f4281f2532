from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_reports import report

from summarise.formats import FORMATS, Page
from summarise.formats.csv import COLUMNS
from summarise.formats.gates import cell, printable
from summarise.report import Report


def rows(*reports: Report) -> list[dict[str, str]]:
    source = "".join(FORMATS["csv"](reports, Page(several=len(reports) > 1)))
    assert source.startswith("\ufeffarticle,")
    return list(csv.DictReader(io.StringIO(source.removeprefix("\ufeff"), newline="")))


def test_each_claim_is_a_row_with_its_place_and_its_evidence():
    sample = report()
    first, second = rows(sample)
    claim = sample.outputs["claims"]["claims"][1]
    said = [sample.article.sentence(i) for i in claim["evidence"]]
    assert first["claim"] == claim["claim"]
    assert first["check_worthiness"] == "high"
    assert first["evidence"] == " / ".join(s.text.replace("\n", " ") for s in said)
    assert first["place"] == ", ".join(f"line {s.line}" for s in said)
    assert (second["number"], second["check_worthiness"]) == ("2", "low")


def test_two_articles_share_one_head():
    found = rows(report(), report())
    assert len(found) == 4
    assert [row["number"] for row in found] == ["1", "2", "1", "2"]


def test_a_report_without_claims_is_a_head_alone():
    assert rows(Report(report().article, {"summary": None}, ())) == []


def test_lines_end_as_the_standard_says():
    source = "".join(FORMATS["csv"]([report()], Page()))
    assert source.count("\r\n") == source.count("\n") == 3


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n@", " =", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(start):
    sample = report()
    for claim in sample.outputs["claims"]["claims"]:
        for key in ("claim", "speaker", "why", "how_to_check"):
            claim[key] = f'{start}HYPERLINK("x";"y")'
    for row in rows(sample):
        for value in row.values():
            assert value[:1] not in tuple("=+-@\t\r＝＋－＠")


@given(st.text(st.characters(), max_size=40))
def test_a_cell_says_what_was_said(text):
    assert cell(text).removeprefix("'") == printable(text).removeprefix("'")


def test_no_column_is_missing_from_a_row():
    assert set(rows(report())[0]) == set(COLUMNS)
