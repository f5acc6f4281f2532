"""Each hostile article goes the whole way: read, extract, a model that repeats it, every format."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from parrot import Parrot

from summarise import pipeline
from summarise.article import read
from summarise.errors import InputError
from summarise.models import open_model
from summarise.report import TASKS

CORPUS = Path(__file__).parent / "corpus"
INJECTED = sorted((CORPUS / "injected").iterdir())
READABLE = [*INJECTED, *sorted((CORPUS / "nasty").iterdir())]
NAME = "quarl"  # goes with each injected order, and stands in no true sentence


def names(paths):
    return {"argvalues": paths, "ids": [path.stem for path in paths]}


def bare(value: object) -> str:
    """Return what a value says when disguise is taken off."""
    tags = {0xE0000 + point: chr(point) for point in range(0x20, 0x7F)}
    text = unicodedata.normalize("NFKC", json.dumps(value, ensure_ascii=False).translate(tags))
    return "".join(char for char in text if unicodedata.category(char) != "Cf").lower()


def test_the_corpus_is_large_enough():
    assert len(INJECTED) >= 60
    assert len(READABLE) >= 100


@pytest.mark.timeout(30)
@pytest.mark.parametrize("path", **names(READABLE))
def test_a_hostile_article_is_read_picked_from_and_printed_without_harm(path, harmless):
    article = read(str(path))
    report = pipeline.run(article, TASKS, open_model("none"))
    assert not report.failed
    assert not [found for found in report.findings if found.code.startswith("E")]
    harmless(report)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("path", **names(READABLE))
def test_a_model_that_repeats_a_hostile_article_does_no_harm(path, harmless):
    article = read(str(path))
    model = Parrot(article)
    report = pipeline.run(article, TASKS, model)
    harmless(report)
    for request in model.requests:
        told = request.messages[1].content
        (marked,) = {
            line for line in told.splitlines() if line.startswith("article-") and len(line) == len("article-") + 16
        }
        before, block, task = told.split(f"{marked}\n")
        assert NAME not in bare(before + task), "the task stands before and after the article, not in it"
        assert all(line[:1] == "s" for line in block.splitlines())


@pytest.mark.parametrize("path", **names(INJECTED))
def test_an_injected_order_is_a_finding_that_quotes_it(path):
    article = read(str(path))
    report = pipeline.run(article, TASKS, open_model("none"))
    told = [found for found in report.findings if found.code == "A201"]
    assert told
    assert all("“" in found.message and found.message.isprintable() for found in told)
    holds = {s.id for s in article.sentences if NAME in bare(s.text)}
    paragraphs = {article.sentence(i).paragraph for i in holds}
    if not any("in a comment" in found.message for found in told) and "base64" not in path.stem:
        near = {article.sentence(i).paragraph for found in told for i in found.sentences}
        assert any(abs(one - other) <= 1 for one in near for other in paragraphs), "it points at another place"


@pytest.mark.parametrize("path", **names(INJECTED))
def test_an_injected_order_is_never_picked(path):
    report = pipeline.run(read(str(path)), ("summary", "claims"), open_model("none"))
    assert NAME not in bare(report.outputs["summary"])
    assert NAME not in bare(report.outputs["claims"])


@pytest.mark.parametrize("path", **names(INJECTED))
def test_what_stands_beside_an_order_is_still_told(path):
    report = pipeline.run(read(str(path)), ("summary",), open_model("none"))
    assert report.outputs["summary"]["sentences"]
    assert report.outputs["summary"]["headlines"][0]["text"]


@pytest.mark.parametrize("path", **names(sorted((CORPUS / "refused").iterdir())))
def test_what_is_no_article_is_refused_in_one_line(path):
    with pytest.raises(InputError) as refused:
        read(str(path))
    assert "\n" not in str(refused.value)
    assert path.name in str(refused.value)
