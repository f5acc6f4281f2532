"""Every check of a text against an article, and the words of an output that they are run over."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from summarise.checks.copies import copies
from summarise.checks.figures import figures
from summarise.checks.index import Index, prepare
from summarise.checks.names import names, whole_name
from summarise.checks.opposites import opposites
from summarise.checks.quotes import quotation, quotes
from summarise.checks.roles import attribution, causes, swaps
from summarise.checks.said import Said
from summarise.checks.signs import hedges, negation
from summarise.checks.statements import Statement, walk
from summarise.report import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from summarise.article import Article

    Fact = Callable[[Said], Iterable[Finding]]

LITERAL: tuple[Fact, ...] = (figures, names, quotes)
ENGLISH: tuple[Fact, ...] = (attribution, opposites, negation, hedges, swaps, causes)
_UNCHECKED = frozenset({"context", "label"})
_CLOSE = 0.8
_LONGEST, _WORD = 200, 6  # words of a sentence, letters of a word with its space


def faults(index: Index, text: str) -> tuple[Finding, ...]:
    """Return what is wrong with a text, by every check, without a path. Takes time by its length."""
    return tuple(dict.fromkeys(found for part in parts(text) for found in faults_of(Said(part, index))))


def parts(text: str) -> Iterator[str]:
    """Yield a text whole, or in runs of two hundred words when it is longer than any sentence is."""
    words = text.split()
    if len(words) <= _LONGEST and len(text) <= _LONGEST * _WORD:
        yield text
        return
    line = " ".join(words)
    while line:
        cut = line.rfind(" ", 0, _LONGEST * _WORD) if len(line) > _LONGEST * _WORD else -1
        cut = cut if cut > 0 else _LONGEST * _WORD
        yield line[:cut]
        line = line[cut:].lstrip()


def faults_of(said: Said) -> tuple[Finding, ...]:
    """Return what is wrong with a text that is already beside its article.

    A sentence copied whole from the article has no faults. The checks of meaning know English words and are silent
    in other languages.
    """
    if said.index.holds(said.tokens, said.text):
        return ()
    english = said.index.article.language in {"en", "und"}
    found = dict.fromkeys(f for check in (LITERAL + ENGLISH if english else LITERAL) for f in check(said))
    named = {_family(f) for f in found if f.level == "error"}
    changed = [f for f in (copies(said) if english else ()) if _family(f) not in named]
    surer = {f.code for f in changed}
    return (*(f for f in found if f.code not in surer), *dict.fromkeys(changed))


def _family(found: Finding) -> str:
    """Return what a finding is about: figures and dates, names, opposites and negations, hedges."""
    return found.code[:3]


def support(article: Article, outputs: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong with each text of the outputs, and figures and names that its evidence does not hold."""
    index = prepare(article)
    read = cache(lambda text: Said(text, index))
    for statement in walk(outputs):
        if statement.role in _UNCHECKED or not statement.text.strip():
            continue
        said = read(statement.text)
        for found in (*_faults(said, statement), *_unevidenced(said, statement)):
            yield replace(found, path=statement.path)


def _faults(said: Said, statement: Statement) -> Iterable[Finding]:
    if statement.role == "quote":
        return tuple(quotation(said.index, statement.text, statement.speaker))
    if statement.role == "name":
        return tuple(whole_name(said))
    if statement.role in {"figure", "date"}:
        return tuple(f for f in figures(said) if f.code != "S102")
    return faults_of(said)


def _unevidenced(said: Said, statement: Statement) -> Iterator[Finding]:
    """Yield S106 for a figure or name that stands in the article, but in none of the sentences pointed at."""
    index = said.index
    lines = {index.number[i] for i in statement.evidence if i in index.number}
    if not lines or any(index.lines[n].sentence.text == said.text for n in lines):
        return
    for item in said.items:
        if item.figure is None and not (item.token.capital and item.token.stem in said.names):
            continue
        places = [p.at for p in item.places if p.close >= _CLOSE]
        if places and not any(index.line_of[at] in lines for at in places):
            shown = item.figure.text if item.figure else item.token.text
            yield finding(
                "S106", f"'{shown}' is not in the evidence given", sentences=(index.line(places[0]).sentence.id,)
            )
