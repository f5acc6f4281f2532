"""What is wrong with a command line, the environment or the configuration: one line, with what was probably meant."""

import os
import re
import sys
from collections.abc import Iterator
from typing import Any, get_args

import typer

from summarise.cli.output import complain
from summarise.errors import EXIT_ASSET, EXIT_INPUT, nearest


def wrong(error: typer.TyperException) -> int:
    """Print the line of an error of typer's and return the exit code."""
    message = error.format_message()
    if message.startswith("Usage:"):
        print(message, file=sys.stderr)
        return EXIT_INPUT
    # pydantic, which typer asks to read values, begins its messages with the kind of exception.
    message = (message[:1].lower() + message[1:]).replace("Value error, ", "").rstrip(".")
    message = re.sub(r"Input should be (.*?)(, unable to parse.*)?\Z", r"it must be \1", message)
    message = message.replace("Value must be an iterable", 'it must be a list, as in ["…"]')
    context: Any = getattr(error, "ctx", None)
    parameter: Any = getattr(error, "param", None)
    if context is None:
        complain(message.replace("requires an argument", "lacks its value: write it after the option"))
        return EXIT_INPUT
    what, meant = _meant(message, context, parameter)
    source = context.get_parameter_source(parameter.name).name if parameter else ""
    where = ""
    if source == "DEFAULT_MAP":
        where = f"set in {context.obj.path}"
    elif source == "ENVIRONMENT":
        where = f"set by {parameter.envvar} in the environment"
    complain(": ".join(filter(None, (what, where, meant or f"see '{context.command_path} --help'"))))
    return EXIT_ASSET if source == "DEFAULT_MAP" else EXIT_INPUT


def _meant(message: str, context: Any, parameter: Any) -> tuple[str, str]:
    """Return what is wrong, and what was probably meant when a word is not known ("" when nothing comes near)."""
    command = context.command
    if match := re.match(r"no such command '(.*?)'", message, re.DOTALL):
        word = match[1]
        if context.parent is None and (os.path.isfile(word) or word == "-" or "://" in word):  # noqa: PTH113  any string
            return f"no such command '{word}'", f"did you mean 'summarise brief {word}'?"
        return f"no such command '{word}'", nearest(word, command.list_commands(context), "")
    if match := re.match(r"no such option: (\S+)", message):
        names = [name.lstrip("-") for each in command.get_params(context) for name in each.opts]
        meant = nearest(match[1].lstrip("-"), filter(_is_word, names), "").replace("mean '", "mean '--")
        return f"no such option '{match[1]}'", _elsewhere(match[1], context) or meant
    if parameter and (match := re.search(r"'([^']*)' is not one of ", message)):
        return message, nearest(match[1], get_args(parameter.type_descriptor.annotation), "")
    return message, ""


def _elsewhere(option: str, context: Any) -> str:
    """Return which commands have an option, "" when none has it."""
    root = context.find_root()
    owners = [path for path, command in _all(root, root.command, "summarise") if option in _options(command)]
    return f"it belongs after {', '.join(owners[:4])}" if owners else ""


def _all(context: Any, command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield each command that is no group, with its path."""
    if not hasattr(command, "list_commands"):
        yield path, command
        return
    for name in command.list_commands(context):
        yield from _all(context, command.get_command(context, name), f"{path} {name}")


def _is_word(name: str) -> bool:
    return len(name) > 1


def _options(command: Any) -> set[str]:
    return {name for each in command.params if each.param_type_name == "option" for name in each.opts}
