"""`summarise cache …`: the replies that were paid for once."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import typer

from summarise.cli.options import Plain
from summarise.errors import EXIT_DONE, InputError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
    group.command(cls=Plain, name="path", help="Print where the cache is.")(path)
    group.command(cls=Plain, name="show", help="Print how much the cache holds.")(show)
    group.command(cls=Plain, name="clear", help="Delete the cache.")(clear)
    app.add_typer(group, name="cache")


def _files() -> list[Path]:
    """Return the cache's file and SQLite's two helpers beside it, those that exist."""
    from summarise.models.stores import default_path  # noqa: PLC0415  start-up

    main = default_path()
    return [file for end in ("", "-wal", "-shm") if (file := main.with_name(main.name + end)).exists()]


def path() -> int:
    """Print the path, whether or not there is a file yet."""
    from summarise.models.stores import default_path  # noqa: PLC0415  start-up

    print(default_path())
    return EXIT_DONE


def show() -> int:
    """Print the number of replies, their size and the time of the oldest and the newest."""
    files = _files()
    if not files:
        print("the cache is empty")
        return EXIT_DONE
    try:
        with closing(sqlite3.connect(f"{files[0].as_uri()}?mode=ro", uri=True)) as connection:
            count, oldest, newest = connection.execute("SELECT count(*), min(at), max(at) FROM replies").fetchone()
    except sqlite3.Error as error:
        raise InputError(f"cannot read the cache: {files[0]}: {error}: summarise cache clear deletes it") from None
    size = sum(file.stat().st_size for file in files)
    replies = "1 reply" if count == 1 else f"{count:,} replies"
    print(f"{replies}, {size / 1e6:.1f} MB" + (f", {_day(oldest)} to {_day(newest)}" if count else ""))
    return EXIT_DONE


def clear() -> int:
    """Delete the files of the cache."""
    for file in _files():
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise InputError(f"cannot delete: {file}: {error.strerror}: end what is using it") from None
    return EXIT_DONE


def _day(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):  # a clock that was far off, or a file that is not ours
        return "a day unknown"
