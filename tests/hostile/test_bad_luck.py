"""What happens to a program beside hostile text: full disks, lost terminals, signals, damaged files, small limits."""

from __future__ import annotations

import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from batch.answers import article, desk, feed, lines

CHECKOUT = Path(__file__).resolve().parents[2]
BATCH = ("batch", "in.jsonl", "-o", "out.jsonl", "-m", "openai:m", "--task", "summary", "-j", "4")
COUNT = 24


@pytest.fixture
def begin(tmp_path, server, program):
    """Start the program in an empty folder."""
    server.default = desk
    (tmp_path / "a.txt").write_text(article(1))
    feed(tmp_path / "in.jsonl", COUNT)
    return program


@pytest.fixture
def run(begin):
    """Run the program to its end: its exit code, its output, its errors, of which none is a traceback."""

    def whole(*arguments, **how):
        process = begin(*arguments, **how)
        out, err = process.communicate(timeout=60)
        assert "Traceback" not in err
        return process.returncode, out, err

    return whole


@pytest.fixture
def disk(tmp_path):
    """Mount a disk of a few kilobytes; skipped where that is not allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        try:
            made = subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            made = False
        if not made:
            pytest.skip("no disk can be mounted here: it takes root")
        return folder

    yield mount
    subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


def all_done(run, tmp_path):
    """Run the batch once more and prove that each article has its one report."""
    code, _, err = run(*BATCH)
    assert code in {0, 1}, err
    assert [report["id"] for report in lines(tmp_path / "out.jsonl")] == [f"a{n}" for n in range(COUNT)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda number: number.name)
def test_a_batch_that_is_ended_loses_nothing(begin, run, server, tmp_path, number):
    server.delay = 0.3
    ours = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup it is ignored, and that is handed on
    process = begin(*BATCH, "--no-cache")
    signal.signal(signal.SIGHUP, ours)
    deadline = time.monotonic() + 30
    while len(server.requests) < 8 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode != 0
    assert "Traceback" not in err
    sent, server.delay = len(server.requests), 0.0
    all_done(run, tmp_path)
    assert len(server.requests) <= COUNT + 4, f"paid twice: {sent} before"


def test_without_a_home_the_answer_comes_all_the_same(run):
    code, out, _ = run("summary", "a.txt", "-m", "openai:m", without=("HOME", "USERPROFILE", "XDG_CACHE_HOME"))
    assert code in {0, 1}
    assert "crowns" in out


def test_without_any_terminal_the_answer_comes_all_the_same(run):
    code, out, err = run("brief", "a.txt", "-m", "none", start_new_session=True, env={"TERM": "", "COLUMNS": "0"})
    assert code in {0, 1}
    assert "SUMMARY" in out
    assert err == ""


def test_with_standard_error_closed_the_answer_comes_all_the_same():
    command = '"$0" -c "from summarise.cli import main; main()" brief missing.txt examples/harbour.txt -m none 2>&-'
    ended = subprocess.run(
        ["sh", "-c", command, sys.executable], cwd=CHECKOUT, stdout=subprocess.PIPE, check=False, timeout=60
    )
    assert ended.returncode == 2
    assert b"SUMMARY" in ended.stdout
    assert b"missing.txt" not in ended.stdout


def test_a_locale_without_letters_reads_and_writes_all_of_them(run, tmp_path):
    (tmp_path / "žluť.txt").write_text("Žluť at sea\n\nŽluťoučký kůň swam across the harbour on Monday, he said.\n")
    how = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    code, out, _ = run("summary", "žluť.txt", "-m", "none", env=how, encoding="utf-8")
    assert code in {0, 1}
    assert "Žluťoučký" in out


def test_windows_line_ends_change_nothing(run, tmp_path):
    (tmp_path / "w.txt").write_bytes(article(1).replace("\n", "\r\n").encode())
    same = [
        run("brief", name, "-m", "none", "-f", "markdown")[1].replace("w.txt", "a.txt") for name in ("a.txt", "w.txt")
    ]
    assert same[0] == same[1]


def test_a_limit_of_64_open_files_is_enough(run, tmp_path):
    code, _, err = run(*BATCH, "-j", "16", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)))
    assert code in {0, 1}, err
    assert len(lines(tmp_path / "out.jsonl")) == COUNT


def test_a_folder_of_many_files_needs_no_more_of_them_open(run, tmp_path):
    (tmp_path / "many").mkdir()
    for number in range(600):
        (tmp_path / "many" / f"a{number}.txt").write_text(article(number)[:150])
    few = partial(resource.setrlimit, resource.RLIMIT_NOFILE, (40, 40))
    code, _, err = run("batch", "many", "-o", "out.jsonl", "-m", "none", "-j", "8", "--task", "claims", preexec_fn=few)
    assert code in {0, 1}, err
    assert len(lines(tmp_path / "out.jsonl")) == 600


def test_a_damaged_cache_is_set_aside_with_a_line(run, tmp_path):
    cache = tmp_path / "xdg"
    run("summary", "a.txt", "-m", "openai:m", env={"XDG_CACHE_HOME": str(cache)})
    (file,) = cache.rglob("replies.sqlite")
    for beside in file.parent.glob("replies.sqlite-*"):
        beside.unlink()
    file.write_bytes(b"damaged " * 2_000)
    code, out, err = run("summary", "a.txt", "-m", "openai:m", env={"XDG_CACHE_HOME": str(cache)})
    assert code in {0, 1}
    assert "crowns" in out
    assert err.count("\n") == 1
    assert "set aside" in err


@pytest.mark.parametrize("what", ["damaged", "newer"])
def test_a_journal_that_cannot_be_used_is_left_alone_with_a_line(run, tmp_path, what):
    run(*BATCH)
    journal = tmp_path / "out.jsonl.journal"
    if what == "damaged":
        journal.write_bytes(b"damaged " * 2_000)
    else:
        with sqlite3.connect(journal) as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
    before = (tmp_path / "out.jsonl").read_bytes()
    code, _, err = run(*BATCH)
    assert (code, err.count("\n")) == (2, 1)
    assert "out.jsonl.journal" in err
    assert (tmp_path / "out.jsonl").read_bytes() == before


def test_of_two_batches_on_one_output_the_second_waits_for_nobody(begin, run, server, tmp_path):
    ended = threading.Event()
    server.default = lambda body: ended.wait(60) and desk(body)
    first = begin(*BATCH)
    deadline = time.monotonic() + 30
    while not server.requests and time.monotonic() < deadline:
        time.sleep(0.02)
    code, _, err = run(*BATCH)
    assert code == 2
    assert "is in use" in err
    ended.set()
    first.communicate(timeout=60)
    assert first.returncode in {0, 1}
    assert len(lines(tmp_path / "out.jsonl")) == COUNT


def test_half_a_model_file_is_one_line(run, tmp_path):
    pytest.importorskip("xllamacpp")
    (tmp_path / "half.gguf").write_bytes(b"GGUF\x03\0\0\0" + b"\0" * 5_000)
    code, out, err = run("summary", "a.txt", "-m", "local:half.gguf")
    assert code in {2, 4}
    assert out == ""
    assert "half.gguf" in err


def test_a_full_disk_under_the_cache_costs_no_answer(run, disk):
    full = disk("size=64k")
    (full / "filler").write_bytes(b"x" * 60_000)
    code, out, err = run("summary", "a.txt", "-m", "openai:m", env={"XDG_CACHE_HOME": str(full)})
    assert code in {0, 1}
    assert "crowns" in out
    assert "--no-cache" in err


def test_a_full_disk_under_a_batch_is_a_line_and_the_batch_goes_on_when_there_is_room(run, disk, tmp_path, server):
    folder = disk("size=200k")
    command = [part.replace("out.jsonl", str(folder / "out.jsonl")) for part in (*BATCH, "--no-cache")]
    code, _, err = run(*command)
    assert code == 2
    assert "room" in err or "space" in err
    subprocess.run(["mount", "-o", "remount,size=8m", str(folder)], check=True)
    code, _, err = run(*command)
    assert code in {0, 1}, err
    assert [report["id"] for report in lines(folder / "out.jsonl")] == [f"a{n}" for n in range(COUNT)]
    assert len(server.requests) <= COUNT + 4, "lost more than the one reply of each of the 4 at work"


def test_a_folder_that_may_not_be_written_to_is_one_line(run, disk):
    folder = disk("ro")
    for command in (["brief", "a.txt", "-m", "none"], ["batch", "in.jsonl", "-m", "none"]):
        code, _, err = run(*command, "-o", folder / "out.jsonl")
        assert (code, err.count("\n")) == (2, 1)
        assert "may write to" in err


def test_a_cache_that_may_not_be_written_to_costs_no_answer(run, disk):
    code, out, err = run("summary", "a.txt", "-m", "openai:m", env={"XDG_CACHE_HOME": str(disk("ro"))})
    assert code in {0, 1}
    assert "crowns" in out
    assert "--no-cache" in err
