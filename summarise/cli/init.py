"""`summarise init`: a summarise.toml in which every option stands, each behind a comment sign."""

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from summarise.cli.options import Plain, configurable
from summarise.config import NAME
from summarise.errors import InputError

_WIDTH = 100
_HEAD = """\
# Settings of summarise for this folder and those below it. A line without its "# " counts. What stands here is weaker
# than the environment (SUMMARISE_FAIL_ON=warning), and that is weaker than the command line (--fail-on warning).
# Paths are seen from this file's folder.
"""
_EXAMPLES: dict[str, Any] = {
    "base-url": "https://llm.example/v1",
    "language": "en",
    "max-cost": 20.0,
    "model": "none",
    "output": "out.txt",
    "record": "replies",
    "rpm": 500.0,
    "timeout": 60.0,
    "tpm": 200_000.0,
    "window": 8192,
    "jobs": 8,
}
"""Values of options that have no default."""
_PATHS = """
# Rules that are not reported for some articles: * stays within a folder, ** crosses folders. This must stay below
# all options.
#
# [[paths]]
# match = "drafts/**"
# ignore = ["R103"]  # or the beginning of codes: "R" is all of R1xx
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Plain, name="init", epilog="Example: summarise init && summarise brief article.md")(init)


def init(ctx: typer.Context) -> int:
    """Write a summarise.toml with every option into the working folder."""
    try:
        with Path(NAME).open("x", encoding="utf-8", newline="\n") as file:
            file.write(settings(ctx.find_root()))
    except FileExistsError:
        raise InputError(f"{NAME} is there already: change it by hand, or move it away") from None
    except OSError as error:
        raise InputError(f"cannot write: {NAME}: {error.strerror}: go to a folder you may write to") from None
    print(f"{NAME}: every option, each as a comment. Take the comment sign from those that you want to set.")
    return 0


def settings(root: Any) -> str:
    """Return the text of the file: all options that the commands below ``root`` declare."""
    users: dict[str, list[str]] = {}
    options: dict[str, Any] = {}
    for command, key, option in configurable(root, root.command):
        users.setdefault(key, []).append(command)
        options.setdefault(key, option)
    groups: dict[str, list[str]] = {}
    for key, commands in users.items():
        groups.setdefault(", ".join(commands), []).append(key)
    parts = [_HEAD]
    for together, keys in groups.items():
        parts.append("\n" + _comment(f"== {together} ==") + "\n")
        parts += ["\n".join(_setting(key, options[key])) + "\n" for key in keys]
    return "".join([*parts, _PATHS])


def _setting(key: str, option: Any) -> Iterator[str]:
    yield ""
    yield _comment(option.help)
    yield f"# {key} = {_value(key, option)}"


def _value(key: str, option: Any) -> str:
    """Return an option's default as TOML; where there is none, something of its kind, and that it is an example."""
    kind = option.type_descriptor.annotation
    if option.is_flag:
        return "true"
    if option.default is not None:
        return str(option.default) if option.default == [] else json.dumps(option.default)
    example = _EXAMPLES.get(key) or {int: 1, float: 1.0}.get(kind) or option.metavar.split("|")[0]
    return f"{json.dumps(example)}  # for example"


def _comment(text: str) -> str:
    return "\n".join(f"# {line}" for line in textwrap.wrap(text, _WIDTH))
