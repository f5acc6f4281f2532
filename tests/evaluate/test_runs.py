"""Runs, scores, comparisons, gates and exports, from the command line and below it."""

from __future__ import annotations

import csv
import io
import json
import random
from xml.etree import ElementTree as ET

import pytest
from fake import FakeModel

from summarise import schemas
from summarise.errors import InputError, KeyRejected, Unreachable
from summarise.evaluate import arms, running, scoring, second, sets
from summarise.evaluate.arms import Grid
from summarise.evaluate.compare import compare, gate
from summarise.evaluate.importing import import_jsonl

EMPTY = ("key_points", "people", "organisations", "dates", "figures", "quotes", "missing_context")
GOOD = "A gull took the hat of Mayor Odile Brannock on Monday."


def answer(text=GOOD, evidence="s2"):
    item = {"text": text, "evidence": [evidence]}
    return json.dumps({"headlines": [item], "standfirst": None, "sentences": [item], **{n: [] for n in EMPTY}})


def start(folder, model, *, repeats=1, tasks=("summary",), name="run", cases=None):
    given = sets.load(folder)
    chosen = cases or given.cases
    models = {"fake": model}
    found = arms.arms(Grid(), models)
    settings = {"tasks": list(tasks), "repeats": repeats}
    saved = running.begin(folder / name, running.record(given, chosen, found, models, settings))
    return saved, list(running.jobs(found, chosen, repeats)), models


def test_baselines_stand_beside_every_run(folder):
    saved, todo, models = start(folder, FakeModel(answer(), answer()))
    assert running.run(saved, todo, models) == 0
    assert [arm["name"] for arm in saved.record["arms"]] == ["fake", "extract", "lead-3", "lead"]
    assert len(saved.results) == 8
    lead = saved.results["lead-3", "001-gull", 0]["outputs"]["summary"]["sentences"]
    assert [s["evidence"] for s in lead] == [["s2"], ["s3"], ["s4"]]


def test_arms_are_interleaved_and_take_turns_at_being_first(folder):
    _, todo, _ = start(folder, FakeModel(), repeats=2)
    assert [job.case.id for job in todo[:4]] == ["001-gull"] * 4
    assert [job.arm.name for job in todo[:4]] != [job.arm.name for job in todo[4:8]]
    assert sum(job.arm.baseline for job in todo) == 6  # never repeated


def test_each_repeat_is_asked_for_anew(folder):
    model = FakeModel(*[answer()] * 4)
    saved, todo, models = start(folder, model, repeats=2)
    running.run(saved, todo, models)
    assert sorted(request.repeat for request in model.requests) == [0, 0, 1, 1]


def test_the_record_fits_its_schema_and_names_prompts_by_digest(folder):
    saved, _, _ = start(folder, FakeModel())
    assert schemas.errors(saved.record, running.RUN_SCHEMA) == []
    own = saved.record["arms"][0]
    assert own["prompts"]["summary"].startswith("summary@v")
    assert len(own["prompts"]["summary"].partition("#")[2]) == 64
    assert saved.record["set"]["digest"] == sets.load(folder).digest


def test_a_run_goes_on_where_it_stopped(folder):
    saved, todo, models = start(folder, FakeModel(answer(), KeyRejected("no")))
    with pytest.raises(KeyRejected, match="002-well"):
        running.run(saved, todo, models)
    model = FakeModel(answer())
    again, todo, models = start(folder, model)
    assert running.run(again, todo, models) == 0
    assert len(model.requests) == 1
    assert len(running.load(folder / "run").results) == 8


def test_a_result_that_a_crash_cut_off_is_done_again(folder):
    saved, todo, models = start(folder, FakeModel(answer(), answer()))
    running.run(saved, todo, models)
    path = folder / "run" / running.RESULTS
    path.write_bytes(path.read_bytes()[:-40])
    again, todo, models = start(folder, FakeModel(answer()))
    running.run(again, todo, models)
    assert len(running.load(folder / "run").results) == 8


def test_an_error_is_no_score_and_is_asked_for_again(folder):
    saved, todo, models = start(folder, FakeModel(Unreachable("away"), answer()))
    assert running.run(saved, todo, models) == 1
    scores = scoring.score(saved, sets.load(folder))
    assert scores.errors("fake") == 1
    assert list(scores.values("fake", "fact_recall")) == ["002-well"]
    again, todo, models = start(folder, FakeModel(answer()))
    assert running.run(again, todo, models) == 0


