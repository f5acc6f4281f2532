"""How much a statement is worth checking, by features that fact-checkers name first: figures, dates, names, acts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.quantities import find
from summarise.tasks.fields import SPEECH, is_age, with_noun
from summarise.words import names, tokens

if TYPE_CHECKING:
    from summarise.quantities import Quantity

HIGH, MEDIUM = 3.0, 1.5
_COMPARES = re.compile(
    r"\b(?:more|less|fewer|higher|lower|larger|smaller|most|least|highest|lowest|largest|biggest|first|only|record"
    r"|doubled|tripled|halved|rose|fell|increased|decreased|dropped|than)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|would|could|might|may|expects?|expected|forecasts?|predicts?|predicted|likely)\b", re.IGNORECASE
)
_OPINION = re.compile(
    r"\b(?:think|thinks|believe|believes|feel|feels|hope|hopes|love|hate|should|must|beautiful|wonderful|terrible|best"
    r"|worst|significant|important|complex|dangerous|seen as|sign of|proud|sad|happy|a shame|disgrace|nobody|everyone"
    r"|always|never|a number of|in recent years)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(rf"\b(?:{SPEECH}|according to)\b")
_ACTS = re.compile(
    r"\b(?:voted|approved|signed|arrested|charged|convicted|sentenced|acquitted|died|killed|injured|closed|opened|sold"
    r"|bought|paid|costs?|spent|cut|raised|won|lost|resigned|appointed|sacked|banned|recogni[sz]ed?|found|became"
    r"|launched|set aside|ordered|fined|sued|elected|rejected|agreed|visited|met|thanked|condemned)\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\bwill\b")
_FEW = 2  # "one" and "two" in words are seldom a figure to check
_HARD = ("money", "percent", "points", "fraction", "times", "measure", "number", "score", "duration")


@dataclass(frozen=True, slots=True)
class Worth:
    """A statement's score (0 and up), its band, what it rests on, and what kind of claim it is."""

    score: float
    band: str
    kind: str
    reasons: tuple[str, ...]


def weigh(text: str, language: str = "en") -> Worth:
    """Weigh one statement. High: specific, consequential, checkable now; low: opinion, prediction, generality."""
    outside = re.sub(r'"[^"]*"|“[^”]*”', " ", text)
    quantities = find(text, language)
    hard = [q for q in quantities if q.kind in _HARD and not is_age(text, q) and not (q.spelled and q.value <= _FEW)]
    dated = [q for q in quantities if q.kind == "date"]
    named = names([tokens(text)])
    said, future, opinion = bool(_SPEAKS.search(outside)), bool(_FUTURE.search(text)), bool(_OPINION.search(outside))
    acts, compares = bool(_ACTS.search(outside)), bool(_COMPARES.search(text))
    score = (
        1.5 * min(2, len(hard))
        + 1.2 * min(1, len(dated))
        + 0.5 * min(2, len(named))
        + 0.6 * said
        + 0.8 * acts
        + 0.5 * compares
        - (0.4 if hard or acts else 0.9) * future
        - 1.2 * opinion
    )
    if text.rstrip().endswith("?"):
        score -= 3
    score = max(0.0, score)
    band = "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"
    reasons = _reasons(text, hard, dated, acts=acts, said=said, compares=compares, future=future, opinion=opinion)
    return Worth(round(score, 2), band, _kind(hard, future=future, opinion=opinion, said=said, acts=acts), reasons)


def tells_act(text: str) -> bool:
    """Whether a text tells an act that is put on record, or what will be. English."""
    return bool(_ACTS.search(text) or _WILL.search(text))


def _reasons(text: str, hard: list[Quantity], dated: list[Quantity], **seen: bool) -> tuple[str, ...]:
    found = [f"figure ({with_noun(text, q)})" for q in hard[:2]] + [f"date ({q.text})" for q in dated[:1]]
    words = {
        "acts": "an act on record",
        "said": "somebody's assertion",
        "compares": "a comparison",
        "future": "about the future",
        "opinion": "a judgement or a generality",
    }
    return tuple(found + [words[name] for name, is_so in seen.items() if is_so])


def _kind(hard: list[Quantity], *, future: bool, opinion: bool, said: bool, acts: bool) -> str:
    if opinion and not hard:
        return "opinion"
    if future and not acts:
        return "prediction"
    if hard:
        return "figure"
    if said:
        return "statement"
    return "event" if acts else "background"
