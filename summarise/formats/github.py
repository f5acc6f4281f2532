"""GitHub workflow commands: findings become annotations on the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.formats.gates import printable
from summarise.formats.places import placed
from summarise.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.formats.base import Page
    from summarise.report import Report

_COMMANDS = {"error": "error", "warning": "warning", "suggestion": "notice"}


def github(reports: Iterable[Report], _page: Page) -> Iterator[str]:
    """Return one ``::error file=…,line=…::message`` for each finding."""
    for report in reports:
        for at, finding in placed(report):
            lines = {"line": at.line, "endLine": at.end_line, "col": at.column}
            values = {
                "file": _property(report.article.source),
                **(lines if report.article.places == "line" else {}),
                "title": _property(f"{finding.code} {RULES[finding.code].name}"),
            }
            listed = ",".join(f"{key}={value}" for key, value in values.items())
            yield f"::{_COMMANDS[finding.level]} {listed}::{_data(finding.message)}\n"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
