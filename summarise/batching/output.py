"""Where the lines go: a file with a journal beside it, or a stream."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from summarise.batching.journal import Journal, Row
from summarise.errors import EXIT_DONE, InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from summarise.errors import SummariseError

_BREAKS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one article.

    ``line`` is its report as a line of JSON ("" when it has none), ``failure`` its line for the errors file ("" when
    nothing failed); ``codes`` are those of its findings, ``code`` the exit code that it asks for. ``later`` says that
    the article is not done yet; ``halt`` is the reason for which the whole batch must stop.
    """

    id: str
    key: str
    line: str = ""
    failure: str = ""
    codes: tuple[str, ...] = ()
    code: int = EXIT_DONE
    later: bool = False
    halt: SummariseError | None = field(default=None)


def to_line(value: dict[str, Any]) -> str:
    """Return JSON on one line, whatever a reader takes for a line break."""
    text = json.dumps(value, ensure_ascii=False)
    for character, escaped in _BREAKS.items():
        if character in text:
            text = text.replace(character, escaped)
    return text + "\n"


def to_bytes(line: str) -> bytes:
    """Return a line in UTF-8; half a character becomes its escape, which is the same in JSON."""
    return line.encode("utf-8", "backslashreplace")


class Output(Protocol):
    """Where results are written, one at a time, from one thread."""

    name: str
    errors: str

    def write(self, result: Result) -> None:
        """Write a result. Raises InputError when there is no room."""
        ...

    def close(self) -> None:
        """Close what is open."""
        ...


class Stream:
    """A stream: each line goes out whole, and failures to ``complain``; nothing can be resumed."""

    errors = ""

    def __init__(self, stream: TextIO, complain: Callable[[str], None], name: str = "-") -> None:
        self.name = name
        self._stream = stream
        self._complain = complain

    def write(self, result: Result) -> None:
        """Write a result's line."""
        if result.line:
            self._stream.write(to_bytes(result.line).decode())
            self._stream.flush()
        _complain(result, self._complain)

    def close(self) -> None:
        """Close the stream unless it is standard output."""
        if self._stream is not sys.stdout:
            self._stream.close()


class Unkept:
    """A new file of reports and nothing beside it: failures go to ``complain``, and nothing can be resumed.

    Raises InputError when there are reports in it already, or when it cannot be written.
    """

    errors = ""

    def __init__(self, path: Path, complain: Callable[[str], None]) -> None:
        self.name = str(path)
        self._path = path
        self._complain = complain
        self._end = 0
        if path.exists() and path.stat().st_size:
            raise InputError(f"{path} exists, and without a journal nothing can go on: give another -o, or delete it")
        self._file = _open(path)

    def write(self, result: Result) -> None:
        """Write a result's line, whole or not at all."""
        line = to_bytes(result.line)
        try:
            _write(self._file, line, self._path)
        except InputError:
            os.ftruncate(self._file, self._end)
            raise
        self._end += len(line)
        _complain(result, self._complain)

    def close(self) -> None:
        """Close the file."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1


def _complain(result: Result, complain: Callable[[str], None]) -> None:
    if result.failure:
        failure = json.loads(result.failure)
        complain(f"{failure['id']}: {failure['reason']}")


class Files:
    """A file of reports, a file of failures and the journal.

    Opening it cuts a torn or unjournalled end off both. Raises InputError when a file cannot be written, when another
    process has the journal, or when the output is not what the journal says.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        stem, suffix = (path.stem, path.suffix) if path.suffix else (path.name, ".jsonl")
        self.errors_path = path.with_name(f"{stem}.errors{suffix}")
        self.errors = str(self.errors_path)
        beside = journal_of(path)
        if not beside.exists() and path.exists() and path.stat().st_size:
            raise InputError(f"{path} exists and has no journal: give another -o, or delete it to begin anew")
        self.journal = Journal(beside)
        self._reports = self._failures = -1
        self._outdated = False
        try:
            self._reports = _open(path)
            self._failures = _open(self.errors_path)
            self._check()
            self.cut(self.journal.end())
        except BaseException:
            self.close()
            raise

    def cut(self, stop: int) -> int:
        """Cut the output back to a place, and the failures to what the journal says; return how many lines went."""
        gone = self.journal.cut(stop)
        os.ftruncate(self._reports, stop)
        self._end = stop
        self._tell_failures()
        return gone

    def write(self, result: Result) -> None:
        """Write a result: its line first, then its row."""
        before = self.journal.row(result.id)
        self._outdated = self._outdated or bool(before and before.failure)
        line = to_bytes(result.line)
        row = Row(result.id, result.key, self._end, self._end + len(line), result.failure, result.code)
        try:
            _write(self._reports, line, self.path)
            _write(self._failures, to_bytes(result.failure), self.errors_path)
            self.journal.put(row)
        except InputError:
            os.ftruncate(self._reports, self._end)
            raise
        self._end += len(line)

    def close(self) -> None:
        """Close the files and free the journal."""
        if self._outdated:
            self._tell_failures()
        for file in (self._reports, self._failures):
            if file >= 0:
                os.close(file)
        self._reports = self._failures = -1
        self.journal.close()

    def _tell_failures(self) -> None:
        os.ftruncate(self._failures, 0)
        for line in self.journal.failures():
            _write(self._failures, to_bytes(line), self.errors_path)
        self._outdated = False

    def _check(self) -> None:
        last = self.journal.last()
        if last is None:
            return
        os.lseek(self._reports, last.start, os.SEEK_SET)
        line = os.read(self._reports, last.stop - last.start)
        try:
            same = line.endswith(b"\n") and json.loads(line)["id"] == last.id
        except (ValueError, KeyError, TypeError):
            same = False
        if not same:
            raise InputError(
                f"{self.path} is not as it was left (the journal beside it says so): give another -o, "
                f"or delete it and {self.journal.path.name} to begin anew"
            )


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
    except OSError as error:
        raise InputError(f"cannot write: {path}: {error.strerror}: give -o in a folder you may write to") from None


def _write(file: int, data: bytes, path: Path) -> None:
    try:
        while data:
            data = data[os.write(file, data) :]
    except OSError as error:
        raise InputError(f"cannot write: {path}: {error.strerror}: make room and run the same command again") from None


def journal_of(path: Path) -> Path:
    """Return where the journal of an output is."""
    return path.with_name(f"{path.name}.journal")


def plain_file(path: Path) -> bool:
    """Whether a path is, or can become, a file that can be cut and resumed."""
    return not path.exists() or path.is_file()
