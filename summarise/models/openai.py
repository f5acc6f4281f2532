"""Any server that speaks OpenAI's Chat Completions."""

from __future__ import annotations

import json
import re
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from summarise.errors import AnswerError, BadEndpoint, Cut, Filtered, InputError, ModelError, Refused
from summarise.models import faults
from summarise.models.base import Reply, Request, Strategy
from summarise.models.ladder import Memory, Ways, response_format, turns
from summarise.models.prices import cost, cost_of_usage, count
from summarise.models.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping

    from summarise.models.batches import Batches

OPENAI_URL = "https://api.openai.com/v1"
DEFAULT_MODEL = "gpt-6-luna"  # the cheapest current one without a shutdown date in the SDK's list
NO_KEY = "none"  # the SDK wants some key; servers that need none ignore it

# Names after any "vendor/": they reason, so they take max_completion_tokens and no temperature or logprobs.
_REASONING = re.compile(r"(?:^|/)(?:o\d|gpt-[5-9]|gpt-\d\d)(?!.*chat)", re.IGNORECASE)
# From gpt-5.6 on, writing to the prompt cache costs extra, and all turns are written unless told otherwise.
_WRITES_CACHE = re.compile(r"gpt-(?:5\.[6-9]|[6-9]|\d\d)", re.IGNORECASE)
_NOT_WHILE_REASONING = frozenset({"temperature", "logprobs", "max_tokens"})
_THOUGHTS = re.compile(r"\s*<think>.*?</think>\s*", re.DOTALL)


