"""A judge model beside the code's matcher: it is asked whether a text says a statement, one yes or no at a time.

Its report card comes first: it answers the labelled pairs of the matcher, and what it says of a kind of statement (fact
or trap) counts only when its kappa there reaches `BAR`. Answers are kept beside the run, so that scoring asks no model.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from summarise import schemas
from summarise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from summarise.evaluate.outcome import Outcome

JUDGE_SCHEMA = "eval-judge.v1"
RECORD, ANSWERS = "judge.json", "judge.jsonl"
BAR = 0.6
"""The least kappa with the labelled pairs: where Landis and Koch (1977) begin to call agreement substantial."""
Kind = Literal["fact", "trap"]
KINDS: tuple[Kind, ...] = ("fact", "trap")


class Question(NamedTuple):
    """What a judge is asked: whether a text says all of a statement."""

    statement: str
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """What its answer is found by: the statement and the sha256 of the text."""
        return self.statement, hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Grade:
    """How far a judge agrees with labelled pairs; a pair without an answer counts as one judged otherwise."""

    pairs: int
    unanswered: int
    agree: float
    kappa: float | None

    @property
    def passed(self) -> bool:
        """Whether what the judge says of this kind counts."""
        return self.kappa is not None and self.kappa >= BAR


@dataclass(frozen=True, slots=True)
class Judge:
    """What a run's folder holds of its judge: who it is, its report card, and its answers by `Question.key`."""

    record: dict[str, Any]
    card: Mapping[Kind, Grade]
    answers: dict[tuple[str, str], bool]

    def says(self, question: Question) -> bool | None:
        """Return an answer, None when there is none; an empty text says nothing, and nobody is asked about it."""
        return self.answers.get(question.key) if question.text.strip() else False

    def verdicts(self, outcome: Outcome, kind: Kind) -> list[bool] | None:
        """Return the answer to each question of a kind that an outcome raises.

        None when the judge does not count for this kind, when there is nothing to ask, or when an answer is missing: a
        result is judged whole or not at all.
        """
        if kind not in self.card or not self.card[kind].passed:
            return None
        found = [self.says(question) for question in questions(outcome, kind)]
        answered = [answer for answer in found if answer is not None]
        return answered if answered and len(answered) == len(found) else None


def questions(outcome: Outcome, kind: Kind) -> list[Question]:
    """Return what is asked of an outcome: facts of the summary's sentences, traps of all texts that are not copied."""
    if kind == "fact":
        text = " ".join(outcome.sentences)
        return [Question(f["fact"], text) for f in outcome.case.gold["facts"] if "summary" in outcome.outputs]
    text = " ".join(s.text for s in outcome.worded)
    return [Question(t["trap"], text) for t in outcome.case.gold["traps"] if outcome.items]


def load(folder: Path) -> Judge | None:
    """Read the judge of a run, None when it has none. Raises InputError when its record is not usable."""
    path = folder / RECORD
    if not path.exists():
        return None
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {error}: delete it to judge anew") from None
    wrong = schemas.errors(record, JUDGE_SCHEMA)
    if wrong:
        raise InputError(f"{path}: {wrong[0]}: see 'summarise schemas show {JUDGE_SCHEMA}'")
    card = {kind: Grade(**record["card"][kind]) for kind in KINDS if kind in record["card"]}
    return Judge(record, card, dict(_answers(folder / ANSWERS)))


def _answers(path: Path) -> Iterator[tuple[tuple[str, str], bool]]:
    """Yield the answers of a file; a line that a crash cut off is passed over."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="surrogatepass") as file:
        for line in file:
            try:
                row = json.loads(line)
                yield (str(row["statement"]), str(row["text"])), bool(row["said"])
            except (ValueError, KeyError, TypeError):
                continue


def notes(judge: Judge) -> list[str]:
    """Return what has to be said of a judge beside its scores."""
    who = f"judge {judge.record['model']} ({judge.record['prompt'].partition('#')[0]})"
    if not judge.card:
        return [f"{who}: it has no report card yet, so that nothing it says counts: run 'summarise eval judge' again"]
    found = []
    for kind, graded in judge.card.items():
        told = "not defined" if graded.kappa is None else f"{graded.kappa:.2f}"
        counts = "counts" if graded.passed else f"below {BAR}: what it says of them does not count"
        found.append(f"{who}: kappa on {graded.pairs} labelled {kind}s {told}, {counts}")
    return found
