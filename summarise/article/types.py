"""An article and its sentences."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime

Kind = Literal["title", "date", "heading", "body", "caption", "furniture"]
Places = Literal["line", "paragraph", "page"]
_MOST_PLACES = 9


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its place; ``article.text[start:end] == text`` always holds.

    ``start`` and ``end`` are code points, ``line`` and ``column`` are counted from 1 (a line ends at a line feed; in a
    document without lines it is the number of the paragraph or page, see `Article.places`),
    ``paragraph`` counts blocks from 0, and ``rule`` names the rule that made it furniture ("" otherwise).
    """

    id: str
    kind: Kind
    text: str
    start: int
    end: int
    line: int
    column: int
    paragraph: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment that a reader left out of the text: its words and its place in the source, both from 1.

    ``paragraph`` is the block it speaks of, -1 when none follows: the one it stands in, or, alone on its line, the
    next. Comments are kept because they may silence a rule or hold orders that nobody sees.
    """

    text: str
    line: int
    column: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Article:
    """An article: where it came from, the text as shown, and its sentences s1…sn in order of the text.

    ``language`` is a two- or three-letter code, "und" when unknown. ``date`` is the day the article itself carries
    (front matter, dateline, date line), the anchor of relative dates; None when it carries none. ``places`` is what the
    sentences' ``line`` counts: lines of the file, or a document's paragraphs or pages.
    """

    source: str
    text: str
    title: str | None
    language: str
    sentences: tuple[Sentence, ...]
    date: datetime.date | None = None
    comments: tuple[Comment, ...] = ()
    places: Places = "line"

    @property
    def sha256(self) -> str:
        """The digest of the text in UTF-8, in hex."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def words(self) -> int:
        """The number of words outside furniture (scripts without spaces: of sentences' runs between spaces)."""
        return sum(len(s.text.split()) for s in self.sentences if s.kind != "furniture")

    @property
    def body(self) -> tuple[Sentence, ...]:
        """The sentences that tell the story: kind body only."""
        return tuple(s for s in self.sentences if s.kind == "body")

    def place(self, *sentences: Sentence) -> str:
        """Return where sentences are, in words, the first of many: "line 4", "pages 4 and 7", "lines 4 and 91 more"."""
        numbers = list(dict.fromkeys(s.line for s in sentences))
        if len(numbers) == 1:
            return f"{self.places} {numbers[0]}"
        named = [str(n) for n in (numbers if len(numbers) <= _MOST_PLACES else numbers[: _MOST_PLACES - 1])]
        left = len(numbers) - len(named)
        *head, last = [*named, f"{left} more"] if left else named
        return f"{self.places}s {', '.join(head)} and {last}"

    def sentence(self, sentence_id: str) -> Sentence | None:
        """Return the sentence with this id, or None."""
        number = sentence_id[1:]
        if sentence_id[:1] != "s" or not (number.isascii() and number.isdigit()):
            return None
        index = int(number) - 1 if len(number) < 9 else -1  # noqa: PLR2004  ids beyond any article
        found = self.sentences[index] if 0 <= index < len(self.sentences) else None
        return found if found and found.id == sentence_id else None
