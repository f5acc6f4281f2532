"""`--window`: a long article before a server whose window is small."""

from __future__ import annotations

import json

import pytest
from narrow import of_window

from tests.long_article import long_article


@pytest.fixture
def ask(summarise, folder, server):
    (folder / "a.md").write_text(long_article(4_500, parts=5), encoding="utf-8")
    server.default = of_window(8192)

    def claims(*options):
        return summarise("claims", "a.md", "-m", "fake-1", "--base-url", server.url, "-f", "json", *options)

    return claims


def told(ended):
    assert ended.code == 0
    return [f["message"] for f in json.loads(ended.out)["findings"] if f["code"] == "M203"]


def test_the_option_has_a_long_article_asked_about_part_by_part_from_the_first(ask, server):
    parts = told(ask("--window", "8192"))
    assert len(parts) == 1
    assert f"worked through in {len(server.bodies)} parts" in parts[0]


def test_without_it_the_first_refusal_teaches_the_window(ask, server):
    parts = told(ask())
    assert f"worked through in {len(server.bodies) - 1} parts" in parts[0]


def test_the_configuration_may_name_it(ask, folder, server):
    (folder / "summarise.toml").write_text("window = 6000\n", encoding="utf-8")
    parts = told(ask())
    assert len(server.bodies) > 2
    assert f"worked through in {len(server.bodies)} parts" in parts[0]


def test_a_dry_run_counts_the_parts(summarise, folder, server):
    (folder / "a.md").write_text(long_article(4_500, parts=5), encoding="utf-8")
    given = ("claims", "a.md", "-m", "fake-1", "--base-url", server.url, "--dry-run")
    assert " 2 " in row(summarise(*given, "--window", "8192"))
    assert " 1 " in row(summarise(*given))
    assert server.bodies == []


def row(ended):
    return next(line for line in ended.out.splitlines() if line.startswith("claims "))


def test_a_window_of_nothing_is_refused(summarise, folder):
    (folder / "a.md").write_text("The ferry left at noon.", encoding="utf-8")
    ended = summarise("claims", "a.md", "-m", "none", "--window", "0")
    assert ended.code == 2
    assert "--window" in ended.err
