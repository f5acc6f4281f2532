from __future__ import annotations

import pytest

from summarise.config import Config, PathRule, find, load
from summarise.errors import AssetError

KNOWN = ("model", "fail-on", "prompt", "output", "record", "no-cache")


def written(folder, text: str):
    path = folder / "summarise.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_file_upward_is_found(tmp_path):
    outer = written(tmp_path, "")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find(deep) == outer
    assert find(deep) != written(tmp_path / "a", "")
    assert find(deep) == tmp_path / "a" / "summarise.toml"


def test_a_folder_of_that_name_is_no_configuration(tmp_path):
    outer = written(tmp_path, "")
    (tmp_path / "a" / "summarise.toml").mkdir(parents=True)
    assert find(tmp_path / "a") == outer


def test_values_and_rules_are_read(tmp_path):
    text = 'model = "none"\nno-cache = true\n[[paths]]\nmatch = "wire/*"\nignore = ["R103", "E"]\n'
    config = load(written(tmp_path, text), KNOWN)
    assert config.options == {"model": "none", "no-cache": True}
    assert config.paths == (PathRule("wire/*", ("R103", "E")),)


def test_a_byte_order_mark_is_no_error(tmp_path):
    path = tmp_path / "summarise.toml"
    path.write_bytes(b'\xef\xbb\xbfmodel = "none"\n')
    assert load(path, KNOWN).options == {"model": "none"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('modle = "none"', "unknown key 'modle'.*did you mean 'model'"),
        ('fail_on = "error"', "unknown key 'fail_on'.*did you mean 'fail-on'"),
        ("xyzzy = 1", "unknown key 'xyzzy'.*known are fail-on, model"),
        ("model = ", "not valid TOML"),
        ("[model]\nname = 1", "must be a value, not a table"),
        ('paths = "x"', "begin each with"),
        ("paths = [1]", "has two keys"),
        ('[[paths]]\nmatch = "x"', "has two keys"),
        ('[[paths]]\nmatch = 1\nignore = ["R103"]', "'match'.*must be a pattern"),
        ('[[paths]]\nmatch = "x"\nignore = "R103"', "'ignore'.*list of codes"),
        ('[[paths]]\nmatch = "x"\nignore = ["R130"]', "no such rule 'R130'.*did you mean 'R10"),
        ('[[paths]]\nmatch = "x"\nignore = [""]', "no such rule ''"),
        ('[[paths]]\nmatch = "x"\nignore = [103]', "no such rule '103'"),
    ],
)
def test_what_cannot_be_used_is_an_error_that_names_the_file(tmp_path, text, says):
    path = written(tmp_path, text)
    with pytest.raises(AssetError, match=says) as error:
        load(path, KNOWN)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_bytes_that_are_not_utf_8_are_an_error(tmp_path):
    path = tmp_path / "summarise.toml"
    path.write_bytes(b'model = "\xe9"')
    with pytest.raises(AssetError, match="not valid TOML"):
        load(path, KNOWN)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ('output = "out/a.json"', "{}/out/a.json"),
        ('record = "replies"', "{}/replies"),
        ('model = "replay:replies"', "replay:{}/replies"),
        ('model = "local:m.gguf"', "local:{}/m.gguf"),
        ('model = "openai:tern-2"', "openai:tern-2"),
        ('prompt = ["summary=mine.md", "claims@v1", "other.md"]', ["summary={}/mine.md", "claims@v1", "{}/other.md"]),
    ],
)
def test_paths_are_seen_from_the_files_own_folder(tmp_path, line, value):
    (tmp_path / "other.md").write_text("")
    config = load(written(tmp_path, line), KNOWN)
    filled = [v.format(tmp_path) for v in value] if isinstance(value, list) else value.format(tmp_path)
    assert list(config.options.values()) == [filled]


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [
        ("drafts/**", "drafts/a.md", True),
        ("drafts/**", "drafts/2026/05/a.md", True),
        ("drafts/**", "old/drafts/a.md", False),
        ("drafts/*", "drafts/2026/a.md", False),
        ("**/drafts/*", "old/drafts/a.md", True),
        ("**/drafts/*", "drafts/a.md", True),
        ("*.md", "a.md", True),
        ("*.md", "b/a.md", False),
        ("**", "b/a.md", True),
        ("a?.md", "ab.md", True),
        ("a?.md", "a/.md", False),
        ("a.md", "aXmd", False),
        ("[a].md", "a.md", False),
    ],
)
def test_patterns_cover_paths(pattern, path, covered):
    assert PathRule(pattern, ("R103",)).covers(path) is covered


def test_a_rule_silences_its_codes_for_its_paths_alone(tmp_path, monkeypatch):
    config = Config(tmp_path / "summarise.toml", {}, (PathRule("drafts/**", ("R10", "A101")),))
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert config.silences("R103", "../drafts/a.md")
    assert config.silences("A101", str(tmp_path / "drafts" / "a.md"))
    assert not config.silences("A102", "../drafts/a.md")
    assert not config.silences("R103", "drafts/a.md")
    assert not config.silences("R103", "-")
    assert not config.silences("R103", "/elsewhere/drafts/a.md")
    assert not Config().silences("R103", "drafts/a.md")
