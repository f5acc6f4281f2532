"""Where an option's value comes from: the command line, the environment, summarise.toml, the default."""

from __future__ import annotations

import json

import pytest

TEXT = """A gull took the mayor's hat

A gull took the mayor's hat on Monday, the town hall said. The hat was blue and cost 40 crowns.

Harbour staff found it on a buoy at noon. The mayor thanked them and bought a cap.
"""


@pytest.fixture
def gull(folder):
    (folder / "gull.txt").write_text(TEXT)
    (folder / "summarise.toml").write_text('model = "none"\n')
    return folder


def test_the_file_is_below_the_environment_and_that_below_the_command_line(gull, summarise, monkeypatch):
    (gull / "summarise.toml").write_text('model = "none"\nformat = "json"\n')
    assert summarise("summary", "gull.txt").out.startswith("{")
    monkeypatch.setenv("SUMMARISE_FORMAT", "markdown")
    assert summarise("summary", "gull.txt").out.startswith("# ")
    assert summarise("summary", "gull.txt", "-f", "line").out.count("# ") == 0


def test_a_file_further_up_counts_and_its_paths_are_its_own(gull, summarise, monkeypatch):
    (gull / "summarise.toml").write_text('model = "none"\nformat = "json"\noutput = "out.json"\n')
    (gull / "deep").mkdir()
    monkeypatch.chdir(gull / "deep")
    assert summarise("summary", "../gull.txt").out == ""
    assert json.loads((gull / "out.json").read_text())["schema"] == "report.v1"


def test_an_option_of_another_command_is_no_unknown_key(gull, summarise):
    (gull / "summarise.toml").write_text('model = "none"\ndiff = true\n')
    assert summarise("summary", "gull.txt").code == 0


def test_an_unknown_key_names_the_file_and_the_nearest_key(gull, summarise):
    (gull / "summarise.toml").write_text('modell = "none"\n')
    ended = summarise("summary", "gull.txt")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == f"summarise: unknown key 'modell': {gull / 'summarise.toml'}: did you mean 'model'?\n"


def test_help_works_with_a_broken_file(gull, summarise):
    (gull / "summarise.toml").write_text("= broken")
    assert summarise("summary", "--help").code == 0
    assert summarise("summary", "gull.txt").code == 3


@pytest.mark.parametrize(
    ("set_", "code", "says"),
    [
        ("file", 3, "set in {}/summarise.toml: did you mean 'error'?"),
        ("environment", 2, "set by SUMMARISE_FAIL_ON in the environment: did you mean 'error'?"),
        ("line", 2, "'never': did you mean 'error'?"),
    ],
)
def test_a_bad_value_says_where_it_was_set(gull, summarise, monkeypatch, *, set_, code, says):
    arguments = ["summary", "gull.txt"]
    if set_ == "file":
        (gull / "summarise.toml").write_text('fail-on = "eror"\n')
    elif set_ == "environment":
        monkeypatch.setenv("SUMMARISE_FAIL_ON", "eror")
    else:
        arguments += ["--fail-on", "eror"]
    ended = summarise(*arguments)
    assert ended.code == code
    assert ended.err.endswith(says.format(gull) + "\n")
    assert "'eror' is not one of 'error', 'warning', 'suggestion', 'never'" in ended.err


def test_a_repeatable_option_is_a_list_in_the_file_and_words_in_the_environment(gull, summarise, monkeypatch):
    (gull / "summarise.toml").write_text('model = "none"\nprompt = ["summary@v9"]\n')
    assert "no prompt summary@v9" in summarise("summary", "gull.txt").err
    monkeypatch.setenv("SUMMARISE_PROMPT", "claims@v1 summary@v8")
    assert "no prompt summary@v8" in summarise("summary", "gull.txt").err


@pytest.mark.parametrize("variable", ["SUMMARISE_NO_CACHE", "SUMMARISE_QUIET", "SUMMARISE_VERBOSE"])
def test_a_flag_can_be_set_in_the_environment(gull, summarise, monkeypatch, variable):
    monkeypatch.setenv(variable, "1")
    assert summarise("summary", "gull.txt").code == 0
    monkeypatch.setenv(variable, "perhaps")
    assert summarise("summary", "gull.txt").code == 2


def test_a_word_where_a_list_belongs_says_so(gull, summarise):
    (gull / "summarise.toml").write_text('model = "none"\nprompt = "summary@v1"\n')
    ended = summarise("summary", "gull.txt")
    assert ended.code == 3
    assert 'it must be a list, as in ["…"]: set in' in ended.err


def test_two_prompts_for_one_task_are_one_too_many(gull, summarise):
    ended = summarise("summary", "gull.txt", "--prompt", "summary@v1", "--prompt", "summary@v1")
    assert (ended.code, ended.out) == (2, "")
    assert "two prompts for 'summary'" in ended.err


def test_a_per_path_rule_silences_a_finding(gull, summarise):
    repeated = TEXT + "\nHarbour staff found it on a buoy at noon.\n"
    (gull / "gull.txt").write_text(repeated)
    assert "R101" in summarise("redundancy", "gull.txt", "-f", "line").out
    (gull / "summarise.toml").write_text('model = "none"\n[[paths]]\nmatch = "*.txt"\nignore = ["R"]\n')
    assert "R1" not in summarise("redundancy", "gull.txt", "-f", "line").out


def test_a_comment_in_the_article_silences_a_finding(gull, summarise):
    repeated = TEXT + "\n<!-- summarise: ignore R101 -->\nHarbour staff found it on a buoy at noon.\n"
    (gull / "gull.txt").write_text(repeated)
    ended = summarise("redundancy", "gull.txt", "-f", "line", "--fail-on", "warning", "--min-level", "warning")
    assert "R1" not in ended.out
