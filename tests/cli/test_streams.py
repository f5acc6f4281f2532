"""The program as a process of its own: encodings, pipes, interrupts, help."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from server import hang

PROGRAM = [sys.executable, "-c", "from summarise.cli import main; main()"]
TEXT = (
    "Žluť in the harbour\n\nŽluťoučký kůň swam across the harbour on Monday. “Nobody asked him,” said Ida Růžičková.\n"
)


@pytest.fixture
def horse(folder):
    (folder / "horse.txt").write_text(TEXT, encoding="utf-8")
    return folder


def run(*arguments: str, **how: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, check=False, timeout=60, **how)


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize(
    "locale",
    [{"LANG": "C"}, {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}],
)
def test_the_output_is_utf_8_in_any_locale(horse, locale, form):
    ended = run("summary", "horse.txt", "-m", "none", "-f", form, env={**os.environ, **locale})
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "Žluťoučký kůň" in ended.stdout.decode()


def test_no_colour_code_reaches_a_pipe(horse):
    ended = run("brief", "horse.txt", "-m", "none", env={**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color"})
    assert b"\x1b" not in ended.stdout
    assert b"SUMMARY" in ended.stdout


def test_a_reader_that_leaves_early_is_no_error(horse):
    many = ["horse.txt"] * 40
    with subprocess.Popen(
        [*PROGRAM, "brief", "-m", "none", "-f", "json", *many], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        errors = process.stderr.read()
        assert (process.wait(timeout=60), errors) == (0, b"")


def test_an_interrupt_during_a_call_ends_with_130(horse, server):
    server.default = hang(50)
    command = [*PROGRAM, "claims", "horse.txt", "-m", "tern-2", "--base-url", server.url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 30
        while not server.bodies and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"")


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["brief", "--help"]])
def test_help_is_for_standard_output(arguments):
    ended = run(*arguments)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.startswith(b"Usage: summarise")


def test_no_command_at_all_shows_the_help_as_an_error():
    ended = run()
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.startswith(b"Usage: summarise")


def test_the_version_is_the_packages():
    from summarise import __version__  # noqa: PLC0415

    assert run("--version").stdout.decode() == f"summarise {__version__}\n"


def test_help_and_start_import_nothing_heavy():
    code = "import sys; from summarise.cli.app import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ended.stderr.split())
    assert not loaded & {"openai", "tiktoken", "jsonschema", "rich", "pydantic", "sentencex", "summarise.cli.articles"}
