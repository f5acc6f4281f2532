from __future__ import annotations

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.errors import AssetError
from summarise.models.strict import strict

TEXT = {"type": "string"}


def schema(**properties):
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def refused_keywords(node, path=""):
    """Yield what OpenAI's documentation of strict structured output does not take, with its place."""
    refused = {"minLength", "maxLength", "uniqueItems", "contains", "patternProperties", "default", "oneOf", "allOf"}
    if isinstance(node, dict):
        names = "properties" in path.rsplit("/", 1)[-1]
        for keyword, value in node.items():
            if not names and keyword in refused | {"not", "if", "then", "else"}:
                yield f"{path}/{keyword}"
            yield from refused_keywords(value, f"{path}/{keyword}")
        if not names and "$ref" in node and len(node) > 1:
            yield f"{path}/$ref has siblings"
        if (
            not names
            and node.get("type") == "object"
            and set(node.get("required", ())) != set(node.get("properties", ()))
        ):
            yield f"{path} has an optional property"
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from refused_keywords(child, f"{path}/{number}")


def test_a_refused_keyword_is_said_in_words():
    made = strict(schema(headline={"type": "string", "description": "The headline.", "maxLength": 90, "minLength": 5}))
    assert made["properties"]["headline"] == {
        "type": "string",
        "description": "The headline. At most 90 characters. At least 5 characters.",
    }


def test_every_property_becomes_required_and_no_other_is_allowed():
    made = strict({"type": "object", "properties": {"a": TEXT, "b": {"type": "object", "properties": {"c": TEXT}}}})
    assert made["required"] == ["a", "b"]
    assert made["properties"]["b"]["required"] == ["c"]
    assert made["properties"]["b"]["additionalProperties"] is False


def test_a_property_that_is_named_like_a_keyword_stays():
    made = strict(schema(default=TEXT, maxLength=TEXT, title=TEXT))
    assert list(made["properties"]) == ["default", "maxLength", "title"]


def test_bounds_that_endpoints_take_stay():
    items = {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1, "maxItems": 3}
    assert strict(schema(a=items))["properties"]["a"] == items


def test_a_reference_with_siblings_becomes_a_choice_of_one():
    made = strict({**schema(a={"$ref": "#/$defs/t", "description": "A text."}), "$defs": {"t": TEXT}})
    assert made["properties"]["a"] == {"anyOf": [{"$ref": "#/$defs/t"}], "description": "A text."}


def test_parts_of_all_of_are_laid_together():
    made = strict(
        {"type": "object", "allOf": [schema(a=TEXT), {"properties": {"b": {"type": "string", "maxLength": 3}}}]}
    )
    assert list(refused_keywords(made)) == []
    assert set(made["required"]) == {"a", "b"}


def test_a_pattern_with_lookaround_and_an_unknown_format_are_said():
    made = strict(schema(a={"type": "string", "pattern": "^(?!x)"}, b={"type": "string", "format": "uri"}))
    assert made["properties"]["a"] == {"type": "string", "description": "Matches ^(?!x)"}
    assert made["properties"]["b"] == {"type": "string", "description": "Format: uri."}


def test_a_root_that_is_no_object_is_an_error():
    with pytest.raises(AssetError, match="object at its root"):
        strict({"type": "array", "items": TEXT})


def test_the_given_schema_is_not_changed():
    given_schema = schema(a={"type": "string", "maxLength": 3})
    strict(given_schema)
    assert given_schema == schema(a={"type": "string", "maxLength": 3})


leaves = st.sampled_from(
    [TEXT, {"type": "string", "maxLength": 9}, {"type": "integer", "default": 3}, {"oneOf": [TEXT, {"type": "null"}]}]
)
nodes = st.recursive(
    leaves,
    lambda inner: (
        st.builds(lambda items: {"type": "array", "items": items, "uniqueItems": True}, inner)
        | st.builds(
            lambda props: {"type": "object", "properties": props, "minProperties": 0},
            st.dictionaries(st.sampled_from("abc"), inner, min_size=1),
        )
    ),
    max_leaves=8,
)


@given(nodes)
def test_what_comes_out_is_a_schema_without_refused_keywords(node):
    made = strict({"type": "object", "properties": {"x": node}})
    jsonschema.Draft202012Validator.check_schema(made)
    assert list(refused_keywords(made)) == []
    assert strict(made) == made
