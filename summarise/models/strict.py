"""The form of a JSON Schema that strict endpoints take."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from summarise.errors import AssetError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LOOKAROUND = re.compile(r"\(\?(?:[=!]|<[=!])")
_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
_SCHEMAS = ("items", "additionalItems", "prefixItems")
_MAPS = ("properties", "$defs", "definitions")
_SILENT = frozenset({"$schema", "$id", "$comment", "default", "examples", "title", "deprecated", "readOnly", "writeOnly"})

# What a strict endpoint refuses, and how the description says it instead.
_SAID: dict[str, Callable[[Any], str]] = {
    "minLength": lambda n: f"At least {n} characters.",
    "maxLength": lambda n: f"At most {n} characters.",
    "uniqueItems": lambda unique: "No item twice." if unique else "",
    "minProperties": lambda n: f"At least {n} properties.",
    "maxProperties": lambda n: f"At most {n} properties.",
    **{
        keyword: lambda value, keyword=keyword: f"{keyword}: {json.dumps(value, ensure_ascii=False)}."
        for keyword in (
            "contains",
            "minContains",
            "maxContains",
            "patternProperties",
            "propertyNames",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedItems",
            "unevaluatedProperties",
            "not",
            "if",
            "then",
            "else",
        )
    },
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
    return _strict(schema)


def _strict(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if "$ref" in node and len(node) > 1:
        return _strict({**{k: v for k, v in node.items() if k != "$ref"}, "anyOf": [{"$ref": node["$ref"]}]})
    out: dict[str, Any] = {}
    said: list[str] = []
    for keyword, value in node.items():
        if keyword in _SILENT:
            continue
        if keyword in _SAID:
            said.append(_SAID[keyword](value))
        elif keyword == "format" and value not in _FORMATS:
            said.append(f"Format: {value}.")
        elif keyword == "pattern" and _LOOKAROUND.search(value):
            said.append(f"Matches {value}")
        elif keyword in _MAPS:
            out[keyword] = {name: _strict(child) for name, child in value.items()}
        elif keyword in _SCHEMAS:
            out[keyword] = [_strict(child) for child in value] if isinstance(value, list) else _strict(value)
        elif keyword in {"anyOf", "oneOf"}:
            out["anyOf"] = [*out.get("anyOf", []), *(_strict(child) for child in value)]
        elif keyword == "allOf":
            for child in value:
                out.update(_strict(child))
        else:
            out[keyword] = value
    if "properties" in out:
        out["required"] = list(out["properties"])
        out["additionalProperties"] = False
    if description := " ".join(part for part in (out.get("description", ""), *said) if part):
        out["description"] = description
    return out
