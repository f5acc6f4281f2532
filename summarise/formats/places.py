"""Where a finding is in the article, in the units that other programs count in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarise.article import Sentence
    from summarise.report import Finding, Report


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of lines. Lines and columns count from 1, columns in code points; the end is behind the last one."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    sentence: Sentence | None = None


def placed(report: Report) -> list[tuple[Place, Finding]]:
    """Return the findings with their places, in the article's order."""
    found = [(place(report, finding), finding) for finding in report.findings]
    return sorted(found, key=lambda pair: (pair[0].line, pair[0].column))


def place(report: Report, finding: Finding) -> Place:
    """Return where the first of a finding's sentences is; the start of the file when it has none in the article."""
    return next((of_sentence(s) for i in finding.sentences if (s := report.article.sentence(i))), Place())


def of_sentence(sentence: Sentence) -> Place:
    """Return where a sentence is."""
    breaks = sentence.text.count("\n")
    tail = len(sentence.text) - sentence.text.rfind("\n") if breaks else sentence.column + len(sentence.text)
    return Place(sentence.line, sentence.column, sentence.line + breaks, tail, sentence)
