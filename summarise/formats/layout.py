"""Pieces of a page of text: paragraphs, sections, columns. Nothing here knows what a report is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

Row = tuple[Any, ...]
"""The cells of a row: a string, (string, style) or a Text each."""


def rendered(parts: Iterable[RenderableType], *, width: int, colour: bool) -> str:
    """Return parts below one another as text, with colour codes or without; no line ends in spaces."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        highlight=False,
        emoji=False,
        markup=False,
    )
    with console.capture() as captured:
        console.print(Group(*parts))
    return "\n".join(line.rstrip() for line in captured.get().rstrip().split("\n")) + "\n"


def styled(*pieces: str | tuple[str, str] | Text) -> Text:
    """Return pieces as one text; none of them is read as markup."""
    return Text.assemble(*pieces)


def section(name: str, note: str = "") -> Iterator[RenderableType]:
    """Yield an empty line and a heading."""
    yield ""
    yield styled((name.upper(), "bold"), (f"  {note}" if note else "", "dim"))


def indented(content: RenderableType) -> RenderableType:
    """Return content two columns to the right."""
    return Padding(content, (0, 0, 0, 2))


def rows(given: Iterable[Row]) -> RenderableType:
    """Return rows, at least one, as indented columns; only the last column wraps."""
    made = [[styled(cell) if isinstance(cell, (str, tuple)) else cell for cell in row] for row in given]
    table = Table.grid(padding=(0, 2, 0, 0))
    for column in range(len(made[0])):
        table.add_column(no_wrap=column < len(made[0]) - 1, overflow="fold")
    for row in made:
        table.add_row(*row)
    return indented(table)


def spaced(groups: Iterable[list[Row]]) -> Iterator[RenderableType]:
    """Yield groups of rows as one table, an empty line between two; nothing when there are none."""
    given = [row for group in groups for row in (*group, ("",) * len(group[0]))]
    if given:
        yield rows(given[:-1])


def cut(line: Text, width: int, dots: str) -> Text:
    """Return text as one line that ends in dots where the page ends."""
    if line.cell_len > width:
        line.truncate(width - len(dots), overflow="crop")
        line.append(dots)
    return line
