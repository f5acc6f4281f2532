from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarise import schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "report.md").read_text(encoding="utf-8")


def fields(schema: Any) -> Iterator[str]:
    """Yield the name of every field that a schema has anywhere."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for child in schema.values():
            yield from fields(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from fields(child)


def words(schema: Any) -> Iterator[str]:
    """Yield every word that a field may be."""
    if isinstance(schema, dict):
        yield from schema.get("enum", [])
        for child in schema.values():
            yield from words(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from words(child)


def test_the_page_names_every_field_and_every_word_of_the_schema():
    named = set(re.findall(r"`([a-z0-9_]+)`", PAGE))
    contract = schemas.load("report.v1")
    assert (set(fields(contract)) | set(words(contract))) - named - {""} == set()


def test_the_page_names_no_field_that_the_schema_lacks():
    named = {
        name
        for row in re.findall(r"^\| (`[^|]*`) \|", PAGE, re.MULTILINE)
        for name in re.findall(r"`([a-z0-9_]+)`", row)
    }
    assert named - set(fields(schemas.load("report.v1"))) - {"evidence", "by"} == set()


def test_the_examples_keys_are_the_schemas_own():
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert example
    top = re.findall(r'^  "([a-z]+)"|(?<=\}, )"([a-z]+)"', example[1], re.MULTILINE)
    assert ["".join(pair) for pair in top] == schemas.load("report.v1")["required"]
