"""`summarise schemas …`: the JSON Schemas of what models return and of what is printed."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from summarise.cli.options import Plain
from summarise.cli.output import complain
from summarise.errors import EXIT_DONE, EXIT_INPUT, InputError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        rich_markup_mode=None, no_args_is_help=True, epilog="Example: summarise schemas check brief.json"
    )
    group.command(cls=Plain, name="list", help="List the schemas.")(list_)
    group.command(cls=Plain, name="show", help="Print a schema.")(show)
    group.command(cls=Plain, name="check", help="Check a JSON file against its schema.")(check)
    app.add_typer(group, name="schemas")


def list_() -> int:
    """Print a line for each schema."""
    from summarise import schemas  # noqa: PLC0415  start-up

    for name in schemas.names():
        print(f"{name:<16} {schemas.load(name).get('description', '')}".rstrip())
    return EXIT_DONE


def show(name: Annotated[str, typer.Argument(metavar="NAME", help="A schema, such as report.v1.")]) -> int:
    """Print a schema's file."""
    from summarise import schemas  # noqa: PLC0415  start-up

    sys.stdout.write(schemas.source(name))
    return EXIT_DONE


def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="JSON to check; - is standard input.")],
    schema: Annotated[
        str | None, typer.Option(metavar="NAME", help="The schema, where the JSON does not name it itself.")
    ] = None,
) -> int:
    """Check an object, or each object of an array; what does not fit is said on standard error."""
    from summarise import schemas  # noqa: PLC0415  start-up

    data = _read(file)
    items = data if isinstance(data, list) else [data]
    wrong = 0
    for number, item in enumerate(items):
        name = schema or (item.get("schema") if isinstance(item, dict) else None)
        if not isinstance(name, str):
            raise InputError(f"{file}: it names no schema: give one of {', '.join(schemas.names())} by --schema")
        for line in schemas.errors(item, name):
            place = f"{file}: item {number + 1}" if isinstance(data, list) else file
            complain(f"{place}: {name}: {line}")
            wrong += 1
    if not wrong:
        print(f"{file}: {len(items)} fit{'s' if len(items) == 1 else ''}")
    return EXIT_INPUT if wrong else EXIT_DONE


def _read(file: str) -> Any:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return json.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"cannot read: {file}: {error.strerror}: give a file of JSON") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"not JSON: {file}: {error}") from None
