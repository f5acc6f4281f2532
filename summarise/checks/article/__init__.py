"""What an editor should know of the article itself, whatever is written about it: codes A101 and on."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from summarise.checks.article.figures import changing_figures
from summarise.checks.article.hidden import broken_ignores, injected_instructions, reach
from summarise.checks.article.marks import doubled_title, furniture_in_text, unanchored_time
from summarise.checks.article.namesakes import changing_names
from summarise.checks.article.people import surname_first
from summarise.checks.article.posts import changing_posts
from summarise.checks.article.quotations import open_quotes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from summarise.article import Article
    from summarise.report import Finding

__all__ = ["WARNINGS", "reach", "warnings"]

WARNINGS: dict[str, Callable[[Article], Iterator[Finding]]] = {
    "A101": doubled_title,
    "A102": furniture_in_text,
    "A103": unanchored_time,
    "A104": surname_first,
    "A105": changing_figures,
    "A106": open_quotes,
    "A107": broken_ignores,
    "A108": lambda article: chain(changing_names(article), changing_posts(article)),
    "A201": injected_instructions,
}


def warnings(article: Article) -> list[Finding]:
    """Return the findings about an article, rule by rule in the order of their codes."""
    return [found for rule in WARNINGS.values() for found in rule(article)]
