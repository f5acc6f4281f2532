"""The people of an article and what it says they are, read off by code. English; better few and right.

Two capitalised words may be a street, a firm or a ferry. A person needs a sign: a title, a role, an age, "who", a verb
of speech, or the surname alone later on. A word that only bodies and places bear rules a person out whatever the sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarise.words import is_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarise.article import Article

SPEECH = (
    "said|says|added|adds|told|tells|warned|warns|claimed|claims|argued|argues|insisted|insists|announced|announces"
    "|explained|explains|admitted|admits|denied|denies|confirmed|confirms|replied|wrote|writes|stated|states|recalled"
    "|noted|stressed|pledged|promised|urged|asked|predicted|called"
)
WORD = r"(?:al-)?[A-ZÀ-ÖØ-Þ][\w\-]*(?:['’][A-ZÀ-Þ][\w\-]*)?"
NAME = rf"(?:{WORD}|[A-Z]\.)(?:\s(?:(?:van|von|der|den|de|du|la|al|bin|ben|da|di)\s)?(?:{WORD}|[A-Z]\.)){{1,6}}"
FULL_NAME = re.compile(rf"(?<![\w@.]){NAME}(?!\w)")
# With one of these a surname stands alone; the other titles need a full name, for ferries and inns bear them too.
_HONORIFICS = frozenset(
    "mr mrs ms miss mx dr doctor prof professor cllr councillor judge justice dame sir sergeant inspector"
    " superintendent constable detective di dc ds pc sgt supt minister president senator governor mayor".split()
)
TITLES = _HONORIFICS | frozenset(
    "prime foreign finance interior defence health education chancellor ambassador magistrate lord lady captain capt"
    " chief general colonel major lieutenant commander admiral bishop archbishop father sister canon rev revd rabbi"
    " imam pope king queen prince princess leader secretary director chairman chairwoman chair spokesman spokeswoman"
    " spokesperson coach manager striker goalkeeper deputy vice acting former headteacher principal editor analyst"
    " economist researcher engineer coroner prosecutor lawyer".split()
)
ORGANISATION = frozenset(
    "council authority ltd limited plc inc llp company group university college institute association"
    " federation union"
    " ministry court police bank agency commission committee hospital trust foundation society party club board"
    " department office service services school academy primary museum airways airlines railways laboratory"
    " laboratories centre partnership".split()
)
_NO_PERSON = ORGANISATION | frozenset(
    "street road lane avenue square row terrace drive crescent quay park bridge house cottage farm station wharf hill"
    " island islands lake river moor mill bay north south east west place green gate end city town county village"
    " foods tools ports line works motors trams trains ferries buses railway airport homes energy power water media"
    " communications consulting holdings industries systems solutions partners payments logistics marine friends"
    " workers farmers unions teachers fund charity church cathedral chapel theatre gallery library hotel inn"
    " arms press"
    " news post times gazette herald constabulary observatory army navy fleet force forces team"
    " united rovers"
    " wanderers rangers athletic cup league award act bill treaty war monday tuesday wednesday thursday friday"
    " saturday"
    " sunday january february march april june july august september october november december".split()
)
NEVER_NAMES = frozenset(
    "the a an in on at it he she they we i but and if when while after before since for from as by this that these"
    " those there here monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december under over opening asked enter half number meanwhile"
    " afterwards once so what der die das".split()
)
_PERSON_NOUNS = frozenset(
    "head chief executive chair chairman chairwoman boss captain coach deputy secretary president mayor"
    " candidate clerk"
    " judge witness victim defendant resident student pupil apprentice nurse medic surgeon cook chef pilot architect"
    " scientist journalist guide guard guardian librarian attendant accountant consultant lieutenant sergeant"
    " constable"
    " superintendent tenant assistant agent president spokesperson person youth boy girl man woman child son daughter"
    " wife husband widow uncle aunt cousin nephew niece grandson granddaughter friend colleague counterpart"
    " rival host"
    " star hero landlord landlady postmaster postmistress headmaster headmistress trustee employee retiree critic"
    " mechanic cleric priest monk nun vicar bishop rabbi imam king queen prince princess poet playwright"
    " advocate qc kc"
    " barrister solicitor prosecutor coroner analyst chemist partner treasurer officer leader minister".split()
)
_PERSON_ENDS = ("er", "or", "ist", "ian", "man", "woman", "wright")
# The second half may be a firm: "the contractor, Fenwell Civil,".
_NO_PERSON_NOUNS = frozenset(
    "river summer winter water number other another however either neither whether never ever together later earlier"
    " order charter paper tower power letter matter quarter corner border computer tier offer cover answer"
    " dinner supper"
    " chapter motor sector factor tractor reactor error floor door poor major minor prior interior exterior"
    " labor color"
    " shower flower timber chamber lumber layer tender folder fever silver copper weather rather further proper"
    " dollar"
    " former latter newspaper danger anger human list mist twist fist shorter longer larger smaller"
    " bigger"
    " higher lower older younger better newer lesser greater fewer harbor mirror horror terror corridor barrier"
    " carrier"
    " frontier trailer container cluster register theater meter litre filter buffer cancer contractor supplier"
    " operator developer manufacturer insurer lender retailer publisher employer broadcaster"
    " provider maker distributor broker stockbroker buyer seller consumer newcomer".split()
)
_PHRASE_ENDS = frozenset(
    "of for at in from with on to who whose that which and or since as between near by under over because when".split()
)
_BEFORE_PLACES = re.compile(
    r"\b(?:in|at|on|near|of|from|to|via|into|around|across|towards)\s(?:the\s)?$", re.IGNORECASE
)
_THING = re.compile(r"\b(?:the|an?)\s$", re.IGNORECASE)
_AGED = re.compile(r",\s(?:aged\s)?\d{1,3}\b(?![.,]\d)")
_APPOSITION = re.compile(r",\s(?:(?:aged\s)?\d{1,3},\s)?((?:[^,.;:\"“”—]|[.,](?=\d)){3,110})(?:[,.;]|$)")
_SPEAKS = re.compile(rf"(?:\s(?:of|from|for)\s[^,;:\"“]{{2,60}}?|,(?!\swhich\b)[^,\"“]{{3,110}},)?\s(?:{SPEECH})\b")
_SPOKEN = re.compile(r"[\"”’,]\s(?:said|says|added|adds|explained|explains|recalled)\s$")
_BEFORE = re.compile(r"(?:[\w'’-]{1,30}\s){0,5}[a-z][\w'’-]{1,30}(,?)\s$")
_IS = frozenset("was were is are had has have will would could may".split())
_WHO_IS = re.compile(r"who\s(?!was|is|has|does|goes)([a-z]{2,20}s)\s")
_ALONE = re.compile(rf"(?:(?<!\w)M(?:r|rs|s|iss)\.?\s|^)({WORD})(?:\b(?<=\w)|['’]s)(?=['’]s|[.,;]|\s[a-z])")
_REACH = 160  # characters before and after a name that may say what it is
_MOST = 40


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a sentence names them: the name without a title, the title, and the role (None: none is stated)."""

    name: str
    title: str
    role: str | None


