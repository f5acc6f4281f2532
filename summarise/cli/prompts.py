"""`summarise prompts …`: the versioned prompts."""

import sys
from typing import Annotated

import typer

from summarise.cli.options import Plain
from summarise.cli.output import complain
from summarise.errors import EXIT_ASSET, EXIT_DONE

_Name = Annotated[str, typer.Argument(metavar="TASK[@vN]|FILE", help="A prompt: its task, its version, or a file.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True, epilog="Example: summarise prompts diff a@v1 a@v2")
    group.command(cls=Plain, name="list", help="List all versions: which is in use, which is a draft.")(list_)
    group.command(cls=Plain, name="show", help="Print a prompt as its file has it.")(show)
    group.command(cls=Plain, name="diff", help="Compare two prompts.")(diff)
    group.command(cls=Plain, name="new", help="Begin the next version of a task's prompt.")(new)
    group.command(cls=Plain, name="lock", help="Release all drafts: they never change again.")(lock)
    group.command(cls=Plain, name="check", help="Prove that released prompts are unchanged and all work.")(check)
    app.add_typer(group, name="prompts")


def list_() -> int:
    """Print a line for each version."""
    from summarise import prompts  # noqa: PLC0415  start-up

    in_use, released = prompts.current(), prompts.locked()
    for task in prompts.tasks():
        for version in prompts.versions(task):
            prompt = prompts.load(f"{task}@{version}")
            state = "released" if prompt.id in released else "draft"
            used = "in use" if in_use.get(task) == version else ""
            print(f"{prompt.id:<16} {state:<9} {used:<7} {prompt.digest[:12]}  {prompt.change}".rstrip())
    return EXIT_DONE


def show(name: _Name) -> int:
    """Print a prompt's text."""
    from summarise import prompts  # noqa: PLC0415  start-up

    sys.stdout.write(prompts.load(name).text)
    return EXIT_DONE


def diff(old: _Name, new: _Name) -> int:
    """Print a unified diff, nothing when they are the same."""
    from summarise import prompts  # noqa: PLC0415  start-up

    sys.stdout.write(prompts.diff(old, new))
    return EXIT_DONE


def new(task: Annotated[str, typer.Argument(metavar="TASK", help="A task, such as summary.")]) -> int:
    """Print the path of the new draft."""
    from summarise import prompts  # noqa: PLC0415  start-up

    print(prompts.new(task))
    return EXIT_DONE


def lock() -> int:
    """Print the ids of the versions that were released."""
    from summarise import prompts  # noqa: PLC0415  start-up

    for prompt in prompts.lock():
        print(prompt)
    return EXIT_DONE


def check() -> int:
    """Print what is wrong on standard error, one line each."""
    from summarise import prompts  # noqa: PLC0415  start-up

    wrong = prompts.check()
    for line in wrong:
        complain(line)
    if not wrong:
        count = sum(len(prompts.versions(task)) for task in prompts.tasks())
        print(f"{count} prompts: unchanged since their release, and their examples fit their schemas")
    return EXIT_ASSET if wrong else EXIT_DONE
