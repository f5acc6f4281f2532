from __future__ import annotations

import io
import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from server import answer, fault

from summarise import pipeline, schemas

TEXT = """A gull took the mayor's hat

A gull took the mayor's hat on Monday, the town hall said. The hat was blue and cost 40 crowns.

Harbour staff found it on a buoy at noon. The mayor thanked them and bought a cap.
"""
AGAIN = TEXT + "\nHarbour staff found it on a buoy at noon.\n"
CLAIMS = {
    "claims": [
        {
            "claim": "The hat of the mayor cost 40 crowns.",
            "evidence": ["s3"],
            "kind": "figure",
            "speaker": None,
            "check_worthiness": "high",
            "why": "A sum.",
            "how_to_check": "Ask the shop.",
        }
    ]
}


@pytest.fixture
def gull(folder):
    """A folder with an article, and one that repeats itself."""
    (folder / "gull.txt").write_text(TEXT)
    (folder / "again.txt").write_text(AGAIN)
    return folder


@pytest.fixture
def ask(summarise, server, monkeypatch):
    """Run a command against the test's own server."""
    monkeypatch.setenv("SUMMARISE_BASE_URL", server.url)
    monkeypatch.setenv("SUMMARISE_MODEL", "tern-2")
    return summarise


@pytest.mark.parametrize(
    ("command", "tasks"),
    [
        ("brief", {"summary", "claims", "redundancy"}),
        ("summary", {"summary"}),
        ("claims", {"claims"}),
        ("redundancy", {"redundancy"}),
    ],
)
def test_a_command_does_its_tasks_and_no_other(gull, summarise, command, tasks):
    ended = summarise(command, "gull.txt", "-m", "none", "-f", "json")
    data = json.loads(ended.out)
    assert ended.code == 0
    assert schemas.errors(data, "report.v1") == []
    assert {task for task in ("summary", "claims", "redundancy") if data[task] is not None} == tasks


def test_several_files_make_an_array_in_their_order(gull, summarise):
    data = json.loads(summarise("claims", "gull.txt", "again.txt", "-m", "none", "-f", "json").out)
    assert [report["article"]["source"] for report in data] == ["gull.txt", "again.txt"]


def test_standard_input_is_an_article(gull, summarise, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    ended = summarise("summary", "-", "-m", "none", "-f", "json")
    assert json.loads(ended.out)["article"]["source"] == "-"


def test_a_file_that_cannot_be_read_does_not_stop_the_others(gull, summarise):
    ended = summarise("claims", "gone.txt", "gull.txt", "-m", "none", "-f", "json")
    assert ended.code == 2
    assert ended.err.startswith("summarise: gone.txt: ")
    assert ended.err.count("\n") == 1
    assert len(json.loads(ended.out)) == 1


def test_no_model_is_opened_for_a_file_that_cannot_be_read(gull, summarise, monkeypatch):
    monkeypatch.setattr("summarise.models.open_model", pytest.fail)
    ended = summarise("claims", "gul.txt", "-m", "local")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "summarise: gul.txt: there is no such file: did you mean 'gull.txt'?\n"


def test_too_large_a_file_is_refused(gull, summarise):
    ended = summarise("claims", "gull.txt", "-m", "none", "--max-bytes", 10)
    assert (ended.code, ended.out) == (2, "")
    assert "--max-bytes" in ended.err


def test_the_language_can_be_said(gull, summarise):
    ended = summarise("claims", "gull.txt", "-m", "none", "-f", "json", "--language", "nl")
    assert json.loads(ended.out)["article"]["language"] == "nl"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--fail-on", "warning"], 1),
        (["--fail-on", "suggestion"], 1),
        (["--fail-on", "error"], 0),
        (["--fail-on", "never"], 0),
        ([], 0),
        (["--fail-on", "warning", "--min-level", "error"], 1),
    ],
)
def test_findings_decide_the_exit_code(gull, summarise, arguments, code):
    assert summarise("redundancy", "again.txt", "-m", "none", *arguments).code == code


