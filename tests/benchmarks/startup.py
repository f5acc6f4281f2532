"""How long the program takes to start, as a ratio to `import typer`: python tests/benchmarks/startup.py.

Prints one line for each command: the best of many runs in seconds, and that over the best of `import typer` measured in
turn with it. The bars: `--help` at most 2.5 times and under 0.1 s.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

RUNS = 15
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("SUMMARISE_", "OPENAI_"))}
PROGRAM = [sys.executable, "-c", "from summarise.cli import main; main()"]
COMMANDS = {
    "import typer": [sys.executable, "-c", "import typer"],
    "import summarise": [sys.executable, "-c", "import summarise"],
    "summarise --help": [*PROGRAM, "--help"],
    "summarise --version": [*PROGRAM, "--version"],
    "summarise brief --help": [*PROGRAM, "brief", "--help"],
    "summarise explain E101": [*PROGRAM, "explain", "E101"],
    "summarise brief -m none": [*PROGRAM, "brief", "examples/harbour.txt", "-m", "none", "--fail-on", "never"],
}


def best() -> dict[str, float]:
    """Return the fastest run of each command, in seconds; they take turns, so that load falls on all alike."""
    found = dict.fromkeys(COMMANDS, float("inf"))
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            started = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True, env=CLEAN)
            found[name] = min(found[name], time.perf_counter() - started)
    return found


def main() -> None:
    """Measure and print."""
    found = best()
    for name, seconds in found.items():
        print(f"{name:<24} {seconds:6.3f} s  {seconds / found['import typer']:5.2f}")


if __name__ == "__main__":
    main()
