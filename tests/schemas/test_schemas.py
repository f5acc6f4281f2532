from __future__ import annotations

import copy

import pytest

from summarise import schemas
from summarise.errors import AssetError


def without_by(node):
    """Return a schema of a report's part as the model's own schema has it."""
    if isinstance(node, list):
        return [without_by(item) for item in node if item != "by"]
    if isinstance(node, dict):
        return {key: without_by(value) for key, value in node.items() if key != "by"}
    return node


@pytest.mark.parametrize("name", schemas.names())
def test_every_schema_is_valid_draft_2020_12(name):
    schemas.check(name)


@pytest.mark.parametrize("name", ["summary.v1", "claims.v1", "redundancy.v1"])
def test_every_object_that_a_model_returns_is_closed_and_requires_all_it_has(name):
    def walk(node):
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                optional = {"id", "meta"} if node.get("title") == "report.v1" else set()
                assert node["required"] == [name for name in node["properties"] if name not in optional]
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(schemas.load(name))


@pytest.mark.parametrize("task", ["summary", "claims", "redundancy"])
def test_a_report_holds_each_output_as_its_schema_defines_it_plus_who_wrote_it(task):
    own = copy.deepcopy(schemas.load(f"{task}.v1"))
    for key in ("$schema", "title", "description", "$defs"):
        own.pop(key)
    assert without_by(schemas.load("report.v1")["$defs"][task]) == own


def test_data_that_fits_has_no_errors():
    assert schemas.errors({"groups": [], "conflicts": []}, "redundancy.v1") == []


def test_an_error_says_where_and_what():
    (error,) = schemas.errors({"groups": [], "conflicts": 3}, "redundancy.v1")
    assert error == "/conflicts: 3 is not of type 'array'"


def test_errors_of_a_hostile_answer_are_few_and_short():
    found = schemas.errors({"groups": ["x" * 10_000] * 500, "conflicts": []}, "redundancy.v1")
    assert len(found) == schemas.MOST_ERRORS
    assert all(len(line) < 500 for line in found)


def test_an_unknown_schema_is_an_error_that_names_the_nearest_or_all():
    with pytest.raises(AssetError, match=r"no schema 'xyzzy': known are .*summary.v1"):
        schemas.load("xyzzy")
    with pytest.raises(AssetError, match=r"no schema 'sumary.v1': did you mean 'summary.v1'\?"):
        schemas.load("sumary.v1")
