"""A key is planted wherever one can stand; then everything that was written, printed and kept is searched for it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from batch.answers import article, desk
from server import fault, raw

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-c", "from summarise.cli import main; main()"]
KEY, PASSWORD = "sk-planted-1234567890abcdef", "hunter2-planted-pass"


@pytest.fixture
def run(tmp_path, server):
    """Run the program in an empty folder with a key in the environment and a password in the address."""
    server.default = desk
    address = server.url.replace("http://", f"http://desk:{PASSWORD}@")
    (tmp_path / "a.txt").write_text(article(1))

    def start(*arguments, address=address, **more):
        known = {"OPENAI_API_KEY": KEY, "PYTHONPATH": str(CHECKOUT), "XDG_CACHE_HOME": str(tmp_path / "cache"), **more}
        command = [*PROGRAM, *arguments, "-m", "openai:m", "--base-url", address]
        ended = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, **known}, capture_output=True, text=True, check=False, timeout=60
        )
        assert "Traceback" not in ended.stderr
        return ended

    return start


def leaks(folder, *texts):
    """Return where a secret stands: in the texts by number, in the files by name."""
    secrets = (KEY, PASSWORD)
    found = [number for number, text in enumerate(texts) for secret in secrets if secret in text]
    for file in (path for path in folder.rglob("*") if path.is_file()):
        found += [file.name for secret in secrets if secret.encode() in file.read_bytes()]
    return found


def test_no_secret_is_printed_kept_or_recorded(run, tmp_path, server):
    ended = run("brief", "a.txt", "-f", "json", "--record", "tape", "--verbose")
    assert ended.returncode in {0, 1}
    assert server.requests[0].headers["authorization"]
    assert list((tmp_path / "cache").rglob("*.sqlite"))
    assert list((tmp_path / "tape").iterdir())
    assert leaks(tmp_path, ended.stdout, ended.stderr) == []


def test_no_secret_is_in_what_a_batch_writes(run, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": article(2)}) + "\n")
    ended = run("batch", "in.jsonl", "-o", "out.jsonl", "--summary", "sum.json", "--task", "summary")
    assert ended.returncode in {0, 1}
    assert leaks(tmp_path, ended.stdout, ended.stderr) == []


@pytest.mark.parametrize(
    "step",
    [
        fault(401, f"Incorrect API key provided: {KEY}"),
        fault(400, f"bad header Authorization: Bearer {KEY}", x_should_retry="false"),
        raw(f"no JSON, but {KEY}"),
        raw({"error": {"message": f"the key {KEY} at http://desk:{PASSWORD}@proxy/", "code": 503}}),
        raw({"choices": [{"message": {"refusal": f"I was told {KEY}"}}]}),
        raw({"choices": [{"message": {"content": ""}, "finish_reason": KEY}]}),
    ],
    ids=["401", "400", "no json", "error in 200", "refusal", "finish reason"],
)
def test_a_server_that_says_the_key_back_does_not_bring_it_to_a_person(run, tmp_path, server, step):
    server.default = step
    ended = run("summary", "a.txt", "-f", "json", "--verbose")
    assert ended.returncode == 4
    assert leaks(tmp_path, ended.stdout, ended.stderr) == []


@pytest.mark.parametrize(
    "address",
    [f"ftp://desk:{PASSWORD}@host/v1", f"desk:{PASSWORD}@host", f"http://desk:{PASSWORD}@host:none/v1"],
)
def test_a_wrong_address_does_not_show_its_password(run, address):
    ended = run("summary", "a.txt", address=address)
    assert ended.returncode == 2
    assert PASSWORD not in ended.stderr + ended.stdout


def test_a_key_with_odd_characters_is_not_shown(run, tmp_path):
    ended = run("summary", "a.txt", OPENAI_API_KEY=f"{KEY}\nsecond line")
    assert ended.returncode == 2
    assert leaks(tmp_path, ended.stdout, ended.stderr) == []


def test_cache_and_journal_are_for_their_owner_only(run, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": article(2)}) + "\n")
    assert run("batch", "in.jsonl", "-o", "out.jsonl", "--task", "summary").returncode in {0, 1}
    files = [*(tmp_path / "cache").rglob("*.sqlite*"), *tmp_path.glob("*.journal*")]
    assert len(files) >= 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_no_cache_leaves_no_copy_of_the_draft(run, tmp_path):
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    ended = run("brief", "a.txt", "--no-cache")
    assert ended.returncode in {0, 1}
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_batch_through_pipes_without_the_cache_leaves_no_copy_either(run, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": article(2)}) + "\n")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    ended = run("batch", "in.jsonl", "-o", "-", "--no-cache", "--task", "summary")
    assert json.loads(ended.stdout)["id"] == "a"
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before


def test_nothing_is_sent_but_to_the_model(run, tmp_path, server):
    run("brief", "a.txt", "--no-cache", HTTP_PROXY="http://127.0.0.1:9", HTTPS_PROXY="http://127.0.0.1:9")
    assert {seen.path for seen in server.requests} == {"/v1/chat/completions"}
    assert "a.txt" not in json.dumps(server.bodies)
