"""The child process: ``python -m summarise.article.documents.child PARSER`` with a document on standard input.

Prints its `Draft`, or those of a feed, as JSON, or ``{"problem": …}``. The parser's libraries are imported before the
limits are set, so that the limits are all the document's.
"""

from __future__ import annotations

import json
import logging
import sys
from importlib import import_module
from typing import Any

from summarise.article.documents.draft import Draft, Unreadable

MEMORY = 384 << 20  # bytes of address space
_SECONDS = 10  # of processor time, should the parent be gone
_TEXT = 8_000_000  # characters


def main() -> None:
    """Parse what is on standard input."""
    parse = import_module(f"summarise.article.documents.{sys.argv[1]}").parse
    logging.disable()
    _limit()
    sys.stdout.write(json.dumps(_answer(parse)))


def _answer(parse: Any) -> dict[str, Any]:
    try:
        parsed = parse(sys.stdin.buffer.read())
        drafts = (parsed,) if isinstance(parsed, Draft) else parsed
        size = sum(len(p.text) for draft in drafts for p in draft.paragraphs)
        if not size:
            return {"problem": "shows no text: there is nothing to read"}
        if size > _TEXT:
            return {"problem": f"holds more than {_TEXT:,} characters of text"}
        answer: dict[str, Any] = {"drafts": [draft.to_dict() for draft in drafts]}
    except Unreadable as error:
        return {"problem": str(error)}
    except MemoryError:
        return {"problem": f"needs more than {MEMORY >> 20} MB to be read: save it anew, or as text"}
    except Exception as error:  # noqa: BLE001  whatever a parser raises says that the document is broken
        return {"problem": f"is a broken file, or not {{kind}} ({type(error).__name__})"}
    return answer


def _limit() -> None:
    """Bound what this process can take; Windows has no such limits and the parent's clock is the only one there."""
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # a stricter one is set already, or the system knows none
            continue


if __name__ == "__main__":
    main()
