"""explain, prompts, schemas, cache; and what a wrong command line says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from summarise import assets, prompts
from summarise.models.stores import default_path
from summarise.rules import RULES

TEXT = "A gull took the hat\n\nA gull took the mayor's hat on Monday, the town hall said. It cost 40 crowns.\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["brieff"], "no such command 'brieff': did you mean 'brief'?"),
        (["xyzzy"], "no such command 'xyzzy': see 'summarise --help'"),
        (["a.txt"], "no such command 'a.txt': did you mean 'summarise brief a.txt'?"),
        (["https://news.example/a"], "did you mean 'summarise brief https://news.example/a'?"),
        (["models", "pul"], "no such command 'pul': did you mean 'pull'?"),
        (["brief"], "nothing to read: give FILE, - for standard input, or --clipboard"),
        (["brief", "a", "--fromat", "json"], "no such option '--fromat': did you mean '--format'?"),
        (["brief", "a", "--diff"], "no such option '--diff': it belongs after summarise redundancy"),
        (["--pairs", "a"], "no such option '--pairs': it belongs after summarise verify, summarise eval"),
        (["brief", "a", "-m"], "option '-m' lacks its value: write it after the option"),
        (["brief", "a", "-f", "jsno"], "'junit': did you mean 'json'?"),
        (["brief", "a", "--window", "3"], "'--window': it must be greater than or equal to 512: see 'summarise brief"),
        (["batch", "a.txtt", "-m", "none", "-o", "b"], "no such file or folder: did you mean 'a.txt'?"),
        (["brief", "a", "--max-bytes", "many"], "'--max-bytes': it must be a valid integer: see 'summarise brief"),
        (["brief", "a", "-f", "xml"], "'xml' is not one of 'text', 'html'"),
        (["brief", "a", "--timeout", "soon"], "'--timeout'"),
        (["brief", "a", "--max-bytes", "0"], "'--max-bytes'"),
        (["brief", "a.txt", "--language", "english"], "'english' is no language: give a code of two or three letters"),
        (["batch", "a.txt", "--language", "zz", "-o", "b"], "'zz' is no language"),
        (["prompts"], "Usage: summarise prompts"),
    ],
)
def test_a_wrong_command_line_ends_with_2(summarise, folder, arguments, says):
    (folder / "a.txt").write_text(TEXT)
    ended = summarise(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


def test_the_package_runs_as_a_module_too(folder):
    ended = subprocess.run([sys.executable, "-m", "summarise", "--version"], capture_output=True, text=True, check=True)
    assert ended.stdout.startswith("summarise ")


def test_explain_prints_the_page_of_a_rule(summarise):
    ended = summarise("explain", "e101")
    assert (ended.code, ended.out) == (0, (assets.root("rules") / "E101.md").read_text(encoding="utf-8"))


def test_a_rule_can_be_named(summarise):
    assert summarise("explain", "near-repeat").out == summarise("explain", "R102").out


def test_explain_without_a_code_lists_all_rules(summarise):
    lines = summarise("explain").out.splitlines()
    assert [line.split()[0] for line in lines] == list(RULES)


def test_an_unknown_rule_gets_the_nearest(summarise):
    ended = summarise("explain", "R110")
    assert (ended.code, ended.out) == (2, "")
    assert "no rule R110: did you mean 'R1" in ended.err


def test_a_page_that_is_missing_is_a_broken_installation(summarise, folder, monkeypatch):
    monkeypatch.setattr(assets, "root", lambda _: folder)
    ended = summarise("explain", "E101")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == "summarise: the page of E101 is missing: reinstall summarise\n"


@pytest.fixture
def collection(folder, monkeypatch):
    """A copy of the project's prompts that a test may change."""
    copy = folder / "prompts"
    shutil.copytree(assets.root("prompts"), copy)
    monkeypatch.setattr(prompts, "folder", lambda: copy)
    return copy


def test_prompts_list_names_every_version_and_its_state(summarise, collection):
    summarise("prompts", "lock")
    summarise("prompts", "new", "headline")
    lines = [line.split()[:4] for line in summarise("prompts", "list").out.splitlines()]
    assert ["headline@v1", "released", "in", "use"] in lines
    assert [line[:2] for line in lines if line[0].startswith("headline")][-1][1] == "draft"