def test_another_run_cannot_be_taken_up_in_the_same_folder(folder):
    start(folder, FakeModel())
    with pytest.raises(InputError, match="repeats"):
        start(folder, FakeModel(), repeats=3)
    (folder / "other").mkdir()
    (folder / "other" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="not empty"):
        start(folder, FakeModel(), name="other")


def test_many_jobs_give_the_same_results_as_one(folder):
    one, todo, models = start(folder, FakeModel(answer(), answer()))
    running.run(one, todo, models)
    many, todo, models = start(folder, FakeModel(answer(), answer()), name="many")
    running.run(many, todo, models, threads=4)
    assert {k: r["outputs"] for k, r in one.results.items()} == {k: r["outputs"] for k, r in many.results.items()}


def test_a_re_ask_is_counted(folder):
    saved, todo, models = start(folder, FakeModel("no JSON", answer(), answer()))
    running.run(saved, todo, models)
    assert sorted(r["asked"].get("summary", 0) for (a, _, _), r in saved.results.items() if a == "fake") == [1, 2]


def test_scores_are_the_same_to_the_last_digit_when_made_again(folder):
    saved, todo, models = start(folder, FakeModel(answer(), answer()))
    running.run(saved, todo, models)
    first = scoring.save(scoring.score(running.load(folder / "run"), sets.load(folder)), folder / "run").read_bytes()
    again = scoring.save(scoring.score(running.load(folder / "run"), sets.load(folder)), folder / "run").read_bytes()
    assert first == again


def test_outputs_of_an_article_that_reads_differently_now_are_not_scored(folder):
    saved, todo, models = start(folder, FakeModel(answer(), answer()))
    running.run(saved, todo, models)
    path = folder / "articles" / "001-gull.txt"
    path.write_text("First.\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(InputError, match="read differently now"):
        scoring.score(saved, sets.load(folder))


def test_labels_may_change_and_the_scores_say_which_they_come_from(folder):
    saved, todo, models = start(folder, FakeModel(answer(), answer()))
    running.run(saved, todo, models)
    before = scoring.score(saved, sets.load(folder))
    path = folder / "gold" / "001-gull.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace("have", "hold").replace('"tune"', '"test"'), encoding="utf-8"
    )
    assert scoring.score(saved, sets.load(folder)).digest != before.digest


def test_every_combination_becomes_an_arm_named_by_what_differs():
    model = FakeModel(strategy="guided")
    found = arms.arms(Grid(strategies=("direct", "guided"), wordings=(("headline",), ())), {"fake": model})
    assert [a.name for a in found if not a.baseline] == [
        "fake direct",
        "fake guided headline",
        "fake guided no wording",
    ]


def test_the_same_arm_twice_is_refused():
    with pytest.raises(InputError, match="two arms"):
        arms.arms(Grid(prompts=("summary@v1", "summary@v1")), {"fake": FakeModel()})


def made_up(seed, shift=0.0, articles=60, repeats=1):
    """Scores of a simulated model that says each of seven facts with a chance of its own in each article."""
    draw = random.Random(seed)  # noqa: S311  statistics, not secrets
    rows = []
    for number in range(articles):
        ease = draw.uniform(0.3, 0.7)
        for arm, chance in (("old", ease), ("new", ease + shift)):
            for repeat in range(repeats):
                value = sum(draw.random() < chance for _ in range(7)) / 7
                rows.append(scoring.Row(arm, f"{number:03}", repeat, {"fact_recall": value}))
    return scoring.Scores(("old", "new"), "0" * 64, tuple(rows))


def test_a_prompt_made_worse_is_caught_and_the_same_prompt_is_not_over_twenty_seeds():
    for seed in range(20):
        same = compare(made_up(seed, repeats=3), "old", metrics=("fact_recall",))[0]
        assert gate(same, 0.15).passed
        worse = compare(made_up(seed, -0.3, repeats=3), "old", metrics=("fact_recall",))[0]
        assert not gate(worse, 0.15).passed
        assert worse.verdict == "worse"


