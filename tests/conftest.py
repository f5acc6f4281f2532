"""No test sees the network, the home folder or the environment of whoever runs it."""

from __future__ import annotations

import os
import socket
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
from server import FakeOpenAI

from summarise.models.local import model_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
def local_model() -> Path:
    """The file of the real local model; its tests are skipped where it was not pulled."""
    if find_spec("xllamacpp") is None:
        pytest.skip("the 'local' extra is not installed")
    if not LOCAL_MODEL.is_file():
        pytest.skip(f"there is no local model at {LOCAL_MODEL}: summarise models pull")
    return LOCAL_MODEL
