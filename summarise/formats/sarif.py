"""SARIF 2.1.0 (OASIS), which code hosts and editors read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from summarise.formats.gates import printable
from summarise.formats.places import Place, of_sentence, placed
from summarise.rules import RULES, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.formats.base import Page
    from summarise.report import Finding, Report

_LEVELS = {"error": "error", "warning": "warning", "suggestion": "note"}


def sarif(reports: Iterable[Report], _page: Page) -> Iterator[str]:
    """Return one log with one run; its results are the findings of all articles."""
    from json import dumps  # noqa: PLC0415  start-up

    from summarise import __version__  # noqa: PLC0415  start-up

    made = list(reports)
    codes = sorted({finding.code for report in made for finding in report.findings})
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "summarise",
                        "version": __version__,
                        "rules": [_rule(RULES[code]) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": not any(report.failed for report in made)}],
                "results": [
                    _result(report, at, finding, codes.index(finding.code))
                    for report in made
                    for at, finding in placed(report)
                ],
            }
        ],
    }
    yield dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.says},
        "help": {"text": f"summarise explain {rule.code}"},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
    }


def _result(report: Report, at: Place, finding: Finding, rule: int) -> dict[str, Any]:
    others = [s for i in finding.sentences if (s := report.article.sentence(i)) and s != at.sentence]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.level],
        "message": {"text": printable(finding.message)},
        "locations": [_location(report, at)],
        # The words and not the line: a finding stays the same one when text above it moves.
        "partialFingerprints": {"sentenceAndCode/v1": _fingerprint(finding, at)},
    }
    if others:
        result["relatedLocations"] = [
            {"id": number, **_location(report, of_sentence(s))} for number, s in enumerate(others)
        ]
    if finding.path:
        result["properties"] = {"path": finding.path}
    return result


def _location(report: Report, at: Place) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(report.article.source)}}
    if at.sentence and report.article.places == "line":
        location["region"] = {
            "startLine": at.line,
            "startColumn": at.column,
            "endLine": at.end_line,
            "endColumn": at.end_column,
        }
    return {"physicalLocation": location}


def _uri(source: str) -> str:
    if source == "-":
        return "stdin"
    path = Path(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogateescape")


def _fingerprint(finding: Finding, at: Place) -> str:
    words = f"{finding.code}\n{at.sentence.text if at.sentence else finding.message}"
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]
