"""Elements of a page. Whatever is not an element itself passes the gate: there is no other way onto the page."""

from __future__ import annotations

from dataclasses import dataclass

from summarise.formats.gates import html as gate

_VOID = frozenset({"meta", "link", "input"})


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that `el` or `together` made; a plain str is always text."""

    source: str


Part = str | Html | None


def el(name: str, /, *parts: Part, **attributes: str | bool | None) -> Html:
    """Return an element; an underscore in an attribute's name is a hyphen, one at its end is left out.

    An attribute that is None or False is left out, one that is True has no value.
    """
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{gate(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Html(f"<{name}{given}>" + ("" if name in _VOID else f"{together(*parts).source}</{name}>"))


def together(*parts: Part) -> Html:
    """Return parts one after the other; a str at either end of a part keeps one space there."""
    return Html("".join(part.source if isinstance(part, Html) else _text(part) for part in parts if part is not None))


def _text(text: str) -> str:
    before, after = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() and text.strip() else "")
    return before + gate(text) + after
