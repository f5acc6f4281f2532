"""A small OpenAI-compatible server on a real socket: queued replies, faults, and a memory of what it was asked.

    with FakeOpenAI() as server:
        server.queue('{"headlines": []}', html(), answer("…", finish="length"))
        open_model("openai:m", base_url=server.url, key="k")
        assert server.bodies[0]["model"] == "m"

What is queued is used up one request at a time; after that ``server.default`` answers: a step, or a function of the
request's body that returns one. ``refuse`` holds the rungs that it answers with 400, ``refuse_settings`` parameters,
``delay`` the seconds before each answer. As a program it serves until it is killed: python tests/server.py PORT DELAY
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 429: "Too Many"}


@dataclass(frozen=True)
class Step:
    """One answer: bytes to send as they are, and how they are sent."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0  # seconds before the first byte
    gap: float = 0.0  # seconds between the bytes of the body
    drop: bool = False  # close the connection in place of an answer


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    at: float


def completion(
    content: Any, *, finish: str | None = "stop", refusal: str | None = None, model: str = "fake-1", **more: Any
) -> dict[str, Any]:
    """Return the body of a chat completion; ``more`` sets its further fields (usage, service_tier, …)."""
    message = {"role": "assistant", "content": content, **({"refusal": refusal} if refusal else {})}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": more.pop("logprobs", None)}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
        **more,
    }


def answer(content: Any, **how: Any) -> Step:
    """Answer with a text (a dict or list is sent as its JSON); see ``completion`` for the rest."""
    text = json.dumps(content) if isinstance(content, dict | list) else content
    return raw(completion(text, **how))


def raw(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Step:
    """Answer with this body: text or bytes as they are, anything else as JSON."""
    if isinstance(body, str):
        body = body.encode()
    is_json = not isinstance(body, bytes)
    content = json.dumps(body).encode() if is_json else body
    return Step(content, status, {"content-type": "application/json" if is_json else "text/html", **(headers or {})})


def fault(
    status: int, message: str = "it broke", *, code: str | None = None, param: str | None = None, **headers: str
) -> Step:
    """Answer with an error as OpenAI writes it; ``retry_after="3"`` and its like become headers."""
    body = {"error": {"message": message, "type": "some_error", "param": param, "code": code}}
    return raw(body, status, {name.replace("_", "-"): value for name, value in headers.items()})


def html() -> Step:
    """Answer with a web page and status 200."""
    return raw("<!doctype html><html><body>Welcome to the proxy</body></html>")


def drop() -> Step:
    """Close the connection without an answer."""
    return Step(drop=True)


def hang(seconds: float = 30.0) -> Step:
    """Send nothing for a long time."""
    return Step(completion_bytes("late"), wait=seconds)


def trickle(content: str, gap: float) -> Step:
    """Send an answer one byte at a time."""
    return Step(completion_bytes(content), headers={"content-type": "application/json"}, gap=gap)


def completion_bytes(content: str) -> bytes:
    """Return the bytes of a chat completion with this text."""
    return json.dumps(completion(content)).encode()


class FakeOpenAI:
    """The server; a context manager that listens on a free port of 127.0.0.1 while it is open."""

    def __init__(self, *, port: int = 0, delay: float = 0.0) -> None:
        self.default: Step | str | dict[str, Any] | Callable[[dict[str, Any]], Any] = "An answer."
        self.models: list[str] = ["fake-1"]
        self.listing: Step | None = None  # in place of the list of models
        self.refuse: set[str] = set()
        self.refuse_settings: set[str] = set()
        self.delay = delay
        self.requests: list[Seen] = []
        self.most_at_once = 0
        self._port = port
        self._at_once = 0
        self._queue: deque[Any] = deque()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10), "the fake server did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def url(self) -> str:
        """The base URL to give to a client."""
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """The decoded bodies of the chat requests so far."""
        return [seen.body for seen in self.requests if seen.path.endswith("/chat/completions")]

    def queue(self, *steps: Any) -> None:
        """Add answers: a Step, or a text, dict or list that becomes the content of a completion."""
        self._queue.extend(steps)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._main())
        self._loop.close()

    async def _main(self) -> None:
        self._stop = asyncio.Event()
        self._open: set[asyncio.StreamWriter] = set()
        server = await asyncio.start_server(self._connection, "127.0.0.1", self._port, backlog=512)
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for writer in self._open:
            writer.transport.abort()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while seen := await _read(reader):
                self.requests.append(seen)
                self._at_once += 1
                self.most_at_once = max(self.most_at_once, self._at_once)
                try:
                    kept_open = await self._answer(writer, self._step(seen))
                finally:
                    self._at_once -= 1
                if not kept_open:
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    def _step(self, seen: Seen) -> Step:
        if seen.path.endswith("/models"):
            data = [{"id": name, "object": "model"} for name in self.models]
            return self.listing or raw({"object": "list", "data": data})
        if seen.path != "/v1/chat/completions":
            return fault(404, f"Invalid URL (POST {seen.path})")
        rung = rung_of(seen.body)
        if rung in self.refuse:
            return fault(400, "'response_format' of this type is not supported", param="response_format")
        for name in self.refuse_settings & seen.body.keys():
            return fault(400, f"Unsupported parameter: '{name}'", param=name, code="unsupported_parameter")
        step = self._queue.popleft() if self._queue else self.default
        if callable(step):
            step = step(seen.body)
        return step if isinstance(step, Step) else answer(step)

    async def _answer(self, writer: asyncio.StreamWriter, step: Step) -> bool:
        if self.delay or step.wait:
            await asyncio.sleep(self.delay + step.wait)
        if step.drop:
            writer.transport.abort()
            return False
        lines = [f"HTTP/1.1 {step.status} {REASONS.get(step.status, 'Status')}", f"content-length: {len(step.body)}"]
        lines += [f"{name}: {value}" for name, value in step.headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        if step.gap:
            for byte in step.body:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(step.gap)
        else:
            writer.write(step.body)
            await writer.drain()
        return True


def rung_of(body: Mapping[str, Any]) -> str:
    """Return the rung that a request asks at, as far as the request shows it."""
    form = body.get("response_format")
    if form is None:
        return "prompt"
    if form["type"] == "json_object":
        return "json_object"
    return "strict" if form["json_schema"].get("strict") else "schema"


async def _read(reader: asyncio.StreamReader) -> Seen | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    content = await reader.readexactly(int(headers.get("content-length", 0)))
    return Seen(method, path, headers, json.loads(content) if content else None, time.monotonic())


def main() -> None:
    """Serve until killed, for measurements from another process."""
    with FakeOpenAI(port=int(sys.argv[1]), delay=float(sys.argv[2])) as server:
        print(server.url, flush=True)  # noqa: T201  a program of its own
        threading.Event().wait()


if __name__ == "__main__":
    main()
