"""How long articles are cut into parts, and how a brief represents each of them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise import schemas
from summarise.article import Sentence, parse
from summarise.models import open_model
from summarise.pipeline import run
from summarise.report import TASKS
from summarise.tasks.merge import Merger, once
from summarise.tasks.sections import LONG, cut, parts, shares
from tests.long_article import long_article


def words(sentences):
    return sum(len(s.text.split()) for s in sentences)


def evidence(node):
    """Return every sentence id that an output points at."""
    if isinstance(node, list):
        return {i for child in node for i in evidence(child)}
    if isinstance(node, dict):
        return {*node.get("evidence", ()), *evidence([v for k, v in node.items() if k != "evidence"])}
    return set()


@pytest.fixture(scope="module")
def long():
    return parse(long_article(12_000), suffix=".md")


@pytest.fixture(scope="module")
def brief(long):
    return run(long, TASKS, open_model("none"))


@pytest.mark.parametrize("headings", [True, False])
def test_the_parts_of_a_long_article_are_its_sentences_once_each_and_none_is_too_long(headings):
    article = parse(long_article(5_000, headings=headings, parts=3), suffix=".md")
    found = parts(article)
    assert [s for part in found for s in part] == [s for s in article.sentences if s.kind != "furniture"]
    assert len(found) > 3
    assert all(words(part) <= LONG for part in found)


def test_a_part_begins_at_a_heading_where_the_sections_fit(long):
    found = parts(long)
    assert len(found) == 12
    assert all(part[0].kind == "heading" for part in found[1:])


def test_short_sections_are_joined_until_a_part_is_full():
    article = parse(long_article(6_000, parts=24), suffix=".md")
    assert 4 <= len(parts(article)) <= 8


def test_an_article_of_fifteen_hundred_words_is_one_part():
    assert len(parts(parse(long_article(1_300, parts=2), suffix=".md"))) == 1


def test_a_long_article_in_a_script_without_spaces_has_parts_too():
    text = "\n\n".join(f"第{n}号码头的渡轮在星期一中午离开港口，港务局说费用为{n}万元。" * 4 for n in range(60))
    assert len(parts(parse(text, language="zh"))) > 2


sizes = st.lists(st.tuples(st.sampled_from(["heading", "body", "furniture"]), st.integers(0, 40)), max_size=40)


@given(sizes, st.integers(1, 60), st.lists(st.booleans(), min_size=40, max_size=40))
def test_cutting_loses_nothing_and_only_a_lone_sentence_is_larger_than_the_room(given_sizes, room, breaks):
    sentences, paragraph = [], 0
    for number, ((kind, size), new) in enumerate(zip(given_sizes, breaks, strict=False)):
        paragraph += new or kind == "heading"
        sentences.append(Sentence(f"s{number + 1}", kind, "x" * size, 0, size, 1, 1, paragraph))
    found = cut(sentences, lambda s: len(s.text), room)
    assert [s for part in found for s in part] == [s for s in sentences if s.kind != "furniture"]
    assert all(sum(len(s.text) for s in part) <= room or len(part) == 1 for part in found)


@given(st.lists(st.lists(st.integers(), max_size=6), max_size=8), st.integers(0, 30))
def test_a_share_is_a_list_s_first_items_and_none_has_two_more_than_one_that_could_have_more(lists, most):
    kept = shares(lists, most)
    assert sum(map(len, kept)) == min(most, sum(map(len, lists)))
    assert all(items == whole[: len(items)] for items, whole in zip(kept, lists, strict=True))
    for items, whole in zip(kept, lists, strict=True):
        assert len(items) == len(whole) or max(map(len, kept)) <= len(items) + 1


def test_a_list_that_had_none_elsewhere_comes_first():
    assert shares([["a"], ["b"], ["c"]], 1, [1, 1, 0]) == [[], [], ["c"]]


def test_every_part_of_a_long_article_is_in_its_summary_and_in_its_claims(long, brief):
    summary, claims = brief.outputs["summary"], brief.outputs["claims"]
    told = evidence([summary["sentences"], summary["key_points"]])
    claimed = evidence(claims)
    for part in parts(long):
        ids = {s.id for s in part}
        assert ids & told, f"the summary says nothing of the part from {part[0].id} on"
        assert ids & claimed, f"no claim is of the part from {part[0].id} on"


def test_the_brief_of_a_long_article_fits_its_schema_and_is_still_a_summary(long, brief):
    assert schemas.errors(json.loads(json.dumps(brief.to_dict())), "report.v1") == []
    assert words_of(brief.outputs["summary"]["sentences"]) < long.words / 25
    assert brief.outputs["summary"]["sentences"][0]["evidence"] == ["s2"]


def words_of(items):
    return sum(len(item["text"].split()) for item in items)


def test_what_full_lists_left_out_is_counted_in_a_finding(brief):
    told = [f for f in brief.findings if f.code == "M203"]
    assert [f.path for f in told] == ["/summary", "/claims"]
    assert "worked through in 12 parts" in told[0].message
    assert "people" in told[0].message.partition("left out")[2]


def test_parts_without_a_sentence_that_can_stand_alone_do_not_keep_an_article_from_its_summary():
    leaning = " ".join(f"They counted {n} of the boats there again that night in the rain." for n in range(200))
    article = parse(f"The harbour at Tolmere closed on Monday for the winter.\n\n{leaning}")
    assert len(parts(article)) > 1
    assert run(article, ("summary",), open_model("none")).outputs["summary"]["sentences"]


def test_one_person_named_in_two_parts_is_told_once_with_the_role_that_either_gives():
    first = [{"name": "Ines Varga", "role": None, "evidence": ["s2"]}]
    second = [{"name": "Varga", "role": "mayor", "evidence": ["s90"]}]
    assert once([first, second], ("name",)) == [
        [{"name": "Ines Varga", "role": "mayor", "evidence": ["s2", "s90"]}],
        [],
    ]


def test_merged_claims_are_told_once_and_the_most_check_worthy_come_first():
    def claim(text, worth):
        return {"claim": text, "evidence": ["s1"], "speaker": None, "check_worthiness": worth}

    merged = Merger().claims(
        [{"claims": [claim("A ferry ran.", "low")]}, {"claims": [claim("a ferry  ran.", "low"), claim("B.", "high")]}]
    )
    assert [c["claim"] for c in merged["claims"]] == ["B.", "A ferry ran."]
