"""Who says what a sentence tells: the subject of its verb of speech, or nobody. English.

A wrong speaker is worse than none, so only subjects of a form that is understood whole are taken: a name with its
titles, role and appositions right before the verb, or right behind it after a quotation. Whatever else stands there
("the jury heard that Mr Rowe said", "Mr Rowe's lawyer said") gives None.
"""

from __future__ import annotations

import re

from summarise.tasks.persons import (
    NAME,
    NEVER_NAMES,
    SPEECH,
    TITLES,
    WORD,
    is_body,
    is_person_noun,
    named,
    parted,
    role_behind,
)
from summarise.words import is_stop

QUOTE = re.compile(r'"([^"“”]{2,2000})"|“([^"“”]{2,2000})”|«([^«»]{2,2000})»|„([^„“”]{2,2000})[“”]')
PRONOUN_SAYS = re.compile(rf"\b(?:he|she)\s(?:also )?(?:{SPEECH})\b|\b(?:{SPEECH})\s(?:he|she)\b", re.IGNORECASE)
_HIDDEN = "…"  # stands for a quotation
_SAYING = re.compile(
    rf"(?<![\w-])(?:(?!(?:denie[sd]|admits|admitted)\b)(?:{SPEECH})|(?:denie[sd]|admits|admitted)(?=\s(?:that|he|she|it|they|…)\b)|agreed(?=\sthat\b)|accepted(?=\sthat\b)"
    r"|suggested|suggests|testified|conceded|alleged|joked)(?![\w-])"
)
_INVERTED = frozenset("said says added adds warned argued insisted explained wrote recalled joked".split())
_SURNAME = rf"(?:{NAME}|{WORD})"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|got)\s(?:also\s|then\s|later\s|once\s)?$", re.IGNORECASE)
_OPENER = (
    r"(?:(?:And|[Bb]ut|Then|Later|Earlier|Afterwards|Yesterday|Today|Meanwhile|However"
    r"|(?:At|In|On|During)\s(?:the|an?)\s[a-z]{2,20})\s)?"
)
_LATER = r"(?:\s(?:has|had|also|later|then|today|yesterday|again|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)){0,3}"
_BEHIND_NAME = r"(?:\s(?:of|from|for|at|in|with|on behalf of)\s[^,;:…]{2,90}?)?"
_SUBJECT = re.compile(
    rf"{_OPENER}(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|[Oo]ne)\s)?"
    rf"(?P<role>(?:[\w'’-]{{1,30}}\s){{0,6}}?)(?P<name>{_SURNAME})(?P<behind>{_BEHIND_NAME}){_LATER}\s?"
)
_DEPARTMENT = re.compile(
    rf"(?<![\w-]){_OPENER}(?P<whole>(?P<head>(?:[Tt]he\s)?{WORD}(?:\s{WORD}){{0,3}})\s(?:for|of)\s(?:the\s)?{_SURNAME}){_LATER}\s?"
)
_PRONOUN = re.compile(rf"(?:{_OPENER}|and\s|but\s)(he|she){_LATER}\s?", re.IGNORECASE)
_AFTER_VERB = re.compile(
    rf"\s(?:(?:the|its|their|his|her)\s)?(?P<role>(?:[\w'’-]{{1,30}}\s){{0,6}}?(?:[\w'’-]{{1,30}},\s)?)(?P<name>{_SURNAME})"
    r"(?=[,.;:…]|$|\s(?:of|from|for|in|at|on|as|after|when|who)\s)"
)
_VERB_PRONOUN = re.compile(r"\s(he|she)(?=[,.;:…]|$|\s(?:of|in|at|on|as|after|when)\s)")
_ACCORDING = re.compile(rf"(?:^|,\s|\s)[Aa]ccording to ({NAME})(?=[,.]|$)")
_ASIDE = re.compile(
    r"(?:aged\s)?\d{1,3}|(?:of|from|for|at|in)\s[^,]{2,60}|(?:who|whose|the|an?)\s[^,]{2,110}"
    r"|[\w'’-]{1,40}['’]s?\s[^,]{2,110}|(?:prosecuting|defending|opening|summing|speaking|giving)\b[^,]{0,80}"
    r"|[A-ZÀ-Þ][^,]{1,60}"
)
_ASIDES = 5
_REACH = 400  # characters before a verb in which its subject is looked for
_HE = frozenset("mr sir lord king prince father".split())
_SHE = frozenset("mrs ms miss dame lady queen princess sister".split())


def speaker(text: str, before: str = "") -> str | None:
    """Return who speaks in a sentence, by the subject of its verb of speech outside quotation marks, or None.

    "he said" gets the person that the sentence before has, if that has just one. Two verbs of speech with different
    subjects give None, unless one of them stands in what the other says.
    """
    outside = QUOTE.sub(f" {_HIDDEN} ", " ".join(text.split()))
    outside = " ".join(outside.split())
    found = None
    for verb in _SAYING.finditer(outside):
        here = _of_verb(outside, verb)
        if here is None:
            continue
        tail = _ends(outside, verb)
        if found is None or (tail and here):
            found = here
        elif here != found and _joined(outside, verb):
            return None
    if found is None and (match := _ACCORDING.search(outside)):
        found = _name(match[1])
    if found and found.lower() in ("he", "she"):
        return _meant(found.lower(), before) if before else None
    return found or None


