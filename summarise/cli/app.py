"""The table of commands, and the one place where an error becomes a line and an exit code."""

import io
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import pairwise
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from summarise import __version__
from summarise.cli.output import complain, hush
from summarise.cli.usage import wrong
from summarise.errors import EXIT_DONE, EXIT_INTERRUPTED, SummariseError

EXIT_FAULT = 70  # EX_SOFTWARE of sysexits.h: a bug of ours, none of the documented ends

COMMANDS: dict[str, tuple[str, str]] = {
    "brief": ("articles", "Summarise an article, list its key claims, find its repeats."),
    "summary": ("articles", "Write headlines, a standfirst and a summary."),
    "claims": ("articles", "List the claims worth checking, best first."),
    "redundancy": ("articles", "Find what an article says twice or contradicts."),
    "verify": ("verify", "Check any text against an article, sentence by sentence."),
    "watch": ("watch", "Check an article again whenever it is saved."),
    "lsp": ("lsp", "Show findings in an editor, as its language server."),
    "batch": ("batch", "Do many articles; go on where it stopped."),
    "eval": ("eval", "Compare prompts, models and strategies on labelled articles."),
    "prompts": ("prompts", "List, compare, begin and release prompt versions."),
    "schemas": ("schemas", "List and show the JSON Schemas, check a file."),
    "models": ("models", "List the models, fetch the local one, check that one works."),
    "init": ("init", "Write a summarise.toml with every option."),
    "tour": ("tour", "Show what each part of a brief means, on an example."),
    "explain": ("explain", "Explain a rule, with examples and what to do."),
    "cache": ("cache", "Show or clear the replies that are kept."),
}
"""The module of each command, whose ``register(app)`` adds it, and what the command does in one line of help.

A module is imported when its command is wanted; ``summarise --help`` needs none of them.
"""


class _Commands(TyperGroup):
    """The commands of the table, each made when it is wanted."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.table = {name: says for name, (_, says) in COMMANDS.items()}

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  typer's signature
        """Return the names of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  typer's signature
        """Return a command, or None when the table has none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, says = COMMANDS[cmd_name]
        part = typer.Typer(**_PLAIN)
        import_module(f"summarise.cli.{module}").register(part)
        command = get_group(part).commands[cmd_name]
        command.help = says
        return command

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the options before the command; those of completion may be followed by a shell's name."""
        ctx.meta[_SHELL] = next((after for option, after in pairwise(args) if option.endswith("-completion")), "")
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  typer's signature
        """Write the table into the help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.table.items()))


_SHELL = "summarise.cli.shell"
_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False, "add_completion": False}
app = typer.Typer(
    cls=_Commands,
    name="summarise",
    help="Checked summaries, claims and redundancy warnings for news articles.",
    epilog="Begin with: summarise tour, or summarise brief -m none article.txt",
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
    **_PLAIN,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"summarise {__version__}")
        raise typer.Exit


def _install_completion(ctx: typer.Context, wanted: bool) -> None:
    if wanted:
        from summarise.cli.completion import install  # noqa: PLC0415  start-up: not needed for help

        print("\n".join(install(ctx.meta[_SHELL])))
        raise typer.Exit


def _show_completion(ctx: typer.Context, wanted: bool) -> None:
    if wanted:
        from summarise.cli.completion import script  # noqa: PLC0415  start-up: not needed for help

        print(script(ctx.meta[_SHELL]), end="")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
    _install: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            callback=_install_completion,
            is_eager=True,
            help="Install completion for this shell, or for bash, zsh or fish if it is named after.",
        ),
    ] = False,
    _show: Annotated[
        bool,
        typer.Option(
            "--show-completion",
            callback=_show_completion,
            is_eager=True,
            help="Print what --install-completion would install.",
        ),
    ] = False,
) -> None: ...


def run(arguments: Sequence[str]) -> int:
    """Run a command line (without the program's name) and return the exit code. No exception leaves here."""
    for name in ("stdout", "stderr"):  # None when closed from the start, as by `2>&-`
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  it lasts as we do
    # A patch holds its file's own bytes, as surrogates where they are not UTF-8; messages never fail.
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    try:
        code = _called(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        hush()
        return EXIT_DONE
    except SummariseError as error:
        complain(str(error))
        return error.exit_code
    except typer.TyperException as error:
        return wrong(error)
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted")
        return EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001  the last resort: a line instead of a traceback
        return _fault(error, verbose={"--verbose", "-v"} & {*arguments} or os.environ.get("SUMMARISE_VERBOSE"))
    return code if isinstance(code, int) else EXIT_DONE


def _called(arguments: Sequence[str]) -> object:
    if shell := os.environ.get("_SUMMARISE_COMPLETE"):
        from summarise.cli.completion import answer  # noqa: PLC0415  only where a shell asks

        for line in answer(shell, arguments, get_command(app)):
            print(line)
        return EXIT_DONE
    with _ended_as_by_ctrl_c():
        return app(args=list(arguments), prog_name="summarise", standalone_mode=False)


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Let a request to end, and a terminal that goes away, end the command tidily: no half-written file stays."""
    import signal  # noqa: PLC0415  start-up

    def end(_number: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    changed = []
    with suppress(ValueError):  # not in the main thread, which alone gets signals
        for number in (getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)):
            if signal.getsignal(number) is signal.SIG_DFL:  # under nohup it is ignored
                signal.signal(number, end)
                changed.append(number)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)


def _fault(error: Exception, *, verbose: object) -> int:
    if verbose:
        traceback.print_exception(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119  a string, not a file to open
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    complain(f"a fault of summarise: {what} ({place}): please report it, with what --verbose shows")
    return EXIT_FAULT
