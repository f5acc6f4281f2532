"""Words of a text, each with its place, a normal form and a stem."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from summarise.words import numbers, tables

# Initials; digits with their groups; one ideograph or kana; a word with its inner apostrophes; a percent sign.
# No quantifier nests over the class that follows it, so the time is linear. The one group makes `split` hand out gaps
# and pieces by turns, in a third of the time that a match for each piece takes.
_PIECE = re.compile(
    r"((?:[A-Z]\.){2,}"
    r"|\d+(?:[,.]\d+)*"
    r"|[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
    r"|[^\W\d_](?:[^\W_\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[\u0300-\u036f])*"
    r"(?:['’][^\W\d_]+)*"
    r"|%)"
)
_ENDS = frozenset(".?!:…。？！")
_SENTENCE = 1000  # characters: longer texts are not worth keeping
_TAILS = frozenset(("s", "re", "ve", "ll", "d", "m"))
_VOWEL = frozenset("aeiouyáéíóúäëïöü")


class Token(NamedTuple):
    """A word and its place. A named tuple, since an article has tens of thousands.

    ``text`` is ``source[start:end]``; ``normal`` is lower case, contractions undone ("n't" is "not"), possessives off,
    several names of one thing under one form (``united-states``) and numbers as plain digits ("twelve hundred" and
    "1.2 thousand" are "1200", "5pm" is "17:00"); ``stem`` has inflections taken off; ``opens`` says that it opens a
    sentence or a quote, ``capital`` that it is written with a capital letter.
    """

    normal: str
    stem: str
    text: str
    start: int
    end: int
    opens: bool
    capital: bool

    @property
    def number(self) -> bool:
        """Whether the word is a number."""
        return self.normal[0].isdecimal()

    @property
    def clock(self) -> bool:
        """Whether the word is a time of day in digits."""
        return ":" in self.normal


_new = tuple.__new__  # half the time of Token(), which counts for a token


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """Take the inflections off a lower-case English word ("carried", "carries", "carry" → "carri").

    Only inflection, British and American spelling and doubled letters: "decide" and "decision" stay apart (see
    ``related``). The result is the same for all forms of a word; it need not be a word. Other scripts come back
    as they are.
    """
    base = tables.irregular().get(word)
    if base is not None:
        return _spelling(base)
    if not word.isascii() or not word.isalpha():
        return word
    if len(word) < 4:  # noqa: PLR2004  no ending to take off
        return _spelling(word)
    word = _singular(word)
    if not word.endswith(("ing", "ed", "ly")):  # most words
        return _spelling(word)
    for ending, least in (("ingly", 8), ("edly", 7), ("ing", 5), ("ed", 4)):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(word) >= least and not _VOWEL.isdisjoint(base) and not word.endswith("eed"):
            word = base
            break
    else:
        if word.endswith("ly") and len(word) > 5:  # noqa: PLR2004  "only", "reply"
            word = word[:-2]
    return _spelling(word)


def _singular(word: str) -> str:
    if word.endswith(("sses", "ches", "shes", "xes", "zes", "oes")):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004  "ties", "dies"
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _spelling(word: str) -> str:
    if len(word) > 2:  # noqa: PLR2004
        word = word.removesuffix("e")
    if word.endswith("y") and len(word) > 2:  # noqa: PLR2004
        word = word[:-1] + "i"
    if word.endswith("our") and len(word) > 4:  # noqa: PLR2004  "four", "hour"
        word = word[:-3] + "or"
    if word.endswith("iz") and len(word) > 4:  # noqa: PLR2004
        word = word[:-1] + "s"
    if len(word) > 3 and word[-1] == word[-2]:  # noqa: PLR2004  "stopped", "controlled", and so "control"
        word = word[:-1]
    return word


class _Form(NamedTuple):
    """A word in a written piece: its forms, where it begins there, and whether something longer may start with it."""

    normal: str
    stem: str
    text: str
    begin: int
    capital: bool
    starts: bool


@lru_cache(maxsize=1 << 14)
def _forms(piece: str) -> tuple[_Form, ...]:
    """Return the words that one written piece holds: two for "don't", else one."""
    if piece[0].isdecimal():
        digits = _digits(piece)
        return (_Form(digits, digits, piece, 0, capital=False, starts=True),)
    plain = unicodedata.normalize("NFC", piece).lower().replace("’", "'")
    if plain == "cannot":
        return (_form("can", piece, 0, 3), _form("not", piece, 3, 6))
    if plain.endswith("n't") and len(plain) > 3:  # noqa: PLR2004
        base, cut = plain[:-3], len(piece) - 3
        return (
            _form({"ca": "can", "wo": "will", "sha": "shall"}.get(base, base), piece, 0, cut),
            _form("not", piece, cut, len(piece)),
        )
    head, mark, tail = plain.rpartition("'")
    return (_form(head if mark and head and tail in _TAILS else plain, piece, 0, len(piece)),)


def _form(normal: str, piece: str, begin: int, end: int) -> _Form:
    aliases = tables.aliases()
    starts = numbers.starts(normal) or normal in aliases or piece[: len(normal)] in aliases
    text = piece[begin:end]
    return _Form(normal, stem(normal), text, begin, text[0].isupper(), starts)


def _digits(piece: str) -> str:
    """Write digits plainly: "8,000" → "8000", "2.0" → "2"; other forms ("1.2.3") stay."""
    whole, point, rest = piece.partition(".")
    groups = whole.split(",")
    if len(groups) > 1 and all(len(g) == 3 for g in groups[1:]):  # noqa: PLR2004  thousands
        whole = "".join(groups)
    elif len(groups) > 1:
        return piece
    if point and "." not in rest and "," not in rest:
        rest = rest.rstrip("0")
        return f"{whole}.{rest}" if rest else whole
    return whole + point + rest


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order; punctuation is left out, a percent sign is a word.

    In scripts without spaces each letter is a word. Never fails, whatever the text.
    """
    return list(_kept(text) if len(text) <= _SENTENCE else _tokens(text))