def test_prompts_show_prints_the_file(summarise, collection):
    text = (collection / "headline" / "v1.md").read_text(encoding="utf-8")
    assert summarise("prompts", "show", "headline@v1").out == text


def test_prompts_diff_is_a_unified_diff(summarise, collection):
    out = summarise("prompts", "diff", "headline@v1", "fuse@v1").out
    assert out.startswith("--- headline@v1\n+++ fuse@v1\n@@")
    assert summarise("prompts", "diff", "fuse@v1", "fuse@v1").out == ""


def test_prompts_new_lock_check_is_the_way_of_a_version(summarise, collection):
    summarise("prompts", "lock")
    made = summarise("prompts", "new", "headline").out.strip()
    assert made == str(collection / "headline" / "v2.md")
    assert summarise("prompts", "lock").out == "headline@v2\n"
    ended = summarise("prompts", "check")
    assert (ended.code, ended.err) == (0, "")
    with (collection / "headline" / "v2.md").open("a") as file:
        file.write("\nand one thing more\n")
    ended = summarise("prompts", "check")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == "summarise: prompt headline@v2 was released and has changed: restore it, make a new version\n"


def test_schemas_are_listed_and_shown(summarise):
    assert "report.v1" in summarise("schemas", "list").out
    assert json.loads(summarise("schemas", "show", "report.v1").out)["title"] == "report.v1"


def test_a_report_is_checked_against_the_schema_that_it_names(summarise, folder):
    (folder / "a.txt").write_text(TEXT)
    summarise("brief", "a.txt", "-m", "none", "-f", "json", "-o", "one.json")
    summarise("brief", "a.txt", "a.txt", "-m", "none", "-f", "json", "-o", "two.json")
    assert summarise("schemas", "check", "one.json").out == "one.json: 1 fits\n"
    assert summarise("schemas", "check", "two.json").out == "two.json: 2 fit\n"
    data = json.loads((folder / "two.json").read_text())
    del data[1]["runs"]
    (folder / "two.json").write_text(json.dumps(data))
    ended = summarise("schemas", "check", "two.json")
    assert (ended.code, ended.out) == (2, "")
    assert "two.json: item 2: report.v1: /: 'runs' is a required property" in ended.err


@pytest.mark.parametrize(
    ("text", "arguments", "code", "says"),
    [
        ("{", [], 2, "not JSON"),
        ("[" * 100_000, [], 2, "not JSON"),
        ("{}", [], 2, "names no schema"),
        ("3", [], 2, "names no schema"),
        ("{}", ["--schema", "nope.v1"], 3, "no schema 'nope.v1'"),
        ('{"claims": []}', ["--schema", "claims.v1"], 0, "fits"),
    ],
)
def test_what_is_checked_must_be_json_with_a_schema(summarise, folder, *, text, arguments, code, says):
    (folder / "a.json").write_text(text)
    ended = summarise("schemas", "check", "a.json", *arguments)
    assert ended.code == code
    assert says in ended.out + ended.err


def test_the_cache_is_shown_and_cleared(summarise, server, folder):
    (folder / "a.txt").write_text(TEXT)
    server.default = {"claims": []}
    assert summarise("cache", "path").out.strip() == str(default_path())
    assert summarise("cache", "show").out == "the cache is empty\n"
    summarise("claims", "a.txt", "-m", "tern-2", "--base-url", server.url)
    assert summarise("cache", "show").out.startswith("1 reply, 0.")
    assert summarise("cache", "clear").code == 0
    assert summarise("cache", "show").out == "the cache is empty\n"


def test_a_cache_that_cannot_be_used_is_a_line_and_no_reason_to_stop(summarise, server, folder):
    (folder / "a.txt").write_text(TEXT)
    server.default = {"claims": []}
    default_path().mkdir(parents=True)
    ended = summarise("claims", "a.txt", "-m", "tern-2", "--base-url", server.url)
    assert ended.code == 0
    assert ended.err
    assert all(line.startswith("summarise: the cache ") for line in ended.err.splitlines())


def test_a_cache_that_is_none_says_how_to_end_it(summarise, folder):
    default_path().parent.mkdir(parents=True)
    default_path().write_text("not a database, but long enough to be taken for one by its size alone" * 30)
    ended = summarise("cache", "show")
    assert (ended.code, ended.out) == (2, "")
    assert "summarise cache clear deletes it" in ended.err
