"""Comparisons and gates as text, Markdown, JSON, JUnit and a GitHub summary."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from summarise.evaluate.compare import shown_p, span
from summarise.evaluate.metrics import METRICS
from summarise.formats.gates import markdown, xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from summarise.evaluate.compare import Comparison, Gate

_MOST = 5  # articles named for each verdict
_HEAD = ("metric", "baseline", "arm", "difference", "95 % interval", "p", "articles", "verdict")


def cells(found: Comparison) -> tuple[str, ...]:
    """Return a comparison as a row of a table."""
    metric, pair = METRICS[found.metric], found.pair
    share = f" ({pair.difference / pair.old:+.0%})" if pair.old and found.metric in _RELATIVE else ""
    return (
        found.metric,
        f"{pair.old:.{metric.digits}f}",
        f"{pair.new:.{metric.digits}f}",
        f"{pair.difference:+.{metric.digits}f}{share}",
        span(found),
        shown_p(found.p),
        str(pair.n),
        found.verdict,
    )


_RELATIVE = frozenset({"tokens", "cost_usd", "seconds", "words"})


def by_arm(comparisons: Iterable[Comparison]) -> dict[str, list[Comparison]]:
    """Return comparisons by arm, in their order."""
    found: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        found.setdefault(comparison.arm, []).append(comparison)
    return found


def text(comparisons: Sequence[Comparison], notes: Sequence[str] = ()) -> str:
    """Return a table for each arm, the verdicts that say something, and which articles changed most."""
    lines: list[str] = list(notes)
    for arm, own in by_arm(comparisons).items():
        lines += ["", f"{arm} against {own[0].baseline}", ""]
        lines += _aligned([_HEAD, *(cells(c) for c in own)])
        lines += ["", *(c.sentence for c in own if c.verdict != "the same")]
        ways: tuple[Literal["better", "worse"], ...] = ("better", "worse")
        for way in ways:
            for c in own:
                if METRICS[c.metric].better and (ids := c.moved(way)):
                    more = f" and {len(ids) - _MOST} more" if ids[_MOST:] else ""
                    lines.append(f"{way} {c.metric}: {', '.join(ids[:_MOST])}{more}")
    return "\n".join(lines).strip() + "\n"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def markdown_table(comparisons: Sequence[Comparison], notes: Sequence[str] = ()) -> str:
    """Return the same tables as Markdown."""
    lines = [markdown(note) for note in notes]
    for arm, own in by_arm(comparisons).items():
        lines += ["", f"**{markdown(arm)}** against {markdown(own[0].baseline)}", ""]
        lines += [f"| {' | '.join(_HEAD)} |", f"|{'---|' * len(_HEAD)}"]
        lines += [f"| {' | '.join(cells(c))} |" for c in own]
    return "\n".join(lines).strip() + "\n"


def as_json(comparisons: Sequence[Comparison], notes: Sequence[str] = ()) -> str:
    """Return the comparisons as JSON, with the difference of each article."""
    rows: list[dict[str, Any]] = [
        {
            "metric": c.metric,
            "baseline": c.baseline,
            "arm": c.arm,
            "old": c.pair.old,
            "new": c.pair.new,
            "difference": c.pair.difference,
            "low": _finite(c.pair.low),
            "high": _finite(c.pair.high),
            "p": c.p,
            "articles": c.pair.n,
            "smallest": _finite(c.pair.smallest),
            "needed": c.pair.needed,
            "verdict": c.verdict,
            "differences": dict(c.pair.differences),
        }
        for c in comparisons
    ]
    return json.dumps({"notes": list(notes), "comparisons": rows}, ensure_ascii=False, indent=2) + "\n"


def _finite(value: float) -> float | None:
    return value if abs(value) != float("inf") else None


FORMS: dict[str, Callable[[Sequence[Comparison], Sequence[str]], str]] = {
    "text": text,
    "markdown": markdown_table,
    "json": as_json,
}
"""How `summarise eval compare` prints."""


def gate_text(gates: Sequence[Gate]) -> str:
    """Return a line for each gate."""
    return "".join(f"{'pass' if g.passed else 'FAIL'}  {g.comparison.arm}: {g.sentence}\n" for g in gates)


def gate_junit(gates: Sequence[Gate]) -> str:
    """Return a JUnit suite with a test case for each gate."""
    failed = sum(not g.passed for g in gates)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="summarise eval gate" tests="{len(gates)}" failures="{failed}">',
        f'  <testsuite name="summarise eval gate" tests="{len(gates)}" failures="{failed}" errors="0" time="0">',
    ]
    for g in gates:
        name = f'classname="{xml(g.comparison.arm)}" name="{xml(g.comparison.metric)}" time="0"'
        told = xml(g.sentence)
        inside = f"<system-out>{told}</system-out>" if g.passed else f'<failure message="{told}">{told}</failure>'
        lines.append(f"    <testcase {name}>{inside}</testcase>")
    return "\n".join([*lines, "  </testsuite>", "</testsuites>"]) + "\n"


def gate_github(gates: Sequence[Gate]) -> str:
    """Return Markdown for a job's summary page (append it to $GITHUB_STEP_SUMMARY)."""
    lines = ["## Eval gate", "", "| | arm | metric | verdict |", "|---|---|---|---|"]
    for g in gates:
        row = (g.comparison.arm, g.comparison.metric, g.sentence)
        lines.append(f"| {'✅' if g.passed else '❌'} | {' | '.join(markdown(cell) for cell in row)} |")
    return "\n".join(lines) + "\n"


GATE_FORMS: dict[str, Callable[[Sequence[Gate]], str]] = {
    "text": gate_text,
    "junit": gate_junit,
    "github": gate_github,
}
"""How `summarise eval gate` prints."""
