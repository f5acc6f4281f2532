"""`summarise explain CODE`: the page of a rule."""

from difflib import get_close_matches
from typing import Annotated

import typer

from summarise.cli.options import Plain
from summarise.errors import AssetError, InputError
from summarise.rules import RULES


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Plain, name="explain", epilog="Example: summarise explain R103")(explain)


def explain(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="A rule's code; all rules if left out.")] = None,
) -> int:
    """Explain a rule, with examples and what to do about it."""
    if code is None:
        for rule in RULES.values():
            print(f"{rule.code}  {rule.level:<10}  {rule.says}")
        return 0
    print(_page(code.upper()), end="")
    return 0


def _page(code: str) -> str:
    from summarise.assets import root  # noqa: PLC0415  start-up

    if code not in RULES:
        near = get_close_matches(code, RULES, n=1)
        raise InputError(f"no rule {code}: {f'did you mean {near[0]}?' if near else 'summarise explain lists them'}")
    try:
        return (root("rules") / f"{code}.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AssetError(f"the page of {code} is missing: reinstall summarise") from None
