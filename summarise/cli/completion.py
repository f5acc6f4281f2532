"""Completion in bash, zsh and fish: a script for each shell, and the answers that the scripts ask for.

A script runs the program with _SUMMARISE_COMPLETE=SHELL and the words before the cursor as its arguments (bash: the
line before the cursor, since bash cuts words at ":" and "@"). Each line of the answer is a candidate and what it
means; without an answer the shell offers files.
"""

import os
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import typer

from summarise.errors import InputError, nearest

VARIABLE = "_SUMMARISE_COMPLETE"

Candidates = Iterable[tuple[str, str]]
"""Words and what each means in one line ("": nothing is said)."""

_BASH = """\
_summarise() {
    local IFS=$'\\n'
    COMPREPLY=( $(_SUMMARISE_COMPLETE=bash "$1" "${COMP_LINE:0:$COMP_POINT}" 2>/dev/null) )
    if [[ "${COMPREPLY[0]}" == *: ]]; then compopt -o nospace; fi
}
complete -o default -F _summarise summarise
"""
_ZSH = """\
#compdef summarise
_summarise() {
    local -a found
    found=("${(@f)$(_SUMMARISE_COMPLETE=zsh "${words[1]}" "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    if [[ -n "${found[1]}" ]]; then _describe summarise found; else _files; fi
}
if [[ "${funcstack[1]}" == _summarise ]]; then
    _summarise "$@"
else
    (( ${+functions[compdef]} )) || { autoload -Uz compinit; compinit; }
    compdef _summarise summarise
fi
"""
_FISH = """\
function __summarise
    set -l last (commandline -ct)
    set -l found (_SUMMARISE_COMPLETE=fish summarise (commandline -opc)[2..-1] "$last" 2>/dev/null)
    if set -q found[1]
        printf '%s\\n' $found
    else
        __fish_complete_path "$last"
    end
end
complete --command summarise --no-files --arguments '(__summarise)'
"""
SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def script(shell: str) -> str:
    """Return the script for a shell, or for the one that $SHELL names when ``shell`` is ""."""
    return SCRIPTS[_known(shell)]


def install(shell: str) -> list[str]:
    """Write the script for a shell where its owner's shell finds it, and return what was done, for people.

    bash and zsh need a line in their start-up file that reads it; it is added once, at the end.
    """
    shell = _known(shell)
    home = Path.home()
    configuration = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    zsh = Path(os.environ.get("ZDOTDIR") or home)
    path = (
        configuration / "fish/completions/summarise.fish" if shell == "fish" else data / f"summarise/complete.{shell}"
    )
    start = {"bash": home / ".bashrc", "zsh": zsh / ".zshrc"}.get(shell)
    done = [f"wrote {path}"]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SCRIPTS[shell], encoding="utf-8")
        line = f"source {shlex.quote(str(path))}"
        if start and line not in (there := start.read_text(encoding="utf-8") if start.exists() else "").splitlines():
            with start.open("a", encoding="utf-8") as file:
                file.write(("\n" if there and not there.endswith("\n") else "") + line + "\n")
            done.append(f"added a line to {start}: {line}")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot install: {error}: summarise --show-completion {shell} prints it instead") from None
    return [*done, f"{shell} completes summarise from its next start on"]


def _known(shell: str) -> str:
    shell = shell or Path(os.environ.get("SHELL", "")).name
    if shell in SCRIPTS:
        return shell
    if not shell:
        raise InputError("no shell was named and none is known: add bash, zsh or fish")
    raise InputError(f"no completion for '{shell}': {nearest(shell, SCRIPTS)}")


def answer(shell: str, arguments: Sequence[str], root: Any) -> Iterator[str]:
    """Yield the lines that a script of this shell is answered with; ``root`` is the program's command."""
    words = list(arguments)
    cut = 0
    if shell == "bash":
        try:
            words = shlex.split(arguments[0] + "|") if arguments else []
        except ValueError:  # an open quotation mark
            return
        words = [*words[1:-1], words[-1][:-1]] if len(words) > 1 else [""]
        cut = max(map(words[-1].rfind, ":=@")) + 1  # bash replaces only what follows these
    for word, says in candidates(root, words or [""]):
        if shell == "bash":
            yield word[cut:]
        elif shell == "zsh":
            yield word.replace(":", r"\:") + (f":{says}" if says else "")
        else:
            yield f"{word}\t{says}"


