"""What the terminal says during a wait."""

from __future__ import annotations

import io
import time
from types import SimpleNamespace

import pytest

from summarise.cli import waiting as module
from summarise.cli.waiting import waited, waiting


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setattr(module, "_SOON_S", 0.1)
    monkeypatch.setattr(module, "_TICK_S", 0.02)
    shown = Terminal()
    monkeypatch.setattr(module, "sys", SimpleNamespace(stderr=shown))  # pytest puts its own in the place of sys.stderr
    return shown


def until(terminal, words):
    """Wait until the terminal shows words."""
    for _ in range(500):
        if words in terminal.getvalue():
            return
        time.sleep(0.01)
    raise AssertionError(f"{words!r} was never shown: {terminal.getvalue()!r}")


def left_on(terminal):
    """Return what a terminal's last line shows after carriage returns have gone back over it."""
    shown = ""
    for piece in terminal.getvalue().split("\r"):
        shown = piece + shown[len(piece) :]
    return shown.strip()


def test_a_wait_that_lasts_is_told_and_the_line_is_gone_after_it(terminal):
    with waiting("reading", quiet=False) as tell:
        until(terminal, "summarise: reading (0 s)")
        tell("claims, part 2 of 9")
        until(terminal, "summarise: claims, part 2 of 9 (0 s)")
        tell("x")
        until(terminal, "summarise: x (0 s)")
    assert left_on(terminal) == ""


def test_a_wait_that_will_be_long_is_told_before_a_second_is_over(terminal, monkeypatch):
    monkeypatch.setattr(module, "_SOON_S", 60.0)
    with waiting("summary", quiet=False, at_once=True):
        until(terminal, "summarise: summary (0 s)")
    assert left_on(terminal) == ""


def test_a_short_wait_a_quiet_one_and_one_without_a_terminal_say_nothing(terminal, monkeypatch):
    with waiting("reading", quiet=False):
        pass
    with waiting("reading", quiet=True):
        time.sleep(0.3)
    assert terminal.getvalue() == ""
    log = io.StringIO()
    monkeypatch.setattr(module, "sys", SimpleNamespace(stderr=log))
    with waiting("reading", quiet=False):
        time.sleep(0.3)
    assert log.getvalue() == ""


def test_what_is_waited_for_cannot_move_the_cursor(terminal):
    with waiting("read\x1b[2Jing\r\n", quiet=False):
        until(terminal, "ing")
    assert "\x1b" not in terminal.getvalue()
    assert "\n" not in terminal.getvalue()


def test_items_come_as_they_are_and_an_error_among_them_ends_the_wait(terminal):
    def items():
        yield "a"
        time.sleep(0.3)
        raise OSError("gone")

    each = waited(items(), "reading", quiet=False)
    assert next(each) == "a"
    with pytest.raises(OSError, match="gone"):
        next(each)
    assert "summarise: reading" in terminal.getvalue()
    assert list(waited([None, 0], "reading", quiet=True)) == [None, 0]
