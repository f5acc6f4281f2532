"""A104: a person named only by surname at first mention."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarise.checks.article.quotations import own_words
from summarise.checks.article.shown import shown
from summarise.report import finding
from summarise.words import is_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.article import Article, Sentence
    from summarise.report import Finding

_WORD = re.compile(r"[^\W\d_](?:[\w-]|[’'](?=[A-Z]))*\.?(?:[’']s\b)?")
_LOWER = re.compile(r"\b[a-z]{2,}\b")
_HONORIFICS = frozenset("mr mrs ms miss mx herr frau monsieur madame señor señora".split())
_OFFICES = frozenset("speaker president chairman chairwoman chair justice secretary prime vice chief mayor".split())
_NO_FORENAMES = frozenset(
    "north south east west northern southern eastern western new old great saint st san santa los las el la le the "
    "upper lower central mid united royal national mount lake fort port cape monday tuesday wednesday thursday "
    "friday saturday "
    "sunday january february march april may june july august september october november december".split()
)
_NEAR = 60  # characters on each side of a name
_SAID = re.compile(
    r"\s(?:said|says|told|stated|added|argued|claimed|warned|explained|testified|insisted|recalled|replied)\b"
)
_SAID_BEFORE = re.compile(r"(?:said|says|added|warned|explained|recalled)\s$")
_PRONOUN = re.compile(r"\s(?:said|says|added|claimed|insisted|recalled|testified)(?: that)? (?:he|she)\b")
_ROLE = (
    r"(?:spokes(?:man|woman|person)|representative|professor|director|mayor|officer|detective|sergeant"
    r"|constable|head|leader|"
    r"chief|executive|chair|inspector|counterpart|inventor|manager|coach|captain|minister|senator|councillor"
    r"|lawyer|solicitor|barrister|judge|doctor|surgeon"
    r"|nurse|teacher|"
    r"headteacher|principal|student|pupil|farmer|author|co-?author|writer|journalist|reporter|editor|scientist"
    r"|researcher|"
    r"engineer|analyst|economist|resident|neighbour|witness|father|mother|brother|sister|son|daughter|husband"
    r"|wife|widow|"
    r"owner|founder|chairman|chairwoman|secretary|treasurer|harbour ?master|actor|actress|singer|player|driver|pilot)"
)
# "Weir, a spokesman for the port,", "Weir, 42,", "spokesman Weir": what is said of nobody but a person.
_ROLE_AFTER = re.compile(
    rf"(?:, (?:who is )?(?:an?|the|its|his|her) (?:[\w’'-]+ ){{0,3}}{_ROLE}\b|, \d\d, |, an? \d\d-year-old\b)"
)
_ROLE_BEFORE = re.compile(rf"\b{_ROLE}(?:\s|(?: (?:of|for|at|in) (?:[\w’'-]+ ){{0,3}}[\w’'-]+)?, )$")
_END = re.compile(r"[.,;:”\"]|$")
_OPENER = re.compile(r"[.!?:“\"‘(\[]\s*$|^$")


@dataclass(slots=True)
class _Person:
    """What is known of a capitalised word: where it first stood, bare, and what it did there."""

    first: Sentence
    bare: bool
    honorific: str = ""
    speaks: bool = False
    human: bool = False
    full: Sentence | None = None
    forename: str = ""


@dataclass(slots=True)
class _People:
    lower: frozenset[str]
    own: dict[str, str]  # the words of each sentence that are not quoted
    known: dict[str, _Person] = field(default_factory=dict)

    def read(self, sentence: Sentence) -> None:
        """Take in the runs of capitalised words of a sentence."""
        text = sentence.text
        run: list[re.Match[str]] = []
        for match in _capitalised(text):
            if run and text[run[-1].end() : match.start()] not in (" ", "\n", " \n"):
                self._take(sentence, run)
                run = []
            run.append(match)
        if run:
            self._take(sentence, run)

    def _take(self, sentence: Sentence, run: list[re.Match[str]]) -> None:
        if _OPENER.search(sentence.text[max(0, run[0].start() - 3) : run[0].start()]) and is_stop(_key(run[0])):
            run = run[1:]
        if not run:
            return
        keys = [_key(match) for match in run]
        titled = keys[0] in _HONORIFICS and len(run) > 1
        names = keys[1:] if titled else keys
        if len(names) == 1 and sentence.kind == "body":
            self._bare(sentence, run[-1], keys[0] if titled else "")
        else:
            self._full(sentence, names, " ".join(match[0] for match in run))

    def _bare(self, sentence: Sentence, match: re.Match[str], honorific: str) -> None:
        key = _key(match)
        if key in self.lower or key in _OFFICES:
            return
        if self.own[sentence.id][match.start()].isspace():
            self._meet(key, sentence, bare=False)  # a speaker may call people what he likes
            return
        person = self._meet(key, sentence, bare=True, honorific=honorific)
        if not person.bare:
            return
        after = sentence.text[match.end() : match.end() + _NEAR]
        before = sentence.text[max(0, match.start() - _NEAR) : match.start()]
        if not person.speaks:
            person.speaks = bool(_SAID.match(after) or (_SAID_BEFORE.search(before) and _END.match(after)))
        if not person.human and not honorific:
            person.human = bool(_PRONOUN.match(after) or _ROLE_AFTER.match(after) or _ROLE_BEFORE.search(before))

    def _meet(self, key: str, sentence: Sentence, *, bare: bool, honorific: str = "") -> _Person:
        """Return who bears a name: who stood first with it, in this sentence if nobody did."""
        if key not in self.known:
            self.known[key] = _Person(sentence, bare, honorific)
        return self.known[key]

    def _full(self, sentence: Sentence, names: list[str], written: str) -> None:
        person = [self._meet(key, sentence, bare=False) for key in names][-1]
        fore = names[-2] if len(names) > 1 else ""
        known = fore in _NO_FORENAMES or fore in self.lower or is_stop(fore)
        if person.full is None and fore and not known:
            person.full, person.forename = sentence, written


def surname_first(article: Article) -> Iterator[Finding]:
    """A104: a person who is bare at first mention, and shown to be one.

    By a full name further down, by Mr or Ms, or by a role, an age or "said he" beside a name that speaks. It stands on
    the customs of English news, and is silent in other languages.
    """
    if article.language not in ("en", "und"):
        return
    story = [s for s in article.sentences if s.kind not in ("furniture", "title")]
    lower = frozenset(_LOWER.findall("\n".join(s.text for s in story)))
    people = _People(lower, own_words(article))
    for sentence in story:
        people.read(sentence)
    for key, person in people.known.items():
        later = person.full and person.full.start > person.first.start and person.speaks
        if not person.bare or not (
            later or (person.full is None and (person.honorific or (person.human and person.speaks)))
        ):
            continue
        name = shown(" ".join(w.capitalize() for w in (person.honorific, key) if w))
        if later and person.full:
            message = f"{name} is named in full only further down: {shown(person.forename)}"
            yield finding("A104", message, sentences=(person.first.id, person.full.id))
        else:
            yield finding("A104", f"{name} is never named in full", sentences=(person.first.id,))


def _capitalised(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text that begin with a capital letter."""
    at = 0
    for piece in text.split():
        if piece.islower():
            continue
        at = text.index(piece, at)
        yield from (match for match in _WORD.finditer(text, at, at + len(piece)) if match[0][0].isupper())
        at += len(piece)


def _key(match: re.Match[str]) -> str:
    word = match[0].rstrip(".")
    return (word[:-2] if word.endswith(("’s", "'s")) else word).casefold()
