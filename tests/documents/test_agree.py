"""One article in every format gives the same sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarise.article import read

HERE = Path(__file__).parent
FORMATS = [
    # file of files/, who wrote it, what its places are
    ("site.html", "a template with a menu, teasers and a footer", "paragraph"),
    ("python-docx.docx", "python-docx", "paragraph"),
    ("libreoffice.docx", "LibreOffice Writer", "paragraph"),
    ("libreoffice.odt", "LibreOffice Writer", "paragraph"),
    ("libreoffice.rtf", "LibreOffice Writer", "paragraph"),
    ("libreoffice.pdf", "LibreOffice Writer", "page"),
    ("libreoffice-columns.pdf", "LibreOffice Writer, three columns with words cut at line ends", "page"),
    ("chromium.pdf", "Chromium's print to PDF", "page"),
    ("chromium-margins.pdf", "Chromium's print to PDF, with date, title, address and number in the margins", "page"),
]


@pytest.fixture(scope="module")
def told():
    return [(s.kind, s.text) for s in read(str(HERE / "article.md")).sentences]


@pytest.mark.parametrize(("name", "_writer", "places"), FORMATS, ids=[name for name, _, _ in FORMATS])
def test_each_format_gives_the_sentences_of_the_markdown(name, _writer, places, told):
    article = read(str(HERE / "files" / name))
    assert [(s.kind, s.text) for s in article.sentences] == told
    assert (article.places, article.date.isoformat(), article.language) == (places, "2026-05-12", "en")
    assert all(article.text[s.start : s.end] == s.text for s in article.sentences)


def test_a_paragraph_is_found_by_its_number():
    article = read(str(HERE / "files" / "python-docx.docx"))
    numbers = {s.text: (s.line, s.column) for s in article.sentences}
    assert numbers["By Anna Rowe"] == (2, 1)
    assert numbers["A decision is expected by the end of June."] == (13, 64)
    assert {line for line, _ in numbers.values()} == set(range(1, 14))


def test_every_file_is_in_the_table():
    assert {path.name for path in (HERE / "files").iterdir()} == {name for name, _, _ in FORMATS}
