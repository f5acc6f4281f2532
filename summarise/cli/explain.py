"""`summarise explain CODE`: the page of a rule."""

from typing import Annotated

import typer

from summarise.cli.options import Plain
from summarise.errors import AssetError, InputError, nearest
from summarise.rules import RULES


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Plain, name="explain", epilog="Example: summarise explain R103")(explain)


def explain(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="A rule's code or name; all rules if left out.")
    ] = None,
) -> int:
    """Explain a rule, with examples and what to do about it."""
    if code is None:
        for rule in RULES.values():
            print(f"{rule.code}  {rule.level:<10}  {rule.says}")
        return 0
    names = {rule.name: rule.code for rule in RULES.values()}
    print(_page(names.get(code.lower(), code.upper())), end="")
    return 0


def _page(code: str) -> str:
    from summarise.assets import root  # noqa: PLC0415  start-up

    if code not in RULES:
        listed = "'summarise explain' lists them"
        raise InputError(f"no rule {code}: {nearest(code, RULES, listed)}")
    try:
        return (root("rules") / f"{code}.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AssetError(f"the page of {code} is missing: reinstall summarise") from None
