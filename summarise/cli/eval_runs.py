"""`summarise eval run|judge|score|compare|gate|report|export`: arms over a set, and what came of them."""

import sys
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import typer

from summarise.cli.output import complain, listen, sink
from summarise.errors import EXIT_DONE, EXIT_FINDINGS, EXIT_MODEL, InputError
from summarise.models.base import Strategy
from summarise.report import TASKS

_RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")]
SetFolder = Annotated[
    Path | None, typer.Option("--set", metavar="FOLDER", help="Another set (default: this project's).")
]


@dataclass(frozen=True, slots=True)
class SetOptions:
    """Which articles."""

    set_: SetFolder = None
    split: Annotated[
        Literal["tune", "test"] | None, typer.Option(metavar="tune|test", help="Only this half of the set.")
    ] = None
    only: Annotated[
        list[str], typer.Option("--only", metavar="ID", help="Only articles whose id begins so (repeatable).")
    ] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ArmOptions:
    """What is compared: every combination becomes an arm."""

    task: Annotated[list[str], typer.Option(metavar="|".join(TASKS), help="Do this task only (repeatable).")] = field(
        default_factory=list
    )
    prompt: Annotated[
        list[str], typer.Option(metavar="TASK@vN|FILE|TASK=FILE", help="A prompt to compare (repeatable).")
    ] = field(default_factory=list)
    model: Annotated[
        list[str], typer.Option("--model", "-m", metavar="NAME", help="A model to compare (repeatable).")
    ] = field(default_factory=list)
    strategy: Annotated[
        list[str], typer.Option(metavar="|".join(get_args(Strategy)), help="A strategy to compare (repeatable).")
    ] = field(default_factory=list)
    wording: Annotated[
        list[str], typer.Option(metavar="STEPS", help="Wording steps to compare: headline,fuse or none (repeatable).")
    ] = field(default_factory=list)
    repeat: Annotated[int, typer.Option(min=1, metavar="K", help="Ask each model so many times.")] = 1


@dataclass(frozen=True, slots=True)
class AskOptions:
    """How the models are asked."""

    base_url: Annotated[str | None, typer.Option(metavar="URL", help="Address of an OpenAI-compatible server.")] = None
    timeout: Annotated[float | None, typer.Option(min=0.1, metavar="SECONDS", help="Give up a try after this.")] = None
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Ask anew; neither read nor write the cache.")] = False
    record: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Save each reply here, for -m replay:FOLDER.")
    ] = None
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Articles (or questions) at once.")] = 1
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")] = False


def run(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="The run's own folder.")],
    which: SetOptions,
    arm: ArmOptions,
    asking: AskOptions,
) -> int:
    """Do what is left of a run; run it again to go on where it stopped."""
    from summarise.evaluate import arms, running, sets  # noqa: PLC0415  start-up

    listen()
    given = sets.load(which.set_)
    cases = given.only(split=which.split, ids=tuple(which.only))
    tasks = _known(arm.task, TASKS, "task") or list(TASKS)
    with ExitStack() as stack:
        models = {name: stack.enter_context(closing(_open(name, arm.model, asking))) for name in arm.model}
        wordings = tuple(arms.check_wording(steps.split(",")) for steps in arm.wording or ["headline"])
        strategies = _known(arm.strategy, get_args(Strategy), "strategy")
        compared = arms.arms(arms.Grid(arm.prompt, strategies, wordings), models)
        settings = {
            "tasks": tasks,
            "repeats": arm.repeat,
            "jobs": asking.jobs,
            "timeout": asking.timeout,
            "cache": not asking.no_cache,
        }
        saved = running.begin(output, running.record(given, cases, compared, models, settings))
        todo = list(running.jobs(compared, cases, arm.repeat))
        failed = running.run(saved, todo, models, threads=asking.jobs, tell=_teller("results", quiet=asking.quiet))
    if failed:
        complain(f"{failed} of {len(todo)} results are errors, not scores: run it again to ask for them once more")
    print(output)
    return EXIT_MODEL if failed else EXIT_DONE