def test_a_verdict_names_the_size_the_interval_and_the_articles_needed():
    small = compare(made_up(3, 0.01, articles=20), "old", metrics=("fact_recall",))[0]
    assert small.verdict == "too small to tell"
    assert "articles" in small.sentence
    large = compare(made_up(3, 0.3), "old", metrics=("fact_recall",))[0]
    assert large.verdict == "better"
    assert f"{len(large.moved('better'))} better" in large.sentence


def test_an_arm_against_itself_is_the_same():
    scores = made_up(1)
    rows = tuple(scoring.Row("new", r.id, 0, r.values) for r in scores.rows if r.arm == "old")
    twin = scoring.Scores(scores.arms, scores.digest, tuple(r for r in scores.rows if r.arm == "old") + rows)
    assert compare(twin, "old")[0].verdict == "the same"


@pytest.fixture
def run(folder, summarise):
    """A finished run of the baselines, from the command line."""
    ended = summarise("eval", "run", "--set", folder, "-o", folder / "run", "-q")
    assert (ended.code, ended.out, ended.err) == (0, f"{folder / 'run'}\n", "")
    return folder / "run"


def test_the_commands_work_on_a_run(folder, run, summarise):
    assert "fact_recall" in summarise("eval", "score", run, "--set", folder).out
    assert json.loads((run / "scores.json").read_text(encoding="utf-8"))["set"] == sets.load(folder).digest
    told = summarise("eval", "compare", run, "--set", folder, "--baseline", "lead-3").out
    assert "extract against lead-3" in told
    shown = json.loads(summarise("eval", "compare", run, "--set", folder, "-f", "json", "--metric", "words").out)
    assert {c["metric"] for c in shown["comparisons"]} == {"words"}
    assert "| metric |" in summarise("eval", "compare", run, "--set", folder, "-f", "markdown", "--slice", "test").out


def test_scores_are_exported_with_empty_cells_for_what_does_not_apply(folder, run, summarise):
    rows = list(csv.DictReader(io.StringIO(summarise("eval", "export", run, "--set", folder).out)))
    assert len(rows) == 6
    assert {row["claim_f1"] for row in rows if row["arm"] == "lead"} == {""}
    lines = summarise("eval", "export", run, "--set", folder, "-f", "jsonl").out.splitlines()
    assert [json.loads(line)["arm"] for line in lines] == [row["arm"] for row in rows]


def test_a_gate_has_an_exit_code_and_forms_for_ci(folder, run, summarise):
    options = ("--set", folder, "--metric", "fact_recall", "--baseline", "lead")
    passed = summarise("eval", "gate", run, *options, "--arm", "extract", "--margin", "9")
    assert (passed.code, passed.out[:4]) == (0, "pass")
    failed = summarise("eval", "gate", run, *options, "--arm", "lead-3", "--margin", "0", "-f", "junit")
    suite = ET.fromstring(failed.out)  # what the program itself wrote
    assert failed.code == int(suite.get("failures") != "0")
    assert (
        "## Eval gate"
        in summarise("eval", "gate", run, *options, "--arm", "extract", "--margin", "9", "-f", "github").out
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("compare", "RUN", "--baseline", "nobody"), "no arm 'nobody'"),
        (("compare", "RUN", "--metric", "beauty"), "unknown metric 'beauty'"),
        (("compare", "RUN", "--slice", "verse"), "no article is of slice 'verse'"),
        (("compare", "RUN", "-f", "xml"), "unknown format 'xml'"),
        (
            ("gate", "RUN", "--baseline", "lead", "--metric", "words", "--arm", "extract", "--margin", "1"),
            "no better side",
        ),
        (
            ("gate", "RUN", "--baseline", "lead", "--metric", "claim_f1", "--arm", "extract", "--margin", "1"),
            "applies to no",
        ),
        (("gate", "RUN", "--baseline", "lead", "--metric", "fact_recall", "--margin", "1"), "no arm with a model"),
        (("run", "-o", "RUN", "--wording", "verse"), "unknown wording step 'verse'"),
        (("run", "-o", "RUN", "--task", "poem"), "unknown task 'poem'"),
        (("run", "-o", "RUN", "--only", "9"), "no article of '9'"),
        (("score", "nowhere"), "is no eval run"),
    ],
)
def test_what_cannot_be_done_is_one_line(folder, run, summarise, arguments, says):
    ended = summarise("eval", *(run if a == "RUN" else a for a in arguments), "--set", folder)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert ended.err.count("\n") == 1