def _ends(outside: str, verb: re.Match[str]) -> bool:
    """Whether a verb closes its sentence, so that what stands before it is what was said: "…, Ana Rowe said."."""
    return bool(re.match(r"[.,]?$", outside[verb.end() : verb.end() + 3]))


def _joined(outside: str, verb: re.Match[str]) -> bool:
    """Whether the clause of a verb is joined to the one before it and no part of what that one says."""
    return bool(
        re.search(
            r"(?:[;:]|,?\s(?:and|but|while|whereas))\s[^,;:]{0,80}$",
            outside[max(0, verb.start() - _REACH) : verb.start()],
        )
    )


def _of_verb(outside: str, verb: re.Match[str]) -> str | None:
    """Return the name or pronoun that a verb of speech belongs to, "" for one not known, None when it has none."""
    before = outside[max(0, verb.start() - _REACH) : verb.start()]
    after = outside[verb.end() : verb.end() + _REACH]
    if _PASSIVE.search(before):
        return None
    start = before.rstrip()
    behind = None
    if verb[0] in _INVERTED and (not start or start[-1] in ",…" or start.endswith("…,")):
        if match := _VERB_PRONOUN.match(after):
            return match[1]
        match = _AFTER_VERB.match(after)
        if match and _is_role(match["role"].replace(",", "")):
            behind = _name(match["name"])
    ahead = _ahead(before)
    if behind:
        return "" if ahead and not start.endswith(("…", "…,")) else behind
    return ahead


def _ahead(before: str) -> str | None:
    """Return the subject that ends a text before a verb: its last clause, or what appositions hang on."""
    clause = re.split(r"[;:…—–]\s?,?\s?|[.!?]\s", before)[-1].lstrip()
    parts = clause.split(", ")
    if clause.rstrip().endswith(",") or not parts[-1].strip():
        return _with_asides([part.strip(" ,") for part in parts if part.strip(" ,")])
    closed = parts[-1]
    named_here = _subject(closed)
    if named_here is not None:
        return named_here
    adverb = re.fullmatch(r"(?:today|yesterday|later|then|also|has|had|on \w{3,6}day|\s){1,6}", closed.strip() + " ")
    if adverb and len(parts) > 1:
        return _with_asides(parts[:-1])
    return None if not closed.strip() or re.fullmatch(r"(?:and|but|or|who|which|that)\s?", closed) else ""


def _with_asides(parts: list[str]) -> str | None:
    """Return the subject in front of up to five appositions, or the name that is the last of them."""
    if len(parts) > 1 and (match := _SUBJECT.fullmatch(parts[-1])) and " " in match["name"]:
        apart = _is_role(match["role"]) and not match["behind"] and not is_body(match["name"].split())
        if apart and (match["role"] or re.fullmatch(NAME, parts[-1])):
            return _name(match["name"]) if re.match(r"(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s", parts[-2]) else ""
    for end in range(len(parts) - 1, max(-1, len(parts) - 2 - _ASIDES), -1):
        if (found := _subject(parts[end])) and end < len(parts) - 1:
            return found
        if not (_ASIDE.fullmatch(parts[end]) or role_behind(f", {parts[end]},")):
            return ""
    return ""


def _subject(clause: str) -> str | None:
    """Return the name or pronoun that a whole clause consists of, with its titles, role and "of …"; None otherwise."""
    if pronoun := _PRONOUN.fullmatch(clause):
        return pronoun[1]
    if match := _DEPARTMENT.fullmatch(clause):
        head = match["head"].split()
        if head[0] in ("The", "the") or is_body(head):
            return match["whole"]
    match = _SUBJECT.fullmatch(clause)
    if match is None or not _is_role(match["role"]) or re.search(r"\b(?:and|who|that|which)\b", match["behind"]):
        return None
    common = match["behind"] and " " not in match["name"]  # "Lawyers for Mr Rowe"
    return None if common else _name(match["name"])


def _is_role(text: str) -> bool:
    """Whether the words between an article and a name can only say what somebody is: "environment officer"."""
    words = text.split()
    if not words:
        return True
    plain = not any(is_stop(w.lower()) or w.endswith(("ing", "'s", "’s")) or w.lower() in NEVER_NAMES for w in words)
    return plain and is_person_noun(words[-1].lower())


def _name(run: str) -> str | None:
    """Return a name without the titles that a full name does not need; None for what is none."""
    if run.split(maxsplit=1)[0].lower() in NEVER_NAMES - {"the"} or (" " not in run and is_stop(run.lower())):
        return None
    titles, name = parted(run)
    if not name:
        return None
    return " ".join(name) if len(name) > 1 else " ".join([*titles, *name])


def _meant(pronoun: str, before: str) -> str | None:
    """Return the only person that the sentence before names, if a title does not speak against the pronoun."""
    runs = {_name(m[0]) for m in re.finditer(_SURNAME, before) if _titled(m[0])}
    people = {person.name for person in named(before)}
    told = speaker(before)
    surnames = {name.rpartition(" ")[2] for name in people | {r for r in runs if r} | ({told} if told else set())}
    if len(surnames) != 1:
        return None
    titles = {t.lower().strip(".") for m in re.finditer(_SURNAME, before) for t in parted(m[0])[0]}
    if titles & (_SHE if pronoun == "he" else _HE):
        return None
    whole = sorted(people | {r for r in runs if r} | ({told} if told else set()), key=lambda n: (-len(n), n))
    return whole[0]


def _titled(run: str) -> bool:
    titles, name = parted(run)
    return bool(titles and name) and titles[-1].lower().strip(".") in TITLES
