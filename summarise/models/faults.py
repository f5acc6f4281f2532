"""What goes wrong between here and an endpoint, as this package's own errors: the one place where that is decided.

Every message is one line that says what happened, where, and what to do. No message holds a key: what an endpoint
says is cut short and anything that looks like a key is taken out of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from summarise.errors import (
    BadEndpoint,
    Filtered,
    KeyRejected,
    ModelError,
    QuotaExhausted,
    RateLimited,
    TooLong,
    UnknownModel,
    Unreachable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import openai

_LONGEST = 300
_SHORTEST_KEY = 8  # anything shorter is a placeholder, and may be part of any word
_KEY = re.compile(r"\b(?:sk|pk|rk|key|Bearer)[-_ ][\w*.-]{4,}", re.IGNORECASE)
_URL_SECRET = re.compile(r"(?<=://)[^/\s@]*@")
_TOO_LONG = re.compile(
    r"context.length|context.size|context.window|maximum context|too many tokens|prompt is too long|exceed_context",
    re.IGNORECASE,
)
_QUOTA = re.compile(
    r"insufficient_quota|exceeded your current quota|billing|insufficient (?:balance|credit)", re.IGNORECASE
)
_FILTER = re.compile(r"content_filter|content.management.policy|content_policy", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call went: for the messages. ``key`` is never shown; it is here to be taken out of what is."""

    model: str
    base_url: str
    timeout: float
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """Host and port, without the user and password that an address may hold."""
        parts = urlsplit(self.base_url)
        return parts.netloc.rpartition("@")[2] or self.base_url

    def quote(self, text: object) -> str:
        """Return a foreign message on one line, cut short and without keys."""
        line = " ".join(str(text).split())
        if len(self.key) >= _SHORTEST_KEY:
            line = line.replace(self.key, "[key]")
        line = _URL_SECRET.sub("", _KEY.sub("[key]", line))
        line = "".join(c for c in line if c.isprintable())
        return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def from_exception(error: Exception, place: Place) -> ModelError:
    """Return the error that a person is shown for an exception of the openai SDK."""
    for cls in type(error).__mro__:
        if cls.__name__ in FAULTS:
            return FAULTS[cls.__name__](error, place)
    return ModelError(f"the call to {place.host} failed: {place.quote(error)}")


def from_status(status: int, body: Any, place: Place, headers: Mapping[str, str] | None = None) -> ModelError:
    """Return the error for an HTTP status and the body that came with it (decoded JSON, or text).

    Some endpoints send the same body with status 200 and the true status inside: they are read by this as well.
    """
    said = place.quote(told(body))
    kind = f"{_field(body, 'code')} {_field(body, 'type')} {said}"
    where = f"{place.host} ({status})"
    if status == 402 or (status in {400, 403, 429} and _QUOTA.search(kind)):  # noqa: PLR2004  HTTP statuses
        return QuotaExhausted(
            f"the account at {where} has no money or quota left: {said}. Top it up, or use another key or model"
        )
    if status in {400, 413, 422} and (status == 413 or _TOO_LONG.search(kind)):  # noqa: PLR2004
        return TooLong(
            f"the prompt does not fit the window of {place.model} at {where}: {said}. Use a shorter text or other model"
        )
    if status in {400, 403, 422} and _FILTER.search(kind):
        return Filtered(
            f"the content filter of {where} refused the request: {said}. Nothing was written about this article"
        )
    if status in {401, 403}:
        return KeyRejected(f"{where} does not accept the key: {said}. Check OPENAI_API_KEY and what the key may use")
    if status == 404:  # noqa: PLR2004
        return UnknownModel(
            f"{where} knows no model '{place.model}', or no such address: {said}. "
            "Check --model and --base-url (it often ends in /v1)"
        )
    if 300 <= status < 400:  # noqa: PLR2004
        there = place.quote((headers or {}).get("location") or "another address")
        return BadEndpoint(f"{where} sends its callers to {there}: nothing is sent there unless --base-url names it")
    after = _seconds((headers or {}).get("retry-after"))
    if status == 429:  # noqa: PLR2004
        wait = f" (it asks to wait {after:g} s)" if after is not None else ""
        return RateLimited(f"{where} asks for fewer requests{wait}: {said}. Wait, or ask fewer at once", after)
    if status in {408, 409} or status >= 500:  # noqa: PLR2004
        return Unreachable(f"{where} failed: {said}. Try again later", after, down=status in {502, 503, 504})
    return ModelError(f"{where} refused the request: {said}. Check --model and the settings of the prompt")


