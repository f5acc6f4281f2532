"""The journal of a batch: one SQLite file beside the output, with every reply and what became of every article.

A reply is committed before it is used, so that it is never asked for again, whatever happens to this process. A line
of the output is written first and its row second: after a kill the output is cut back to what the rows say, and the
lost line is made anew from its replies. The file is locked for one process by SQLite itself, so a kill frees it.
It survives the death of the process at any moment; a power cut may cost the last replies.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from summarise import errors
from summarise.errors import AnswerError, InputError
from summarise.models.cache import key, reply_from_dict, reply_to_dict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from summarise.models import Model, Reply, Request, Strategy

_FORM = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, reply TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, key TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    failure TEXT NOT NULL, code INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_stop ON articles (stop);
CREATE TABLE IF NOT EXISTS asked (key TEXT PRIMARY KEY, part TEXT NOT NULL, way TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, note TEXT NOT NULL) WITHOUT ROWID;
"""


class NotKept(InputError):
    """The journal cannot be written: what comes now is lost, so no call may begin any more."""


@dataclass(frozen=True, slots=True)
class Row:
    """What became of an article.

    ``key`` is the digest of all that its report depends on; its line is at ``start`` up to ``stop`` of the output (the
    same place when it has none); ``failure`` is its line in the errors file, or "";
    ``code`` is the exit code that it asks for.
    """

    id: str
    key: str
    start: int
    stop: int
    failure: str = ""
    code: int = 0


