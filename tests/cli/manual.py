"""Write the page of `man summarise`: PYTHONPATH=tests python tests/cli/manual.py > docs/summarise.1."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer
from cli.reference import EXIT_CODES
from typer.main import get_command

from summarise import __version__
from summarise.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

DESCRIPTION = """\
An article goes in; a checked brief comes out: headlines, a standfirst, a summary, key claims, repeats and conflicts. A
language model words some of it, and nothing that it wrote is shown unchecked: each sentence points at the sentences of
the article that say it.

Results go to standard output and nothing else does. An error is one line on standard error: what, where, what to do.
For a first look: summarise tour
"""
EXAMPLES = {
    "summarise brief -m none article.txt": "A brief without a model, in under a second.",
    "summarise redundancy draft.md --diff | patch -p0": "Cut the repeats that it would cut.",
    "summarise verify article.md push-alert.txt": "Check what somebody else wrote about an article.",
    "summarise claims article.md -f csv -o claims.csv": "A sheet for the fact-checker.",
    "summarise batch wire/ -o reports.jsonl": "A report a line; the same command goes on where it stopped.",
}
ENVIRONMENT = {
    "OPENAI_API_KEY, OPENAI_BASE_URL": "Key and address of the model's server.",
    "SUMMARISE_<OPTION>": "Any option that summarise.toml can hold, as SUMMARISE_FAIL_ON=warning.",
    "SUMMARISE_LOCAL_MODEL": "The local model's GGUF file.",
    "NO_COLOR": "No colours.",
}
FILES = {
    "summarise.toml": "Options for its folder and those below, found from the working folder upward; the environment "
    "and the command line come first. summarise init writes one."
}


def manual() -> str:
    """Return the page in roff."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    root = get_command(app)
    commands = list(_all(typer.Context(root), root, ""))
    yield f'.TH SUMMARISE 1 "" "summarise {__version__}" "User Commands"'
    yield from (".SH NAME", r"summarise \- checked summaries, claims and redundancy warnings for news articles")
    yield from (".SH SYNOPSIS", ".B summarise", _text("COMMAND [OPTION]... [ARGUMENT]..."))
    yield ".SH DESCRIPTION"
    yield from (line for paragraph in DESCRIPTION.split("\n\n") for line in (".PP", _text(paragraph)))
    yield ".SH COMMANDS"
    for path, command in commands:
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        yield from _item(" ".join(["summarise", path, *command.collect_usage_pieces(typer.Context(command))]))
        yield _text(command.help)
        for argument in arguments:
            yield from (".br", _text(f"{argument.metavar or argument.name.upper()}: {argument.help}"))
    yield ".SH OPTIONS"
    for users, options in _by_users([("summarise (and --help after every command)", root), *commands]).items():
        yield f'.SS "{_escaped(users)}"'
        for names, says in options:
            yield from _item(names)
            yield _text(says)
    for title, table in (
        ("EXIT STATUS", {str(code): says.replace("`", "") for code, says in EXIT_CODES.items()}),
        ("ENVIRONMENT", ENVIRONMENT),
        ("FILES", FILES),
        ("EXAMPLES", EXAMPLES),
    ):
        yield f".SH {title}"
        for name, says in table.items():
            yield from (*_item(name), _text(says))


def _all(context: Any, command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield each command that is no group, with the words that call it."""
    if not hasattr(command, "list_commands"):
        yield path, command
        return
    for name in command.list_commands(context):
        yield from _all(context, command.get_command(context, name), f"{path} {name}".strip())


def _by_users(commands: list[tuple[str, Any]]) -> dict[str, list[tuple[str, str]]]:
    """Return the options, as their help writes them, under the commands that share them."""
    users: dict[tuple[str, str], list[str]] = {}
    for path, command in commands:
        context = typer.Context(command, help_option_names=["--help", "-h"])
        for option in command.get_params(context):
            if option.param_type_name == "option" and (option.name != "help" or command is commands[0][1]):
                users.setdefault(option.get_help_record(context), []).append(path)
    groups: dict[str, list[tuple[str, str]]] = {}
    for record, paths in users.items():
        groups.setdefault(", ".join(paths), []).append(record)
    return groups


def _item(name: str) -> tuple[str, str]:
    return ".TP", rf"\fB{_escaped(name)}\fR"


def _text(text: str) -> str:
    escaped = _escaped(" ".join(text.split()))
    return rf"\&{escaped}" if escaped[:1] in ".'" else escaped


def _escaped(text: str) -> str:
    for char, written in (("\\", r"\e"), ("-", r"\-"), ("…", "..."), ('"', r"\(dq"), ("'", r"\(aq"), ("~", r"\(ti")):
        text = text.replace(char, written)
    return text.encode("ascii").decode()


if __name__ == "__main__":
    sys.stdout.write(manual())
