from __future__ import annotations

from pathlib import Path

import pytest

ARTICLE = "The mill burned down on Monday. Nobody was hurt in the fire at the mill.\n"


@pytest.fixture
def browser(folder, monkeypatch):
    """A program that takes the place of the browser and writes down what it was asked to show."""
    program = folder / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > {folder}/opened\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{program} %s")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("webbrowser._tryorder", None)
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    return folder / "opened"


@pytest.mark.parametrize("command", ["brief", "summary", "claims", "redundancy"])
def test_open_shows_a_page_that_only_its_owner_can_read(summarise, folder, browser, command):
    ended = summarise(command, "a.txt", "-m", "none", "--open")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    page = Path(browser.read_text().strip().removeprefix("file://"))
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert page.parent.parent == folder
    assert page.parent.stat().st_mode & 0o077 == 0


def test_open_shows_the_output_file(summarise, folder, browser):
    assert summarise("brief", "a.txt", "-m", "none", "--open", "-o", "out.html").code == 0
    assert browser.read_text().strip() == (folder / "out.html").as_uri()
    assert "<!doctype html>" in (folder / "out.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("extra", [["-f", "json"], ["--diff"]])
def test_open_goes_with_no_other_form(summarise, browser, extra):
    ended = summarise("redundancy", "a.txt", "-m", "none", "--open", *extra)
    assert ended.code == 2
    assert "--open shows a page" in ended.err
    assert not browser.exists()


def test_a_form_on_the_command_line_counts_for_more_than_a_configured_open(summarise, folder, browser):
    (folder / "summarise.toml").write_text("open = true\n", encoding="utf-8")
    assert summarise("brief", "a.txt", "-m", "none", "-f", "json").out.startswith("{")
    assert not browser.exists()
    assert summarise("brief", "a.txt", "-m", "none").out == ""
    assert browser.exists()


def test_nothing_is_shown_and_nothing_left_behind_when_the_article_cannot_be_read(summarise, folder, browser):
    assert summarise("brief", "none.txt", "-m", "none", "--open").code == 2
    assert not browser.exists()
    assert not list(folder.glob("summarise-*"))


def test_without_a_browser_the_page_is_named(summarise, browser, monkeypatch):
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    ended = summarise("brief", "a.txt", "-m", "none", "--open")
    assert ended.code == 0
    assert "found no browser: the page is at " in ended.err


def test_a_word_document_goes_to_a_file_only(summarise, folder, browser):
    ended = summarise("brief", "a.txt", "-m", "none", "-f", "docx")
    assert (ended.code, ended.out) == (2, "")
    assert "-o brief.docx" in ended.err
    assert summarise("brief", "a.txt", "-m", "none", "-f", "docx", "-o", "a.docx").code == 0
    assert (folder / "a.docx").read_bytes().startswith(b"PK")