def body_of(content: bytes) -> Any:
    """Return what came with an error: decoded JSON, or text."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content.decode("utf-8", "replace")


def told(body: Any) -> str:
    """Return what an error body says, whatever its shape."""
    if isinstance(body, dict):
        inner = body.get("error", body)
        if isinstance(inner, dict):
            return str(inner.get("message") or inner.get("detail") or inner.get("code") or inner)
        return str(inner or body.get("message") or body)
    text = str(body or "").strip()
    if text[:1] == "<":
        return "a web page"
    return text or "no reason given"


def refusal(status: int, body: Any) -> str:
    """Return what an endpoint says in refusing a request as it stands, or "" for a failure of another kind."""
    if status not in {400, 404, 422}:
        return ""
    return f"{_field(body, 'param')} {_field(body, 'code')} {told(body)}"


def _field(body: Any, name: str) -> str:
    inner = body.get("error", body) if isinstance(body, dict) else None
    return str(inner.get(name) or "") if isinstance(inner, dict) else ""


def _seconds(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None


def _status(error: openai.APIStatusError, place: Place) -> ModelError:
    body = error.body if error.body is not None else error.response.text
    return from_status(
        error.status_code, {"error": body} if isinstance(body, dict) else body, place, error.response.headers
    )


def late(place: Place, attempts: int) -> Unreachable:
    """Return the error for answers that did not come in time."""
    return Unreachable(
        f"{place.host} gave no answer within {place.timeout:g} s, {_tries(attempts)}: "
        "raise --timeout or choose a faster model",
        late=True,
    )


def broken(place: Place, cause: BaseException, attempts: int) -> Unreachable:
    """Return the error for connections that failed."""
    if "CERTIFICATE_VERIFY_FAILED" in str(cause):
        return Unreachable(
            f"the certificate of {place.host} is not trusted: set SSL_CERT_FILE to your organisation's certificates"
        )
    return Unreachable(
        f"no connection to {place.host}, {_tries(attempts)}: {place.quote(cause) or type(cause).__name__}. "
        "Check the network and --base-url, or use --model none",
        down=True,
    )


def _tries(attempts: int) -> str:
    return "after one attempt" if attempts == 1 else f"after {attempts} attempts"


def _attempts(error: openai.APIError) -> int:
    text = error.request.headers.get("x-stainless-retry-count", "0")
    return int(text) + 1 if text.isdecimal() else 1


def _not_ours(error: Exception, place: Place) -> ModelError:
    return BadEndpoint(f"{place.host} does not speak the Chat Completions API: {place.quote(error)}. Check --base-url")


# The exception classes of the SDK by name (naming them here must not import it). The nearest ancestor counts.
FAULTS: dict[str, Callable[[Any, Place], ModelError]] = {
    "APITimeoutError": lambda error, place: late(place, _attempts(error)),
    "APIConnectionError": lambda error, place: broken(place, error.__cause__ or error, _attempts(error)),
    "APIStatusError": _status,
    "APIResponseValidationError": _not_ours,
    "SubjectTokenProviderError": lambda error, place: KeyRejected(
        f"no token for {place.host} could be had: {place.quote(error)}. Check the identity provider"
    ),
}

# Exceptions of the SDK that a client of its own, without streaming and parsing, never raises.
NEVER = frozenset(
    {
        "LengthFinishReasonError",
        "ContentFilterFinishReasonError",
        "InvalidWebhookSignatureError",
        "WebSocketConnectionClosedError",
        "WebSocketQueueFullError",
    }
)
