from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from functools import partial

import pytest

from summarise import article, pipeline
from summarise.cli.watch import TASKS, Desk
from summarise.errors import KeyRejected
from summarise.models import open_model

FIRST = "The mill burned down on Monday. Nobody was hurt.\n"
SECOND = "The mill burned down on Monday. Nobody was hurt. The mill burned down on Monday.\n"
GROWN = "It was cold.\n\n" + SECOND


class Writer:
    """Writes briefs without a model, counts them, and can be held or made to fail."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.held = threading.Event()
        self.held.set()
        self.error: Exception | None = None

    def __call__(self, read):
        self.asked.append(read.text)
        assert self.held.wait(10)
        if self.error:
            raise self.error
        return pipeline.run(read, TASKS, open_model("none"))


class Watched:
    """A desk over a file, with a clock of its own."""

    def __init__(self, path, idle: float) -> None:
        self.path, self.now, self.writer = path, 0.0, Writer()
        self.desk = Desk(
            str(path),
            partial(article.read, str(path)),
            lambda read: pipeline.run(read, ("redundancy",), open_model("none")),
            self.writer,
            idle,
        )

    def save(self, text: str) -> None:
        """Save as many editors do: a new file takes the place of the old one."""
        new = self.path.with_suffix(".new")
        new.write_text(text, encoding="utf-8")
        new.replace(self.path)

    def after(self, seconds: float) -> str:
        self.now += seconds
        said = "".join(self.desk.tick(self.now))
        if self.desk._job:
            self.desk._job.thread.join(0.5 if self.writer.held.is_set() else 0)
        return said


@pytest.fixture
def watched(tmp_path):
    def make(text: str = FIRST, idle: float = 3.0) -> Watched:
        made = Watched(tmp_path / "draft.txt", idle)
        made.save(text)
        return made

    return make


def test_a_save_is_checked_once_the_file_stays_the_same_for_two_looks(watched):
    desk = watched(SECOND)
    assert desk.after(0) == ""
    said = desk.after(0.2)
    assert "draft.txt: 15 words, 1 finding" in said
    assert "draft.txt:1:1: R101 " in said
    assert desk.after(0.2) == ""


def test_only_what_is_new_and_what_is_gone_is_said(watched):
    desk = watched(SECOND)
    desk.after(0), desk.after(0.2)
    desk.save(GROWN)
    assert desk.after(1) == ""
    said = desk.after(0.2)
    assert "1 finding, 0 new, 0 gone" in said
    assert "R101" not in said
    desk.save(FIRST)
    desk.after(1)
    said = desk.after(0.2)
    assert "0 findings, 0 new, 1 gone" in said
    assert "gone: R101 " in said


def test_a_save_that_changes_no_word_says_and_asks_nothing(watched):
    desk = watched(FIRST, idle=0)
    desk.after(0), desk.after(1), desk.after(1)
    desk.save(FIRST + "\n\n")
    assert [desk.after(1) for _ in range(4)] == ["", "", "", ""]
    assert len(desk.writer.asked) == 1


def test_the_brief_waits_for_a_pause(watched):
    desk = watched(idle=3.0)
    desk.after(0), desk.after(0.2)
    assert desk.after(2.7) == ""
    assert desk.writer.asked == []
    desk.after(0.2)
    assert "CLAIMS TO CHECK" in desk.after(0.2)
    desk.save(GROWN)
    desk.after(1), desk.after(1)
    desk.save(SECOND)
    desk.after(1), desk.after(1), desk.after(1.9)
    assert len(desk.writer.asked) == 1
    desk.after(0.2)
    assert [text.strip() for text in desk.writer.asked] == [FIRST.strip(), SECOND.strip()]


def test_a_brief_that_says_the_same_is_not_shown_again(watched):
    desk = watched(FIRST, idle=0)
    written = pipeline.run(article.parse(FIRST), TASKS, open_model("none"))
    desk.desk.write = lambda read: replace(written, article=read)
    desk.after(0), desk.after(1)
    assert "SUMMARY" in desk.after(1)
    desk.save(SECOND)
    assert "R101" in desk.after(1) + desk.after(1)
    assert desk.after(1) == desk.after(1) == ""
    assert desk.desk._written.article.text == SECOND


def test_of_a_brief_written_anew_only_what_it_says_anew_is_shown(watched):
    desk = watched(
        "The mill burned down on Monday. The repair of the mill cost 3 million crowns.\n\nThe owner was away.\n", idle=0
    )
    desk.after(0), desk.after(1)
    assert "The mill burned down on Monday." in desk.after(1)
    desk.save("The mill burned down on Monday. The repair of the mill cost 4 million crowns.\n\nThe owner was away.\n")
    said = "".join(desk.after(1) for _ in range(4))
    assert "no longer" in said
    assert "4 million crowns" in said
    assert "burned down" not in said


def test_a_brief_that_says_less_is_a_line(watched):
    desk = watched(FIRST, idle=0)
    written = pipeline.run(article.parse(FIRST), TASKS, open_model("none"))
    desk.desk.write = lambda read: replace(written, article=read)
    desk.after(0), desk.after(1), desk.after(1)
    claims = written.outputs["claims"]["claims"]
    fewer = {**written.outputs, "claims": {"claims": claims[:-1]}}
    desk.desk.write = lambda read: replace(written, article=read, outputs=fewer)
    desk.save(SECOND)
    said = "".join(desk.after(1) for _ in range(3))
    assert "draft.txt: the brief says 0 things anew, 1 no longer\n" in said
    assert "CLAIMS" not in said


def test_an_answer_that_cannot_be_used_is_shown_once(watched):
    desk = watched(FIRST, idle=0)
    written = pipeline.run(article.parse(FIRST), TASKS, open_model("none"))
    desk.desk.write = lambda read: replace(written, article=read)
    desk.after(0), desk.after(1), desk.after(1)
    failed = {**written.outputs, "claims": None}
    desk.desk.write = lambda read: replace(written, article=read, outputs=failed)
    for text, times in ((SECOND, 1), (f"{SECOND}\nIt was cold.\n", 0)):
        desk.save(text)
        said = "".join(desk.after(1) for _ in range(3))
        assert said.count("no answer that can be used") == times
        assert "SUMMARY" not in said


def test_a_save_while_a_brief_is_under_way_is_checked_at_once_and_the_old_brief_is_dropped(watched):
    desk = watched(idle=0)
    desk.writer.held.clear()
    desk.after(0), desk.after(1)
    desk.save(GROWN)
    desk.after(1)
    assert "R101" in desk.after(1)
    desk.writer.held.set()
    desk.desk._job.thread.join(5)
    assert desk.after(1) == ""
    assert "SUMMARY" in "".join(desk.after(1) for _ in range(3))
    assert [text.strip() for text in desk.writer.asked] == [FIRST.strip(), GROWN.strip()]


def test_a_model_that_fails_is_one_line_and_the_checks_go_on(watched, capsys):
    desk = watched(idle=0)
    desk.writer.error = KeyRejected("the key was not accepted")
    desk.after(0), desk.after(1), desk.after(1), desk.after(1)
    assert capsys.readouterr().err == "summarise: the key was not accepted\n"
    desk.save(SECOND)
    desk.after(1)
    assert "R101" in desk.after(1)


def test_a_file_that_is_away_or_broken_for_a_while_ends_nothing(watched, capsys):
    desk = watched()
    desk.after(0), desk.after(0.2)
    desk.path.unlink()
    assert [desk.after(0.2) for _ in range(3)] == [""] * 3
    desk.path.write_bytes(b"\0\1\2")
    desk.after(0.2), desk.after(0.2)
    assert "summarise: " in capsys.readouterr().err
    desk.save(SECOND)
    desk.after(0.2)
    assert "R101" in desk.after(0.2)


def test_a_finding_of_the_brief_stands_with_the_part_that_it_is_about(watched):
    desk = watched(idle=0)

    def write(read):
        report = pipeline.run(read, TASKS, open_model("none"))
        outputs = dict(report.outputs)
        outputs["summary"] = {
            **outputs["summary"],
            "standfirst": {"text": "Seven died.", "evidence": ["s1"], "by": "model"},
        }
        from summarise.checks import check  # noqa: PLC0415  used here only

        return replace(report, outputs=outputs, findings=tuple(check(read, outputs)))

    desk.desk.write = write
    desk.after(0), desk.after(1)
    assert "seven" in desk.after(1).lower()


def test_the_command_says_what_it_finds_and_ends_cleanly_on_control_c(tmp_path):
    file = tmp_path / "draft.txt"
    file.write_text(FIRST, encoding="utf-8")
    program = [sys.executable, "-c", "from summarise.cli import main; main()"]
    watching = subprocess.Popen(
        [*program, "watch", "draft.txt", "-m", "none", "--idle", "0"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert "draft.txt: 9 words, 0 findings" in watching.stdout.readline()
    while not (line := watching.stdout.readline()).startswith("no model"):
        assert line
    file.write_text(SECOND, encoding="utf-8")
    while "R101" not in (line := watching.stdout.readline()):
        assert line
    time.sleep(0.1)
    watching.send_signal(signal.SIGINT)
    out, err = watching.communicate(timeout=20)
    assert (watching.returncode, err) == (0, "")
    assert "Traceback" not in out


def test_a_file_that_is_not_there_is_an_error_at_once(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-c", "from summarise.cli import main; main()", "watch", "none.txt", "-m", "none"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "there is no such file" in ended.stderr
