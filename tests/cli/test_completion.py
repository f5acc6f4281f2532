"""Completion: what a shell is answered, and the scripts in the shells themselves."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys

import pytest

from summarise import prompts, schemas
from summarise.cli.app import COMMANDS
from summarise.cli.completion import SCRIPTS, VARIABLE
from summarise.evaluate.metrics import METRICS
from summarise.formats import FORMATS
from summarise.report import TASKS
from summarise.rules import RULES
from summarise.tasks import WORDING


@pytest.fixture
def offered(summarise, folder, monkeypatch):
    """Return what a script is answered with for the last of some words, without what each means."""

    def ask(*words: str, script: str = "fish") -> list[str]:
        monkeypatch.setenv(VARIABLE, script)
        ended = summarise(*words)
        assert (ended.code, ended.err) == (0, "")
        return [line.split("\t")[0] for line in ended.out.splitlines()]

    return ask


def test_commands_and_those_below_them_are_offered(offered):
    assert offered("") == offered() == list(COMMANDS)
    assert offered("red") == ["redundancy"]
    assert offered("prompts", "") == ["list", "show", "diff", "new", "lock", "check"]
    assert offered("xyzzy", "") == []


def test_options_are_offered(offered):
    assert offered("--v") == ["--version"]
    assert offered("brief", "--f") == ["--fetch", "--fail-on", "--format"]
    assert "-m" in offered("eval", "run", "-")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["brief", "--format", ""], list(FORMATS)),
        (["brief", "a.txt", "-f", "j"], ["json", "junit"]),
        (["brief", "--format=j"], ["--format=json", "--format=junit"]),
        (["claims", "--fail-on", ""], ["error", "warning", "suggestion", "never"]),
        (["brief", "--strategy", ""], ["direct", "guided", "extract"]),
        (["eval", "run", "--strategy", ""], ["direct", "guided", "extract"]),
        (["batch", "--task", ""], list(TASKS)),
        (["brief", "--wording", ""], [*WORDING, "none"]),
        (["brief", "-m", "l"], ["local"]),
        (["brief", "-m", "rep"], ["replay:"]),
        (["explain", ""], list(RULES)),
        (["schemas", "show", ""], list(schemas.names())),
        (["prompts", "new", ""], list(prompts.tasks())),
        (["prompts", "diff", "summary@v1", "summary@v1"], ["summary@v1"]),
        (["eval", "compare", "run", "--metric", ""], list(METRICS)),
        (["brief", ""], []),
        (["brief", "-o", ""], []),
        (["schemas", "check", ""], []),
        (["lsp", ""], []),
    ],
)
def test_values_are_offered_and_none_where_a_file_belongs(offered, words, expected):
    assert offered(*words) == expected


@pytest.mark.parametrize("words", [["brief", "--prompt", ""], ["prompts", "show", ""], ["prompts", "diff", "a", ""]])
def test_prompts_are_offered_by_task_and_by_version(offered, words):
    found = offered(*words)
    assert set(prompts.tasks()) < set(found)
    assert {f"{task}@{version}" for task in prompts.tasks() for version in prompts.versions(task)} < set(found)


def test_bash_is_told_only_what_follows_the_last_character_at_which_it_cuts_words(offered):
    assert offered("summarise prompts show summary@", script="bash") == ["v1"]
    assert offered("summarise brief --format=js", script="bash") == ["json"]
    assert offered("summarise br", script="bash") == ["brief"]
    assert offered("summarise ", script="bash") == list(COMMANDS)
    assert offered('summarise brief "my dra', script="bash") == []


def test_zsh_is_told_what_a_word_means_after_a_colon(offered):
    assert offered("brie", script="zsh") == [f"brief:{COMMANDS['brief'][1]}"]
    assert offered("brief", "-m", "rep", script="zsh")[0].startswith("replay\\::the replies")


def test_an_answer_imports_nothing_heavy(folder):
    code = "import sys; from summarise.cli.app import run; run(['brief', '-m', '']); print(*sys.modules)"
    environment = {**os.environ, VARIABLE: "fish"}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    loaded = set(ended.stdout.split("\n")[-2].split())
    assert not loaded & {"openai", "tiktoken", "jsonschema", "rich", "pydantic", "sentencex", "genai_prices", "pygls"}


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_of_a_named_shell_is_shown(summarise, shell):
    ended = summarise("--show-completion", shell)
    assert (ended.code, ended.out, ended.err) == (0, SCRIPTS[shell], "")


def test_the_script_of_this_shell_is_shown_when_none_is_named(summarise, monkeypatch):
    monkeypatch.setenv("SHELL", "/bin/zsh")
    assert summarise("--show-completion").out == SCRIPTS["zsh"]
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    ended = summarise("--show-completion")
    assert (ended.code, ended.err) == (2, "summarise: no completion for 'tcsh': did you mean 'zsh'?\n")
    monkeypatch.delenv("SHELL")
    assert "add bash, zsh or fish" in summarise("--show-completion").err


@pytest.mark.parametrize(("shell", "start"), [("bash", ".bashrc"), ("zsh", ".zshrc")])
def test_installing_adds_one_line_and_says_so(summarise, folder, monkeypatch, shell, start):
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    (folder / start).write_text("export A=1")
    told = summarise("--install-completion", shell).out.splitlines()
    script = folder / "data/summarise" / f"complete.{shell}"
    assert told[:2] == [f"wrote {script}", f"added a line to {folder / start}: source {script}"]
    summarise("--install-completion", shell)
    assert script.read_text() == SCRIPTS[shell]
    assert (folder / start).read_text() == f"export A=1\nsource {script}\n"


def test_installing_for_fish_writes_one_file(summarise, folder, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    assert summarise("--install-completion", "fish").code == 0
    assert [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()] == [
        "fish/completions/summarise.fish"
    ]


def test_a_home_that_cannot_be_written_to_is_one_line(summarise, folder, monkeypatch):
    (folder / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "file"))
    ended = summarise("--install-completion", "bash")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "summarise --show-completion bash prints it instead" in ended.err


def shell(name: str, script: str) -> list[str]:
    """Run a script in a shell in which `summarise` is this program, and return the lines that it prints."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    here = f"{shlex.quote(sys.executable)} -c 'from summarise.cli import main; main()'"
    with open("summarise", "w", encoding="utf-8") as file:  # noqa: PTH123  in the test's own folder
        file.write(f'#!/bin/sh\nexec {here} "$@"\n')
    os.chmod("summarise", 0o700)  # noqa: PTH101
    environment = {**os.environ, "PATH": f"{os.getcwd()}:{os.environ['PATH']}"}  # noqa: PTH109
    command = [program, *(["--norc"] if name == "bash" else ["--no-config"]), "-c", script]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert ended.stderr == ""
    return ended.stdout.splitlines()


def test_bash_completes(folder):
    ask = 'COMP_LINE="summarise brief --format j"; COMP_POINT=${#COMP_LINE}; _summarise summarise j --format'
    assert shell("bash", f'{SCRIPTS["bash"]}{ask}; printf "%s\\n" "${{COMPREPLY[@]}}"') == ["json", "junit"]


def test_fish_completes_words_and_files(folder):
    (folder / "draft.md").write_text("")
    asked = [f'complete -C "summarise {line}"' for line in ("brief --format j", "brief dra", "prompts show fuse@")]
    lines = shell("fish", "\n".join([SCRIPTS["fish"], *asked]))
    assert [line.strip() for line in lines] == ["json", "junit", "draft.md", "fuse@v1"]


def test_the_script_for_zsh_can_be_read_by_it(folder):
    zsh = shutil.which("zsh")
    if zsh is None:
        pytest.skip("zsh is not installed")
    (folder / "script").write_text(SCRIPTS["zsh"])
    ended = subprocess.run([zsh, "-n", "script"], capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
