"""Broken, hostile and locked documents: one clear error each, in bounded time and memory, and nothing left behind."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from documents.samples import archive, docx, paragraph, pdf

from summarise.article import read
from summarise.article.documents import process
from summarise.errors import InputError

HERE = Path(__file__).parent
FILES = HERE / "files"
LINE = [(70, 700, "The boat sails at noon.")]


def declaring(size: int) -> bytes:
    """Return a Word document whose archive declares this size for its main part."""
    data = bytearray(docx(paragraph("Small.")))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as made:
        info = made.getinfo("word/document.xml")
        start, directory = info.header_offset, made.start_dir
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02", directory) + 4)  # its entry is the second one
    struct.pack_into("<L", data, at + 24, size)
    struct.pack_into("<L", data, start + 22, size)
    return bytes(data)


def unpacking(megabytes: int) -> bytes:
    """Return a Word document that unpacks to so much, and says so."""
    return docx(f"<w:p><w:r><w:t>{'boat ' * (megabytes << 18)}</w:t></w:r></w:p>")


def entities() -> bytes:
    rungs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return docx(paragraph("&e9;"), declared=f'<!DOCTYPE d [<!ENTITY e0 "boat">{rungs}]>')


def packed_stream(size: int) -> bytes:
    """Return a content stream that unpacks to ``size`` bytes of text operators."""
    squeeze = zlib.compressobj(9)
    made = b"".join(squeeze.compress(b"BT (x) Tj ET " * 80_000) for _ in range(size // 1_040_000))
    made += squeeze.flush()
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(made), made)


BROKEN = {
    # name: (suffix, bytes, what the error says)
    "a zip that declares 1 GB": (".docx", lambda: declaring(1 << 30), "unpacks to 1,073,741,824 bytes"),
    "a zip that unpacks to more than it declares": (".docx", lambda: declaring(90), "cannot be unpacked"),
    "a zip bomb within the cap": (".docx", lambda: unpacking(40), "(?:characters|memory|seconds)"),
    "entities upon entities": (".docx", entities, "declares a DTD"),
    "XML 300,000 deep": (".docx", lambda: docx("<w:p>" * 300_000 + "</w:p>" * 300_000), "shows no text"),
    "XML that never closes": (".docx", lambda: docx("<w:p><w:r>"), "its XML fails in line 1"),
    "a truncated Word document": (".docx", lambda: (FILES / "python-docx.docx").read_bytes()[:20_000], "cut short"),
    "an archive without a document": (".docx", lambda: archive(word__other="x"), "holds no document"),
    "an encrypted Word document": (".docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    "a PDF named .docx": (".docx", (FILES / "chromium.pdf").read_bytes, "looks like a PDF, .*: name it .pdf$"),
    "a text named .docx": (".docx", lambda: b"The boat sails at noon.", "not a Word document"),
    "nothing in a .docx": (".docx", lambda: b"", "not a Word document"),
    "an encrypted OpenDocument text": (
        ".odt",
        lambda: archive(**{"META-INF__manifest.xml": "<m><encryption-data/></m>", "content.xml": "\x01\x02"}),
        "password",
    ),
    "a Word document named .odt": (".odt", lambda: docx(paragraph("Boat.")), "holds no content.xml"),
    "RTF with changes that are not accepted": (
        ".rtf",
        lambda: rb"{\rtf1 It {\deleted never }sails.}",
        "accept the changes",
    ),
    "a text named .rtf": (".rtf", lambda: b"The boat sails at noon.", "is not an RTF document"),
    "a truncated PDF": (".pdf", lambda: (FILES / "libreoffice.pdf").read_bytes()[:9_000], "broken|no pages|no text"),
    "a Word document named .pdf": (".pdf", lambda: docx(paragraph("Boat.")), "is not a PDF"),
    "a scanned PDF": (".pdf", lambda: pdf([[]]), "pictures of pages and no text"),
    "a PDF whose pages are their own children": (
        ".pdf",
        lambda: pdf([LINE], objects="<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
        "broken|no pages|seconds",
    ),
    "a PDF bomb": (".pdf", lambda: pdf([LINE], stream=packed_stream(1 << 30)), "broken|memory|seconds"),
    "a web page without an article": (".html", lambda: b"<html><body></body></html>", "shows no article|no text"),
    "a web page 100,000 deep": (".html", lambda: b"<div>" * 100_000 + b"x", "no article|no text|broken"),
    "bytes named .html": (".html", lambda: bytes(range(256)) * 50, "text file|no article|no text|broken"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_document_is_one_clear_error(name, tmp_path, monkeypatch):
    suffix, make, says = BROKEN[name]
    path = tmp_path / f"given{suffix}"
    path.write_bytes(make())
    left = tmp_path / "left"
    left.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(left))
    monkeypatch.chdir(left)
    begun = time.monotonic()
    with pytest.raises(InputError, match=says) as error:
        read(str(path), max_bytes=10_000_000)
    assert time.monotonic() - begun < process.SECONDS + 2
    assert str(error.value).startswith(str(path))
    assert "\n" not in str(error.value)
    assert not list(left.iterdir())


WEIGHED = """
import resource, sys
from summarise.article import read
from summarise.errors import InputError
try:
    read(sys.argv[1], max_bytes=10_000_000)
except InputError:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the unit of ru_maxrss differs")
def test_no_child_took_more_memory_than_half_a_gigabyte(tmp_path):
    for name in ("a zip bomb within the cap", "a PDF bomb", "a web page 100,000 deep"):
        suffix, make, _ = BROKEN[name]
        path = tmp_path / f"given{suffix}"
        path.write_bytes(make())
        # In a process of its own: the figure is the largest of all children that a process ever had.
        told = subprocess.run([sys.executable, "-c", WEIGHED, str(path)], capture_output=True, text=True, check=True)
        assert int(told.stdout) < 500 * 1024


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("chromium.pdf", "looks like a PDF: give it as a file named .pdf"),
        ("libreoffice.odt", "named .docx or .odt"),
        ("libreoffice.rtf", "looks like RTF"),
    ],
)
def test_a_document_that_is_read_as_text_is_told_by_its_look(name, says, tmp_path):
    (tmp_path / "given.txt").write_bytes((FILES / name).read_bytes())
    with pytest.raises(InputError, match=says):
        read(str(tmp_path / "given.txt"))


def test_a_parser_that_hangs_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "SECONDS", 0.01)
    (tmp_path / "given.docx").write_bytes(docx(paragraph("Boat.")))
    with pytest.raises(InputError, match="seconds to read"):
        read(str(tmp_path / "given.docx"))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_package_that_is_missing_is_named_with_its_extra(monkeypatch):
    monkeypatch.setattr(process, "find_spec", lambda _name: None)
    with pytest.raises(InputError, match=r"\.pdf files need an extra: pip install 'summarise\[documents\]'"):
        read(str(FILES / "chromium.pdf"))


def test_the_child_sees_no_secret_of_the_environment(tmp_path, monkeypatch):
    seen = {}

    def run(*_args, env, **_more):
        seen.update(env)
        raise process.subprocess.TimeoutExpired("child", 1)

    monkeypatch.setenv("OPENAI_API_KEY", "a secret")
    monkeypatch.setattr(process.subprocess, "run", run)
    (tmp_path / "given.docx").write_bytes(docx(paragraph("Boat.")))
    with pytest.raises(InputError):
        read(str(tmp_path / "given.docx"))
    assert "PYTHONPATH" in seen
    assert "a secret" not in seen.values()
