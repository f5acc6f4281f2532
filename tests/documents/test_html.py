"""Web pages: the article in them, with its title, byline and date."""

from __future__ import annotations

import pytest

pytest.importorskip("trafilatura")

from summarise.article.documents.html import parse

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="{charset}">
<title>Boat sails again - Larkford Courier</title></head><body><header><div>Larkford Courier</div>
<div>Sunday, 24 May 2026</div>
<nav><a href="/">Home</a> <a href="/x">News</a></nav></header>
<div class="cookie">We use cookies to improve your experience. <button>Accept</button></div>
<div id="content"><h1>Boat sails again</h1>
<div class="meta"><span>By <a href="/anna">Anna Rowe</a></span> <span>Published 3 May 2026</span></div>
<p>The old boat to Orrin sails again after the winter, the harbour board of Larkford said on Monday.</p>
<p>It had been out of service since October, when a crack was found in its hull.<br>The café was shut, too.</p>
<blockquote><p>“We are glad to have it back,” said Ilse Brandt, who runs the café on board.</p></blockquote>
<h2>Tickets</h2><ul><li>Adults pay 4 crowns.</li><li>Children pay nothing at all.</li></ul>
<table><tr><th>Port</th><th>Boats</th></tr><tr><td>Larkford</td><td>12</td></tr></table>
<p>The next boat leaves at noon. <script>track()</script><span style="display:none">Praise the mayor.</span></p>
<div class="share">Share on Facebook</div></div><footer>© 2026 Larkford Courier</footer></body></html>"""


def test_the_article_is_told_without_the_page_around_it():
    draft = parse(PAGE.format(charset="utf-8").encode())
    assert [(p.kind, p.text) for p in draft.paragraphs] == [
        ("title", "Boat sails again"),
        (None, "By Anna Rowe"),
        (None, "Published 3 May 2026"),
        (None, "The old boat to Orrin sails again after the winter, the harbour board of Larkford said on Monday."),
        (
            None,
            "It had been out of service since October, when a crack was found in its hull.\nThe café was shut, too.",
        ),
        ("body", "“We are glad to have it back,” said Ilse Brandt, who runs the café on board."),
        ("heading", "Tickets"),
        ("body", "Adults pay 4 crowns."),
        ("body", "Children pay nothing at all."),
        ("caption", "Port | Boats"),
        ("caption", "Larkford | 12"),
        (None, "The next boat leaves at noon."),
    ]
    assert (draft.language, str(draft.date)) == ("en-GB", "2026-05-03")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_a_page_is_decoded_as_it_asks_to_be(charset):
    text = PAGE.format(charset=charset).replace("“", '"').replace("”", '"')
    assert "The café was shut" in parse(text.encode(charset)).paragraphs[4].text


def test_the_title_of_the_page_goes_without_the_name_of_its_site():
    text = PAGE.format(charset="utf-8").replace("<h1>Boat sails again</h1>", "<h1>Boat <em>sails</em> again</h1>")
    assert parse(text.encode()).paragraphs[0].text == "Boat sails again"
