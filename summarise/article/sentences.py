"""Sentence boundaries: sentencex, with quotation marks out of its way, and some of its cuts undone."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# sentencex looks for no boundary between quotation marks, and takes one stray mark for a quotation that runs on. So the
# marks are left out while it looks: double ones wherever they stand, single ones where they can't be apostrophes.
_MARK = re.compile(
    r"[“”„«»‹›「」『』‘‚\"'’](?:(?<=[“”„«»‹›「」『』‘‚\"])|(?<=')(?<![^\s(]')|(?<=[.!?…。！？,]['’])(?=\s|$))"
)
_OPENS = frozenset("“„‚‘「『")
_EITHER = frozenset("\"'«»‹›")
_GAP = " \u00a0\u202f"
_OMISSION = re.compile(r"\[(?:\.\.\.|…)\]\s+(?=[A-ZÀ-Þ])")

_WINDOW = 20_000  # characters
_LONGEST = 2_000  # characters of a sentence; a longer run is no prose, and what reads sentences may take its square
_SHORTENED = 12  # characters at the end that hold any of the abbreviations and what stands before it
_NEAR = 60  # characters on each side of a cut that decide whether it holds
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[“\"«])(?:"
    r"Adm|Amb|Bros|Cpl|Det|Hon|Insp|Messrs|Msgr|Pvt|Supt|[Ff]igs?|[Ee]qs?|[Cc]f|[Cc]a|[Nn]os|al|"  # English
    r"M|MM|Mme|Mmes|Mlle|Mgr|[Aa]rt|Sta|Sto|Dña|Uds?|Excmo|[Nn]úm|Abs|Nr"  # French, Spanish, German
    r")\.$"
)
_GLUED = re.compile(r"[a-zß-öø-ÿ][.!?][\"”»’)]*$")
_ENLARGED = re.compile(r"[“\"«(]*[A-ZÀ-Þ][a-zß-öø-ÿ]")
_NUMBERING = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{2,4})[.)]")  # "2. " before an item of a list
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")  # "der 1. FC Larkau"
_WITH_ORDINALS = frozenset("cs da de et fi hr hu lv nb nn no sk sl sr tr".split())  # they are written with a full stop
_ASKED = re.compile(r"[?!][\"”’»']$")
_SPEAKS = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|asked|asks|added|wondered|wrote|tweeted|shouted|told|replied)\b"
)


def boundaries(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the sentences in ``text[start:end]``, without white space at their ends.

    What runs on for more than 2,000 characters without a boundary is parted at white space, or where there is none.
    """
    cuts = [start, *_cuts(text, start, end, language), end]
    left = start
    for (before, cut), after in zip(pairwise(cuts), [*cuts[2:], end], strict=True):
        if cut < end and not _holds(text[before:cut], text[cut:after], ordinals=language in _WITH_ORDINALS):
            continue
        sentence = text[left:cut]
        if bare := sentence.strip():
            begin = left + len(sentence) - len(sentence.lstrip())
            yield from _bounded(text, begin, begin + len(bare))
        left = cut


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        run = text[start : start + _LONGEST]
        words = run.rsplit(None, 1)
        stop = start + (len(words[0]) if len(words) > 1 else _LONGEST)
        yield start, stop
        start = next(at for at in range(stop, end) if not text[at].isspace())
    yield start, end


def _cuts(text: str, start: int, end: int, language: str) -> list[int]:
    """Return where sentences begin within a stretch, as sentencex sees it without its quotation marks."""
    kept: list[str] = []
    shifts: list[tuple[int, int]] = []  # for each piece kept: its offset among the pieces, its offset in the text
    size, at = 0, start
    for match in _MARK.finditer(text, start, end):
        kept.append(text[at : match.start()])
        shifts.append((size, at))
        size += match.start() - at
        at = match.end()
    kept.append(text[at:end])
    shifts.append((size, at))

    found = {match.end() for match in _OMISSION.finditer(text, start, end)}
    piece = 0
    for offset in _starts("".join(kept), language):
        while piece + 1 < len(shifts) and shifts[piece + 1][0] <= offset:
            piece += 1
        found.add(_before_marks(text, shifts[piece][1] + offset - shifts[piece][0], start))
    return sorted(cut for cut in found if start < cut < end)


_SPACES = dict.fromkeys(
    (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000),
    " ",
)
"""Spaces of several bytes: behind a letter with a full stop ("B.") one makes sentencex panic."""


def _starts(text: str, language: str) -> Iterator[int]:
    """Yield where sentencex sees sentences begin, asking window by window: some texts take it time in their square."""
    from sentencex import get_sentence_boundaries  # noqa: PLC0415  a binary module, loaded when first used

    text = text.translate(_SPACES)
    at, width = 0, _WINDOW
    while at < len(text):
        found = [at + each["start_index"] for each in get_sentence_boundaries(language, text[at : at + width])]
        if at + width >= len(text):
            yield from found
            return
        if len(found) > 1:  # the last one may go on beyond the window, and begins the next
            yield from found[:-1]
            at, width = found[-1], _WINDOW
        else:
            width *= 2


def _before_marks(text: str, cut: int, start: int) -> int:
    """Move a cut back over the marks that open the sentence after it."""
    while cut > start:
        mark = cut - 1 if text[cut - 1] not in _GAP else cut - 2  # « Oui. »
        free = mark <= start or text[mark - 1].isspace()
        if mark < start or not (text[mark] in _OPENS or (text[mark] in _EITHER and free)):
            break
        if mark == cut - 2 and text[mark] != "«":
            break
        cut = mark
    return cut


def _holds(before: str, after: str, *, ordinals: bool) -> bool:
    """Say whether a cut between two stretches parts two sentences; ``ordinals`` says that "3." may be one."""
    if not any(map(str.isalnum, before)) or not any(map(str.isalnum, after)) or _NUMBERING.fullmatch(before.strip()):
        return False
    before, after = before[-_NEAR:], after[:_NEAR]
    if not before[-1].isspace() and before[-1].isascii() and not (_GLUED.search(before) and _ENLARGED.match(after)):
        return False
    before = before.rstrip()
    if ordinals and _ORDINAL.search(before[-_SHORTENED:]):
        return False
    opening = after.lstrip("“\"«‘'([¿¡")[:2]
    if opening[:1].islower() and not opening[1:].isupper():
        return False
    if after[0] in ":;,)-–—" or _ABBREVIATED.search(before[-_SHORTENED:]):
        return False
    return not (_ASKED.search(before) and _SPEAKS.match(after))
