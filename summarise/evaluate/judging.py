"""Asking a judge model: first the labelled pairs, for its report card, then about every result of a run."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from summarise import prompts
from summarise.errors import AnswerError, InputError
from summarise.evaluate.agreement import kappa
from summarise.evaluate.judge import ANSWERS, JUDGE_SCHEMA, KINDS, RECORD, Grade, Judge, Kind, Question, load, questions
from summarise.evaluate.outcome import Outcome
from summarise.evaluate.running import OF_ONE_ARTICLE, each, mend
from summarise.models.base import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from summarise.evaluate.agreement import Pair
    from summarise.evaluate.running import Saved
    from summarise.evaluate.sets import Case
    from summarise.models import Model
    from summarise.prompts import Prompt

_FIRST_WORD = re.compile(r"\A\W{0,40}(yes|no)\b", re.IGNORECASE)
_QUOTED = 40  # characters of an unusable answer that are shown


def ask(model: Model, prompt: Prompt, question: Question) -> bool:
    """Return a model's answer. Raises AnswerError when it is neither yes nor no, or another ModelError."""
    request = Request(prompt.render(statement=question.statement, text=question.text), settings=prompt.settings)
    answer = model.complete(request).text
    found = _FIRST_WORD.match(answer)
    if found is None:
        raise AnswerError(f"{model.name} answered '{' '.join(answer.split())[:_QUOTED]}', neither yes nor no")
    return found[1].lower() == "yes"


def begin(folder: Path, model: Model, prompt: Prompt) -> Judge:
    """Begin to judge a run, or go on with the same judge. Raises InputError when the run has another one."""
    record = {
        "schema": JUDGE_SCHEMA,
        "model": model.name,
        "identity": model.identity,
        "prompt": f"{prompt.id}#{prompt.digest}",
        "card": {},
    }
    there = load(folder)
    if there is None:
        if (folder / ANSWERS).exists():
            raise InputError(f"{folder / ANSWERS} has no {RECORD} that says whose answers these are: delete it")
        judge = Judge(record, {}, {})
        _save(folder, judge)
        return judge
    for name in ("identity", "prompt"):
        if there.record[name] != record[name]:
            raise InputError(
                f"{folder} was judged with another {name} ({there.record[name]}): "
                f"delete its {RECORD} and {ANSWERS} to judge anew"
            )
    return there


def _save(folder: Path, judge: Judge) -> None:
    path = folder / RECORD
    try:
        path.write_text(json.dumps(judge.record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}") from None


class Judged(NamedTuple):
    """A run with its judge's answers, and how many questions have none."""

    judge: Judge
    unanswered: int


def judge_run(
    saved: Saved,
    cases: Mapping[str, Case],
    model: Model,
    pairs: Sequence[Pair],
    *,
    threads: int = 1,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> Judged:
    """Give a model its report card, then ask it about every result, for the kinds in which it passed.

    Questions that have an answer are not asked again; two results with one text share theirs. A question that the model
    fails at stays without an answer, and is asked again when this is done again. What no further question could mend (a
    wrong key) is raised. Raises InputError when the run has another judge, or there are no labelled pairs.
    """
    if not pairs:
        raise InputError("no labelled pairs: without them a judge has no report card, and its scores cannot count")
    prompt = prompts.load("judge")
    judge = begin(saved.folder, model, prompt)

    def put(wanted: Iterable[Question]) -> int:
        path = saved.folder / ANSWERS
        return _put(path, judge, wanted, lambda question: ask(model, prompt, question), threads=threads, tell=tell)

    unanswered = put(Question(pair.statement, pair.text) for pair in pairs)
    judge = Judge(judge.record, grade(judge, pairs), judge.answers)
    judge.record["card"] = {
        kind: {"pairs": g.pairs, "unanswered": g.unanswered, "agree": g.agree, "kappa": g.kappa}
        for kind, g in judge.card.items()
    }
    _save(saved.folder, judge)
    outcomes = [
        Outcome(cases[case_id], result)
        for (_, case_id, _), result in sorted(saved.results.items())
        if result["error"] is None
    ]
    kinds = [kind for kind, found in judge.card.items() if found.passed]
    unanswered += put(q for outcome in outcomes for kind in kinds for q in questions(outcome, kind))
    return Judged(judge, unanswered)


def _put(
    path: Path,
    judge: Judge,
    wanted: Iterable[Question],
    work: Callable[[Question], bool],
    *,
    threads: int,
    tell: Callable[[int, int], None],
) -> int:
    """Ask what has no answer yet, save each answer as it comes, and return how many questions still have none."""
    left = list({q.key: q for q in wanted if judge.says(q) is None}.values())

    def answer(question: Question) -> tuple[Question, bool | None]:
        try:
            return question, work(question)
        except OF_ONE_ARTICLE:
            return question, None

    failed = 0
    mend(path)
    with path.open("a", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
        for number, (question, said) in enumerate(each(left, answer, threads), 1):
            if said is None:
                failed += 1
            else:
                statement, text = question.key
                line = {"statement": statement, "text": text, "said": said}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()
                judge.answers[question.key] = said
            tell(number, len(left))
    return failed


def grade(judge: Judge, pairs: Sequence[Pair]) -> dict[Kind, Grade]:
    """Return the report card from a judge's answers to labelled pairs, for each kind that has pairs."""
    found: dict[Kind, Grade] = {}
    for kind in KINDS:
        both = [(p.label, judge.says(Question(p.statement, p.text))) for p in pairs if p.kind == kind]
        if both:
            agreed = kappa(both)
            found[kind] = Grade(agreed.n, sum(said is None for _, said in both), agreed.share, agreed.kappa)
    return found