class OpenAIModel:
    """A model behind an OpenAI-compatible address; safe to share between threads, which share its connections.

    ``timeout`` bounds each attempt as a whole, in seconds; ``retries`` says how often the SDK tries again after a
    connection error, a time-out, 408, 409, 429 or 5xx. ``memory`` keeps what was learnt of the endpoint. ``free`` says
    that calls cost nothing. ``watch`` is called with status and headers of each HTTP response.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str = OPENAI_URL,
        key: str = "",
        timeout: float = 120.0,
        retries: int = 2,
        memory: MutableMapping[str, str] | None = None,
        strategy: Strategy = "direct",
        name: str = "",
        identity: str = "",
        free: bool = False,
        watch: Callable[[int, Mapping[str, str]], None] | None = None,
    ) -> None:
        self.base_url = checked_url(base_url)
        self.model = model
        self.name = name or model
        self.identity = identity or f"openai:{model}@{public(self.base_url)}"
        self.strategy = strategy
        self._place = faults.Place(model, self.base_url, timeout, _checked_key(key))
        self._retries = retries
        self._memory = Memory(memory if memory is not None else {})
        self._free = free
        self._watch = watch
        self.official = (urlsplit(self.base_url).hostname or "").endswith("api.openai.com")
        self._lock = threading.Lock()
        self._wire: Wire | None = None
        self._closed = False
        self._ways: Ways | None = None

    def complete(self, request: Request) -> Reply:
        """Answer one request, at the highest rung that the endpoint takes. Raises a ModelError when it cannot."""
        import openai  # noqa: PLC0415  0.3 s

        started = time.perf_counter()
        ways = self._known_ways()
        tries = 0
        while True:
            body = self._body(request, ways)
            try:
                answer, took = self._post(body)
            except openai.OpenAIError as error:
                lesser = ways.after_refusal(_refusal(error), body, json_asked=request.schema is not None)
                if lesser is None:
                    raise faults.from_exception(error, self._place) from error
                ways, tries = lesser, tries + 1
            else:
                self._learn(ways)
                return self._reply(request, answer, ways, tries + took, time.perf_counter() - started)

    def body(self, request: Request) -> dict[str, Any]:
        """Return what `complete` would post for a request: for those who bring it there by another way."""
        return self._body(request, self._known_ways())

    def reply(self, request: Request, status: int, answer: Any, *, tier: str = "") -> Reply | None:
        """Return the reply to a posted ``body`` that came back by another way, with its HTTP status.

        None: the endpoint does not take this way of asking; ask again with a new ``body``. ``tier`` is the service tier
        that is paid for. Raises a ModelError when it is no usable answer.
        """
        ways = self._known_ways()
        if status == 200 and isinstance(answer, dict):  # noqa: PLR2004  HTTP status
            return self._reply(request, {**_sound(answer, self._place), "service_tier": tier}, ways, 1, 0.0)
        said = faults.refusal(status, answer)
        lesser = ways.after_refusal(said, self._body(request, ways), json_asked=request.schema is not None)
        if lesser is None:
            raise faults.from_status(status, answer, self._place)
        self._learn(lesser)
        return None

    def price(self, tokens_in: int, tokens_out: int) -> float | None:
        """Return what so many tokens may cost at most in US dollars, or None when the price is not known."""
        if self._free:
            return 0.0
        read = cost(self.model, self.base_url, tokens_in=tokens_in, tokens_out=tokens_out)
        written = cost(self.model, self.base_url, tokens_in=tokens_in, tokens_out=tokens_out, written=tokens_in)
        return None if read is None or written is None else max(read, written)

    def batches(self) -> Batches:
        """Return the Batch API of the same endpoint. The caller closes it."""
        from summarise.models.batches import Batches  # noqa: PLC0415  only for those who use it

        return Batches(self._place, self._place.key or NO_KEY)

    def models(self) -> list[str]:
        """Return the names of the models that the endpoint offers. Raises a ModelError when it does not say."""
        import openai  # noqa: PLC0415  0.3 s

        try:
            raw = self._opened().client.models.with_raw_response.list(timeout=min(self._place.timeout, 10.0))
            data = json.loads(raw.http_response.content)
            return [str(model["id"]) for model in data["data"]]
        except openai.OpenAIError as error:
            raise faults.from_exception(error, self._place) from error
        except (ValueError, KeyError, TypeError) as error:
            raise BadEndpoint(f"{self._place.host} lists no models: name one, as in --model NAME") from error

    def close(self) -> None:
        """End the calls that are under way and close the connections; later calls are a ModelError."""
        with self._lock:
            self._closed = True
            wire, self._wire = self._wire, None
        if wire is not None:
            wire.stop()

    def _opened(self) -> Wire:
        with self._lock:
            if self._closed:
                raise self._stopped()
            if self._wire is None:
                self._wire = Wire(
                    self.base_url,
                    self._place.key or NO_KEY,
                    timeout=self._place.timeout,
                    retries=self._retries,
                    watch=self._watch,
                )
            return self._wire

    def _stopped(self) -> ModelError:
        return ModelError(f"the call to {self.name} at {self._place.host} was stopped")

    def _post(self, body: dict[str, Any]) -> tuple[dict[str, Any], int]:
        import httpx2  # noqa: PLC0415  loaded by now
        import openai  # noqa: PLC0415

        wire = self._opened()
        try:
            # Below the SDK's typed call, which takes 1 ms more of a request to build and parse what is not used here.
            raw = wire.client.post("/chat/completions", body=body, cast_to=httpx2.Response)
        except (openai.OpenAIError, RuntimeError) as error:
            if wire.stopped:
                raise self._stopped() from error
            raise
        return _decoded(raw.content, self._place), faults.attempts(raw.request.headers)

    def _body(self, request: Request, ways: Ways) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": m.role, "content": _encodable(m.content)} for m in turns(request, ways.rung)],
        }
        if form := response_format(request, ways.rung):
            body["response_format"] = form
        if self.official and "store" not in ways.refused:
            body["store"] = False  # an embargoed draft must not stay on a server
        if self.official and _WRITES_CACHE.match(self.model) and "prompt_cache_options" not in ways.refused:
            _cache_only_instructions(body)
        body.update(self._settings(request, ways))
        if "response_format" in body and self._place.host == "openrouter.ai":
            body["provider"] = {"require_parameters": True}  # else it may route to one that ignores it
        return body

    def _settings(self, request: Request, ways: Ways) -> dict[str, Any]:
        refused = ways.refused
        if _REASONING.search(self.model):
            refused |= _NOT_WHILE_REASONING
        elif self.official:
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

    def _known_ways(self) -> Ways:
        if self._ways is None:
            self._ways = self._memory.recall(self.identity)
        return self._ways

    def _learn(self, ways: Ways) -> None:
        if ways != self._ways:
            self._ways = ways
            self._memory.keep(self.identity, ways)

    def _reply(self, request: Request, answer: dict[str, Any], ways: Ways, tries: int, seconds: float) -> Reply:
        choice = _choice(answer, self._place)
        raw_usage = answer.get("usage")
        usage: dict[str, Any] = raw_usage if isinstance(raw_usage, dict) else {}
        details = usage.get("prompt_tokens_details")
        named = answer.get("model")
        model = self._place.quote(named) if isinstance(named, str) and named else self.model
        price = (
            0.0
            if self._free
            else cost_of_usage(self.model, self.base_url, usage, str(answer.get("service_tier") or ""))
        )
        sent = self._settings(request, ways)
        took = Reply(
            text="",
            model=model if not self._free else self.name,
            rung=ways.rung if request.schema is not None else "",
            tokens_in=count(usage.get("prompt_tokens")),
            tokens_out=count(usage.get("completion_tokens")),
            tokens_cached=count(details.get("cached_tokens")) if isinstance(details, dict) else 0,
            cost_usd=price,
            seconds=seconds,
            attempts=tries,
            logprobs=_logprobs(choice) if "logprobs" in sent else None,
            left_out=tuple(
                name
                for name in request.settings
                if name not in sent and not (name == "max_tokens" and "max_completion_tokens" in sent)
            ),
        )
        try:
            return replace(took, text=_text(choice, self._place))
        except AnswerError as error:
            error.reply = took
            raise


def checked_url(url: str) -> str:
    """Return a base address without a slash at its end. Raises InputError when it is no http(s) address."""
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise InputError(f"'{url}' is no address of a server: write it as https://host/v1 (--base-url)")
    return url.strip().rstrip("/")


def public(url: str) -> str:
    """Return an address without user, password and query: fit to be shown and stored."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _checked_key(key: str) -> str:
    key = key.strip()
    if not key.isascii() or not key.isprintable():
        raise InputError("the key for the model holds characters that no key has: check OPENAI_API_KEY")
    return key


