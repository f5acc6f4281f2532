"""What is configured, whether it answers, whether it enforces a schema, and how fast it writes."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from summarise.errors import SummariseError
from summarise.models.base import Message, Request
from summarise.models.choose import open_model
from summarise.models.local import model_file
from summarise.models.weights import default_file, is_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from summarise.models.base import Model, Reply

# Whoever has not been given this schema cannot guess an answer that fits it, and the question asks for another.
_CODES = ("kx-41", "qv-87")
_PROBE: dict[str, Any] = {
    "type": "object",
    "properties": {"code": {"type": "string", "enum": list(_CODES)}},
    "required": ["code"],
    "additionalProperties": False,
}
_QUESTION = "What colour is a clear sky at noon? Answer with one short English sentence in plain words, without JSON."
_GREETING = "Say yes."  # the first call may have to load the model, so the speed is taken from the second
_TALK = "Write the numbers from one to thirty as English words, separated by commas."


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was looked at: ``good`` is None when it is neither well nor ill; ``exit_code`` is 0 unless ill."""

    what: str
    says: str
    good: bool | None = None
    exit_code: int = 0


def examine(
    name: str | None = None, *, base_url: str | None = None, key: str | None = None, timeout: float | None = None
) -> Iterator[Point]:
    """Look at the model that would be used, and at what this machine has; three short calls are made, at their price.

    The arguments are those of ``open_model``. Nothing is taken from the cache or written to it. Never raises a
    SummariseError: what is wrong is a Point.
    """
    yield from _machine(base_url)
    try:
        with closing(open_model(name, base_url=base_url, key=key, timeout=timeout, retries=0, cache=False)) as model:
            yield Point("model", f"{model.name} ({model.identity}), strategy {model.strategy}")
            if model.strategy == "extract":
                yield Point("answer", "no model is asked", good=True)
            elif getattr(model, "inner", model) is None:
                yield Point("answer", "a recording answers", good=True)
            else:
                yield from _asked(model)
    except SummariseError as error:
        yield Point("model", str(error), good=False, exit_code=error.exit_code)


def _machine(base_url: str | None) -> Iterator[Point]:
    address = base_url or os.environ.get("OPENAI_BASE_URL")
    yield Point("key", "OPENAI_API_KEY is set" if os.environ.get("OPENAI_API_KEY") else "OPENAI_API_KEY is not set")
    if address:
        yield Point("address", address.rpartition("@")[2])
    yield Point("local extra", _extra())
    file = model_file()
    yield Point("local model", _file(file), good=False if file.exists() and not _good(file) else None)


def _extra() -> str:
    if not find_spec("xllamacpp"):
        return "not installed: pip install 'summarise[local]'"
    try:
        return f"xllamacpp {version('xllamacpp')}"
    except PackageNotFoundError:
        return "xllamacpp, of no known version"


def _good(file: Path) -> bool:
    return file != default_file() or is_whole(file)


def _file(file: Path) -> str:
    if not file.exists():
        return "not here: summarise models pull"
    if not _good(file):
        return f"{file} is damaged: summarise models pull"
    return f"{file}, {file.stat().st_size / 1e9:.1f} GB" + (", SHA-256 right" if file == default_file() else "")


def _asked(model: Model) -> Iterator[Point]:
    settings = {"temperature": 0, "max_tokens": 2000}
    first = model.complete(Request((Message("user", _GREETING),), settings=settings))
    yield Point("answer", f"{first.model} answers after {first.seconds:.1f} s", good=True)
    reply = model.complete(Request((Message("user", _TALK),), settings=settings))
    if reply.tokens_out and reply.seconds:
        speed = reply.tokens_out / reply.seconds
        yield Point("speed", f"{speed:.0f} tokens a second ({reply.tokens_out} in {reply.seconds:.1f} s, one call)")
    yield Point("cost", "unknown" if reply.cost_usd is None else f"{reply.cost_usd:.6f} USD for that call")
    yield _rung(model.complete(Request((Message("user", _QUESTION),), "probe", _PROBE, settings)))


def _rung(reply: Reply) -> Point:
    try:
        answer = json.loads(reply.text)
    except ValueError:
        answer = None
    fits = isinstance(answer, dict) and set(answer) == {"code"} and answer["code"] in _CODES
    if reply.rung in {"strict", "schema"}:
        if fits:
            return Point("schema", f"enforced (rung {reply.rung})", good=True)
        return Point(
            "schema", f"taken and ignored (rung {reply.rung}): each answer is checked here all the same", good=False
        )
    says = f"not taken by the endpoint; the prompt asks for JSON (rung {reply.rung}), and the answer "
    return Point("schema", says + ("fits" if fits else "does not fit"), good=None if fits else False)
