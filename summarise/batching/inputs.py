"""What a batch reads: files, folders, globs, JSONL, CSV and a stream, one article at a time and never all at once."""

from __future__ import annotations

import csv
import glob
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from summarise import article
from summarise.article.language import checked
from summarise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from summarise.article import Article

STREAM = "-"
FIELDS = ("id", "text", "path")
_FEEDS = (".rss", ".atom")  # an .xml or .json file in a folder may be anything
_ROOM = 65_536  # bytes a line of JSONL may have beside its text
_ESCAPED = 6  # bytes that one byte of text takes at most in JSON (\u001f)


@dataclass(frozen=True, slots=True)
class Item:
    """An article to come: the path it is at, or its text; one of a feed, read already; or why it cannot be read.

    ``id`` is unique in a batch; ``source`` is where it came from, for messages and reports; ``meta`` holds the fields
    of its line that are not ours.
    """

    id: str
    source: str
    path: str = ""
    text: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    entry: Article | None = None

    def read(self, how: Reading) -> Article:
        """Return the article. Raises InputError when it cannot be had."""
        if self.problem:
            raise InputError(self.problem)
        if self.entry:
            return self.entry
        if self.path:
            return article.read(self.path, max_bytes=how.max_bytes, language=how.language)
        return article.parse(self.text, source=self.source, language=how.language)

    def digest(self, max_bytes: int) -> str:
        """Return a digest of what is to be read, which costs less than reading it as an article."""
        if self.path and not self.problem:
            try:
                with Path(self.path).open("rb") as file:
                    most = article.room(Path(self.path).suffix.lower(), max_bytes)
                    return hashlib.sha256(file.read(most + 1)).hexdigest()
            except (OSError, ValueError) as error:
                return f"unreadable: {error}"
        if self.entry:
            return self.entry.sha256
        return hashlib.sha256((self.problem or self.text).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read.

    ``suffixes`` says which files of a folder are articles (default: all that there is a reader for, and feeds that are
    named so); ``columns`` maps our FIELDS to the names that a JSONL or CSV file has for them; ``max_bytes`` bounds each
    article. Raises InputError when ``language`` is none.
    """

    suffixes: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    max_bytes: int = article.MAX_BYTES
    language: str | None = None

    def __post_init__(self) -> None:
        checked(self.language)


Given = str | Mapping[str, Any]


def items(inputs: Iterable[Given], how: Reading, stream: BinaryIO | None = None) -> Iterator[Item]:
    """Yield the articles of all inputs in order.

    An input is a file, a folder (its files by name, folders within it too; hidden ones left out), a pattern with
    ``*``, ``?`` or ``**``, a .jsonl/.ndjson or .csv/.tsv file, a feed, "-" for JSONL from ``stream`` (default: standard
    input), or a mapping as a line of JSONL holds it. An article of a feed is called by the feed and a digest of its
    text, so that it keeps its id when others come before it. A path or an entry that comes twice is read once; another
    id that comes twice is a problem of the later article.
    What is wrong with one line or file is that item's problem. Raises InputError, before anything is yielded, for an
    input that does not exist.
    """
    inputs = list(inputs)
    for given in inputs:
        _exists(given)
    return _unique(item for n, given in enumerate(inputs, 1) for item in _of(given, n, how, stream))


def _exists(given: Given) -> None:
    if not isinstance(given, str) or given == STREAM or Path(given).exists():
        return
    if not glob.has_magic(given):
        raise InputError(f"{given}: there is no such file or folder: {article.beside(given)}")
    if next(glob.iglob(given, recursive=True), None) is None:  # noqa: PTH207  Path.glob takes no absolute pattern
        raise InputError(f"{given}: no file matches this pattern")


def _unique(found: Iterator[Item]) -> Iterator[Item]:
    seen: set[int] = set()  # hashes, so that a million ids take little room
    for item in found:
        place = hash(item.id)
        if place not in seen:
            seen.add(place)
            yield item
        elif item.path != item.id and not item.entry:
            again = f"{item.id} (again at {item.source})"
            yield Item(again, item.source, problem=f"{item.source}: the id '{item.id}' was used before: ids are unique")


def _of(given: Given, number: int, how: Reading, stream: BinaryIO | None) -> Iterator[Item]:
    if not isinstance(given, str):
        yield item_of(dict(given), f"input {number}", how)
        return
    path = Path(given)
    if given == STREAM:
        yield from _jsonl(stream or sys.stdin.buffer, "standard input", Path(), how)
    elif path.is_dir():
        suffixes = tuple(s if s.startswith(".") else f".{s}" for s in how.suffixes) or (*article.READERS, *_FEEDS)
        yield from (item for file in _walk(given, suffixes) for item in _file(file, how))
    elif path.exists():
        yield from _file(given, how)
    else:
        for file in sorted(glob.iglob(given, recursive=True)):  # noqa: PTH207  Path.glob takes no absolute pattern
            if Path(file).is_file():
                yield from _file(file, how)


def _walk(folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(suffixes):
                yield (Path(place) / name).as_posix()


def _file(path: str, how: Reading) -> Iterator[Item]:
    """Yield the articles of one file; the suffix says what it is."""
    many = TABLES.get(Path(path).suffix.lower())
    if many is None and article.is_feed(path):
        yield from _entries(path, how)
        return
    if many is None:
        yield Item(path, path, path=path)
        return
    try:
        with Path(path).open("rb") as file:
            yield from many(file, path, Path(path).parent, how)
    except OSError as error:
        yield Item(path, path, problem=f"{path} cannot be read: {error.strerror or error}")


def _entries(path: str, how: Reading) -> Iterator[Item]:
    try:
        for found in article.read_all(path, max_bytes=how.max_bytes, language=how.language):
            yield Item(f"{path}#{found.sha256[:12]}", found.source, entry=found)
    except InputError as error:
        yield Item(path, path, problem=str(error))


def _jsonl(lines: BinaryIO, source: str, folder: Path, how: Reading) -> Iterator[Item]:
    limit = how.max_bytes * _ESCAPED + _ROOM
    for number, line in enumerate(iter(partial(lines.readline, limit), b""), 1):
        place = f"{source}:{number}"
        if len(line) == limit and not line.endswith(b"\n"):
            while len(line) == limit and not line.endswith(b"\n"):
                line = lines.readline(limit)  # noqa: PLW2901  the rest of it is passed over
            yield Item(place, place, problem=f"{place}: the line is longer than an article may be (--max-bytes)")
        elif line.strip():
            yield item_of(_decoded(line.removeprefix(b"\xef\xbb\xbf")), place, how, folder)


def _decoded(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"the line is not JSON ({str(error)[:80]})"


def _csv(file: BinaryIO, source: str, folder: Path, how: Reading, *, delimiter: str = ",") -> Iterator[Item]:
    csv.field_size_limit(max(how.max_bytes, _ROOM))
    lines = iter(partial(file.readline, how.max_bytes + _ROOM), b"")
    rows = csv.DictReader((line.decode("utf-8-sig") for line in lines), delimiter=delimiter, restkey="")
    try:
        names = rows.fieldnames or ()
        if not {how.columns.get(name, name) for name in ("text", "path")} & set(names):
            yield Item(
                source,
                source,
                problem=f"{source} has no column '{how.columns.get('text', 'text')}' "
                f"(it has {', '.join(names)[:200]}): name it with --column text=NAME",
            )
            return
        for row in rows:
            given = {name: value for name, value in row.items() if name and value}
            yield item_of(given, f"{source}:{rows.line_num}", how, folder)
    except (csv.Error, UnicodeDecodeError) as error:
        place = f"{source}:{rows.line_num + 1}"
        yield Item(place, place, problem=f"{place}: not CSV in UTF-8 from here on: {error}")


def item_of(given: Any, place: str, how: Reading, folder: Path = Path()) -> Item:
    """Make an item of one line's JSON, its path below a folder; what is wrong with it is the item's problem."""
    if not isinstance(given, dict):
        what = given if isinstance(given, str) and given.startswith("the line") else "the line is no JSON object"
        return Item(place, place, problem=f"{place}: {what}")
    names = {name: how.columns.get(name, name) for name in FIELDS}
    ours = {name: given.get(theirs) for name, theirs in names.items()}
    meta = {name: value for name, value in given.items() if name not in names.values()}
    text, path = ours["text"], ours["path"]
    identity = place if ours["id"] in (None, "") else str(ours["id"])
    problem = ""
    if (text is None) == (path is None):
        problem = f"{place}: give either '{names['text']}' or '{names['path']}'"
    elif not isinstance(text or path or "", str):
        problem = f"{place}: '{names['text'] if path is None else names['path']}' must be a text"
    if problem:
        return Item(identity, place, meta=meta, problem=problem)
    if path:
        at = (folder / path).as_posix()
        return Item(at if identity == place else identity, at, path=at, meta=meta)
    if len(text or "") > how.max_bytes:
        return Item(identity, place, meta=meta, problem=f"{place}: the text is larger than --max-bytes")
    return Item(identity, place, text=text or "", meta=meta)


TABLES: dict[str, Callable[[BinaryIO, str, Path, Reading], Iterator[Item]]] = {
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".csv": _csv,
    ".tsv": partial(_csv, delimiter="\t"),
}
