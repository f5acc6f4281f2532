"""What a format writes grows as the report does: twice the sentences, groups or findings, twice the bytes at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sample_reports import clean

from summarise.article import parse
from summarise.formats import BINARY, FORMATS, Page
from summarise.formats.docx import _remarks
from summarise.report import Finding, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FEW, MANY = 60, 120
ONCE = {name: sum(map(len, FORMATS[name]([clean()], Page()))) for name in FORMATS if name not in BINARY}
"""What a format takes for a small report: that much may come on top."""


def _group(ids: list[str]) -> dict[str, Any]:
    suggestion = f"Keep {ids[0]} (the earliest); cut {', '.join(ids[1:9])}."
    point = "The boat sails."
    return {"sentences": ids, "kind": "exact", "point": point, "keep": ids[0], "suggestion": suggestion, "by": "rule"}


def _conflict(ids: list[str]) -> dict[str, Any]:
    return {"sentences": ids, "differs": "figure", "detail": "3 boats / 4 boats", "by": "rule"}


def _claim(ids: list[str]) -> dict[str, Any]:
    told = {"why": "A figure.", "how_to_check": "Ask the harbour.", "kind": "figure", "speaker": None, "by": "rule"}
    return {"claim": "The boat carries 300.", "evidence": ids, "check_worthiness": "high", **told}


def _found(code: str, groups: list[dict[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding(code, "warning", "said again", "", tuple(g["sentences"])) for g in groups)


def _twos(ids: list[str]) -> Iterator[list[str]]:
    return (list(two) for two in zip(ids[::2], ids[1::2], strict=False))


def _said_again_and_again(ids: list[str]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    groups = [_group(ids)]
    return {"redundancy": {"groups": groups, "conflicts": []}}, _found("R101", groups)


def _many_repeats(ids: list[str]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    groups = [_group(two) for two in _twos(ids)]
    return {"redundancy": {"groups": groups, "conflicts": []}}, _found("R101", groups)


def _one_sentence_in_every_conflict(ids: list[str]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    conflicts = [_conflict([ids[0], other]) for other in ids[1:]]
    return {"redundancy": {"groups": [], "conflicts": conflicts}}, _found("R104", conflicts)


def _many_claims(ids: list[str]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    return {"claims": {"claims": [_claim(two) for two in _twos(ids)]}}, ()


def _a_claim_on_everything(ids: list[str]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    return {"claims": {"claims": [_claim(ids)]}}, ()


def _findings_about_one_sentence(ids: list[str]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    return {}, tuple(Finding("A106", "warning", f"remark {number}", "", (ids[0],)) for number in range(len(ids)))


def _a_finding_about_everything(ids: list[str]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    return {}, (Finding("A106", "warning", "remark", "", tuple(ids)),)


SHAPES = {
    shape.__name__.strip("_").replace("_", " "): shape
    for shape in (
        _said_again_and_again,
        _many_repeats,
        _one_sentence_in_every_conflict,
        _many_claims,
        _a_claim_on_everything,
        _findings_about_one_sentence,
        _a_finding_about_everything,
    )
}


def _size(name: str, number: int, shape: Callable[[list[str]], tuple[dict[str, Any], tuple[Finding, ...]]]) -> int:
    article = parse("\n\n".join(f"The boat number {n} carries 300 people." for n in range(number)))
    outputs, findings = shape([s.id for s in article.sentences])
    return sum(map(len, FORMATS[name]([Report(article, outputs, findings)], Page())))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ONCE)
def test_twice_the_report_takes_twice_the_room_at_most(name, shape):
    few, many = (_size(name, number, SHAPES[shape]) for number in (FEW, MANY))
    assert many <= 2.2 * few + ONCE[name]


@pytest.mark.parametrize("name", ONCE)
def test_a_sentence_that_is_said_a_thousand_times_makes_no_giant(name):
    assert _size(name, 1_000, _said_again_and_again) < 600_000


def test_the_comments_of_a_word_document_grow_as_the_report_does():
    article = parse("The boat carries 300 people. " * MANY)
    outputs, findings = _said_again_and_again([s.id for s in article.sentences])
    remarks = _remarks(Report(article, outputs, findings)).values()
    assert sum(len(remark) for said in remarks for remark in said) < 300 * MANY
