"""Requests to one address, over connections that are kept open and may be used by many threads.

Below the SDK, because loading it takes half a second and a call of it several times the processor time of the rest of
a batch's call. What of its behaviour a user relies on is kept: its environment variables, when it tries again, how
long it waits before that. And more: each attempt is bounded in time and size as a whole (the time-outs of an HTTP
client restart with each packet, so a server that sends one byte a second is never too late for them), and a call can be
ended from another thread.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import select
import socket
import threading
import time
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, Any

from summarise.errors import ModelError, Unreachable
from summarise.models import faults
from summarise.models.route import route

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from http.client import HTTPConnection

    from _typeshed import WriteableBuffer

LARGEST_ANSWER = 32 * 1024 * 1024  # bytes
FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 8.0
_LONGEST_WISH_S = 120.0  # a server that wants a longer pause is not asked again
_IDLE_S = 60.0  # what stands between may forget a connection that has been silent for longer
_PIECE = 65_536
_PASSING = frozenset({408, 409, 429})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: names of headers in lower case; ``attempts`` counts the requests it took."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    attempts: int = 1


class Connections:
    """The connections to the address of a place.

    ``place.timeout`` bounds each attempt in seconds; ``retries`` is how often a request is sent again after a
    connection error, a time-out, 408, 409, 429 or 5xx; ``watch`` is called with status and headers of each answer.
    Proxies come from the environment, but this machine itself is never asked through one; certificates are the SDK's.
    """

    def __init__(
        self, place: faults.Place, *, retries: int = 0, watch: Callable[[int, Mapping[str, str]], None] | None = None
    ) -> None:
        self._place = place
        self._retries = retries
        self._watch = watch
        self._route = route(place)
        self._free: list[tuple[float, HTTPConnection]] = []
        self._busy: set[HTTPConnection] = set()
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def send(self, method: str, path: str, body: Mapping[str, Any] | None = None, *, patience: float = 1e9) -> Answer:
        """Send a request, its body as JSON, and return the answer, whatever its status.

        ``patience`` bounds an attempt beside the place's time-out, in seconds. Raises a ModelError when no answer
        comes.
        """
        data = None if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        timeout = min(self._place.timeout, patience)
        attempt = 0
        while True:
            attempt += 1
            answer = None
            try:
                answer = self._once(method, path, data, time.monotonic() + timeout)
            except (OSError, HTTPException, UnicodeError) as error:
                if self._stopped.is_set():
                    raise self._end() from error
                if attempt > self._retries:
                    raise _fault(error, self._place, attempt) from error
            if answer and (attempt > self._retries or not _passing(answer)):
                return replace(answer, attempts=attempt)
            if self._stopped.wait(_pause(attempt, answer.headers if answer else {})):
                raise self._end()

    def stop(self) -> None:
        """End every call that is under way, in whatever thread, and close the connections; later calls fail."""
        self._stopped.set()
        with self._lock:
            busy, free = list(self._busy), self._free
            self._free = []
        for connection in busy:
            with contextlib.suppress(OSError, AttributeError):
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)  # the plain one: TLS would wait for its peer
        for _, connection in free:
            connection.close()

    def _end(self) -> ModelError:
        return ModelError(f"the call to {self._place.model} at {self._place.host} was stopped")

    def _once(self, method: str, path: str, data: bytes | None, deadline: float) -> Answer:
        connection = self._taken()
        whole = False
        try:
            connection.timeout = deadline - time.monotonic()
            if connection.sock is None:
                connection.connect()
            connection.sock.settimeout(connection.timeout)
            if self._stopped.is_set():
                raise self._end()
            connection.response_class = partial(_response, deadline)  # type: ignore[assignment]  # it is only called
            connection.request(method, f"{self._route.prefix}{path}", data, self._route.headers)
            with connection.getresponse() as response:
                headers = {name.lower(): value for name, value in response.getheaders()}
                if self._watch is not None:
                    self._watch(response.status, headers)
                content = _content(response)
                whole = not response.will_close
            return Answer(response.status, headers, content)
        finally:
            self._give_back(connection, whole=whole)

    def _taken(self) -> HTTPConnection:
        """Return a connection that is open, if one is free, else a new one."""
        with self._lock:
            connection = None
            while self._free and connection is None:
                since, connection = self._free.pop()
                if time.monotonic() - since > _IDLE_S or _readable(connection.sock):  # its peer has closed it
                    connection.close()
                    connection = None
            connection = connection or self._route.connect()
            self._busy.add(connection)
            return connection

    def _give_back(self, connection: HTTPConnection, *, whole: bool) -> None:
        with self._lock:
            self._busy.discard(connection)
            if whole and not self._stopped.is_set():
                self._free.append((time.monotonic(), connection))
                return
        connection.close()


class _Bounded(io.RawIOBase):
    """What comes from a socket until a deadline, and no more than a bound."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._deadline = deadline
        self._left = LARGEST_ANSWER

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        count = self._raw.readinto(buffer)
        self._left -= count or 0
        if self._left < 0:
            raise OSError("the answer is too large")
        return count

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self, _PIECE)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _response(deadline: float, sock: socket.socket, **how: Any) -> HTTPResponse:
    bounded: Any = _Bounded(sock, deadline)  # all that it wants of a socket is makefile
    return HTTPResponse(bounded, **how)


def _content(response: HTTPResponse) -> bytes:
    """Return a body, read in pieces: what a server says of its length is not believed."""
    pieces = []
    while piece := response.read(_PIECE):
        pieces.append(piece)
    if response.length:
        raise ConnectionError("the answer was cut off")
    return b"".join(pieces)


def _readable(sock: socket.socket) -> bool:
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(sock, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([sock], [], [], 0)[0])  # Windows, where it takes any socket


def _fault(error: Exception, place: faults.Place, attempts: int) -> Unreachable:
    return faults.late(place, attempts) if isinstance(error, TimeoutError) else faults.broken(place, error, attempts)


def _passing(answer: Answer) -> bool:
    """Whether the same request may fare better soon."""
    told = answer.headers.get("x-should-retry")
    if (_wish(answer.headers) or 0.0) > _LONGEST_WISH_S:
        return False
    return told == "true" or (told != "false" and (answer.status in _PASSING or answer.status >= 500))  # noqa: PLR2004


def _pause(attempt: int, headers: Mapping[str, str]) -> float:
    """Return for how many seconds to wait: as long as the server wishes, else twice as long each time."""
    growing = min(FIRST_WAIT_S * 2.0 ** (attempt - 1), _LONGEST_WAIT_S)
    return _wish(headers) or growing * (1 - random.random() / 4)  # noqa: S311  no secret


def _wish(headers: Mapping[str, str]) -> float | None:
    with contextlib.suppress(ValueError, KeyError):
        return float(headers["retry-after-ms"]) / 1000
    after = headers.get("retry-after", "")
    with contextlib.suppress(ValueError):
        return float(after)
    with contextlib.suppress(ValueError):
        return parsedate_to_datetime(after).timestamp() - time.time()
    return None
