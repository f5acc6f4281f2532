"""Redundancy: what the article says more than once, and where it contradicts itself.

Code finds the repeats in every strategy. Under `direct` a model looks too, and what it names beyond them is kept only
when code can see the likeness.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarise.checks import repeats
from summarise.tasks.context import Context, Outcome, run_of

if TYPE_CHECKING:
    from summarise.article import Article
    from summarise.checks.repeats import Repeats


def output(found: Repeats, article: Article) -> dict[str, Any]:
    """Return repeats in the shape of redundancy.v1, all of it by rule."""
    groups = []
    for group in found.groups:
        keep = article.sentence(group.keep)
        cut = ", ".join(i for i in group.sentences if i != group.keep)
        groups.append(
            {
                "sentences": list(group.sentences),
                "kind": group.kind,
                "point": " ".join(keep.text.split())[:1000] if keep else "",
                "keep": group.keep,
                "suggestion": f"Keep {group.keep} ({group.why}); cut {cut}: {group.words_saved} words."[:500],
                "by": "rule",
            }
        )
    conflicts = [
        {"sentences": list(c.sentences), "differs": c.differs, "detail": c.detail[:500], "by": "rule"}
        for c in found.conflicts
    ]
    return {"groups": groups, "conflicts": conflicts}


def extract(context: Context) -> Outcome:
    """Report what code finds."""
    found = output(context.repeats, context.article)
    findings = tuple(repeats.findings(context.repeats, context.article))
    return Outcome(found, findings, (run_of(context, "redundancy", None, ()),))
