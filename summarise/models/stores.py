"""Where replies are kept: a database for the cache, a folder of readable files for recordings."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, MutableMapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, TypeVar

from summarise.errors import InputError
from summarise.models.cache import Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from summarise.models.base import Request

_FORM = 1  # the form of the database; a file of a later one is never touched
_WAIT_S = 30.0  # for another process that is writing
_T = TypeVar("_T")
_log = logging.getLogger("summarise")


def default_path() -> Path:
    """Return where the cache is when nothing else is said: under the user's cache folder, see docs/models.md."""
    import platformdirs  # noqa: PLC0415  only when a cache is used

    return platformdirs.user_cache_path("summarise", appauthor=False) / "replies.sqlite"


class SqliteStore:
    """Replies and notes in one SQLite file, for several threads and processes at once; readable by its owner only.

    A file that is damaged is set aside and begun anew, with a warning in the log; one made by a later version is an
    InputError. A fault while it is used (a full disk) is a warning: a cache must never lose a reply that was paid for.
    """

    refusals = False  # a server's window may grow

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None

    def get(self, key: str) -> dict[str, Any] | None:
        """Return a kept reply, or None."""
        text = self._try(lambda db: db.execute("SELECT reply FROM replies WHERE key = ?", (key,)).fetchone(), None)
        try:
            reply: dict[str, Any] | None = json.loads(text[0]) if text else None
        except ValueError:
            return None  # the next put mends it
        return reply

    def put(self, key: str, reply: dict[str, Any], request: Request) -> None:  # noqa: ARG002  a Store's signature
        """Keep a reply; a later one for the same key takes its place."""
        row = (key, json.dumps(reply), time.time())
        self._try(lambda db: db.execute("INSERT OR REPLACE INTO replies VALUES (?, ?, ?)", row) and None, None)

    @property
    def notes(self) -> MutableMapping[str, str]:
        """What is remembered of endpoints, beside the replies."""
        return _Notes(self)

    def close(self) -> None:
        """Close the file; a later use opens it again."""
        with self._lock:
            db, self._db = self._db, None
            if db is not None:
                db.close()

    def _try(self, act: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        with self._lock:
            try:
                return act(self._opened())
            except sqlite3.Error as error:
                if _damaged(error):
                    self._set_aside(error)
                else:
                    _log.warning("the cache %s cannot be used: %s (--no-cache does without)", self.path, error)
                return otherwise

    def _opened(self) -> sqlite3.Connection:
        if self._db is None:
            try:
                self._db = self._open()
            except sqlite3.DatabaseError as error:
                if not _damaged(error):
                    raise
                self._set_aside(error)
                self._db = self._open()
        return self._db

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise sqlite3.OperationalError(error.strerror or str(error)) from error
        db = sqlite3.connect(self.path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
        try:
            form = db.execute("PRAGMA user_version").fetchone()[0]
            if form > _FORM:
                raise InputError(  # noqa: TRY301  the handler below only closes
                    f"the cache {self.path} was made by a later version of summarise: update summarise, delete the "
                    "file, or use --no-cache"
                )
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(
                "CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, reply TEXT NOT NULL, at REAL NOT NULL)"
            )
            db.execute("CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, note TEXT NOT NULL)")
            db.execute(f"PRAGMA user_version = {_FORM}")
        except BaseException:
            db.close()
            raise
        return db

    def _set_aside(self, error: sqlite3.Error) -> None:
        self.close()
        aside = self.path.with_name(f"{self.path.name}.damaged-{time.time_ns()}")
        with contextlib.suppress(OSError):
            self.path.replace(aside)
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        _log.warning(
            "the cache %s is damaged (%s): it was set aside as %s and begun anew", self.path, error, aside.name
        )


class _Notes(MutableMapping[str, str]):
    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def _do(self, sql: str, *values: str) -> list[tuple[str]]:
        rows: list[tuple[str]] = self._store._try(lambda db: db.execute(sql, values).fetchall(), [])  # noqa: SLF001  its own store
        return rows

    def __getitem__(self, name: str) -> str:
        rows = self._do("SELECT note FROM notes WHERE name = ?", name)
        if not rows:
            raise KeyError(name)
        return rows[0][0]

    def __setitem__(self, name: str, note: str) -> None:
        self._do("INSERT OR REPLACE INTO notes VALUES (?, ?)", name, note)

    def __delitem__(self, name: str) -> None:
        self._do("DELETE FROM notes WHERE name = ?", name)

    def __iter__(self) -> Iterator[str]:
        return iter([row[0] for row in self._do("SELECT name FROM notes ORDER BY name")])

    def __len__(self) -> int:
        return len(list(iter(self)))


def _damaged(error: sqlite3.Error) -> bool:
    return type(error) is sqlite3.DatabaseError  # "not a database", "malformed"; its subclasses say other things


class FolderStore:
    """One readable JSON file for each reply, with the request beside it, and a note of the model that gave them.

    A folder holds the replies of one model only: ``source`` names it when recording and is read back when replaying.
    Raises InputError when the folder is another model's, is no recording, or cannot be read or written.
    """

    NOTE = "recording.json"
    refusals = True

    def __init__(self, folder: Path, source: Source | None = None) -> None:
        self.folder = folder
        note = folder / self.NOTE
        if source is None:
            self.source = self._read_note(note)
            return
        self.source = source
        if note.exists():
            held = self._read_note(note)
            if replace(held, window=source.window) != source:
                raise InputError(
                    f"{folder} holds the replies of {held.identity}: record {source.identity} in a folder of its own"
                )
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _write(note, {"recording": 1, **asdict(source)})
        except OSError as error:
            raise InputError(f"cannot record in {folder}: {error.strerror or error}") from error

    def get(self, key: str) -> dict[str, Any] | None:
        """Return a recorded reply, or None."""
        path = self._path(key)
        try:
            held = json.loads(path.read_text(encoding="utf-8", errors="surrogatepass"))
            if held["key"] == key:
                reply: dict[str, Any] = {**held["reply"], "text": str(held["reply"]["text"])}
                return reply
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path} is not a recorded reply ({error}): delete it, or record it anew") from error
        return None

    def put(self, key: str, reply: dict[str, Any], request: Request) -> None:
        """Write a reply and its request."""
        asked = {
            "messages": [{"role": m.role, "content": m.content} for m in request.messages],
            "schema_name": request.schema_name,
            "schema": request.schema,
            "settings": dict(request.settings),
            "repeat": request.repeat,
        }
        try:
            _write(self._path(key), {"key": key, "reply": reply, "request": asked})
        except OSError as error:
            raise InputError(f"cannot record in {self.folder}: {error.strerror or error}") from error

    def close(self) -> None:
        """Do nothing: no file stays open."""

    def _path(self, key: str) -> Path:
        return self.folder / f"{key[:24]}.json"

    def _read_note(self, note: Path) -> Source:
        try:
            held = json.loads(note.read_text(encoding="utf-8"))
            if held["recording"] != 1 or held["strategy"] not in {"direct", "guided", "extract"}:
                raise ValueError("made by another version")  # noqa: TRY301  one message for all that is wrong with it
            return Source(str(held["name"]), str(held["identity"]), held["strategy"], held.get("window"))
        except FileNotFoundError as error:
            raise InputError(f"{self.folder} is no recording: make one with --record {self.folder}") from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"{note} is not the note of a recording: {error}") from error


def _write(path: Path, value: dict[str, Any]) -> None:
    """Write JSON so that no reader ever sees half of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    part.write_text(text, encoding="utf-8", errors="surrogatepass")
    part.replace(path)
