"""Write the pages that are made from the program itself.

python tests/cli/reference.py > docs/commands.md     the commands, from their own help
python tests/cli/reference.py rules > docs/rules.md  the table of rules
"""

from __future__ import annotations

import sys

from typer.testing import CliRunner

from summarise.cli.app import COMMANDS, EXIT_FAULT, app
from summarise.errors import (
    EXIT_ASSET,
    EXIT_BUDGET,
    EXIT_DONE,
    EXIT_FINDINGS,
    EXIT_INPUT,
    EXIT_INTERRUPTED,
    EXIT_MODEL,
)
from summarise.rules import RULES

EXIT_CODES = {
    EXIT_DONE: "done",
    EXIT_FINDINGS: "done, and a finding reaches `--fail-on`",
    EXIT_INPUT: "a file, an option or a value cannot be used",
    EXIT_ASSET: "a prompt, a schema or the configuration is broken",
    EXIT_MODEL: "the model failed or refused: a task that was asked for has no output",
    EXIT_BUDGET: "the next call would cross `--max-cost`",
    EXIT_FAULT: "a fault of summarise itself: please report it",
    EXIT_INTERRUPTED: "interrupted",
}

_ROWS = "\n".join(f"| {code} | {says} |" for code, says in EXIT_CODES.items())

HEAD = f"""\
# Commands

What each command takes, as its own `--help` says it. This page is generated
(`python tests/cli/reference.py > docs/commands.md`) and a test keeps it true.

Every option of a command that reads articles can also be set as `SUMMARISE_<OPTION>` in the environment
(`SUMMARISE_FAIL_ON=warning`) and, by its long name, in the nearest `summarise.toml` from the working folder upward. The
command line comes first, then the environment, then the file:

```toml
model = "local"
fail-on = "warning"
prompt = ["summary=prompts/ours.md"]  # paths are seen from this file's folder

[[paths]]
match = "drafts/**"                   # * stays within a folder, ** crosses folders
ignore = ["R103"]                     # or the beginning of codes: "R" is all of R1xx
```

In an article, a comment silences rules for the paragraph that it stands in or before, or for the whole article:

```markdown
<!-- summarise: ignore R103 -->
<!-- summarise: ignore-file A102 -->
```

| exit code | meaning |
|---|---|
{_ROWS}

With several files the worst code counts. Results go to standard output and nothing else does; an error is one line on
standard error: what, where, what to do.
"""


def reference() -> str:
    """Return the page."""
    runner = CliRunner(env={"COLUMNS": "80"})
    parts = [HEAD]

    def add(path: list[str]) -> None:
        ended = runner.invoke(app, [*path, "--help"], prog_name="summarise")
        if ended.exit_code:
            raise RuntimeError(ended.output)
        parts.append(f"## {' '.join(['summarise', *path])}\n\n```text\n{ended.output.rstrip()}\n```\n")
        _, _, listed = ended.output.partition("\nCommands:\n")
        if path and listed:
            names = [line.split()[0] for line in listed.split("\n\n")[0].splitlines() if line[2:3].strip()]
            for name in names:
                add([*path, name])

    add([])
    for name in COMMANDS:
        add([name])
    return "\n".join(parts)


RULES_HEAD = """\
# The rules

Every finding names a rule. The first letter says what it looks at: **A** the article, **R** repeats in it, **E**
evidence, **S** whether the article bears a text out, **M** the model's answer. `summarise explain R104` (or its name)
prints a rule's page: why it matters, examples, what to do, how to silence it, and where it is wrong.

| rule | name | level | what it says |
|---|---|---|---|
"""


def rules() -> str:
    """Return the page that lists the rules."""
    rows = (f"| [{r.code}](rules/{r.code}.md) | {r.name} | {r.level} | {r.says} |\n" for r in RULES.values())
    return RULES_HEAD + "".join(rows)


if __name__ == "__main__":
    sys.stdout.write(rules() if sys.argv[1:] == ["rules"] else reference())
