"""`summarise verify`: any text beside an article."""

from __future__ import annotations

import io
import json

import pytest

from summarise import schemas

ARTICLE = """\
Ferry runs aground off Tarnholm

Monday, May 4, 2026

A ferry carrying more than 120 passengers ran aground off Tarnholm on Sunday, the coast guard said.

Fares will rise by 4 percent in June. Lind praised Oke.
"""
TEXT = "A ferry ran aground off Tarnholm on Sunday. Fares will fall by 4 percent in June."


@pytest.fixture
def files(folder):
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    return folder


def test_each_sentence_is_shown_with_its_band_evidence_and_findings(summarise, files):
    ended = summarise("verify", "article.txt", "text.txt")
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert lines[0] == "supported    A ferry ran aground off Tarnholm on Sunday. [s3]"
    assert "S131 error: 'fall': the article has 'rise' here [s4]" in ended.out
    assert all(len(line) <= 80 for line in lines)


def test_the_json_fits_its_schema(summarise, files):
    ended = summarise("verify", "article.txt", "text.txt", "-f", "json", "--fail-on", "never")
    assert ended.code == 0
    printed = json.loads(ended.out)
    assert schemas.errors(printed, "verify.v1") == []
    assert [s["evidence"][0] for s in printed["sentences"]] == ["s3", "s4"]
    assert [f["code"] for f in printed["sentences"][1]["findings"]] == ["S131"]


def test_the_text_may_come_from_standard_input(summarise, files, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Lind praised Oke."), encoding="utf-8"))
    ended = summarise("verify", "article.txt", "-")
    assert (ended.code, ended.out) == (0, "supported    Lind praised Oke. [s5]\n")


def test_pairs_are_answered_line_by_line_and_a_bad_line_stops_nothing(summarise, files):
    records = [
        json.dumps({"id": "a", "article": ARTICLE, "text": "Lind praised Oke."}),
        "not JSON",
        json.dumps({"id": 2, "article": ARTICLE}),
        json.dumps({"article": ARTICLE, "text": "Oke praised Lind."}),
    ]
    (files / "pairs.jsonl").write_text("\n".join(records), encoding="utf-8")
    ended = summarise("verify", "--pairs", "pairs.jsonl")
    assert ended.code == 2
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert [a["id"] for a in answers] == ["a", None]
    assert all(schemas.errors(a, "verify.v1") == [] for a in answers)
    assert [f["code"] for f in answers[1]["sentences"][0]["findings"]] == ["S151"]
    assert "pairs.jsonl:2: not a pair" in ended.err
    assert "pairs.jsonl:3: not a pair" in ended.err


def test_a_rule_can_be_silenced_for_a_path_and_findings_below_a_level_left_out(summarise, files):
    (files / "summarise.toml").write_text('[[paths]]\nmatch = "*.txt"\nignore = ["S131"]\n', encoding="utf-8")
    ended = summarise("verify", "article.txt", "text.txt")
    assert ended.code == 0
    assert "S131" not in ended.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["article.txt"], "give an ARTICLE and a TEXT"),
        (["-", "-"], "only one of ARTICLE and TEXT"),
        (["article.txt", "none.txt"], "none.txt"),
        (["--pairs", "none.jsonl"], "none.jsonl cannot be read"),
        (["article.txt", "text.txt", "--pairs", "p.jsonl"], "leave out ARTICLE and TEXT"),
    ],
)
def test_what_cannot_be_checked_is_one_line_and_exit_code_2(summarise, files, arguments, says):
    ended = summarise("verify", *arguments)
    assert ended.code == 2
    assert says in ended.err
    assert ended.err.count("\n") == 1
    assert ended.out == ""
