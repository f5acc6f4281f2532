"""A text beside its article, sentence by sentence."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise.article import parse
from summarise.checks.opinion import second_opinion, yes
from summarise.checks.score import band
from summarise.checks.verify import verify
from summarise.models import Reply


class Judge:
    """A model that gives one answer, with or without its probabilities."""

    name = "judge"
    identity = "judge"
    strategy = "direct"

    def __init__(self, text: str, logprobs: dict[str, float] | None = None) -> None:
        self.reply = Reply(text, self.name, logprobs=logprobs)
        self.asked: list[str] = []

    def complete(self, request):
        self.asked.append(request.messages[-1].content)
        return self.reply

    def close(self) -> None:
        """Hold nothing."""


def test_each_sentence_has_its_evidence_support_and_findings(ferry):
    right, wrong, invented = verify(
        ferry,
        "A ferry ran aground off Tarnholm on Sunday. Fares will fall by 4 percent in June. "
        "Rescuers lifted two children off a burning roof.",
    )
    assert (right.evidence[0], right.band, right.findings) == ("s3", "supported", ())
    assert [f.code for f in wrong.findings] == ["S131"]
    assert wrong.band != "supported"
    assert (invented.evidence, invented.band) == ((), "unsupported")


def test_an_articles_own_sentences_are_supported_by_themselves(ferry):
    for sentence in ferry.body:
        (found,) = verify(ferry, sentence.text)[:1]
        assert found.evidence[0] == sentence.id
        assert (found.band, found.findings) == ("supported", ())


@pytest.mark.parametrize("text", ["", " \n\n ", "…", "\x00"])
def test_a_text_that_says_nothing_breaks_nothing(ferry, text):
    assert all(v.support == 0 for v in verify(ferry, text))


def test_nothing_is_supported_by_an_article_that_says_nothing():
    (found,) = verify(parse("?!"), "A ferry ran aground.")
    assert (found.support, found.evidence) == (0, ())


def test_bands_follow_the_score():
    assert [band(s) for s in (0.0, 0.34, 0.35, 0.59, 0.6, 1.0)] == [
        *["unsupported"] * 2,
        *["unsure"] * 2,
        *["supported"] * 2,
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_verified(ferry, text):
    assert all(0 <= v.support <= 1 for v in verify(ferry, text))


UNSURE = "The ferry company suspended the captain and the steering was inspected."


def test_only_an_unsure_sentence_is_asked_about(ferry):
    (unsure,) = verify(ferry, UNSURE)
    (sure,) = verify(ferry, "Lind praised Oke.")
    assert unsure.band == "unsure"
    judge = Judge("no", {"no": math.log(0.9), " Yes": math.log(0.1)})
    after = second_opinion(judge, ferry, unsure)
    assert second_opinion(judge, ferry, sure) == sure
    assert len(judge.asked) == 1
    assert after.support == pytest.approx((unsure.support + 0.1) / 2, abs=1e-3)
    assert after.findings[-1].code == "S191"


def test_an_answer_without_probabilities_counts_less():
    assert yes(Judge("Yes."), "a", "b") == pytest.approx(0.8)
    assert yes(Judge("no"), "a", "b") == pytest.approx(0.2)
    assert yes(Judge("perhaps"), "a", "b") is None
    assert yes(Judge("x", {"x": -0.1}), "a", "b") is None
