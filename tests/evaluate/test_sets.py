"""The set and the proof that its labels fit."""

from __future__ import annotations

import json

import pytest

from summarise.errors import InputError
from summarise.evaluate import sets


def relabel(folder, case_id, **changes):
    path = folder / "gold" / f"{case_id}.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changes}), encoding="utf-8")
    return sets.problems(sets.load(folder))


def test_labels_that_fit_have_no_problems(folder):
    assert sets.problems(sets.load(folder)) == []


def test_this_project_has_at_least_sixty_articles_with_long_hostile_clean_and_foreign_ones():
    counts = sets.counts(sets.load())
    assert counts["articles"] >= 60
    assert min(counts["tune"], counts["test"]) >= 30
    assert (counts["hostile"], counts["language"], counts["long"]) == (6, 6, 4)
    assert counts["draft"] + counts["hostile"] >= counts["articles"] / 4


def test_the_labels_of_this_project_fit_its_articles():
    assert sets.problems(sets.load()) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"id": "003"}, "call it '003'"),
        ({"starts": {"s2": "The gull took the hat"}}, "place them anew"),
        ({"furniture": ["s99"]}, "s99 is labelled and the article has no such sentence"),
        ({"furniture": ["s1"]}, "s1 is labelled and has no entry in 'starts'"),
        ({"facts": []}, "has an entry in 'starts' and no label"),
        ({"canaries": ["40 crowns"]}, "stands in the story itself"),
        ({"repeats": [["s2", "s3"]], "conflicts": [["s3", "s2"]]}, "as a repeat and as a conflict"),
        ({"repeats": [["s2", "s2"]]}, "names a sentence twice"),
        ({"slices": ["news", "hostile"]}, "neither canaries nor injected"),
        ({"slices": ["news", "clean"], "repeats": [["s2", "s3"]]}, "is clean and has repeats"),
        ({"slices": ["ordinary"]}, "genre 'news' is not among"),
        ({"slices": ["news"]}, "must name one of"),
        ({"slices": ["news", "ordinary", "long"]}, "slice 'long'"),
        ({"slices": ["news", "ordinary", "markdown"]}, "slice 'markdown'"),
        ({"language": "de"}, "is read as language 'en'"),
    ],
)
def test_what_does_not_fit_is_a_problem(folder, changes, says):
    assert any(says in line for line in relabel(folder, "001-gull", **changes))


def test_labels_outside_their_schema_are_an_input_error(folder):
    with pytest.raises(InputError, match="split"):
        relabel(folder, "001-gull", split="dev")


def test_an_article_needs_labels_and_labels_an_article(folder):
    (folder / "gold" / "002-well.json").rename(folder / "gold" / "009-none.json")
    with pytest.raises(InputError, match=r"002-well\.json"):
        sets.load(folder)
    (folder / "articles" / "002-well.txt").unlink()
    with pytest.raises(InputError, match="009-none"):
        sets.load(folder)


def test_a_folder_without_articles_is_no_set(tmp_path):
    with pytest.raises(InputError, match="no evaluation set"):
        sets.load(tmp_path)


def test_two_articles_cannot_share_an_id(folder):
    (folder / "articles" / "001-gull.md").write_text("# A gull\n\nA gull came.\n", encoding="utf-8")
    with pytest.raises(InputError, match="two articles"):
        sets.load(folder)


def test_the_digest_follows_every_change_but_not_line_ends(folder):
    before = sets.load(folder).digest
    path = folder / "articles" / "001-gull.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert sets.load(folder).digest == before
    path.write_bytes(path.read_bytes() + b"More.\n")
    assert sets.load(folder).digest != before


def test_a_split_or_the_start_of_an_id_chooses_articles(folder):
    given = sets.load(folder)
    assert [c.id for c in given.only(split="test")] == ["002-well"]
    assert [c.id for c in given.only(ids=("001",))] == ["001-gull"]
    with pytest.raises(InputError, match="no article"):
        given.only(ids=("7",))
