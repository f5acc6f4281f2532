from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from summarise.article import parse, read
from summarise.errors import InputError

TEXT = "Café owners protest\n\nThe owners of Larkford’s cafés marched on Monday. They want “shorter” forms.\n"


def _file(folder: Path, data: bytes, name: str = "a.txt") -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16", "utf-16-le", "utf-16-be", "utf-16-be-bom", "utf-32", "cp1252", "crlf", "cr"],
)
def test_one_text_in_any_encoding_and_with_any_line_end_is_the_same_article(data: bytes, tmp_path: Path) -> None:
    article = read(_file(tmp_path, data))
    assert article.text == TEXT
    assert [(s.kind, s.line, s.column) for s in article.sentences] == [("title", 1, 1), ("body", 3, 1), ("body", 3, 51)]


def test_bytes_that_windows_leaves_open_are_read_as_latin_1(tmp_path: Path) -> None:
    assert read(_file(tmp_path, b"A caf\xe9 \x81 here.")).text == "A café \x81 here."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n ", "is empty"),
        ("\ufeff".encode(), "is empty"),
        (b"Some words.\nThen \0 a hole.", "NUL"),
        (b"\xef\xbb\xbfSome words.\nThen \0 a hole.", "line 2 holds a NUL"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "not a text file"),
        (bytes(range(1, 32)) * 9 + b"\x80\xff", "not a text file"),
        (b"\xff\xfe" + "Half a word".encode("utf-16-le")[:-1], "does not fit"),
        (b"\xff\xfe\x00\xd8x\x00", "does not fit"),
        (b"\xef\xbb\xbfcaf\xe9", "does not fit"),
        (b"<!-- summarise: ignore R101 -->", "shows no text"),
        ("Городской совет решил поднять стену.".encode("cp1251"), "not known here"),
        ("市议会决定在冬天之前把港口的墙加高一米。".encode("gb18030"), "not known here"),
    ],
)
def test_what_is_no_text_is_one_clear_line_that_names_the_file(data: bytes, says: str, tmp_path: Path) -> None:
    path = _file(tmp_path, data)
    with pytest.raises(InputError) as caught:
        read(path)
    assert says in str(caught.value)
    assert str(caught.value).startswith(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_a_folder_and_an_impossible_path_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read(str(tmp_path / "none.txt"))
    (tmp_path / "article.md").write_text("A gull took a hat.")
    with pytest.raises(InputError, match=r"there is no such file: did you mean 'article\.md'\?"):
        read(str(tmp_path / "artcile.md"))
    with pytest.raises(InputError, match="there is no such file: give its path, or - for standard input"):
        read(str(tmp_path / "no-folder" / "article.md"))
    with pytest.raises(InputError, match="is a folder"):
        read(str(tmp_path))
    with pytest.raises(InputError, match="not a usable path"):
        read("a\0b.txt")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_told_of(tmp_path: Path) -> None:
    path = _file(tmp_path, b"words")
    Path(path).chmod(0)
    with pytest.raises(InputError, match="cannot be read"):
        read(path)


class _Counting(io.BytesIO):
    asked = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0
        self.asked += size
        return super().read(size)


def test_no_more_than_one_byte_beyond_the_limit_is_ever_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = _Counting(b"words " * 1000)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stdin))
    with pytest.raises(InputError, match="standard input is larger than 100 bytes"):
        read("-", max_bytes=100)
    assert stdin.asked == 101
    with pytest.raises(InputError, match=r"larger than 1,000 bytes.*--max-bytes"):
        read(_file(tmp_path, b"x" * 1001), max_bytes=1000)
    assert read(_file(tmp_path, b"x" * 1000), max_bytes=1000).text == "x" * 1000


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_an_endless_file_is_too_large() -> None:
    with pytest.raises(InputError, match="larger than"):
        read("/dev/zero", max_bytes=5000)


def test_standard_input_is_an_article_from_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    article = read("-")
    assert (article.source, article.text) == ("-", TEXT)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.md", "title"), ("a.MARKDOWN", "title"), ("a.txt", "body"), ("a.xyz", "body")]
)
def test_the_suffix_picks_the_reader_and_an_unknown_one_is_plain_text(name: str, kind: str, tmp_path: Path) -> None:
    article = read(_file(tmp_path, b"# A wall, raised.\n\nThe council agreed to raise the wall by a metre.\n", name))
    assert article.sentences[0].kind == kind


def test_half_a_character_in_a_text_at_hand_is_told_of_with_its_line() -> None:
    with pytest.raises(InputError, match="line 2 holds half a character"):
        parse("Fine.\nNot \ud800 fine.", source="draft")


def test_a_language_that_is_given_goes_before_the_one_that_is_found() -> None:
    assert parse("The council of the town and the mayor.", language="de-AT").language == "de"
    assert parse("The council of the town and the mayor met for the first of the talks.").language == "en"


def test_importing_the_package_loads_no_segmenter() -> None:
    code = "import sys, summarise.article; sys.exit(any(name.startswith('sentencex') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
