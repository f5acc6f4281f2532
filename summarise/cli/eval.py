"""`summarise eval …`: prompts, models and strategies over a set of labelled articles.

Nothing here reads summarise.toml or SUMMARISE_… of the environment: what a run measures depends on its command line.
"""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from summarise.cli.eval_runs import SetFolder, compare, export, gate, judge, report, run, score
from summarise.cli.options import Plain, flat
from summarise.cli.output import complain
from summarise.errors import EXIT_DONE, EXIT_INPUT, InputError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        rich_markup_mode=None, no_args_is_help=True, epilog="Example: summarise eval run -m local -o runs/local"
    )
    for name, command, says in (
        ("check-set", check_set, "Prove that a set's labels fit its articles, and count them."),
        ("import", import_, "Make a set from JSONL: articles with reference summaries or claims."),
        ("check-matcher", check_matcher, "Say how far the matcher of facts agrees with labelled pairs."),
        ("agreement", agreement, "Say how far two passes of labelling agree."),
        ("run", run, "Run every arm over the set, beside extract and lead baselines."),
        ("judge", judge, "Let a judge model, once proven, read the summaries of a run."),
        ("score", score, "Measure the saved outputs of a run again, offline."),
        ("compare", compare, "Compare the arms of a run, with intervals and verdicts."),
        ("gate", gate, "Fail when an arm may be worse than another by more than a margin."),
        ("report", report, "Write runs as one page with articles, labels and outputs."),
        ("export", export, "Print the scores of a run, one line a result."),
    ):
        group.command(name, cls=Plain, help=says)(flat(command, variables=False))
    app.add_typer(group, name="eval")


def check_set(*, set_: SetFolder = None) -> int:
    """Print the counts and the digest; what is wrong goes to standard error, one line each."""
    from summarise.evaluate import sets  # noqa: PLC0415  start-up

    given = sets.load(set_)
    wrong = sets.problems(given)
    for line in wrong:
        complain(line)
    for name, count in sets.counts(given).items():
        print(f"{name:<20} {count:>5}")
    print(f"{'digest':<20} {given.digest}")
    return EXIT_INPUT if wrong else EXIT_DONE


def import_(
    *,
    file: Annotated[str, typer.Argument(metavar="FILE", help="JSONL, one article a line; - is standard input.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="The set's own folder.")],
    split: Annotated[
        Literal["tune", "test"], typer.Option(metavar="tune|test", help="Which half it becomes.")
    ] = "test",
) -> int:
    """Write articles and labels; say what was found."""
    from summarise.evaluate.importing import import_jsonl  # noqa: PLC0415  start-up

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        lines = data.decode("utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(f"cannot read: {file}: {error.strerror}: give a file of JSONL") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: not UTF-8: save it as UTF-8") from None
    made = import_jsonl(lines, output, split=split)
    if made.unplaced:
        complain(f"{made.unplaced} claims are left out: no sentence of their article says them")
    print(f"{output}: {made.articles} articles, {made.facts} facts, {made.claims} claims")
    return EXIT_DONE


def check_matcher(
    *,
    pairs: Annotated[Path | None, typer.Option(metavar="FILE", help="Other labelled pairs (JSONL).")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show each pair judged otherwise.")] = False,
) -> int:
    """Print agreement and kappa for facts and for traps."""
    from summarise.evaluate import agreement  # noqa: PLC0415  start-up

    found = agreement.matched(pairs)
    print(f"{'':<18} {'pairs':>5} {'agree':>6} {'kappa':>6}")
    for name, a in agreement.matcher_agreement(found).items():
        print(f"{name:<18} {a.n:>5} {a.share:>6.3f} {'–' if a.kappa is None else f'{a.kappa:.3f}':>6}")
    for pair in (p for p in found if verbose and p.label != p.matched):
        says = "says" if pair.matched else "does not say"
        print(f"\n{pair.article}: the matcher holds that this {says} it ({pair.share:.2f})")
        print(f"  {pair.kind}: {pair.statement}\n  text: {pair.text}")
    return EXIT_DONE


def agreement(*, set_: SetFolder = None) -> int:
    """Print kappas of sentences and F1 of pairs over the articles that were labelled twice."""
    from summarise.evaluate import second, sets  # noqa: PLC0415  start-up

    twice = second.load(sets.load(set_))
    print(f"{len(twice)} articles labelled twice\n{'':<24} {'sentences':>9} {'agree':>6} {'kappa':>6}")
    for name, a in second.kappas(twice).items():
        print(f"{name:<24} {a.n:>9} {a.share:>6.3f} {'–' if a.kappa is None else f'{a.kappa:.3f}':>6}")
    print(f"{'':<24} {'first':>9} {'second':>6} {'F1':>6}")
    for name, (one, other, found) in second.pair_f1(twice).items():
        print(f"{name:<24} {one:>9} {other:>6} {'–' if found is None else f'{found:.3f}':>6}")
    return EXIT_DONE
