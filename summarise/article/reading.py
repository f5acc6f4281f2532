"""From a path, standard input or a string to an Article."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.article.decode import decode
from summarise.article.documents import FEEDS, SUFFIXES, articles, document
from summarise.article.language import checked, detect, known
from summarise.article.markdown import markdown
from summarise.article.plain import plain
from summarise.article.segment import day_of, segment
from summarise.article.types import Article
from summarise.errors import InputError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from summarise.article.page import Page

MAX_BYTES = 2_000_000
_NAMES = 5_000  # of a folder, looked through for the one that was meant
_PICTURES = 20  # times --max-bytes a document may weigh, for it carries pictures and type beside its text

# How files that are no text begin, and what to do with one that is read as text.
_LOOKS = {
    b"%PDF-": "a PDF: give it as a file named .pdf",
    b"{\\rtf": "RTF: give it as a file named .rtf",
    b"PK\x03\x04": "a Word or OpenDocument file: give it as a file named .docx or .odt",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Office file: save it as .docx",
}


def _text(reader: Callable[[str], Page]) -> Callable[[bytes, str], Page]:
    return lambda data, source: reader(decode(data, source))


# By suffix, from the bytes of a file and its name for errors to a page. Another format is a function and its line here.
READERS: dict[str, Callable[[bytes, str], Page]] = {
    ".txt": _text(plain),
    ".md": _text(markdown),
    ".markdown": _text(markdown),
    **{suffix: document(suffix) for suffix in SUFFIXES},
}


def read(path: str, *, max_bytes: int = MAX_BYTES, language: str | None = None, fetch: bool = False) -> Article:
    """Read the one article at a path, as `read_all` does. Raises InputError for a feed of several, too."""
    found = tuple(islice(read_all(path, max_bytes=max_bytes, language=language, fetch=fetch), 2))
    if len(found) > 1:
        raise InputError(f"{path} is a feed of several articles: only brief, summary, claims and redundancy take one")
    return found[0]


def read_all(
    path: str, *, max_bytes: int = MAX_BYTES, language: str | None = None, fetch: bool = False
) -> Iterator[Article]:
    """Yield the article in a file, all articles of a feed, or what standard input holds when ``path`` is "-".

    The suffix picks the reader; an unknown suffix is read as plain text. With ``fetch`` a path may be an https address.
    Never reads more than `room` + 1 bytes. Raises InputError for what is missing, a folder, unreadable, too large,
    empty or not text.
    """
    if path == "-":
        yield _article(_limited(sys.stdin.buffer, "standard input", max_bytes), "-", ".txt", language)
        return
    data, suffix = _fetched(path, max_bytes, fetch=fetch) if is_address(path) else _of_file(path, max_bytes)
    if suffix in FEEDS:
        for number, page in enumerate(articles(data, path), 1):
            yield _made(page, f"{path}#{number}", language)
        return
    article = _article(data, path, suffix, language)
    if len(article.text) > max_bytes:
        raise InputError(f"{path} holds more than {max_bytes:,} characters of text: raise --max-bytes to read it")
    yield article


def is_address(path: str) -> bool:
    """Whether a path is an address on the web."""
    return path.lower().startswith(("https://", "http://"))


def is_feed(path: str) -> bool:
    """Whether a path may hold several articles: its name is that of a feed, or only the web can tell."""
    return is_address(path) or Path(path).suffix.lower() in FEEDS


def copied(*, max_bytes: int = MAX_BYTES, language: str | None = None) -> Article:
    """Read the article that is on the clipboard."""
    from summarise.article.clipboard import clipboard  # noqa: PLC0415  only where asked for

    return _article(clipboard(max_bytes), "clipboard", ".txt", language)


def _fetched(url: str, max_bytes: int, *, fetch: bool) -> tuple[bytes, str]:
    if not fetch:
        raise InputError(f"{url} is an address on the web: with --fetch it is read")
    from summarise.article.fetch import fetch as get  # noqa: PLC0415  only where asked for

    found = get(url, lambda suffix: room(suffix, max_bytes))
    return found.data, found.suffix


def _of_file(path: str, max_bytes: int) -> tuple[bytes, str]:
    suffix = Path(path).suffix.lower()
    try:
        with Path(path).open("rb") as file:
            return _limited(file, path, room(suffix, max_bytes)), suffix
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such file: {beside(path)}") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder: name the files in it, or use 'summarise batch'") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise InputError(f"{path!r} is not a usable path: {error}") from error


def beside(path: str) -> str:
    """Return what to do about a path that leads nowhere: the name in its folder that was probably meant, if any."""
    try:
        names = [each.name for each in islice(Path(path).parent.iterdir(), _NAMES)]
    except OSError:
        names = []
    return nearest(Path(path).name, names, "give its path, or - for standard input")


def room(suffix: str, max_bytes: int) -> int:
    """Return how many bytes a file of a kind may have: ``max_bytes``, or 20 times as many when it is a document."""
    return max_bytes * (_PICTURES if suffix in SUFFIXES else 1)


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
    if suffix.lower() not in SUFFIXES:
        looks = next((what for mark, what in _LOOKS.items() if data.startswith(mark)), None)
        if looks:
            raise InputError(f"{source} looks like {looks}")
    return _made(READERS.get(suffix.lower(), READERS[".txt"])(data, source), source, language)


def _made(page: Page, source: str, language: str | None) -> Article:
    if not page.blocks:
        raise InputError(f"{source} shows no text: everything in it is markup or comment")
    language = known(checked(language) or page.language or "") or detect(page.text)
    sentences = segment(page, language)
    title = page.title or next((" ".join(s.text.split()) for s in sentences if s.kind == "title"), None)
    date = page.date or day_of(sentences)
    return Article(source, page.text, title, language, sentences, date, page.comments, page.places)
