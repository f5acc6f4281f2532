"""A long invented feature, composed sentence by sentence, for tests of what does not fit a model's window.

    text = long_article(12_000)              # Markdown: a title, a lead, parts under headings
    python -m tests.long_article 12000       # prints one

Each part tells of another town on the invented river Orla, with people, bodies, figures and days of its own, so that an
item of a brief shows by its evidence which part it speaks of.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass

_TOWNS = (
    "Hestrom Tolmere Varnby Oskeld Lunding Brackwell Sorrow-on-Orla Kettlen Mardale Upper-Fenn Grisby Callow Penhurst "
    "Dunmark Ravensey Eastholt Quarne Wistead Norlund Thrapley Yarrowby Imber Jessop-Cross Zelham"
).split()
_FIRST = (
    "Ines Ota Maren Tomas Lidia Bertil Aino Ruben Petra Yusuf Clara Edvin Nadia Hugo Signe Farid Greta Milos Wanda "
    "Emil Rosa Jonas Tilda Pavel"
).split()
_LAST = (
    "Varga Brix Lindqvist Oduya Haller Senn Marchetti Kowal Drees Fabian Nordin Abassi Tolland Weir Castellan Bruhn "
    "Rademaker Sotto Ferrars Kjaer Ashdown Molnar Petrov Quist"
).split()
_ROLES = (
    "lock-keeper,dairy farmer,hydrologist,deputy mayor,school principal,insurer,ferry captain,water engineer,"
    "parish clerk,market gardener,angler,mill owner,nurse,surveyor,brewer,bus driver,archivist,bridge inspector"
).split(",")
_BODIES = (
    "Town Council,Water Board,Harbour Trust,Farmers' Union,Rescue Committee,Heritage Society,Rail Office,"
    "Fisheries Agency,Housing Association,Chamber of Trade,Planning Department,Flood Office"
).split(",")
_KINDS = "old,upper,lower,eastern,wooden,second,stone,new".split(",")
_THINGS = (
    "sluice,embankment,pumping station,school,market hall,pastures,ferry landing,bridge,fish ladder,gardens,quay,"
    "paper mill,water tower,bottling plant,campsite,cycle path,baths,grain store"
).split(",")
_OPENINGS = (
    "In the spring of {year},|By the end of {month},|For most of the winter,|On {day} {month} {year},|Since then,|"
    "After two wet summers,|Along the lower bank,|Behind the church,|On paper,|According to the minutes,|"
    "A year earlier,|In the archive of the {body},|Within a week,|At the public hearing,|When the ice broke,|"
    "Before the first meeting,|Under the present rules,|In a letter to residents,"
).split("|")
_CLAUSES = (
    "the {body} set aside {money} crowns for {theme}|{count} households signed a petition about {theme}|"
    "{person} drew up a plan to move {theme} uphill|the level at {theme} rose by {small} centimetres overnight|"
    "an inspection found {small} cracks in the wall beside {theme}|the {body} sent {small} volunteers to {theme}|"
    "{theme} stayed closed for {small} days and reopened without ceremony|"
    "rents around {theme} fell by {share} per cent|"
    "{person} photographed {theme} every morning for {small} weeks|the cost of mending {theme} reached {money} crowns|"
    "a contractor from {other} offered to rebuild {theme} for {money} crowns|"
    "{share} per cent of those asked wanted {theme} to stay where it is|"
    "the {body} lost the only drawings that show what lies beneath {theme}|"
    "two teachers began to measure the silt near {theme} with their pupils|"
    "{count} tonnes of gravel were carried to {theme} by barge|the insurers struck {theme} off their list|"
    "a retired judge was asked to hear both sides on {theme}|trucks were kept away from {theme} after dark|"
    "{person} refused to hand over the keys to {theme}|the {body} counted {count} visitors at {theme}"
).split("|")
_TAILS = (
    "|, the minutes show|, three people who were there recall|, which nobody had expected|, long before {other} did so|"
    ", at a time when bread was dear|, although the vote had been put off twice|, and the argument began anew|"
    ", a sum that the town has still to find|, as the older maps had warned|, without a word to the neighbours|"
    ", while the rest of the valley looked on|, according to the {body}|, to the relief of the shopkeepers"
).split("|")
_SPEECH = (
    '"We were told that {theme} would outlast us all," said {person}, {article} {role}.|'
    "{person}, {article} {role} in {town}, said the {body} had not answered letters about {theme} since {month}.|"
    '"Nobody here sleeps when it rains, because of {theme}," {person} said.|'
    "The {body} denied that {theme} had been neglected and pointed to {count} repairs since {year}.|"
    '"I have {small} years left before I retire and I mean to see {theme} mended," said {person}.|'
    "{person} expects that {theme} will have to close again, perhaps before {month}.|"
    "{person}, who has lived in {town} for {small} years, calls the plan for {theme} a wager."
).split("|")
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class _Place:
    town: str
    people: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...]
    themes: tuple[str, ...]


def long_article(words: int = 12_000, *, parts: int = 12, headings: bool = True, seed: int = 1) -> str:
    """Return a feature of about so many words in so many parts; the same arguments give the same text."""
    dice = random.Random(seed)  # noqa: S311  no secret
    places = _places(parts, dice)
    title = "The river that would not wait"
    lead = (
        f"The towns along the Orla must find {dice.randrange(200, 900)} million crowns to hold back the river by "
        f"{dice.randrange(2027, 2040)}, a survey of its banks has found. None of them has the money, and several no "
        "longer agree on whether the river should be held back at all."
    )
    blocks = [f"# {title}\n" if headings else f"{title}\n", f"{lead}\n"]
    for number, place in enumerate(places):
        other = places[number - 1].town
        if headings:
            blocks.append(f"## {place.town}: {place.themes[0].removeprefix('the ')} and its price\n")
        told = 0
        left = [(form, theme) for form in (*_CLAUSES, *_SPEECH) for theme in place.themes]
        dice.shuffle(left)  # no two sentences of a part say the same of the same
        while told < words // parts:
            several = [left.pop() for _ in range(dice.randrange(2, 5))]
            paragraph = " ".join(_sentence(form, theme, place, other, dice) for form, theme in several)
            told += len(paragraph.split())
            blocks.append(paragraph + "\n")
    return "\n".join(blocks)


def towns(parts: int = 12) -> list[str]:
    """Return the town that each part tells of, in order."""
    return _TOWNS[:parts]


def _places(parts: int, dice: random.Random) -> list[_Place]:
    first, last = dice.sample(_FIRST, len(_FIRST)), dice.sample(_LAST, len(_LAST))
    themes = [f"the {kind} {thing}" for kind in _KINDS for thing in _THINGS]
    dice.shuffle(themes)
    places = []
    for number, town in enumerate(_TOWNS[:parts]):
        names = [f"{first[(number * 5 + k) % len(first)]} {last[(number * 7 + k) % len(last)]}" for k in range(5)]
        roles = dice.sample(_ROLES, 5)
        bodies = tuple(f"{town} {name}" for name in dice.sample(_BODIES, 4))
        places.append(
            _Place(
                town, tuple(zip(names, roles, strict=True)), bodies, tuple(themes.pop() for _ in range(144 // parts))
            )
        )
    return places


def _sentence(form: str, theme: str, place: _Place, other: str, dice: random.Random) -> str:
    person, role = dice.choice(place.people)
    values = {
        "town": place.town,
        "other": other,
        "person": person,
        "role": role,
        "article": "an" if role[0] in "aeiou" else "a",
        "body": dice.choice(place.bodies),
        "theme": theme,
        "year": dice.randrange(1988, 2026),
        "month": dice.choice(_MONTHS),
        "day": dice.randrange(1, 29),
        "money": f"{dice.randrange(12, 990)},{dice.randrange(10) * 100:03}",
        "count": dice.randrange(120, 4000),
        "small": dice.randrange(11, 60),
        "share": dice.randrange(3, 90),
    }
    if form in _SPEECH:
        return form.format(**values)
    return f"{dice.choice(_OPENINGS)} {form}{dice.choice(_TAILS)}.".format(**values)


if __name__ == "__main__":
    print(long_article(int(sys.argv[1])))  # noqa: T201  a program of its own
