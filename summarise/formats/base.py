"""What every format takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from summarise.report import Report


@dataclass(frozen=True, slots=True)
class Page:
    """Where a format's text goes.

    ``several`` says that more than one article was asked for, ``width`` is the columns of the terminal, ``colour``
    that it is a terminal and takes colours, ``verbose`` that each run is shown.
    """

    several: bool = False
    width: int = 80
    colour: bool = False
    verbose: bool = False


Format = Callable[[Iterable[Report], Page], Iterator[str] | Iterator[bytes]]
"""Turn reports into pieces of text, as they come: a piece can be written before the next report is made.

The pieces of a format in `summarise.formats.BINARY` are bytes, and need a file.
"""
