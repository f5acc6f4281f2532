"""The summary by sentences of the article (extract), with a model's wording where the guard allows it (guided)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from summarise.checks.index import Index
from summarise.checks.said import Said
from summarise.tasks import fields, sections
from summarise.tasks.context import Context, Outcome, run_of
from summarise.tasks.merge import KEY_POINTS, SENTENCES, Merger
from summarise.tasks.persons import people
from summarise.tasks.pick import MOST, candidates, leans, pick, ranked, shortened, tells, unfit
from summarise.tasks.sections import LONG, shares
from summarise.tasks.wording import Worder
from summarise.words import content, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarise.article import Article, Sentence
    from summarise.tasks.pick import Candidate
    from summarise.tasks.sections import Part

_TOLD = 0.5  # share of a title's words that its evidence must say
_STANDFIRST_WORDS = 35
_FIRST_SENTENCES = 6  # of a short article, looked through for the standfirst
_ADDED = 3  # stems that the headline lacks
_SHARED, _NEW = 3, 8  # stems of the headline or the lead that count: what the article is about; new stems that count
_WORTH = 3  # new stems that weigh as much as a figure, an act or a stem that is shared
_SURNAME_ALONE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s[A-Z][\w'’-]+(?!\s[A-Z])\b")
_POINT_WORDS = 30
_POINTS = 4
_HEADLINES = 3
_HEADLINE_SOURCES = 2
_HEADLINE_CHARACTERS = 200
_QUOTES = 40
_LEAD = 3  # sentences that a long article's beginning has for certain
_OF_A_PART = 8  # sentences of a part that are ranked
_WORDS_A_WORD = 40  # words beyond `LONG` for which a summary may have one more


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


def _standfirst(context: Context, chosen: Sequence[Sentence]) -> Sentence | None:
    """Return the sentence for below the headline: it says more than headline and summary do, and it stands alone.

    Of the article's first third, that which adds most to the headline (figures, an act, new words) and is about the
    same thing, the earlier the better. None when no sentence can stand there.
    """
    article = context.article
    title = next((s for s in article.sentences if s.kind == "title" and s.id not in context.barred), None)
    lead = frozenset(content(tokens(article.body[0].text))) if article.body else frozenset()
    said = frozenset(content(tokens(title.text))) if title else lead
    reach = max(_FIRST_SENTENCES, len(article.body) // 3)
    open_to = [
        c
        for c in candidates(article, context.repeats)
        if c.index < reach
        and c.sentence not in chosen
        and c.sentence.id not in context.barred
        and not unfit(c.sentence.text)
        and _fits(c.sentence, _STANDFIRST_WORDS)
        and not _SURNAME_ALONE.search(c.sentence.text)
        and len(c.stems - said) >= _ADDED
    ]

    def adds(c: Candidate) -> float:
        about = min(_SHARED, len(c.stems & (said | lead)))
        worth = _WORTH * (tells(c.sentence.text, article.language) + about) + min(_NEW, len(c.stems - said))
        return float(worth * (1 + c.index) ** -0.5)

    return max(open_to, key=adds).sentence if open_to else None


@dataclass(frozen=True, slots=True)
class _Choice:
    """The sentences of a summary in the article's order, its standfirst, and its key points."""

    sentences: list[Sentence]
    standfirst: Sentence | None
    points: list[Sentence]


def _at_once(context: Context) -> _Choice:
    """Choose from the whole of a short article."""
    chosen, rest = pick(context.article, context.repeats, context.barred)
    standfirst = _standfirst(context, chosen) or next((s for s in rest if _fits(s, _STANDFIRST_WORDS)), None)
    left = [s for s in rest if s != standfirst and _fits(s, _POINT_WORDS)][: 3 * _POINTS]
    left.sort(key=lambda s: -tells(s.text, context.article.language))  # "Who will pay is not settled" is no key point
    return _Choice(chosen, standfirst, left[:_POINTS])


