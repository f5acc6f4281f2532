"""Reading what an endpoint answers with status 200, which is not always an answer."""

from __future__ import annotations

import json
import re
from typing import Any

from summarise.errors import BadEndpoint, Cut, Filtered, Refused
from summarise.models import faults

_THOUGHTS = re.compile(r"\s*<think>.*?</think>\s*", re.DOTALL)


def decoded(content: bytes, place: faults.Place) -> dict[str, Any]:
    """Return the answer that a body with status 200 holds. Raises a ModelError when it holds something else."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        page = content.lstrip()[:1] == b"<"
        what = "a web page" if page else "something that is no JSON object"
        raise BadEndpoint(f"{place.host} answered with {what}: check --base-url (it often ends in /v1)")
    return sound(answer, place)


def sound(answer: dict[str, Any], place: faults.Place) -> dict[str, Any]:
    """Return an answer that is none of the errors that some endpoints send with status 200; raise those."""
    if answer.get("error"):
        inner = answer["error"]
        code = inner.get("code") if isinstance(inner, dict) else None
        status = code if isinstance(code, int) and 400 <= code < 600 else 200  # noqa: PLR2004  an HTTP status
        raise faults.from_status(status, answer, place)
    return answer


def choice_of(answer: dict[str, Any], place: faults.Place) -> dict[str, Any]:
    """Return the first choice of an answer. Raises BadEndpoint when there is none."""
    choices = answer.get("choices")
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        choice: dict[str, Any] = choices[0]
        if isinstance(choice.get("message"), dict):
            return choice
    raise BadEndpoint(
        f"{place.host} answered without any choice: it does not speak the Chat Completions API (--base-url)"
    )


def text_of(choice: dict[str, Any], place: faults.Place) -> str:
    """Return what the model wrote. Raises an AnswerError when it refused, was cut or filtered, or wrote nothing."""
    message, finish = choice["message"], choice.get("finish_reason")
    if message.get("refusal"):
        raise Refused(f"{place.model} declined to answer: {place.quote(message['refusal'])}")
    if finish == "content_filter":
        raise Filtered(f"the content filter of {place.host} removed the answer of {place.model}")
    if finish == "length":
        raise Cut(f"the answer of {place.model} was cut at its length limit: raise max_tokens in the prompt's settings")
    content = message.get("content")
    if isinstance(content, list):  # some servers answer in parts
        content = "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    text = content if isinstance(content, str) else ""
    if text.lstrip().startswith("<think>"):  # older servers leave the thoughts in front of the answer
        text = _THOUGHTS.sub("", text, count=1)
    if not text.strip():
        raise Cut(f"{place.model} at {place.host} answered with nothing (finish_reason: {place.quote(finish)})")
    return text


def logprobs_of(choice: dict[str, Any]) -> dict[str, float] | None:
    """Return the alternatives of the first token with their log probabilities, or None when they are not told."""
    try:
        first = choice["logprobs"]["content"][0]["top_logprobs"]
        return {str(alternative["token"]): float(alternative["logprob"]) for alternative in first}
    except (KeyError, IndexError, TypeError, ValueError):
        return None
