"""The words that numbers, units, currencies and dates are written with. English, but for symbols and codes."""

from __future__ import annotations

from summarise import words
from summarise.words import numbers


def wordset(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


ONES = numbers.UNITS
TENS = numbers.TENS
SCALES = {word: float(value) for word, value in numbers.SCALES.items()} | {"score": 20.0, "lakh": 1e5, "crore": 1e7}
# Written right behind the digits: 5m, 3bn, 40k.
SHORT_SCALES = {word: float(value) for word, value in numbers.SCALE_MARKS.items()} | {"mln": 1e6, "b": 1e9}
IMPLIED = {"both": 2, "pair": 2, "couple": 2, "duo": 2, "twins": 2, "twin": 2, "trio": 3, "triplets": 3, "quartet": 4}
_TEENTHS = "eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
_TENTHS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
ORDINALS = numbers.ORDINALS | {word: value for value, word in enumerate(_TEENTHS.split(), 11)}
ORDINALS |= dict(zip(_TENTHS.split(), range(20, 100, 10), strict=True))
ORDINALS |= {"hundredth": 100, "thousandth": 1000}
FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
FRACTIONS |= {f"{word}s": value for word, value in FRACTIONS.items()} | {"halves": 2}
TIMES = {"twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twofold": 2, "thrice": 3}
TIMES |= {"triple": 3, "tripled": 3, "triples": 3, "tripling": 3, "threefold": 3, "trebled": 3, "treble": 3}
TIMES |= {"quadruple": 4, "quadrupled": 4, "fourfold": 4, "fivefold": 5, "tenfold": 10}

ABOUT = wordset("about around approximately roughly some circa estimated")
OVER = wordset("over above exceeding beyond")
UNDER = wordset("under below nearly almost")

MONTHS = words.MONTHS | {word[:3]: number for word, number in words.MONTHS.items()} | {"sept": 9}
WEEKDAYS = {word: number - 1 for word, number in words.WEEKDAYS.items()}
WEEKDAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
RELATIVE = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}

# A duration in the smallest unit of its family; months and years do not come down to days.
DURATIONS: dict[str, tuple[str, float]] = {
    "second": ("minute", 1 / 60),
    "minute": ("minute", 1),
    "hour": ("minute", 60),
    "day": ("day", 1),
    "night": ("day", 1),
    "week": ("day", 7),
    "fortnight": ("day", 14),
    "month": ("month", 1),
    "year": ("month", 12),
    "decade": ("month", 120),
    "century": ("month", 1200),
}
DURATION_WORDS = {f"{word}s": word for word in DURATIONS} | {word: word for word in DURATIONS}
DURATION_WORDS |= {"centuries": "century", "hrs": "hour", "hr": "hour", "mins": "minute", "min": "minute"}
DURATION_WORDS |= {"yr": "year", "yrs": "year", "secs": "second", "sec": "second"}

_MEASURES = {
    "metre": 1 / 1, "m": 1, "meter": 1, "km": 1e3, "kilometre": 1e3, "kilometer": 1e3, "cm": 1e-2,
    "centimetre": 1e-2, "centimeter": 1e-2, "mm": 1e-3, "millimetre": 1e-3, "millimeter": 1e-3, "mile": 1609.344,
    "yard": 0.9144, "foot": 0.3048, "feet": 0.3048, "ft": 0.3048, "inch": 0.0254, "inche": 0.0254,
}  # fmt: skip
_AREAS = {"hectare": 1e4, "ha": 1e4, "acre": 4046.856}
_VOLUMES = {
    "litre": 1.0,
    "liter": 1.0,
    "gallon": 3.785,
    "barrel": 158.987,
    "pint": 0.568,
    "millilitre": 1e-3,
    "ml": 1e-3,
}
_MASSES = {
    "kg": 1e3, "kilogram": 1e3, "kilo": 1e3, "gram": 1.0, "g": 1.0, "mg": 1e-3, "milligram": 1e-3, "tonne": 1e6,
    "ton": 1e6, "lb": 453.592, "ounce": 28.35, "oz": 28.35, "stone": 6350.3,
}  # fmt: skip
_SPEEDS = {"mph": 1.609344, "kph": 1.0, "kmh": 1.0, "knot": 1.852}
_POWERS = {"watt": 1.0, "kw": 1e3, "kilowatt": 1e3, "mw": 1e6, "megawatt": 1e6, "gw": 1e9, "gigawatt": 1e9}
MEASURES: dict[str, tuple[str, float]] = {
    word: (base, factor)
    for base, table in (
        ("metre", _MEASURES),
        ("square metre", _AREAS),
        ("litre", _VOLUMES),
        ("gram", _MASSES),
        ("kmh", _SPEEDS),
        ("watt", _POWERS),
    )
    for word, factor in table.items()
}
SQUARES = wordset("square sq")

SYMBOLS = {"$": "$", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH"}
DOLLARS = {"us": "USD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "nz": "NZD", "hk": "HKD", "s": "SGD"}
CURRENCIES = {
    "dollar": "$", "pound": "GBP", "sterling": "GBP", "euro": "EUR", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY",
    "rupee": "INR", "rouble": "RUB", "ruble": "RUB", "won": "KRW", "lira": "TRY", "hryvnia": "UAH", "franc": "CHF",
    "peso": "MXN", "krona": "SEK", "kronor": "SEK", "krone": "NOK", "kroner": "NOK", "rand": "ZAR", "real": "BRL",
    "zloty": "PLN", "usd": "USD", "gbp": "GBP", "eur": "EUR", "jpy": "JPY", "cny": "CNY", "inr": "INR", "rub": "RUB",
    "aud": "AUD", "cad": "CAD", "chf": "CHF", "nzd": "NZD", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN",
    "baht": "THB", "ringgit": "MYR", "rupiah": "IDR", "naira": "NGN", "forint": "HUF", "koruna": "CZK", "koruny": "CZK",
    "shekel": "ILS", "taka": "BDT", "crown": "crown", "shilling": "shilling", "dinar": "dinar", "riyal": "riyal",
}  # fmt: skip
LOOSE_CURRENCIES = {
    "$": wordset("USD AUD CAD NZD HKD SGD"), "crown": wordset("CZK SEK NOK DKK"), "shilling": wordset("KES UGX TZS"),
    "dinar": wordset("RSD JOD IQD KWD DZD TND"), "riyal": wordset("SAR QAR OMR YER"),
}  # fmt: skip
"""Names that several countries' money has, as the unit where a text says no more."""
CENTS = {"cent": "$", "pence": "GBP", "penny": "GBP"}
NATIONS = {
    "us": "USD", "american": "USD", "australian": "AUD", "canadian": "CAD", "british": "GBP", "singapore": "SGD",
}  # fmt: skip
# Languages that write 1,234.5; the others of Europe and the Americas write 1.234,5.
POINT_LANGUAGES = wordset("en und zh ja ko th he hi bn ta te ur mr ga cy mt sw am yo ha ig zu")
