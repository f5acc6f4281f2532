"""The command line."""

import sys
from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code (errors.py lists them)."""
    from summarise.cli.app import run  # noqa: PLC0415  so that a fault at import is an error line too

    sys.exit(run(sys.argv[1:] if arguments is None else arguments))
