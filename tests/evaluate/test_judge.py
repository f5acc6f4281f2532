"""A judge model: its report card, what it is asked, and when what it says counts."""

from __future__ import annotations

import json

import pytest
from fake import FakeModel

from summarise import prompts
from summarise.errors import AnswerError, InputError, KeyRejected, Refused, Unreachable
from summarise.evaluate import agreement, arms, judge, judging, running, scoring, sets
from summarise.evaluate.arms import Grid
from summarise.models import Reply

TOLD = "A gull took the hat of Mayor Odile Brannock on Monday. The council has banned gulls from the square."
SAYS = {"A gull took the hat of Mayor Odile Brannock on Monday.", "The council has banned gulls from the square."}
LINES = [
    ("fact", "The ferry was late.", "The ferry came an hour late.", True),
    ("fact", "The ferry sank.", "The ferry came an hour late.", False),
    ("fact", "Ivo Tarn won.", "Ivo Tarn won the race at Quell.", True),
    ("fact", "Ivo Tarn lost.", "Ivo Tarn won the race at Quell.", False),
    ("trap", "The bridge is shut.", "The bridge has been shut.", True),
    ("trap", "The bridge fell.", "The bridge has been shut.", False),
]
LABELS = {statement: said for _, statement, _, said in LINES}


class Judging(FakeModel):
    """Answers each question by a function of its statement and text."""

    name = identity = "judge"

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    @property
    def asked(self):
        return [request.messages[-1].content for request in self.requests]

    def complete(self, request):
        self.requests.append(request)
        text, statement = request.messages[-1].content.removeprefix("Text: ").split("\nStatement: ")
        found = self.answer(statement, text)
        if isinstance(found, Exception):
            raise found
        return Reply(found, self.name)


def right(statement, _text=""):
    return "Yes." if LABELS.get(statement, statement in SAYS) else "no"


@pytest.fixture
def pairs_file(tmp_path):
    lines = [
        json.dumps({"article": "x", "language": "en", "kind": k, "statement": s, "text": t, "said": said})
        for k, s, t, said in LINES
    ]
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def run(folder):
    """A run whose one model arm says one fact and one trap of the first article, and nothing of the second."""
    model = FakeModel(
        _answer("A gull took the mayor's hat", *TOLD.split(". ")),
        _answer("Well water is safe again", "The fox was red"),
    )
    given = sets.load(folder)
    found = arms.arms(Grid(), {"fake": model})
    record = running.record(given, given.cases, found, {"fake": model}, {"tasks": ["summary"], "repeats": 1})
    saved = running.begin(folder / "run", record)
    assert running.run(saved, list(running.jobs(found, given.cases, 1)), {"fake": model}) == 0
    return saved


def _answer(headline, *sentences):
    items = [{"text": s.rstrip(".") + ".", "evidence": ["s2"]} for s in sentences]
    copied = {"standfirst": None, "headlines": [{"text": headline, "evidence": ["s1"]}]}
    empty = ("key_points", "people", "organisations", "dates", "figures", "quotes", "missing_context")
    return json.dumps({**copied, "sentences": items, **{name: [] for name in empty}})


@pytest.fixture
def judged(folder, run, pairs_file):
    """Judge the run with a model."""

    def by(model, **how):
        cases = scoring.matching(run, sets.load(folder))
        return judging.judge_run(run, cases, model, agreement.matched(pairs_file), **how)

    return by


def scored(folder):
    return scoring.score(running.load(folder / "run"), sets.load(folder))


def test_a_good_judge_counts_beside_the_code(folder, judged):
    found = judged(Judging(right))
    assert {kind: (g.pairs, g.kappa, g.passed) for kind, g in found.judge.card.items()} == {
        "fact": (4, 1.0, True),
        "trap": (2, 1.0, True),
    }
    assert found.unanswered == 0
    scores = scored(folder)
    assert scores.values("fake", "judge_fact_recall") == {"001-gull": [0.5], "002-well": [0.0]}
    assert scores.values("fake", "judge_trap_hits") == {"001-gull": [1.0]}


def test_a_bad_judge_is_not_asked_about_results_and_does_not_count(folder, run, judged):
    model = Judging(lambda _statement, _text: "yes")
    found = judged(model)
    assert [g.kappa for g in found.judge.card.values()] == [0.0, 0.0]
    assert len(model.asked) == len(LINES)
    scores = scored(folder)
    assert not scores.values("fake", "judge_fact_recall")
    assert not scores.values("fake", "judge_trap_hits")
    assert sum("does not count" in note for note in scoring.notes(scores, run)) == 2


def test_a_judge_counts_only_for_the_kind_in_which_it_passed(folder, judged):
    model = Judging(lambda statement, text: "no" if "bridge" in statement else right(statement, text))
    judged(model)
    scores = scored(folder)
    assert scores.values("fake", "judge_fact_recall")
    assert not scores.values("fake", "judge_trap_hits")
    assert not [asked for asked in model.asked if "banned gulls from the square." in asked.split("Statement: ")[1]]


