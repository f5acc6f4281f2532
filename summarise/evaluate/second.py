"""A second pass of labelling beside the first: how far two labellers agree on the same articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from summarise.errors import InputError
from summarise.evaluate.agreement import Agreement, f1, kappa
from summarise.evaluate.metrics import pairs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarise.evaluate.sets import Case, Set

ORDER = ("none", "low", "medium", "high")


def load(given: Set) -> list[tuple[Case, dict[str, Any]]]:
    """Return the cases that were labelled twice, with the second labels (``second/ID.json``).

    Raises InputError when there are none, or when an id no longer opens with the words that the labeller saw.
    """
    found = []
    for case in given.cases:
        path = given.folder / "second" / f"{case.id}.json"
        if not path.exists():
            continue
        try:
            labels: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise InputError(f"{path}: not JSON: {error}") from None
        for i, start in labels["starts"].items():
            sentence = case.article.sentence(i)
            if sentence is None or not " ".join(sentence.text.split()).startswith(start):
                raise InputError(f"{path}: {i} does not open with '{start}': place the labels anew")
        found.append((case, labels))
    if not found:
        raise InputError(f"{given.folder} has no second pass: it needs second/ID.json (evals/README.md)")
    return found


def kappas(twice: Sequence[tuple[Case, dict[str, Any]]]) -> dict[str, Agreement]:
    """Return the agreement on sentences: which say a must-have fact, which hold a key claim, and how worth checking.

    Key claims are those of high or medium check-worthiness. The last is over sentences that both called claims, with
    quadratic weights: high against low weighs four times high against medium.
    """
    facts: list[tuple[bool, bool]] = []
    key: list[tuple[bool, bool]] = []
    worth: list[tuple[str, str]] = []
    for case, labels in twice:
        first, second = _bands(case.gold["claims"]), _bands(labels["claims"])
        said = {i for fact in case.gold["facts"] for i in fact["evidence"]}
        for sentence in case.article.body:
            facts.append((sentence.id in said, sentence.id in labels["fact_evidence"]))
            one, other = first.get(sentence.id, "none"), second.get(sentence.id, "none")
            key.append((one in ORDER[2:], other in ORDER[2:]))
            if "none" not in (one, other):
                worth.append((one, other))
    return {
        "says a must-have fact": kappa(facts),
        "holds a key claim": kappa(key),
        "check-worthiness": kappa(worth, order=ORDER[1:]),
    }


def _bands(claims: Sequence[dict[str, Any]]) -> dict[str, str]:
    return {i: claim["check_worthiness"] for claim in claims for i in claim["evidence"]}


def pair_f1(twice: Sequence[tuple[Case, dict[str, Any]]]) -> dict[str, tuple[int, int, float | None]]:
    """Return for repeats and conflicts how many pairs each labeller has, and their F1; tolerated pairs are left out."""
    found: dict[str, tuple[int, int, float | None]] = {}
    for name in ("repeats", "conflicts"):
        one: set[tuple[str, frozenset[str]]] = set()
        other: set[tuple[str, frozenset[str]]] = set()
        for case, labels in twice:
            tolerated = pairs_of(case.gold.get("tolerated", ()))
            one |= {(case.id, pair) for pair in pairs_of(case.gold[name]) - tolerated}
            other |= {(case.id, pair) for pair in pairs_of(labels[name]) - tolerated}
        found[name] = (len(one), len(other), f1(one, other))
    return found
