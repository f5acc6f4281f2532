"""The committed results still speak of the articles as they are read today."""

from __future__ import annotations

from summarise.assets import root
from summarise.evaluate import running, scoring, sets

REDO = "run them again on the recording: docs/evals.md, 'Results'"


def test_the_committed_results_belong_to_the_articles_of_the_set():
    saved = running.load(root("evals") / "results" / "local")
    assert len(scoring.matching(saved, sets.load())) == len(sets.load().cases), REDO


def test_every_arm_of_the_committed_results_has_every_article_and_no_error():
    saved = running.load(root("evals") / "results" / "local")
    articles = set(saved.record["set"]["articles"])
    for arm in (arm["name"] for arm in saved.record["arms"]):
        own = {i for (name, i, _), result in saved.results.items() if name == arm and result["error"] is None}
        assert own == articles, REDO
