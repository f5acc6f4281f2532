"""Anchors: what a text must hold for a slow pattern to match, looked up before the pattern is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def folded(text: str) -> str:
    """Return text in small letters, as `re.IGNORECASE` reads it: it takes İ and ı for i."""
    small = text.casefold()
    return small if small.isascii() else small.replace("i\u0307", "i").replace("ı", "i")


def holders(anchors: Iterable[str], texts: Sequence[str]) -> list[int]:
    """Return the indexes of the texts that hold one of the anchors, none of which has a line feed in it."""
    whole = "\n".join(texts)
    held = [anchor for anchor in anchors if anchor in whole]
    return [number for number, text in enumerate(texts) if any(anchor in text for anchor in held)] if held else []