def test_the_worst_code_of_all_files_counts(gull, summarise):
    arguments = ["-m", "none", "--fail-on", "warning"]
    assert summarise("redundancy", "again.txt", "gull.txt", *arguments).code == 1
    assert summarise("redundancy", "again.txt", "gone.txt", "gull.txt", *arguments).code == 2


def test_min_level_hides_what_is_below_it(gull, summarise):
    assert "R101" in summarise("redundancy", "again.txt", "-m", "none", "-f", "line").out
    assert summarise("redundancy", "again.txt", "-m", "none", "-f", "line", "--min-level", "error").out == ""


def test_a_task_without_output_ends_with_4_and_is_null(gull, ask, server):
    server.queue(answer(None, refusal="I would rather not"))
    ended = ask("claims", "gull.txt", "-f", "json")
    data = json.loads(ended.out)
    assert (ended.code, data["claims"]) == (4, None)
    assert "M101" in [finding["code"] for finding in data["findings"]]


def test_an_error_of_the_endpoint_ends_it_after_what_is_done_is_printed(gull, ask, server):
    server.queue(CLAIMS, fault(401, "bad key"))
    ended = ask("claims", "gull.txt", "again.txt", "gull.txt", "-f", "json", "--no-cache")
    assert ended.code == 4
    assert [report["article"]["source"] for report in json.loads(ended.out)] == ["gull.txt"]
    assert len(server.bodies) == 2
    assert ended.err.count("\n") == 1
    assert "Traceback" not in ended.err


def test_a_recording_replays_without_the_endpoint(gull, ask, server):
    server.queue(CLAIMS)
    first = ask("claims", "gull.txt", "-f", "json", "--record", "kept", "--no-cache")
    again = ask("claims", "gull.txt", "-f", "json", "-m", "replay:kept")
    assert json.loads(first.out)["claims"] == json.loads(again.out)["claims"]
    assert len(server.bodies) == 1


def test_the_cache_saves_the_second_question_unless_told_not_to(gull, ask, server):
    server.queue(CLAIMS, CLAIMS)
    for arguments in ([], [], ["--no-cache"]):
        assert ask("claims", "gull.txt", *arguments).code == 0
    assert len(server.bodies) == 2


