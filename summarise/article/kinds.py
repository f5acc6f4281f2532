"""What each block of a page is: title, date, heading, body, caption or furniture."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.article.dates import date_line
from summarise.article.furniture import DOUBLED_TITLE, is_tag_line, rule_of, same_words
from summarise.article.sentences import boundaries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarise.article.page import Page
    from summarise.article.types import Kind

_HEADLINE_WORDS = 25
_HEADING_WORDS = 14
_PROSE_WORDS = 6  # a closed block of fewer words may still be a label, a caption or a button
_CAPTION_SENTENCES = 4
_NAME_WORDS = 6
_PULLED_WORDS = 12
_INTERVIEW_QUESTIONS = 3

_CLOSING = (*".!?…。！？।؟۔:;,–—", "--")
_AFTER_CLOSING = frozenset("\"”“’»«'」』)]")
_TURN = re.compile(r"[^\W\d_][^:\n]{0,40}:\s")  # "Anna Rowe: Where were you?"
_QUESTION = re.compile(r"[?？؟][\"”’»']*$")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # scripts in which two letters make about a word
_CREDIT_WORD = (
    r"(?:(?:file |stock |archive )?(?:image|photo|photograph|picture|pic|illustration|graphic|video|infographic)s?|"
    r"photo credits?|image credits?|foto|bild|quelle|crédits?(?: photo)?|imagen|immagine|фото|图片?|图源|图/|صورة)"
)
CREDIT = re.compile(
    rf"[(\[]?(?:{_CREDIT_WORD}\s?(?:[:：/|©]|by\b|courtesy\b|from\b).{{1,120}}"
    r"|photo(?:graph)?s?(?: courtesy)? (?:by|of) .{2,80})",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:file (?:photo|image|picture)|(?:pictured|archive photo|photo shows)\b|FILE\s?[-–—]|FILE PHOTO)", re.IGNORECASE
)
_IN_BRACKETS = re.compile(
    rf".*[(\[](?:{_CREDIT_WORD}\b|AP\b|AFP\b|Reuters|Getty|EPA\b|dpa\b)[^()\[\]]{{0,80}}[)\]]\.?"
    rf"|.*\((?:(?:top |bottom |far |second )?(?:left|right|centre|center)|pictured|file)(?:,[^()]{{0,40}})?\).*",
    re.IGNORECASE | re.DOTALL,
)
CREDIT_AT_END = re.compile(r"\s(?=(?:Image|Photo|Picture|Credit|Photograph)s?:\s[^.:]{1,60}\.?$)")
_LAST_QUOTE = re.compile(r"[\"”»][^\"”»“«]*$")
_LISTED = ("- ", "* ")  # an item of a list
_SMALL = frozenset("of the de van von and for in on der la le".split())
_LONGEST_CAPTION = 900  # characters
_SITE = 60  # characters of a site's name and its separators


@dataclass(frozen=True, slots=True)
class Shape:
    """A block as its look tells it: one line of text, its words, its sentences, and whether a full stop closes it."""

    line: str
    hint: Kind | None
    words: int
    closed: bool
    lines: int
    spans: tuple[tuple[int, int], ...]

    @property
    def prose(self) -> bool:
        """Whether it reads as a paragraph of a story."""
        closed = self.closed and self.words >= _PROSE_WORDS and not self.headline
        return self.hint in (None, "body") and (closed or self.words > _HEADLINE_WORDS)

    @property
    def headline(self) -> bool:
        """Whether it could stand over something: one unclosed sentence of few words."""
        closed = self.closed and not _QUESTION.search(self.line)
        return not closed and len(self.spans) == 1 and self.words <= _HEADLINE_WORDS and self.hint is None


def shapes(page: Page, language: str) -> list[Shape]:
    """Return the shape of each block."""
    found = []
    for block in page.blocks:
        text = page.text[block.start : block.end]
        spans = tuple(boundaries(page.text, block.start, block.end, language))
        parts = text.split()
        words = len(parts) + len(_WIDE.findall(text)) // 2
        found.append(Shape(" ".join(parts), block.kind, words, _is_closed(text), text.count("\n") + 1, spans))
    return found


def _is_closed(text: str) -> bool:
    """Whether a text ends with a mark that closes a sentence or a part of one, and marks of quotation at most."""
    end = len(text)
    while end and (text[end - 1] in _AFTER_CLOSING or text[end - 1].isspace()):
        end -= 1
    return text[max(0, end - 2) : end].endswith(_CLOSING)


def kinds(blocks: Sequence[Shape], title: str | None) -> list[tuple[Kind, str]]:
    """Return the kind of each block, with the rule that made it furniture ("" otherwise).

    ``title`` is the one that the file itself declares, None when the text has to tell.
    """
    prose = {i: shape for i, shape in enumerate(blocks) if shape.prose and not rule_of(shape.line, edge=True)}
    first, last = (min(prose), max(prose)) if prose else (len(blocks), len(blocks))
    transcript = _transcript(blocks)
    found: list[tuple[Kind, str]] = []
    titled = False
    for i, shape in enumerate(blocks):
        declared = shape.hint in ("title", "heading") and i <= last
        rule = "" if declared or i in prose else rule_of(shape.line, edge=not first < i < last)
        kind: Kind
        if title is not None and _repeats_title(shape.line, title):
            kind, rule = ("furniture", DOUBLED_TITLE) if titled else ("title", "")
            titled = True
        elif rule:
            kind = "furniture"
        elif title is None and _is_title(shape, i, first, len(blocks)):
            kind, title, titled = "title", shape.line, True
        elif i > last and (rule := _after_the_story(shape, found[-1][1] if found else "")):
            kind = "furniture"
        else:
            kind = shape.hint or _look(shape, blocks[i + 1 : i + 3], transcript=transcript)
        found.append((kind, rule))
    return found


def _is_title(shape: Shape, index: int, first: int, blocks: int) -> bool:
    if shape.hint == "title":
        return True
    return index < first and blocks > 1 and shape.headline and date_line(shape.line) is None


def _after_the_story(shape: Shape, rule_before: str) -> str:
    """Name the rule for a line that no furniture pattern knows, and that stands after the last prose."""
    if shape.closed or date_line(shape.line):
        return ""
    if is_tag_line(shape.line):
        return "tags"
    return rule_before if rule_before == "read-more" and shape.words <= _HEADLINE_WORDS else ""


def _repeats_title(line: str, title: str) -> bool:
    """Whether a line says the title again, perhaps with the name of the site after it."""
    if len(line) > len(title) * 2 + _SITE:
        return False
    return same_words(line, title) or any(
        same_words(line.rpartition(mark)[0], title) for mark in (" | ", " - ", " – ", " — ") if mark in line
    )


def _look(shape: Shape, following: Sequence[Shape], *, transcript: bool) -> Kind:
    if date_line(shape.line):
        return "date"
    if _is_caption(shape):
        return "caption"
    listed = shape.line[:2] in _LISTED or shape.line[0].islower()
    if not shape.headline or shape.words > _HEADING_WORDS or shape.lines > 1 or listed:
        return "body"
    if transcript and (_QUESTION.search(shape.line) or _TURN.match(shape.line)):
        return "body"
    return "heading" if any(each.prose for each in following) else "body"


def _is_caption(shape: Shape) -> bool:
    """Tell a caption by a line of credit or a place in a picture, or a quotation set apart with its speaker."""
    if len(shape.spans) > _CAPTION_SENTENCES or len(shape.line) > _LONGEST_CAPTION or shape.hint is not None:
        return False
    line = shape.line
    if CREDIT.match(line) or _CAPTION.match(line) or (":" in line and CREDIT_AT_END.search(line)):
        return True
    if ("(" in line or "[" in line) and _IN_BRACKETS.fullmatch(line):
        return True
    return not shape.closed and _is_pull_quote(shape)


def _is_pull_quote(shape: Shape) -> bool:
    """Whether the block ends with a name and no full stop: after a quotation mark, or as a sentence of its own."""
    closing = _LAST_QUOTE.search(shape.line)
    if closing and shape.line[0] in "\"“«„»'‘":
        signed = closing.group()[1:]
    elif len(shape.spans) > 1 and shape.words > _PULLED_WORDS:
        start, end = shape.spans[-1]
        signed = shape.line[start - end :]
    else:
        return False
    signed = signed.strip(" -–—―~")
    if rule_of(signed, edge=True):
        return False
    name = signed.partition(",")[0].split()  # what he or she is may follow in small letters
    named = bool(name) and all(word in _SMALL or not word[0].islower() for word in name)
    return named and len(signed.split()) <= _NAME_WORDS


def _transcript(blocks: Sequence[Shape]) -> bool:
    """Whether people speak in turns here, so that a short line is somebody's words: questions or names that return."""
    questions = sum(shape.headline and bool(_QUESTION.search(shape.line)) for shape in blocks)
    speakers = Counter(match[0] for shape in blocks if (match := _TURN.match(shape.line)))
    return questions >= _INTERVIEW_QUESTIONS or max(speakers.values(), default=0) > 1
