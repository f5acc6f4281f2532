r"""The gates that every word from an article or a model passes on its way to a person or another program.

An article may hold an escape sequence that clears the screen, a mark that turns the order of letters round, a link
that looks like text. `printable` makes all of these visible and harmless; `markdown`, `xml`, `html` and `cell`
come after it.
"""

from __future__ import annotations

import re

# Shown as an escape: C0 and C1 controls, bidi controls and marks, invisible operators and tags, interlinear
# annotation, the byte order mark, lone surrogates, noncharacters at the end of the basic plane. Joiners (U+200C,
# U+200D) and variation selectors stay: Persian, Hindi and emoji need them.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"\s+")
_ACTIVE = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w{1,32};)")
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the full-width ones too: Excel folds them
_OPENS_BLOCK = re.compile(r"^(?:[#+=-]|\d{1,9}(?=[.)](?:\s|$)))")


def printable(text: str) -> str:
    r"""Return text as one line that is safe to print: white space is one space, what hides is shown (``\x1b``)."""
    return _HIDDEN.sub(_escape, _SPACE.sub(" ", text).strip())


def markdown(text: str) -> str:
    """Return printable text as Markdown that shows just these words: nothing in it is markup, a link or HTML."""
    text = _ACTIVE.sub(lambda match: "\\" + match[0], printable(text))
    return _OPENS_BLOCK.sub(lambda match: f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}", text)


def xml(text: str) -> str:
    """Return printable text for an XML 1.0 element or a double-quoted attribute."""
    return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def html(text: str) -> str:
    """Return printable text for an HTML element or a quoted attribute (not for a script, a style or an address)."""
    return xml(text).replace("'", "&#39;")


def cell(text: str) -> str:
    """Return printable text for a cell of a sheet that no program takes for a formula.

    What begins like one gets an apostrophe before it, as OWASP's page on CSV injection advises; a tab or a carriage
    return cannot begin it, for printable text has none.
    """
    text = printable(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _escape(match: re.Match[str]) -> str:
    point = ord(match[0])
    if point < 0x100:  # noqa: PLR2004  two hex digits are enough
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"  # noqa: PLR2004  as above, four
