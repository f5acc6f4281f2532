"""How many tokens a model takes, prompt and answer together."""

from __future__ import annotations

import re

_TOLD = (
    re.compile(r"context[ _](?:length|size|window)\D{0,40}?(\d[\d,]*)", re.IGNORECASE),  # OpenAI, vLLM, llama.cpp
    re.compile(r"(?<![\d,])(\d[\d,]*) maximum", re.IGNORECASE),  # "210000 tokens > 200000 maximum"
    re.compile(r"maximum number of tokens allowed \(?(\d[\d,]*)", re.IGNORECASE),
)
_SMALLEST = 128  # tokens; a smaller number is something else


def window_of(model: object, *, listed: bool = False) -> int | None:
    """Return a model's window in tokens, None when it is not known.

    That is what it was opened with or what its endpoint has said in refusing a prompt; with ``listed``, else what the
    list of models says. A model that wraps another one has the window of its ``inner``.
    """
    inner: object | None = model
    while inner is not None:
        known = getattr(inner, "window", None) or (getattr(inner, "listed_window", None) if listed else None)
        if isinstance(known, int):
            return known
        inner = getattr(inner, "inner", None)
    return None


def learn(model: object, refusal: str) -> None:
    """Let a model know the window that its endpoint names in refusing a prompt that is too long, if it names one."""
    number = _told(refusal)
    while (inner := getattr(model, "inner", None)) is not None:
        model = inner
    if number is not None:
        model.window = number  # type: ignore[attr-defined]  # whatever is asked in the end may have one


def _told(refusal: str) -> int | None:
    for pattern in _TOLD:
        match = pattern.search(refusal)
        number = int(match[1].replace(",", "")) if match else 0
        if number >= _SMALLEST:
            return number
    return None