def test_a_set_is_checked_from_the_command_line(folder, summarise):
    ended = summarise("eval", "check-set", "--set", folder)
    assert (ended.code, ended.err) == (0, "")
    assert sets.load(folder).digest in ended.out


def test_the_matcher_agrees_with_the_labelled_pairs_well_enough_to_be_used(summarise):
    lines = summarise("eval", "check-matcher").out.splitlines()
    kappas = {line[:18].strip(): float(line.split()[-1]) for line in lines[1:]}
    assert kappas["facts"] >= 0.7
    assert kappas["traps"] >= 0.7
    assert min(kappas.values()) >= 0.6


def test_two_passes_of_labelling_agree(summarise):
    found = second.kappas(second.load(sets.load()))
    assert all(a.kappa is not None and a.kappa >= 0.6 for a in found.values())
    assert "articles labelled twice" in summarise("eval", "agreement").out


ROWS = [
    {
        "id": "Gull 1",
        "title": "A gull took a hat",
        "article": "A gull took the mayor's hat. It cost 40 crowns.",
        "summary": "A gull took the hat of the mayor. The hat cost 40 crowns.",
    },
    {
        "text": "The well is safe again. Eleven families had boiled their water since March.",
        "claims": [
            "Eleven families had boiled their water.",
            {"text": "Trains were late in Poland.", "check_worthiness": "low"},
        ],
    },
]


def test_a_set_is_made_from_jsonl_and_its_labels_fit(tmp_path, summarise):
    source = tmp_path / "given.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    ended = summarise("eval", "import", source, "-o", tmp_path / "set")
    assert ended.code == 0
    assert ended.out.endswith("2 articles, 2 facts, 1 claims\n")
    assert "1 claims are left out" in ended.err
    given = sets.load(tmp_path / "set")
    assert sets.problems(given) == []
    assert [c.id for c in given.cases] == ["00001-gull-1", "00002"]
    assert given.cases[0].gold["facts"][1]["evidence"][0] == "s3"
    assert summarise("eval", "run", "--set", tmp_path / "set", "-o", tmp_path / "run", "-q").code == 0


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["{"], "line 1: not JSON"),
        (["[]"], "line 1: no article"),
        (['{"text": "A."}', '{"text": "B.", "summary": 4}'], "line 2: its summary"),
        (['{"text": "A.", "claims": [3]}'], "line 1: a claim is"),
        ([""], "nothing to import"),
    ],
)
def test_lines_that_cannot_be_imported_are_named(tmp_path, lines, says):
    with pytest.raises(InputError, match=says):
        import_jsonl(lines, tmp_path / "set", split="test")
    assert not (tmp_path / "set").exists()


@pytest.fixture
def two_runs(folder):
    """Two runs of a model: one says a fact, the other says nothing of use."""
    for name, text in (("good", GOOD), ("bad", "A thing happened somewhere.")):
        saved, todo, models = start(folder, FakeModel(answer(text), answer(text)), name=name)
        running.run(saved, todo, models)
    return folder / "good", folder / "bad"


def test_a_gate_takes_another_run_as_baseline(folder, two_runs, summarise):
    good, bad = two_runs
    options = ("--metric", "fact_recall", "--set", folder)
    better = summarise("eval", "gate", good, "--baseline", bad, "--margin", "1", *options)
    assert (better.code, better.out.startswith("pass  fake: fact_recall: 0.25 against 0.00")) == (0, True)
    worse = summarise("eval", "gate", bad, "--baseline", good, "--margin", "0.1", *options)
    assert (worse.code, "worse by more than the margin" in worse.out) == (1, True)


def test_several_runs_share_a_page(folder, two_runs, summarise):
    ended = summarise("eval", "report", *two_runs, "--set", folder, "-o", folder / "page.html")
    assert (ended.code, ended.err) == (0, "")
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert "<title>Evals: fake, fake (bad)</title>" in page
    assert page.count('<th scope="col">extract</th>') == 1


def test_an_arm_without_results_is_said_to_have_none(folder, summarise):
    start(folder, FakeModel())
    assert "2 articles have no results yet" in summarise("eval", "compare", folder / "run", "--set", folder).out
