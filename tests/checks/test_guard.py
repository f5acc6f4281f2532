"""The guard of worded texts: what it takes and what it turns down."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise.checks.guard import accepts


def judged(article, text, kind, *ids):
    return {f.code for f in accepts(article, text, [article.sentence(i) for i in ids], kind)}


@pytest.mark.parametrize(
    ("kind", "ids", "text"),
    [
        ("headline", ["s9"], "Council plans to open new harbour in 2028"),
        ("headline", ["s11"], "Fares will rise by 4 percent"),
        ("headline", ["s12"], "Lind praised Oke"),
        (
            "fuse",
            ["s5", "s6"],
            "Mara Lind, who has commanded the ship since 2019, told reporters that the steering might have failed.",
        ),
        ("fuse", ["s9", "s10"], "The council plans to open a new harbour in 2028 and it will cost about $40 million."),
        ("standalone", ["s6", "s5"], "Mara Lind has commanded the ship since 2019."),
    ],
)
def test_a_faithful_wording_is_taken(ferry, kind, ids, text):
    assert judged(ferry, text, kind, *ids) == set()


@pytest.mark.parametrize(
    ("code", "kind", "ids", "text"),
    [
        ("S201", "headline", ["s12"], "Hero Lind praised Oke"),
        ("S201", "fuse", ["s11"], "Fares will rise by 5 percent in June."),
        ("S202", "fuse", ["s12"], "Lind praised Oke в."),
        ("S203", "headline", ["s12"], "Oke praised Lind"),
        ("S203", "headline", ["s9", "s11"], "Council plans rise by 4 percent"),
        (
            "S204",
            "fuse",
            ["s3"],
            "A ferry carrying 120 passengers ran aground off Tarnholm on Sunday, the coast guard said.",
        ),
        ("S204", "fuse", ["s10"], "It will cost about $40 million and 85 hold boats."),
        ("S205", "headline", ["s9"], "Council opens new harbour in 2028"),
        ("S205", "headline", ["s3"], "Ferry carrying more than 120 passengers ran aground off Tarnholm"),
        ("S206", "fuse", ["s11", "s12"], "Fares will rise by 4 percent in June because Lind praised Oke."),
        ("S206", "fuse", ["s11", "s12"], "Fares will rise by 4 percent in June, who praised Oke."),
        ("S207", "fuse", ["s5"], "Reporters were told by Captain Mara Lind that the steering might have failed."),
        (
            "S132",
            "fuse",
            ["s13"],
            "The police did question the crew, and a warrant for the pilot was issued on Friday.",
        ),
        ("S121", "fuse", ["s7"], "“We heard a bang and then nothing,” said Jonas Oke, a passenger."),
        ("S121", "fuse", ["s7"], "We heard a loud bang and then nothing, said Jonas Oke, a passenger."),
        ("S208", "standalone", ["s6", "s5"], "Jonas Oke has commanded the ship since 2019."),
        ("S208", "standalone", ["s6", "s7", "s5"], "Mara Lind has commanded the ship since 2019."),
        ("S208", "standalone", ["s6", "s5"], "Mara Lind commanded."),
    ],
)
def test_an_unfaithful_wording_is_turned_down(ferry, code, kind, ids, text):
    assert code in judged(ferry, text, kind, *ids)


@pytest.mark.parametrize("kind", ["fuse", "headline", "standalone"])
def test_no_text_is_no_wording(ferry, kind):
    assert judged(ferry, " ", kind, "s3") == {"S201"}
    assert {f.code for f in accepts(ferry, "Lind", [], kind)} == {"S201"}


def test_a_source_is_taken_as_its_own_fusion(ferry):
    for sentence in ferry.body:
        assert accepts(ferry, sentence.text, [sentence], "fuse") == ()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120), st.sampled_from(["fuse", "headline", "standalone"]))
def test_any_text_is_judged(ferry, text, kind):
    accepts(ferry, text, ferry.body[:2], kind)
