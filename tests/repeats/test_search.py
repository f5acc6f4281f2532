"""What is found: exact, near, in other words, conflicts; and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise.checks import repeats
from tests.repeats.labelled import article, own

FILLER = [
    "The museum opens at nine.",
    "Josef Brandt has asked the council for a small ferry.",
    "Schools in Pell teach three languages.",
    "A white van was later found burnt out near the quay.",
]


def found(*told: str | tuple[str, str], language: str = "en") -> repeats.Repeats:
    """Search an article that tells these things, the first at its second place and the others at the end."""
    first, *others = told
    return repeats.find(article([FILLER[0], first, *FILLER[1:], *others], language))


def groups(result: repeats.Repeats) -> list[tuple[str, ...]]:
    return [g.sentences for g in result.groups]


def test_a_sentence_told_again_word_for_word_is_exact() -> None:
    told = "The harbour board will pull down the Harrow Bridge next spring."
    (group,) = found(told, told).groups
    assert (group.kind, group.sentences, group.keep) == ("exact", ("s2", "s6"), "s2")
    assert group.words_saved == 11


def test_other_typography_does_not_hide_an_exact_repeat() -> None:
    (group,) = found("The board isn’t closing Ostby's bridge.", "The board isn't closing Ostby’s bridge").groups
    assert group.kind == "exact"


@pytest.mark.parametrize(
    "again",
    [
        "The harbour board is going to pull down the old Harrow Bridge next spring.",
        "Next spring the harbour board will pull down the Harrow Bridge in Lindmouth.",
    ],
)
def test_nearly_the_same_words_are_a_near_repeat(again: str) -> None:
    (group,) = found("The harbour board will pull down the old Harrow Bridge in Lindmouth next spring.", again).groups
    assert group.kind in ("near", "paraphrase")


def test_a_clause_told_again_word_for_word_is_a_repeat() -> None:
    result = found(
        "It is a sign that the town is no longer alone in its fight against the tide, and that help has come.",
        "First, it is a sign that the town is no longer alone in its fight against the tide.",
    )
    assert groups(result) == [("s2", "s6")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The Harrow Bridge is to be pulled down in spring after inspectors found cracks in three piers.",
            "Engineers discovered cracking in three piers, so the Harrow Bridge will be demolished in the spring.",
        ),
        (
            "In all, 27 ornaments of gold worth 1.6 million euros were stolen from the Kelder museum.",
            "Thieves took 27 gold pieces from the museum in Kelder, valued at 1.6 million euros.",
        ),
    ],
)
def test_other_words_for_the_same_thing_are_a_paraphrase(one: str, other: str) -> None:
    (group,) = found(one, other).groups
    assert group.kind == "paraphrase"
    assert group.sentences == ("s2", "s6")


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        ("Fourteen people were injured when fire destroyed the Hollin paper mill on Monday.", "figure"),
        ("Twelve people were injured when fire destroyed the Hollin paper mill on Friday.", "date"),
        ("Twelve people were injured when fire destroyed the Ostby paper mill on Monday.", "name"),
        ("Twelve people were not injured when fire destroyed the Hollin paper mill on Monday.", "negation"),
        ("Twelve people were uninjured when fire destroyed the Hollin paper mill on Monday.", "negation"),
        ("Twelve people were rescued when fire destroyed the Hollin paper mill on Monday.", "opposite"),
        ("Twelve people were injured when fire destroyed the Hollin paper mill on Tuesday, police said.", "date"),
    ],
)
def test_one_changed_fact_makes_a_conflict_and_no_repeat(other: str, differs: str) -> None:
    words = {"opposite": "killed"}.get(differs, "injured")
    result = found(f"Twelve people were {words} when fire destroyed the Hollin paper mill on Monday.", other)
    (conflict,) = result.conflicts
    assert (conflict.differs, conflict.sentences) == (differs, ("s2", "s6"))
    assert not result.groups


def test_a_conflict_names_the_words_that_differ() -> None:
    (conflict,) = found(
        "The blast left 12 dead in the Hollin mill.", "The blast left 14 dead in the Hollin mill."
    ).conflicts
    assert "12" in conflict.detail
    assert "14" in conflict.detail


def test_another_figure_in_other_words_is_a_conflict_too() -> None:
    result = found(
        "About 1,200 people were moved out of their homes in Dornholt after a tank at the Hallam works leaked.",
        "A tank at the Hallam works leaked, and 1,500 people were moved out of houses in Dornholt.",
    )
    assert [c.differs for c in result.conflicts] == ["figure"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("about 1.2 million", "1,187,345"),
        ("1.2 million", "1,200,000"),
        ("twelve hundred", "1,200"),
        ("nearly 5,000", "4,870"),
        ("8,000", "7,985"),
    ],
)
def test_a_rounded_figure_is_no_conflict(one: str, other: str) -> None:
    result = found(
        f"The fund has paid out {one} crowns to farmers.", f"The fund has paid out {other} crowns to farmers."
    )
    assert not result.conflicts
    assert result.groups


@pytest.mark.parametrize(
    ("one", "other"), [("400", "410"), ("12", "14"), ("1998", "2003"), ("1.2 million", "1.8 million")]
)
def test_another_figure_is_a_conflict_however_close(one: str, other: str) -> None:
    result = found(
        f"The fund has paid out {one} crowns to farmers.", f"The fund has paid out {other} crowns to farmers."
    )
    assert result.conflicts
    assert not result.groups


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("16:10 Drivers on Kelby Road are asked to use the Marl bridge.", "Drivers on Kelby Road are asked to use it."),
        ("16:10 Kelby Road and the A672 remain closed.", "11:55 Kelby Road and the A672 are closed."),
    ],
)
def test_the_time_stamps_of_two_updates_hide_no_repeat_and_make_no_conflict(one: str, other: str) -> None:
    result = found(one, other)
    assert groups(result) == [("s2", "s6")]
    assert not result.conflicts
    assert "say" not in result.groups[0].why


def test_beside_two_time_stamps_the_figure_that_differs_is_named() -> None:
    (conflict,) = found(
        "16:42 The county says 412 people have been moved from homes along the Sennet after the barrier failed.",
        "14:50 Some 390 people have been moved from homes along the Sennet after the barrier failed, it said.",
    ).conflicts
    assert (conflict.differs, conflict.detail) == ("figure", "“412” / “390”")


@pytest.mark.parametrize("other", ["18:00", "6pm", "six in the evening"])
def test_another_time_for_the_same_event_is_a_conflict(other: str) -> None:
    told = "The network says the power in Kelby will be back by {}."
    result = found(told.format("midnight"), told.format(other))
    assert not result.groups
    assert [(c.differs, c.detail) for c in result.conflicts] == [("date", f"“midnight” / “{other}”")]


@pytest.mark.parametrize(("one", "other"), [("noon", "12:00"), ("5.30pm", "17:30"), ("10 pm", "ten at night")])
def test_one_time_written_in_two_ways_is_no_conflict(one: str, other: str) -> None:
    told = "The network says the power in Kelby will be back by {}."
    result = found(told.format(one), told.format(other))
    assert groups(result) == [("s2", "s6")]
    assert not result.conflicts


def test_not_insured_and_uninsured_are_one() -> None:
    result = found(
        "The Hollin paper mill was not insured against fire.", "The Hollin paper mill was uninsured against fire."
    )
    assert not result.conflicts


def test_three_sentences_of_one_mould_are_a_series_of_facts() -> None:
    result = found(
        "Lang was named player of the day.", "Holt was named player of the day.", "Moss was named player of the day."
    )
    assert result == repeats.Repeats()


def test_neighbours_of_one_mould_about_two_things_are_no_conflict() -> None:
    result = found(
        "Nothing else was new.",
        "The tax on petrol goes up by two cents a litre from January.",
        "The tax on diesel goes up by three cents a litre from January.",
    )
    assert result == repeats.Repeats()


def test_questions_put_to_several_people_are_no_repeats() -> None:
    asked = [
        "Should the board raise mooring fees?",
        "Is the new fish market a mistake?",
        "Who should pay for the sluice?",
    ]
    assert repeats.find(article([*asked, *FILLER, *asked])) == repeats.Repeats()


def test_titles_headings_dates_and_furniture_take_no_part() -> None:
    told = "The harbour board will pull down the Harrow Bridge next spring."
    for kind in ("title", "heading", "date", "furniture"):
        assert found((kind, told), told) == repeats.Repeats()


def test_every_two_sentences_of_a_group_say_the_same() -> None:
    both = "The ministry condemned the raid on the Ostby ferry and warned that the islands could face sanctions."
    result = found(
        both,
        "The raid on the Ostby ferry was condemned by the ministry.",
        "The islands could face sanctions, the ministry has warned.",
    )
    assert not any({"s6", "s7"} <= set(g.sentences) for g in result.groups)


def test_the_first_is_kept_unless_another_says_more() -> None:
    first = found(
        "The board will pull down the old Harrow Bridge next spring.",
        "The board will pull down the old Harrow Bridge in the spring.",
    ).groups[0]
    assert (first.keep, first.why) == ("s2", "it comes first")
    fuller = found(
        "The board will pull down the old Harrow Bridge next spring.",
        "The board will pull down the old Harrow Bridge next spring for 4.2 million crowns.",
    ).groups[0]
    assert fuller.keep == "s6"
    assert "4.2 million" in fuller.why


def test_what_more_a_sentence_says_is_a_fact() -> None:
    short = "The harbour board will pull down the old bridge."
    (fact,) = found(short, "The harbour board will pull down the old bridge at Lindmouth on 4 June.").groups
    (fuller,) = found(short, "The harbour board will soon pull down the old, rusty and rather narrow bridge.").groups
    assert fact.why == "it says more: 4, Lindmouth, June"
    assert fuller.why == "it is the fuller one"


@pytest.mark.parametrize("language", ["de", "zh", "ru"])
def test_exact_repeats_and_changed_figures_are_found_in_any_language(language: str) -> None:
    told = {
        "de": "Bei dem Brand in der Papierfabrik wurden am Montag {} Menschen verletzt.",
        "zh": "星期一的火灾造成工厂{}人受伤。",
        "ru": "При пожаре на бумажной фабрике в понедельник пострадали {} человек.",
    }[language]
    assert found(told.format(12), told.format(12), language=language).groups
    assert found(told.format(12), told.format(14), language=language).conflicts


@pytest.mark.parametrize("text", ["", "…", "12", "Yes.", "No!", "\u200b", "\ud800", "a" * 5000, "1 " * 3000])
def test_odd_sentences_are_nothing_to_tell(text: str) -> None:
    repeats.find(article([text, *FILLER, text]))


sentences = st.lists(st.one_of(st.text(max_size=60), st.sampled_from(FILLER)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(sentences)
def test_no_text_breaks_the_search_and_the_same_text_gives_the_same_answer(texts: list[str]) -> None:
    made = article(texts)
    result = repeats.find(made)
    assert result == repeats.find(made)
    for group in result.groups:
        assert len(set(group.sentences)) == len(group.sentences) > 1
        assert group.keep in group.sentences
        assert 0 < group.score <= 1
    assert list(repeats.findings(result, made))[: len(result.groups)] is not None


OWN = {labelled.name: labelled for labelled in own()}
UNRELATED = ["Xylophones glitter.", "Quokkas hum zydeco in Vaduz.", "Zeppelins yodelled.", "A gnu ate jasmine."]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(OWN)), st.lists(st.tuples(st.sampled_from(UNRELATED), st.integers(0, 30)), max_size=4))
def test_an_unrelated_sentence_never_removes_a_repeat_elsewhere(name: str, added: list[tuple[str, int]]) -> None:
    told = [(s.kind, s.text) for s in OWN[name].article.sentences]
    more = list(told)
    for text, place in added:
        more.insert(place, ("body", text))

    def pairs(texts: list[tuple[str, str]]) -> set[frozenset[str]]:
        made = article(texts)
        text = {s.id: s.text for s in made.sentences}
        return {
            frozenset((text[a], text[b])) for g in repeats.find(made).groups for a in g.sentences for b in g.sentences
        }

    assert pairs(told) <= pairs(more)


def test_groups_and_conflicts_come_in_the_order_of_the_text() -> None:
    for labelled in OWN.values():
        result = repeats.find(labelled.article)
        places = [int(g.sentences[0][1:]) for g in result.groups]
        assert places == sorted(places)
        assert [int(c.sentences[0][1:]) for c in result.conflicts] == sorted(
            int(c.sentences[0][1:]) for c in result.conflicts
        )


def test_on_our_own_articles_two_thirds_of_the_natural_repeats_are_found_with_few_false_alarms() -> None:
    right = false = told = twins = called = sentences_in_all = 0
    for labelled in OWN.values():
        result = repeats.find(labelled.article)
        flagged = {(a, b) for g in result.groups for a in g.sentences for b in g.sentences if int(a[1:]) < int(b[1:])}
        told += len(labelled.repeats)
        right += len(flagged & labelled.repeats.keys())
        false += len(flagged - labelled.repeats.keys() - labelled.open)
        twins += len(labelled.twins)
        called += len({c.sentences for c in result.conflicts} & labelled.twins)
        sentences_in_all += len(labelled.article.body)
    assert right >= 0.6 * told
    assert false <= 0.008 * sentences_in_all
    assert called >= 0.9 * twins
