"""The key claims of an article: its own sentences, ordered by how much they are worth checking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarise.tasks import sections
from summarise.tasks.context import Context, Outcome, run_of
from summarise.tasks.merge import Merger, most_claims
from summarise.tasks.pick import candidates, leans, shortened, unfit
from summarise.tasks.speakers import speaker as speaker_of
from summarise.tasks.wording import Worder
from summarise.tasks.worth import Worth, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarise.article import Sentence
    from summarise.tasks.sections import Part

_HOW = {
    "figure": "Ask for the document that the figure comes from and compare the figure and its date.",
    "event": "Confirm with a second source or the record of the event.",
    "statement": "Confirm the wording with the speaker, then what is asserted with a second source.",
    "prediction": "Cannot be checked yet; confirm who predicts it and on what grounds.",
    "opinion": "Not checkable; confirm that it is attributed to the one who holds it.",
    "background": "Look it up in a reference work or the archive.",
}


def _claim(context: Context, sentence: Sentence, before: str, worth: Worth, worder: Worder) -> dict[str, Any]:
    plain = " ".join(sentence.text.split())
    short = shortened(plain)
    text, by = short, "article" if short == plain else "rule"
    if leans(plain) and before and worder.on("standalone"):
        worded = worder.word("standalone", (sentence,), context=before, sentence=short)
        if worded and worded["text"] != short:
            text, by = worded["text"], "model"
    evidence = [sentence.id]
    for group in context.repeats.groups:
        if sentence.id in group.sentences:
            evidence += [i for i in group.sentences if i != sentence.id and i not in context.barred]
    speaker = speaker_of(plain, before)
    reasons = worth.reasons + (("the article gives another reading",) if _contested(context, sentence) else ())
    return {
        "claim": text[:1000],
        "evidence": evidence[:12],
        "kind": worth.kind,
        "speaker": speaker[:200] if speaker else None,
        "check_worthiness": "high" if _contested(context, sentence) else worth.band,
        "why": _sentence("; ".join(reasons) or "nothing specific"),
        "how_to_check": _HOW[worth.kind],
        "by": by,
    }


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:498]}."


def _contested(context: Context, sentence: Sentence) -> bool:
    return any(sentence.id in conflict.sentences for conflict in context.repeats.conflicts)


def extract(context: Context) -> Outcome:
    """List the sentences most worth checking; under the guided strategy a model may make one stand alone.

    A sentence that leans on the one before it is a claim only when it can be made to stand alone or is worth the
    look all the same: it then carries the sentence before it as further evidence.
    """
    article = context.article
    body = article.body
    place = {s.id: n for n, s in enumerate(body)}
    worder = Worder(context, "claims")
    in_conflict = {i for c in context.repeats.conflicts for i in c.sentences}
    pool = [c.sentence for c in candidates(article, context.repeats)] + [s for s in body if s.id in in_conflict]
    weighed = [(weigh(s.text, article.language), s) for s in pool if s.id not in context.barred and not unfit(s.text)]
    weighed.sort(key=lambda pair: (not _contested(context, pair[1]), -pair[0].score, place[pair[1].id]))
    parts = sections.parts(article)
    claims = []
    for worth, sentence in _chosen(weighed, parts):
        number = place[sentence.id]
        before = " ".join(body[number - 1].text.split()) if number else ""
        claim = _claim(context, sentence, before, worth, worder)
        if claim["by"] != "model" and leans(sentence.text) and number and body[number - 1].id not in context.barred:
            claim["evidence"] = [*claim["evidence"], body[number - 1].id][:12]
        claims.append(claim)
    told = [Merger().told("claims", article.words, len(parts))] if len(parts) > 1 else []
    runs = (run_of(context, "claims", None, ()), *worder.runs())
    return Outcome({"claims": claims}, (*told, *worder.findings), runs)


def _chosen(weighed: list[tuple[Worth, Sentence]], parts: Sequence[Part]) -> list[tuple[Worth, Sentence]]:
    """Return the best; of a long article the best of each part, then the best of all while there is room."""
    firsts: dict[str, None] = {}
    for part in parts if len(parts) > 1 else ():
        ids = {s.id for s in part}
        firsts.update((s.id, None) for _, s in [pair for pair in weighed if pair[1].id in ids][:1])
    open_to = most_claims(len(parts)) - len(firsts)
    others = [s.id for _, s in weighed if s.id not in firsts][:open_to]
    return [pair for pair in weighed if pair[1].id in firsts or pair[1].id in others]