def test_a_judge_that_refuses_has_no_answers_and_no_scores(folder, judged):
    found = judged(Judging(lambda _statement, _text: Refused("no")))
    assert found.unanswered == len(LINES)
    assert [(g.unanswered, g.agree, g.passed) for g in found.judge.card.values()] == [(4, 0.0, False), (2, 0.0, False)]
    assert not judge.load(folder / "run").answers
    assert not scored(folder).values("fake", "judge_fact_recall")


def test_an_error_is_no_answer_its_result_is_left_out_and_it_alone_is_asked_again(folder, run, judged):
    lost = "The council may ban gulls from the square."

    def away(statement, text):
        return Unreachable("away") if statement == lost and text == TOLD else right(statement, text)

    assert judged(Judging(away)).unanswered == 1
    scores = scored(folder)
    assert list(scores.values("fake", "judge_fact_recall")) == ["002-well"]
    assert any("1 results lack an answer" in note for note in scoring.notes(scores, run))
    again = Judging(right)
    assert judged(again).unanswered == 0
    assert again.asked == [f"Text: {TOLD}\nStatement: {lost}"]
    assert scored(folder).values("fake", "judge_fact_recall")["001-gull"] == [0.5]


def test_what_no_further_question_could_mend_ends_it_and_nothing_counts(folder, run, judged):
    with pytest.raises(KeyRejected):
        judged(Judging(lambda _statement, _text: KeyRejected("no")))
    assert "no report card yet" in " ".join(scoring.notes(scored(folder), run))


def test_scores_of_a_judged_run_are_the_same_when_made_again(folder, judged):
    judged(Judging(right))
    first = scoring.save(scored(folder), folder / "run").read_bytes()
    assert scoring.save(scored(folder), folder / "run").read_bytes() == first
    assert b'"judge_fact_recall": 0.5' in first


def test_a_text_is_asked_about_once_however_many_results_have_it(judged):
    model = Judging(right)
    judged(model, threads=3)
    assert len(model.asked) == len(set(model.asked))


def test_a_trap_is_asked_of_worded_texts_only(judged):
    model = Judging(right)
    judged(model)
    traps = [asked for asked in model.asked if asked.endswith("The council has banned gulls from the square.")]
    assert traps == [f"Text: {TOLD}\nStatement: The council has banned gulls from the square."]


def test_a_run_keeps_to_one_judge(folder, judged):
    judged(Judging(right))
    other = Judging(right)
    other.identity = "another"
    with pytest.raises(InputError, match="judged with another identity"):
        judged(other)
    (folder / "run" / judge.RECORD).unlink()
    with pytest.raises(InputError, match=r"no judge\.json"):
        judged(Judging(right))


def test_an_answer_that_a_crash_cut_off_is_asked_for_again(folder, judged):
    judged(Judging(right))
    path = folder / "run" / judge.ANSWERS
    path.write_bytes(path.read_bytes()[:-9])
    again = Judging(right)
    assert judged(again).unanswered == 0
    assert len(again.asked) == 1


def test_without_labelled_pairs_there_is_no_judging(folder, run, pairs_file):
    pairs_file.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="no labelled pairs"):
        judging.judge_run(run, {}, Judging(right), agreement.matched(pairs_file))


@pytest.mark.parametrize(
    ("answer", "said"),
    [("yes", True), ("Yes, it does.", True), ("**No**", False), (" no\n", False), ("nothing", None), ("It may.", None)],
)
def test_an_answer_is_yes_or_no_or_none(answer, said):
    question = judge.Question("A gull took a hat.", "A gull took a $hat.")
    if said is None:
        with pytest.raises(AnswerError, match="neither yes nor no"):
            judging.ask(FakeModel(answer), prompts.load("judge"), question)
    else:
        assert judging.ask(FakeModel(answer), prompts.load("judge"), question) is said


@pytest.mark.parametrize("record", ["no JSON", "{}"])
def test_a_broken_record_is_one_clear_error(folder, run, record):
    (run.folder / judge.RECORD).write_text(record, encoding="utf-8")
    with pytest.raises(InputError, match=r"judge\.json"):
        scored(folder)


@pytest.fixture
def by_command(folder, run, pairs_file, summarise, monkeypatch):
    """Judge the run by the command line, with a model that answers so, and score it."""

    def ended(answer):
        monkeypatch.setattr("summarise.models.open_model", lambda *_args, **_more: Judging(answer))
        options = ("--set", folder)
        return (
            summarise("eval", "judge", run.folder, "--judge", "any", "--pairs", pairs_file, "-q", *options),
            summarise("eval", "score", run.folder, *options),
        )

    return ended


@pytest.mark.parametrize(
    ("answer", "code", "counts", "told"),
    [
        (right, 0, "yes", ""),
        (lambda _statement, _text: "yes", 1, "no", ""),
        (lambda _statement, _text: "well", 4, "no", "6 questions have no answer"),
    ],
)
def test_the_command_prints_the_report_card(by_command, answer, code, counts, told):
    ended, scores = by_command(answer)
    assert ended.code == code
    assert [line.split()[-1] for line in ended.out.splitlines()[1:]] == [counts, counts]
    assert told in ended.err
    assert ("judge_fact_recall" in scores.out) == (counts == "yes")
    assert ("does not count" in scores.err) == (counts == "no")
