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
_CLOSING = re.compile(r"(?:[*_~`]|\](?:\([^()\n]*\))?)*")


@dataclass(frozen=True, slots=True)
class Diff:
    """A patch ("" when there is nothing to cut) or a source, and the sentences that no clean cut could take out."""

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
    shorter = without(report.article, _cuts(report), data, read)
    return Diff(_unified(_file(data, report.article.source), shorter.text, report.article.source), shorter.left)


def without(article: Article, sentences: Iterable[Sentence], data: bytes, read: Callable[[bytes], Article]) -> Diff:
    """Return the source of an article without some of its sentences, with line feeds as line ends; else as `diff`."""
    cutter = _Cutter(_file(data, article.source), article, read)
    left = cutter.cut(sorted(sentences, key=lambda s: s.start, reverse=True))
    return Diff(cutter.text, tuple(left))


class _Cutter:
    """A text from which sentences are cut, the last one first, so that what stands before keeps its place."""

    def __init__(self, file: _File, article: Article, read: Callable[[bytes], Article]) -> None:
        self.text = file.text
        self._file, self._read = file, read
        self._sentences = article.sentences
        self._number = {s.id: number for number, s in enumerate(article.sentences)}
        self._lines = [0, *(match.end() for match in re.finditer("\n", file.text))]
        self._gone: set[str] = set()

    def cut(self, sentences: list[Sentence]) -> list[Sentence]:
        """Cut sentences, the last one first, and return those that no clean cut could take out.

        All are tried at once, then by halves, so that one that resists does not cost a look at each of the others.
        """
        shorter = self.text
        for sentence in sentences:
            shorter = next(self._without(shorter, sentence))
        if not sentences or self._take([shorter], sentences):
            return []
        if len(sentences) == 1:
            return [] if self._take(dict.fromkeys(self._without(self.text, sentences[0])), sentences) else sentences
        half = len(sentences) // 2
        left = self.cut(sentences[:half])
        return left + self.cut(sentences[half:])

    def _take(self, ways: Iterable[str], sentences: list[Sentence]) -> bool:
        """Make the shortest clean one of some texts the text; it leaves no markup behind that nobody sees.

        A text is clean if the article that is left is all but these sentences. Returns False when none is.
        """
        gone = self._gone | {s.id for s in sentences}
        rest = [s.text for s in self._sentences if s.id not in gone]
        for shorter in sorted(ways, key=lambda way: sum(map(len, way.split()))):
            if shorter.strip() and [s.text for s in self._read(self._file.bytes(shorter)).sentences] == rest:
                self.text, self._gone = shorter, gone
                return True
        return False

    def _without(self, source: str, sentence: Sentence) -> Iterator[str]:
        """Yield ways to take a sentence out of the source, the likeliest first.

        What is shown of a sentence may be shorter than its source, which has the markup: the first way takes what
        touches it, the others try where else it may begin and end.
        """
        start = self._offset(sentence)
        shown = min(start + len(sentence.text), len(source))
        closing = _CLOSING.match(source, shown)
        stop = source.find("\n\n", start)
        ends = [closing.end() if closing else shown, shown, stop if stop >= 0 else len(source)]
        for following in self._sentences[self._number[sentence.id] + 1 :][:1]:
            behind = self._offset(following)
            ends += [self._opened(source, behind), behind]
            if following.line > sentence.line:
                ends.append(source.rfind("\n", 0, behind))
        for begin, end, join in product((self._opened(source, start), start), ends, (" ", "", "\n")):
            yield _removed(source, begin, min(max(begin, end), len(source)), join)

    @staticmethod
    def _opened(source: str, start: int) -> int:
        """Return where the markup begins that stands right before an offset."""
        opening = _OPENING.search(source, source.rfind("\n", 0, start) + 1, start)
        return opening.start() if opening else start

    def _offset(self, sentence: Sentence) -> int:
        return self._lines[min(sentence.line, len(self._lines)) - 1] + sentence.column - 1


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