def test_a_prompt_of_ones_own_is_used(gull, ask, server):
    (gull / "mine.md").write_text(
        '+++\nschema = "claims.v1"\nchange = "mine"\n+++\n# user\nMine: $article $nonce $language\n'
    )
    server.queue(CLAIMS)
    data = json.loads(ask("claims", "gull.txt", "--prompt", "mine.md", "-f", "json").out)
    assert server.bodies[0]["messages"][0]["content"].startswith("Mine: ")
    assert data["runs"][0]["prompt"] == "claims@mine.md"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--wording", "headlines"], "unknown wording step 'headlines'"),
        (["--strategy", "direct"], "needs a model"),
        (["--prompt", "summary@v9"], "no prompt summary@v9"),
        (["-o", "no/such/folder.txt"], "cannot write"),
    ],
)
def test_a_wrong_value_is_one_line(gull, summarise, arguments, says):
    ended = summarise("summary", "gull.txt", "-m", "none", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("summarise: ")
    assert ended.err.count("\n") == 1
    assert says in ended.err


def test_a_file_is_written_whole_or_not_at_all(gull, summarise, monkeypatch):
    out = gull / "out.json"
    out.write_text("old")

    def broken(*_args, **_more):
        raise RuntimeError("half way")

    assert summarise("claims", "gull.txt", "-m", "none", "-f", "json", "-o", "out.json").code == 0
    good = out.read_text()
    assert json.loads(good)
    monkeypatch.setattr(pipeline, "run", broken)
    ended = summarise("claims", "gull.txt", "-m", "none", "-f", "json", "-o", "out.json")
    assert (ended.code, ended.out, out.read_text()) == (70, "", good)
    assert sorted(path.name for path in gull.iterdir()) == ["again.txt", "gull.txt", "out.json"]


def test_nothing_made_leaves_the_file_as_it_was(gull, ask, server):
    (gull / "out.json").write_text("old")
    server.queue(fault(401, "bad key"))
    assert ask("claims", "gull.txt", "-f", "json", "-o", "out.json").code == 4
    assert ask("claims", "gone.txt", "also-gone.txt", "-f", "json", "-o", "out.json").code == 2
    assert (gull / "out.json").read_text() == "old"
    assert sorted(path.name for path in gull.iterdir()) == ["again.txt", "gull.txt", "out.json"]


def test_an_article_is_never_written_over(gull, summarise):
    (gull / "there").symlink_to(gull)
    ended = summarise("claims", "gull.txt", "-m", "none", "-o", "there/gull.txt")
    assert (ended.code, (gull / "gull.txt").read_text()) == (2, TEXT)
    assert "is one of the articles" in ended.err


def test_a_full_disk_is_one_line(gull, summarise):
    ended = summarise("claims", "gull.txt", "-m", "none", "-o", "/dev/full")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("summarise: cannot write: /dev/full: No space left")


def test_a_pipe_can_be_written_to(gull, summarise):
    os.mkfifo(gull / "pipe")
    with ThreadPoolExecutor() as pool:
        read = pool.submit((gull / "pipe").read_text)
        assert summarise("claims", "gull.txt", "-m", "none", "-o", "pipe").code == 0
        assert "CLAIMS" in read.result(timeout=20)
    assert (gull / "pipe").is_fifo()


def test_a_link_stays_a_link(gull, summarise):
    (gull / "there").mkdir()
    (gull / "out.txt").symlink_to(gull / "there" / "real.txt")
    assert summarise("claims", "gull.txt", "-m", "none", "-o", "out.txt").code == 0
    assert (gull / "out.txt").is_symlink()
    assert "CLAIMS" in (gull / "there" / "real.txt").read_text()


def test_an_unwritable_place_is_told_before_the_model_is_asked(gull, ask, server):
    assert ask("claims", "gull.txt", "-o", "no/such/folder.txt").code == 2
    assert server.bodies == []


def test_an_interrupt_ends_with_130_and_no_words(gull, summarise, monkeypatch):
    def interrupted(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "run", interrupted)
    ended = summarise("claims", "gull.txt", "-m", "none")
    assert (ended.code, ended.out, ended.err) == (130, "", "")


def test_a_fault_of_ours_is_one_line_and_a_traceback_only_when_asked_for(gull, summarise, monkeypatch):
    def broken(*_args, **_more):
        raise ValueError("odd\x1b[2J")

    monkeypatch.setattr(pipeline, "run", broken)
    ended = summarise("claims", "gull.txt", "-m", "none")
    assert ended.code == 70
    assert ended.err.count("\n") == 1
    assert "ValueError: odd\\x1b[2J (test_articles.py:" in ended.err
    assert "Traceback" in summarise("claims", "gull.txt", "-m", "none", "--verbose").err


def test_progress_is_said_on_a_terminal_alone(gull, summarise, monkeypatch):
    files = ["gull.txt", "again.txt", "-m", "none", "--fail-on", "never"]
    assert summarise("claims", *files).err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert summarise("claims", *files).err == "summarise: 1 of 2: gull.txt\nsummarise: 2 of 2: again.txt\n"
    assert summarise("claims", *files, "--quiet").err == ""


def test_the_hook_of_the_repository_finds_a_repeat(gull, summarise):
    hooks = (Path(__file__).resolve().parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    name, *arguments = re.search(r"^  entry: (.*)$", hooks, re.MULTILINE)[1].split()
    assert name == "summarise"
    ended = summarise(*arguments, "gull.txt", "again.txt")
    assert (ended.code, ended.err) == (1, "")
    assert re.search(r"^again\.txt:\d+:\d+: R101 ", ended.out, re.MULTILINE)
