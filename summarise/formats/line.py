"""One line for each finding, as compilers and linters write it: ``path:line:column: code message``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.formats.gates import printable
from summarise.formats.places import placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.formats.base import Page
    from summarise.report import Report


def line(reports: Iterable[Report], _page: Page) -> Iterator[str]:
    """Return the findings in the report's order; one without a place in the article stands at 1:1."""
    for report in reports:
        for at, finding in placed(report):
            path = printable(report.article.source)
            yield f"{path}:{at.line}:{at.column}: {finding.code} {printable(finding.message)}\n"
