"""The way to an address: directly or through a proxy, by which certificates, and with which headers.

All of it is what the SDK would do with the same environment.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, unquote, urlsplit

from summarise.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from summarise.models import faults

NO_KEY = "none"  # some servers want some key; those that need none ignore it
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Route:
    """How a connection is made, what stands before the path of a request, and the headers of each."""

    connect: Callable[[], HTTPConnection]
    prefix: str
    headers: Mapping[str, str]


def route(place: faults.Place) -> Route:
    """Return the way to a place. Raises a ModelError when the proxy before it is of a kind that cannot be used."""
    address = urlsplit(place.base_url)
    headers = _headers(place, address)
    host, port, path = address.hostname or "", address.port, address.path.rstrip("/")
    proxy = _proxy(address)
    tls = _context() if address.scheme == "https" else None
    if proxy is None:
        connect = partial(HTTPSConnection, host, port, context=tls) if tls else partial(HTTPConnection, host, port)
        return Route(connect, path, headers)
    if proxy.scheme != "http" or not proxy.hostname:
        raise ModelError(
            f"the proxy for {place.host} is no http:// address, and no other kind can be used: "
            "set HTTPS_PROXY or NO_PROXY"
        )
    told = {"Proxy-Authorization": _basic(proxy)} if proxy.username else {}
    if tls is None:
        through = partial(HTTPConnection, proxy.hostname, proxy.port or 80)
        return Route(through, f"http://{place.host}{path}", {**headers, **told})

    def tunnel() -> HTTPConnection:
        connection = HTTPSConnection(proxy.hostname or "", proxy.port or 80, context=tls)
        connection.set_tunnel(host, port, told)
        return connection

    return Route(tunnel, path, headers)


def _context() -> Any:
    import httpx2  # noqa: PLC0415  0.1 s, and only here

    return httpx2.create_ssl_context()


def _proxy(address: SplitResult) -> SplitResult | None:
    if address.hostname in _HERE:
        return None
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415  only for another machine

    proxies = getproxies()
    given = proxies.get(address.scheme) or proxies.get("all")
    if not given or proxy_bypass(address.netloc.rpartition("@")[2]):
        return None
    return urlsplit(given if "://" in given else f"http://{given}")


def _headers(place: faults.Place, address: SplitResult) -> dict[str, str]:
    from summarise import __version__  # noqa: PLC0415  the package imports names from here lazily

    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "User-Agent": f"summarise/{__version__}",
        "Authorization": _basic(address) or f"Bearer {place.key or NO_KEY}",
    }
    for name, variable in (("OpenAI-Organization", "OPENAI_ORG_ID"), ("OpenAI-Project", "OPENAI_PROJECT_ID")):
        if value := os.environ.get(variable):
            headers[name] = value
    for line in os.environ.get("OPENAI_CUSTOM_HEADERS", "").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip()] = value.strip()
    return headers


def _basic(address: SplitResult) -> str:
    """Return the credentials that an address holds, as HTTP sends them, or ""."""
    if address.username is None:
        return ""
    pair = f"{unquote(address.username)}:{unquote(address.password or '')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"
