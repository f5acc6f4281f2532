"""The day an article carries: full calendar dates as date lines, datelines and front matter write them.

Only a day with its month and year counts; what a sentence says about days is the business of summarise.quantities.
"""

from __future__ import annotations

import datetime
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier enero ene gennaio gen janeiro januari января styczeń stycznia يناير",
            "february feb februar février févr febrero febbraio fevereiro fev februari февраля luty lutego فبراير",
            "march mar märz mrz mars marzo março maart mrt марта marzec marca مارس",
            "april apr avril avr abril abr aprile апреля kwiecień kwietnia أبريل",
            "may mai mayo maggio mag maio mei maj мая maja مايو",
            "june jun juni juin junio giugno giu junho июня czerwiec czerwca يونيو",
            "july jul juli juillet juil julio luglio lug julho июля lipiec lipca يوليو",
            "august aug août agosto ago augustus augusti августа sierpień sierpnia أغسطس",
            "september sep sept septembre septiembre settembre set setembro сентября wrzesień września سبتمبر",
            "october oct oktober okt octobre octubre ottobre ott outubro out октября październik października أكتوبر",
            "november nov novembre noviembre novembro ноября listopad listopada نوفمبر",
            "december dec dezember dez décembre déc diciembre dic dicembre dezembro декабря grudzień grudnia ديسمبر",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>[12]\d{3})"
_FORMS = (
    re.compile(rf"{_YEAR}-(?P<month>\d\d)-{_DAY}(?!\d)"),
    re.compile(rf"{_YEAR}\s?年\s?(?P<month>\d\d?)\s?月\s?{_DAY}\s?日"),
    re.compile(rf"(?<!\d){_DAY}(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:de|of))?\s+{_MONTH}(?:\s+de)?,?\s+{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\w){_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d){_DAY}\.(?P<month>\d\d?)\.{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d)(?P<first>\d\d?)/(?P<second>\d\d?)/{_YEAR}(?!\d)"),
)
# What may stand around the date when a line is nothing but its date: weekday, a verb of publishing, the time of day.
_BEFORE = re.compile(
    r"(?:(?:last |first )?(?:updated|published|posted|modified|created|issued|date|aktualisiert|veröffentlicht|stand|"
    r"publié|mis à jour|actualizado|publicado|fecha|pubblicato|aggiornato|опубликовано|обновлено)"
    r"(?: (?:on|at|am|le|el|il|em))?\s?[:|]?\s?)?(?:(?:on|le|am|el|em)\s)?"
    r"(?:[^\W\d_]{2,14}(?:-feira)?(?:day|tag)?\.?,?\s)?(?:the\s|den\s|le\s)?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s,|·•–—-]*(?:at\s|um\s|à\s|a las\s|в\s)?(?:\d{1,2}[:.h]\d\d(?::\d\d)?)?"
    r"(?:T\d\d:\d\d(?::\d\d)?)?\s?(?:[ap]\.?m\.?|Uhr|Z)?\s?(?:\(?[A-Z]{2,5}\)?(?:[+-]\d{1,2})?)?[ г]{0,2}\.?"
    r"|\s?(?:\([^\W\d_]{2,4}\)|星期[一二三四五六日天])",
    re.IGNORECASE,
)
_OPENS_A_SENTENCE = frozenset("on in by from at since until before after am im vom le du el en no em nel il".split())
_LONGEST = 90  # characters of a date line; of a dateline, to its dash


def find_date(text: str) -> tuple[datetime.date, int, int] | None:
    """Return the first full date of a short text with its start and end, or None.

    12/11/2026 may be two days and is none, unless one number can't be a month.
    """
    if "1" not in text and "2" not in text:
        return None  # a year begins with one of them
    found = [
        (match.start(), match.end(), date)
        for form in _FORMS
        for match in form.finditer(text)
        if (date := _date(match.groupdict())) is not None
    ]
    if not found:
        return None
    start, end, date = min(found, key=lambda each: each[0])
    return date, start, end


