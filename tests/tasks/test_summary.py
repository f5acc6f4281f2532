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

PLACES = list(enumerate(("Ostrey", "Vellin", "Karsund", "Wexley", "Dornholt", "Brackholm", "Marrowgate", "Tolmere"), 2))


def _summary(text: str):
    return run(parse(text, language="en"), ["summary"], FakeModel(strategy="extract")).outputs["summary"]


def test_below_the_headline_stands_what_the_summary_does_not_say():
    lead = "The council of Larkford will raise the harbour wall by a metre for £4 million, it said on Friday."
    paragraphs = "\n\n".join(f"The wall of {place} was raised by {n} metres in {1990 + n}." for n, place in PLACES)
    found = _summary(f"Harbour wall to be raised\n\n{lead} {MORE}\n\n{paragraphs}")
    assert found["standfirst"]
    assert found["standfirst"]["text"] not in {s["text"] for s in found["sentences"] + found["key_points"]}


def test_nothing_is_picked_from_the_notes_to_editors():
    story = (
        "The council of Larkford will raise the harbour wall by a metre. Work will begin in June for 2 million crowns."
    )
    notes = "Larkford Harbour was founded in 1932 by Ada Weir. It has 212 berths."
    for heading in ("Notes to editors", "Note to Editors:", "NOTES FOR EDITORS"):
        out = _summary(f"Harbour wall to be raised\n\n{story}\n\nENDS\n\n{heading}\n\n{notes}")
        assert "1932" not in str(out)
    assert "1932" in str(_summary(f"Harbour wall to be raised\n\n{story}\n\nThe past\n\n{notes}"))


@pytest.mark.parametrize("text", ["Earlier it had said 390.", "Later, crews left.", "By then they had gone."])
def test_a_sentence_that_tells_of_an_earlier_one_leans_on_it(text):
    assert leans(text)


@pytest.mark.parametrize("text", ["Earlier trains are full.", "Later on Friday the wall will be raised."])
def test_earlier_and_later_alone_lean_on_nothing(text):
    assert not leans(text)
