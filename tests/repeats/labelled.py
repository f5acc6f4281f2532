"""Labelled articles: our own (articles/*.txt, see its README) and gold files of JSON lines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.article import Article, Sentence, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ARTICLES = Path(__file__).parent / "articles"
_MARKS = re.compile(r"\[([^\]]+)\] ")
_KINDS = {"# ": "title", "## ": "heading", "! ": "caption"}

Pair = tuple[str, str]


@dataclass(frozen=True)
class Labelled:
    """An article and what is known of its pairs of sentences.

    ``repeats`` maps a pair to its type (exact, near, para, natural…); ``twins`` contradict each other; ``open`` pairs
    may or may not be called repeats; every other pair is none.
    """

    name: str
    article: Article
    repeats: dict[Pair, str]
    twins: frozenset[Pair]
    open: frozenset[Pair]


def article(sentences: Iterable[str | tuple[str, str]], language: str = "en") -> Article:
    """Make an article of sentences, each a paragraph of its own: text, or (kind, text)."""
    found, lines = [], []
    start = 0
    for number, given in enumerate(sentences, 1):
        kind, text = given if isinstance(given, tuple) else ("body", given)
        found.append(Sentence(f"s{number}", kind, text, start, start + len(text), number, 1, number))  # type: ignore[arg-type]
        lines.append(text)
        start += len(text) + 1
    return Article("-", "\n".join(lines), None, language, tuple(found))


def own() -> Iterator[Labelled]:
    """Yield the articles of our own invention."""
    for path in sorted(ARTICLES.glob("*.txt")):
        sentences, marks = [], []
        for line in filter(None, path.read_text("utf-8").splitlines()):
            prefix = next((p for p in _KINDS if line.startswith(p)), "")
            found = _MARKS.match(line)
            marks.append(found[1].split(",") if found else [])
            text = line.removeprefix(prefix)[found.end() if found else 0 :]
            sentences.append((_KINDS.get(prefix, "body"), text))
        yield _labelled(path.stem, article(sentences), marks)


def _labelled(name: str, made: Article, marks: list[list[str]]) -> Labelled:
    repeats, twins, undecided = {}, set(), set()
    for one, other in combinations(range(len(marks)), 2):
        pair = (made.sentences[one].id, made.sentences[other].id)
        for a in marks[one]:
            for b in marks[other]:
                if a.rstrip("?!~") != b.rstrip("?!~"):
                    continue
                if "!" in a:
                    twins.add(pair)
                elif "?" in a + b:
                    undecided.add(pair)
                elif "~" not in a:
                    repeats[pair] = "natural"
    return Labelled(name, made, repeats, frozenset(twins), frozenset(undecided))


def gold(path: Path) -> Iterator[Labelled]:
    """Yield the articles of a gold file: one JSON object a line with ``sentences`` and labelled ``pairs``."""
    for line in filter(str.strip, path.read_text("utf-8").splitlines()):
        doc = json.loads(line)
        made = article((s["kind"], s["text"]) for s in doc["sentences"])
        kinds = [s["kind"] for s in doc["sentences"]]
        of = {(f"s{q['a'] + 1}", f"s{q['b'] + 1}"): q for q in doc["pairs"] if kinds[q["a"]] == kinds[q["b"]] == "body"}
        yield Labelled(
            doc["article_id"],
            made,
            {pair: q["type"] for pair, q in of.items() if q["label"] == "redundant"},
            frozenset(pair for pair, q in of.items() if q["type"] == "neg_changed"),
            frozenset(pair for pair, q in of.items() if q["label"] == "partial"),
        )


def evals(folder: Path, split: str) -> Iterator[Labelled]:
    """Yield the articles of an evaluation set (its layout: evals/README.md) that belong to a split."""
    for path in sorted((folder / "gold").glob("*.json")):
        labels = json.loads(path.read_text("utf-8"))
        if labels["split"] != split or labels.get("injected"):
            continue
        made = read(str(next((folder / "articles").glob(f"{path.stem}.*"))))
        places = {s.id: number for number, s in enumerate(made.sentences)}

        def pairs(groups: Iterable[list[str]], places: dict[str, int] = places) -> set[Pair]:
            ordered = (sorted(group, key=places.__getitem__) for group in groups)
            return {pair for group in ordered for pair in combinations(group, 2)}

        yield Labelled(
            labels["id"],
            made,
            dict.fromkeys(sorted(pairs(labels["repeats"])), "natural"),
            frozenset(pairs(labels["conflicts"])),
            frozenset(pairs(labels.get("tolerated", []))),
        )
