"""What is posted to an endpoint."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from summarise.models.base import Message, Request, Rung
from summarise.models.strict import strict

if TYPE_CHECKING:
    from summarise.models.ladder import Ways

# Names after any "vendor/": they reason, so they take max_completion_tokens and no temperature or logprobs.
_REASONING = re.compile(r"(?:^|/)(?:o\d|gpt-[5-9]|gpt-\d\d)(?!.*chat)", re.IGNORECASE)
# From gpt-5.6 on, writing to the prompt cache costs extra, and all turns are written unless told otherwise.
_WRITES_CACHE = re.compile(r"gpt-(?:5\.[6-9]|[6-9]|\d\d)", re.IGNORECASE)
_NOT_WHILE_REASONING = frozenset({"temperature", "logprobs", "max_tokens"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Whom a body is for: the model, the host with its port, and whether it is OpenAI itself."""

    model: str
    host: str
    official: bool


def chat(endpoint: Endpoint, request: Request, ways: Ways) -> dict[str, Any]:
    """Return the body of a Chat Completions request, as far as the endpoint is known to take it."""
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [{"role": m.role, "content": _encodable(m.content)} for m in turns(request, ways.rung)],
    }
    if form := response_format(request, ways.rung):
        body["response_format"] = form
    if endpoint.official and "store" not in ways.refused:
        body["store"] = False  # an embargoed draft must not stay on a server
    if endpoint.official and _WRITES_CACHE.match(endpoint.model) and "prompt_cache_options" not in ways.refused:
        _cache_only_instructions(body)
    body.update(settings(endpoint, request, ways))
    if "response_format" in body and endpoint.host == "openrouter.ai":
        body["provider"] = {"require_parameters": True}  # else it may route to one that ignores it
    return body


def settings(endpoint: Endpoint, request: Request, ways: Ways) -> dict[str, Any]:
    """Return the sampling settings that are sent: under names that the model takes, without those it refuses."""
    refused = ways.refused
    if _REASONING.search(endpoint.model):
        refused |= _NOT_WHILE_REASONING
    elif endpoint.official:
        refused |= {"max_tokens"}
    sent: dict[str, Any] = {}
    for name, value in request.settings.items():
        if name == "max_tokens" and name in refused:
            name = "max_completion_tokens"  # noqa: PLW2901  the same limit under its newer name
        if name in refused:
            continue
        sent[name] = value
        if name == "logprobs":
            sent["logprobs"], sent["top_logprobs"] = True, value
    return sent


def response_format(request: Request, rung: Rung) -> dict[str, Any] | None:
    """Return the ``response_format`` of a request at a rung, or None when the rung has none."""
    if request.schema is None or rung == "prompt":
        return None
    if rung == "json_object":
        return {"type": "json_object"}
    name = re.sub(r"[^\w-]", "_", request.schema_name, flags=re.ASCII)[:64] or "answer"
    return {
        "type": "json_schema",
        "json_schema": {"name": name, "strict": rung == "strict", "schema": _strict(json.dumps(request.schema))},
    }


@lru_cache(maxsize=64)
def _strict(schema: str) -> dict[str, Any]:
    """Return a schema's strict form; a batch asks for the same three all the time."""
    return strict(json.loads(schema))


def turns(request: Request, rung: Rung) -> tuple[Message, ...]:
    """Return the turns of a request; on a rung that does not carry the schema, the system turn does."""
    if request.schema is None or rung in {"strict", "schema"}:
        return request.messages
    told = (
        "Answer with one JSON object that fits the JSON Schema below, and with nothing else: "
        "no code fence, no remark before or after it.\n" + json.dumps(request.schema, ensure_ascii=False)
    )
    first, *rest = request.messages
    if first.role == "system":
        return (Message("system", f"{first.content}\n\n{told}"), *rest)
    return (Message("system", told), first, *rest)


def _cache_only_instructions(body: dict[str, Any]) -> None:
    """Let the provider keep the system turn, which comes again, and not the article, which does not."""
    body["prompt_cache_options"] = {"mode": "explicit"}
    first = body["messages"][0]
    if first["role"] == "system":
        mark = {"mode": "explicit"}
        first["content"] = [{"type": "text", "text": first["content"], "prompt_cache_breakpoint": mark}]


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
