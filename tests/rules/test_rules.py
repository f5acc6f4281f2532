"""Every rule has a page in docs/rules, an example that raises it and one that does not.

The examples are the table: tests/rules/CODE/positive-*.* must raise CODE, negative-*.* must not. What an example is
depends on its rule: for A and R an article (.txt or .md); for E and S a JSON object with one of

    {"article": "…", "output": {"summary": {…}}}                                what the checks of an output find
    {"article": "…", "text": "…"}                                               what `summarise verify` finds
    {"article": "…", "worded": "…", "kind": "fuse", "sources": ["s1", "s2"]}    what the guard of wordings finds

An article in JSON is Markdown when it begins with "---" or "#", else plain text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from summarise.article import Article, parse, read
from summarise.assets import root
from summarise.checks import check, guard, repeats
from summarise.checks.article import warnings
from summarise.checks.verify import verify
from summarise.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from summarise.report import Finding

HERE = Path(__file__).parent
BY_A_MODEL = {"S191"}  # made of a model's answer, as all M rules are: no file of words can raise it
CODES = [code for code in RULES if not code.startswith("M") and code not in BY_A_MODEL]
EXAMPLES = [path for code in CODES for path in sorted((HERE / code).glob("*-*.*"))]


def _of_article(path: Path) -> Iterable[Finding]:
    article = read(str(path))
    return [*warnings(article), *repeats.findings(repeats.find(article), article)]


def _of_output(article: Article, case: dict[str, Any]) -> Iterable[Finding]:
    return check(article, case["output"])


def _of_text(article: Article, case: dict[str, Any]) -> Iterable[Finding]:
    return [found for verified in verify(article, case["text"]) for found in verified.findings]


def _of_wording(article: Article, case: dict[str, Any]) -> Iterable[Finding]:
    sources = [found for name in case["sources"] if (found := article.sentence(name))]
    assert len(sources) == len(case["sources"]), "an id in sources is not in the article"
    return guard.accepts(article, case["worded"], sources, case["kind"])


JUDGES: dict[str, Callable[[Article, dict[str, Any]], Iterable[Finding]]] = {
    "output": _of_output,
    "text": _of_text,
    "worded": _of_wording,
}


def _codes(path: Path) -> set[str]:
    if path.suffix != ".json":
        return {found.code for found in _of_article(path)}
    case = json.loads(path.read_text("utf-8"))
    article = parse(case["article"], suffix=".md" if case["article"].startswith(("---", "#")) else ".txt")
    (judge,) = (judge for key, judge in JUDGES.items() if key in case)
    return {found.code for found in judge(article, case)}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_example_raises_its_rule_exactly_when_its_name_says_so(path: Path) -> None:
    sort = path.name.partition("-")[0]
    assert sort in {"positive", "negative"}
    assert (path.parent.name in _codes(path)) == (sort == "positive")


@pytest.mark.parametrize("code", CODES)
def test_a_rule_has_an_example_that_raises_it_and_one_that_does_not(code: str) -> None:
    sorts = {path.name.partition("-")[0] for path in EXAMPLES if path.parent.name == code}
    assert sorts == {"positive", "negative"}


@pytest.mark.parametrize("code", RULES)
def test_a_rule_has_a_page_that_opens_with_its_code_and_name(code: str) -> None:
    page = (root("rules") / f"{code}.md").read_text("utf-8")
    assert page.startswith(f"# {code} {RULES[code].name}\n")


def test_there_is_no_page_and_no_example_of_a_rule_that_does_not_exist() -> None:
    assert {path.stem for path in root("rules").glob("*.md")} <= set(RULES)
    assert {path.name for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"} <= set(RULES)
