"""What stands below the headline, and what a summary leaves alone. All of it is invented."""

from __future__ import annotations

import pytest

from summarise.article import parse
from summarise.pipeline import run
from summarise.tasks.pick import leans
from tests.fake import FakeModel

MORE = (
    "She gave no reason. The wall was built in 1954 by Otto Brenn for 12,000 crowns. "
    "Ms Rowe agreed that it leans. Nobody was hurt."
)

FERRY = """\
Ferry to Ostrey Island will stop at the end of March

The ferry to Ostrey Island will make its last crossing on 29 March, its owner said on Monday after a week of
talks that ended without an agreement on the subsidy that it had asked for in the autumn.

Marrow Lines had asked the county for 1.4 million crowns for each of the next five winters, and was offered
600,000 by the council's leader, Ada Weir. The ferry has taken people from Ostrey Island to work, to school
and to market since the ice road broke.

A helicopter will be called for the sick, which took 50 minutes to come when a roofer fell in January. In 1987
and 1991 Vellin sold hotels, cinemas, quarries and breweries for 40 million crowns.

The school will close in June with nine children on its roll. Nobody has asked for its hall.

A meeting will be held on 12 March in the church. The doctor comes once a month.

The post office will open on two days a week. Bread is baked in Vellin.

The shop will be let for 300 crowns. Guests come in summer.
"""

PLACES = list(enumerate(("Ostrey", "Vellin", "Karsund", "Wexley", "Dornholt", "Brackholm", "Marrowgate", "Tolmere"), 2))


def _summary(text: str):
    return run(parse(text, language="en"), ["summary"], FakeModel(strategy="extract")).outputs["summary"]


def test_below_the_headline_stands_what_the_summary_does_not_say():
    lead = "The council of Larkford will raise the harbour wall by a metre for £4 million, it said on Friday."
    paragraphs = "\n\n".join(f"The wall of {place} was raised by {n} metres in {1990 + n}." for n, place in PLACES)
    found = _summary(f"Harbour wall to be raised\n\n{lead} {MORE}\n\n{paragraphs}")
    assert found["standfirst"]
    assert found["standfirst"]["text"] not in {s["text"] for s in found["sentences"] + found["key_points"]}


def test_below_the_headline_stands_what_is_early_and_about_the_same_thing_and_not_what_has_most_figures():
    assert _summary(FERRY)["standfirst"]["text"].startswith("The ferry has taken people from Ostrey")


def test_nothing_is_picked_from_the_notes_to_editors():
    story = (
        "The council of Larkford will raise the harbour wall by a metre. Work will begin in June for 2 million crowns."
    )
    notes = "Larkford Harbour was founded in 1932 by Ada Weir. It has 212 berths."
    for heading in ("Notes to editors", "Note to Editors:", "NOTES FOR EDITORS"):
        out = _summary(f"Harbour wall to be raised\n\n{story}\n\nENDS\n\n{heading}\n\n{notes}")
        assert "1932" not in str(out)
    assert "1932" in str(_summary(f"Harbour wall to be raised\n\n{story}\n\nThe past\n\n{notes}"))


@pytest.mark.parametrize(
    "text",
    [
        "Earlier it had said 390.",
        "Later, crews left.",
        "By then they had gone.",
        "The rest went on bingo.",
        "Another ran.",
    ],
)
def test_a_sentence_that_tells_of_an_earlier_one_leans_on_it(text):
    assert leans(text)


@pytest.mark.parametrize(
    "text", ["Earlier trains are full.", "Later on Friday the wall will be raised.", "The restorer won."]
)
def test_words_that_only_begin_like_those_that_lean_lean_on_nothing(text):
    assert not leans(text)
