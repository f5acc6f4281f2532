"""Furniture named by its rule, and prose that only looks like it. All lines are invented."""

from __future__ import annotations

import pytest

from summarise.article import parse
from summarise.article.furniture import furniture

TITLE = "Harbour wall to be raised"
PROSE = "The council of Larkford agreed to raise the harbour wall by a metre. Work will begin in June."
MORE = "It will cost £4 million, said Jonas Weir, the harbour master, who has asked for it since 2019."

ANYWHERE = {
    "relative-time": "7 months ago|Updated 3 hours ago|an hour ago|5h ago|Posted 2 days ago by Anna Rowe|Just now|"
    "Yesterday at 10:15|vor 7 Monaten|Aktualisiert vor 2 Stunden|il y a 3 jours|hace 7 meses|7 месяцев назад"
    "|7个月前|منذ 7 أشهر",
    "reading-time": "2 min read|Estimated reading time: 4 minutes|Lesezeit: 3 Min.|4 min de lecture|阅读时间：3 分钟",
    "comments": "Loading 1 comment...|12 Comments|Comments (7)|Comments are closed.|Leave a reply|Join the "
    "conversation|"
    "Log in to join the conversation.|Please sign in or register to leave a comment.|This article has 88 comments.|"
    "This story has no comments yet. Log in to reply|Register to comment|Have your say in the comments below.|"
    "Be the first to comment|View all 46 comments|3 Kommentare|12 commentaires|Оставить комментарий|8 条评论",
    "share": "Share|Share this article|Click to share on Facebook (Opens in new window)|Follow us on Twitter|Copy link|"
    "Follow us on all our channels for the latest news!|"
    "Facebook Twitter WhatsApp|Tweet, Share, Print|1.2K shares|Teilen|Partager cet article|Compartir|Поделиться|分享",
    "subscribe": "Subscribe|Subscribe to our newsletter|Sign up for our morning briefing|Get the best of "
    "Larkford in your inbox|"
    "Sign up now to receive our daily newsletter by email|Newsletter abonnieren|Abonnez-vous à notre lettre",
    "cookies": "We use cookies to improve your experience.|This site uses cookies. By continuing you agree to "
    "their use.|"
    "Accept all cookies|Privacy policy|Wir verwenden Cookies, um die Seite zu verbessern.|本网站使用cookie",
    "advert": "Advertisement|ADVERTISEMENT - CONTINUE READING BELOW|Sponsored content|Story continues below "
    "advertisement|"
    "Anzeige|Publicité|Реклама|广告",
    "read-more": "Read more|Read more: Council votes on the quay|READ ALSO: Nine houses lost|Related articles"
    "|Related: The flood|"
    "See also: the flood of 1953|You may also like|Most read|Continue reading|More from Larkford|Lesen Sie "
    "auch: Die Flut|"
    "Lire aussi : la crue|Te puede interesar|Читайте также: Наводнение|相关阅读",
    "tags": "Topics|Tags: harbour, flood, council|Filed under: Coast|#larkford #harbour",
    "copyright": "© 2026 Larkford Post|Copyright 2026 Larkford Post. All rights reserved.|Tous droits réservés",
    "credits": "Reporting by Anna Rowe; editing by Jonas Weir|(Additional reporting by Anna Rowe in Harrow)|"
    "The Northern Wire contributed to this report.",
    "byline": "By Anna Rowe|By Anna Rowe and Jonas Weir|Words by Anna Rowe, coast reporter|By our business staff",
}
NAVIGATION = "Skip to main content|Home > News > Coast|Back to top|Menu|Log in|Zum Inhalt springen|首页 > 新闻"


@pytest.mark.parametrize(
    ("rule", "line"), [(rule, line) for rule, lines in ANYWHERE.items() for line in lines.split("|")]
)
def test_debris_is_furniture_wherever_it_stands(rule: str, line: str) -> None:
    line = line.strip()
    for blocks in ([TITLE, PROSE, line, MORE], [TITLE, PROSE, MORE, line], [TITLE, line, PROSE]):
        article = parse("\n\n".join(blocks))
        (found,) = (s for s in article.sentences if s.text == line)
        assert (found.kind, found.rule) == ("furniture", rule)
        assert [s.kind for s in article.sentences].count("furniture") == 1


@pytest.mark.parametrize("line", NAVIGATION.split("|"))
def test_navigation_is_furniture_around_the_story_only(line: str) -> None:
    around = parse(f"{TITLE}\n\n{PROSE}\n\n{MORE}\n\n{line}")
    assert around.sentences[-1].rule == "navigation"
    within = parse(f"{TITLE}\n\n{PROSE}\n\n{line}\n\n{MORE}")
    assert "navigation" not in {s.rule for s in within.sentences}


@pytest.mark.parametrize("line", ["Coast , Larkford, wall harbour", "harbour, flood", "Harbour | Flood | Larkford"])
def test_a_row_of_topics_is_a_tag_line_after_the_story_only(line: str) -> None:
    assert parse(f"{TITLE}\n\n{PROSE}\n\n{line}\n\nLoading 2 comments...").sentences[-2].rule == "tags"
    assert "tags" not in {s.rule for s in parse(f"{TITLE}\n\n{PROSE}\n\n{line}\n\n{MORE}").sentences}


