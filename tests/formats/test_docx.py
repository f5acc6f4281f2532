from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from sample_reports import clean, id_of, report

from summarise.formats import FORMATS, Page
from summarise.formats.gates import printable
from summarise.report import Finding, Report
from tests.formats.test_html import HOSTILE, hostile

docx = pytest.importorskip("docx", reason="python-docx is not installed")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def written(*reports: Report) -> bytes:
    return b"".join(FORMATS["docx"](reports, Page(several=len(reports) > 1)))


def anchored(data: bytes) -> list[tuple[str, str]]:
    """Return each comment with the words that it is anchored at."""
    texts = {str(c.comment_id): c.text for c in docx.Document(io.BytesIO(data)).comments}
    found, open_ = [], {}
    for node in ET.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")).iter():
        if node.tag == f"{_WORD}commentRangeStart":
            open_[node.get(f"{_WORD}id")] = ""
        elif node.tag == f"{_WORD}t":
            open_ = {key: words + (node.text or "") for key, words in open_.items()}
        elif node.tag == f"{_WORD}commentRangeEnd":
            key = node.get(f"{_WORD}id")
            found.append((texts[key], open_.pop(key)))
    return found


def test_every_sentence_of_the_draft_is_there_in_its_order():
    sample = report()
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(written(sample))).paragraphs)
    places = [text.find(printable(s.text)) for s in sample.article.sentences]
    assert -1 not in places
    assert places == sorted(places)


def test_the_title_is_a_title_and_paragraphs_stay_paragraphs():
    sample = report()
    document = docx.Document(io.BytesIO(written(sample)))
    assert document.paragraphs[0].style.name == "Title"
    assert len(document.paragraphs) == len({s.paragraph for s in sample.article.sentences})


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("will be shut", "Repeat (paraphrase); this can go. Keep line 5"),
        ("the county said on Thursday", "Said again (paraphrase); keep this one."),
        (
            "7.2 million",
            "Conflict (figure); check which is right: 7.2 million crowns / 2.7 million crowns. line 17: “County",
        ),
        (
            "2.7 million",
            "Conflict (figure); check which is right: 7.2 million crowns / 2.7 million crowns. line 11: “The",
        ),
        ("7.2 million", "To check (high): The repair of the Lantern bridge will cost"),
        ("Engineers found", "Error E101: there is no sentence s99. In the summary, sentence 2: “Cracks in 14 of 60"),
        ("2.7 million", "Suggestion E103: 50% of this, and: that. In the summary, key point 1: “About 18,000"),
    ],
)
def test_comments_stand_at_the_sentence_concerned(words, says):
    sample = report()
    sentence = sample.article.sentence(id_of(sample.article, words))
    assert [at for text, at in anchored(written(sample)) if text.startswith(says)] == [printable(sentence.text)]


def test_a_finding_about_no_sentence_stands_at_the_first():
    assert (
        "Warning M106: the endpoint took the schema and did not enforce it.",
        "Lantern bridge to close for nine months",
    ) in (anchored(written(report())))


def test_low_claims_and_clean_reports_make_no_comment_of_their_own():
    sample = clean()
    remarks = [text for text, _ in anchored(written(sample))]
    assert len(remarks) == 1
    assert remarks[0].startswith("To check (high)")


def test_a_claim_in_the_words_of_its_sentence_is_not_told_again_beside_it():
    sample = clean()
    claims = sample.outputs["claims"]["claims"]
    sentence = sample.article.sentence(claims[1]["evidence"][0])
    own = {**sample.outputs, "claims": {"claims": [claims[0], {**claims[1], "claim": sentence.text}]}}
    remarks = anchored(written(replace(sample, outputs=own)))
    assert ("To check (high). A public sum, and the article gives two.", printable(sentence.text)) in remarks


def test_a_path_that_leads_nowhere_is_no_fault():
    paths = ("/summary/sentences/99", "/summary/sentences/x", "/claims/claims/0/why", "/a/b", "/summary")
    findings = tuple(Finding("E101", "error", "m", path) for path in paths)
    assert len(anchored(written(replace(clean(), findings=findings)))) == 1 + len(paths)


def test_no_report_makes_no_document_and_two_share_one():
    assert written() == b""
    paragraphs = [p.text for p in docx.Document(io.BytesIO(written(report(), report()))).paragraphs]
    assert paragraphs.count("Lantern bridge to close for nine months") == 2


def test_more_comments_than_anyone_reads_are_counted_not_written():
    found = tuple(Finding("A106", "warning", f"remark {number}") for number in range(520))
    remarks = [text for text, _ in anchored(written(replace(clean(), findings=found)))]
    assert len(remarks) == 500
    assert "Warning A106: remark 499. (21 more comments do not fit: see the text report)" in remarks


def test_hostile_words_stay_words():
    data = written(hostile())
    assert any(printable(HOSTILE) in text for text, _ in anchored(data))


def test_libreoffice_shows_the_comments_at_their_words(tmp_path):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    sample = report()
    (tmp_path / "a.docx").write_bytes(written(sample))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "odt", "--outdir", tmp_path, tmp_path / "a.docx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    content = zipfile.ZipFile(tmp_path / "a.odt").read("content.xml").decode()
    shown = []
    for name, said in re.findall(
        r'<office:annotation office:name="(\w+)".*?<text:p[^>]*>(.*?)</text:p></office', content
    ):
        inside = content.split(f'office:name="{name}"')[1].partition("</office:annotation>")[2]
        bare = re.sub("<office:annotation .*?</office:annotation>|<[^>]*>?", "", inside)
        shown.append((plain(said), plain(bare)))
    assert sorted(shown) == sorted(anchored(written(sample)))


def plain(markup: str) -> str:
    return html.unescape(re.sub("<[^>]*>?", "", markup))
