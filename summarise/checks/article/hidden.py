"""A107 an ignore comment that ignores nothing; A201 words meant for the model and not for readers."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from summarise.article.comments import ignore_of
from summarise.checks.article.shown import shown
from summarise.report import finding
from summarise.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.article import Article, Comment, Sentence
    from summarise.report import Finding

_AI = (
    r"(?:AI|A\.I\.|LLMs?|(?:large )?language models?|chat ?bots?|ChatGPT|GPT(?:-\d)?|Claude|Gemini|(?:AI "
    r"|summari[sz]ing |"
    r"writing )?assistants?|summari[sz]ers?|models?)"
)
_SAY = r"(?:say|state|include|mention|omit|leave out|write|add|claim)"
_MUST = r"(?:please |always |only |never |do not |don.t |you must |must |should )"
# Orders that no article gives its readers. One that quotes such orders is told of too, and deserves the second look.
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|do not follow|don.t follow) (?:(?:all|any|every|the|your|these"
    r"|those|of|my) ){0,4}"
    r"(?:previous|prior|above|preceding|earlier|foregoing|existing|system|original)(?: (?:and|or) \w{3,12})? "
    r"(?:instructions?|prompts?|rules?|directions?|guidelines?|commands?|messages?|text|context)"
    r"|\b(?:ignore|disregard|forget) (?:everything|all) (?:above|before|(?:that |which )?(?:you|came|was|were) "
    r"\w{2,12})"
    rf"|\b(?:notes?|instructions?|messages?|reminders?|attention|important) (?:to|for) (?:the |any |all ){{0,2}}{_AI}"
    r"(?: systems?| readers?)?\s?[:—–]"
    r"|\bnew (?:task|instructions?|policy|orders?) from (?:the )?(?:operator|developer|system|administrator|user)\b"
    r"|\b(?:if you are|as|you are(?: now)?|act as|pretend to be) (?:an? |the )?(?:AI|A\.I\.|LLM|(?:large |AI "
    r")?language model|"
    r"chatbot|AI assistant|helpful assistant|summari[sz]er)\b(?: model)?[,.: ]"
    r"|\b(?:when|while|before|if) (?:you (?:are )?)?summari[sz](?:e|ing) (?:this|the) (?:article|text|page"
    r"|story|document)[, ]"
    rf"(?:.{{0,40}}\b)?(?:{_MUST}|{_SAY}\b)"
    rf"|\b(?:in|from) your (?:summary|answer|response|reply|output),? {_MUST}{{0,2}}{_SAY}\b"
    rf"|\b(?:every|each|any|the|your) summary (?:of (?:this|the) \w{{3,12}} )?(?:must|has to|needs to) {_SAY}\b"
    r"|(?:^|[.!?:] )(?:respond|reply|answer|output)(?: (?:only|exclusively) (?:with|in)\b| (?:only|exclusively):"
    r"| with (?:only )?(?:the (?:word|phrase|text|following)|[\"“'{]))"
    r"|(?:^|[.!?] )(?:AI|LLM|chatbot|assistant)s?[:,] (?:describe|summari[sz]e|say|write|ignore|state|rate|output)\b"
    r"|\b(?:begin|start|end) your (?:answer|summary|response|reply|output) with\b"
    r"|\b(?:reveal|print|repeat|output|show) (?:me )?(?:your|the) (?:system prompt|initial instructions|hidden "
    r"instructions)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:ignoriere|vergiss|missachte) (?:alle )?(?:bisherigen|vorherigen|obigen|vorigen) (?:anweisungen|befehle)"
    r"|\b(?:sehr geehrtes|liebes) sprachmodell\b|\bcher modèle de langage\b|\bestimado modelo de lenguaje\b"
    r"|\b(?:ignore[zr]?|oublie[zr]?) (?:toutes )?(?:les )?(?:instructions|consignes) (?:précédentes|ci-dessus"
    r"|antérieures)"
    r"|\b(?:ignora|olvida) (?:todas )?(?:las )?(?:instrucciones|órdenes) (?:anteriores|previas)"
    r"|\bигнорируй(?:те)? (?:все )?предыдущие (?:инструкции|указания)"
    r"|忽略(?:之前|以上|上述|前面)(?:的)?(?:所有)?(?:指令|指示|说明)|تجاهل (?:جميع )?التعليمات السابقة",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id)\|?>?"
    r"|\[/?INST\]|<</?SYS>>|</?(?:system|instructions?|article|document|user_input)>"
    r"|(?:^|\n)\s{0,9}#{1,4} ?(?:System|Instructions?|Assistant|Human)\s?:?(?=\s*\n)"
    r"|(?:^|\n)\s{0,9}(?:system|assistant|human)\s?: ?(?:you (?:are|must|should|will|now)|ignore|from now on"
    r"|new instructions?)\b",
    re.IGNORECASE,
)
_BLOB = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,20000}={0,2}(?![A-Za-z0-9+/])")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
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
    for sentence in article.sentences:
        for what, words in _suspicious(sentence.text, article.language):
            yield finding("A201", f"{what}: {shown(words)}", sentences=(sentence.id,))
    for comment in article.comments:
        for match in _orders(comment.text):
            yield _about(article, comment, "A201", f"an order to a model in a comment: {shown(match[0])}")
            break


def _orders(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_ORDERS, _ELSEWHERE, _TURNS):
        yield from pattern.finditer(text)


def _suspicious(text: str, language: str) -> Iterator[tuple[str, str]]:
    plain = text.replace("\n", " ")
    order = _ORDERS.search(plain) or _ELSEWHERE.search(plain)
    if order:
        yield "an order to a model", order[0]
    elif turn := _TURNS.search(text):
        yield "a mark of another turn of a chat", turn[0]
    if (turned := _TURNED.search(text)) and (language not in _RIGHT_TO_LEFT or turned[0] in "\u202d\u202e"):
        yield "characters that turn the order of letters round", text[max(0, turned.start() - 20) : turned.end() + 20]
    if control := _CONTROLS.search(text):
        yield "control characters", text[max(0, control.start() - 20) : control.end() + 20]
    if tags := _TAGS.search(_FLAG.sub("", text)):
        spelt = "".join(chr(ord(char) - _TAG_BASE) for char in tags[0])
        yield "invisible characters that spell", spelt
    inside = list(_INSIDE_WORDS.finditer(text))
    if len(inside) >= _ZERO_WIDTH:
        yield "invisible characters inside words", text[max(0, inside[0].start() - 20) : inside[0].end() + 20]
    for blob in _decoded(_BLOB.findall(text)):
        yield "text in base64", blob


def _decoded(blobs: Iterable[str]) -> Iterator[str]:
    """Yield what blobs of base64 say, where that is text: most letters and spaces, as no hash or key has."""
    for blob in blobs:
        try:
            text = base64.b64decode(blob + "=" * (-len(blob) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
        if sum(char.isalpha() or char.isspace() for char in text) >= _TEXT_SHARE * len(text) and " " in text:
            yield text


def _about(article: Article, comment: Comment, code: str, message: str) -> Finding:
    near: Sentence | None = next((s for s in article.sentences if s.paragraph == comment.paragraph), None)
    return finding(code, f"line {comment.line}: {message}", sentences=(near.id,) if near else ())
