"""A set made from JSONL: articles with a reference summary, with labelled claims, or with both."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarise import article as articles
from summarise.checks.index import Index
from summarise.checks.said import Said
from summarise.errors import InputError
from summarise.evaluate.sets import LONG, opening, used

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from summarise.article import Article

TEXTS = ("article", "text", "document")
SUMMARIES = ("summary", "reference", "highlights")
BANDS = ("high", "medium", "low")
_SAYS = 0.5  # share of a statement that its sentences must hold to be its evidence


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to; ``unplaced`` counts claims that no sentence of their article says."""

    articles: int
    facts: int
    claims: int
    unplaced: int


def import_jsonl(lines: Sequence[str], folder: Path, *, split: str) -> Imported:
    """Write a set into an empty folder, one article for each line of JSON.

    A line has the text in ``article``, ``text`` or ``document``; may have ``id`` and ``title``; a reference in
    ``summary``, ``reference`` or ``highlights`` (a text, or a list of sentences), each sentence of which becomes a
    must-have fact; and ``claims``, texts or ``{"text", "check_worthiness"}`` (high when not said). Evidence is looked
    up by code. Raises InputError with the number of the line that cannot be used.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty: give a folder of its own with -o")
    made: list[tuple[str, str, dict[str, Any]]] = []
    unplaced = 0
    for number, line in enumerate(lines, 1):
        if line.strip():
            case_id, text, gold, lost = _case(line, number, split)
            made.append((case_id, text, gold))
            unplaced += lost
    if not made:
        raise InputError("nothing to import: the file has no line with an article")
    ids = [case_id for case_id, _, _ in made]
    if twice := next((i for i in ids if ids.count(i) > 1), None):
        raise InputError(f"two articles have the id '{twice}': give each its own")
    try:
        for name in ("articles", "gold"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for case_id, text, gold in made:
            (folder / "articles" / f"{case_id}.txt").write_text(text, encoding="utf-8", newline="\n")
            written = json.dumps(gold, ensure_ascii=False, indent=2) + "\n"
            (folder / "gold" / f"{case_id}.json").write_text(written, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"cannot write in {folder}: {error.strerror}") from None
    golds = [gold for _, _, gold in made]
    return Imported(len(made), sum(len(g["facts"]) for g in golds), sum(len(g["claims"]) for g in golds), unplaced)


def _case(line: str, number: int, split: str) -> tuple[str, str, dict[str, Any], int]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(f"line {number}: not JSON: {error}") from None
    text = next((row[n] for n in TEXTS if isinstance(row.get(n), str)), None) if isinstance(row, dict) else None
    if not text or not text.strip():
        raise InputError(f"line {number}: no article: give it in {', '.join(TEXTS)}")
    title = row.get("title")
    text = f"{title.strip()}\n\n{text.strip()}\n" if isinstance(title, str) and title.strip() else f"{text.strip()}\n"
    case_id = _id(row.get("id"), number)
    article = articles.parse(text, source=case_id)
    index = Index(article)
    facts = [{"fact": fact, "evidence": _evidence(index, fact)} for fact in _reference(row, number, article.language)]
    claims, lost = _claims(row, number, index)
    slices = ["imported", "ordinary"]
    slices += [name for name, on in (("language", article.language != "en"), ("long", article.words >= LONG)) if on]
    gold: dict[str, Any] = {
        "id": case_id,
        "genre": "imported",
        "language": article.language,
        "slices": slices,
        "split": split,
        "facts": facts,
        "traps": [],
        "claims": claims,
        "repeats": [],
        "conflicts": [],
        "furniture": [],
    }
    return case_id, text, {**gold, "starts": _starts(article, gold)}, lost


def _id(given: Any, number: int) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", str(given or "").lower()).strip("-")[:60]
    return f"{number:05}-{slug}" if slug else f"{number:05}"


def _reference(row: dict[str, Any], number: int, language: str) -> list[str]:
    given: Any = next((row[name] for name in SUMMARIES if row.get(name)), [])
    if isinstance(given, str):
        given = [s.text for s in articles.parse(given, language=language).sentences]
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise InputError(f"line {number}: its summary must be a text or a list of sentences")
    return [" ".join(item.split()) for item in given if item.strip()]


def _claims(row: dict[str, Any], number: int, index: Index) -> tuple[list[dict[str, Any]], int]:
    found: list[dict[str, Any]] = []
    given = row.get("claims") or []
    for claim in given if isinstance(given, list) else [None]:
        text = claim.get("text") if isinstance(claim, dict) else claim
        band = claim.get("check_worthiness", "high") if isinstance(claim, dict) else "high"
        if not isinstance(text, str) or band not in BANDS:
            raise InputError(
                f"line {number}: a claim is a text, or text and check_worthiness, which is {', '.join(BANDS)}"
            )
        evidence = _evidence(index, text)[:1]
        if evidence:
            found.append({"evidence": evidence, "check_worthiness": band})
    return found, (len(given) if isinstance(given, list) else 1) - len(found)


def _evidence(index: Index, statement: str) -> list[str]:
    """Return the ids of the one or two sentences that say most of a statement, none when they hardly do."""
    said = Said(statement, index)
    shares = said.coverage[:2]
    return [index.lines[n].sentence.id for n in said.evidence[:2]] if shares and shares[-1] >= _SAYS else []


def _starts(article: Article, gold: dict[str, Any]) -> dict[str, str]:
    places = {s.id: s.text for s in article.sentences}
    return {i: opening(places[i]) for i in sorted(used(gold), key=lambda i: int(i[1:]))}
