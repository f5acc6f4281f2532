from __future__ import annotations

from dataclasses import dataclass

import pytest

from summarise.cli import main


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture
def summarise(capfd: pytest.CaptureFixture[str]):
    """Run a command line in this process, in whatever folder the test is in."""

    def run(*arguments: object) -> Ended:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ended(left.value.code, out, err)

    return run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
