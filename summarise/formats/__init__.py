"""Reports as text for people and for other programs."""

from collections.abc import Iterable, Iterator
from importlib import import_module

from summarise.formats.base import Format, Page
from summarise.report import Report

__all__ = ["BINARY", "FORMATS", "Format", "Page"]


def _lazy(name: str) -> Format:
    """Return the function of the module that has its name; the module is imported when the function is used."""

    def render(reports: Iterable[Report], page: Page) -> Iterator[str] | Iterator[bytes]:
        function: Format = getattr(import_module(f"{__name__}.{name}"), name)
        return function(reports, page)

    return render


FORMATS: dict[str, Format] = {
    name: _lazy(name)
    for name in ("text", "html", "markdown", "docx", "csv", "json", "line", "sarif", "github", "rdjsonl", "junit")
}
BINARY = frozenset({"docx"})
"""The formats that are no text: they go to a file."""
