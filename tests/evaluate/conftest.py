from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from summarise.cli import main
from summarise.evaluate import sets

STORIES = {
    "001-gull": (
        "A gull took the mayor's hat\n\n"
        "A gull took the hat of Mayor Odile Brannock on Monday, the town hall of Quernby said. "
        "The hat cost 40 crowns. It was made by her aunt in 1987.\n\n"
        "The council may ban gulls from the square, said the clerk, Tam Resker. "
        "A vote is set for 9 June. Mayor Brannock said that she did not blame the bird.\n"
    ),
    "002-well": (
        "Well water is safe again\n\n"
        "The water of the Abbot's Well in Lurcher Lane is safe to drink again, the health office said on Friday. "
        "Eleven families had boiled their water since 3 March. A dead fox had lain in the shaft.\n\n"
        "The office tested the water four times. Eleven families had boiled their water since 3 March.\n"
    ),
}


def gold(case_id: str, **more) -> dict:
    """Labels that fit the story of this id."""
    found = {
        "id": case_id,
        "genre": "news",
        "language": "en",
        "slices": ["news", "ordinary"],
        "split": "tune",
        "facts": [],
        "traps": [],
        "claims": [],
        "repeats": [],
        "conflicts": [],
        "furniture": [],
        "starts": {},
        **more,
    }
    text = STORIES[case_id]
    from summarise import article  # noqa: PLC0415  fixtures stay light

    places = {s.id: s.text for s in article.parse(text).sentences}
    found["starts"] = {i: sets.opening(places[i]) for i in sorted(sets.used(found)) if i in places} | found["starts"]
    return found


GOLD = {
    "001-gull": {
        "facts": [
            {"fact": "A gull took the hat of Mayor Odile Brannock on Monday.", "evidence": ["s2"]},
            {"fact": "The council may ban gulls from the square.", "evidence": ["s5"]},
        ],
        "traps": [{"trap": "The council has banned gulls from the square.", "kind": "modality", "evidence": ["s5"]}],
        "claims": [
            {"evidence": ["s3"], "check_worthiness": "high"},
            {"evidence": ["s5"], "check_worthiness": "medium"},
            {"evidence": ["s7"], "check_worthiness": "low"},
        ],
    },
    "002-well": {
        "split": "test",
        "facts": [{"fact": "The water of the Abbot's Well is safe to drink again.", "evidence": ["s2"]}],
        "claims": [{"evidence": ["s3", "s6"], "check_worthiness": "high"}],
        "repeats": [["s3", "s6"]],
    },
}


@pytest.fixture
def folder(tmp_path):
    """A set of two articles."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "gold").mkdir()
    for case_id, text in STORIES.items():
        (tmp_path / "articles" / f"{case_id}.txt").write_text(text, encoding="utf-8")
        (tmp_path / "gold" / f"{case_id}.json").write_text(json.dumps(gold(case_id, **GOLD[case_id])), encoding="utf-8")
    return tmp_path


@pytest.fixture
def cases(folder):
    """Its two cases."""
    return sets.load(folder).cases


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture
def summarise(capfd: pytest.CaptureFixture[str]):
    """Run a command line in this process."""

    def run(*arguments: object) -> Ended:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ended(left.value.code, out, err)

    return run