def judge(
    *,
    run: _RunFolder,
    model: Annotated[str, typer.Option("--judge", "-m", metavar="NAME", help="The model that judges.")],
    pairs: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Other labelled pairs (JSONL) for its report card.")
    ] = None,
    set_: SetFolder = None,
    asking: AskOptions,
) -> int:
    """Print the report card of a judge and keep its answers beside the run, for all that scores it.

    Exit with 1 when it fails for a kind of statement; it is not asked about results for that kind.
    """
    from summarise.evaluate import agreement, judging, running, scoring, sets  # noqa: PLC0415  start-up

    listen()
    saved = running.load(run)
    cases = scoring.matching(saved, sets.load(set_))
    labelled = agreement.matched(pairs)
    with closing(_open(model, [model], asking)) as asked:
        tell = _teller("questions", quiet=asking.quiet)
        found = judging.judge_run(saved, cases, asked, labelled, threads=asking.jobs, tell=tell)
    print(f"{'':<8} {'pairs':>5} {'unanswered':>10} {'agree':>6} {'kappa':>6} {'counts':>6}")
    for kind, g in found.judge.card.items():
        told = "–" if g.kappa is None else f"{g.kappa:.3f}"
        counts = "yes" if g.passed else "no"
        print(f"{kind + 's':<8} {g.pairs:>5} {g.unanswered:>10} {g.agree:>6.3f} {told:>6} {counts:>6}")
    if found.unanswered:
        complain(f"{found.unanswered} questions have no answer, and no score: run it again to ask them once more")
        return EXIT_MODEL
    return EXIT_DONE if all(g.passed for g in found.judge.card.values()) else EXIT_FINDINGS


def score(*, run: _RunFolder, set_: SetFolder = None) -> int:
    """Write scores.json into the run's folder and print each arm's mean of each metric."""
    from summarise.evaluate import running, scoring, sets  # noqa: PLC0415  start-up

    saved = running.load(run)
    found = scoring.score(saved, sets.load(set_))
    scoring.save(found, run)
    for note in scoring.judge_notes(found, saved):
        complain(note)
    for line in scoring.means(found):
        print(line)
    return EXIT_DONE


_Metric = Annotated[list[str], typer.Option(metavar="NAME", help="Only this metric (repeatable).")]
_Arm = Annotated[list[str], typer.Option(metavar="ARM", help="Only this arm (repeatable).")]
_Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here instead of standard output.")
]


def compare(
    *,
    run: _RunFolder,
    baseline: Annotated[
        str | None,
        typer.Option(metavar="ARM", help="Compare with this arm (default: the first of several, or extract)."),
    ] = None,
    metric: _Metric = [],  # noqa: B006  typer's way of saying none
    arm: _Arm = [],  # noqa: B006  as above
    slice_: Annotated[str | None, typer.Option("--slice", metavar="NAME", help="Only articles of this slice.")] = None,
    format_: Annotated[
        str, typer.Option("--format", "-f", metavar="FORM", help="How to print: text, markdown, json.")
    ] = "text",
    set_: SetFolder = None,
    output: _Output = None,
) -> int:
    """Print a table for each arm, the verdicts, and the articles that changed."""
    from summarise.evaluate import arms, running, scoring, sets, show  # noqa: PLC0415  start-up
    from summarise.evaluate import compare as comparing  # noqa: PLC0415  start-up

    if format_ not in show.FORMS:
        raise InputError(f"unknown format '{format_}': use {', '.join(show.FORMS)}")
    saved, given = running.load(run), sets.load(set_)
    scores = scoring.score(saved, given)
    against = baseline or comparing.usual_baseline(scores, arms.BASELINES)
    ids = None
    if slice_ is not None:
        ids = frozenset(c.id for c in given.cases if slice_ in (*c.slices, c.split))
        if not ids:
            raise InputError(f"no article is of slice '{slice_}': see 'summarise eval check-set'")
    found = comparing.compare(scores, against, metrics=metric, arms=arm, ids=ids)
    with sink(output) as write:
        write(show.FORMS[format_](found, scoring.notes(scores, saved)))
    return EXIT_DONE


