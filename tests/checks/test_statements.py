"""The walk over outputs, and what evidence may be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summarise.checks import check
from summarise.checks.statements import walk


def test_each_item_with_evidence_is_a_statement_with_its_place_and_role():
    found = list(
        walk(
            {
                "summary": {
                    "headlines": [{"text": "A", "evidence": ["s1"], "by": "model"}],
                    "standfirst": {"text": "B", "evidence": ["s2"]},
                    "dates": [{"date": "May", "what": "C", "evidence": ["s3"]}],
                    "quotes": [{"speaker": "D", "words": "E", "evidence": ["s4"]}],
                },
                "claims": {"claims": [{"claim": "F", "evidence": [], "speaker": None, "why": "no"}]},
                "redundancy": {"groups": [{"sentences": ["s1", "s2"], "point": "G", "keep": "s9"}]},
            }
        )
    )
    assert [(s.path, s.role, s.text) for s in found] == [
        ("/summary/headlines/0", "headline", "A"),
        ("/summary/standfirst", "standfirst", "B"),
        ("/summary/dates/0", "date", "May"),
        ("/summary/dates/0/what", "label", "C"),
        ("/summary/quotes/0", "quote", "E"),
        ("/claims/claims/0", "claim", "F"),
        ("/redundancy/groups/0", "point", "G"),
    ]
    assert found[0].by == "model"
    assert found[4].speaker == "D"
    assert found[6].evidence == ("s1", "s2", "s9")


def test_unknown_missing_and_furniture_evidence_is_found(ferry):
    items = [{"text": "Lind praised Oke.", "evidence": ids} for ids in (["s99"], [], ["s12"], ["x", "s-1", "s0"])]
    found = check(ferry, {"summary": {"sentences": items}})
    assert [(f.code, f.path) for f in found if f.code.startswith("E")] == [
        ("E101", "/summary/sentences/0"),
        ("E102", "/summary/sentences/1"),
        *[("E101", "/summary/sentences/3")] * 3,
    ]


def test_where_ids_lead_nowhere_the_sentence_that_says_it_is_named(ferry):
    items = [{"text": "Fares are to rise by 4 percent in June", "evidence": ids} for ids in (["s99"], [])]
    found = [f for f in check(ferry, {"summary": {"sentences": items}}) if f.code.startswith("E")]
    assert [f.sentences for f in found] == [("s11",), ("s11",)]
    assert all("s11 says it" in f.message for f in found)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["text", "evidence", "sentences", "claim", "words", "value", "what", "speaker", "x/~"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(_json)
def test_an_output_of_any_shape_is_checked_without_a_crash(ferry, output):
    check(ferry, {"summary": output, "claims": output})


def test_an_output_nested_without_end_is_left_off():
    deep: dict = {}
    node = deep
    for _ in range(5000):
        node["summary"] = {}
        node = node["summary"]
    assert list(walk({"summary": deep})) == []
