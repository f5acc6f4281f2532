"""The left side of the page: what was written about the article."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from summarise.formats import view
from summarise.formats.html.markup import Html, Part, el, together
from summarise.rules import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.formats.html.sheet import Sheet

_KEYS = (
    (("j", "k"), "next, previous passage of the brief"),
    (("n", "p"), "next, previous note"),
    (("Enter",), "to its evidence, and on to the next"),
    (("↑", "↓"), "along the article’s cited sentences"),
    (("x",), "tick the claim"),
    (("Esc",), "back, and lights off"),
)


def top(sheet: Sheet) -> Html:
    """Return the line above both sides."""
    article = sheet.report.article
    levels = Counter(f.level for f in sheet.report.findings)
    tally: list[Part] = [
        together(" ", el("b", f"{levels[level]} {level}{'s' * (levels[level] > 1)}", class_=level))
        for level in reversed(LEVELS)
        if levels[level]
    ]
    keys = el(
        "details",
        el("summary", "Keys"),
        el("dl", *(together(el("dt", *_keycaps(caps)), el("dd", says)) for caps, says in _KEYS)),
        class_="keys",
    )
    return el(
        "header",
        el("span", view.name(sheet.report), class_="source"),
        el("span", f"{article.words:,} words", None if article.language == "und" else f", {article.language}"),
        el("span", *(tally or ["no findings"]), class_="tally"),
        keys,
        class_="top",
    )


def _keycaps(caps: tuple[str, ...]) -> Iterator[Part]:
    for cap in caps:
        yield el("kbd", cap)
        yield " "


def brief(sheet: Sheet) -> Html:
    """Return the outputs of the tasks, each with the findings about it."""
    parts: list[Html] = []
    if not sheet.report.outputs.get("summary"):
        parts.append(el("h1", sheet.title, dir="auto"))
    for task, section in (("summary", _summary), ("claims", _claims), ("redundancy", _redundancy)):
        output = sheet.report.outputs.get(task)
        if output:
            parts += section(sheet, output)
        elif task in sheet.report.outputs:
            parts.append(_section(task.capitalize(), el("p", "No answer that can be used: see the notes below.")))
    rest = sheet.rest()
    if rest:
        parts.append(_section("Notes on this brief", sheet.notes(rest)))
    return together(*parts)


def foot(sheet: Sheet) -> Html:
    """Return what made the brief."""
    by = view.written_by(sheet.report)
    worded = "All of this is worded by the model." if by == {"model"} else None
    if sheet.marked:
        worded = "✎ worded by the model. Unmarked: the article’s own words."
    return el(
        "footer",
        el("p", worded) if worded else None,
        el("p", " · ".join(view.footer(sheet.report))) if sheet.report.runs else None,
    )


def _section(title: str, *parts: Part, aside: Part = None) -> Html:
    return el("section", el("h2", title, el("span", " ", aside, class_="aside") if aside else None), *parts)


def _summary(sheet: Sheet, output: dict[str, Any]) -> Iterator[Html]:
    for number, item in enumerate(output["headlines"]):
        path = f"/summary/headlines/{number}"
        kind = "h1" if not number else "p"
        yield sheet.item(kind, item["text"], item, path, class_="headline" if not number else "or", dir="auto")
        yield sheet.notes(sheet.take(path))
    if not output["headlines"]:
        yield el("h1", sheet.title, dir="auto")
    if output["standfirst"]:
        said = output["standfirst"]
        yield sheet.item("p", said["text"], said, "/summary/standfirst", class_="standfirst", dir="auto")
        yield sheet.notes(sheet.take("/summary/standfirst"))
    if output["sentences"]:
        yield _section("Summary", *_running(sheet, output["sentences"]))
    for title, name in (("Key points", "key_points"), ("Open questions", "missing_context")):
        if output[name]:
            yield _section(title, el("ul", *_list(sheet, f"/summary/{name}", output[name]), class_="points"))
    yield from _facts(sheet, output)


def _running(sheet: Sheet, said: list[dict[str, Any]]) -> Iterator[Html]:
    """Yield the summary as one paragraph, and under it what is found about its sentences."""
    paths = [f"/summary/sentences/{number}" for number in range(len(said))]
    items = [sheet.item("span", s["text"], s, path) for s, path in zip(said, paths, strict=True)]
    yield el("p", *(part for item in items for part in (item, " ")), class_="running", dir="auto")
    yield from (sheet.notes(sheet.take(path)) for path in paths)


def _list(sheet: Sheet, path: str, items: list[dict[str, Any]]) -> Iterator[Html]:
    for number, item in enumerate(items):
        own = f"{path}/{number}"
        yield el("li", sheet.item("span", item["text"], item, own), sheet.notes(sheet.take(own)), dir="auto")


def _facts(sheet: Sheet, output: dict[str, Any]) -> Iterator[Html]:
    rows: list[Html] = []
    for title, facts in view.facts(sheet.report):
        rows.append(el("dt", title))
        for number, fact in enumerate(facts):
            path = f"/summary/{title}/{number}"
            words = together(el("b", fact.name), f", {fact.label}" if fact.label else None)
            rows.append(el("dd", sheet.item("span", words, fact.item, path), sheet.notes(sheet.take(path)), dir="auto"))
    if rows:
        yield _section("Facts", el("dl", *rows, class_="facts"))
    if output["quotes"]:
        yield _section("Quotes", *(_quote(sheet, number, q) for number, q in enumerate(output["quotes"])))


def _quote(sheet: Sheet, number: int, quote: dict[str, Any]) -> Html:
    path = f"/summary/quotes/{number}"
    said = sheet.item("p", f"“{quote['words']}”", quote, path)
    speaker = el("p", f"— {quote['speaker']}", class_="speaker") if quote["speaker"] else None
    return el("blockquote", said, speaker, sheet.notes(sheet.take(path)), dir="auto")


def _claims(sheet: Sheet, output: dict[str, Any]) -> Iterator[Html]:
    numbers = {id(claim): number for number, claim in enumerate(output["claims"])}
    worth: list[Html] = []
    less: list[Html] = []
    for claim in view.claims(sheet.report):
        shown = _claim(sheet, claim, f"/claims/claims/{numbers[id(claim)]}")
        (less if claim["check_worthiness"] == "low" else worth).append(shown)
    done = el("span", f"0 of {len(worth)} ticked", class_="done", aria_live="polite") if worth else "none found"
    more = el("details", el("summary", f"{len(less)} less pressing"), el("ul", *less)) if less else None
    yield el("div", _section("Claims to check", el("ul", *worth) if worth else None, more, aside=done), class_="claims")


def _claim(sheet: Sheet, claim: dict[str, Any], path: str) -> Html:
    level, speaker = claim["check_worthiness"], claim["speaker"]
    key = sha256(claim["claim"].encode("utf-8", "surrogatepass")).hexdigest()[:16]
    words = together(
        el("input", type="checkbox", id=sheet.id(f"{path}/tick"), data_key=key),
        el("label", claim["claim"], for_=sheet.id(f"{path}/tick")),
    )
    about = f" · {claim['kind']}" + (f" · said by {speaker}" if speaker else "")
    return el(
        "li",
        sheet.item("div", words, claim, path, class_="claim"),
        el("p", el("b", level, class_=level), about, class_="about"),
        el("p", view.grounds(claim), class_="about"),
        sheet.notes(sheet.take(path)),
        dir="auto",
    )


def _redundancy(sheet: Sheet, _output: dict[str, Any]) -> Iterator[Html]:
    repeats, conflicts = view.repeats(sheet.report), view.conflicts(sheet.report)
    if conflicts:
        rows = [
            el(
                "li",
                el("b", c.differs, class_="conflict"),
                f" {c.detail} ",
                sheet.links(c.sentences),
                class_="item",
                data_evidence=" ".join(s.id for s in c.sentences),
                dir="auto",
            )
            for c in conflicts
        ]
        yield _section("Conflicts", el("ul", *rows, class_="points"), aside="check which is right")
    words = sum(repeat.words for repeat in repeats)
    if repeats:
        yield _section(
            "Repeats",
            el("ul", *(_repeat(sheet, repeat) for repeat in repeats), class_="points"),
            aside=f"{words:,} words could go",
        )
    if not repeats and not conflicts:
        yield _section("Repeats", aside="none found")


def _repeat(sheet: Sheet, repeat: view.Repeat) -> Html:
    keep = [together("keep ", sheet.link(repeat.keep), ", ")] if repeat.keep else []
    all_ = [*([repeat.keep] if repeat.keep else []), *repeat.cut]
    said = repeat.keep or next(iter(repeat.cut), None)
    return el(
        "li",
        el("b", repeat.kind),
        " ",
        *keep,
        "cut ",
        sheet.links(repeat.cut),
        el("p", f"“{said.text}”", class_="about") if said else None,
        class_="item",
        data_evidence=" ".join(s.id for s in all_),
        dir="auto",
    )
