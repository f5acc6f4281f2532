"""No test sees the network, the home folder or the environment of whoever runs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from server import FakeOpenAI

from summarise.models.local import model_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHECKOUT = Path(__file__).resolve().parents[1]
KEPT = ("PATH", "TMPDIR", "LANG", "SYSTEMROOT", "VIRTUAL_ENV", "COVERAGE_PROCESS_START", "COVERAGE_FILE")

# Found before the tests lose sight of the environment: the one file that they take from outside.
LOCAL_MODEL = model_file().absolute()

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


def _guarded(original: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address[0]}")
        return original(self, address)

    return connect


@pytest.fixture(autouse=True)
def _alone(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name not in KEPT:
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    monkeypatch.setattr(socket.socket, "connect", _guarded(_connect))
    monkeypatch.setattr(socket.socket, "connect_ex", _guarded(_connect_ex))


@pytest.fixture
def server() -> Iterator[FakeOpenAI]:
    """An OpenAI-compatible server on a real socket, with scripted answers."""
    with FakeOpenAI() as server:
        yield server


@pytest.fixture
def program(tmp_path: Path, server: FakeOpenAI) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start the program in a process of its own, in the test's folder; what still runs at the end is killed.

    ``env`` is set in its environment, ``without`` is taken out of it; the rest goes to Popen.
    """
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: object, env: Any = None, without: tuple[str, ...] = (), **how: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", "from summarise.cli import main; main()", *map(str, arguments)]
        known = {**os.environ, "PYTHONPATH": str(CHECKOUT), "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": server.url}
        known = {name: value for name, value in {**known, **(env or {})}.items() if name not in without}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, "text": True}
        started.append(subprocess.Popen(command, env=known, **{"cwd": tmp_path, **pipes, **how}))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                pipe.close()


@pytest.fixture
def local_model() -> Path:
    """The file of the real local model; its tests are skipped where it was not pulled."""
    if find_spec("xllamacpp") is None:
        pytest.skip("the 'local' extra is not installed")
    if not LOCAL_MODEL.is_file():
        pytest.skip(f"there is no local model at {LOCAL_MODEL}: summarise models pull")
    return LOCAL_MODEL
