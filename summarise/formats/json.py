"""report.v1, the contract with other programs: an object for one article, an array for several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.formats.base import Page
    from summarise.report import Report

# Half a character, which a model can write as \ud83d, has no UTF-8; the rest acts on a terminal that prints it.
_ESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def json(reports: Iterable[Report], page: Page) -> Iterator[str]:
    """Return JSON that schemas/report.v1.json describes, indented by two spaces."""
    from json import dumps  # noqa: PLC0415  start-up

    before = "[\n" if page.several else ""
    for report in reports:
        text = dumps(report.to_dict(), ensure_ascii=False, indent=2)
        yield before + _ESCAPED.sub(lambda one: f"\\u{ord(one[0]):04x}", text)
        before = ",\n" if page.several else "\n"
    if page.several:
        yield "[]\n" if before == "[\n" else "\n]\n"
    elif before == "\n":
        yield "\n"
