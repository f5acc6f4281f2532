"""The HTTP client under the SDK: bounded in time and size as a whole, which its own settings are not.

The time-outs of an HTTP client restart with each packet, so a server that sends one byte a second is never too late
for them; and nothing bounds how much it may send.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import httpx2

LARGEST_ANSWER = 32 * 1024 * 1024  # bytes


def bounded(  # noqa: C901  three small closures over one deadline
    timeout: float, watch: Callable[[int, Mapping[str, str]], None] | None = None
) -> httpx2.Client:
    """Return a client whose responses end after ``timeout`` seconds an attempt and LARGEST_ANSWER bytes.

    ``watch`` is called with the status and the headers of each response. Proxies and certificates come from the
    environment, as the SDK's own client takes them.
    """
    import httpx2  # noqa: PLC0415  comes with the SDK
    import openai  # noqa: PLC0415

    class Bounded(httpx2.SyncByteStream):
        def __init__(self, inner: httpx2.SyncByteStream, request: httpx2.Request) -> None:
            self._inner = inner
            self._request = request
            self._deadline = request.extensions.get("started", time.monotonic()) + timeout

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for chunk in self._inner:
                size += len(chunk)
                if size > LARGEST_ANSWER:
                    raise httpx2.RemoteProtocolError(
                        "the answer is larger than any that is expected", request=self._request
                    )
                if time.monotonic() > self._deadline:
                    raise httpx2.ReadTimeout("the answer took too long as a whole", request=self._request)
                yield chunk

        def close(self) -> None:
            self._inner.close()

    def start(request: httpx2.Request) -> None:
        request.extensions["started"] = time.monotonic()

    def arrive(response: httpx2.Response) -> None:
        if watch is not None:
            watch(response.status_code, response.headers)
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = Bounded(response.stream, response.request)

    return openai.DefaultHttpxClient(timeout=timeout, event_hooks={"request": [start], "response": [arrive]})
