"""The options that commands share, each declared once.

A command asks for a group of them by one parameter, and `flat` shows typer each field as an option of its own::

    @app.command(cls=Command)
    @flat
    def brief(files: Files, models: ModelOptions, printing: PrintOptions) -> int: ...

Every option of a command made this way can also be set as SUMMARISE_<OPTION> in the environment and, by its long
name, in summarise.toml: `flat` and `Command` see to it.
"""

import inspect
from collections.abc import Callable, Collection, Iterator
from copy import copy
from dataclasses import dataclass, field, fields, is_dataclass
from functools import update_wrapper
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import typer
from typer.core import TyperCommand
from typer.models import OptionInfo

from summarise.cli.output import listen
from summarise.config import Config, find, load
from summarise.errors import InputError
from summarise.formats import FORMATS
from summarise.models.base import Strategy
from summarise.rules import LEVELS, Level

Files = Annotated[list[str] | None, typer.Argument(metavar="FILE", help="Articles to read; - is standard input.")]


@dataclass(frozen=True, slots=True)
class Choices:
    """In an annotation: the words that an option takes, when they are the keys of a table and not a type."""

    words: Collection[str]


def _above_zero(value: float | None) -> float | None:
    if value is not None and not value > 0:
        raise typer.BadParameter(f"{value} is not above 0")
    return value


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How articles are read."""

    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="The article's language (default: detected).")
    ] = None
    max_bytes: Annotated[int, typer.Option(callback=_above_zero, metavar="N", help="Refuse a larger file.")] = 2_000_000


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """Where else than from files articles come."""

    fetch: Annotated[
        bool, typer.Option("--fetch", help="Read https:// addresses too; nothing is fetched without it.")
    ] = False
    clipboard: Annotated[bool, typer.Option("--clipboard", help="Read what the clipboard holds (verify: as TEXT).")] = (
        False
    )


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """Which model is asked, and how."""

    model: Annotated[
        str | None, typer.Option("--model", "-m", metavar="NAME", help="Model: a name, local, none, replay:FOLDER.")
    ] = None
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="Address of an OpenAI-compatible server.")] = None
    timeout: Annotated[
        float | None,
        typer.Option(callback=_above_zero, metavar="SECONDS", help="Give up a try after this long."),
    ] = None
    window: Annotated[
        int | None,
        typer.Option(min=512, metavar="TOKENS", help="The model's window: prompt and answer together."),
    ] = None
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Ask anew; neither read nor write the cache.")] = False
    no_store: Annotated[
        bool, typer.Option("--no-store", help="Leave no copy of an article on this disk; implies --no-cache.")
    ] = False
    record: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Save each reply here, for -m replay:FOLDER.")
    ] = None

    def opening(self) -> dict[str, Any]:
        """Return the arguments of `models.open_model`. Raises InputError for a recording beside --no-store."""
        if self.no_store and self.record:
            raise InputError("--record keeps what --no-store forbids: leave one of them out")
        return {
            "name": self.model,
            "base_url": self.base_url,
            "timeout": self.timeout,
            "window": self.window,
            "cache": not (self.no_cache or self.no_store),
            "record": self.record,
        }


@dataclass(frozen=True, slots=True)
class TaskOptions:
    """How a task is done."""

    strategy: Annotated[
        Strategy | None,
        typer.Option(help="How the model is used (default: what suits it).", metavar="|".join(get_args(Strategy))),
    ] = None
    prompt: Annotated[
        list[str],
        typer.Option(metavar="TASK@vN|FILE|TASK=FILE", help="Use this prompt (repeatable)."),
    ] = field(default_factory=list)
    wording: Annotated[
        str,
        typer.Option(metavar="STEPS", help="What a guided model may word: headline,fuse,standalone or none."),
    ] = "headline"

    def chosen(self) -> dict[str, str]:
        """Map each task to the prompt that was given for it. Raises InputError when there are two for one."""
        from summarise.prompts import load  # noqa: PLC0415  start-up: not needed for help

        found: dict[str, str] = {}
        for prompt in self.prompt:
            task = load(prompt).task
            if task in found:
                raise InputError(f"two prompts for '{task}': {found[task]} and {prompt}: give one")
            found[task] = prompt
        return found

    def steps(self) -> tuple[str, ...]:
        """Return the wording steps that were given, none for "none"."""
        return () if self.wording == "none" else tuple(step.strip() for step in self.wording.split(","))


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What is printed, and where."""

    format: Annotated[
        str,
        Choices(FORMATS),
        typer.Option("--format", "-f", metavar="FORM", help=f"How to print: {', '.join(FORMATS)}."),
    ] = "text"
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here instead of standard output.")
    ] = None
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")] = False
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show every run, and tracebacks of faults.")] = False


