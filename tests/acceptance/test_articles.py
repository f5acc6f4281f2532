"""Articles in folders, each with what must be found in it: drafts have faults, in clean ones silence is right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarise import schemas
from summarise.article import read
from summarise.models import open_model
from summarise.pipeline import run
from summarise.report import TASKS

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/*/article.*"))


@pytest.fixture(params=CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def case(request):
    folder = request.param
    article = read(str(next(folder.glob("article.*"))))
    return article, run(article, TASKS, open_model("none")), json.loads((folder / "expect.json").read_text())


def starts(article, ids):
    return [next(s.text for s in article.sentences if s.id == i) for i in ids]


def test_title_and_furniture_are_told_from_the_story(case):
    article, _, expected = case
    assert article.title == expected["title"]
    furniture = [s.text for s in article.sentences if s.kind == "furniture"]
    assert len(furniture) == len(expected["furniture"])
    for text, start in zip(furniture, expected["furniture"], strict=True):
        assert text.startswith(start)


def test_just_these_repeats_and_conflicts_are_found(case):
    article, report, expected = case
    found = report.outputs["redundancy"]
    groups = [starts(article, g["sentences"]) for g in found["groups"]]
    assert len(groups) == len(expected["groups"])
    for texts, wanted in zip(groups, expected["groups"], strict=True):
        assert all(text.startswith(start) for text, start in zip(texts, wanted, strict=True))
    conflicts = [(*starts(article, c["sentences"]), c["differs"]) for c in found["conflicts"]]
    assert len(conflicts) == len(expected["conflicts"])
    for texts, wanted in zip(conflicts, expected["conflicts"], strict=True):
        assert all(text.startswith(start) for text, start in zip(texts, wanted, strict=True))


def test_the_summary_says_what_matters_and_nothing_of_the_rest(case):
    _, report, expected = case
    summary = report.outputs["summary"]
    said = " ".join(s["text"] for s in summary["sentences"])
    written = " ".join(item["text"] for key in ("headlines", "sentences", "key_points") for item in summary[key])
    assert all(text in said for text in expected["summary_says"])
    assert not any(text in written for text in expected["summary_never_says"])


def test_warnings_about_the_article_are_just_these(case):
    _, report, expected = case
    if "codes" in expected:
        assert sorted(f.code for f in report.findings) == expected["codes"]


def test_nothing_that_code_picked_is_unsupported(case):
    _, report, _ = case
    assert [f for f in report.findings if f.code[0] in "SE"] == []


def test_the_report_fits_its_schema(case):
    _, report, _ = case
    assert schemas.errors(json.loads(json.dumps(report.to_dict())), "report.v1") == []