def date_line(line: str) -> datetime.date | None:
    """Return the date of a line that is nothing but a date, with weekday, time, "Published" or place."""
    if len(line) > _LONGEST or (found := find_date(line)) is None:
        return None
    date, start, end = found
    before, after = line[:start], line[end:]
    alone = _BEFORE.fullmatch(before) and _AFTER.fullmatch(after)
    return date if alone or (not after.strip() and "," in before[-2:] and _is_place(before)) else None


def dateline(sentence: str) -> datetime.date | None:
    """Return the full date in the dateline that opens a story: "LARKFORD, 3 May 2026 — …"."""
    head = sentence[:_LONGEST]
    place = re.match(r"\(?[^\W\d_]", head)
    if place is None or (found := find_date(head)) is None:
        return None
    date, start, end = found
    before = head[:start].rstrip(" ,(")
    return (
        date if _is_place(before) and re.match(r"\)?\s?(?:\([^()]{2,30}\)\s?)?(?:—|–|--|-\s|:)", head[end:]) else None
    )


_DATELINE = re.compile(
    r"(?:[A-Z][A-Z .'’-]{2,40}(?:,\s[\w .,]{3,40}?)?"
    r"|[A-Z][\w .'’-]{1,30},\s(?:\d{1,2}\s[A-Z][a-z]{2,9}\.?|[A-Z][a-z]{2,9}\.?\s\d{1,2})(?:,?\s\d{4})?)"
    r"\s?(?:\([A-Z][\w ]{1,20}\))?(?=\s?(?:—|–|--|-\s)\s{0,2}[A-Z\"“])"
)
_DASH = re.compile(r"\s?(?:—|–|--|-)\s{0,2}")


def split_dateline(sentence: str) -> tuple[int, int] | None:
    """Return where the dateline of a story's first sentence ends and where the story begins, None when it has none.

    A place in capitals, or a place with a day, before a dash: "LARKFORD —", "Larkford, 3 May (NP) –".
    """
    head = sentence[:_LONGEST]
    place = _DATELINE.match(head)
    dash = _DASH.match(head, place.end()) if place else None
    return (len(place[0].rstrip()), dash.end()) if place and dash else None


_STAMP = re.compile(
    r"(?:(?:last )?updated?(?: at)?:?\s)?"
    r"(?:(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?[ap]\.?m\b\.?)?|(?:1[0-2]|[1-9])\s?[ap]m\b)"
    r"(?:\s(?:GMT|BST|UTC|CEST|CET|EST|EDT|ET))?(?=\s?[:|–—-]?\s)",
    re.IGNORECASE,
)
_AFTER_STAMP = re.compile(r"\s?[:|–—-]?\s{1,3}(?=[\"“‘'(]?[A-ZÀ-ÖØ-Þ])")


def split_stamp(sentence: str) -> tuple[int, int] | None:
    """Return where the time at the head of a live blog's update ends and where the update begins, None without one.

    "16:42 The county …", "Updated 14.50: The county …", "3.15pm – The county …".
    """
    stamp = _STAMP.match(sentence)
    rest = _AFTER_STAMP.match(sentence, stamp.end()) if stamp else None
    return (stamp.end(), rest.end()) if stamp and rest else None


def _is_place(words: str) -> bool:
    """Say whether words are a place: a few, all capitalised; a sentence has others among them."""
    parts = re.findall(r"[^\W\d_]+", words)
    most = 5  # RIO DE JANEIRO, Brazil, Monday
    opens = parts[0].casefold() in _OPENS_A_SENTENCE if parts else True
    return not opens and len(parts) <= most and not any(part[0].islower() for part in parts)


def _date(parts: dict[str, str]) -> datetime.date | None:
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if first <= 12 and second <= 12 and first != second:  # noqa: PLR2004  months
            return None
        day, month = (first, second) if second <= 12 else (second, first)  # noqa: PLR2004
    else:
        day, name = int(parts["day"]), parts["month"]
        month = int(name) if name.isdecimal() else _MONTHS.get(name.casefold(), 0)
    try:
        return datetime.date(int(parts["year"]), month, day)
    except ValueError:
        return None
