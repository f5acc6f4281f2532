from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from summarise.formats import FORMATS, Page

if TYPE_CHECKING:
    from summarise.report import Report

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # `from parrot import Parrot`

from acts import ACTIVE  # noqa: E402  found by the line above


def printed(report: Report) -> dict[str, str]:
    """Return a report in every format that is text; the others must only be made without a fault."""
    made = {name: list(form([report], Page())) for name, form in FORMATS.items()}
    pages = {name: "".join(parts) for name, parts in made.items() if all(isinstance(part, str) for part in parts)}
    assert pages.keys() >= {"text", "json", "markdown", "line"}
    return {**pages, "text, verbose": "".join(FORMATS["text"]([report], Page(several=True, verbose=True)))}


@pytest.fixture
def harmless():
    """Print a report in every format; prove that no character of it acts, and that it is UTF-8."""

    def check(report: Report) -> dict[str, str]:
        pages = printed(report)
        for name, text in pages.items():
            text = text.replace("\r\n", "\n")  # noqa: PLW2901  CSV ends its lines so
            found = ACTIVE.search(text)
            assert not found, f"{name}: {text[max(0, found.start() - 30) : found.end() + 30]!r}"
            text.encode()
        return pages

    return check
