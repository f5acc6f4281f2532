"""Reviewdog's diagnostic format, one JSON object a line, for ``reviewdog -f=rdjsonl``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.formats.gates import printable
from summarise.formats.places import placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.formats.base import Page
    from summarise.report import Report

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "suggestion": "INFO"}


def rdjsonl(reports: Iterable[Report], _page: Page) -> Iterator[str]:
    """Return one diagnostic for each finding; its columns count bytes of UTF-8, as that format wants them."""
    from json import dumps  # noqa: PLC0415  start-up

    for report in reports:
        for at, finding in placed(report):
            location: dict[str, object] = {"path": report.article.source}
            if at.sentence and report.article.places == "line":
                location["range"] = {
                    "start": {"line": at.line, "column": _bytes_before(report, at.sentence.start) + 1},
                    "end": {"line": at.end_line, "column": _bytes_before(report, at.sentence.end) + 1},
                }
            diagnostic = {
                "message": printable(finding.message),
                "location": location,
                "severity": _SEVERITIES[finding.level],
                "source": {"name": "summarise"},
                "code": {"value": finding.code},
            }
            yield dumps(diagnostic, ensure_ascii=False) + "\n"


def _bytes_before(report: Report, offset: int) -> int:
    """Return how many bytes of UTF-8 stand before an offset in its own line."""
    text = report.article.text
    return len(text[text.rfind("\n", 0, offset) + 1 : offset].encode("utf-8", "surrogatepass"))
