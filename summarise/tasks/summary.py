"""The summary by sentences of the article (extract), with a model's wording where the guard allows it (guided)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from summarise.checks.index import Index
from summarise.checks.said import Said
from summarise.tasks import fields
from summarise.tasks.context import Context, Outcome, run_of
from summarise.tasks.pick import leans, pick, shortened
from summarise.tasks.wording import Worder

if TYPE_CHECKING:
    from summarise.article import Article, Sentence

_TOLD = 0.5  # share of a title's words that its evidence must say
_STANDFIRST_WORDS = 35
_POINT_WORDS = 30
_POINTS = 4
_HEADLINES = 3
_HEADLINE_SOURCES = 2
_HEADLINE_CHARACTERS = 200


def item(sentence: Sentence) -> dict[str, Any]:
    """Return a sentence as a text item: the article's own words, or shortened by rule."""
    flat = " ".join(sentence.text.split())
    text = shortened(flat)
    return {"text": text[:1000], "evidence": [sentence.id], "by": "article" if text == flat else "rule"}


def _fits(sentence: Sentence, most: int) -> bool:
    return len(sentence.text.split()) <= most and not leans(sentence.text)


def _missing(context: Context) -> list[dict[str, Any]]:
    """Return the questions that the article's own contradictions raise."""
    return [
        {"text": f"Which is right: {c.detail}?"[:500], "evidence": list(c.sentences), "by": "rule"}
        for c in [c for c in context.repeats.conflicts if not context.barred.intersection(c.sentences)][:6]
    ]


def _told_in(article: Article, text: str) -> list[str]:
    """Return the ids of the one or two body sentences that say what a title says; none when they hardly do."""
    said = Said(text, Index(replace(article, sentences=article.body)))
    enough = bool(said.coverage) and said.coverage[-1] >= _TOLD
    return [said.index.lines[line].sentence.id for line in said.evidence[:2]] if enough else []


def _headlines(context: Context, worder: Worder, sources: list[Sentence]) -> list[dict[str, Any]]:
    """Return the article's title, then what the model makes of the best sentences; the lead when there is neither."""
    article = context.article
    found: list[dict[str, Any]] = []
    title = next((s for s in article.sentences if s.kind == "title"), None)
    if title is not None and title.id not in context.barred:
        words = " ".join(title.text.split())[:_HEADLINE_CHARACTERS]
        found.append({"text": words, "evidence": [*_told_in(article, words), title.id], "by": "article"})
    if worder.on("headline"):
        for source in [s for s in sources if not leans(s.text)][:_HEADLINE_SOURCES]:
            worded = worder.word("headline", (source,), text=shortened(source.text))
            if worded and worded["text"].lower() not in {h["text"].lower() for h in found}:
                found.append({**worded, "text": worded["text"].rstrip(".")[:_HEADLINE_CHARACTERS]})
    if not found:
        lead = item(sources[0])
        found.append({**lead, "text": lead["text"][:_HEADLINE_CHARACTERS]})
    return found[:_HEADLINES]


def _sentences(worder: Worder, chosen: list[Sentence], article: Article) -> list[dict[str, Any]]:
    """Return the summary's sentences; neighbours in the article may be fused into one."""
    place = {s.id: n for n, s in enumerate(article.body)}
    found: list[dict[str, Any]] = []
    n = 0
    while n < len(chosen):
        pair = chosen[n : n + 2]
        together = len(pair) == 2 and place[pair[1].id] == place[pair[0].id] + 1  # noqa: PLR2004
        fused = (
            worder.word("fuse", pair, text=" ".join(shortened(s.text) for s in pair))
            if together and worder.on("fuse")
            else None
        )
        found.append(fused or item(chosen[n]))
        n += 2 if fused else 1
    return found[:12]


def _empty(article: Article, barred: frozenset[str]) -> dict[str, Any]:
    """Return the summary of an article in which no sentence can stand in one: its first line, as it is."""
    usable = [s for s in article.sentences if s.kind not in ("furniture", "date")] or article.sentences
    first = next((s for s in usable if s.id not in barred), usable[0])
    text = {"text": " ".join(first.text.split())[:_HEADLINE_CHARACTERS], "evidence": [first.id], "by": "article"}
    empty = ("key_points", "people", "organisations", "dates", "figures", "quotes", "missing_context")
    return {"headlines": [text], "standfirst": None, "sentences": [text], **{name: [] for name in empty}}


def extract(context: Context) -> Outcome:
    """Summarise by picking sentences; under the guided strategy the model may word what `wording` allows."""
    article = context.article
    chosen, rest = pick(article, context.repeats, context.barred)
    if not chosen:
        return Outcome(_empty(article, context.barred), (), (run_of(context, "summary", None, ()),))
    worder = Worder(context, "summary")
    told = replace(article, sentences=tuple(s for s in article.sentences if s.id not in context.barred))
    standfirst = next((s for s in rest if _fits(s, _STANDFIRST_WORDS)), None)
    points = [s for s in rest if s is not standfirst and _fits(s, _POINT_WORDS)][:_POINTS]
    shown = [*chosen, *([standfirst] if standfirst else []), *points]
    output = {
        "headlines": _headlines(context, worder, chosen),
        "standfirst": item(standfirst) if standfirst else None,
        "sentences": _sentences(worder, chosen, article),
        "key_points": [item(s) for s in points],
        "people": fields.people(told),
        "organisations": fields.organisations(told),
        "dates": fields.dates(shown, article.language),
        "figures": fields.figures(shown, article.language),
        "quotes": [
            {"speaker": q.speaker, "words": q.words, "evidence": [q.sentence.id], "by": "article"}
            for q in fields.quotes(told)
        ][:40],
        "missing_context": _missing(context),
    }
    return Outcome(output, tuple(worder.findings), (run_of(context, "summary", None, ()), *worder.runs()))
