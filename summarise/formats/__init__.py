"""Reports as text for people and for other programs."""

from summarise.formats.base import Format, Page
from summarise.formats.json import json

FORMATS: dict[str, Format] = {
    "json": json,
}

__all__ = ["FORMATS", "Format", "Page"]
