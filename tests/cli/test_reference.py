from __future__ import annotations

import re
from pathlib import Path

from cli.reference import reference, rules

from summarise.cli.app import COMMANDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"


def test_the_page_of_commands_is_what_the_commands_say():
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: python tests/cli/reference.py > docs/commands.md"


def test_the_page_of_rules_is_the_table_of_rules():
    current = PAGE.with_name("rules.md").read_text(encoding="utf-8")
    assert current == rules(), "run: python tests/cli/reference.py rules > docs/rules.md"


def test_every_command_is_in_the_page():
    headings = re.findall(r"^## summarise (\S+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == list(COMMANDS)


def test_a_command_says_what_it_does_in_one_line_of_help():
    assert [name for name, (_, says) in COMMANDS.items() if not 10 < len(says) < 66 or not says.endswith(".")] == []
