"""`summarise verify`: any text beside an article, whoever wrote it."""

import json
import sys
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from summarise.article.types import Article
from summarise.checks.verify import Verified
from summarise.cli.models import fetch
from summarise.cli.options import Choices, Command, FindingOptions, ModelOptions, ReadOptions, SourceOptions, flat
from summarise.cli.output import complain, hush, sink
from summarise.cli.plan import DryRun, sending, told, unanswered
from summarise.cli.waiting import waited
from summarise.config import Config
from summarise.errors import EXIT_DONE, EXIT_FINDINGS, EXIT_INPUT, InputError
from summarise.models.base import Model
from summarise.rules import Level

FORMS = ("text", "json")
_INDENT = " " * 13
_WIDTH = 80


@dataclass(frozen=True, slots=True)
class _Pair:
    """An article and a text beside it; ``id`` is what a line of --pairs calls it."""

    article: Article
    text: str
    id: Any = None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify", cls=Command, epilog="Example: summarise verify article.md push-alert.txt")(flat(verify))


def verify(
    ctx: typer.Context,
    article: Annotated[str | None, typer.Argument(metavar="ARTICLE", help="The article; - is standard input.")] = None,
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="The text; - is standard input.")] = None,
    *,
    sources: SourceOptions,
    reading: ReadOptions,
    asking: ModelOptions,
    findings: FindingOptions,
    pairs: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help='Instead: JSON Lines of {"id", "article", "text"}, texts themselves.'),
    ] = None,
    second_opinion: Annotated[
        bool, typer.Option("--second-opinion", help="Where support is unsure, ask the model too.")
    ] = False,
    dry_run: DryRun = False,
    format: Annotated[  # noqa: A002  the option's name
        str, Choices(FORMS), typer.Option("--format", "-f", metavar="FORM", help="How to print: text, json.")
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here instead of standard output.")
    ] = None,
) -> int:
    """Check a text against an article, sentence by sentence."""
    from summarise.checks.verify import verify as check  # noqa: PLC0415  start-up: not needed for help

    bad: list[str] = []
    given = partial(_pairs, pairs, article, text, sources=sources, reading=reading, bad=bad)
    if dry_run:
        return _plan(asking, given(), bad, asks=second_opinion)
    code = EXIT_DONE
    with ExitStack() as stack:
        write = stack.enter_context(sink(output))
        model = stack.enter_context(closing(_model(asking))) if second_opinion else None
        try:
            for pair in waited(given(), "reading", quiet=False):
                looked = (_opinion(model, pair, v) for v in check(pair.article, pair.text))
                told_of = waited(looked, "second opinion" if model else "comparing", quiet=False)
                found = tuple(_kept(v, ctx.obj, pair.article.source) for v in told_of)
                if any(f.reaches(findings.fail_on) for v in found for f in v.findings):
                    code = EXIT_FINDINGS
                shown = tuple(_at_least(v, findings.min_level) for v in found)
                if pairs or format == "json":
                    write(json.dumps(to_dict(shown, pair.id, named=pairs is not None), ensure_ascii=False) + "\n")
                else:
                    write("".join(f"{line}\n" for line in _lines(shown)))
        except BrokenPipeError:
            hush()
    return EXIT_INPUT if bad else code


def to_dict(found: Iterable[Verified], pair_id: Any = None, *, named: bool = False) -> dict[str, Any]:
    """Return what was verified as schemas/verify.v1.json describes it."""
    return {
        "schema": "verify.v1",
        **({"id": pair_id} if named else {}),
        "sentences": [
            {
                "text": v.text,
                "evidence": list(v.evidence),
                "support": v.support,
                "band": v.band,
                "findings": [
                    {"code": f.code, "level": f.level, "message": f.message, "sentences": list(f.sentences)}
                    for f in v.findings
                ],
            }
            for v in found
        ],
    }


