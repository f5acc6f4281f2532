"""Bytes to text: which encoding, and what is no text at all."""

from __future__ import annotations

import codecs
import re

from summarise.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FOREIGN = 0.25  # of all bytes; more letters beyond ASCII than any language of Western Europe has
_LINE_END = re.compile("\r\n?")
_FILES = "give text, Markdown, Word, HTML or PDF, under its own suffix"


def decode(data: bytes, source: str) -> str:
    """Return the text of a file, with line feeds as line ends and without a byte order mark.

    A byte order mark decides; then UTF-8; then UTF-16, when every other byte of much of it is NUL; then Windows-1252,
    of which Latin-1's letters are a part. Raises InputError for what is empty, binary, broken, or plainly in another
    old encoding, such as a Cyrillic or a Chinese one.
    """
    text = _LINE_END.sub("\n", _decode(data, source))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(f"{source}: line {line} holds a NUL character: this is not a text file: {_FILES}")
    if not text.strip():
        raise InputError(f"{source} is empty: there is nothing to read: save the article in it first")
    return text


def _decode(data: bytes, source: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], encoding, source)
    if b"\0" in data:
        return _strict(data, _utf16_by_look(data, source), source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _windows(data, source)


def _strict(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source} begins like {encoding.upper()} but byte {error.start} does not fit: save it as UTF-8"
        ) from error


def _utf16_by_look(data: bytes, source: str) -> str:
    """Text in UTF-16 without a mark has NUL in every other byte wherever it uses Latin letters and spaces."""
    head = data[:4096]
    for encoding, zeros, others in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(data) % 2 == 0 and zeros.count(0) * 3 >= len(zeros) and not others.count(0):
            return encoding
    raise InputError(f"{source} holds NUL bytes: this is not a text file: {_FILES}")


def _windows(data: bytes, source: str) -> str:
    controls = sum(data.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\v\x1b")
    if controls * 100 > len(data):
        raise InputError(f"{source} is not a text file: {_FILES}")
    if sum(data.count(byte) for byte in range(128, 256)) > _FOREIGN * len(data):
        raise InputError(f"{source} is in an encoding that is not known here: save it as UTF-8")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
