"""Any server that speaks OpenAI's Chat Completions."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from summarise.errors import AnswerError, BadEndpoint, ModelError
from summarise.models import faults
from summarise.models.addresses import checked_key, checked_url, public
from summarise.models.answers import choice_of, decoded, logprobs_of, sound, text_of
from summarise.models.base import Reply, Request, Strategy
from summarise.models.body import Endpoint, chat, settings
from summarise.models.connections import Connections
from summarise.models.ladder import Memory, Ways
from summarise.models.prices import cost, cost_of_usage, count
from summarise.models.prices import window as listed_window
from summarise.models.route import NO_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping

    from summarise.models.batches import Batches

OPENAI_URL = "https://api.openai.com/v1"
DEFAULT_MODEL = "gpt-6-luna"  # the cheapest current one without a shutdown date in the SDK's list
_LISTING_S = 10.0


class OpenAIModel:
    """A model behind an OpenAI-compatible address; safe to share between threads, which share its connections.

    ``timeout`` bounds each attempt as a whole, in seconds; ``retries`` says how often a request is sent again after a
    connection error, a time-out, 408, 409, 429 or 5xx. ``memory`` keeps what was learnt of the endpoint. ``free`` says
    that calls cost nothing. ``window`` is how many tokens it takes, prompt and answer together; without it, what the
    endpoint says when a prompt is too long. ``watch`` is called with status and headers of each HTTP response.
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
        window: int | None = None,
        watch: Callable[[int, Mapping[str, str]], None] | None = None,
    ) -> None:
        self.base_url = checked_url(base_url)
        self.model = model
        self.name = name or model
        self.identity = identity or f"openai:{model}@{public(self.base_url)}"
        self.strategy = strategy
        self._place = faults.Place(model, self.base_url, timeout, checked_key(key))
        self._retries = retries
        self._memory = Memory(memory if memory is not None else {})
        self._free = free
        self.window = window
        self._watch = watch
        self.official = (urlsplit(self.base_url).hostname or "").endswith("api.openai.com")
        self._endpoint = Endpoint(model, self._place.host, self.official)
        self._lock = threading.Lock()
        self._connections: Connections | None = None
        self._closed = False
        self._ways: Ways | None = None

    def complete(self, request: Request) -> Reply:
        """Answer one request, at the highest rung that the endpoint takes. Raises a ModelError when it cannot."""
        started = time.perf_counter()
        ways = self._known_ways()
        tries = 0
        while True:
            body = chat(self._endpoint, request, ways)
            answer = self._opened().send("POST", "/chat/completions", body)
            tries += answer.attempts
            if answer.status < 300:  # noqa: PLR2004  HTTP statuses
                data = decoded(answer.content, self._place)
                self._learn(ways)
                return self._reply(request, data, ways, tries, time.perf_counter() - started)
            said = faults.body_of(answer.content)
            refused = faults.refusal(answer.status, said)
            lesser = ways.after_refusal(refused, body, json_asked=request.schema is not None)
            if lesser is None:
                raise faults.from_status(answer.status, said, self._place, answer.headers)
            ways = lesser

    def body(self, request: Request) -> tuple[dict[str, Any], str]:
        """Return what `complete` would post for a request, and the way in which it asks, for `reply`.

        For those who bring it to the endpoint by another way.
        """
        ways = self._known_ways()
        return chat(self._endpoint, request, ways), ways.to_text()

    def reply(self, request: Request, way: str, status: int, answer: Any, *, tier: str = "") -> Reply | None:
        """Return the reply to a posted ``body`` that came back by another way, with its HTTP status.

        None: the endpoint does not take this way of asking; ask again with a new ``body``. ``tier`` is the service tier
        that is paid for. Raises a ModelError when it is no usable answer.
        """
        ways = Ways.from_text(way)
        if status == 200 and isinstance(answer, dict):  # noqa: PLR2004  HTTP status
            return self._reply(request, {**sound(answer, self._place), "service_tier": tier}, ways, 1, 0.0)
        said = faults.refusal(status, answer)
        lesser = ways.after_refusal(said, chat(self._endpoint, request, ways), json_asked=request.schema is not None)
        if lesser is None:
            raise faults.from_status(status, answer, self._place)
        if ways == self._known_ways():  # else the same refusal has been heard before
            self._learn(lesser)
        return None

    @property
    def listed_window(self) -> int | None:
        """The window in tokens that the price list gives, None when it does not know the model."""
        return None if self._free else listed_window(self.model, self.base_url)

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
        answer = self._opened().send("GET", "/models", patience=_LISTING_S)
        if answer.status >= 300:  # noqa: PLR2004  HTTP statuses
            raise faults.from_status(answer.status, faults.body_of(answer.content), self._place, answer.headers)
        try:
            return [str(model["id"]) for model in json.loads(answer.content)["data"]]
        except (ValueError, KeyError, TypeError) as error:
            raise BadEndpoint(f"{self._place.host} lists no models: name one, as in --model NAME") from error

    def close(self) -> None:
        """End the calls that are under way and close the connections; later calls are a ModelError."""
        with self._lock:
            self._closed = True
            connections, self._connections = self._connections, None
        if connections is not None:
            connections.stop()

    def _opened(self) -> Connections:
        with self._lock:
            if self._closed:
                raise ModelError(f"the call to {self.name} at {self._place.host} was stopped")
            if self._connections is None:
                self._connections = Connections(self._place, retries=self._retries, watch=self._watch)
            return self._connections

    def _known_ways(self) -> Ways:
        if self._ways is None:
            self._ways = self._memory.recall(self.identity)
        return self._ways

    def _learn(self, ways: Ways) -> None:
        if ways != self._ways:
            self._ways = ways
            self._memory.keep(self.identity, ways)

    def _reply(self, request: Request, answer: dict[str, Any], ways: Ways, tries: int, seconds: float) -> Reply:
        choice = choice_of(answer, self._place)
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
        sent = settings(self._endpoint, request, ways)
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
            logprobs=logprobs_of(choice) if "logprobs" in sent else None,
            left_out=tuple(
                name
                for name in request.settings
                if name not in sent and not (name == "max_tokens" and "max_completion_tokens" in sent)
            ),
        )
        try:
            return replace(took, text=text_of(choice, self._place))
        except AnswerError as error:
            error.reply = took
            raise