def _plan(asking: ModelOptions, pairs: Iterable[_Pair], bad: list[str], *, asks: bool) -> int:
    """Print what would be sent for the pairs that can be read."""
    from summarise.checks.verify import verify as check  # noqa: PLC0415  start-up: not needed for help
    from summarise.prompts import load  # noqa: PLC0415  as above

    if not asks:
        print("nothing leaves this machine: no model is asked without --second-opinion")
        return EXIT_DONE
    count = 0
    with sending(asking) as sent:
        for count, pair in enumerate(pairs, 1):  # noqa: B007  the count is kept
            for verified in check(pair.article, pair.text):
                with unanswered():
                    _opinion(sent.model, pair, verified)
        print(told(sent, sent.estimate(count), {"prompt": load("support").reference}, verbose=False))
    return EXIT_INPUT if bad else EXIT_DONE


def _model(asking: ModelOptions) -> Model:
    from summarise.models import open_model  # noqa: PLC0415  start-up: not needed for help

    return open_model(**asking.opening(), fetch=fetch)


def _opinion(model: Model | None, pair: _Pair, verified: Verified) -> Verified:
    if model is None:
        return verified
    from summarise.checks.opinion import second_opinion  # noqa: PLC0415  start-up: not needed for help

    return second_opinion(model, pair.article, verified)


def _pairs(
    pairs: Path | None,
    article: str | None,
    text: str | None,
    *,
    sources: SourceOptions,
    reading: ReadOptions,
    bad: list[str],
) -> Iterator[_Pair]:
    if pairs is not None:
        if article or text or sources.clipboard:
            raise InputError("--pairs brings its own articles and texts: leave out ARTICLE and TEXT (and --clipboard)")
        yield from _from_lines(pairs, reading, bad)
        return
    if not article or bool(text) == sources.clipboard:
        raise InputError("give an ARTICLE and a TEXT (or --clipboard for it), or --pairs FILE")
    if article == text == "-":
        raise InputError("only one of ARTICLE and TEXT can be standard input")
    from summarise.article import copied, read  # noqa: PLC0415  start-up: not needed for help

    limit, fetched = reading.max_bytes, sources.fetch
    told = read(article, max_bytes=limit, language=reading.language, fetch=fetched)
    beside = read(text, max_bytes=limit, language=told.language, fetch=fetched) if text else copied(max_bytes=limit)
    yield _Pair(told, beside.text)


def _from_lines(path: Path, reading: ReadOptions, bad: list[str]) -> Iterator[_Pair]:
    """Yield the pairs of a JSONL; a line that is none is told on standard error, and the others are still checked."""
    from summarise.article import parse  # noqa: PLC0415  start-up: not needed for help

    try:
        lines = sys.stdin if str(path) == "-" else path.open(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    with closing(lines):
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                yield _Pair(parse(record["article"], language=reading.language), str(record["text"]), record.get("id"))
            except (ValueError, KeyError, TypeError, AttributeError, InputError, RecursionError) as error:
                bad.append(f"{path}:{number}")
                complain(f'{path}:{number}: not a pair {{"id", "article", "text"}}: {error}')


def _kept(verified: Verified, settings: Config, source: str) -> Verified:
    """Leave out the findings that the configuration silences for this article."""
    return replace(verified, findings=tuple(f for f in verified.findings if not settings.silences(f.code, source)))


def _at_least(verified: Verified, level: Level) -> Verified:
    return replace(verified, findings=tuple(f for f in verified.findings if f.reaches(level)))


def _lines(found: tuple[Verified, ...]) -> Iterator[str]:
    from summarise.formats.gates import printable  # noqa: PLC0415  start-up: not needed for help

    for verified in found:
        marks = f" [{' '.join(verified.evidence)}]" if verified.evidence else ""
        yield from textwrap.wrap(
            printable(verified.text) + marks,
            _WIDTH,
            initial_indent=f"{verified.band:<13}",
            subsequent_indent=_INDENT,
            break_on_hyphens=False,
        )
        for f in verified.findings:
            place = f" [{' '.join(f.sentences)}]" if f.sentences else ""
            yield from textwrap.wrap(
                f"{f.code} {f.level}: {printable(f.message)}{place}",
                _WIDTH,
                initial_indent=_INDENT,
                subsequent_indent=_INDENT + "  ",
                break_on_hyphens=False,
            )
