"""A page from the web: only https, only public addresses, bounded in size and time, as robots.txt allows.

A name is looked up once and the connection goes to the very address that was checked, so that an answer that changes
between look-up and connection gains nothing; every redirect is checked anew. Proxies of the environment are not used,
for what they connect to cannot be checked.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from summarise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 20.0  # for everything: robots.txt, redirects, the page
_AGENT = "summarise"
_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_ROBOTS_BYTES = 500_000
_OK, _MISSING, _FAULT = 200, 400, 500
# What a server may name: encodings of text, not Python's other codecs, some of which take quadratic time.
_CHARSETS = re.compile(
    r"(?:iso[-_]?8859[-_]?\d{1,2}|latin[-_]?1|(?:windows|cp)[-_]?125\d|koi8[-_][ru]|utf[-_]?(?:8|16(?:[bl]e)?)|gbk|gb2312"
    r"|gb18030|big5|shift[-_]jis|euc[-_](?:jp|kr))"
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    _WORD: ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/feed+json": ".json",
    "application/json": ".json",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: its bytes, the suffix that its type has, the address it came from after redirects."""

    data: bytes
    suffix: str
    url: str


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str
    kind: str
    charset: str
    data: bytes


def fetch(url: str, room: Callable[[str], int]) -> Fetched:
    """Return what is at an address; ``room`` gives the most bytes for a suffix.

    Raises InputError for what is no https address, is not public, forbids it in robots.txt, does not answer in time,
    is too large or of a type that is not read.
    """
    deadline = time.monotonic() + SECONDS
    for _ in range(_REDIRECTS + 1):
        _respect_robots(url, deadline)
        answer = _get(url, room, deadline)
        if answer.status not in _MOVED:
            break
        url = _joined(url, answer.location)
    else:
        raise InputError(f"{url} redirects more than {_REDIRECTS} times")
    if answer.status != _OK:
        raise InputError(f"{url} answers {answer.status} {http.client.responses.get(answer.status, '')}".rstrip())
    suffix = _suffix(url, answer.kind)
    data = answer.data
    if _CHARSETS.fullmatch(answer.charset) and suffix in {".html", ".txt", ".md"}:
        with suppress(LookupError, ValueError):  # it says one thing and is another: the reader finds out
            data = data.decode(answer.charset).encode()
    return Fetched(data, suffix, url)


def _joined(url: str, other: str) -> str:
    try:
        return urljoin(url, other)
    except ValueError as error:
        raise InputError(f"{url} is no usable address, or leads to none") from error


def _suffix(url: str, kind: str) -> str:
    if suffix := _SUFFIXES.get(kind):
        return suffix
    by_name = PurePosixPath(urlsplit(url).path).suffix.lower()
    if by_name in _SUFFIXES.values():
        return by_name
    raise InputError(f"{url} is of the type {kind or 'unknown'}, which is not read")


def _respect_robots(url: str, deadline: float) -> None:
    """Raise InputError when the site asks programs not to read this; a site whose rules fail asks so too (RFC 9309)."""
    at = _joined(url, "/robots.txt")
    for _ in range(_REDIRECTS + 1):
        answer = _get(at, lambda _suffix: _ROBOTS_BYTES, deadline)
        if answer.status not in _MOVED:
            break
        at = _joined(at, answer.location)
    if answer.status >= _FAULT:
        raise InputError(f"{url} is not read: its site's robots.txt answers {answer.status}")
    if answer.status != _OK:
        return
    rules = RobotFileParser()
    rules.parse(answer.data.decode("utf-8", "replace").splitlines())
    if not rules.can_fetch(_AGENT, url):
        raise InputError(f"{url} is not read: its site's robots.txt asks programs not to: save the page yourself")


def _get(url: str, room: Callable[[str], int], deadline: float) -> _Answer:
    """Ask for one address, without following redirects."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
        name = host.encode("idna").decode("ascii")
    except ValueError as error:
        raise InputError(f"{url} is no usable address") from error
    if parts.scheme != "https" or not name or parts.username is not None:
        raise InputError(f"{url} is not read: only addresses that begin with https:// and a host are")
    address = _public(_looked_up(name, port, deadline, url), url)
    connection = http.client.HTTPSConnection(name, port)
    sock: socket.socket | None = None
    late = threading.Event()
    try:
        plain = socket.create_connection((address, port), timeout=_left(deadline, url))
        watch = threading.Timer(_left(deadline, url), _end, (plain, late))
        watch.daemon = True
        watch.start()
        try:
            sock = _secured(plain, name)
            connection.sock = sock
            path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
            connection.request("GET", path, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"})
            answer = _answer(connection.getresponse(), url, room)
            if late.is_set():
                raise TimeoutError
            return answer
        finally:
            watch.cancel()
            plain.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        if late.is_set() or isinstance(error, TimeoutError):
            raise InputError(f"{url} does not answer within {SECONDS:.0f} seconds") from error
        raise InputError(f"{url} cannot be reached: {str(error)[:150] or type(error).__name__}") from error
    finally:
        connection.close()
        if sock:
            sock.close()


def _answer(response: http.client.HTTPResponse, url: str, room: Callable[[str], int]) -> _Answer:
    kind = response.headers.get_content_type()
    most = room(_SUFFIXES.get(kind, PurePosixPath(urlsplit(url).path).suffix))
    data = b"" if response.status in _MOVED else response.read(most + 1)
    if len(data) > most:
        raise InputError(f"{url} is larger than {most:,} bytes: raise --max-bytes to read it")
    if response.length and response.status not in _MOVED:  # what it promised and did not send
        raise http.client.IncompleteRead(b"", response.length)
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise InputError(f"{url} sends compressed data unasked: save the page yourself")
    return _Answer(
        response.status, response.headers.get("Location", ""), kind, response.headers.get_content_charset(""), data
    )


def _left(deadline: float, url: str) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise InputError(f"{url} does not answer within {SECONDS:.0f} seconds")
    return left


def _end(sock: socket.socket, late: threading.Event) -> None:
    """End a connection whose time is up, so that whoever reads from it wakes."""
    late.set()
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _secured(sock: socket.socket, name: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(sock, server_hostname=name)


def _looked_up(name: str, port: int, deadline: float, url: str) -> list[str]:
    """Return a name's addresses; the look-up itself knows no time limit, so it runs beside."""
    found: list[str] = []
    failed: list[OSError] = []

    def look() -> None:
        try:
            found.extend(str(entry[4][0]) for entry in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failed.append(OSError(str(error)))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(_left(deadline, url))
    if failed or not found:
        raise InputError(f"{url} cannot be reached: no address is known for {name}")
    return found


def _public(addresses: list[str], url: str) -> str:
    """Return the first address. Raises InputError when any of them is not on the public internet."""
    for text in addresses:
        address = ipaddress.ip_address(text.partition("%")[0])
        for each in (address, *_within(address)):
            if not each.is_global or each.is_multicast or each.is_reserved:
                raise InputError(f"{url} is not read: {text} is no public address")
    return addresses[0]


def _within(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """Return the IPv4 addresses that an IPv6 address leads to."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    teredo = address.teredo[1] if address.teredo else None
    nat64 = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None
    return [each for each in (address.ipv4_mapped, address.sixtofour, teredo, nat64) if each is not None]
