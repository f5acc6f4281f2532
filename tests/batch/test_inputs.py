from __future__ import annotations

import io
import json

import pytest

from summarise.batching.inputs import Reading, items
from summarise.errors import InputError


def ids(*inputs, **how):
    return [item.id for item in items([str(i) for i in inputs], Reading(**how))]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt", "c.log", ".hidden.txt", "in/d.txt", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"The text of {name} is short.")
    return tmp_path


def test_a_folder_gives_its_articles_by_name_and_leaves_hidden_and_other_files_out(folder):
    assert ids(".") == ["a.txt", "b.txt", "in/d.txt"]


def test_a_suffix_chooses_the_files_of_a_folder(folder):
    assert ids(".", suffixes=("log",)) == ["c.log"]


def test_a_named_file_is_read_whatever_its_suffix(folder):
    assert ids("c.log") == ["c.log"]


def test_a_glob_crosses_folders_with_two_stars(folder):
    assert ids("**/*.txt") == ["a.txt", "b.txt", "in/d.txt"]


def test_a_path_that_comes_twice_is_read_once(folder):
    assert ids("b.txt", "*.txt") == ["b.txt", "a.txt"]


@pytest.mark.parametrize("given", ["nothing.txt", "*.pdf", "no/folder/"])
def test_an_input_that_does_not_exist_is_an_error_before_anything_is_read(folder, given):
    with pytest.raises(InputError, match=r"no such file|no file matches"):
        items(["a.txt", given], Reading())


def test_a_line_of_jsonl_carries_its_other_fields_as_meta(tmp_path):
    feed = tmp_path / "feed.jsonl"
    feed.write_text('{"id": 7, "text": "It rained.", "desk": "news", "tags": ["a"]}\n')
    (item,) = items([str(feed)], Reading())
    assert (item.id, item.text, item.meta) == ("7", "It rained.", {"desk": "news", "tags": ["a"]})
    assert item.source == f"{feed}:1"


def test_a_path_in_jsonl_is_relative_to_its_file(tmp_path):
    (tmp_path / "a.txt").write_text("It rained all day.")
    (tmp_path / "feed.jsonl").write_text('{"path": "a.txt"}\n')
    (item,) = items([str(tmp_path / "feed.jsonl")], Reading())
    assert item.read(Reading()).text.strip() == "It rained all day."


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "not JSON"),
        ("[1]", "no JSON object"),
        ("{}", "give either 'text' or 'path'"),
        ('{"text": "a", "path": "b"}', "give either"),
        ('{"text": 3}', "must be a text"),
        ("[" * 50_000, "not JSON"),
        ('{"text": "' + "x" * 3000 + '"}', "larger than --max-bytes"),
        ('{"text": "' + "x" * 80_000 + '"}', "longer than an article may be"),
    ],
)
def test_a_line_that_cannot_be_used_is_a_problem_of_its_own_and_the_next_one_is_read(tmp_path, line, what):
    feed = tmp_path / "feed.jsonl"
    feed.write_text(f'{line}\n\n{{"id": "next", "text": "It rained."}}\n')
    how = Reading(max_bytes=2000)
    bad, good = items([str(feed)], how)
    assert what in bad.problem
    assert f"{feed}:1" in bad.problem
    with pytest.raises(InputError):
        bad.read(how)
    assert (good.id, good.problem) == ("next", "")


def test_an_id_that_comes_twice_is_a_problem_of_the_later_article(tmp_path):
    feed = tmp_path / "feed.jsonl"
    feed.write_text('{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}\n')
    first, second = items([str(feed)], Reading())
    assert not first.problem
    assert "used before" in second.problem
    assert second.id != first.id


def test_csv_columns_are_found_by_the_names_given(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text('\ufeffNr,Body,Desk\n1,"It rained,\nand rained.",news\n2,,news\n', encoding="utf-8")
    good, empty = items([str(table)], Reading(columns={"id": "Nr", "text": "Body"}))
    assert (good.id, good.text, good.meta) == ("1", "It rained,\nand rained.", {"Desk": "news"})
    assert "'Body'" in empty.problem


def test_a_table_without_the_column_says_which_it_has(tmp_path):
    table = tmp_path / "table.tsv"
    table.write_text("Nr\tBody\n1\tIt rained.\n")
    (item,) = items([str(table)], Reading())
    assert "Nr, Body" in item.problem
    assert "--column text=NAME" in item.problem


def test_a_table_that_is_not_utf_8_says_from_where(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"id,text\n1,It rained.\n2,caf\xe9\n")
    good, bad = items([str(tmp_path / "t.csv")], Reading())
    assert good.text == "It rained."
    assert "t.csv:3: not CSV in UTF-8" in bad.problem


def test_a_stream_is_read_line_by_line():
    def lines():
        yield b'{"text": "One."}\n'
        raise AssertionError("it read ahead")

    class Live(io.RawIOBase):
        source = lines()

        def readline(self, _size=-1):
            return next(self.source)

    first = next(items(["-"], Reading(), Live()))
    assert (first.id, first.text) == ("standard input:1", "One.")


def test_the_digest_follows_what_is_read(tmp_path):
    feed = tmp_path / "feed.jsonl"
    digests = set()
    for text in ("One.", "Two.", "One."):
        feed.write_text(json.dumps({"id": "a", "text": text}) + "\n")
        (item,) = items([str(feed)], Reading())
        digests.add(item.digest(1000))
    assert len(digests) == 2


def rss(*entries):
    body = "".join(f"<item><title>{title}</title><description>{text}</description></item>" for title, text in entries)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>{body}</channel></rss>'


RAIN, SNOW = (
    ("Rain in Tolmere", "It rained in Tolmere on Monday."),
    ("Snow in Vellin", "It snowed in Vellin all night."),
)


def test_a_feed_is_as_many_articles_as_it_holds_each_with_an_id_that_it_keeps(tmp_path):
    feed = tmp_path / "wire.rss"
    feed.write_text(rss(RAIN))
    (rain,) = items([str(feed)], Reading())
    feed.write_text(rss(SNOW, RAIN, RAIN))
    both = list(items([str(feed)], Reading()))
    assert [item.read(Reading()).title for item in both] == ["Snow in Vellin", "Rain in Tolmere"]
    assert [item.source for item in both] == [f"{feed}#1", f"{feed}#2"]
    assert both[1].id == rain.id != both[0].id
    assert both[1].digest(1000) == rain.digest(1000) != both[0].digest(1000)


def test_a_folder_gives_the_articles_of_its_feeds_and_no_other_xml(folder):
    (folder / "wire.rss").write_text(rss(RAIN, SNOW))
    (folder / "map.xml").write_text("<urlset/>")
    assert [name.partition("#")[0] for name in ids(".")] == ["a.txt", "b.txt", "wire.rss", "wire.rss", "in/d.txt"]


def test_a_file_that_is_named_as_a_feed_and_is_none_is_one_failed_article(tmp_path):
    (tmp_path / "map.xml").write_text("<urlset/>")
    (item,) = items([str(tmp_path / "map.xml")], Reading())
    with pytest.raises(InputError, match="is not an RSS, Atom or JSON feed"):
        item.read(Reading())
