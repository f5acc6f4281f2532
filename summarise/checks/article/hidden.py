"""A107 an ignore comment that ignores nothing; A201 words meant for the model and not for readers."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from typing import TYPE_CHECKING

from summarise.article.comments import ignore_of
from summarise.checks.article.anchors import folded, holders
from summarise.checks.article.shown import shown
from summarise.report import finding
from summarise.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from summarise.article import Article, Comment, Sentence
    from summarise.report import Finding

_AI = (
    r"(?:AI|A\.I\.|LLMs?|(?:large )?language models?|chat ?bots?|ChatGPT|GPT(?:-\d)?|Claude|Gemini|(?:AI "
    r"|summari[sz]ing |"
    r"writing )?assistants?|summari[sz]ers?|models?)"
)
_SAY = r"(?:say|state|include|mention|omit|leave out|write|add|claim|lead with|open with)"
_MUST = r"(?:please |always |only |never |do not |don.t |you must |must |should )"
# Orders that no article gives its readers. One that quotes such orders is told of too, and deserves the second look.
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|do not follow|don.t follow) (?:(?:all|any|every|the|your|these"
    r"|those|of|my) ){0,4}"
    r"(?:previous|prior|above|preceding|earlier|foregoing|existing|system|original)(?: (?:and|or) \w{3,12})? "
    r"(?:instructions?|prompts?|rules?|directions?|guidelines?|commands?|messages?|text|context)"
    r"|\b(?:ignore|disregard|forget) (?:everything|all) (?:above|before|(?:that |which )?(?:you|came|was|were) "
    r"\w{2,12})"
    r"|\b(?:ignore|disregard|forget|override) (?:(?:all|any|every|the|your|these|those|of|my) ){0,4}"
    r"(?:instructions?|prompts?|rules?|directions?|guidelines?|commands?|messages?) "
    r"(?:above|before this|so far|that came before|you (?:were|have been) given)"
    r"|\b(?:dear|hello|hi|hey)(?: there)?,? (?:\w{3,10} )?"
    r"(?:AI|LLM|chat ?bot|(?:large |AI )?language model|AI assistant|assistant|ChatGPT)s?\b"
    r"|\bsummary so far\s?:|^summary so far$|\bcontinue the summary\b|(?:^|[.!?] )(?:report|write|say) instead that\b"
    r"|\bend of (?:the |this )?(?:article|document|input|context)\b"
    r"|\b(?:the|this) (?:article|document|input|context) ends (?:here|now)\b"
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
    r"\b(?:ignorier(?:e|t|en sie)|vergiss|missachte) (?:alle )?(?:(?:deine|ihre|die) )?"
    r"(?:bisherigen|vorherigen|obigen|vorigen) (?:anweisungen|befehle|regeln)"
    r"|\b(?:sehr geehrtes|liebes) sprachmodell\b|\bcher modèle de langage\b|\bestimado modelo de lenguaje\b"
    r"|\b(?:ignore[zr]?|oublie[zr]?) (?:toutes )?(?:les )?(?:instructions|consignes) (?:précédentes|ci-dessus"
    r"|antérieures)"
    r"|\b(?:ignora|ignore|olvida|olvide) (?:todas )?(?:las )?(?:instrucciones|órdenes) (?:anteriores|previas)"
    r"|\b(?:ignora|ignori|dimentica) (?:tutte )?(?:le )?(?:istruzioni|regole) (?:precedenti|di sopra)"
    r"|\b(?:ignore|ignora|esqueça) (?:todas )?(?:as )?(?:instruções|regras) (?:anteriores|acima)"
    r"|\b(?:negeer|vergeet) (?:alle )?(?:de )?(?:vorige|voorgaande|eerdere|bovenstaande) (?:instructies|opdrachten)"
    r"|\bignorera (?:alla )?(?:tidigare|föregående) instruktioner"
    r"|\b(?:z?ignoruj|pomiń) (?:wszystkie )?(?:poprzednie|powyższe) (?:instrukcje|polecenia)"
    r"|\b(?:ignoruj|ignorujte|zapomeň) (?:všechny )?(?:předchozí|předešlé) (?:pokyny|instrukce|příkazy)"
    r"|\bигнорируй(?:те)? (?:все )?предыдущие (?:инструкции|указания)"
    r"|\bігноруй(?:те)? (?:усі |всі )?попередні (?:інструкції|вказівки)"
    r"|\bönceki (?:tüm )?(?:talimatları|komutları) (?:yok say|unut|göz ardı et)"
    r"|忽略(?:之前|以上|上述|前面)(?:的)?(?:所有)?(?:指令|指示|说明)|تجاهل (?:جميع )?التعليمات السابقة"
    r"|(?:これまで|上記|以前|前)の(?:すべての|全ての)?(?:指示|命令)を?(?:すべて|全て)?(?:無視|忘れ)"
    r"|이전(?:의)? (?:모든 )?(?:지시|명령|지침)(?:를|을|사항을)? (?:모두 )?무시",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id)\|?>?"
    r"|\[/?INST\]|<</?SYS>>|</?(?:system|instructions?|article|document|user_input|tool_calls?|function_calls?)>"
    r"|(?:^|\n)\s{0,9}#{1,4} ?(?:System|Instructions?|Assistant|Human)\s?:?(?=[ \t]{0,9}(?:\n|$))"
    r"|(?:^|\n)\s{0,9}(?:system|assistant|human)\s?: ?(?:you (?:are|must|should|will|now)|ignore|from now on"
    r"|new instructions?)\b"
    r"|(?-i:(?:^|\n)\s{0,9}(?:SYSTEM|ASSISTANT)\s?:)"
    r"|(?:^|\n)s\d{1,5} \[(?:title|date|heading|caption)\] |\barticle-[0-9a-f]{16}\b"  # as tasks/direct.py writes
    r'|"(?:headlines|standfirst|key_points|check_worthiness|evidence)" ?:',
    re.IGNORECASE,
)
# What the forms above can't do without, in small letters: a new form needs its anchor here.
_ORDER_ANCHORS = (
    *("ignor", "disregard", "forget", "override", "t follow ", "instead that", "end of ", "ends here", "ends now"),
    *("summar", "your answer", "your res", "your reply", "your output", "respond ", "reply ", "answer ", "output "),
    *("system prompt", "initial instructions", "hidden instructions", "new task", "new instruction", "new policy"),
    *("new order", "assistant", "chat bot", "chatbot", "chatgpt", "gpt", "claude", "gemini", "llm", "model", "a.i."),
    *(" ai", "ai, ", "ai: ", "ais, ", "ais: "),
    *("vergiss", "missachte", "langage", "lenguaje", "oubli", "olvid", "dimentica", "esqueça", "negeer", "vergeet"),
    *("pomiń", "zapomeň", "игнорируй", "ігноруй", "önceki", "忽略", "تجاهل", "無視", "忘れ", "이전"),
)
_TURN_ANCHORS = ("<", "[", "#", "system", "assistant", "human", "article-", '":', '" :')
# Letters of other scripts that look like Latin ones, as far as they pass for lower-case words.
_ALIKE = str.maketrans("аеорсухіѕјԁԛԝһοαερυιν", "aeopcyxisjdqwhoaepuiv")
_LOOKALIKE = re.compile("[аеорсухіѕјԁԛԝһοαερυιν]")
_MIXED = re.compile(r"[^\W\d_]{2,40}")
_SPELT = re.compile(r"[ .·-][^\W_][ .·-]{1,3}[^\W_][ .·-]")
_SPACED = re.compile(r"(?<!\w)(?:[^\W_][ .·-]{1,3}){5,400}[^\W_](?!\w)")
_BETWEEN = re.compile(r"(?<=\w)[ .·-](?=\w)")
_BLOB = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,20000}={0,2}(?![A-Za-z0-9+/])")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
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
    for number in _worth_a_look([sentence.text for sentence in article.sentences]):
        sentence = article.sentences[number]
        for what, words in _suspicious(sentence.text, article.language):
            yield finding("A201", f"{what}: {shown(words)}", sentences=(sentence.id,))
    for comment in article.comments:
        for match in _orders(comment.text):
            yield _about(article, comment, "A201", f"an order to a model in a comment: {shown(match[0])}")
            break


def _orders(text: str) -> Iterator[re.Match[str]]:
    plain = _plainly(text)
    for pattern, where in ((_ORDERS, plain), (_ELSEWHERE, plain), (_TURNS, text)):
        yield from pattern.finditer(where)


def _worth_a_look(texts: Sequence[str]) -> list[int]:
    """Return the indexes of the texts in which `_suspicious` may find something, at a small part of its cost."""
    lines = [text.replace("\n", " ") for text in texts]
    whole = "\n".join(lines)
    orders = holders(_ORDER_ANCHORS, folded(_read_aloud(whole)).split("\n"))
    turns = holders(_TURN_ANCHORS, folded(whole).split("\n"))
    hidden = (number for number, line in enumerate(lines) if _HIDDEN.search(line) or _BLOB.search(line))
    return sorted({*orders, *turns, *hidden})


def _plainly(text: str) -> str:
    """Return text as it would be read aloud, on one line."""
    return _read_aloud(text.replace("\n", " "))


def _read_aloud(text: str) -> str:
    """Return lines without invisible characters, with one form of each letter, and nothing spaced out."""
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    if _LOOKALIKE.search(plain):
        plain = _MIXED.sub(_latin, plain)
    if _SPELT.search(plain):
        plain = _SPACED.sub(lambda run: " ".join(_BETWEEN.sub("", run[0]).split()), plain)
    return plain


def _latin(word: re.Match[str]) -> str:
    """Return a word that mixes Latin letters with others that look like them in Latin letters; any other as it is."""
    latin = word[0].translate(_ALIKE)
    return latin if latin.isascii() and any(char.isascii() for char in word[0]) else word[0]


def _suspicious(text: str, language: str) -> Iterator[tuple[str, str]]:
    plain = _plainly(text)
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
