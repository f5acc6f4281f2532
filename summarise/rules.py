"""The rule codes: one line for each, read by findings, `explain`, SARIF and the tests.

The letter says what the rule looks at:
A the article, R repeats in it, E evidence, S support of a text by the article, M the model's answer.
A code is never used again for another rule. Each has a page in docs/rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "suggestion"]

LEVELS: tuple[Level, ...] = ("suggestion", "warning", "error")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, a name for machines (kebab case), its usual level and what it says in one line."""

    code: str
    name: str
    level: Level
    says: str


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule("E101", "unknown-sentence", "error", "An item points at a sentence that the article lacks."),
        Rule("E102", "no-evidence", "error", "An item points at no sentence of the article."),
        Rule("E103", "furniture-as-evidence", "error", "An item points at page furniture, not at the story."),
        Rule("R101", "exact-repeat", "warning", "A sentence stands in the article twice, word for word."),
        Rule("R102", "near-repeat", "warning", "Two sentences say the same in nearly the same words."),
        Rule("R103", "paraphrase", "warning", "Two sentences say the same in other words."),
        Rule("R104", "conflict", "warning", "Two sentences tell one thing with different facts."),
        Rule("R105", "customary-repeat", "suggestion", "A repeat that is usual in news, such as a lead told again."),
        Rule("M101", "refused", "error", "The model declined to answer."),
        Rule("M102", "cut", "error", "The model's answer ends before it is finished."),
        Rule("M103", "filtered", "error", "A content filter removed the model's answer."),
        Rule("M104", "not-json", "error", "The model's answer had to be JSON and is not."),
        Rule("M105", "schema-mismatch", "error", "The model's answer does not fit its schema."),
        Rule(
            "M106", "schema-not-enforced", "warning", "The endpoint took the schema and did not enforce it."
        ),
    )
}
