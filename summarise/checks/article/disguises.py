"""What a text says when its disguise is taken off: invisible and foreign letters, spacing, marks, figures, ciphers."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

from summarise.checks.article.anchors import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

# Letters of other scripts that look like Latin ones, as far as they pass for lower-case words.
_ALIKE = str.maketrans("аеорсухіѕјԁԛԝһοαερυιν", "aeopcyxisjdqwhoaepuiv")
_LOOKALIKE = re.compile("[аеорсухіѕјԁԛԝһοαερυιν]")
_MIXED = re.compile(r"[^\W\d_]{2,40}")
_SPELT = re.compile(r"[ .·-][^\W_][ .·-]{1,3}[^\W_][ .·-]")
_SPACED = re.compile(r"(?<!\w)(?:[^\W_][ .·-]{1,3}){5,400}[^\W_](?!\w)")
_BETWEEN = re.compile(r"(?<=\w)[ .·-](?=\w)")
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Patterns that begin with a set of characters pass over all others quickly.
_ANSI = re.compile(r"[\x00-\x08\x0e-\x1f\x7f](?:(?<=\x1b)\[[0-9;?]{0,20}[A-Za-z])?")
_MARKS = re.compile(r"[*`~][*`~]{0,8}")
_UNDERLINED = re.compile(r"(?<=[^\W_])_{1,3}(?=[^\W_])")
_WIDE = re.compile(r"[^\S\n][^\S\n]+")
_LEET = str.maketrans("013457@$", "oieastas")
_LEETED = re.compile(r"[A-Za-z0-9@$]{2,40}")
# What betrays a line whose letters stand for others: entities, per cent signs, figures for letters, two ciphers.
_CODED = re.compile(r"[&%013457@$](?i:(?<=&)#?\w{1,8};|(?<=%)[0-9a-f]{2}%?\w|(?<=[a-z][013457@$])[a-z])")
_CIPHER = re.compile(r"erongi|dragersid|tegrof|\b(?:vtaber|qvfertneq|sbetrg)\b", re.IGNORECASE)
_CIPHER_ANCHORS = ("erongi", "dragersid", "tegrof", "vtaber", "qvfertneq", "sbetrg")


def coded(text: str) -> bool:
    """Whether the letters of a text may stand for others."""
    small = folded(text)
    ciphered = any(anchor in small for anchor in _CIPHER_ANCHORS) and _CIPHER.search(text)
    return bool(ciphered or _CODED.search(text))


def readings(text: str) -> Iterator[str]:
    """Yield a text on one line as it would be read aloud, and what it says when it is deciphered."""
    line = text.replace("\n", " ")
    yield read_aloud(line)
    if coded(line):
        yield read_aloud(unquote(html.unescape(line), errors="replace"))
        yield read_aloud(_LEETED.sub(_letters, line))
        yield read_aloud(line[::-1])
        yield read_aloud(codecs.encode(line, "rot13"))


def _letters(word: re.Match[str]) -> str:
    """Return a word that mixes letters with figures that look like them in letters; any other as it is."""
    mixed = any(char.isalpha() for char in word[0])
    return word[0].translate(_LEET) if mixed else word[0]


def read_aloud(text: str) -> str:
    """Return lines without invisible characters and marks, with one form of each letter, and nothing spaced out."""
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", _ANSI.sub("", text)))
    plain = _MARKS.sub("", plain)
    if "_" in plain:
        plain = _UNDERLINED.sub(" ", plain)
    if _LOOKALIKE.search(plain):
        plain = _MIXED.sub(_latin, plain)
    if _SPELT.search(plain):
        plain = _SPACED.sub(lambda run: " ".join(_BETWEEN.sub("", run[0]).split()), plain)
    return _WIDE.sub(" ", plain)


def _latin(word: re.Match[str]) -> str:
    """Return a word that mixes Latin letters with others that look like them in Latin letters; any other as it is."""
    latin = word[0].translate(_ALIKE)
    return latin if latin.isascii() and any(char.isascii() for char in word[0]) else word[0]
