"""Reports as text for people and for other programs."""

from importlib import import_module

from summarise.formats.base import Format, Page

__all__ = ["FORMATS", "Format", "Page"]


def _lazy(name: str) -> Format:
    """Return the function of the module that has its name; the module is imported when the function is used."""
    return lambda reports, page: getattr(import_module(f"{__name__}.{name}"), name)(reports, page)


FORMATS: dict[str, Format] = {
    name: _lazy(name)
    for name in ("text", "json", "markdown", "line", "sarif", "github", "rdjsonl", "junit")
}
