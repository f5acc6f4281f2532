"""How much a statement is worth checking, by features that fact-checkers name first: figures, dates, names, acts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.quantities import find
from summarise.tasks.fields import dialled, is_age, telephones, with_noun
from summarise.tasks.persons import SPEECH
from summarise.words import names, tokens

if TYPE_CHECKING:
    from summarise.quantities import Quantity

HIGH, MEDIUM = 3.0, 1.5
# "at least two" bounds a number and compares nothing; "the first witness" stands in a row.
_COMPARES = re.compile(
    r"\b(?:more|less|fewer|higher|lower|larger|smaller|(?<!\bat )most|(?<!\bat )least|highest|lowest|largest|biggest"
    r"|first(?!\s(?:witness|day|time|hearing|appearance|minister|aid|floor|half)\b)|only|record"
    r"|doubled|tripled|halved|rose|fell|increased|decreased|dropped|than)\b",
    re.IGNORECASE,
)
# "could" and "might" are told of the past in a past sentence: "agreed that others could sign", "could not pay".
_FUTURE = re.compile(
    r"\b(?:will|would(?!\shave\b)|(?:could|might|may)(?!\shave\b)|expects?|expected|forecasts?|predicts?|predicted|likely)\b",
    re.IGNORECASE,
)
_PAST_COULD = re.compile(
    r"\b(?:agreed|accepted|admitted|heard|knew|saw|found|thought|believed|learned|when|because|so that|asked"
    r"|nobody|no one)"
    r"\b[^.;]{0,90}?\b(?:could|might)\b|\bcould(?:\snot|n['’]t)\b",
    re.IGNORECASE,
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
    numbers = telephones(text)
    hard = [
        q
        for q in quantities
        if q.kind in _HARD and not is_age(text, q) and not (q.spelled and q.value <= _FEW) and not dialled(q, numbers)
    ]
    dated = [q for q in quantities if q.kind == "date"]
    named = names([tokens(text)])
    said, future, opinion = bool(_SPEAKS.search(outside)), _looks_ahead(text), bool(_OPINION.search(outside))
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


def _looks_ahead(text: str) -> bool:
    """Whether a text speaks of what is to come; "could" in a past that is told is none of it."""
    return bool(_FUTURE.search(_PAST_COULD.sub(" ", text)))


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
