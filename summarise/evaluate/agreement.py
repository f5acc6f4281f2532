"""How far two judgements agree: simple agreement, Cohen's kappa, F1 of pairs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarise.assets import root
from summarise.errors import InputError
from summarise.evaluate.matcher import Text, falls_for

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two judges agree on ``n`` things: the share judged alike, and kappa, which takes off what chance gives.

    ``kappa`` is None when both judges gave one and the same answer throughout: then it is not defined.
    """

    n: int
    share: float
    kappa: float | None


def kappa(pairs: Iterable[tuple[Hashable, Hashable]], *, order: Sequence[Hashable] = ()) -> Agreement:
    """Return the agreement of two judges, Cohen (1960); weighted by squared distance in ``order`` when given (1968).

    Raises ValueError when there is nothing to judge.
    """
    found = list(pairs)
    if not found:
        raise ValueError("no pairs")
    n = len(found)
    places = {answer: at for at, answer in enumerate(order)}
    answers = list(order) or sorted({a for pair in found for a in pair}, key=repr)

    def distance(one: Hashable, other: Hashable) -> float:
        return float((places[one] - places[other]) ** 2) if places else float(one != other)

    first = {a: sum(one == a for one, _ in found) / n for a in answers}
    second = {a: sum(other == a for _, other in found) / n for a in answers}
    seen = sum(distance(one, other) for one, other in found) / n
    by_chance = sum(first[a] * second[b] * distance(a, b) for a in answers for b in answers)
    share = sum(one == other for one, other in found) / n
    return Agreement(n, share, 1 - seen / by_chance if by_chance else None)


def f1(one: Collection[Hashable], other: Collection[Hashable]) -> float | None:
    """Return 2·|A∩B| / (|A|+|B|) of two sets, None when both are empty."""
    both = len(set(one) & set(other))
    total = len(set(one)) + len(set(other))
    return 2 * both / total if total else None


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement and a text, the label that a reader gave ("does the text say it?"), and what the matcher says."""

    article: str
    kind: str
    statement: str
    text: str
    label: bool
    matched: bool
    share: float


def pairs_file() -> Path:
    """Return the file of the labelled pairs."""
    return root("evals") / "matcher" / "pairs.jsonl"


def matched(path: Path | None = None) -> list[Pair]:
    """Return the labelled pairs with the matcher's judgement. Raises InputError when the file is not usable."""
    path = path or pairs_file()
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [_judged(row) for row in rows]
    except OSError as error:
        raise InputError(f"cannot read: {path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: a line is no labelled pair ({error!r}): see evals/README.md") from None


def _judged(row: dict[str, Any]) -> Pair:
    texts, language = _sentences(row["text"], row["language"]), row["language"]
    share = Text(texts, language).share(row["statement"])
    is_trap = row["kind"] == "trap"
    judged = (
        falls_for(row["text"], row["statement"], language) if is_trap else Text(texts, language).says(row["statement"])
    )
    return Pair(row["article"], row["kind"], row["statement"], row["text"], bool(row["said"]), judged, share)


def _sentences(text: str, language: str) -> list[str]:
    from summarise import article  # noqa: PLC0415  the reader is only needed for labelled pairs

    return [s.text for s in article.parse(f"{text}\n", language=language).sentences]


def matcher_agreement(pairs: Sequence[Pair]) -> dict[str, Agreement]:
    """Return the matcher's agreement with the labels, for facts and traps: on all pairs, and on the odd ones alone.

    The thresholds were set on the even pairs (counted from 0 within their kind), so the odd ones are held out.
    """
    found: dict[str, Agreement] = {}
    for kind in ("fact", "trap"):
        own = [(p.label, p.matched) for p in pairs if p.kind == kind]
        if own[1:]:
            found[f"{kind}s"] = kappa(own)
            found[f"{kind}s, held out"] = kappa(own[1::2])
    return found