def candidates(root: Any, words: Sequence[str]) -> Candidates:
    """Return the words that may stand for the last of ``words``, which follow the program's name."""
    command, path = root, ""
    context = typer.Context(root)  # nothing is parsed: for that typer may load pydantic (0.1 s)
    *before, last = words
    while hasattr(command, "list_commands"):
        name = next((word for word in before if not word.startswith("-")), None)
        if name is None:
            break
        before = before[before.index(name) + 1 :]
        if name not in command.list_commands(context):
            return ()
        command, path = command.get_command(context, name), f"{path} {name}".strip()
    found = _offers(command, context, path, before, last)
    return [(word, " ".join(says.split())) for word, says in found if word.startswith(last)]


def _offers(command: Any, context: Any, path: str, before: Sequence[str], last: str) -> Iterator[tuple[str, str]]:
    options = {name: p for p in command.get_params(context) for name in p.opts if p.param_type_name == "option"}
    name, equals, _ = last.partition("=")
    if equals and name in options:
        yield from ((f"{name}={word}", says) for word, says in _values(options[name], path))
    elif before and (option := options.get(before[-1])) and not option.is_flag:
        yield from _values(option, path)
    elif last.startswith("-"):
        yield from ((name, option.help or "") for name, option in options.items())
    elif hasattr(command, "table"):
        yield from command.table.items()
    elif hasattr(command, "commands"):
        yield from ((each.name, each.help or "") for each in command.commands.values())
    else:
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        given = sum(
            not (word.startswith("-") or (place and (o := options.get(before[place - 1])) and not o.is_flag))
            for place, word in enumerate(before)
        )
        if arguments:
            yield from _values(arguments[min(given, len(arguments) - 1)], path)


def _values(parameter: Any, path: str) -> Candidates:
    """Return the words that a parameter takes, nothing when it takes any (then the shell offers files)."""
    table = _VALUES.get(f"{path} {parameter.name}") or _VALUES.get(parameter.name)
    if table:
        return table()
    words = [word for word in get_args(parameter.type_descriptor.annotation) if isinstance(word, str)]
    return [(word, "") for word in words or (parameter.metavar or "").split("|") if word.islower()]


def _prompts() -> Candidates:
    from summarise import prompts  # noqa: PLC0415  only where asked for

    found = [(f"{task}@{version}", "") for task in prompts.tasks() for version in prompts.versions(task)]
    return [*((task, "the version in use") for task in prompts.tasks()), *found]


def _tasks_of_prompts() -> Candidates:
    from summarise import prompts  # noqa: PLC0415  only where asked for

    return [(task, "") for task in prompts.tasks()]


def _schemas() -> Candidates:
    from summarise import schemas  # noqa: PLC0415  only where asked for

    return [(name, "") for name in schemas.names()]


def _models() -> Candidates:
    from summarise.models import MODELS  # noqa: PLC0415  only where asked for
    from summarise.models.openai import DEFAULT_MODEL  # noqa: PLC0415

    kinds = [(re.split(r"\[|(?<=:)", kind.written)[0], kind.says) for kind in MODELS.values()]
    return [*kinds, (DEFAULT_MODEL, "what is asked when there is a key and no name")]


def _rules() -> Candidates:
    from summarise.rules import RULES  # noqa: PLC0415  only where asked for

    return [(rule.code, rule.says) for rule in RULES.values()]


def _tasks() -> Candidates:
    from summarise.report import TASKS  # noqa: PLC0415  only where asked for

    return [(task, "") for task in TASKS]


def _steps() -> Candidates:
    from summarise.tasks import WORDING  # noqa: PLC0415  only where asked for

    return [(step, "") for step in (*WORDING, "none")]


def _metrics() -> Candidates:
    from summarise.evaluate.metrics import METRICS  # noqa: PLC0415  only where asked for

    return [(name, metric.says) for name, metric in METRICS.items()]


_VALUES: dict[str, Callable[[], Candidates]] = {
    "model": _models,
    "prompt": _prompts,
    "prompts show name": _prompts,
    "prompts diff old": _prompts,
    "prompts diff new": _prompts,
    "prompts new task": _tasks_of_prompts,
    "schemas show name": _schemas,
    "schema": _schemas,
    "code": _rules,
    "metric": _metrics,
    "task": _tasks,
    "wording": _steps,
}
"""What parameters take whose type does not say it, by name, or by command and name."""
