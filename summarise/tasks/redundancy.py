"""Redundancy: what the article says more than once, and where it contradicts itself.

Code finds the repeats in every strategy. Under `direct` a model looks too, and what it names beyond them is kept only
when code can see the likeness.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from summarise.checks import repeats
from summarise.checks.repeats import Conflict, Group, Repeats
from summarise.checks.repeats.likeness import likenesses
from summarise.checks.repeats.lines import read
from summarise.report import finding
from summarise.tasks.context import Context, Outcome, run_of
from summarise.tasks.direct import ask_directly

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarise.article import Article, Sentence

_NAMED = 40  # ids in a suggestion
_ALIKE = 0.3  # least coverage of either sentence by the other for a model's pair to stand


def output(found: Repeats, article: Article, by_model: frozenset[tuple[str, ...]] = frozenset()) -> dict[str, Any]:
    """Return repeats in the shape of redundancy.v1; ``by_model`` names those that a model added."""
    groups = []
    for group in found.groups:
        keep = article.sentence(group.keep)
        going = [i for i in group.sentences if i != group.keep]
        cut = ", ".join(going[:_NAMED]) + (f" and {len(going) - _NAMED} more" if len(going) > _NAMED else "")
        groups.append(
            {
                "sentences": list(group.sentences),
                "kind": group.kind,
                "point": " ".join(keep.text.split())[:1000] if keep else "",
                "keep": group.keep,
                "suggestion": f"Keep {group.keep} ({group.why}); cut {cut}: {group.words_saved} words."[:500],
                "by": "model" if group.sentences in by_model else "rule",
            }
        )
    conflicts = [
        {
            "sentences": list(c.sentences),
            "differs": c.differs,
            "detail": c.detail[:500],
            "by": "model" if c.sentences in by_model else "rule",
        }
        for c in found.conflicts
    ]
    return {"groups": groups, "conflicts": conflicts}


def extract(context: Context) -> Outcome:
    """Report what code finds."""
    found = output(context.repeats, context.article)
    findings = tuple(repeats.findings(context.repeats, context.article))
    return Outcome(found, findings, (run_of(context, "redundancy", None, ()),))


def direct(context: Context) -> Outcome:
    """Report what code finds, and what a model finds beyond it if the sentences it names are alike."""
    asked = ask_directly(context, "redundancy", lambda _: Outcome({"groups": [], "conflicts": []}))
    if asked.output is None:
        return asked
    article = context.article
    groups, conflicts = list(context.repeats.groups), list(context.repeats.conflicts)
    named_by_code = [g.sentences for g in groups] + [c.sentences for c in conflicts]
    known = {frozenset(pair) for ids in named_by_code for pair in combinations(ids, 2)}
    by_model: set[tuple[str, ...]] = set()
    dropped: list[str] = []
    for named in (*asked.output["groups"], *asked.output["conflicts"]):
        sentences = _sentences(article, named["sentences"])
        ids = tuple(s.id for s in sentences)
        if all(frozenset(pair) in known for pair in combinations(ids, 2)):
            continue
        if len(ids) < 2 or _least_alike(sentences) < _ALIKE:  # noqa: PLR2004  a repeat is of two or more
            dropped.append("/".join(named["sentences"][:6]))
            continue
        by_model.add(ids)
        if "kind" in named:
            groups.append(_group(named, sentences))
        else:
            conflicts.append(Conflict((ids[0], ids[1]), named["differs"], named["detail"]))
            by_model.add(ids[:2])
    found = Repeats(tuple(groups), tuple(conflicts))
    findings = [*asked.findings, *repeats.findings(found, article)]
    if dropped:
        listed = ", ".join(dropped[:6])
        findings.append(finding("M202", f"the model named repeats that code sees no likeness in, left out: {listed}"))
    return Outcome(output(found, article, frozenset(by_model)), tuple(findings), asked.runs)


def _sentences(article: Article, ids: Iterable[str]) -> list[Sentence]:
    """Return the body sentences of these ids in the article's order, each once."""
    found = {i: s for i in ids if (s := article.sentence(i)) and s.kind in ("body", "caption")}
    return sorted(found.values(), key=lambda s: s.start)


def _least_alike(sentences: Sequence[Sentence]) -> float:
    """Return the coverage of the two sentences that are least alike; sentences with the same words count as one."""
    lines = read(sentences)
    alike = likenesses(lines)
    return min((alike[p].least if p in alike else 0.0 for p in combinations(range(len(lines)), 2)), default=1.0)


def _group(named: dict[str, Any], sentences: Sequence[Sentence]) -> Group:
    ids = tuple(s.id for s in sentences)
    keep = named["keep"] if named["keep"] in ids else ids[0]
    saved = sum(len(s.text.split()) for s in sentences if s.id != keep)
    return Group(ids, named["kind"], keep, "the model's choice", round(_least_alike(sentences), 3), saved)
