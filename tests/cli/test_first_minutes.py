"""`init` and `tour`."""

from __future__ import annotations

import re
import tomllib

from typer.main import get_command

from summarise.cli.app import app
from summarise.cli.init import _EXAMPLES
from summarise.cli.options import known
from summarise.cli.tour import EXAMPLE, HEAD, PARTS
from summarise.rules import RULES


def uncommented(text: str) -> str:
    """Take the comment sign from every setting."""
    return "\n".join(re.sub(r"^# (?=[a-z-]+ = |\[\[paths)", "", line) for line in text.splitlines())


def all_keys() -> set[str]:
    root = get_command(app)
    return known(root.make_context("summarise", ["tour"], resilient_parsing=True), root)


def test_init_writes_a_file_that_changes_nothing(summarise, folder):
    assert summarise("init").code == 0
    assert tomllib.loads((folder / "summarise.toml").read_text(encoding="utf-8")) == {}
    (folder / "a.txt").write_text("The mill burned down on Monday.", encoding="utf-8")
    assert summarise("brief", "a.txt", "-m", "none").code == 0


def test_init_names_every_option_once_with_a_value_that_toml_can_read(summarise, folder):
    summarise("init")
    data = tomllib.loads(uncommented((folder / "summarise.toml").read_text(encoding="utf-8")))
    assert data.pop("paths") == [{"match": "drafts/**", "ignore": ["R103"]}]
    assert set(data) == all_keys()
    assert (data["fail-on"], data["max-bytes"], data["prompt"], data["timeout"]) == ("error", 2_000_000, [], 60.0)


def test_a_value_that_is_no_default_is_called_an_example(summarise, folder):
    summarise("init")
    lines = (folder / "summarise.toml").read_text(encoding="utf-8").splitlines()
    assert '# model = "none"  # for example' in lines
    assert '# fail-on = "error"' in lines


def test_the_examples_are_of_options_that_exist():
    assert set(_EXAMPLES) <= all_keys()


def test_a_setting_counts_once_its_comment_sign_is_gone(summarise, folder):
    summarise("init")
    file = folder / "summarise.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('# format = "text"', 'format = "json"').replace("# no-cache", "no-cache"), encoding="utf-8"
    )
    (folder / "a.txt").write_text("The mill burned down on Monday.", encoding="utf-8")
    assert summarise("brief", "a.txt", "-m", "none").out.startswith("{")


def test_init_never_overwrites(summarise, folder):
    (folder / "summarise.toml").write_text('model = "none"\n', encoding="utf-8")
    ended = summarise("init")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "summarise: summarise.toml is there already: change it by hand, or move it away\n"
    assert (folder / "summarise.toml").read_text(encoding="utf-8") == 'model = "none"\n'


def headings(text: str) -> set[str]:
    return {
        match[1].lower()
        for line in text.splitlines()
        if (match := re.fullmatch(r"([A-Z]+(?: [A-Z]+)*)(?:  .*)?", line))
    }


def test_the_tour_explains_every_part_of_its_brief_and_no_other(summarise):
    ended = summarise("tour")
    assert (ended.code, ended.err) == (0, "")
    assert headings(ended.out) == set(PARTS)
    joined = " ".join(line.strip(" |") for line in ended.out.splitlines())
    for says in (HEAD, *PARTS.values()):
        assert says in joined


def test_the_tour_shows_the_brief_of_the_example_as_the_command_would(summarise, folder):
    from summarise.assets import root  # noqa: PLC0415  the fixture hides the name of the package

    (folder / EXAMPLE).write_bytes((root("examples") / EXAMPLE).read_bytes())
    shown = [line for line in summarise("tour").out.splitlines() if not line.startswith("  | ")]
    brief = summarise("brief", EXAMPLE, "-m", "none").out.splitlines()
    assert [line for line in brief if line not in shown and not line.startswith("no model")] == []


def test_the_rules_and_commands_that_the_tour_names_exist():
    text = " ".join(PARTS.values())
    assert set(re.findall(r"\b[AERSM]\d{3}\b", text)) <= set(RULES)