def is_person_noun(word: str) -> bool:
    """Whether a lower-case noun says what somebody is: "treasurer", "violinist", "aunt"."""
    last = word.rpartition("-")[2]
    if last in _PERSON_NOUNS:
        return True
    return len(last) > 4 and last.endswith(_PERSON_ENDS) and last not in _NO_PERSON_NOUNS and not is_stop(last)  # noqa: PLR2004  "beer"


def parted(run: str) -> tuple[list[str], list[str]]:
    """Return the titles and the name in a run of capitalised words, without a sentence opener in front."""
    words = run.split()
    while words and words[0].lower() in NEVER_NAMES:
        words = words[1:]
    lead = len(words)
    while lead and words[lead - 1].lower().strip(".") not in TITLES:
        lead -= 1
    return words[:lead], words[lead:]


def is_body(words: list[str]) -> bool:
    """Whether a run of capitalised words holds one that bodies and places bear, not people."""
    return any(word.lower().strip(".") in _NO_PERSON for word in words)


def _is_function_word(word: str) -> bool:
    return not word[0].islower() and not word.endswith(".") and is_stop(word.lower())


def role_before(text: str) -> str | None:
    """Return the role that ends a text before a name, "Environment officer" or "the team leader,", or None.

    A comma before the name needs an article or a possessive before the role, else a list could be meant.
    """
    match = _BEFORE.search(text)
    if match is None:
        return None
    words = match[0].rstrip(", \t").split()
    if not is_person_noun(words[-1]):
        return None
    first = len(words) - 1
    while first and not (is_stop(words[first - 1].lower()) or words[first - 1].endswith(("ing", "ed", "ly"))):
        first -= 1
    owners = ("the", "a", "an", "his", "her", "its", "their", "our", "my")
    owned = words[first][-2:] in ("'s", "’s") or (first > 0 and words[first - 1].lower() in owners)
    return " ".join(words[first:]) if owned or not match[1] else None


