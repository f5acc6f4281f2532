"""The claims as a sheet for a fact-checker: one row a claim, the most check-worthy first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarise.formats import view
from summarise.formats.gates import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.formats.base import Page
    from summarise.report import Report

COLUMNS = (
    "article",
    "number",
    "check_worthiness",
    "claim",
    "speaker",
    "kind",
    "place",
    "evidence",
    "why",
    "how_to_check",
    "verdict",
    "source",
)
"""The last two are empty: the fact-checker's own."""
_BOM = "\ufeff"  # without it Excel takes UTF-8 for something else


def csv(reports: Iterable[Report], _page: Page) -> Iterator[str]:
    """Return a head and one row a claim (RFC 4180, UTF-8 with a byte order mark); no cell is a formula."""
    before = _BOM + _row(COLUMNS)
    for report in reports:
        yield before + "".join(_row(_cells(report, n, c)) for n, c in enumerate(view.claims(report), 1))
        before = ""


def _cells(report: Report, number: int, claim: dict[str, Any]) -> tuple[str, ...]:
    said = view.sentences(report, claim["evidence"])
    return (
        view.name(report),
        str(number),
        claim["check_worthiness"],
        claim["claim"],
        claim["speaker"] or "",
        claim["kind"],
        ", ".join(dict.fromkeys(report.article.place(s) for s in said)),
        " / ".join(s.text for s in said),
        claim["why"],
        claim["how_to_check"],
        "",
        "",
    )


def _row(cells: Iterable[str]) -> str:
    from csv import writer  # noqa: PLC0415  start-up
    from io import StringIO  # noqa: PLC0415  as above

    line = StringIO()
    writer(line, lineterminator="\r\n").writerow(cell(text) for text in cells)
    return line.getvalue()
