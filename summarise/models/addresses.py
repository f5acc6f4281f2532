"""Addresses and keys as a person gives them."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from summarise.errors import InputError

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
"""The hosts that are this machine."""


def checked_url(url: str) -> str:
    """Return a base address without a slash at its end. Raises InputError when it is no http(s) address."""
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        shown = url.rpartition("@")[2]  # a user and a password may stand before it
        raise InputError(f"'{shown}' is no address of a server: write it as https://host/v1 (--base-url)")
    return url.strip().rstrip("/")


def public(url: str) -> str:
    """Return an address without user, password and query: fit to be shown and stored."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def destination(model: object) -> str:
    """Say where a model sends what it is asked, for people: to the server at its ``base_url``, if it has one."""
    address = str(getattr(model, "base_url", ""))
    host = urlsplit(address).hostname or ""
    if not host:
        return "nowhere: nothing leaves this machine"
    if host in HERE:
        return f"{public(address)}, a server on this machine: nothing leaves it unless that server sends it on"
    return f"{public(address)}: the text leaves this machine"


def checked_key(key: str) -> str:
    """Return a key without the line break of the file it was read from. Raises InputError when it can be none."""
    key = key.strip()
    if not key.isascii() or not key.isprintable():
        raise InputError("the key for the model holds characters that no key has: check OPENAI_API_KEY")
    return key
