"""A second opinion on a sentence whose support is unsure: a model's yes or no, and how sure it is of it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from summarise import prompts
from summarise.models.base import Request
from summarise.report import finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarise.article import Article
    from summarise.checks.verify import Verified
    from summarise.models.base import Model

_SAID = 0.8  # the chance of a plain answer without probabilities
_LIMIT = 1500  # characters of evidence that are shown


def second_opinion(model: Model, article: Article, verified: Verified) -> Verified:
    """Ask a model about a sentence that is neither plainly supported nor plainly not; return it with its new support.

    The support becomes the mean of the score and the model's chance of "yes": the two together tell more than either.
    A sentence with an error, or without evidence, is not asked about. Raises a ModelError when the model fails.
    """
    if verified.band != "unsure" or not verified.evidence or any(f.level == "error" for f in verified.findings):
        return verified
    chance = yes(model, _context(article, verified), verified.text)
    if chance is None:
        return verified
    support = round((verified.support + chance) / 2, 4)
    says = "yes" if chance >= 0.5 else "no"  # noqa: PLR2004  even odds
    note = finding("S191", f"{model.name} answers {says} ({chance:.0%} yes)", sentences=verified.evidence)
    return replace(verified, support=support, findings=(*verified.findings, note))


def yes(model: Model, context: str, sentence: str) -> float | None:
    """Return the chance that a model answers "yes, the context says this", 0–1; None when it answers neither."""
    prompt = prompts.load("support")
    reply = model.complete(Request(prompt.render(context=context, sentence=sentence), settings=prompt.settings))
    if reply.logprobs:
        return _chance(reply.logprobs)
    answer = reply.text.strip().lower()
    return _SAID if answer.startswith("yes") else 1 - _SAID if answer.startswith("no") else None


def _chance(logprobs: Mapping[str, float]) -> float | None:
    mass = {"yes": 0.0, "no": 0.0}
    for token, logprob in logprobs.items():
        answer = token.strip(" ▁Ġ\"'.").lower()
        if answer in mass:
            mass[answer] += math.exp(min(0.0, logprob))
    total = sum(mass.values())
    return mass["yes"] / total if total else None


def _context(article: Article, verified: Verified) -> str:
    """Return the evidence in order of the article, each sentence with the one before it."""
    numbers = {n for n, s in enumerate(article.sentences) if s.id in verified.evidence}
    numbers |= {n - 1 for n in numbers if n and article.sentences[n - 1].kind != "furniture"}
    return " ".join(" ".join(article.sentences[n].text.split()) for n in sorted(numbers))[:_LIMIT]
