"""Words of an article inside a message: one line, short, with nothing in them that hides or moves."""

from __future__ import annotations

_LONGEST = 80


def shown(text: str, longest: int = _LONGEST) -> str:
    """Return text in curly quotes, cut to a length, with white space as single spaces and hidden characters escaped."""
    line = " ".join(text[: longest * 8].split())
    if len(line) > longest:
        line = line[: longest - 1].rstrip() + "…"
    return "“" + "".join(char if char.isprintable() else _escaped(char) for char in line) + "”"


def _escaped(char: str) -> str:
    point = ord(char)
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"  # noqa: PLR2004  the basic plane