def _by_part(context: Context, parts: Sequence[Part]) -> _Choice:
    """Choose from each part of a long article: the lead, a sentence from each part, then the best while there is room.

    What a part has not told in the summary, it tells first in the key points.
    """
    article = context.article
    overall = list(islice(_standing(article, context), SENTENCES + 1))
    best = [list(islice(_standing(replace(article, sentences=part), context), _OF_A_PART)) for part in parts]
    for sentences in best:
        sentences.sort(key=lambda s: not _fits(s, _STANDFIRST_WORDS))
    part_of = {s.id: number for number, part in enumerate(parts) for s in part}
    chosen = overall[:_LEAD]
    for number, sentences in enumerate(best):
        if sentences and all(part_of[s.id] != number for s in chosen) and len(chosen) < SENTENCES:
            chosen.append(sentences[0])
    room = MOST + (article.words - LONG) // _WORDS_A_WORD - sum(len(s.text.split()) for s in chosen)
    for sentence in overall:
        length = len(sentence.text.split())
        if sentence not in chosen and len(chosen) < SENTENCES and length <= room:
            chosen.append(sentence)
            room -= length
    standfirst = _standfirst(context, chosen) or next(
        (s for s in overall if s not in chosen and _fits(s, _STANDFIRST_WORDS)), None
    )
    told = [sum(part_of[s.id] == number for s in chosen) for number in range(len(parts))]
    left = [[s for s in each if s not in chosen and s != standfirst and _fits(s, _POINT_WORDS)] for each in best]
    points = [s for kept in shares(left, min(KEY_POINTS, _POINTS + len(parts) // 2), told) for s in kept]
    return _Choice(sorted(chosen, key=lambda s: s.start), standfirst, points)


def _standing(article: Article, context: Context) -> Iterator[Sentence]:
    """Yield the sentences of an article, or of a part of one, that can stand alone, best first."""
    return (s for s in ranked(article, context.repeats, context.barred) if not leans(s.text))


def _details(article: Article, shown: Sequence[Sentence]) -> dict[str, list[dict[str, Any]]]:
    """Return who is named and quoted in an article or a part of one, and the dates and figures of what is shown."""
    return {
        "people": people(article),
        "organisations": fields.organisations(article),
        "dates": fields.dates(shown, article.language),
        "figures": fields.figures(shown, article.language),
        "quotes": [
            {"speaker": q.speaker, "words": q.words, "evidence": [q.sentence.id], "by": "article"}
            for q in fields.quotes(article)
        ][:_QUOTES],
    }


def extract(context: Context) -> Outcome:
    """Summarise by picking sentences; under the guided strategy the model may word what `wording` allows.

    An article of more than `sections.LONG` words is worked through part by part.
    """
    article = context.article
    parts = sections.parts(article)
    choice = _by_part(context, parts) if len(parts) > 1 else _Choice([], None, [])
    choice = choice if choice.sentences else _at_once(context)
    if not choice.sentences:
        return Outcome(_empty(article, context.barred), (), (run_of(context, "summary", None, ()),))
    worder = Worder(context, "summary")
    told = replace(article, sentences=tuple(s for s in article.sentences if s.id not in context.barred))
    shown = [*choice.sentences, *([choice.standfirst] if choice.standfirst else []), *choice.points]
    if len(parts) > 1:
        merger = Merger()
        open_to = [[s for s in part if s.id not in context.barred] for part in parts]
        details = merger.fields(
            [_details(replace(article, sentences=tuple(p)), [s for s in shown if s in p]) for p in open_to]
        )
        told_of = [merger.told("summary", article.words, len(parts))]
    else:
        details, told_of = _details(told, shown), []
    output = {
        "headlines": _headlines(context, worder, choice.sentences),
        "standfirst": item(choice.standfirst) if choice.standfirst else None,
        "sentences": _sentences(worder, choice.sentences, article),
        "key_points": [item(s) for s in choice.points],
        **details,
        "missing_context": _missing(context),
    }
    findings = (*told_of, *worder.findings)
    return Outcome(output, findings, (run_of(context, "summary", None, ()), *worder.runs()))