class Journal:
    """The file; safe to share between threads. Raises InputError when it cannot be used or another process has it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # it holds what was written about each article
        except OSError as error:
            raise InputError(
                f"cannot keep a journal at {path}: {error.strerror}: give -o in a folder you may write to"
            ) from None
        try:
            self._db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            form = self._db.execute("PRAGMA user_version").fetchone()[0]
            if form > _FORM:
                raise InputError(f"{path} was made by a later version of summarise: update summarise")
            self._db.executescript(_TABLES)
            self._db.execute(f"PRAGMA user_version = {_FORM}")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise InputError(
                    f"{path} is in use: another process is at work on this output: wait for it, or give another -o"
                ) from None
            raise InputError(
                f"cannot keep a journal at {path}: {error}: give -o in a folder you may write to"
            ) from None
        except sqlite3.DatabaseError as error:
            raise InputError(
                f"{path} is no journal ({error}): delete it and the output to begin anew, or give another -o"
            ) from None

    def close(self) -> None:
        """Close the file and free it for others."""
        with self._lock:
            self._db.close()

    def reply(self, key: str) -> dict[str, Any] | None:
        """Return what was kept under a key, or None."""
        rows = self._run("SELECT reply FROM replies WHERE key = ?", key)
        kept: dict[str, Any] | None = json.loads(rows[0][0]) if rows else None
        return kept

    def keep(self, key: str, reply: Mapping[str, Any]) -> None:
        """Keep what came for a key; it is on its way to the disk when this returns."""
        self._run("INSERT OR REPLACE INTO replies VALUES (?, ?)", key, json.dumps(reply))

    def row(self, id: str) -> Row | None:  # noqa: A002  the field's name
        """Return what became of an article, or None."""
        rows = self._run("SELECT * FROM articles WHERE id = ?", id)
        return Row(*rows[0]) if rows else None

    def put(self, row: Row) -> None:
        """Write down what became of an article."""
        values = (row.id, row.key, row.start, row.stop, row.failure, row.code)
        self._run("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?)", *values)

    def cut(self, stop: int) -> int:
        """Forget the articles whose lines end after a place in the output; return how many."""
        return len(self._run("DELETE FROM articles WHERE stop > ? AND stop > start RETURNING id", stop))

    def after(self, stop: int) -> int:
        """Return how many lines of the output end after a place in it."""
        return int(self._run("SELECT count(*) FROM articles WHERE stop > ? AND stop > start", stop)[0][0])

    def end(self) -> int:
        """Return where the last line of the output ends."""
        return int(self._run("SELECT coalesce(max(stop), 0) FROM articles")[0][0])

    def last(self) -> Row | None:
        """Return the row of the last line of the output, or None."""
        rows = self._run("SELECT * FROM articles WHERE stop > start ORDER BY stop DESC LIMIT 1")
        return Row(*rows[0]) if rows else None

    def failures(self) -> Iterator[str]:
        """Yield the lines of the errors file."""
        after = ""
        while rows := self._run(
            "SELECT id, failure FROM articles WHERE failure > '' AND id > ? ORDER BY id LIMIT 500", after
        ):
            yield from (failure for _, failure in rows)
            after = rows[-1][0]

    def begin_anew(self) -> None:
        """Forget what became of articles, and keep the replies."""
        self._run("DELETE FROM articles")

    def forget_failures(self) -> None:
        """Forget the articles that failed."""
        self._run("DELETE FROM articles WHERE failure > ''")

    def ask(self, part: str, ways: Iterable[tuple[str, str]]) -> None:
        """Write down that requests are on their way as one part: the key of each, and in which way it asks."""
        self._run("BEGIN")
        for place, way in ways:
            self._run("INSERT OR REPLACE INTO asked VALUES (?, ?, ?)", place, part, way)
        self._run("COMMIT")

    def is_asked(self, key: str) -> bool:
        """Whether a request is on its way."""
        return bool(self._run("SELECT 1 FROM asked WHERE key = ?", key))

    def answer(self, key: str, part: str, came: Mapping[str, Any]) -> bool:
        """Keep what came for a request of a part; return False for one that the part does not hold."""
        rows = self._run("DELETE FROM asked WHERE key = ? AND part = ? RETURNING way", key, part)
        if not rows:
            return False
        self.keep(key, {**came, "way": rows[0][0], "tries": (self.reply(key) or {}).get("tries", 0)})
        return True

    def unask(self, part: str) -> None:
        """Write down that nothing more will come for a part."""
        self._run("DELETE FROM asked WHERE part = ?", part)

    def notes(self, prefix: str) -> list[str]:
        """Return the notes whose names begin with a prefix, by name."""
        return [row[0] for row in self._run("SELECT note FROM notes WHERE name GLOB ? ORDER BY name", f"{prefix}*")]

    def note(self, name: str) -> str | None:
        """Return a note, or None."""
        rows = self._run("SELECT note FROM notes WHERE name = ?", name)
        return rows[0][0] if rows else None

    def take_note(self, name: str, note: str | None) -> None:
        """Write a note, or with None drop it."""
        if note is None:
            self._run("DELETE FROM notes WHERE name = ?", name)
        else:
            self._run("INSERT OR REPLACE INTO notes VALUES (?, ?)", name, note)

    def _run(self, sql: str, *values: Any) -> list[Any]:
        with self._lock:
            try:
                return self._db.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise NotKept(f"the journal {self.path} failed: {error}: free some space and run it again") from error


class Pending(AnswerError):
    """An answer that is not there yet; what can be asked about the same article besides is asked all the same."""

    code = "M102"


class Journalled:
    """A model whose every answer is in the journal before it is used, the unusable ones too: they were paid for.

    ``forgive`` asks anew where the answer was unusable.
    """

    def __init__(self, inner: Model, journal: Journal, *, forgive: bool = False) -> None:
        self.inner = inner
        self.name = inner.name
        self.identity = inner.identity
        self.strategy: Strategy = inner.strategy
        self._journal = journal
        self._forgive = forgive

    def complete(self, request: Request) -> Reply:
        """Answer from the journal, else by the inner model."""
        place = key(self.identity, request)
        kept = self._journal.reply(place)
        if kept is not None and (reply := self._kept(kept)):
            return reply
        try:
            reply = self.inner.complete(request)
        except Pending:
            raise
        except AnswerError as error:
            self._journal.keep(place, error_to_dict(error))
            raise
        self._journal.keep(place, reply_to_dict(reply))
        return reply

    def _kept(self, kept: dict[str, Any]) -> Reply | None:
        if "text" in kept:
            return replace(reply_from_dict(kept), from_cache=True, cost_usd=0.0, seconds=0.0, attempts=0)
        if "error" in kept and not self._forgive:
            raise kept_error(kept)
        return None

    def close(self) -> None:
        """Close the inner model."""
        self.inner.close()


def error_to_dict(error: AnswerError) -> dict[str, Any]:
    """Return an unusable answer as the journal keeps it."""
    return {"error": type(error).__name__, "message": str(error)}


def kept_error(kept: Mapping[str, Any]) -> AnswerError:
    """Return the error that the journal keeps."""
    error: AnswerError = getattr(errors, kept["error"])(kept["message"])
    return error
