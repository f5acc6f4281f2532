"""The words of a text: tokens, stems, how much a word says, which words go together, and which are names.

The lexicon is English. Words of other languages keep their form, weigh as a rare word does and have no relatives.
"""

from __future__ import annotations

from summarise.words.lexicon import (
    MONTHS,
    NEGATIONS,
    WEEKDAYS,
    closeness,
    content,
    denies,
    exclusive,
    is_common,
    is_name,
    is_stop,
    keys,
    kin,
    names,
    opposed,
    opposites,
    related,
    start,
    undone,
    weight,
)
from summarise.words.tokens import Token, stem, tokens

__all__ = [
    "MONTHS",
    "NEGATIONS",
    "WEEKDAYS",
    "Token",
    "closeness",
    "content",
    "denies",
    "exclusive",
    "is_common",
    "is_name",
    "is_stop",
    "keys",
    "kin",
    "names",
    "opposed",
    "opposites",
    "related",
    "start",
    "stem",
    "tokens",
    "undone",
    "weight",
]
