"""Whether the figures and dates of a text are the article's, and stand where the article has them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from summarise import quantities, words
from summarise.checks.index import window
from summarise.report import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from summarise.checks.index import Index
    from summarise.checks.said import Item, Said
    from summarise.quantities import Kind, Quantity

_DATES = frozenset({"date", "weekday", "relative", "decade", "time"})
_CLASS = {"percent": "share", "points": "share", "fraction": "share", "money": "money", "date": "date"}
_SURE = 0.4  # a rival in this slot is named in the message
# How well a rival must fit, and how much better than the figure: when it counts the same thing, and when it does not.
_MOVED_ALIKE, _MOVED = (0.4, 0.2), (0.7, 0.5)
_MOVED_OWN = 0.3
_TURNED, _VERB_REACH, _VERB = 0.4, 9, 0.9  # slot of a score that is turned round, words up to its verb, its closeness
_RELATED = 0.8
_NOUN_REACH = 4
_ROUND_YEARS = 0.03  # "almost 250 years" for 246
_PUNCTUATION = re.compile(r"[.,;:!?()\"“”]")
_SMALL_RIVAL = 0.6
_SIZE = 8
_MOST_FIGURES = 500  # in a longer article only those of the sentences that say most of the text are rivals
_SMALL = 12  # counted rather than reported: "three", "both"


def figures(said: Said) -> Iterator[Finding]:
    """Yield S101 to S104: a figure or date that the article lacks, has in another unit, or has elsewhere."""
    for q, item in enumerate(said.items):
        figure = item.figure
        if figure is None or figure.kind == "implied" or (figure.spelled and figure.value == 1):
            continue
        if figure.kind in _DATES:
            yield from _date(said, q, item, figure)
        elif item.places:
            yield from _moved(said, q, item, figure)
        elif not _both_ends(said, figure):
            yield from _absent(said, q, figure)


def _both_ends(said: Said, figure: Quantity) -> bool:
    """Say whether a range or score is put together from two figures of the article, a score from two of a sentence."""
    if figure.upto is None:
        return False
    kind: Kind = "number" if figure.kind == "score" else figure.kind
    ends = (figure._replace(kind=kind, upto=None), figure._replace(kind=kind, value=figure.upto, upto=None))
    index = said.index
    here = [
        {index.line_of[at] for f, places in index.amounts.items() if quantities.stands_for(end, f) for at in places}
        for end in ends
    ]
    return bool(here[0] & here[1] if figure.kind == "score" else here[0] and here[1])


def _absent(said: Said, q: int, figure: Quantity) -> Iterator[Finding]:
    twin = next((f for _, f in said.index.figures if _plain(f) == _plain(figure) and f.kind not in _DATES), None)
    every = _rivals(said, q, figure, ())
    rivals = [r for r in every if not _told(said, r[2])] or every
    noun = counted(said.tokens, figure.end, said.text)
    same = (r for r in rivals if noun and r[0] > _SURE and _close(noun, _counted(said.index, r[1], r[2])))
    rival = next(same, rivals[0] if rivals else None)
    small = figure.spelled and figure.value <= _SMALL and figure.kind == "number"
    if counts_years(said, figure) or (small and (rival is None or rival[0] < _SMALL_RIVAL)):
        yield finding("S105", f"'{figure.text}' is not a figure of the article: count")
    elif twin and figure.kind not in {"ordinal", "score"}:
        at = next(at for at, f in said.index.figures if f is twin)
        yield _found("S103", said, figure.text, f"the article has '{twin.text}'", at)
    elif rival and rival[0] > _SURE:
        yield _found("S101", said, figure.text, f"the article has '{rival[2].text}' here", rival[1])
    else:
        yield finding("S101", f"'{figure.text}' is not in the article")


def counts_years(said: Said, figure: Quantity) -> bool:
    """Say whether a span of years may be counted from a year of the article up to its date."""
    day = said.index.article.date
    if figure.kind != "duration" or figure.given != "year" or day is None:
        return False
    slack = max(1.0, _ROUND_YEARS * figure.written if figure.approx else 0.0)
    return any(
        f.kind == "date" and f.date[0] and abs(day.year - f.date[0] - figure.written) <= slack
        for _, f in said.index.figures
    )


def _plain(figure: Quantity) -> float:
    """Return the figure as written, without its unit."""
    return figure.written or figure.value


def _rivals(said: Said, q: int, figure: Quantity, own: Collection[int]) -> list[tuple[float, int, Quantity]]:
    """Return the other figures of the article with their places, the one that fits best in the text's place first."""
    figures = said.index.figures
    if len(figures) > _MOST_FIGURES:
        evidence = set(said.evidence)
        figures = [f for f in figures if said.index.line_of[f[0]] in evidence][:_MOST_FIGURES]
    found = [
        (said.slot(q, at), at, other)
        for at, other in figures
        if at not in own
        and other.kind != "implied"
        and other.kind not in _DATES
        and _CLASS.get(other.kind, "count") == _CLASS.get(figure.kind, "count")
        and not (other.spelled and _plain(other) == 1)
        and not min(other.value, figure.value) <= _SMALL < max(other.value, figure.value) / _SIZE
    ]
    return sorted(found, key=lambda r: (-r[0], r[1]))


