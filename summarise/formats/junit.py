"""JUnit XML: each article is a test suite, each finding a test; errors and warnings are failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.formats.gates import xml
from summarise.formats.places import Place, placed
from summarise.formats.view import took
from summarise.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.formats.base import Page
    from summarise.report import Finding, Report


def junit(reports: Iterable[Report], _page: Page) -> Iterator[str]:
    """Return one ``testsuites`` document; an article without findings has one test, which passes."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="summarise">\n'
    for report in reports:
        source = xml(report.article.source)
        failures = sum(finding.level != "suggestion" for finding in report.findings)
        seconds = took(report.runs).seconds
        yield (
            f'  <testsuite name="{source}" tests="{len(report.findings) or 1}" failures="{failures}" errors="0" '
            f'skipped="0" time="{seconds:.3f}">\n'
        )
        for at, finding in placed(report):
            yield _case(at, finding, source)
        if not report.findings:
            yield f'    <testcase classname="{source}" name="no findings" time="0"/>\n'
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _case(at: Place, finding: Finding, source: str) -> str:
    message = xml(finding.message)
    name = xml(f"{finding.code} {RULES[finding.code].name} at {at.line}:{at.column}")
    body = f"{source}:{at.line}:{at.column}: {finding.code} {message}"
    if finding.level == "suggestion":
        inside = f"<system-out>{body}</system-out>"
    else:
        inside = f'<failure type="{finding.level}" message="{message}">{body}</failure>'
    return f'    <testcase classname="{source}" name="{name}" time="0">{inside}</testcase>\n'
