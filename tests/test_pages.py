"""The pages for readers: links lead somewhere, and what a page shows is what happens."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "evals" / "README.md", *(ROOT / "docs").rglob("*.md")])
TRIED = [
    ROOT / "README.md",
    *(ROOT / "docs" / f"{name}.md" for name in ("for-editors", "for-newsrooms", "for-prompt-engineers", "recipes")),
]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]\n]+(?:\n[^\]\n]+)?\]\(([^)\s]+)\)")
_MARK = "\x1e"
_ANY = "…"


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(text: str) -> set[str]:
    """Return what the headings of a page can be linked by, as GitHub and MkDocs make it of them."""
    found: set[str] = set()
    for heading in re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE):
        plain = re.sub(r"\[([^\]]+)\]\([^)]*\)|[`*_]", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-")
        number = 0
        while (unique := f"{slug}-{number}" if number else slug) in found:
            number += 1
        found.add(unique)
    return found


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_within_the_project_leads_to_a_page_and_a_heading(page):
    wrong = []
    for target in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        if not there.exists() or (anchor and anchor not in anchors(there.read_text(encoding="utf-8"))):
            wrong.append(target)
    assert wrong == []


def test_the_table_of_contents_names_every_page():
    contents = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    linked = {target.partition("#")[0] for target in _LINK.findall(contents)}
    assert {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"} <= linked


def shown(text: str) -> list[tuple[list[str], str]]:
    """Return what there is to do in a page, in order: lines of a shell with what they print, or a file with its text.

    A console is `$ command` lines and what they print. A block whose first line is a comment with a file's name is
    that file.
    """
    todo: list[tuple[list[str], str]] = []
    for kind, block in _FENCE.findall(text):
        title = re.match(r"(?:#!.*\n)?# ([\w/.-]+\.\w+)\n", block)
        if kind == "console":
            steps = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
            for step in steps:
                command, rest = re.match(r"((?:[^\n]*\\\n)*[^\n]*\n)(.*)", step, re.DOTALL).groups()
                todo.append(([command.rstrip("\n")], rest))
        elif title:
            todo.append(([], f"{title[1]}\n{block}"))
    return todo


def run(todo: list[tuple[list[str], str]], folder: Path) -> list[str]:
    """Do all of it in one shell, and return what each step printed. Steps that are files print nothing."""
    script = ["status=0"]
    for commands, text in todo:
        if not commands:
            file, _, content = text.partition("\n")
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        else:
            script.append(f"printf '\\x1e'; (exit $status); {{ {commands[0]}\n}} 2>&1; status=$?")
    here = shlex.quote(sys.executable)
    (folder / "bin").mkdir()
    for program, does in {
        "summarise": f"exec {here} -c 'from summarise.cli import main; main()' \"$@\"",
        "python": f'exec {here} "$@"',
        "mail": 'echo mail "$@"; cat',
    }.items():
        file = folder / "bin" / program
        file.write_text(f"#!/bin/sh\n{does}\n")
        file.chmod(0o700)
    environment = {
        **os.environ,
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "SUMMARISE_MODEL": "none",
    }
    ended = subprocess.run(
        ["bash", "-c", "\n".join(script)], cwd=folder, env=environment, stdout=subprocess.PIPE, check=False, timeout=240
    )
    return ended.stdout.decode().split(_MARK)[1:]


def expression(expected: str) -> str:
    """Return what an output must match: a line of "…" stands for any lines, "…" at a line's end for its rest."""
    parts = []
    for line in expected.rstrip("\n").split("\n"):
        if line == _ANY:
            parts.append(r"(?:[^\n]*\n)*")
        elif line.endswith(_ANY):
            parts.append(re.escape(line.removesuffix(_ANY)) + r"[^\n]*\n")
        else:
            parts.append(re.escape(line) + r"\n")
    return "".join(parts)


@pytest.mark.parametrize("page", TRIED, ids=name)
def test_what_a_page_shows_is_what_happens(page, tmp_path):
    for folder in ("examples", "evals"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    todo = shown(page.read_text(encoding="utf-8"))
    # A file that a page shows by `cat` is there before it begins.
    for commands, text in todo:
        if commands and (match := re.fullmatch(r"cat (\S+)", commands[0])) and not (tmp_path / match[1]).exists():
            (tmp_path / match[1]).write_text(text, encoding="utf-8")
    steps = [step for step in todo if step[0]]
    assert steps
    for (commands, expected), printed in zip(steps, run(todo, tmp_path), strict=True):
        lines = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
        assert re.fullmatch(expression(expected) if expected.strip() else "", lines), f"$ {commands[0]}\n{printed}"


def test_the_commands_of_the_github_workflow_work(tmp_path):
    text = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
    commands = re.findall(r"^ +- run: (summarise .*)$", text, re.MULTILINE)
    (tmp_path / "drafts").mkdir()
    shutil.copy(ROOT / "examples" / "harbour.txt", tmp_path / "drafts" / "harbour.md")
    steps = [([step], "") for command in commands for step in (command, "echo $?")]
    notes, failed, said, done = run(steps, tmp_path)
    assert "::warning file=drafts/harbour.md,line=12," in notes
    assert (failed, said, done) == ("1\n", "", "0\n")
    assert json.loads((tmp_path / "drafts.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_the_hook_that_the_recipe_names_exists():
    ids = re.findall(r"^ *- id: (\S+)$", (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8"), re.MULTILINE)
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert ids == re.findall(r"^- id: (\S+)$", hooks, re.MULTILINE)
