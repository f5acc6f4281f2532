"""The form of a JSON Schema that strict endpoints take."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from summarise.errors import AssetError

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOOKAROUND = re.compile(r"\(\?(?:[=!]|<[=!])")
_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
_ONE = frozenset({"items", "additionalItems"})
_MANY = frozenset({"prefixItems", "anyOf"})
_NAMED = frozenset({"properties", "$defs", "definitions"})

# Keywords that a strict endpoint refuses, and how the description says them ("" when they constrain nothing).
_REFUSED = {
    **dict.fromkeys(("$schema", "$id", "$comment", "default", "examples", "title", "deprecated"), ""),
    "minLength": "At least {} characters.",
    "maxLength": "At most {} characters.",
    "minProperties": "At least {} properties.",
    "maxProperties": "At most {} properties.",
    "uniqueItems": "No item twice.",
    "contains": "Contains: {}.",
    "minContains": "Contains at least {}.",
    "maxContains": "Contains at most {}.",
    "patternProperties": "Properties by pattern: {}.",
    "propertyNames": "Names of properties: {}.",
    "dependentRequired": "Required together: {}.",
    "dependentSchemas": "If present, then: {}.",
    "unevaluatedItems": "Other items: {}.",
    "unevaluatedProperties": "Other properties: {}.",
    "not": "Not: {}.",
    "if": "If: {}.",
    "then": "Then: {}.",
    "else": "Else: {}.",
}


def strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema in the subset that strict structured output takes; what fits it may still miss the original.

    Every property becomes required and no other is allowed; keywords that such endpoints refuse are taken out and said
    in ``description``; ``oneOf`` becomes ``anyOf``. The original is what an answer is checked against afterwards.
    Source of the rules: OpenAI, "Structured model outputs", supported schemas. Raises AssetError when the root is not
    an object, which no strict endpoint takes.
    """
    if schema.get("type") != "object":
        raise AssetError("a schema for a model's answer needs an object at its root ('type': 'object')")
    return _object(schema)


def _strict(node: Any) -> Any:
    return _object(node) if isinstance(node, dict) else node


def _object(node: Mapping[str, Any]) -> dict[str, Any]:
    node = _plain(node)
    out: dict[str, Any] = {}
    said: list[str] = []
    for keyword, value in node.items():
        if (words := _instead(keyword, value)) is not None:
            said.append(words)
        elif keyword in _NAMED:
            out[keyword] = {name: _strict(child) for name, child in value.items()}
        elif keyword in _MANY:
            out[keyword] = [_strict(child) for child in value]
        else:
            out[keyword] = _strict(value) if keyword in _ONE else value
    if "properties" in out:
        out["required"] = list(out["properties"])
        out["additionalProperties"] = False
    if description := " ".join(part for part in (out.get("description", ""), *said) if part):
        out["description"] = description
    return out


def _plain(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node without ``oneOf``, ``allOf`` and siblings of ``$ref``, as near to its meaning as can be."""
    node = dict(node)
    if "$ref" in node and len(node) > 1:
        node["anyOf"] = [{"$ref": node.pop("$ref")}]
    if "oneOf" in node:
        node["anyOf"] = [*node.get("anyOf", []), *node.pop("oneOf")]
    for part in node.pop("allOf", []):
        part = _plain(part)  # noqa: PLW2901  its plain form
        properties = {**part.get("properties", {}), **node.get("properties", {})}
        node = {**part, **node, **({"properties": properties} if properties else {})}
    return node


def _instead(keyword: str, value: Any) -> str | None:
    """Return the words for a keyword that a strict endpoint refuses, or None for one that it takes."""
    if keyword in _REFUSED:
        return _REFUSED[keyword].format(value if isinstance(value, int) else json.dumps(value, ensure_ascii=False))
    if keyword == "format" and value not in _FORMATS:
        return f"Format: {value}."
    if keyword == "pattern" and _LOOKAROUND.search(value):
        return f"Matches {value}"
    return None
