"""A text beside an article, sentence by sentence: what says it, how far it is supported, and what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.checks.index import Index, prepare
from summarise.checks.said import Said
from summarise.checks.score import Band, band, score
from summarise.checks.support import faults_of, parts

if TYPE_CHECKING:
    from summarise.article import Article
    from summarise.report import Finding

# What a reader of files takes for a sign of binary data, and half characters.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufeff]")
_SAYS = 0.3  # the share of a sentence's weight that its best sentence must hold to be its evidence


@dataclass(frozen=True, slots=True)
class Verified:
    """A sentence of a text: the ids of the article's sentences that say it, best first, its support and findings."""

    text: str
    evidence: tuple[str, ...]
    support: float
    findings: tuple[Finding, ...]

    @property
    def band(self) -> Band:
        """Supported, unsure or unsupported; unsure at best while an error or a warning stands."""
        by_score = band(self.support)
        warned = any(f.level != "suggestion" for f in self.findings)
        return "unsure" if warned and by_score == "supported" else by_score


def verify(article: Article, text: str) -> tuple[Verified, ...]:
    """Check each sentence of a text against an article, whoever wrote it.

    The text is cut into sentences as an article is; a text that says nothing gives an empty tuple.
    """
    index = prepare(article)
    return tuple(verify_sentence(index, sentence) for sentence in _sentences(text, article.language))


def verify_sentence(index: Index, sentence: str) -> Verified:
    """Check one sentence."""
    said = Said(sentence, index)
    findings = faults_of(said)
    says = said.evidence if said.coverage and said.coverage[0] >= _SAYS else []
    return Verified(
        sentence, tuple(index.lines[n].sentence.id for n in says), round(score(said, findings), 4), findings
    )


def _sentences(text: str, language: str) -> list[str]:
    from summarise.article import parse  # noqa: PLC0415  the reader is only needed here

    text = _CONTROL.sub(" ", text)
    if not text.strip():
        return []
    found = parse(text, source="text", suffix=".txt", language=language).sentences
    return [part for s in found if s.text.strip() for part in parts(s.text)]
