from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from batch.answers import article, lines

import summarise
from summarise import batch, brief
from summarise.article import parse
from summarise.errors import InputError


def test_a_script_gets_a_report_of_a_file_and_of_a_text(tmp_path):
    (tmp_path / "a.txt").write_text(article(1))
    of_file = brief(tmp_path / "a.txt", model="none")
    of_text = brief(parse(article(1)), model="none", tasks=["summary"])
    assert of_file.outputs["summary"] == of_text.outputs["summary"]
    assert list(of_text.outputs) == ["summary"]


def test_a_script_does_a_batch_of_its_own_articles_and_goes_on_later(server, tmp_path):
    how = {"model": "openai:m", "base_url": server.url, "key": "k", "tasks": ["claims"], "cache": False}
    given = [{"id": n, "text": article(n), "desk": "news"} for n in range(3)]
    first = batch(given, tmp_path / "out.jsonl", **how)
    second = batch(iter(given), tmp_path / "out.jsonl", **how)
    assert (first.written, second.kept, second.requests) == (3, 3, 0)
    assert [(r["id"], r["meta"]) for r in lines(tmp_path / "out.jsonl")] == [
        (str(n), {"desk": "news"}) for n in range(3)
    ]


def test_a_batch_runs_outside_the_main_thread_too(tmp_path):
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(batch, [{"id": "a", "text": article(1)}], tmp_path / "out.jsonl", model="none").result()
    assert done.written == 1


def test_what_keeps_it_from_beginning_is_raised(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        batch("nothing.txt", tmp_path / "out.jsonl", model="none")
    with pytest.raises(InputError, match="unknown task"):
        batch([], tmp_path / "out.jsonl", model="none", tasks=["poem"])


def test_importing_the_package_imports_none_of_it():
    code = "import summarise, sys; print([m for m in sys.modules if m.startswith('summarise.')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'poem'"):
        summarise.poem  # noqa: B018