def role_behind(after: str) -> str | None:
    """Return the role in the apposition that follows a name, or None when what follows is no role."""
    match = _APPOSITION.match(after)
    found = " ".join(match[1].split()) if match else ""
    if who := _WHO_IS.match(found):
        return None if who[1] in ("says", "adds", "claims") else found.removeprefix("who ")
    words = found.split()
    end = next((n for n, word in enumerate(words) if word in _PHRASE_ENDS), len(words))
    if not words or end == 0 or any(word in _IS for word in words[:end]):
        return None
    return found if is_person_noun(words[end - 1].lower()) else None


def named(text: str) -> Iterator[Person]:
    """Yield the people that a sentence introduces, each by a sign that it gives itself."""
    flat = " ".join(text.split())
    for match in FULL_NAME.finditer(flat):
        titles, name = parted(match[0])
        before, after = flat[max(0, match.start() - _REACH) : match.start()], flat[match.end() : match.end() + _REACH]
        if (
            not name
            or is_body(name)
            or any(map(_is_function_word, name))
            or after[:2] in ("'s", "’s")
            or after[:1] == "@"
        ):
            continue
        if len(name) == 1 and not any(title.lower().strip(".") in _HONORIFICS for title in titles):
            continue
        role = role_behind(after)
        if not titles:
            led = role_before(before)
            placed = match[0].startswith("The ") or _BEFORE_PLACES.search(before) or _THING.search(before)
            spoken = _SPEAKS.match(after) or _SPOKEN.search(before)
            sign = led or _AGED.match(after) or (not placed and (role or spoken or after.startswith(", who ")))
            if not sign or (placed and not led and not _AGED.match(after)):
                continue
            role = role or led
        yield Person(" ".join(name), " ".join(titles), role)


def _known_by_surname(article: Article) -> Iterator[tuple[str, str]]:
    """Yield full names with the id of their sentence, of those whose surname alone does something further down."""
    body = [(s.id, " ".join(s.text.split())) for s in article.body]
    last = {surname: number for number, (_, flat) in enumerate(body) for surname in _ALONE.findall(flat)}
    for number, (sentence_id, flat) in enumerate(body):
        for match in FULL_NAME.finditer(flat):
            titles, name = parted(match[0])
            before = flat[max(0, match.start() - _REACH) : match.start()]
            placed = match[0].startswith("The ") or _BEFORE_PLACES.search(before) or _THING.search(before)
            whole = len(name) == 2 and not any(map(_is_function_word, name))  # noqa: PLR2004  first name and surname
            plain = whole and not titles and not is_body(name) and not placed
            if plain and last.get(name[1], 0) > number:
                yield " ".join(name), sentence_id


def people(article: Article) -> list[dict[str, Any]]:
    """Return the people that the body introduces, each with the role or title stated there, or null.

    Somebody with a surname only is left out when the body has the full name too.
    """
    if article.language not in ("en", "und"):
        return []
    found: dict[str, dict[str, Any]] = {}
    for sentence in article.body:
        for person in named(sentence.text):
            role = person.title or person.role
            entry = found.setdefault(
                person.name, {"name": person.name, "role": role, "evidence": [sentence.id], "by": "article"}
            )
            if entry["role"] is None and role:
                entry.update(role=role, evidence=[sentence.id])
    for name, sentence_id in _known_by_surname(article):
        found.setdefault(name, {"name": name, "role": None, "evidence": [sentence_id], "by": "article"})
    full = {word for name in found if " " in name for word in name.split()}
    return [entry for name, entry in found.items() if " " in name or name not in full][:_MOST]
