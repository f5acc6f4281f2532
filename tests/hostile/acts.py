"""The characters that act on a terminal."""

import re

# What a terminal obeys, or what turns letters round: C0 but for line ends and tabs, DEL, C1, bidi controls.
ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
