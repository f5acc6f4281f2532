"""The SDK's client for files and batches, over an HTTP client that is bounded as a whole and can be stopped.

What `connections` says of time, size and stopping holds here too; a file that goes up or comes down is what the SDK
is for.
"""

from __future__ import annotations

import contextlib
import socket
import time
import weakref
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import httpx2


class Wire:
    """A client whose responses end after ``timeout`` seconds an attempt and ``largest`` bytes.

    Proxies and certificates come from the environment, as the SDK takes them; but this machine itself is never asked
    through a proxy.
    """

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        timeout: float,
        retries: int,
        largest: int,
    ) -> None:
        import openai  # noqa: PLC0415  0.3 s

        self._timeout = timeout
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._bounded = _bounded_stream(largest)
        hooks: dict[str, list[Callable[..., Any]]] = {"request": [self._start], "response": [self._arrive]}
        here = urlsplit(base_url).hostname in {"localhost", "127.0.0.1", "::1"}
        http = openai.DefaultHttpxClient(timeout=timeout, event_hooks=hooks, trust_env=not here)
        self.client = openai.OpenAI(
            api_key=key, base_url=base_url, timeout=timeout, max_retries=retries, http_client=http
        )
        self.stopped = False

    def stop(self) -> None:
        """End every call that is under way, in whatever thread, and close the connections."""
        self.stopped = True
        for connection in list(self._sockets):
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)  # the plain one: TLS would wait for its peer
        self.client.close()

    def _start(self, request: httpx2.Request) -> None:
        request.extensions["started"] = time.monotonic()
        request.extensions["trace"] = self._trace

    def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            self._sockets.add(info["return_value"].get_extra_info("socket"))

    def _arrive(self, response: httpx2.Response) -> None:
        deadline = response.request.extensions["started"] + self._timeout
        response.stream = self._bounded(response.stream, response.request, deadline)


def _bounded_stream(largest: int) -> Callable[[Any, httpx2.Request, float], httpx2.SyncByteStream]:
    import httpx2  # noqa: PLC0415  comes with the SDK, and is as slow to load

    class Bounded(httpx2.SyncByteStream):
        def __init__(self, inner: httpx2.SyncByteStream, request: httpx2.Request, deadline: float) -> None:
            self._inner = inner
            self._request = request
            self._deadline = deadline

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for chunk in self._inner:
                size += len(chunk)
                if size > largest:
                    raise httpx2.RemoteProtocolError("the answer is too large", request=self._request)
                if time.monotonic() > self._deadline:
                    raise httpx2.ReadTimeout("the answer took too long as a whole", request=self._request)
                yield chunk

        def close(self) -> None:
            self._inner.close()

    return Bounded
