"""Sentences copied and changed in one place: python -m tests.benchmarks.copied [FOLDER…] [--show].

Each body sentence of the English articles of `evals/set/articles` (or of other folders) is copied with one change that
makes it false, or with one that leaves it true. Prints, for each kind of change, how many copies have an error finding:
all should of the first sort, none of the second.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.article import parse
from summarise.article.decode import decode
from summarise.checks.index import prepare
from summarise.checks.support import faults
from summarise.quantities import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.quantities import Quantity

SET = Path(__file__).resolve().parents[2] / "evals" / "set" / "articles"
LONGEST = 80  # sentences of an article
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
SPELLED = "two three four five six seven eight nine ten eleven twelve".split()
OPPOSITES = (
    "up down|rose fell|higher lower|more fewer|before after|won lost|approved rejected|increase decrease|opened closed"
    "|north south|largest smallest|agreed refused|under over|began ended|bought sold|early late"
)
NAME = re.compile(r"(?<=[a-z,] )(?:Mr |Ms |Mrs |Dr |Cllr )?([A-Z][a-z]+ [A-Z][a-z]+)(?![\w-]| [A-Z])")
AUXILIARY = re.compile(r"\b(is|was|are|were|will|would|has|had|have|could|should)\b(?! not|n['’]t| be| been)")
DENIES = re.compile(r"\b(not|no|never|none|nobody|nor)\b|n['’]t\b", re.IGNORECASE)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", type=Path, default=[SET])
    parser.add_argument("--show", action="store_true", help="print what was missed and what is a false alarm")
    given = parser.parse_args()
    tried: Counter[tuple[bool, str]] = Counter()
    flagged: Counter[tuple[bool, str]] = Counter()
    for path in sorted(p for folder in given.folders for p in folder.iterdir()):
        article = parse(decode(path.read_bytes(), str(path)), source=str(path), suffix=path.suffix)
        if article.language != "en" or len(article.sentences) > LONGEST:
            continue
        index = prepare(article)
        rng = random.Random(path.name)  # noqa: S311  nothing secret
        people = sorted({m[1] for s in article.body for m in NAME.finditer(s.text)})
        for sentence in article.body:
            sorts = ((True, falsified(sentence.text, people, rng)), (False, reworded(sentence.text)))
            for false, kind, text in ((false, *change) for false, changes in sorts for change in changes):
                errors = [f for f in faults(index, text) if f.level == "error"]
                tried[false, kind] += 1
                flagged[false, kind] += bool(errors)
                if given.show and false != bool(errors):
                    print(
                        f"{'MISSED' if false else 'FALSE ALARM'} {kind} {path.stem}: {text} {[f.code for f in errors]}"
                    )
    for false, name in ((True, "false copies with an error"), (False, "true copies with an error")):
        some = [kind for sort, kind in tried if sort == false]
        total = sum(tried[false, kind] for kind in some)
        print(f"{name}: {sum(flagged[false, kind] for kind in some)} of {total}")
        for kind in some:
            print(f"  {kind:<16} {flagged[false, kind]} of {tried[false, kind]}")


def falsified(text: str, people: list[str], rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield copies of a sentence with one change that makes it false, by kind."""
    for q in find(text):
        yield from _other_figure(text, q, rng)
        yield from _other_date(text, q, rng)
    for match in list(NAME.finditer(text))[:2]:
        others = [name for name in people if not set(name.split()) & set(match[1].split()) and name not in text]
        if others:
            yield "name", text[: match.start(1)] + rng.choice(others) + text[match.end(1) :]
    yield from _other_sign(text)


def _other_sign(text: str) -> Iterator[tuple[str, str]]:
    auxiliary = AUXILIARY.search(text)
    if auxiliary and not DENIES.search(text) and not text.rstrip("\"”'’ ").endswith("?"):
        yield "negation added", f"{text[: auxiliary.end()]} not{text[auxiliary.end() :]}"
    if " not " in text:
        yield "negation lost", text.replace(" not ", " ", 1)
    for hedge, sure in (("may", "will"), ("might", "will"), ("could", "will")):
        if f" {hedge} " in text:
            yield "hedge lost", text.replace(f" {hedge} ", f" {sure} ", 1)
    for pair in OPPOSITES.split("|"):
        for one, other in (pair.split(), pair.split()[::-1]):
            if re.search(rf"\b{one}\b", text):
                yield "opposite", re.sub(rf"\b{one}\b", other, text, count=1)


