from __future__ import annotations

import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise import prompts
from summarise.errors import AssetError, InputError

MINIMAL = '+++\nschema = "summary.v1"\nchange = "c"\n+++\n# system\nBe brief.\n\n# user\n$nonce $article $language\n'


@pytest.fixture
def collection(tmp_path, monkeypatch):
    folder = tmp_path / "prompts"
    shutil.copytree(prompts.folder(), folder)
    monkeypatch.setattr(prompts, "folder", lambda: folder)
    return folder


def test_every_prompt_of_the_project_is_released_and_sound():
    assert prompts.check() == []


def test_every_task_with_a_prompt_has_a_version_in_use():
    assert set(prompts.current()) == set(prompts.tasks())


def test_a_task_name_gives_the_version_in_use():
    assert prompts.load("summary").id == f"summary@{prompts.current()['summary']}"


def test_a_result_can_name_the_prompt_with_twelve_digits_of_its_digest():
    prompt = prompts.load("summary@v1")
    assert prompt.reference == f"summary@v1#{prompt.digest[:12]}"


def test_an_unknown_version_is_an_error_that_names_the_known_ones():
    with pytest.raises(InputError, match=r"no prompt summary@v99: there are .*summary@v1"):
        prompts.load("summary@v99")


def test_a_file_stands_in_for_the_task_of_its_schema(tmp_path):
    file = tmp_path / "mine.md"
    file.write_text(MINIMAL)
    prompt = prompts.load(str(file))
    assert (prompt.id, prompt.task) == ("summary@mine.md", "summary")


def test_a_file_without_a_schema_needs_its_task_named(tmp_path):
    file = tmp_path / "mine.md"
    file.write_text("+++\n+++\n# user\n$text\n")
    with pytest.raises(AssetError, match="no task"):
        prompts.load(str(file))
    assert prompts.load(f"fuse={file}").id == "fuse@mine.md"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no front matter", "must open with TOML"),
        ("+++\nschema = \n+++\n# user\nx", "not TOML"),
        ('+++\ncolour = "red"\n+++\n# user\nx', "unknown key 'colour'"),
        ("+++\nschema = 3\n+++\n# user\nx", "'schema' must be a str"),
        ("+++\nsettings = { temperature = true }\n+++\n# user\nx", "bad setting 'temperature'"),
        ('+++\nschema = "claims.v1"\n+++\n# user\nx', "is not one of the task"),
        ('+++\nschema = "summary.v9"\n+++\n# user\nx', "no schema 'summary.v9'"),
        ("+++\n+++\nhello\n# user\nx", "text before the first part"),
        ("+++\n+++\n# system\nx", "last part must be"),
        ("+++\n+++\n", "last part must be"),
    ],
)
def test_a_broken_prompt_is_an_error_that_says_what_is_wrong(text, says):
    with pytest.raises(AssetError, match=says):
        prompts.parse(text, "summary@x", "summary")


def test_a_placeholder_that_the_task_lacks_is_an_error_that_names_the_ones_it_has():
    prompt = prompts.parse(MINIMAL + "$weather", "summary@x")
    with pytest.raises(AssetError, match=r"\$weather.*\$article, \$language, \$nonce"):
        prompt.render(article="", nonce="", language="")


def test_a_lone_dollar_sign_is_an_error_that_says_how_to_write_one():
    prompt = prompts.parse(MINIMAL + "costs 5 $", "summary@x")
    with pytest.raises(AssetError, match=r"write \$\$"):
        prompt.render(article="", nonce="", language="")


@given(st.text())
def test_whatever_an_article_contains_stays_text(article):
    prompt = prompts.parse(MINIMAL, "summary@x")
    user = prompt.render(article=article, nonce="n", language="en")[-1]
    assert user.content == f"n {article} en"


def test_windows_line_ends_give_the_same_digest(tmp_path):
    unix, windows = tmp_path / "a.md", tmp_path / "b.md"
    unix.write_bytes(MINIMAL.encode())
    windows.write_bytes(MINIMAL.replace("\n", "\r\n").encode())
    assert prompts.load(str(unix)).digest == prompts.load(str(windows)).digest


def test_a_released_version_that_changes_is_found_out(collection):
    file = collection / "summary" / "v1.md"
    file.write_text(file.read_text() + "\nBe quick.\n")
    assert any("summary@v1 was released and has changed" in line for line in prompts.check())
    with pytest.raises(AssetError, match="make a new version"):
        prompts.lock()


def test_a_released_version_that_vanishes_is_found_out(collection):
    (collection / "fuse" / "v1.md").unlink()
    assert any("fuse@v1 was released and is missing" in line for line in prompts.check())


def test_a_new_version_is_a_draft_until_it_is_locked(collection):
    path = prompts.new("summary")
    draft = f"summary@{path.stem}"
    assert path.read_text() == prompts.load("summary").text
    assert draft not in prompts.locked()
    assert prompts.check() == []
    assert prompts.lock() == [draft]
    assert draft in prompts.locked()


def test_a_draft_cannot_be_the_version_in_use(collection):
    version = prompts.new("summary").stem
    current = collection / "current.toml"
    current.write_text(current.read_text().replace('summary = "v1"', f'summary = "{version}"'))
    assert any("must name a released version" in line for line in prompts.check())


def test_an_example_that_does_not_fit_the_schema_is_found_out(collection):
    path = prompts.new("claims")
    path.write_text(path.read_text().replace('"kind": "figure"', '"kind": "sum"'))
    assert any("'sum' is not one of" in line for line in prompts.check())


def test_a_diff_between_versions_shows_what_changed(collection):
    path = prompts.new("fuse")
    path.write_text(path.read_text().replace("30 words", "25 words"))
    shown = prompts.diff("fuse@v1", f"fuse@{path.stem}")
    assert "-You shorten news text." in shown
    assert "+You shorten news text." in shown
    assert prompts.diff("fuse@v1", "fuse@v1") == ""


def test_a_broken_lock_is_an_error_that_says_what_to_do(collection):
    (collection / "lock.json").write_text("{")
    with pytest.raises(AssetError, match="prompts lock"):
        prompts.check()


def test_the_lock_is_sorted_json(collection):
    prompts.new("fuse")
    prompts.lock()
    lock = json.loads((collection / "lock.json").read_text())
    assert list(lock) == sorted(lock)


def test_a_prompt_that_is_none_is_an_error_that_names_the_nearest():
    with pytest.raises(InputError, match=r"prompt sumary: No such file or directory: did you mean 'summary'\?"):
        prompts.load("sumary")
    with pytest.raises(InputError, match="give TASK@vN or a readable file"):
        prompts.load("another/0.txt")
