"""Feeds: one file, many articles."""

from __future__ import annotations

import json

import pytest

from summarise.article import read, read_all
from summarise.errors import InputError

STORY = "<p>The boat sails at noon, the harbour board said. It is full.</p><p>Tickets cost 4 crowns.</p>"
ESCAPED = STORY.replace("<", "&lt;")
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Larkford Courier</title>
<item><title>Boat sails</title><dc:creator>Anna Rowe</dc:creator><pubDate>Tue, 12 May 2026 07:30:00 +0200</pubDate>
<description>A teaser only.</description><content:encoded><![CDATA[{STORY}]]></content:encoded></item>
<item><title>Gull takes hat &amp;amp; scarf</title><description>{ESCAPED}</description></item><item/></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Larkford Courier</title><entry><title>Boat sails</title>
<author><name>Anna Rowe</name></author>
<updated>2026-05-13T08:00:00Z</updated><published>2026-05-12T08:00:00Z</published>
<summary>A teaser only.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{STORY}</div></content>
</entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {
                "id": "1",
                "title": "Boat sails",
                "content_html": STORY,
                "authors": [{"name": "Anna Rowe"}],
                "date_published": "2026-05-12T07:30:00+02:00",
            }
        ],
    }
)
SENTENCES = [
    ("title", "Boat sails"),
    ("furniture", "By Anna Rowe"),
    ("body", "The boat sails at noon, the harbour board said."),
    ("body", "It is full."),
    ("body", "Tickets cost 4 crowns."),
]


@pytest.mark.parametrize(("name", "feed"), [("a.rss", RSS), ("a.atom", ATOM), ("a.xml", ATOM), ("a.json", JSON)])
def test_an_entry_of_each_kind_of_feed_is_an_article(name, feed, tmp_path):
    (tmp_path / name).write_text(feed)
    first = next(read_all(str(tmp_path / name)))
    assert [(s.kind, s.text) for s in first.sentences] == SENTENCES
    assert (first.title, str(first.date), first.source) == ("Boat sails", "2026-05-12", f"{tmp_path / name}#1")
    assert all(first.text[s.start : s.end] == s.text for s in first.sentences)


def test_each_entry_that_says_something_is_read_in_order(tmp_path):
    (tmp_path / "a.rss").write_text(RSS)
    assert [a.title for a in read_all(str(tmp_path / "a.rss"))] == ["Boat sails", "Gull takes hat & scarf"]


def test_a_feed_of_several_is_no_single_article(tmp_path):
    (tmp_path / "a.rss").write_text(RSS)
    with pytest.raises(InputError, match="feed of several articles"):
        read(str(tmp_path / "a.rss"))


@pytest.mark.parametrize(
    ("feed", "says"),
    [
        ("<html><body>No.</body></html>", "is not an RSS, Atom or JSON feed"),
        ("<rss><channel/></rss>", "holds no article"),
        ("<rss><item>", "XML fails in line 1"),
        ("<!DOCTYPE rss [<!ENTITY e 'x'>]><rss/>", "declares a DTD"),
        ("<rss>" + "<a>" * 5_000, "too deep"),
        ('{"version": "https://jsonfeed.org/version/1.1"', "broken JSON"),
        ('{"version": 1}', "is not an RSS, Atom or JSON feed"),
        ("[" * 100_000, "is not an RSS, Atom or JSON feed"),
    ],
)
def test_what_is_no_feed_is_one_clear_error(feed, says, tmp_path):
    (tmp_path / "a.xml").write_text(feed)
    with pytest.raises(InputError, match=says):
        read(str(tmp_path / "a.xml"))


def test_scripts_and_styles_of_an_entry_are_left_out(tmp_path):
    item = {"title": "Boat", "content_html": "<style>p{}</style><p>It<br>sails.</p><script>alert(1)</script>"}
    (tmp_path / "a.json").write_text(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [item]}))
    assert read(str(tmp_path / "a.json")).text == "Boat\n\nIt\nsails."
