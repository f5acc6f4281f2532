from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from cli.manual import manual

from summarise.cli.app import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "summarise.1"


def test_the_manual_is_what_the_commands_say():
    current = PAGE.read_text(encoding="utf-8")
    assert current == manual(), "run: PYTHONPATH=tests python tests/cli/manual.py > docs/summarise.1"


def test_the_wheel_brings_the_manual_to_where_man_looks():
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = data["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"docs/summarise.1": "share/man/man1/summarise.1"}


def test_groff_has_nothing_to_say_against_the_manual():
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    ended = subprocess.run(["groff", "-z", "-ww", "-man", PAGE], capture_output=True, text=True, check=True, timeout=60)
    assert ended.stderr == ""


def test_every_command_and_its_options_can_be_read_in_the_manual():
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    ended = subprocess.run(
        ["groff", "-Tascii", "-man", "-P-cbou", "-rLL=200n", PAGE],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    for name in COMMANDS:
        assert f"summarise {name} " in ended.stdout
    assert "--pairs FILE" in ended.stdout
    assert '{"id", "article", "text"}' in ended.stdout
    assert "summarise redundancy draft.md --diff | patch -p0" in ended.stdout
