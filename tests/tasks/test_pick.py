from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.article import parse
from summarise.checks import repeats
from summarise.checks.repeats import Conflict, Group, Repeats
from summarise.tasks import pick

NONE = Repeats()
STORY = """Hestrom library to close on Sundays

HESTROM, 3 May 2026 — The Hestrom library will close on Sundays from June to save 40,000 crowns a year, the town said.

The library had 212,000 visits last year, a tenth of them on Sundays. Reader Ota Brix called the plan a disgrace.

He has started a petition. "What is a library for?" he asked.

Other towns have made the same choice. Feld closed its library on Sundays in 2021 and reopened it in 2023.
"""


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("However, the council voted.", "The council voted."),
        ("But the council voted.", "The council voted."),
        ("But for the council, the hall would be shut.", "But for the council, the hall would be shut."),
        ("So far 12 people have come.", "So far 12 people have come."),
        ("Lund's plan — Varga's idea at first — failed.", "Lund's plan — Varga's idea at first — failed."),
        ("The roof (which does not leak) held.", "The roof (which does not leak) held."),
    ],
)
def test_only_a_leading_connective_is_taken_off(text, short):
    assert pick.shortened(text) == short


@pytest.mark.parametrize(
    "text", ["He denied it.", "However, they left.", "The two men met.", '"It is late," she said.', "You left Tarn."]
)
def test_a_sentence_that_opens_with_a_pronoun_leans_on_the_one_before(text):
    assert pick.leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "What is a library for?",
        'He said: "We will',
        "These are the winners:",
        '"We have had enough of it all."',
        "Why?",
    ],
)
def test_questions_open_quotations_and_bare_speech_never_stand_in_a_summary(text):
    assert pick.unfit(text)


def test_a_summary_is_in_the_articles_order_and_opens_with_the_lead():
    chosen, _ = pick.pick(parse(STORY), NONE)
    places = [s.start for s in chosen]
    assert places == sorted(places)
    assert "will close on Sundays" in chosen[0].text


def test_half_of_a_summary_comes_from_the_top_of_the_article():
    birds = "heron gull finch wren swift rook crane stork quail robin raven magpie plover dunlin teal".split()
    article = parse(
        "\n\n".join(f"Keeper {bird.title()} saw a {bird} beside the old weir at dawn." for bird in birds * 9)
    )
    chosen, _ = pick.pick(article, NONE)
    half = -(-pick.budget(article) // 20)  # sentences of ten words
    assert [s.id for s in chosen[:half]] == [s.id for s in article.body[:half]]


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (("Reeds line the shore.", 5, True), ("Reeds line the shore.", 5, False)),
        (("Reeds line the shore.", 5, True), ("Reeds line the shore.", 6, True)),
        (("The bridge costs nine million crowns.", 5, True), ("The bridge crosses a quiet river.", 5, True)),
        (("Mayor Ota Brix resigned.", 5, True), ("Mayor Ota Brix likes reeds.", 5, True)),
        (("The bridge will open.", 5, True), ("The bridge is old.", 5, True)),
        (("Mayor Ota Brix resigned.", 5, True), ('Mayor Ota Brix said: "Nobody resigned."', 5, True)),
    ],
    ids=["it opens a paragraph", "it stands earlier", "a figure", "an act", "what will be", "no act in a quotation"],
)
def test_a_sentence_weighs_more_for(more, less):
    one, other = (
        pick.Candidate(replace(parse(text).sentences[0], kind="body"), index, opens, "en")
        for text, index, opens in (more, less)
    )
    assert one.weight > other.weight


def test_a_summary_keeps_to_its_budget_but_for_the_end_of_the_last_sentence():
    article = parse(STORY * 9)
    chosen, _ = pick.pick(article, NONE)
    assert sum(len(s.text.split()) for s in chosen) <= pick.budget(article) + 8


def test_a_sentence_that_leans_is_picked_only_after_its_neighbour():
    article = parse(STORY)
    order = [s.id for s in pick.ranked(article, NONE)]
    leaning = next(s for s in article.body if s.text.startswith("He has started"))
    before = article.body[article.body.index(leaning) - 1]
    assert leaning.id not in order or before.id in order[: order.index(leaning.id)]


def test_of_a_repeat_group_only_the_one_to_keep_is_picked_and_of_a_conflict_none():
    article = parse(STORY)
    one, two, three, four, *_ = (s.id for s in article.body)
    found = Repeats((Group((one, two), "near", two, "it is fuller", 1.0, 9),), (Conflict((three, four), "name", "x"),))
    picked = {s.id for s in pick.ranked(article, found)}
    assert two in picked
    assert not picked & {one, three, four}


def test_barred_sentences_are_never_picked():
    article = parse(STORY)
    barred = frozenset(s.id for s in article.body[:2])
    assert not barred & {s.id for s in pick.ranked(article, NONE, barred)}


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60), min_size=1, max_size=12))
def test_picking_never_fails_and_never_picks_twice(paragraphs):
    article = parse("\n\n".join(["A ferry left the harbour.", *paragraphs]).replace("\0", " "))
    chosen, rest = pick.pick(article, repeats.find(article))
    ids = [s.id for s in (*chosen, *rest)]
    assert len(ids) == len(set(ids))
    assert {s.id for s in chosen} <= {s.id for s in article.body}


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("In recent years, ties between the two countries have grown closer.", True),
        ("Voters will choose between these three plans.", True),
        ("The mayor opened the two halls of the museum on Friday.", False),
        ("Trams ran on the two lines in the north.", False),
        ('Lund said: "I like the two brothers."', False),
    ],
)
def test_things_named_by_their_number_alone_lean_on_the_sentence_that_names_them(text, so):
    assert pick.leans(text) is so
