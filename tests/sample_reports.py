"""A report with something in every field, made by hand over an invented article."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from summarise.article import Article, parse
from summarise.report import Finding, Report, Run

ARTICLE = """\
# Lantern bridge to close for nine months

*12 March 2026*

The Lantern bridge in Ostrava Falls will close for nine months from 1 June, the county said on Thursday. About 18,000
vehicles cross it every day.

Engineers found cracks in 14 of its 60 hangers last autumn. "We would rather close it a year early than a day late,"
said Maren Tolliver, the county's chief engineer.

The repair will cost 7.2 million crowns, the county said. Buses will be sent over the Mill bridge, which adds
20 minutes to the way to the hospital.

Shopkeepers on the east bank are worried. Idris Kovalenko, who runs a bakery there, said he expected to lose half of
his customers. The bridge will be shut for nine months from the first of June.

County documents put the price of the repair at 2.7 million crowns.
"""


def article(text: str = ARTICLE, source: str = "drafts/bridge.md") -> Article:
    """Read the sample article."""
    return parse(text, source=source, suffix=".md")


def id_of(found: Article, words: str) -> str:
    """Return the id of the first sentence that holds these words."""
    return next(s.id for s in found.sentences if words in s.text)


def report(found: Article | None = None) -> Report:
    """Return a report whose every list holds something."""
    found = found or article()
    lead, again = id_of(found, "will close for nine months"), id_of(found, "will be shut")
    lead = next(s.id for s in found.sentences if "the county said on Thursday" in s.text)
    cracks, quote = id_of(found, "Engineers found"), id_of(found, "We would rather")
    price, other, bakery = id_of(found, "7.2 million"), id_of(found, "2.7 million"), id_of(found, "bakery")

    def said(by: str, *ids: str, **words: Any) -> dict[str, Any]:
        return {**words, "evidence": list(ids), "by": by}

    summary: dict[str, Any] = {
        "headlines": [
            said("model", lead, text="Lantern bridge to close for nine months from June"),
            said("model", lead, cracks, text="County shuts cracked Lantern bridge for repair"),
        ],
        "standfirst": said("article", cracks, text="Engineers found cracks in 14 of its 60 hangers last autumn."),
        "sentences": [
            said("article", lead, text="The Lantern bridge in Ostrava Falls will close for nine months from 1 June."),
            said("model", cracks, price, text="Cracks in 14 of 60 hangers will cost 7.2 million crowns to repair."),
        ],
        "key_points": [
            said("article", lead, text="About 18,000 vehicles cross the bridge every day."),
            said("article", bakery, text="A baker on the east bank expects to lose half of his customers."),
        ],
        "people": [
            said("article", quote, name="Maren Tolliver", role="the county's chief engineer"),
            said("article", bakery, name="Idris Kovalenko", role=None),
        ],
        "organisations": [said("article", lead, name="Ostrava Falls county", role=None)],
        "dates": [said("article", lead, date="1 June", what="the bridge closes")],
        "figures": [said("article", price, value="7.2 million crowns", what="the cost of the repair")],
        "quotes": [
            said(
                "article",
                quote,
                speaker="Maren Tolliver",
                words="We would rather close it a year early than a day late",
            ),
            said("article", quote, speaker=None, words="a day late"),
        ],
        "missing_context": [said("model", lead, text="Who inspected the bridge before last autumn.")],
    }
    claims = {
        "claims": [
            {
                "claim": "Idris Kovalenko expects to lose half of his customers.",
                "evidence": [bakery],
                "kind": "prediction",
                "speaker": "Idris Kovalenko",
                "check_worthiness": "low",
                "why": "A personal expectation.",
                "how_to_check": "Ask again in the autumn.",
                "by": "model",
            },
            {
                "claim": "The repair of the Lantern bridge will cost 7.2 million crowns.",
                "evidence": [price, other],
                "kind": "figure",
                "speaker": "the county",
                "check_worthiness": "high",
                "why": "A public sum, and the article gives two.",
                "how_to_check": "The county's budget documents.",
                "by": "article",
            },
        ]
    }
    redundancy = {
        "groups": [
            {
                "sentences": [lead, again],
                "kind": "paraphrase",
                "point": "The bridge will be closed for nine months.",
                "keep": lead,
                "suggestion": f"Keep {lead} (the fuller one); cut {again}: 13 words.",
                "by": "rule",
            }
        ],
        "conflicts": [
            {
                "sentences": [price, other],
                "differs": "figure",
                "detail": "7.2 million crowns / 2.7 million crowns",
                "by": "rule",
            }
        ],
    }
    findings = (
        Finding("R103", "warning", "the closure is told again in other words", "", (lead, again)),
        Finding("R104", "warning", "check the figure", "", (price, other)),
        Finding("M106", "warning", "the endpoint took the schema and did not enforce it"),
        Finding("E101", "error", "there is no sentence s99", "/summary/sentences/1", ("s99", cracks)),
        Finding("E103", "suggestion", "50% of this, and: that", "/summary/key_points/0", (other, price)),
    )
    runs = (
        Run(
            "summary", "summary@v1", "d" * 64, "summary.v1", "direct", "tern-2", "strict", 1, 1200, 400, 0, 0.0021, 2.25
        ),
        Run(
            "claims", "claims@v1", "e" * 64, "claims.v1", "direct", "tern-2", "strict", 2, 1300, 300, 1024, 0.0019, 1.75
        ),
        Run("redundancy", "", "", "redundancy.v1", "direct", "tern-2"),
    )
    outputs: dict[str, dict[str, Any] | None] = {"summary": summary, "claims": claims, "redundancy": redundancy}
    return Report(found, outputs, findings, runs)


def clean() -> Report:
    """Return the report without findings."""
    return replace(report(), findings=())