def _other_figure(text: str, q: Quantity, rng: random.Random) -> Iterator[tuple[str, str]]:
    digits = re.search(r"\d+", q.text)
    if q.kind in {"number", "percent", "money", "measure", "duration", "score"} and digits and digits[0] != "0":
        other = str(int(digits[0]) + max(1, int(int(digits[0]) * rng.choice((0.2, 0.5, 1)))))
        yield "figure", _put(text, q, q.text[: digits.start()] + other + q.text[digits.end() :])
    if q.kind == "money" and q.text[0] in "£$€":
        yield "currency", _put(text, q, {"£": "$", "$": "€", "€": "£"}[q.text[0]] + q.text[1:])
    if q.kind == "percent":
        yield "unit", _put(text, q, re.sub(r"\s*(%|per ?cent)", " percentage points", q.text))
    if "million" in q.text:
        yield "unit", _put(text, q, q.text.replace("million", "billion"))


def _other_date(text: str, q: Quantity, rng: random.Random) -> Iterator[tuple[str, str]]:
    if q.kind == "weekday" and q.text in WEEKDAYS:
        yield "weekday", _put(text, q, rng.choice([day for day in WEEKDAYS if day != q.text]))
    month = next((m for m in MONTHS if m in q.text), "")
    if q.kind == "date" and month:
        yield "month", _put(text, q, q.text.replace(month, rng.choice([m for m in MONTHS if m != month])))
    year = re.search(r"\b(1[89]|20)\d\d\b", q.text)
    if q.kind == "date" and year:
        yield "year", _put(text, q, q.text.replace(year[0], str(int(year[0]) - 3)))


def reworded(text: str) -> Iterator[tuple[str, str]]:
    """Yield copies of a sentence with one change that leaves it true, by kind."""
    if '"' in text or "“" in text:  # a quotation may not be reworded
        return
    for q in find(text):
        yield from _same_figure(text, q)
    for match in list(NAME.finditer(text))[:1]:
        yield "surname", text[: match.start(1)] + match[1].split()[-1] + text[match.end(1) :]
    for long, short in (("did not", "didn't"), ("will not", "won't"), ("is not", "isn't"), ("had not", "hadn't")):
        if re.search(rf"\b{long}\b", text):
            yield "contraction", re.sub(rf"\b{long}\b", short, text, count=1)
    parts = re.split(r"(?<=[a-z]), (?=(?:which|who|and|but|because|after|when|although|while)\b)", text)
    if len(parts) > 1 and len(parts[0].split()) >= 5:
        yield "cut short", f"{parts[0]}."
    if re.search(r"\bsaid\b", text):
        yield "told", re.sub(r"\bsaid\b", "stated", text, count=1)


def _same_figure(text: str, q: Quantity) -> Iterator[tuple[str, str]]:
    if q.kind == "number" and q.text.isdecimal() and 2 <= q.value <= 12:
        yield "spelled", _put(text, q, SPELLED[int(q.value) - 2])
    if q.kind == "percent":
        sign = "%" if "cent" in q.text else " percent"
        yield "per cent sign", _put(text, q, re.sub(r"\s*(per ?cent|%)", sign, q.text))
    if q.kind in {"number", "money"} and q.value >= 1_000 and "," in q.text and not q.approx and q.upto is None:
        yield "rounded", _put(text, q, "about " + re.sub(r"(\d,?\d)[\d,]*", _rounded, q.text, count=1))
    if q.kind == "money" and q.text.endswith(" million"):
        yield "short million", _put(text, q, q.text.replace(" million", "m"))


def _rounded(match: re.Match[str]) -> str:
    return match[1] + re.sub(r"\d", "0", match[0][len(match[1]) :])


def _put(text: str, q: Quantity, other: str) -> str:
    return text[: q.start] + other + text[q.end :]


if __name__ == "__main__":
    main()
