"""JSON Schemas: the only definition of what a model returns and of what is printed."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from summarise.assets import root
from summarise.errors import AssetError, nearest

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

MOST_ERRORS = 8
_LONGEST = 200


def names() -> list[str]:
    """Return the names of all schemas, such as ``summary.v1``, sorted."""
    return sorted(path.stem for path in root("schemas").glob("*.json"))


@cache
def source(name: str) -> str:
    """Return a schema's text. Raises AssetError when there is no schema of this name."""
    if name not in names():
        raise AssetError(f"no schema '{name}': {nearest(name, names())}")
    return (root("schemas") / f"{name}.json").read_text(encoding="utf-8")


@cache
def load(name: str) -> dict[str, Any]:
    """Return a schema as JSON. Raises AssetError when it is missing or not JSON. Do not change what you get."""
    try:
        schema: dict[str, Any] = json.loads(source(name))
    except json.JSONDecodeError as error:
        raise AssetError(f"schemas/{name}.json is not JSON: line {error.lineno}: {error.msg}") from None
    return schema


@cache
def _validator(name: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415  0.06 s, needed only to validate
    from jsonschema.exceptions import SchemaError  # noqa: PLC0415  as above

    try:
        Draft202012Validator.check_schema(load(name))
    except SchemaError as error:
        raise AssetError(f"schemas/{name}.json is not a JSON Schema: {error.message}") from None
    return Draft202012Validator(load(name))


def errors(data: Any, name: str) -> list[str]:
    """Return what is wrong with data by a schema: at most eight lines ``place: message``, none when it fits.

    The place is a JSON pointer. Long values are cut, so that a hostile answer cannot flood a terminal or a prompt.
    """
    found: list[str] = []
    for error in _validator(name).iter_errors(data):
        pointer = "".join(f"/{part}" for part in error.absolute_path) or "/"
        message = error.message if len(error.message) <= _LONGEST else f"{error.message[:_LONGEST]}…"
        found.append(f"{pointer[:_LONGEST]}: {message}")
        if len(found) == MOST_ERRORS:
            break
    return found


def check(name: str) -> None:
    """Prove that a schema is valid draft 2020-12. Raises AssetError when it is not."""
    _validator(name)
