"""Documents, feeds, addresses and the clipboard at the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from summarise.cli import main

FILES = Path(__file__).parent / "files"
FEED = (
    "<rss><channel><item><title>Boat sails</title><description>The boat sails at noon, the board of Larkford said."
    "</description></item><item><title>Gull</title><description>A gull took the hat of the mayor on Monday."
    "</description></item></channel></rss>"
)
COPIED = "The boat sails at noon on Monday, the harbour board of Larkford said. It is full.\n"


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        out, err = capfd.readouterr()
        return left.value.code, out, err

    return ran


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A clipboard: a program of the name that is looked for, which prints what was copied."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "text").write_text(COPIED)
    (folder / "xclip").write_text(f'#!/bin/sh\n[ "$*" = "-selection clipboard -out" ] && cat "{folder}/text"\n')
    (folder / "xclip").chmod(0o755)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def test_a_report_tells_pages_and_paragraphs(run):
    shutil.copy(FILES / "libreoffice.pdf", "story.pdf")
    shutil.copy(FILES / "python-docx.docx", "story.docx")
    code, out, _ = run("claims", "story.pdf", "story.docx", "-m", "none")
    assert code == 0
    assert "page 1" in out
    assert "paragraph 4" in out
    code, out, _ = run("summary", "story.pdf", "-m", "none", "-f", "json")
    assert json.loads(out)["article"]["places"] == "page"


def test_a_document_gets_no_patch(run):
    shutil.copy(FILES / "python-docx.docx", "story.docx")
    code, out, err = run("redundancy", "story.docx", "--diff", "-m", "none")
    assert (code, out) == (2, "")
    assert "no patch for what is no text file" in err


def test_each_article_of_a_feed_gets_its_report(run):
    Path("news.rss").write_text(FEED)
    code, out, _ = run("summary", "news.rss", "-m", "none", "-f", "json")
    assert code == 0
    assert [report["article"]["title"] for report in json.loads(out)] == ["Boat sails", "Gull"]
    assert [report["article"]["source"] for report in json.loads(out)] == ["news.rss#1", "news.rss#2"]


def test_the_clipboard_is_an_article(run, copied):
    code, out, _ = run("summary", "--clipboard", "-m", "none", "-f", "json")
    assert code == 0
    assert json.loads(out)["article"]["source"] == "clipboard"
    assert COPIED.split(".", maxsplit=1)[0] in out


def test_the_clipboard_is_the_text_that_verify_checks(run, copied):
    Path("article.txt").write_text(COPIED)
    code, out, _ = run("verify", "article.txt", "--clipboard")
    assert code == 0
    assert out.startswith("supported")


def test_an_empty_clipboard_and_none_at_all_are_told(run, copied, monkeypatch):
    (copied / "text").write_text("")
    code, _, err = run("brief", "--clipboard", "-m", "none")
    assert (code, err) == (2, "summarise: the clipboard holds no text: copy the article first\n")
    monkeypatch.setenv("PATH", str(copied / "nowhere"))
    code, _, err = run("brief", "--clipboard", "-m", "none")
    assert code == 2
    assert "install wl-clipboard" in err


def test_nothing_to_read_is_told(run):
    code, _, err = run("brief", "-m", "none")
    assert code == 2
    assert "nothing to read: give FILE" in err


def test_an_address_needs_fetch(run):
    code, _, err = run("brief", "https://courier.example/boat", "-m", "none")
    assert code == 2
    assert "with --fetch it is read" in err
