"""Every regular expression of the package, over text made to hurt it: time grows as the text does."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import summarise
from summarise import prompts, schemas
from summarise.errors import AssetError
from summarise.models.strict import strict

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL, LARGE = 500, 2_000  # characters; a sentence has no more, see article/sentences.py
NOTICED_S = 0.03  # of CPU, below which nothing is judged
MOST = 9.0  # times as long for four times the text; its square would be 16
SHAPES = [
    *(
        "a",
        "1",
        " ",
        "\n",
        "\t",
        "A",
        "é",
        "船",
        "\u0301",
        "\u200b",
        "\ud83d",
        "\x00",
        "'",
        '"',
        "“",
        ",",
        ".",
        "-",
        "<",
    ),
    *(
        "a ",
        "1 ",
        "A ",
        "a.",
        "1,",
        "A. ",
        "Aa ",
        "Aa Bb, ",
        "a-",
        "A'",
        "“a ",
        '"a ',
        "<a ",
        "<!--",
        "&a",
        "[a](",
        "![",
        "**a ",
    ),
    *(
        "1 May ",
        "May 1, ",
        "£1 ",
        "1.1.",
        "the ",
        "and ",
        "said ",
        "of the ",
        "Mr. A",
        "St. ",
        "http://a",
        "a@",
        "sk-",
        "://a",
    ),
    *(
        "ignore all ",
        "```\n",
        "# a\n",
        "| a |",
        "- \n",
        "> ",
        "1. ",
        "twenty ",
        "hundred and ",
        "(",
        "(a ",
        "not ",
        "no ",
        "+++\n",
    ),
]
# Only ever tried at one place of a text (`match`, `fullmatch`), so only that is measured.
AT_ONE_PLACE = {
    *("article.comments._OURS", "article.documents.rtf._BULLET"),
    *(
        "article.frontmatter._QUOTED",
        "article.kinds._CAPTION",
        "article.kinds._IN_BRACKETS",
        "article.markdown._FIRST_ITEM",
        "article.markdown._ITEM",
    ),
    *("article.markdown._UNDERLINE", "article.sentences._ENLARGED", "article.sentences._SPEAKS"),
    *("checks.repeats.custom._BOX", "batching.pace._DURATION"),
}
# Tried on what is not foreign: our own pages.
BOUNDED = {"cli.tour._HEADING"}


def _patterns(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, dict):
        for child in (*value.keys(), *value.values()):
            yield from _patterns(child, depth + 1)
    elif depth < 3 and isinstance(value, list | tuple | set | frozenset):
        for child in value:
            yield from _patterns(child, depth + 1)
    elif depth < 3 and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for name in value.__dataclass_fields__:
            yield from _patterns(getattr(value, name), depth + 1)


def _all() -> dict[str, re.Pattern[Any]]:
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(summarise.__path__, "summarise."):
        if module.name.endswith("__main__"):
            continue
        try:
            loaded = importlib.import_module(module.name)
        except ImportError:  # an extra that is not installed
            continue
        for name, value in vars(loaded).items():
            for number, pattern in enumerate(_patterns(value)):
                found.setdefault(
                    f"{module.name.removeprefix('summarise.')}.{name}" + f"[{number}]" * bool(number), pattern
                )
    return {name: p for name, p in found.items() if isinstance(p.pattern, str)}


PATTERNS = _all()


def _took(pattern: re.Pattern[str], text: str, *, once: bool) -> float:
    began = time.process_time()
    for _ in (pattern.match(text),) if once else pattern.finditer(text):
        pass
    return time.process_time() - began


def test_the_walk_finds_the_expressions():
    assert len(PATTERNS) > 100
    assert {"checks.article.orders._ORDERS", "models.faults._KEY", "article.sentences._MARK"} <= PATTERNS.keys()


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", sorted(PATTERNS.keys() - BOUNDED))
def test_an_expression_takes_time_in_proportion_to_its_text(name):
    pattern, once = PATTERNS[name], name in AT_ONE_PLACE
    for shape in SHAPES:
        large = shape * (LARGE // len(shape)) + "!"
        if (slow := _took(pattern, large, once=once)) < NOTICED_S:
            continue
        quick = _took(pattern, large[:SMALL] + "!", once=once)
        assert min(slow, _took(pattern, large, once=once)) < MOST * max(quick, NOTICED_S / MOST), repr(shape)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(st.characters(), max_size=60), task=st.sampled_from(["summary", "claims", "redundancy"]))
def test_what_is_filled_into_a_prompt_stays_as_it_is_and_adds_no_turn(text, task):
    prompt = prompts.load(task)
    filled = f"{text}$nonce ${{article}} $$\n# system\n{text}"
    rendered = prompt.render(article=filled, nonce="article-0", language="en")
    assert [m.role for m in rendered] == [p.role for p in prompt.parts]
    assert filled in rendered[-1].content
    assert rendered[0].content == prompt.render(article="", nonce="article-0", language="en")[0].content


NAMES = st.sampled_from(["a", "b", "text", "evidence"])
LEAF = st.fixed_dictionaries(
    {"type": st.sampled_from(["string", "integer", "null", "boolean"])},
    optional={
        "minLength": st.integers(0, 9),
        "pattern": st.sampled_from(["^a$", "(?=a)b"]),
        "format": st.sampled_from(["date", "uri"]),
        "default": st.none(),
        "description": st.text(max_size=5),
    },
)
SCHEMAS = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"type": st.just("array"), "items": inner}, optional={"uniqueItems": st.booleans()}),
        st.fixed_dictionaries(
            {"type": st.just("object"), "properties": st.dictionaries(NAMES, inner, max_size=3)},
            optional={"patternProperties": st.just({"^x": {}}), "required": st.just([])},
        ),
        st.fixed_dictionaries(
            {}, optional={"oneOf": st.lists(inner, max_size=2), "allOf": st.lists(inner, max_size=2)}
        ),
    ),
    max_leaves=8,
)
REFUSED = re.compile(r'"(?:minLength|maxLength|uniqueItems|patternProperties|default|oneOf|allOf|not|if)":')


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(properties=st.dictionaries(NAMES, SCHEMAS, max_size=3))
def test_any_schema_becomes_one_that_a_strict_endpoint_takes(properties):
    made = strict({"type": "object", "properties": properties})
    assert not REFUSED.search(json.dumps(made))
    nodes = [made]
    while nodes:
        node = nodes.pop()
        if "properties" in node:
            assert node["required"] == list(node["properties"])
            assert node["additionalProperties"] is False
            nodes += node["properties"].values()
        nodes += [node["items"]] if "items" in node else []
        nodes += node.get("anyOf", [])
    assert strict(made) == made


def test_a_schema_without_an_object_at_its_root_is_refused():
    with pytest.raises(AssetError):
        strict(schemas.load("summary.v1")["properties"]["headlines"])
