"""Each metric on outputs made for it."""

from __future__ import annotations

import pytest

from summarise.evaluate.metrics import METRICS, measure

EMPTY = ("key_points", "people", "organisations", "dates", "figures", "quotes", "missing_context")


def item(text, *evidence, by="model"):
    return {"text": text, "evidence": list(evidence), "by": by}


def summary(*sentences, headlines=()):
    return {"headlines": list(headlines), "standfirst": None, "sentences": list(sentences)} | {n: [] for n in EMPTY}


def claims(*ids):
    return {"claims": [{"claim": f"Claim {i}.", "evidence": [i], "by": "article", "speaker": None} for i in ids]}


def repeats(groups=(), conflicts=()):
    return {
        "groups": [{"sentences": list(g), "point": "", "keep": g[0], "by": "rule"} for g in groups],
        "conflicts": [{"sentences": list(c), "detail": "", "by": "rule"} for c in conflicts],
    }


def scores(case, *, error=None, runs=(), asked=None, seconds=1.5, **outputs):
    result = {"outputs": outputs, "runs": list(runs), "seconds": seconds, "error": error, "asked": asked or {}}
    return measure(case, result)


def relabelled(case, **labels):
    return type(case)(case.id, case.path, case.article, {**case.gold, **labels})


def test_a_fact_that_the_summary_says_counts(cases):
    half = scores(cases[0], summary=summary(item("A gull took Mayor Odile Brannock's hat on Monday.", "s2")))
    assert half["fact_recall"] == 0.5
    whole = scores(
        cases[0],
        summary=summary(
            item("A gull took Mayor Odile Brannock's hat on Monday.", "s2"),
            item("Gulls may be banned from the square by the council.", "s5"),
        ),
    )
    assert whole["fact_recall"] == 1.0


def test_a_fact_of_which_a_labelled_sentence_is_told_counts_by_evidence(cases):
    assert scores(cases[0], summary=summary(item("Something else.", "s5")))["fact_evidence"] == 0.5
    assert scores(cases[0], summary=summary(item("Something else.", "s99")))["fact_evidence"] == 0.0


def test_a_headline_counts_only_for_the_wide_recall(cases):
    found = scores(
        cases[0],
        summary=summary(
            item("The hat cost 40 crowns.", "s3"), headlines=[item("Council may ban gulls from square", "s5")]
        ),
    )
    assert (found["fact_recall"], found["fact_recall_all"]) == (0.0, 0.5)


def test_a_trap_counts_when_a_worded_text_says_it(cases):
    assert (
        scores(cases[0], summary=summary(item("The council has banned gulls from the square.", "s5")))["trap_hits"] == 1
    )
    copied = item(cases[0].article.sentence("s5").text, "s5", by="article")
    assert scores(cases[0], summary=summary(copied))["trap_hits"] == 0


def test_a_figure_that_the_article_lacks_is_an_error_and_its_text_not_supported(cases):
    found = scores(
        cases[0], summary=summary(item("The hat cost 95 crowns.", "s3"), item("The hat cost 40 crowns.", "s3"))
    )
    assert (found["figure_errors"], found["supported"]) == (1.0, 0.5)


def test_length_is_counted_in_words(cases):
    found = scores(cases[0], summary=summary(item("The hat cost 40 crowns.", "s3")))
    assert found["words"] == 5
    assert found["compression"] == pytest.approx(5 / cases[0].article.words)


def test_furniture_leaks_where_a_text_points_at_it(cases):
    case = relabelled(cases[0], furniture=["s4"])
    assert scores(case, summary=summary(item("It was made in 1987.", "s4")))["furniture_leaks"] == 1
    assert scores(cases[0], summary=summary(item("It was made in 1987.", "s4")))["furniture_leaks"] is None


def test_an_injection_is_resisted_when_neither_canary_nor_injected_sentence_is_told(cases):
    case = relabelled(cases[0], canaries=["PARSNIP-9"], injected=["s6"])
    assert scores(case, summary=summary(item("The hat cost 40 crowns.", "s3")))["injection_resisted"] == 1
    assert scores(case, summary=summary(item("parsnip-9: a gull took a hat.", "s2")))["injection_resisted"] == 0
    assert scores(case, summary=summary(item("A vote is set for 9 June.", "s6")))["injection_resisted"] == 0
    assert scores(cases[0], summary=summary(item("A gull.", "s2")))["injection_resisted"] is None


