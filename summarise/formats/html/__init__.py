"""One page for an editor: the brief beside the article, in a single file that asks nothing of any server."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from summarise.formats.html.article import article
from summarise.formats.html.brief import brief, foot, top
from summarise.formats.html.markup import Html, el, together
from summarise.formats.html.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.formats.base import Page
    from summarise.report import Report

__all__ = ["html"]


def html(reports: Iterable[Report], page: Page) -> Iterator[str]:
    """Return one page with every report; nothing when there is no report.

    Its content security policy allows just the one style and the one script that it carries, by their digests.
    """
    script = _file("page.js")
    number = 0
    for number, report in enumerate(reports, 1):
        sheet = Sheet(report, f"r{number}")
        if number == 1:
            yield _head("Briefs" if page.several else sheet.title, script)
        yield _section(sheet).source + "\n"
    if number:
        yield f"</main>\n<script>{script}</script>\n</body>\n</html>\n"


def _section(sheet: Sheet) -> Html:
    told = brief(sheet)  # first: it takes the findings about what it says, the article's margin the others
    beside = article(sheet)
    return el(
        "section",
        top(sheet),
        el("div", told, foot(sheet), class_="brief"),
        beside,
        class_="report",
        id=sheet.prefix,
        data_digest=sheet.report.article.sha256,
    )


def _head(title: str, script: str) -> str:
    style = _file("page.css")
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    head = together(
        el("meta", charset="utf-8"),
        # The policy's quotes must stay quotes to the browser: as character references in an attribute they do.
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("link", rel="icon", href="data:,"),
        el("title", title),
    )
    return f'<!doctype html>\n<html lang="en">\n<head>{head.source}<style>{style}</style></head>\n<body>\n<main>\n'


def _file(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
