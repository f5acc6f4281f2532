"""What the formats for people have in common: order, places, sums."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarise.formats.gates import printable
from summarise.rules import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.article import Sentence
    from summarise.report import Finding, Report, Run

_WORTH = ("high", "medium", "low")
CUTS = ("R101", "R102", "R103")
"""The rules whose repeats could go: not those that are usual in news (R105), nor conflicts, where one must choose."""
_CONFLICT = "R104"
_IDS = re.compile(r"\bs\d+\b(?:, s\d+\b)*")
OF_INTEREST_TO_FEW = frozenset({"M201"})
"""Rules that a page of text leaves out unless it is to be verbose: the guard did its work, nothing is to be done."""
LISTS = {
    "key_points": "key point",
    "sentences": "sentence",
    "headlines": "headline",
    "people": "person",
    "organisations": "organisation",
    "dates": "date",
    "figures": "figure",
    "quotes": "quote",
    "missing_context": "missing context",
    "claims": "claim",
    "groups": "repeat",
    "conflicts": "conflict",
}
"""What one item of each list of an output is called."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeat group with its sentences; ``words`` is what cutting all but ``keep`` saves.

    ``suggestion`` names places and no ids: a person has the file at hand.
    """

    kind: str
    keep: Sentence | None
    cut: tuple[Sentence, ...]
    words: int
    suggestion: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements of the article that differ in a fact."""

    differs: str
    sentences: tuple[Sentence, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A person, an organisation, a date or a figure; ``label`` is "" where it would repeat the evidence."""

    name: str
    label: str
    item: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Took:
    """The sum of some runs.

    ``cost_usd`` is None when the price of one of them is unknown; ``from_cache`` says that no model was asked anew.
    """

    models: tuple[str, ...]
    strategies: tuple[str, ...]
    tokens_in: int
    tokens_out: int
    cost_usd: float | None
    seconds: float
    from_cache: bool


def name(report: Report) -> str:
    """Return what a person calls the article's source."""
    return "standard input" if report.article.source == "-" else report.article.source


def claims(report: Report) -> list[dict[str, Any]]:
    """Return the claims, the most check-worthy first."""
    found = (report.outputs.get("claims") or {}).get("claims", [])
    return sorted(found, key=lambda claim: _WORTH.index(claim["check_worthiness"]))


def grounds(claim: dict[str, Any]) -> str:
    """Return why a claim is worth checking, and how to check it when that is more than the rule for its kind."""
    check = f" To check: {claim['how_to_check']}" if claim.get("by") == "model" else ""
    return f"{claim['why']}{check}"


def sentences(report: Report, ids: Iterable[str]) -> tuple[Sentence, ...]:
    """Return the sentences with these ids, without those that do not exist."""
    return tuple(s for i in ids if (s := report.article.sentence(i)))


def repeats(report: Report) -> list[Repeat]:
    """Return the repeat groups that a finding warns of, in the article's order.

    One without a finding is ignored by the article or the configuration, or below the level asked for; one that is
    usual in news (R105) is no more than its finding.
    """
    warned = {f.sentences for f in report.findings if f.code in CUTS}
    groups = (report.outputs.get("redundancy") or {}).get("groups", [])
    found = []
    for group in groups:
        if tuple(group["sentences"]) in warned:
            cut = sentences(report, (i for i in group["sentences"] if i != group["keep"]))
            words = sum(len(s.text.split()) for s in cut)
            keep = report.article.sentence(group["keep"])
            found.append(Repeat(group["kind"], keep, cut, words, _with_places(report, group["suggestion"])))
    return found


def _with_places(report: Report, words: str) -> str:
    """Return words with the places of sentences for their ids: "lines 4 and 7" for "s12, s15"."""

    def named(ids: re.Match[str]) -> str:
        found = sentences(report, ids[0].split(", "))
        return report.article.place(*found) if found else ids[0]

    return _IDS.sub(named, words)


def conflicts(report: Report) -> list[Conflict]:
    """Return the conflicts that a finding warns of, in the article's order."""
    warned = {f.sentences for f in report.findings if f.code == _CONFLICT}
    found = (report.outputs.get("redundancy") or {}).get("conflicts", [])
    return [
        Conflict(c["differs"], sentences(report, c["sentences"]), c["detail"])
        for c in found
        if tuple(c["sentences"]) in warned
    ]


def findings(report: Report) -> list[Finding]:
    """Return the findings that the repeats and conflicts do not show, errors first, then in the article's order."""
    lines = {s.id: s.line for s in report.article.sentences}
    shown = {*CUTS, _CONFLICT} if report.outputs.get("redundancy") else set()
    return sorted(
        (f for f in report.findings if f.code not in shown),
        key=lambda f: (-LEVELS.index(f.level), lines.get(f.sentences[0], 0) if f.sentences else 0),
    )


def lines(report: Report, ids: Iterable[str]) -> str:
    """Return where sentences are: "line 4", "lines 4, 9" or "pages 2, 3", the first three."""
    numbers = list(dict.fromkeys(str(s.line) for s in sentences(report, ids)))[:3]
    return f"{report.article.places}{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}" if numbers else ""


def place(report: Report, finding: Finding) -> str:
    """Return in brackets where a finding is, in the report and in the article, "" when that is nowhere."""
    parts = filter(None, (where(finding.path), lines(report, finding.sentences[:1])))
    joined = printable(", ".join(parts))
    return f"({joined})" if joined else ""


def facts(report: Report) -> Iterator[tuple[str, list[Fact]]]:
    """Yield the small lists of the summary that hold something: their names and items."""
    output = report.outputs.get("summary") or {}
    for title, name, label in (
        ("people", "name", "role"),
        ("organisations", "name", "role"),
        ("dates", "date", "what"),
        ("figures", "value", "what"),
    ):
        if output.get(title):
            yield (
                title,
                [
                    Fact(i[name], "" if said_by_evidence(report, i, i[label] or "") else i[label] or "", i)
                    for i in output[title]
                ],
            )


def said_by_evidence(report: Report, item: dict[str, Any], words: str) -> bool:
    """Whether words are just what the sentences that an item points at say."""
    told = {" ".join(s.text.split()) for s in sentences(report, item["evidence"])}
    return " ".join(words.split()) in told


def where(path: str) -> str:
    """Return a JSON pointer in words: "/summary/sentences/1" is "summary, sentence 2", "" is ""."""
    task, *rest = path.lstrip("/").split("/")
    words = [task]
    for part in rest:
        if part.isdigit():
            words[-1] = f"{LISTS.get(words[-1], words[-1])} {int(part) + 1}"
        else:
            words.append(part)
    return ", ".join(words)


def took(runs: Iterable[Run]) -> Took:
    """Add up runs."""
    runs = tuple(runs)
    asked = [run for run in runs if run.prompt]
    costs = [run.cost_usd for run in runs if run.attempts or run.cost_usd is not None]
    return Took(
        tuple(dict.fromkeys(run.model for run in runs)),
        tuple(dict.fromkeys(run.strategy for run in runs)),
        sum(run.tokens_in for run in runs),
        sum(run.tokens_out for run in runs),
        None if None in costs else sum(cost for cost in costs if cost is not None),
        sum(run.seconds for run in runs),
        bool(asked) and all(run.from_cache for run in asked),
    )


def cost(usd: float | None) -> str:
    """Return what something cost, in words."""
    if usd is None:
        return "cost unknown"
    return f"${usd:.4f}" if usd else "free"


def footer(report: Report) -> list[str]:
    """Return what made the report and what it took, in a few words each."""
    if not report.runs:
        return []
    total = took(report.runs)
    made_by = [", ".join(total.models), ", ".join(total.strategies)]
    parts = ["no model"] if total.models == ("none",) else made_by
    if total.tokens_in or total.tokens_out:
        parts += [f"{total.tokens_in:,} tokens in, {total.tokens_out:,} out", cost(total.cost_usd)]
    return [*parts, "from the cache" if total.from_cache else f"{total.seconds:.1f} s"]


def written_by(report: Report) -> set[str]:
    """Return who worded the summary and the claims: some of article, rule and model."""
    found: set[str] = set()
    stack: list[Any] = [report.outputs.get(task) for task in ("summary", "claims")]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            found |= {node["by"]} if node.get("by") else set()
            stack += node.values()
        elif isinstance(node, list):
            stack += node
    return found
