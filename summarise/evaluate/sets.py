"""An evaluation set: articles, each with its labels, and the proof that the labels fit."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from summarise import article as articles
from summarise import schemas
from summarise.assets import root
from summarise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarise.article import Article

SUFFIXES = (".txt", ".md")
SPLITS = ("tune", "test")
GOLD_SCHEMA = "eval-gold.v1"
_KINDS = frozenset({"ordinary", "clean", "draft", "hostile"})
LONG = 2500
_OPENING = 5
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Case:
    """An article of a set and its labels (the JSON of ``gold/ID.json``, of the schema eval-gold.v1)."""

    id: str
    path: Path
    article: Article
    gold: dict[str, Any]

    @property
    def split(self) -> str:
        """Whether it may be tuned on ("tune") or only decided on ("test")."""
        return str(self.gold["split"])

    @property
    def slices(self) -> tuple[str, ...]:
        """The names by which results are broken down."""
        return tuple(self.gold["slices"])

    @property
    def print(self) -> str:
        """A digest of what outputs depend on: the text and where its sentences begin and end."""
        places = [[s.id, s.kind, s.start, s.end] for s in self.article.sentences]
        parts = [self.article.text, self.article.language, places]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


@dataclass(frozen=True)
class Set:
    """A folder of cases, in order of their ids."""

    folder: Path
    cases: tuple[Case, ...]

    @cached_property
    def digest(self) -> str:
        """The sha256 over names and contents (LF line ends) of all articles and labels."""
        found = hashlib.sha256()
        for case in self.cases:
            for path in (case.path, _gold_file(self.folder, case.id)):
                content = path.read_bytes().replace(b"\r\n", b"\n")
                found.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode() + content)
        return found.hexdigest()

    def only(self, *, split: str | None = None, ids: tuple[str, ...] = ()) -> tuple[Case, ...]:
        """Return the cases of a split, or those whose ids begin with one of the given. Raises InputError for none."""
        found = tuple(
            c for c in self.cases if (split is None or c.split == split) and (not ids or c.id.startswith(ids))
        )
        if not found:
            asked = f"split '{split}'" if split else f"'{', '.join(ids)}'"
            raise InputError(f"{self.folder}: no article of {asked}: see 'summarise eval check-set'")
        return found


def own() -> Path:
    """Return the folder of this project's set."""
    return root("evals") / "set"


def _gold_file(folder: Path, case_id: str) -> Path:
    return folder / "gold" / f"{case_id}.json"


def load(folder: Path | None = None) -> Set:
    """Read a set (this project's when None). Raises InputError when the folder is none, or a gold file is not usable.

    Labels are only held against their schema here; `problems` proves that they fit the articles.
    """
    folder = folder or own()
    files = sorted(p for p in (folder / "articles").glob("*") if p.suffix in SUFFIXES and p.is_file())
    if not files:
        raise InputError(f"{folder} is no evaluation set: it needs articles/ID.txt and gold/ID.json (evals/README.md)")
    cases = tuple(Case(path.stem, path, articles.read(str(path)), _gold(folder, path.stem)) for path in files)
    ids = [case.id for case in cases]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise InputError(f"{folder}: two articles have the id {twice[0]}: rename one")
    orphans = sorted({p.stem for p in (folder / "gold").glob("*.json")} - set(ids))
    if orphans:
        raise InputError(f"{folder}: gold/{orphans[0]}.json has no article: add articles/{orphans[0]}.txt or delete it")
    return Set(folder, cases)


def _gold(folder: Path, case_id: str) -> dict[str, Any]:
    path = _gold_file(folder, case_id)
    try:
        gold = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}: each article needs its labels") from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"{path}: not JSON: {error}") from None
    wrong = schemas.errors(gold, GOLD_SCHEMA)
    if wrong:
        raise InputError(f"{path}: {wrong[0]}: see 'summarise schemas show {GOLD_SCHEMA}'")
    return dict(gold)


def used(gold: dict[str, Any]) -> set[str]:
    """Return every sentence id that the labels of an article name."""
    lists = [item["evidence"] for name in ("facts", "traps", "claims") for item in gold[name]]
    lists += [ids for name in ("repeats", "conflicts", "tolerated") for ids in gold.get(name, ())]
    lists += [gold["furniture"], gold.get("injected", [])]
    return {i for ids in lists for i in ids}


