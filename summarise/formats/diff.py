"""A patch that cuts what an article says again, as a unified diff over the article's own file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from summarise.errors import InputError
from summarise.formats.view import CUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from summarise.article import Article, Sentence
    from summarise.report import Report

_BOM = "\ufeff"
_MARKER = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_OPENING = re.compile(r"[*_~`\[(]*\Z")


@dataclass(frozen=True, slots=True)
class Diff:
    """A patch ("" when there is nothing to cut), and the sentences that no clean cut could take out."""

    text: str
    left: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    """A file as text with line feeds, and what it takes to get its bytes back."""

    text: str
    encoding: str
    line_end: str
    bom: str

    def bytes(self, text: str) -> bytes:
        """Return a changed text as this file would hold it."""
        return (self.bom + text.replace("\n", self.line_end)).encode(self.encoding)


def diff(report: Report, data: bytes, read: Callable[[bytes], Article]) -> Diff:
    """Return the patch that cuts the repeats of a report from the file that it was made from.

    ``data`` is that file and ``read`` reads such bytes as an article: a cut counts only if the article that is left
    has every other sentence unchanged. Bytes that are not UTF-8 stand in the patch as lone surrogates
    (``surrogateescape``). Raises InputError for UTF-16, for what is not text and for mixed line ends, none of which
    `patch` takes.
    """
    file = _file(data, report.article.source)
    new, left, kept = file.text, [], list(report.article.sentences)
    for sentence in sorted(_cuts(report), key=lambda s: s.start, reverse=True):
        rest = [s for s in kept if s is not sentence]
        told = [s.text for s in rest]
        for shorter in _without(new, sentence, kept):
            if shorter.strip() and [s.text for s in read(file.bytes(shorter)).sentences] == told:
                new, kept = shorter, rest
                break
        else:
            left.append(sentence)
    return Diff(_unified(file, new, report.article.source), tuple(left))


def _cuts(report: Report) -> Iterator[Sentence]:
    """Yield the sentences that repeat one that stays."""
    groups = (report.outputs.get("redundancy") or {}).get("groups", ())
    keep = {tuple(group["sentences"]): group["keep"] for group in groups}
    ids = {
        sentence_id
        for finding in report.findings
        if finding.code in CUTS and finding.sentences in keep
        for sentence_id in finding.sentences
        if sentence_id != keep[finding.sentences]
    }
    yield from (s for s in report.article.sentences if s.id in ids and s.kind in ("body", "caption"))


def _without(source: str, sentence: Sentence, sentences: list[Sentence]) -> Iterator[str]:
    """Yield ways to take a sentence out of the source, the likeliest first.

    What is shown of a sentence may be shorter than its source, which has the markup: where it begins and ends is
    tried, and the caller checks what is left.
    """
    start = _offset(source, sentence.line, sentence.column)
    following = sentences[sentences.index(sentence) + 1 :][:1]
    stop = source.find("\n\n", start)
    stop = len(source) if stop < 0 else stop
    ends = [start + len(sentence.text)]
    if following:
        ends.append(_offset(source, following[0].line, following[0].column))
        stop = min(stop, source.rfind("\n", 0, ends[-1]) if following[0].line > sentence.line else len(source))
    ends.append(max(stop, start))
    opening = _OPENING.search(source, source.rfind("\n", 0, start) + 1, start)
    starts = [start] if opening is None or not opening[0] else [start, opening.start()]
    tried: set[str] = set()
    for begin, end, join in product(starts, ends, " \n"):
        shorter = _removed(source, begin, end, join)
        if shorter not in tried:
            tried.add(shorter)
            yield shorter


def _removed(source: str, start: int, end: int, join: str) -> str:
    """Take a stretch out, with the space around it and with lines and paragraphs that are empty without it."""
    while start and source[start - 1] in " \t":
        start -= 1
    while end > start and source[end - 1] in " \t\n":
        end -= 1
    while end < len(source) and source[end] in " \t":
        end += 1
    line_start = source.rfind("\n", 0, start) + 1
    before = source[line_start:start]
    marker = _MARKER.match(source, line_start)
    bare = not before.strip() or (marker is not None and marker.end() >= start)
    after = source[end : end + 1]
    if bare and after in ("", "\n"):
        head, tail = source[:line_start], source[end + len(after) :]
        if head.endswith("\n\n") or not head:
            tail = tail.removeprefix("\n")
        return head + tail if tail else f"{head.rstrip()}{after}"
    if bare:
        kept = max(start, marker.end() if marker else start)
        return source[:kept] + source[end:].lstrip(" \t")
    return source[:start] + (source[end:] if after in ("", "\n") else join + source[end:].lstrip(" \t"))


def _offset(source: str, line: int, column: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = source.find("\n", at) + 1
    return min(at + column - 1, len(source))


def _file(data: bytes, name: str) -> _File:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise InputError(f"no patch for what is not plain text: {name}: save it as UTF-8")
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "latin-1"
    bom = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    line_end = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    if "\r" in plain or plain.replace("\n", line_end) != text:
        raise InputError(f"mixed line ends: {name}: save it with one kind of line end")
    return _File(plain, encoding, line_end, bom)


def _unified(file: _File, new: str, name: str) -> str:
    from difflib import unified_diff  # noqa: PLC0415  start-up

    old_lines, new_lines = (_lines(file.bytes(text).decode(file.encoding)) for text in (file.text, new))
    header = name + ("\t" if " " in name else "")  # patch ends a name at a tab
    patch = "".join(_closed(unified_diff(old_lines, new_lines, "old", "new"))).encode(file.encoding)
    body = patch.decode("utf-8", "surrogateescape").split("\n", 2)
    return f"--- {header}\n+++ {header}\n{body[2]}" if len(body) > 2 else ""  # noqa: PLR2004  two header lines


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _closed(lines: Iterable[str]) -> Iterator[str]:
    """End every line of a diff, with the note that `patch` wants for a last line that has no end."""
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
