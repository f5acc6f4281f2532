"""The lexicon's data files, each read once and only when it is asked for."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[list[str]]:
    """Yield the lines of a data file as lists of words, without comments and empty lines."""
    for line in (_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split()


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1:]) for row in rows("lists")}


def listed(name: str) -> tuple[str, ...]:
    """Return the words of one of the ordered lists (``units``, ``months``…)."""
    return _lists()[name]


@cache
def stop() -> frozenset[str]:
    """Words that carry no topic of their own."""
    return frozenset(word for row in rows("stop") for word in row)


@cache
def irregular() -> dict[str, str]:
    """Irregular form → base form."""
    return {form: row[0] for row in rows("irregular") for form in row[1:]}


@cache
def bands() -> dict[str, float]:
    """Word → its weight by background frequency."""
    found: dict[str, float] = {}
    for weight, *words in rows("bands"):
        found.update(dict.fromkeys(words, float(weight)))
    return found


@cache
def aliases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word, as written → the word sequences that start so, longest first, each with the form to keep."""
    found: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for keep, *others in rows("aliases"):
        for other in others:
            words = tuple(other.split("_"))
            found[words[0]].append((words, keep))
    return {first: tuple(sorted(all_, key=lambda a: -len(a[0]))) for first, all_ in found.items()}