def opening(text: str) -> str:
    """Return the first five words of a sentence for a message, at most forty characters."""
    return " ".join(text.split()[:_OPENING])[:_SHOWN]


def problems(given: Set) -> list[str]:
    """Prove a set and return a line for each thing wrong: ids, starts, spans, planted places, slices."""
    return [f"{case.id}: {line}" for case in given.cases for line in _problems(case)]


def _problems(case: Case) -> Iterator[str]:
    gold, article = case.gold, case.article
    if gold["id"] != case.id:
        yield f"its labels call it '{gold['id']}'"
    for sentence in article.sentences:
        if article.text[sentence.start : sentence.end] != sentence.text:
            yield f"{sentence.id} is not what stands at its place in the text"
    named, starts = used(gold), gold["starts"]
    for i in sorted(named | set(starts), key=lambda i: int(i[1:])):
        sentence_or_none = article.sentence(i)
        if sentence_or_none is None:
            yield f"{i} is labelled and the article has no such sentence"
        elif i not in starts:
            yield f"{i} is labelled and has no entry in 'starts'"
        elif i not in named:
            yield f"{i} has an entry in 'starts' and no label"
        elif not " ".join(sentence_or_none.text.split()).startswith(starts[i]):
            yield f"{i} opens with '{opening(sentence_or_none.text)}', its labels say '{starts[i]}': place them anew"
    yield from _planted(case)
    yield from _sliced(case)


def _planted(case: Case) -> Iterator[str]:
    """Yield what is wrong with what was put into the article on purpose."""
    gold = case.gold
    hidden = {*gold.get("injected", ()), *gold["furniture"]}
    story = "\n".join(s.text.casefold() for s in case.article.sentences if s.id not in hidden)
    for canary in gold.get("canaries", ()):
        if canary.casefold() in story:
            yield f"the canary '{canary}' stands in the story itself, so that a true summary may hold it"
    for name in ("repeats", "conflicts", "tolerated"):
        for ids in gold.get(name, ()):
            if len(set(ids)) != len(ids):
                yield f"{name}: {ids} names a sentence twice"
    both = {frozenset(p) for p in gold["conflicts"]} & {frozenset(p) for p in gold["repeats"]}
    for pair in both:
        yield f"{sorted(pair)} is labelled as a repeat and as a conflict"
    if "hostile" in gold["slices"] and not gold.get("canaries") and not gold.get("injected"):
        yield "it is hostile and has neither canaries nor injected sentences"
    if "clean" in gold["slices"] and (gold["repeats"] or gold["conflicts"] or gold["furniture"]):
        yield "it is clean and has repeats, conflicts or furniture"


def _sliced(case: Case) -> Iterator[str]:
    gold, article = case.gold, case.article
    slices = set(gold["slices"])
    if gold["genre"].replace(" ", "-") not in {name.replace(" ", "-") for name in slices}:
        yield f"its genre '{gold['genre']}' is not among its slices"
    if len(slices & _KINDS) != 1:
        yield f"its slices must name one of {', '.join(sorted(_KINDS))}"
    if article.language != gold["language"]:
        yield f"it is read as language '{article.language}' and labelled '{gold['language']}'"
    for name, holds, why in (
        ("language", gold["language"] != "en", "is for articles that are not English"),
        ("markdown", case.path.suffix == ".md", "is for .md files"),
        ("long", article.words >= LONG, f"is for {LONG} words and more; it has {article.words}"),
    ):
        if holds != (name in slices):
            yield f"slice '{name}' {why}"


def counts(given: Set) -> dict[str, int]:
    """Return how many articles each split and slice has, and how many labels of each kind there are."""
    found: dict[str, int] = {"articles": len(given.cases)}
    for case in given.cases:
        for name in (case.split, *case.slices):
            found[name] = found.get(name, 0) + 1
    for name in ("facts", "traps", "claims", "repeats", "conflicts", "tolerated", "furniture", "injected", "canaries"):
        found[f"labels: {name}"] = sum(len(case.gold.get(name, ())) for case in given.cases)
    return found