def gate(
    *,
    run: _RunFolder,
    baseline: Annotated[str, typer.Option(metavar="ARM|RUN", help="An arm of this run, or the folder of another run.")],
    metric: Annotated[list[str], typer.Option(metavar="NAME", help="What must not get worse (repeatable).")],
    margin: Annotated[float, typer.Option(min=0, metavar="X", help="How much worse is still no matter.")],
    arm: _Arm = [],  # noqa: B006  typer's way of saying none
    format_: Annotated[
        str, typer.Option("--format", "-f", metavar="FORM", help="How to print: text, junit, github.")
    ] = "text",
    set_: SetFolder = None,
    output: _Output = None,
) -> int:
    """Exit with 1 unless every arm is shown to be no worse than the baseline by more than the margin."""
    from summarise.evaluate import gating, show  # noqa: PLC0415  start-up

    if format_ not in show.GATE_FORMS:
        raise InputError(f"unknown format '{format_}': use {', '.join(show.GATE_FORMS)}")
    found = gating.gates(run, baseline, metric, margin, arms=arm, set_folder=set_)
    with sink(output) as write:
        write(show.GATE_FORMS[format_](found))
    return EXIT_DONE if all(g.passed for g in found) else EXIT_FINDINGS


def report(
    *,
    runs: Annotated[list[Path], typer.Argument(metavar="RUN…", help="Folders of runs of one set.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page, such as page.html.")],
    baseline: Annotated[
        str | None,
        typer.Option(metavar="ARM", help="Compare with this arm (default: the first of several, or extract)."),
    ] = None,
    set_: SetFolder = None,
) -> int:
    """Write a page that needs no network, no script and no other file."""
    from summarise.evaluate.page import page  # noqa: PLC0415  start-up
    from summarise.evaluate.reporting import book  # noqa: PLC0415  start-up

    found = book(runs, baseline, set_)
    with sink(output) as write:
        for piece in page(found):
            write(piece)
    return EXIT_DONE


def export(
    *,
    run: _RunFolder,
    format_: Annotated[str, typer.Option("--format", "-f", metavar="FORM", help="How to print: csv, jsonl.")] = "csv",
    set_: SetFolder = None,
    output: _Output = None,
) -> int:
    """Print one line for each arm, article and repeat, with every metric; what does not apply is empty or null."""
    from summarise.evaluate import running, scoring, sets  # noqa: PLC0415  start-up

    if format_ not in ("csv", "jsonl"):
        raise InputError(f"unknown format '{format_}': use csv, jsonl")
    scores = scoring.score(running.load(run), sets.load(set_))
    with sink(output) as write:
        for line in scoring.table(scores, format_):
            write(line)
    return EXIT_DONE


def _known(given: list[str], known: tuple[str, ...], what: str) -> list[str]:
    """Return what was given, in the usual order. Raises InputError for a word that is none of the known."""
    unknown = next((name for name in given if name not in known), None)
    if unknown:
        raise InputError(f"unknown {what} '{unknown}': use {', '.join(known)}")
    return [name for name in known if name in given]


def _open(name: str, names: list[str], asking: AskOptions) -> Any:
    from summarise.models import open_model  # noqa: PLC0415  start-up

    if asking.record and len(names) > 1:
        raise InputError("--record takes the replies of one model: run each model in a folder of its own")
    return open_model(
        name,
        base_url=asking.base_url,
        timeout=asking.timeout,
        cache=not asking.no_cache,
        record=asking.record,
    )


def _teller(what: str, *, quiet: bool) -> Any:
    """Return a function that says how far a run is, every half minute."""
    import time  # noqa: PLC0415  start-up

    last = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal last
        if not quiet and (done == of or time.monotonic() - last >= 30):  # noqa: PLR2004  seconds
            last = time.monotonic()
            complain(f"{done} of {of} {what}")
            sys.stderr.flush()

    return tell
