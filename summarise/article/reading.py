"""From a path, standard input or a string to an Article."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.article.decode import decode
from summarise.article.documents import SUFFIXES, document
from summarise.article.language import detect
from summarise.article.markdown import markdown
from summarise.article.plain import plain
from summarise.article.segment import day_of, segment
from summarise.article.types import Article
from summarise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from summarise.article.page import Page

MAX_BYTES = 2_000_000
_PICTURES = 20  # times --max-bytes a document may weigh, for it carries pictures and type beside its text


def _text(reader: Callable[[str], Page]) -> Callable[[bytes, str], Page]:
    return lambda data, source: reader(decode(data, source))


# By suffix, from the bytes of a file and its name for errors to a page. Another format is a function and its line here.
READERS: dict[str, Callable[[bytes, str], Page]] = {
    ".txt": _text(plain),
    ".md": _text(markdown),
    ".markdown": _text(markdown),
    **{suffix: document(suffix) for suffix in SUFFIXES},
}


def read(path: str, *, max_bytes: int = MAX_BYTES, language: str | None = None) -> Article:
    """Read the article in a file, or from standard input when ``path`` is "-".

    The suffix picks the reader; an unknown suffix is read as plain text. Never reads more than `room` + 1 bytes.
    Raises InputError for what is missing, a folder, unreadable, too large, empty or not text.
    """
    if path == "-":
        data = _limited(sys.stdin.buffer, "standard input", max_bytes)
        return _article(data, "-", ".txt", language)
    try:
        with Path(path).open("rb") as file:
            data = _limited(file, path, room(path, max_bytes))
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such file") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder: name the files in it") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise InputError(f"{path!r} is not a usable path: {error}") from error
    article = _article(data, path, Path(path).suffix.lower(), language)
    if len(article.text) > max_bytes:
        raise InputError(f"{path} holds more than {max_bytes:,} characters of text: raise --max-bytes to read it")
    return article


def room(path: str, max_bytes: int) -> int:
    """Return how many bytes a file may have: ``max_bytes``, or 20 times as many when it is a document."""
    return max_bytes * (_PICTURES if Path(path).suffix.lower() in SUFFIXES else 1)


def parse(text: str, *, source: str = "-", suffix: str = ".txt", language: str | None = None) -> Article:
    """Make an article of a text that is already at hand; ``suffix`` picks the reader as for a file."""
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise InputError(f"{source}: line {line} holds half a character (a lone surrogate)") from error
    return _article(data, source, suffix, language)


def _limited(file: BinaryIO, source: str, max_bytes: int) -> bytes:
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise InputError(f"{source} is larger than {max_bytes:,} bytes: raise --max-bytes to read it")
    return data


def _article(data: bytes, source: str, suffix: str, language: str | None) -> Article:
    page = READERS.get(suffix.lower(), READERS[".txt"])(data, source)
    if not page.blocks:
        raise InputError(f"{source} shows no text: everything in it is markup or comment")
    language = (language or page.language or detect(page.text)).partition("-")[0].lower()
    sentences = segment(page, language)
    title = page.title or next((" ".join(s.text.split()) for s in sentences if s.kind == "title"), None)
    date = page.date or day_of(sentences)
    return Article(source, page.text, title, language, sentences, date, page.comments, page.places)
