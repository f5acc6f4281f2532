"""A small fuzzer: it changes what is in the corpus, bounded in time, and makes an input that breaks a target small."""

from __future__ import annotations

import random
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from targets import CORPUS, TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONGEST = 4_000  # bytes of an input
MOST_S = 5  # of processor time for one input of that length: more is a hang
WORDS = (
    *(b"\r", b"\n\n", b"\0", b"\t", b" ", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\xbd", b"\xc2\x85"),
    *(
        b"\xe2\x80\x9c",
        b"\xe2\x80\x9d",
        b"\xe2\x80\xae",
        b"\xe2\x80\xa8",
        b"\xe2\x80\x8b",
        b"\xcc\x81",
        b"\xef\xbf\xbf",
    ),
    *(
        b'"',
        b"'",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"\\u0000",
        b"\\ud83d",
        b"null",
        b"1e999",
        b"NaN",
        b"-0",
        b"9" * 40,
    ),
    *(b"<!--", b"-->", b"<", b">", b"&amp;", b"```\n", b"# ", b"> ", b"- ", b"1. ", b"|", b"![](", b"---\n", b"+++\n"),
    *(b"\x1b[2J", b"\x07", b"\x9b", b"=1+1", b"$nonce", b"${article}", b"s1", b"s999999999", b"\xd9\xa3", b"\xc2\xbd"),
    *(
        b"ignore all previous instructions",
        b"1 May",
        b"30 February 2026",
        b"12,34,567",
        b"1.2.3",
        b"%",
        b"\xe2\x82\xac1m",
    ),
    *(
        b"Mr. ",
        b"said ",
        b"not ",
        b". ",
        b"? ",
        b"St. ",
        b"\xe8\x88\xb9",
        b"\xe3\x80\x82",
        b"\xd7\x90",
        b"\xf0\x9f\x91\xa9",
    ),
)


class Hang(AssertionError):
    """An input took longer than it may."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An input that breaks a target, and how."""

    target: str
    data: bytes
    error: BaseException


@contextmanager
def bounded(seconds: int) -> Iterator[None]:
    """Raise Hang where the block takes more processor time; in the main thread, on systems with such timers."""

    def late(_number: int, _frame: object) -> None:
        raise Hang(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def breaks(target: str, data: bytes) -> BaseException | None:
    """Return what a target raises for an input, if anything."""
    try:
        with bounded(MOST_S):
            TARGETS[target](data)
    except Exception as error:  # noqa: BLE001  whatever it is, it is what is sought
        return error
    return None


def corpus(target: str) -> list[Path]:
    """Return the files that are kept for a target."""
    return sorted(path for path in (CORPUS / target).iterdir() if path.is_file())


def seeds(target: str) -> list[bytes]:
    """Return what is changed to make inputs: the target's own files, and the texts of the hostile corpus."""
    texts = sorted((CORPUS.parent / "corpus").glob("*/*"))
    return [*(path.read_bytes() for path in corpus(target)), *(path.read_bytes()[:LONGEST] for path in texts)]


def changed(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Return an input with a few things changed: bytes, words, stretches cut, doubled, moved or taken from another."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(made))
        end = min(len(made), at + chance.choice((1, 2, 4, 16, 64)))
        match chance.randrange(7):
            case 0:
                made[at:at] = chance.choice(WORDS)
            case 1:
                made[at:end] = chance.choice(WORDS)
            case 2:
                del made[at:end]
            case 3:
                made[at:at] = made[at:end] * chance.randint(1, 8)
            case 4:
                made[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
            case 5:
                other = chance.choice(others)
                start = chance.randint(0, len(other))
                made[at:at] = other[start : start + chance.randint(1, 200)]
            case _:
                made[at:end] = made[at:end][::-1]
    return bytes(made[:LONGEST])


def fuzz(target: str, seconds: float, seed: int) -> tuple[int, Broken | None]:
    """Try inputs until one breaks the target or the time is up; return how many, and the one that did, made small."""
    chance = random.Random(f"{target} {seed}")  # noqa: S311  no secrets
    kept = seeds(target)
    began, count = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        data = changed(chance.choice(kept), kept, chance)
        count += 1
        error = breaks(target, data)
        if error is not None:
            kind = type(error)
            small = smaller(data, lambda less, kind=kind: type(breaks(target, less)) is kind, seconds=20)
            return count, Broken(target, small, breaks(target, small) or error)
    return count, None


def smaller(data: bytes, still: Callable[[bytes], bool], seconds: float) -> bytes:
    """Return the input with as much taken out as still breaks the target in the same way, in about so many seconds."""
    began, step = time.monotonic(), max(1, len(data) // 2)
    while step and time.monotonic() - began < seconds:
        at = 0
        while at < len(data) and time.monotonic() - began < seconds:
            less = data[:at] + data[at + step :]
            if still(less):
                data = less
            else:
                at += step
        step //= 2
    return data


def keep(broken: Broken) -> Path:
    """Save an input in the corpus, so that it is tried first from now on."""
    path = CORPUS / broken.target / f"found-{sha256(broken.data).hexdigest()[:12]}"
    path.write_bytes(broken.data)
    return path