@dataclass(frozen=True, slots=True)
class PageOptions:
    """Whether the result is shown as a page."""

    open: Annotated[bool, typer.Option("--open", help="Make a page (-f html) and show it in the browser.")] = False


@dataclass(frozen=True, slots=True)
class FindingOptions:
    """Which findings are shown, and which make the command fail."""

    min_level: Annotated[Level, typer.Option(metavar="|".join(LEVELS), help="Show findings from this level up.")] = (
        "suggestion"
    )
    fail_on: Annotated[
        Literal[Level, "never"],
        typer.Option(metavar="|".join((*LEVELS, "never")), help="Exit with 1 if a finding reaches this level."),
    ] = "error"


def flat(command: Callable[..., int], *, variables: bool = True) -> Callable[..., int]:
    """Show typer each field of the option groups that a command takes as an option of its own.

    Without ``variables`` they are set by the command line alone, neither by the environment nor by a configuration.
    """
    signature = inspect.signature(command)
    groups: dict[str, Any] = {n: p.annotation for n, p in signature.parameters.items() if is_dataclass(p.annotation)}

    def gathered(**given: Any) -> int:
        for name, group in groups.items():
            given[name] = group(**{f.name: given.pop(f.name) for f in fields(group)})
        return command(**given)

    flattened: list[inspect.Parameter] = []
    for name, parameter in signature.parameters.items():
        if name in groups:
            flattened += (_parameter(f.name, f.type, _default(f), variables) for f in fields(groups[name]))
        else:
            flattened.append(_parameter(name, parameter.annotation, parameter.default, variables))
    update_wrapper(gathered, command, assigned=("__module__", "__name__", "__doc__"), updated=())
    del gathered.__wrapped__  # type: ignore[attr-defined]  # typer would look through it to the option groups
    gathered.__annotations__ = {}
    gathered.__signature__ = signature.replace(parameters=flattened)  # type: ignore[attr-defined]
    return gathered


def _default(option: Any) -> Any:
    return option.default_factory() if callable(option.default_factory) else option.default


def _parameter(name: str, annotation: Any, default: Any, variables: bool) -> inspect.Parameter:
    if get_origin(annotation) is Annotated:
        kind, *notes = get_args(annotation)
        for choices in (note for note in notes if isinstance(note, Choices)):
            words: Any = Literal[tuple(choices.words)]
            kind = words | None if default is None else words
        notes = [note for note in notes if not isinstance(note, Choices)]
        if variables:
            notes = [_with_variable(note, name) for note in notes]
        annotation = Annotated[(kind, *notes)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _with_variable(note: Any, name: str) -> Any:
    if not isinstance(note, OptionInfo):
        return note
    note = copy(note)
    note.envvar, note.show_envvar = f"SUMMARISE_{name.upper()}", False
    return note


class Plain(TyperCommand):
    """A command whose help is in plain words."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return the parts of the usage line, with an argument that must be given without typer's braces."""
        return [piece.replace("{", "").replace("}", "") for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options into the help, without the names of Python's types."""
        arguments = [
            (p.metavar or p.name.upper(), getattr(p, "help", ""))
            for p in self.params
            if p.param_type_name == "argument"
        ]
        if arguments:
            with formatter.section("Arguments"):
                formatter.write_dl(arguments)
        with formatter.section("Options"):
            formatter.write_dl([p.get_help_record(ctx) for p in self.get_params(ctx) if p.param_type_name == "option"])


class Command(Plain):
    """A command whose options can also be set in summarise.toml; its context's ``obj`` is the `config.Config`."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Parse the arguments, with the configuration file's values below those of the environment."""
        if "--help" not in args and not extra.get("resilient_parsing"):
            listen()
            settings = _settings(parent.find_root()) if parent else Config()
            extra["default_map"] = {p.name: settings.options.get(key) for key, p in _options(self).items()}
            extra["obj"] = settings
        return super().make_context(info_name, args, parent, **extra)


def _settings(root: Any) -> Config:
    path = find(Path.cwd())
    return load(path, known(root, root.command)) if path else Config()


def _options(command: Any) -> dict[str, Any]:
    """Map the long name of each option that can be configured to its parameter."""
    return {max(p.opts, key=len).lstrip("-"): p for p in command.params if p.envvar and p.param_type_name == "option"}


def configurable(context: Any, command: Any, name: str = "") -> Iterator[tuple[str, str, Any]]:
    """Yield the options of this command and all below it that a file can set: command, key, the option."""
    yield from ((name, key, option) for key, option in _options(command).items())
    for below in command.list_commands(context) if hasattr(command, "list_commands") else ():
        yield from configurable(context, command.get_command(context, below), f"{name} {below}".strip())


def known(context: Any, command: Any) -> set[str]:
    """Return the keys that a configuration file may hold: the options of this command and all below it."""
    return {key for _, key, _ in configurable(context, command)}