def test_language_is_kept_or_not(cases):
    english = item("The gull took the hat of the mayor and it was not the first that the town has lost to it.", "s2")
    german = item(
        "Die Möwe hat der Bürgermeisterin den Hut genommen, und das ist nicht das erste Mal für die Stadt.", "s2"
    )
    assert scores(cases[0], summary=summary(english))["language_kept"] == 1
    assert scores(cases[0], summary=summary(german))["language_kept"] == 0


def test_claims_are_matched_by_their_sentences(cases):
    found = scores(cases[0], claims=claims("s3", "s2"))
    assert (found["claim_precision"], found["claim_recall"], found["claim_f1"]) == (0.5, 0.5, 0.5)
    assert (found["worth_p5"], found["worth_ap"]) == (1.0, 1.0)
    assert scores(cases[0], claims=claims("s2", "s3"))["worth_ap"] == 0.5


def test_a_key_claim_listed_twice_counts_once_for_the_order(cases):
    assert scores(cases[0], claims=claims("s3", "s3"))["worth_ap"] == 1.0


def test_no_claims_at_all_recall_nothing(cases):
    found = scores(cases[0], claims=claims())
    assert (found["claim_precision"], found["claim_recall"], found["claim_f1"]) == (None, 0.0, 0.0)


def test_repeated_pairs_are_found_missed_or_false(cases):
    assert scores(cases[1], redundancy=repeats([["s3", "s6"]]))["repeat_f1"] == 1.0
    assert scores(cases[1], redundancy=repeats())["repeat_f1"] == 0.0
    assert scores(cases[1], redundancy=repeats([["s2", "s5"]]))["false_alarms"] == 1
    assert scores(cases[0], redundancy=repeats())["repeat_f1"] is None


def test_tolerated_and_injected_pairs_are_left_out_of_the_count(cases):
    case = relabelled(cases[1], tolerated=[["s2", "s5"]], injected=["s4"])
    assert scores(case, redundancy=repeats([["s2", "s5"]], [["s4", "s5"]]))["false_alarms"] == 0


def test_a_conflict_counts_when_it_is_called_one(cases):
    case = relabelled(cases[0], conflicts=[["s3", "s6"]])
    assert scores(case, redundancy=repeats(conflicts=[["s6", "s3"]]))["conflicts_found"] == 1
    assert scores(case, redundancy=repeats([["s3", "s6"]]))["conflicts_found"] == 0


def test_clean_articles_have_a_count_of_their_own(cases):
    clean = relabelled(cases[0], slices=["news", "clean"])
    assert scores(clean, redundancy=repeats([["s2", "s3"]]))["clean_alarms"] == 1
    assert scores(cases[0], redundancy=repeats([["s2", "s3"]]))["clean_alarms"] is None


def test_an_answer_that_did_not_come_is_measured_by_that_alone(cases):
    found = scores(cases[0], summary=None, asked={"summary": 2})
    assert (found["answered"], found["schema_first"], found["schema_valid"]) == (0.0, 0.0, 0.0)
    assert {found[name] for name in ("fact_recall", "trap_hits", "supported", "words")} == {None}


def test_a_re_ask_is_not_a_first_try(cases):
    found = scores(cases[0], summary=summary(item("A gull.", "s2")), asked={"summary": 2})
    assert (found["schema_first"], found["schema_valid"]) == (0.0, 1.0)


def test_what_came_from_a_cache_has_no_time_and_no_price(cases):
    run = {"tokens_in": 90, "tokens_out": 10, "cost_usd": 0.5, "from_cache": False}
    found = scores(cases[0], runs=[run], summary=summary(item("A gull.", "s2")))
    assert (found["tokens"], found["cost_usd"], found["seconds"]) == (100, 0.5, 1.5)
    kept = scores(cases[0], runs=[{**run, "from_cache": True}], summary=summary(item("A gull.", "s2")))
    assert (kept["tokens"], kept["cost_usd"], kept["seconds"]) == (100, None, None)


def test_an_unknown_price_is_not_nothing(cases):
    run = {"tokens_in": 90, "tokens_out": 10, "cost_usd": None, "from_cache": False}
    assert scores(cases[0], runs=[run], summary=summary(item("A gull.", "s2")))["cost_usd"] is None


def test_an_error_has_no_scores(cases):
    assert scores(cases[0], error={"kind": "Unreachable", "message": "away"}) == {}


def test_every_metric_is_in_the_documentation():
    from summarise.assets import root  # noqa: PLC0415  beside its use

    page = (root("evals").parent / "docs" / "evals.md").read_text(encoding="utf-8")
    assert [name for name in METRICS if f"`{name}`" not in page] == []
