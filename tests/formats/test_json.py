from __future__ import annotations

import json
from dataclasses import replace

from sample_reports import clean, report

from summarise import schemas
from summarise.formats import FORMATS, Page


def rendered(reports, *, several: bool = False) -> str:
    return "".join(FORMATS["json"](reports, Page(several=several)))


def test_one_file_is_an_object_that_fits_its_schema():
    data = json.loads(rendered([report()]))
    assert schemas.errors(data, "report.v1") == []
    assert data == report().to_dict()


def test_several_files_are_an_array_even_when_one_or_none_could_be_read():
    assert len(json.loads(rendered([report(), clean()], several=True))) == 2
    assert len(json.loads(rendered([report()], several=True))) == 1
    assert json.loads(rendered([], several=True)) == []


def test_no_report_for_one_file_prints_nothing():
    assert rendered([]) == ""


def test_a_task_that_failed_is_null_and_still_fits():
    data = json.loads(rendered([replace(report(), outputs={"summary": None})]))
    assert (data["summary"], data["claims"], schemas.errors(data, "report.v1")) == (None, None, [])


def test_letters_stay_letters_and_half_a_character_stays_an_escape():
    sample = report()
    claims = sample.outputs["claims"]
    assert claims
    claims["claims"][0]["why"] = "Žluť \ud83d"
    text = rendered([sample])
    assert "Žluť \\ud83d" in text
    text.encode()
    assert json.loads(text)["claims"]["claims"][0]["why"] == "Žluť \ud83d"
