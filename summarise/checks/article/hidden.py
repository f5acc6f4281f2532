"""A107 an ignore comment that ignores nothing; A201 words meant for the model and not for readers."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from summarise.article.comments import ignore_of
from summarise.checks.article.orders import order_in, turn_in, worth_a_look
from summarise.checks.article.shown import shown
from summarise.report import finding
from summarise.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarise.article import Article, Comment, Sentence
    from summarise.report import Finding

_ORDER, _TURN, _CODED = "an order to a model", "a mark of another turn of a chat", "text in base64 or hexadecimal"
_CONTROL = "control characters"
_SPEAKS = frozenset({_ORDER, _TURN, _CODED})
_BLOB = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,20000}={0,2}(?![A-Za-z0-9+/])")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2})+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_OVERWRITES = re.compile("[\x08\x1b\x7f]")
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u180e\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{1,6}\U000e007f")  # Scotland, Wales, England
_TAGS = re.compile("[\U000e0000-\U000e007f]{3,}")
_INSIDE_WORDS = re.compile(r"(?<=\w)[\u200b\u2060\ufeff\u180e]+(?=\w)")
_RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "yi"})
_TAG_BASE = 0xE0000
_ZERO_WIDTH = 3  # fewer are what copying from a web page leaves behind
_TEXT_SHARE = 0.9


def broken_ignores(article: Article) -> Iterator[Finding]:
    """A107: a comment to this program that silences nothing: not understood, or a code that no rule has."""
    for comment in article.comments:
        try:
            ignore = ignore_of(comment)
        except ValueError:
            yield _about(article, comment, "A107", f"{shown(comment.text)} is no order that is known here")
            continue
        unknown = [code for code in ignore.codes if not any(rule.startswith(code) for rule in RULES)] if ignore else []
        if unknown:
            yield _about(article, comment, "A107", f"no rule has the code {', '.join(unknown)}")


def injected_instructions(article: Article) -> Iterator[Finding]:
    """A201: orders to a model, false turns of a chat, and text that a reader can't see, each quoted in the message."""
    for number in _looked_at([sentence.text for sentence in article.sentences]):
        sentence = article.sentences[number]
        for what, words in _suspicious(sentence.text, article.language):
            yield finding("A201", f"{what}: {shown(words)}", sentences=(sentence.id,))
    for comment in article.comments:
        if words := order_in(comment.text) or turn_in(comment.text):
            yield _about(article, comment, "A201", f"an order to a model in a comment: {shown(words)}")


def _looked_at(texts: Sequence[str]) -> list[int]:
    """Return the indexes of the texts in which `_suspicious` may find something, at a small part of its cost."""
    hidden = {number for number, text in enumerate(texts) if _HIDDEN.search(text) or _BLOB.search(text)}
    return sorted(worth_a_look(texts) | hidden)


def reach(sentence: Sentence, language: str) -> int:
    """Return how far a sentence with an A201 spoils the article: 2 with those around it, 1 by itself, 0 not at all.

    What speaks to a model seldom does so in one sentence; what is hidden is bound to its own; other control characters
    are debris, and a finding about a comment points at a sentence that has no part in it.
    """
    kinds = {what for what, _ in _suspicious(sentence.text, language)}
    return 2 if kinds & _SPEAKS else 1 if kinds - {_CONTROL} or _OVERWRITES.search(sentence.text) else 0


def _suspicious(text: str, language: str) -> Iterator[tuple[str, str]]:
    if order := order_in(text):
        yield _ORDER, order
    elif turn := turn_in(text):
        yield _TURN, turn
    if (turned := _TURNED.search(text)) and (language not in _RIGHT_TO_LEFT or turned[0] in "\u202d\u202e"):
        yield "characters that turn the order of letters round", text[max(0, turned.start() - 20) : turned.end() + 20]
    if control := _CONTROLS.search(text):
        yield _CONTROL, text[max(0, control.start() - 20) : control.end() + 20]
    if tags := _TAGS.search(_FLAG.sub("", text)):
        spelt = "".join(chr(ord(char) - _TAG_BASE) for char in tags[0])
        yield "invisible characters that spell", spelt
    inside = list(_INSIDE_WORDS.finditer(text))
    if len(inside) >= _ZERO_WIDTH:
        yield "invisible characters inside words", text[max(0, inside[0].start() - 20) : inside[0].end() + 20]
    for blob in _decoded(_BLOB.findall(text)):
        yield _CODED, blob


def _decoded(blobs: Iterable[str]) -> Iterator[str]:
    """Yield what blobs say in base64 or hexadecimal, where that is text: most letters and spaces, as no key has."""
    for blob in blobs:
        try:
            coded = bytes.fromhex(blob) if _HEX.fullmatch(blob) else base64.b64decode(blob + "=" * (-len(blob) % 4))
            text = coded.decode()
        except (binascii.Error, ValueError):
            continue
        if sum(char.isalpha() or char.isspace() for char in text) >= _TEXT_SHARE * len(text) and " " in text:
            yield text


def _about(article: Article, comment: Comment, code: str, message: str) -> Finding:
    near: Sentence | None = next((s for s in article.sentences if s.paragraph == comment.paragraph), None)
    return finding(code, f"line {comment.line}: {message}", sentences=(near.id,) if near else ())
