"""Reports as text for people and for other programs."""

from summarise.formats.base import Format, Page
from summarise.formats.github import github
from summarise.formats.json import json
from summarise.formats.junit import junit
from summarise.formats.line import line
from summarise.formats.markdown import markdown
from summarise.formats.rdjsonl import rdjsonl
from summarise.formats.sarif import sarif
from summarise.formats.text import text

FORMATS: dict[str, Format] = {
    "text": text,
    "json": json,
    "markdown": markdown,
    "line": line,
    "sarif": sarif,
    "github": github,
    "rdjsonl": rdjsonl,
    "junit": junit,
}

__all__ = ["FORMATS", "Format", "Page"]