def _moved(said: Said, q: int, item: Item, figure: Quantity) -> Iterator[Finding]:
    if figure.kind == "ordinal" and figure.spelled:
        return
    index = said.index
    if figure.kind == "score" and (turned := _turned(said, q, item, figure)) is not None:
        at, other = turned
        yield _found("S102", said, figure.text, f"the article has '{other.text}' here", at)
        return
    noun = counted(said.tokens, figure.end, said.text)
    standing = {p.at for p in item.places}
    if noun and any(_close(noun, _counted(index, at, f)) for at, f in index.figures if at in standing):
        return
    own = max(said.slot(q, at) for at in standing)
    lines = {index.line_of[at] for at in standing}
    swapped = noun and _swapped(said, q, figure, noun, standing)
    if swapped:
        yield _found("S102", said, figure.text, f"the article has '{swapped[1].text}' here", swapped[0])
        return
    rivals = _rivals(said, q, figure, standing) if own < _MOVED_OWN and not _in_order(said, q, standing) else []
    for fit, at, other in rivals:
        alike = _close(noun, _counted(index, at, other)) if noun else _same_unit(figure, other)
        if index.line_of[at] in lines and not _told(said, other) and not (noun and alike):
            continue
        least, gap = _MOVED_ALIKE if alike else _MOVED
        if fit >= least and fit - own >= gap:
            yield _found("S102", said, figure.text, f"the article has '{other.text}' here", at)
            return


def _turned(said: Said, q: int, item: Item, figure: Quantity) -> tuple[int, Quantity] | None:
    """Return the score of the article that this one turns round, after the same verb; None when there is none."""
    index = said.index
    standing = {p.at for p in item.places}
    scores = [(at, f) for at, f in index.figures if at in standing and f.kind == "score"]
    if not scores or len(scores) < len(standing) or any(f.value == figure.value for _, f in scores):
        return None
    at, other = max(scores, key=lambda s: (said.slot(q, s[0]), -s[0]))
    before = next((i for i in reversed(said.items[:q]) if i.figure is None and not i.token.capital), None)
    close = [p for p in before.places if p.close >= _VERB] if before else []
    same = window(close, max(index.line(at).first, at - _VERB_REACH), at)
    return (at, other) if same and said.slot(q, at) >= _TURNED else None


def _swapped(said: Said, q: int, figure: Quantity, noun: str, standing: set[int]) -> tuple[int, Quantity] | None:
    """Return the figure that counts this noun in the only sentence that has the figure, where it counts another."""
    index = said.index
    lines = {index.line_of[at] for at in standing}
    if len(lines) > 1 or not all(_counted(index, at, f) for at, f in index.figures if at in standing):
        return None
    return next(
        (
            (at, other)
            for _, at, other in _rivals(said, q, figure, standing)
            if index.line_of[at] in lines and _counted(index, at, other) == noun and not _told(said, other)
        ),
        None,
    )


def _told(said: Said, figure: Quantity) -> bool:
    return any(quantities.stands_for(f, figure) for _, f in said.figures)


def _in_order(said: Said, q: int, standing: set[int]) -> bool:
    """Say whether the text has two figures of one sentence, this one among them, one after the other as it has them."""
    line_of = said.index.line_of
    beside = ((p, place.at) for p, item in enumerate(said.items) if item.figure and p != q for place in item.places)
    return any(
        line_of[own] == line_of[at] and (own < at) == (q < p) and own != at for p, at in beside for own in standing
    )


def _same_unit(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind != "number" and (one.unit, one.given) == (other.unit, other.given)


def counted(tokens: Sequence[words.Token], end: int, text: str) -> str:
    """Return the word that a figure counts: the next content word, before a mark of punctuation; "" when none."""
    start = bisect_left(tokens, end, key=lambda t: t.start)
    for token in tokens[start : start + _NOUN_REACH]:
        if _PUNCTUATION.search(text, end, token.start):
            return ""
        whole = token.number and " of " in text[end : token.start]  # "290 of the 412 homes"
        if not whole and not words.is_stop(token.normal):
            return token.normal
    return ""


def _counted(index: Index, at: int, figure: Quantity) -> str:
    line = index.line(at)
    return counted(index.tokens[line.first : line.last], figure.end, line.sentence.text)


def _close(noun: str, other: str) -> bool:
    return bool(other) and words.related(noun, other) >= _RELATED


def _date(said: Said, q: int, item: Item, figure: Quantity) -> Iterator[Finding]:
    index = said.index
    day = index.article.date
    if item.places:
        return
    if figure.kind in {"weekday", "relative"}:
        if figure.kind == "weekday" and not any(f.kind == "weekday" for _, f in index.figures) and day is None:
            return
        if figure.kind == "relative":
            return
    others = [(at, f) for at, f in index.figures if f.kind in _DATES]
    if figure.kind == "time" and figure.text.rstrip(" apm.") in index.article.text:
        return
    if figure.kind == "date" and _pieced(figure, [f for _, f in others]):
        return
    rivals = [(_shared(figure, f), said.slot(q, at), -at, f) for at, f in others if f.kind == figure.kind]
    if rivals:
        *_, at, rival = max(rivals, key=lambda r: r[:3])
        yield _found("S104", said, figure.text, f"the article has '{rival.text}'", -at)
    else:
        yield finding("S104", f"'{figure.text}' is not in the article")


def _shared(one: Quantity, other: Quantity) -> int:
    """Count the parts of a date (year, month, day) that both have, and once more those that agree."""
    pairs = [(a, b) for a, b in zip(one.date, other.date, strict=True) if a and b]
    return len(pairs) + sum(a == b for a, b in pairs)


def _pieced(figure: Quantity, others: list[Quantity]) -> bool:
    """Say whether a date is put together from a day and a year that the article gives apart."""
    year, month, date = figure.date
    years = {f.date[0] for f in others if f.kind == "date"}
    if not year or not month or year not in years:
        return False
    return any(f.kind == "date" and f.date[1:] == (month, date) and f.date[0] in {0, year} for f in others)


def _found(code: str, said: Said, text: str, source: str, at: int) -> Finding:
    return finding(code, f"'{text}': {source}", sentences=(said.index.line(at).sentence.id,))
