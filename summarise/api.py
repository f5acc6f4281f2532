"""For scripts: the two commands as functions.

from summarise import batch, brief

report = brief("article.md", model="openai:gpt-6-luna")
summary = batch("articles/", "reports.jsonl", model="openai:gpt-6-luna", jobs=32)
"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarise import article, pipeline
from summarise.article import Article
from summarise.batching.inputs import Reading
from summarise.batching.output import Files, Unkept
from summarise.batching.run import Plan, run
from summarise.batching.settings import Settings
from summarise.models import open_model
from summarise.report import TASKS, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from summarise.batching.tally import Summary
    from summarise.models import Model, Strategy
    from summarise.rules import Level


def brief(
    source: str | Path | Article,
    *,
    model: str | Model | None = None,
    tasks: Iterable[str] = TASKS,
    strategy: Strategy | None = None,
    prompts: Mapping[str, str] | None = None,
    wording: Iterable[str] = ("headline",),
    language: str | None = None,
    base_url: str | None = None,
    key: str | None = None,
    timeout: float | None = None,
    cache: bool | Path = True,
) -> Report:
    """Return the checked report of one article.

    ``source`` is a path, or an Article that `summarise.article.parse` made of a text. ``model`` is a name as
    ``--model`` takes it, or a model that `models.open_model` returned and that stays open (then ``base_url``, ``key``,
    ``timeout`` and ``cache`` are not used). ``prompts`` maps a task to TASK@vN or a file.
    Raises a SummariseError: InputError for an article or option that cannot be used, ModelError when the model fails.
    An answer that cannot be used is a finding.
    """
    read = source if isinstance(source, Article) else article.read(str(source), language=language)
    do = partial(pipeline.run, strategy=strategy, chosen=prompts, wording=wording, language=language)
    if model is not None and not isinstance(model, str):
        return do(read, tasks, model)
    with closing(open_model(model, base_url=base_url, key=key, timeout=timeout, cache=cache)) as opened:
        return do(read, tasks, opened)


def batch(
    inputs: str | Path | Iterable[str | Path | Mapping[str, Any]],
    output: str | Path,
    *,
    model: str | None = None,
    tasks: Iterable[str] = TASKS,
    strategy: Strategy | None = None,
    prompts: Mapping[str, str] | None = None,
    wording: Iterable[str] = ("headline",),
    language: str | None = None,
    base_url: str | None = None,
    key: str | None = None,
    timeout: float | None = None,
    cache: bool | Path = True,
    store: bool = True,
    jobs: int | None = None,
    ordered: bool = True,
    retry_errors: bool = False,
    rpm: float | None = None,
    tpm: float | None = None,
    patience: float = 600.0,
    suffixes: Iterable[str] = (),
    columns: Mapping[str, str] | None = None,
    fail_on: Level | None = "error",
    tell: Callable[[str], None] | None = None,
) -> Summary:
    """Write the reports of many articles to a file, one a line, and return what it came to.

    ``inputs`` are files, folders, globs, JSONL or CSV files, or mappings with "id" and "text" or "path", whose other
    fields are carried through. The rest is as in `brief` and in ``summarise batch --help``; ``tell`` is given a line
    for a person now and then. The same call again does what is left; with ``store`` False, nothing but ``output`` is
    written (no cache, no journal, no file of failures), and nothing can be gone on from. Raises a SummariseError for
    what keeps it from beginning; what ends it early is the summary's ``outcome`` and ``reason``; ``exit_code`` is the
    command's.
    """
    given = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    plan = Plan(
        inputs=[str(each) if isinstance(each, Path) else each for each in given],
        settings=Settings(
            tasks=tuple(tasks),
            strategy=strategy,
            chosen=prompts or {},
            wording=tuple(wording),
            reading=Reading(tuple(suffixes), columns or {}, language=language),
        ),
        model={"name": model, "base_url": base_url, "key": key, "timeout": timeout, "cache": cache and store},
        jobs=jobs,
        ordered=ordered,
        retry=retry_errors,
        rpm=rpm,
        tpm=tpm,
        patience=patience,
        fails=lambda report: report.reaches(fail_on or "never"),
        tell=tell or (lambda _: None),
    )
    kept = partial(Files, Path(output))
    return run(plan, kept if store else partial(Unkept, Path(output), plan.tell))