@pytest.mark.parametrize(
    "line",
    ["Ottilie Rowe, engineer, born 3 May 1934", "Press office, 01632 960 417", "Rowe, Weir & co: desk@post.example"],
)
def test_a_life_and_an_address_are_no_tags(line: str) -> None:
    assert parse(f"{TITLE}\n\n{PROSE}\n\n{line}").sentences[-1].rule != "tags"


@pytest.mark.parametrize(
    "line",
    [
        "Media enquiries",
        "For more information contact Ana Rowe on 01632 960114 or ana@rowe.example.",
        "For further information please contact: Ana Rowe, Rowe & Co, ana@rowe.example, 01632 960 114",
        "Ana Rowe, Rowe Communications, ana@rowe.example, +44 1632 960 114",
        "Press office, 01632 960 417",
        "Tel: 01632 960 417",
        "Contact: Ana Rowe, ana@rowe.example",
        "555-010-4477",
    ],
)
def test_a_line_to_call_or_write_to_is_a_contact_after_the_story_and_nobody_is_told_to_cut_it(line: str) -> None:
    assert parse(f"{TITLE}\n\n{PROSE}\n\n{MORE}\n\n{line}").sentences[-1].rule == "contact"
    assert not furniture()["contact"].debris


@pytest.mark.parametrize(
    "line",
    [
        "Anyone who saw the wall fall should call the harbour master on 01632 960 417.",
        "Jonas Weir, the harbour master, puts the cost of the wall at 12 000 000.",
        "Images of the wall show 1 200 cracks.",
    ],
)
def test_a_number_in_a_sentence_of_the_story_makes_no_contact_line(line: str) -> None:
    assert parse(f"{TITLE}\n\n{PROSE}\n\n{MORE}\n\n{line}").sentences[-1].kind == "body"


@pytest.mark.parametrize("line", ["ENDS", "-ENDS-", "- ends -", "Ends.", "*** END ***", "FOR IMMEDIATE RELEASE"])
def test_the_marks_of_a_press_release_are_labels(line: str) -> None:
    assert parse(f"{TITLE}\n\n{PROSE}\n\n{MORE}\n\n{line}").sentences[-1].rule == "label"


def test_the_time_of_a_live_page_is_furniture() -> None:
    for line in ("LIVE - last updated 16:42", "Live blog: updated at 4.15pm", "Updated 14.50"):
        assert parse(f"{TITLE}\n\n{line}\n\n{PROSE}").sentences[1].rule == "relative-time"


def test_the_title_said_again_is_furniture_with_or_without_the_name_of_the_site() -> None:
    article = parse(f"{TITLE}\n\n{TITLE.upper()}!\n\n{TITLE} | Larkford Post\n{PROSE}")
    assert [(s.kind, s.rule) for s in article.sentences][:3] == [
        ("title", ""),
        ("furniture", "doubled-title"),
        ("furniture", "doubled-title"),
    ]


def test_headlines_behind_a_pointer_after_the_story_belong_to_it() -> None:
    article = parse(
        f"{TITLE}\n\n{PROSE}\n\nRelated articles\nNine houses lost in flood\nMayor resigns\n\nharbour, flood"
    )
    assert [s.rule for s in article.sentences[3:]] == ["read-more", "read-more", "read-more", "tags"]


@pytest.mark.parametrize(
    "prose",
    [
        "Read more books, the mayor told pupils.",
        "Share this burden, he said.",
        "Comments are free, and facts are sacred.",
        "Subscribe to a paper and you support a town.",
        "By using cookies the firm followed people from site to site, the court found.",
        "Copyright law was changed in 2019.",
        "Reporting by women rose last year, the study found.",
        "Advertisements for gambling will be banned.",
        "Seven months ago the wall fell.",
        "It was two hours ago that he left.",
        "More from the mayor came on Monday, when he spoke.",
        "Follow the money, said Weir.",
        "Tags on cattle: the farmers have had enough of them.",
        "By Monday, Larkford was dry.",
        "Home is where the heart is, he said.",
        "We use water from the lake.",
        "This site was a mine, and its owner used cookies to lure workers.",
        "Related crimes were not counted.",
        "See you in court, she told him.",
        "Menu prices have doubled.",
        "Like the mayor, Weir voted for the wall.",
        "Printing the paper costs more than writing it.",
        "Keep reading, she told the class.",
        "Get well soon, he wrote to her.",
    ],
)
def test_a_sentence_of_the_story_is_never_furniture(prose: str) -> None:
    for blocks in ([TITLE, PROSE, prose, MORE], [TITLE, PROSE, prose], [TITLE, prose, PROSE]):
        assert {s.kind for s in parse("\n\n".join(blocks)).sentences} == {"title", "body"}


def test_a_long_block_is_prose_whatever_it_begins_with() -> None:
    assert parse(f"{TITLE}\n\nShare this: {PROSE * 5}").sentences[1].kind == "body"


def test_a_byline_or_a_button_that_hangs_on_a_paragraph_is_cut_from_it() -> None:
    article = parse(f"{TITLE}\n\n{PROSE} By Anna Rowe and Jonas Weir\n\n{MORE} Subscribe\n\n{MORE}")
    assert [(s.text, s.rule) for s in article.sentences if s.kind == "furniture"] == [
        ("By Anna Rowe and Jonas Weir", "byline"),
        ("Subscribe", "subscribe"),
    ]
    assert "Work will begin in June." in {s.text for s in article.body}
