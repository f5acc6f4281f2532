from __future__ import annotations

import pytest

from summarise.article import parse
from summarise.checks.index import prepare

FERRY = """\
Ferry runs aground off Tarnholm

Monday, May 4, 2026

A ferry carrying more than 120 passengers ran aground off Tarnholm on Sunday, the coast guard said. It was freed at
high tide on Monday after 1,187,345 litres of water had been pumped out.

Captain Mara Lind told reporters that the steering might have failed. She has commanded the ship since 2019.

"We heard a loud bang and then nothing," said Jonas Oke, a passenger. "My daughter was calm."

The council plans to open a new harbour in 2028. It will cost about $40 million and hold 85 boats.

Fares will rise by 4 percent in June. Lind praised Oke. The police did not question the crew, and a warrant for the
pilot was issued on Friday.

Norbeck Rovers beat Hest United 3–1 and lost 0–2 to Velm Athletic.
"""


@pytest.fixture(scope="session")
def ferry():
    return parse(FERRY)


@pytest.fixture(scope="session")
def index(ferry):
    return prepare(ferry)
