from __future__ import annotations

import io
import os
import pty
import re

from batch.answers import feed

from summarise.batching.pace import Pace
from summarise.batching.tally import Summary, Tally
from summarise.cli import progress
from summarise.cli.batch import told
from summarise.cli.progress import Lines, money, span, standing


def running(**counts):
    tally = Tally(**counts)
    tally.began -= 10
    return tally


def test_the_standing_tells_rate_time_left_cost_and_failures():
    tally = running(total=100, written=18, failed=2, cost=0.125, priced=20)
    assert standing(tally, Pace(1)) == "20 of 100 articles, 2.0/s, 40 s left, $0.1250, 2 failed"


def test_a_total_and_a_price_that_are_not_known_are_not_made_up():
    assert standing(running(written=20, unpriced=20), Pace(1)) == "20 articles, 2.0/s, cost unknown, 0 failed"


def test_a_pause_says_why():
    pace = Pace(1)
    pace.says = "the server asks for fewer requests: waiting 7.0 s"
    assert standing(running(), pace).endswith("waiting 7.0 s")


def test_lengths_and_sums_are_written_for_people():
    assert [span(9.6), span(75), span(7500)] == ["10 s", "1 min 15 s", "2 h 05 min"]
    assert [money(0.0123), money(12.345), money(None)] == ["$0.0123", "$12.35", "cost unknown"]


def test_outside_a_terminal_there_is_a_line_every_half_minute(capsys, monkeypatch):
    lines = Lines(quiet=False)
    lines.watch(running(written=1), Pace(1))
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(progress, "EVERY_S", 0.0)
    lines.watch(running(written=1), Pace(1))
    assert capsys.readouterr().err.startswith("summarise: 1 articles")


def test_quiet_says_nothing(capsys, monkeypatch):
    monkeypatch.setattr(progress, "EVERY_S", 0.0)
    with Lines(quiet=True) as lines:
        lines.tell("going on")
        lines.watch(running(), Pace(1))
    assert capsys.readouterr().err == ""


def test_in_a_terminal_there_is_a_bar_with_the_number_of_articles(begin, server, tmp_path):
    server.delay = 0.3
    feed(tmp_path / "in.jsonl", 6)
    ours, theirs = pty.openpty()
    process = begin("in.jsonl", "-o", "out.jsonl", "-m", "openai:m", "--task", "summary", "-j", "1", stderr=theirs)
    os.close(theirs)
    shown = io.BytesIO()
    try:
        while data := os.read(ours, 4096):
            shown.write(data)
    except OSError:
        pass  # how the end of a terminal is told
    os.close(ours)
    assert process.wait(30) == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.getvalue().decode())
    assert "of 6 articles" in text
    assert "6 reports; 0 failed" in text


def test_the_closing_line_says_what_was_done_before_and_where_failures_are():
    summary = Summary("done", "", "o.jsonl", "o.errors.jsonl", written=3, failed=1, kept=2, findings={"R101": 4})
    assert told(summary).startswith(
        "3 reports (2 more were done before); 1 failed (see o.errors.jsonl); findings: R101 4; 0 requests"
    )
