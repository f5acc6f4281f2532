"""One question to the model through a prompt; an answer with a schema is parsed, checked and asked for once more."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from summarise import schemas
from summarise.errors import AnswerError, NotJson
from summarise.models import Message, Reply, Request
from summarise.report import Finding, finding

if TYPE_CHECKING:
    from summarise.prompts import Prompt
    from summarise.tasks.context import Context

_FENCE = re.compile(r"\A\s*```(?:json)?[ \t]*\n(.*)\n```\s*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said to one question: JSON that fits the schema, or None; and every reply it took."""

    data: dict[str, Any] | None
    text: str
    replies: tuple[Reply, ...]
    findings: tuple[Finding, ...] = ()


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object names a key twice")
    return found


def parse(text: str) -> Any:
    """Return the JSON in an answer, with or without a Markdown fence around it.

    Stricter than `json.loads`: NaN, Infinity and a key named twice are errors. Raises NotJson; never repairs.
    """
    fenced = _FENCE.match(text)
    try:
        return json.loads(fenced[1] if fenced else text, parse_constant=_no_constant, object_pairs_hook=_no_duplicates)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise NotJson(f"the answer is not JSON: {reason[:120]}") from None


def _wrong(text: str, schema: str) -> tuple[dict[str, Any] | None, list[str], str]:
    """Return the data if it fits, else what is wrong and the code of that."""
    try:
        data = parse(text)
    except NotJson as error:
        return None, [str(error)], error.code
    errors = schemas.errors(data, schema)
    return (None, errors, "M105") if errors else (data, [], "")


def ask(context: Context, prompt: Prompt, /, **variables: str) -> Answer:
    """Ask one question and return the answer.

    With a schema: an answer that is not JSON or does not fit is shown its errors and asked for once more; if the
    second one does not fit either, ``data`` is None and a finding says why. An answer that is refused, cut or filtered
    is no answer: ``text`` is "" and the finding says which. Raises ModelError when the model cannot be used at all.
    """
    messages = prompt.render(**variables)
    request = Request(
        messages,
        schema_name=prompt.schema,
        schema=schemas.load(prompt.schema) if prompt.schema else None,
        settings=prompt.settings,
        repeat=context.repeat,
    )
    replies: list[Reply] = []
    findings: list[Finding] = []
    path = f"/{prompt.task}" if prompt.schema else ""
    try:
        first = context.model.complete(request)
        replies.append(first)
        if not prompt.schema:
            return Answer(None, first.text, (first,))
        data, errors, code = _wrong(first.text, prompt.schema)
        if not errors:
            return Answer(data, first.text, (first,))
        if first.rung in ("strict", "schema"):
            message = f"the endpoint took the schema {prompt.schema} and did not enforce it: {errors[0]}"
            findings.append(finding("M106", message, path=path))
        again = (Message("assistant", first.text), *context.prompt("reask").render(errors="\n".join(errors)))
        second = context.model.complete(replace(request, messages=(*messages, *again)))
        replies.append(second)
    except AnswerError as error:
        if error.reply is not None:
            replies.append(error.reply)
        findings.append(finding(error.code, f"{prompt.id}: {error}", path=path))
        return Answer(None, "", tuple(replies), tuple(findings))
    data, errors, code = _wrong(second.text, prompt.schema)
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        findings.append(finding(code, f"{prompt.id}: asked twice, still wrong: {errors[0]}{more}", path=path))
    return Answer(data, second.text, tuple(replies), tuple(findings))