def _tokens(text: str) -> tuple[Token, ...]:
    found: list[Token] = []
    longer: list[int] = []
    at = 0
    turns = iter(_PIECE.split(text))
    for gap, piece in zip(turns, turns, strict=False):  # the gap behind the last piece is left over
        at += len(gap)
        opens = not found or (len(gap) > 1 and not _ENDS.isdisjoint(gap))
        for normal, form, word, begin, capital, starts in _forms(piece):
            if starts:
                longer.append(len(found))
            start = at + begin
            found.append(_new(Token, (normal, form, word, start, start + len(word), opens, capital)))
            opens = False
        at += len(piece)
    return tuple(_join(found, longer, text) if longer else found)


_kept = lru_cache(maxsize=2048)(_tokens)  # several checks read the same sentences


def _join(found: list[Token], longer: list[int], text: str) -> list[Token]:
    """Return the tokens with numbers of several words, and names of several words for one thing, made one.

    ``longer`` are the places where such a thing may start.
    """
    joined: list[Token] = []
    done = 0
    for index in longer:
        if index < done:
            continue
        whole = numbers.read(found, index, text) or _alias(found, index)
        if whole:
            normal, used = whole
            token, end = found[index], found[index + used - 1].end
            form = normal if normal[0].isdecimal() else stem(normal)
            joined += found[done:index]
            written = text[token.start : end]
            joined.append(Token(normal, form, written, token.start, end, token.opens, token.capital))
            done = index + used
    return joined + found[done:]


def _alias(found: list[Token], index: int) -> tuple[str, int] | None:
    """Return the form to keep and the number of tokens, when one of several names of a thing starts here."""
    options = tables.aliases().get(_base(found[index])) or tables.aliases().get(found[index].normal)
    for words, keep in options or ():
        here = found[index : index + len(words)]
        if words in (tuple(map(_base, here)), tuple(token.normal for token in here)):
            return keep, len(words)
    return None


def _base(token: Token) -> str:
    """Return a token as written, without a possessive ending."""
    return token.text[: len(token.normal)]
