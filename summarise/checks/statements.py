"""Everything that an output says, one statement at a time, whatever task it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# The key of an item's own words and the role they play. The first key that an item has is its text.
_TEXTS = {
    "text": "text",
    "claim": "claim",
    "words": "quote",
    "name": "name",
    "date": "date",
    "value": "figure",
    "point": "point",
}
# What an item says about its text; a statement of its own, since it can be wrong while the text is right.
_LABELS = ("what", "role")
# Lists of texts whose role is their list's, not their key's.
_LISTS = {"headlines": "headline", "standfirst": "standfirst", "missing_context": "context"}
_IDS = ("evidence", "sentences")
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing an output says, where it stands, and which sentences it points at.

    ``path`` is a JSON pointer into the report ("/summary/sentences/0"). ``role`` is text, headline,
    standfirst, context (what the article leaves out), claim, quote, name, date, figure, point (what a repeat
    group says) or label (what an item says about its figure, date or name). ``by`` is article, rule, model or
    "" when not recorded. ``speaker`` is who a quote or claim is given to, or None.
    """

    path: str
    text: str
    evidence: tuple[str, ...]
    by: str
    role: str
    speaker: str | None = None


def walk(outputs: Mapping[str, Any]) -> Iterator[Statement]:
    """Yield the statements of outputs by task name, in their order.

    Any object with a list of sentence ids (``evidence``, or ``sentences`` in a repeat group) is an item, so a
    new task needs no new walk. What does not have the expected type is passed over: the schema check reports it.
    """
    for task, output in outputs.items():
        yield from _walk(output, f"/{task}", "", _DEPTH)


def _walk(node: Any, path: str, role: str, depth: int) -> Iterator[Statement]:
    if not depth:
        return
    if isinstance(node, dict):
        ids = next((node[key] for key in _IDS if _is_ids(node.get(key))), None)
        if ids is not None:
            yield from _item(node, tuple(i for i in ids if isinstance(i, str)), path, role)
            return
        for key, child in node.items():
            yield from _walk(child, f"{path}/{_escape(str(key))}", _LISTS.get(key, ""), depth - 1)
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from _walk(child, f"{path}/{number}", role, depth - 1)


def _is_ids(value: Any) -> bool:
    """Whether a value is a list of ids; a summary's ``sentences`` are items, not ids."""
    return isinstance(value, list) and not any(isinstance(item, dict) for item in value)


def _item(node: dict[str, Any], ids: tuple[str, ...], path: str, role: str) -> Iterator[Statement]:
    by = node["by"] if isinstance(node.get("by"), str) else ""
    speaker = node["speaker"] if isinstance(node.get("speaker"), str) else None
    key = next((key for key in _TEXTS if isinstance(node.get(key), str)), None)
    text = node[key] if key else ""
    kept = (node["keep"],) if isinstance(node.get("keep"), str) and node["keep"] not in ids else ()
    yield Statement(path, text, ids + kept, by, role or (_TEXTS[key] if key else "point"), speaker)
    for label in _LABELS:
        if isinstance(node.get(label), str) and node[label].strip():
            yield Statement(f"{path}/{label}", node[label], ids, by, "label")


def _escape(key: str) -> str:
    """Return a key as a JSON pointer writes it (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