def _encodable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def _cache_only_instructions(body: dict[str, Any]) -> None:
    """Let the provider keep the system turn, which comes again, and not the article, which does not."""
    body["prompt_cache_options"] = {"mode": "explicit"}
    first = body["messages"][0]
    if first["role"] == "system":
        mark = {"mode": "explicit"}
        first["content"] = [{"type": "text", "text": first["content"], "prompt_cache_breakpoint": mark}]


def _refusal(error: Exception) -> str:
    body = getattr(error, "body", None)
    said = faults.refusal(getattr(error, "status_code", 0), {"error": body} if isinstance(body, dict) else body)
    return said and f"{said} {error}"


def _decoded(content: bytes, place: faults.Place) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        page = content.lstrip()[:1] == b"<"
        what = "a web page" if page else "something that is no JSON object"
        raise BadEndpoint(f"{place.host} answered with {what}: check --base-url (it often ends in /v1)")
    return _sound(answer, place)


def _sound(answer: dict[str, Any], place: faults.Place) -> dict[str, Any]:
    if answer.get("error"):
        inner = answer["error"]
        code = inner.get("code") if isinstance(inner, dict) else None
        status = code if isinstance(code, int) and 400 <= code < 600 else 200  # noqa: PLR2004  an HTTP status
        raise faults.from_status(status, answer, place)
    return answer


def _choice(answer: dict[str, Any], place: faults.Place) -> dict[str, Any]:
    choices = answer.get("choices")
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        choice: dict[str, Any] = choices[0]
        if isinstance(choice.get("message"), dict):
            return choice
    raise BadEndpoint(
        f"{place.host} answered without any choice: it does not speak the Chat Completions API (--base-url)"
    )


def _text(choice: dict[str, Any], place: faults.Place) -> str:
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


def _logprobs(choice: dict[str, Any]) -> dict[str, float] | None:
    try:
        first = choice["logprobs"]["content"][0]["top_logprobs"]
        return {str(alternative["token"]): float(alternative["logprob"]) for alternative in first}
    except (KeyError, IndexError, TypeError, ValueError):
        return None
