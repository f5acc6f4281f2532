"""A run as one page: arms side by side with intervals drawn, and each article with its labels and outputs.

The page needs nothing but itself. Its content security policy lets in only its own style and script, so that nothing
that an article or a model wrote can run or fetch; with scripts off all of it can be read, and only the filter is gone.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections import Counter
from html import escape
from importlib.resources import files
from statistics import fmean
from typing import TYPE_CHECKING, Any, NamedTuple

from summarise.evaluate.compare import shown_p, span
from summarise.evaluate.metrics import METRICS
from summarise.evaluate.outcome import Outcome
from summarise.formats.gates import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from summarise.evaluate.compare import Comparison
    from summarise.evaluate.scoring import Scores
    from summarise.evaluate.sets import Case

_SHOWN = (
    "fact_recall",
    "judge_fact_recall",
    "trap_hits",
    "judge_trap_hits",
    "supported",
    "claim_f1",
    "repeat_f1",
)
_MOVES_BY = "fact_recall"
_LISTS = ("headlines", "standfirst", "sentences", "key_points")


class Book(NamedTuple):
    """All that a page shows. ``results`` are by arm and article (the first repeat)."""

    title: str
    notes: Sequence[str]
    baseline: str
    scores: Scores
    comparisons: Sequence[Comparison]
    cases: Mapping[str, Case]
    results: Mapping[tuple[str, str], dict[str, Any]]


def page(book: Book) -> Iterator[str]:
    """Yield the page in pieces."""
    style, script = (files("summarise.evaluate").joinpath(f"page.{kind}").read_text("utf-8") for kind in ("css", "js"))
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'"
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}; form-action \'none\'">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n<title>{_text(book.title)}</title>\n<style>{style}</style>\n'
        f"</head>\n<body>\n<header>\n<h1>{_text(book.title)}</h1>\n"
    )
    yield from (f'<p class="soft">{_text(note)}</p>\n' for note in book.notes)
    yield "</header>\n<main>\n<h2>Arms</h2>\n"
    yield from _arms(book)
    yield "<h2>Articles</h2>\n"
    moved = _moved(book)
    yield _filter(book, moved)
    for case in book.cases.values():
        yield from _case(book, case, moved.get(case.id, []))
    yield f"</main>\n<script>{script}</script>\n</body>\n</html>\n"


def _hash(content: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _text(text: str) -> str:
    """Return any text so that it shows as just these characters."""
    return escape(printable(text))


def _arms(book: Book) -> Iterator[str]:
    """Yield the table of means, differences and intervals."""
    by_key = {(c.metric, c.arm): c for c in book.comparisons}
    yield (
        f'<p class="soft">Means over articles; below each, the difference from {_text(book.baseline)} with its 95 % '
        "interval, drawn on one scale for each metric.</p>\n"
        '<div class="scroll" tabindex="0" role="region" aria-label="Arms"><table>\n<thead><tr>'
        '<th scope="col">metric</th>'
    )
    yield "".join(f'<th scope="col">{_text(arm)}</th>' for arm in book.scores.arms) + "</tr></thead>\n<tbody>\n"
    for name, metric in METRICS.items():
        values = {arm: book.scores.values(arm, name) for arm in book.scores.arms}
        if not any(values.values()):
            continue
        own = [c for c in book.comparisons if c.metric == name]
        reach = max((abs(end) for c in own for end in (c.pair.low, c.pair.high) if abs(end) != float("inf")), default=0)
        yield f'<tr><th scope="row" class="metric">{name}<small>{_text(metric.says)}</small></th>'
        for arm, found in values.items():
            told = f"{fmean(map(fmean, found.values())):.{metric.digits}f}" if found else "–"
            yield f"<td>{told}{_difference(by_key.get((name, arm)), reach)}</td>"
        yield "</tr>\n"
    yield "</tbody></table></div>\n"


def _difference(found: Comparison | None, reach: float) -> str:
    if found is None:
        return ""
    digits, kind = METRICS[found.metric].digits, found.verdict if found.verdict in ("better", "worse") else ""
    told = f"{found.pair.difference:+.{digits}f} {span(found)}"
    verdict = f"{found.verdict}, p {shown_p(found.p)}" if found.verdict != "the same" else "the same"
    return f'<small>{told}</small>{_drawn(found, reach, kind)}<small class="{kind}">{verdict}</small>'


def _drawn(found: Comparison, reach: float, kind: str) -> str:
    """Return the interval as a small drawing: 0 in the middle, the farthest end of any arm at the edge."""
    if not reach or abs(found.pair.low) == float("inf"):
        return ""
    low, mean, high = (72 + 66 * value / reach for value in (found.pair.low, found.pair.difference, found.pair.high))
    return (
        f'<svg class="{kind}" viewBox="0 0 144 18" role="img" aria-label="interval {span(found)}">'
        '<line class="axis" x1="72" y1="1" x2="72" y2="17"/>'
        f'<line class="bar" x1="{low:.1f}" y1="9" x2="{high:.1f}" y2="9"/>'
        f'<circle class="dot" cx="{mean:.1f}" cy="9" r="4"/></svg>'
    )


def _moved(book: Book) -> dict[str, list[str]]:
    """Return for each article where it got better or worse, as words of the filter."""
    found: dict[str, list[str]] = {}
    for c in book.comparisons:
        if c.metric == _MOVES_BY:
            for i in c.moved("better"):
                found.setdefault(i, []).append(f"{c.arm}: better")
            for i in c.moved("worse"):
                found.setdefault(i, []).append(f"{c.arm}: worse")
    return found


def _filter(book: Book, moved: Mapping[str, Sequence[str]]) -> str:
    slices = Counter(name for case in book.cases.values() for name in (*case.slices, case.split))
    counts = Counter(name for names in moved.values() for name in names)
    moves = [f"{arm}: {way}" for arm in book.scores.arms if arm != book.baseline for way in ("better", "worse")]
    return (
        "<form hidden>"
        f'<label>Slice <select name="slice">{_options(sorted(slices), slices)}</select></label>'
        f'<label>{_MOVES_BY} <select name="moved">{_options(moves, counts)}</select></label>'
        '<label>Words <input name="words" type="search" autocomplete="off"></label>'
        '<output id="shown" class="soft" aria-live="polite"></output></form>\n'
    )


def _options(names: Iterable[str], counts: Mapping[str, int]) -> str:
    """Return "all" and names to choose from, each with the number of articles that it would leave."""
    return '<option value="">all</option>' + "".join(
        f'<option value="{_text(n)}">{_text(n)} ({counts.get(n, 0)})</option>' for n in names
    )


def _case(book: Book, case: Case, moved: Sequence[str]) -> Iterator[str]:
    results = {arm: book.results[arm, case.id] for arm in book.scores.arms if (arm, case.id) in book.results}
    outcomes = {arm: Outcome(case, result) for arm, result in results.items() if result["error"] is None}
    slices = "|".join((*case.slices, case.split))
    told = "; ".join(moved)
    yield (
        f'<details class="case" id="{_text(case.id)}" data-slices="{_text(slices)}" '
        f'data-moved="{_text("|".join(moved))}">'
        f'<summary>{_text(case.id)}<span class="soft">{_text(", ".join((*case.slices, case.split)))}'
        f'{" · " + _text(told) if told else ""}</span></summary>\n<div class="inside">\n'
    )
    yield from _scores_of(book, case)
    yield '<div class="two">\n<section><h3>Article</h3>\n'
    yield from _article(case)
    yield "</section>\n<section><h3>Labels</h3>\n"
    yield from _labels(case, outcomes)
    yield '</section>\n</div>\n<div class="three">\n'
    for arm, result in results.items():
        yield f'<section class="arm"><h3>{_text(arm)}</h3>\n'
        if arm in outcomes:
            yield from _outputs(case, outcomes[arm])
        else:
            yield f'<p class="worse">{_text(result["error"]["kind"])}: {_text(result["error"]["message"])}</p>\n'
        yield "</section>\n"
    yield "</div>\n</div>\n</details>\n"


def _scores_of(book: Book, case: Case) -> Iterator[str]:
    names = [n for n in _SHOWN if any(book.scores.values(arm, n).get(case.id) for arm in book.scores.arms)]
    yield '<div class="scroll"><table><thead><tr><th></th>'
    yield "".join(f'<th scope="col">{name}</th>' for name in names) + "</tr></thead><tbody>"
    for arm in book.scores.arms:
        yield f'<tr><th scope="row">{_text(arm)}</th>'
        for name in names:
            values = book.scores.values(arm, name).get(case.id)
            yield f"<td>{f'{fmean(values):.{METRICS[name].digits}f}' if values else '–'}</td>"
        yield "</tr>"
    yield "</tbody></table></div>\n"


def _place(case: Case, sentence: str) -> str:
    return _text(f"{case.id}-{sentence}")


def _article(case: Case) -> Iterator[str]:
    facts = {i for fact in case.gold["facts"] for i in fact["evidence"]}
    language = _text(case.article.language)
    yield f'<div class="article" lang="{language}" tabindex="0" role="region" aria-label="Article">\n'
    for s in case.article.sentences:
        kinds = " ".join(n for n, on in (("fact", s.id in facts), ("furniture", s.id in case.gold["furniture"])) if on)
        yield f'<p class="{kinds}" id="{_place(case, s.id)}" dir="auto">'
        yield f'<span class="id">{s.id}</span> {_text(s.text)}</p>\n'
    yield "</div>\n"


def _item(case: Case, text: str, ids: Iterable[str], kind: str = "", tag: str = "") -> str:
    """Return one text as a list item that lights up its sentences and links to them."""
    known = [i for i in ids if case.article.sentence(i)]
    links = " ".join(f'<a href="#{_place(case, i)}">{i}</a>' for i in known)
    lit = f' data-evidence="{" ".join(_place(case, i) for i in known)}"' if known else ""
    label = f' <span class="tag">{_text(tag)}</span>' if tag else ""
    return f'<li class="{kind}"{lit} dir="auto">{_text(text)}{label} <span class="ids">{links}</span></li>\n'


def _labels(case: Case, outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    gold = case.gold
    yield "<h3>Must-have facts</h3>\n<ul>\n"
    for number, fact in enumerate(gold["facts"]):
        said = [arm for arm, o in outcomes.items() if "summary" in o.outputs and o.said[number]]
        yield _item(case, fact["fact"], fact["evidence"], tag=f"said by {', '.join(said) or 'none'}")
    yield "</ul>\n<h3>Traps</h3>\n<ul>\n"
    for trap in gold["traps"]:
        yield _item(case, trap["trap"], trap["evidence"], tag=trap["kind"])
    yield "</ul>\n"
    for name in ("repeats", "conflicts"):
        if gold[name]:
            yield f"<h3>{name.capitalize()}</h3>\n<ul>\n"
            yield "".join(_item(case, " = " if name == "repeats" else " ≠ ", ids) for ids in gold[name])
            yield "</ul>\n"
    if gold["claims"]:
        yield "<h3>Key claims</h3>\n<ul>\n"
        for claim in gold["claims"]:
            found = case.article.sentence(claim["evidence"][0]) if claim["evidence"] else None
            yield _item(case, found.text if found else "", claim["evidence"], tag=claim["check_worthiness"])
        yield "</ul>\n"


def _outputs(case: Case, outcome: Outcome) -> Iterator[str]:
    bad = {f.path: f for f in outcome.findings if f.level == "error"}
    trapped = {s.path: case.gold["traps"][n]["trap"] for n, s in outcome.trapped}
    if "summary" in outcome.outputs:
        facts = case.gold["facts"]
        yield "<ul>\n"
        for fact, said in zip(facts, outcome.said, strict=True):
            yield f'<li class="{"said" if said else "unsaid"}" dir="auto">{_text(fact["fact"])}</li>\n'
        yield "</ul>\n"
    role = ""
    for s in outcome.items:
        head = s.path.split("/")[1] if s.role == "claim" else s.path.split("/")[2]
        if head != role:
            yield ("</ul>\n" if role else "") + f"<h3>{_text(head.replace('_', ' '))}</h3>\n<ul>\n"
            role = head
        finding = bad.get(s.path)
        warned = [f"{finding.code} {finding.message}"] if finding else []
        if s.path in trapped:
            warned.append(f"trap: {trapped[s.path]}")
        tag = "; ".join([*(["model"] if s.by == "model" else []), *warned])
        yield _item(case, s.text, s.evidence, kind="worse" if warned else "", tag=tag)
    yield "</ul>\n" if role else ""
    for name, sign in (("groups", " = "), ("conflicts", " ≠ ")):
        found = outcome.outputs.get("redundancy", {}).get(name, ())
        if found:
            yield f"<h3>{'repeats' if name == 'groups' else name}</h3>\n<ul>\n"
            yield "".join(_item(case, sign, item["sentences"], tag=item["by"]) for item in found)
            yield "</ul>\n"
