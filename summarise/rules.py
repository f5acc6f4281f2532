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
        Rule("A101", "doubled-title", "suggestion", "The title stands in the text again."),
        Rule("A102", "furniture", "suggestion", "A line of the page stands among the paragraphs of the story."),
        Rule("A103", "time-without-date", "suggestion", "Time is told from a day that the article does not name."),
        Rule("A104", "surname-first", "suggestion", "A person is named only by surname at first mention."),
        Rule("A105", "changing-figure", "warning", "A figure changes within the article."),
        Rule("A106", "open-quote", "warning", "A quotation is opened and never closed."),
        Rule("A107", "broken-ignore", "warning", "An ignore comment silences nothing."),
        Rule("A108", "changing-name", "warning", "A name changes within the article."),
        Rule("A201", "injected-instructions", "warning", "The article holds words meant for a model, not for readers."),
        Rule("E101", "unknown-sentence", "error", "An item points at a sentence that the article lacks."),
        Rule("E102", "no-evidence", "error", "An item points at no sentence of the article."),
        Rule("E103", "furniture-as-evidence", "error", "An item points at page furniture, not at the story."),
        Rule("R101", "exact-repeat", "warning", "A sentence stands in the article twice, word for word."),
        Rule("R102", "near-repeat", "warning", "Two sentences say the same in nearly the same words."),
        Rule("R103", "paraphrase", "warning", "Two sentences say the same in other words."),
        Rule("R104", "conflict", "warning", "Two sentences tell one thing with different facts."),
        Rule("R105", "customary-repeat", "suggestion", "A repeat that is usual in news, such as a lead told again."),
        Rule("S101", "figure-not-in-article", "error", "A figure of the text is not in the article."),
        Rule("S102", "figure-moved", "error", "A figure stands where the article has another one."),
        Rule("S103", "unit-differs", "error", "The article has the figure in another unit or currency."),
        Rule("S104", "date-not-in-article", "error", "A date of the text is not one that the article gives."),
        Rule("S105", "count-not-in-article", "warning", "A small number of the text is not in the article: count."),
        Rule(
            "S106", "not-in-evidence", "warning", "A figure or name is in the article, but not in the evidence given."
        ),
        Rule("S111", "name-not-in-article", "error", "A name of the text is not in the article."),
        Rule("S112", "name-moved", "error", "A name stands where the article has another one."),
        Rule("S121", "quote-not-verbatim", "error", "A quotation's words are not the article's, word for word."),
        Rule("S122", "quote-given-to-another", "error", "A quotation is given to somebody not near it in the article."),
        Rule("S123", "said-by-another", "error", "A statement is given to another speaker than in the article."),
        Rule("S131", "opposite", "error", "The article has the opposite, or another thing of its kind, here."),
        Rule("S132", "negation", "error", "The same words are negated on one side only."),
        Rule("S141", "hedge-dropped", "warning", "The article hedges what the text states plainly."),
        Rule("S151", "roles-swapped", "error", "Who did it and whom it was done to have changed places."),
        Rule("S152", "cause-invented", "warning", "Cause and effect are tied together that the article tells apart."),
        Rule("S191", "second-opinion", "suggestion", "A model was asked as well, and this is its answer."),
        Rule("S201", "new-words", "error", "A worded text uses words that its source sentences do not have."),
        Rule("S202", "other-script", "error", "A worded text has letters of a script that the article does not use."),
        Rule("S203", "order-changed", "error", "A worded text has its source's words in another order."),
        Rule("S204", "qualifier-changed", "error", "A number has lost its qualifier or counts something else."),
        Rule("S205", "hedge-or-speech-changed", "error", "A hedge, a plan or a 'said' has come or gone."),
        Rule("S206", "new-connective", "error", "A worded text ties facts together that its source does not."),
        Rule("S207", "subject-changed", "error", "A worded text opens with something else than its source's subject."),
        Rule("S208", "not-only-a-name", "error", "A stand-alone sentence changes more than a pronoun into a name."),
        Rule("M101", "refused", "error", "The model declined to answer."),
        Rule("M102", "cut", "error", "The model's answer ends before it is finished."),
        Rule("M103", "filtered", "error", "A content filter removed the model's answer."),
        Rule("M104", "not-json", "error", "The model's answer had to be JSON and is not."),
        Rule("M105", "schema-mismatch", "error", "The model's answer does not fit its schema."),
        Rule("M106", "schema-not-enforced", "warning", "The endpoint took the schema and did not enforce it."),
        Rule("M107", "too-long", "error", "The text does not fit the model's window."),
        Rule("M108", "read-short", "warning", "The server counted fewer tokens than it was sent."),
        Rule("M109", "rests-elsewhere", "warning", "An answer about a part of the article rests on another part."),
        Rule("M201", "wording-rejected", "suggestion", "A text worded by the model was rejected by the guard."),
        Rule("M202", "no-likeness", "suggestion", "The model named repeats in which code sees no likeness."),
        Rule("M203", "in-parts", "suggestion", "A long article was worked through part by part."),
    )
}
