"""An embargoed draft holds a word that stands nowhere else; after each command all files that are left are searched."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from batch.answers import article, desk
from server import answer, fault

from summarise import batch
from summarise.errors import InputError
from summarise.models.stores import default_path

CHECKOUT = Path(__file__).resolve().parents[2]
WORD = "Quillfeatherlanternmoth"
MODEL = ("-m", "openai:m")
# What a command opens for writing while it runs, told at its end: a file that is deleted again is a copy too.
WITNESS = """
import os, sys, sqlite3
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
told = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
def saw(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)) and (args[2] or 0) & WRITES:
        os.write(told, os.fsencode(args[0]) + b"\\n")
    if event in ("sqlite3.connect", "tempfile.mkstemp", "tempfile.mkdtemp"):
        os.write(told, f"{event} {args[0]}\\n".encode())
sys.addaudithook(saw)
from summarise.cli import main
main()
"""


def forms(word):
    """Return the bytes that a word may be hidden as in a file."""
    found = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")]
    for shift in range(3):  # base64 has three ways to write what stands somewhere within
        coded = base64.b64encode(b"x" * shift + word.encode())
        found.append(coded[4 if shift else 0 : -4])
    return [*found, word.encode().hex().encode(), word[::-1].encode()]


def layers(data, depth=2):
    """Yield a file's bytes and whatever is packed in them."""
    yield data
    if not depth:
        return
    inner = []
    for unpack in (gzip.decompress, zlib.decompress, bz2.decompress, lzma.decompress, unzipped, dumped):
        try:
            inner.append(unpack(data))
        except (
            OSError,
            EOFError,
            ValueError,
            zlib.error,
            lzma.LZMAError,
            zipfile.BadZipFile,
            sqlite3.Error,
            MemoryError,
        ):
            continue
    for part in inner:
        yield from layers(part, depth - 1)


def unzipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        return b"\n".join(map(pack.read, pack.namelist()))


def dumped(data):
    db = sqlite3.connect(":memory:")
    try:
        db.deserialize(data)
        return "\n".join(db.iterdump()).encode("utf-8", "surrogatepass")
    finally:
        db.close()


def copies(folder, *spared):
    """Return the files below a folder that hold the word in any form, but for those that are spared."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in spared]
    wanted = forms(WORD)
    return sorted(
        str(path.relative_to(folder))
        for path in files
        if any(form in layer for layer in layers(path.read_bytes()) for form in wanted)
    )


class Desk:
    """The program in a home, a cache, a temporary folder and a working folder of its own."""

    def __init__(self, root, server):
        self.root, self.server, self.written = root / "desk", server, []
        self._witness = root / "witness"
        self._started = []
        for name in ("work", "home", "tmp", "cache", "state"):
            (self.root / name).mkdir(parents=True)
        self.work = self.root / "work"
        self.env = {
            **{name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV", "LANG") if name in os.environ},
            **{name: str(self.root / name.split("_")[-2].lower()) for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME")},
            "HOME": str(self.root / "home"),
            "TMPDIR": str(self.root / "tmp"),
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "OPENAI_API_KEY": "k",
            "OPENAI_BASE_URL": server.url,
            "BROWSER": "true",
        }

    def begin(self, *arguments, **env):
        command = [sys.executable, "-c", WITNESS, self._witness, *arguments]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        process = subprocess.Popen(command, cwd=self.work, env={**self.env, **env}, **pipes)
        self._started.append(process)
        return process

    def end(self, process, stdin=b""):
        """Wait for a command; return its exit code, its output and its errors."""
        out, err = process.communicate(stdin, timeout=60)
        self.written = self._witness.read_text().splitlines()
        assert b"Traceback" not in err, err
        return process.returncode, out.decode("utf-8", "replace"), err.decode()

    def run(self, *arguments, stdin=b"", **env):
        return self.end(self.begin(*arguments, **env), stdin)

    def close(self):
        for process in self._started:
            process.kill()
            process.communicate()


@pytest.fixture
def draft():
    return article(1).replace("The wall protects", f"The {WORD} wall protects")


def served(body):
    """Answer a task by its schema, and a question for words with some."""
    return desk(body) if "response_format" in body else answer("Council to spend crowns on its harbour wall")


@pytest.fixture
def desk_(tmp_path, server, draft):
    server.default = served
    made = Desk(tmp_path, server)
    (made.work / "draft.txt").write_text(draft)
    (made.work / "alert.txt").write_text(f"The {WORD} wall protects 101 homes and a school from floods.\n")
    (made.work / "drafts.jsonl").write_text(json.dumps({"id": "a", "text": draft, "slug": WORD}) + "\n")
    yield made
    made.close()


GIVEN = ("draft.txt", "drafts.jsonl", "alert.txt", "draft.html", "draft.docx")
COMMANDS = {
    "brief": ("brief", "draft.txt", "-v"),
    "brief to a file": ("brief", "draft.txt", "-f", "json", "-o", "out.json"),
    "brief to Word": ("brief", "draft.txt", "-f", "docx", "-o", "out.docx"),
    "brief to a page": ("brief", "draft.txt", "--open", "-o", "out.html"),
    "brief of standard input": ("brief", "-"),
    "brief of a page": ("brief", "draft.html"),
    "brief of a Word document": ("brief", "draft.docx"),
    "brief, guided": ("brief", "draft.txt", "--strategy", "guided"),
    "summary": ("summary", "draft.txt"),
    "claims": ("claims", "draft.txt"),
    "redundancy": ("redundancy", "draft.txt"),
    "redundancy --diff": ("redundancy", "draft.txt", "--diff"),
    "verify": ("verify", "draft.txt", "alert.txt", "--second-opinion"),
    "batch": ("batch", "drafts.jsonl", "draft.txt", "-o", "out.jsonl"),
    "batch to standard output": ("batch", "drafts.jsonl", "-o", "-"),
}


def prepare(desk_, draft):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for paragraph in draft.split("\n\n"):
        document.add_paragraph(paragraph)
    document.save(str(desk_.work / "draft.docx"))
    paragraphs = "".join(f"<p>{p}</p>" for p in draft.split("\n\n")[1:])
    page = f"<html><head><title>Wall</title></head><body><article><h1>Wall</h1>{paragraphs}</article></body></html>"
    (desk_.work / "draft.html").write_text(page)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_leaves_a_copy_of_the_draft(desk_, draft, name):
    prepare(desk_, draft)
    code, out, err = desk_.run(*COMMANDS[name], *MODEL, "--no-store", stdin=draft.encode())
    assert code in {0, 1}, err
    assert desk_.server.requests or name == "verify"
    asked = {"out.json", "out.docx", "out.html", "out.jsonl"} & set(COMMANDS[name])
    assert out or asked or name == "redundancy --diff"
    assert copies(desk_.root, *GIVEN, *asked) == []
    opened = {Path(line).name for line in desk_.written}
    unfinished = {name for name in opened if name.endswith(".partial")}
    assert opened - unfinished - asked <= {Path(os.devnull).name}
    assert len(unfinished) <= len(asked)


def test_without_it_the_search_finds_the_copies(desk_):
    desk_.run("batch", "drafts.jsonl", "-o", "out.jsonl", *MODEL)
    found = copies(desk_.root, *GIVEN)
    assert {"work/out.jsonl", "work/out.jsonl.journal"} <= set(found)
    assert [name for name in found if name.startswith("cache/summarise/replies.sqlite")]
    assert [line for line in desk_.written if line.startswith("sqlite3.connect")]


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, bz2.compress, lzma.compress, base64.b64encode, bytes])
@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
def test_the_search_finds_what_is_packed(tmp_path, pack, code):
    (tmp_path / "a.bin").write_bytes(pack(f"some {WORD} more".encode(code)))
    if pack is base64.b64encode and code != "utf-8":
        assert base64.b64encode(WORD.encode(code)) not in (tmp_path / "a.bin").read_bytes()
    else:
        assert copies(tmp_path) == ["a.bin"]


@pytest.mark.parametrize("how", ["environment", "configuration"])
def test_it_can_be_set_for_a_whole_newsroom(desk_, how):
    env = {"SUMMARISE_NO_STORE": "1"} if how == "environment" else {}
    if how == "configuration":
        (desk_.work / "summarise.toml").write_text("no-store = true\n")
    for command in (("brief", "draft.txt"), ("batch", "drafts.jsonl", "-o", "out.jsonl")):
        code, _, err = desk_.run(*command, *MODEL, **env)
        assert code in {0, 1}, err
    assert copies(desk_.root, *GIVEN, "out.jsonl") == []
    assert list((desk_.root / "cache").rglob("*")) == []


def test_a_server_that_repeats_the_draft_in_its_errors_leaves_no_copy(desk_):
    desk_.server.default = lambda _body: fault(400, f"cannot read: {WORD}", x_should_retry="false")
    code, _, _ = desk_.run("brief", "draft.txt", *MODEL, "--no-store", "-v", "-o", "out.txt")
    assert code == 4
    desk_.run("batch", "drafts.jsonl", "-o", "out.jsonl", *MODEL, "--no-store")
    assert copies(desk_.root, *GIVEN) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_command_that_is_ended_leaves_no_half_written_copy(desk_, number):
    (desk_.work / "second.txt").write_text(article(2))
    desk_.server.default = lambda body: desk(body) if WORD in str(body) else replace(desk(body), wait=60.0)
    command = ("brief", "draft.txt", "second.txt", "-f", "json", "-o", "out.json", *MODEL, "--no-store")
    ours = signal.signal(number, signal.SIG_DFL)  # under nohup or behind & it is ignored, and that is handed on
    process = desk_.begin(*command)
    signal.signal(number, ours)
    deadline = time.monotonic() + 60
    while len(desk_.server.requests) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    (unfinished,) = desk_.work.glob(".out.json.*.partial")
    process.send_signal(number)
    code, out, _ = desk_.end(process)
    assert (code, out) == (130, "")
    assert not unfinished.exists()
    assert copies(desk_.root, *GIVEN) == []


def test_a_watched_draft_leaves_no_copy(desk_):
    process = desk_.begin("watch", "draft.txt", *MODEL, "--no-store", "--idle", "0")
    deadline = time.monotonic() + 60
    while len(desk_.server.requests) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    code, out, _ = desk_.end(process)
    assert code == 0
    assert "words" in out
    assert copies(desk_.root, *GIVEN) == []
    assert set(desk_.written) <= {os.devnull}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("brief", "draft.txt", "--record", "tape"), "--record"),
        (("brief", "draft.txt", "--open"), "-o"),
        (("batch", "drafts.jsonl", "-o", "out.jsonl", "--retry-errors"), "--retry-errors"),
        (("batch", "drafts.jsonl", "-o", "out.jsonl", "--engine", "openai-batch"), "--engine local"),
        (("batch", "drafts.jsonl", "-o", "out.jsonl", "--engine", "ray"), "--engine local"),
    ],
)
def test_what_would_keep_a_copy_is_refused(desk_, more, says):
    code, out, err = desk_.run(*more, *MODEL, "--no-store")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
    assert not desk_.server.requests
    assert copies(desk_.root, *GIVEN) == []


def test_from_python_nothing_but_the_output_is_written(server, draft, tmp_path):
    server.default = desk
    given = [{"id": "a", "text": draft}]
    how = {"model": "openai:m", "base_url": server.url, "key": "k"}
    assert batch(given, tmp_path / "out.jsonl", store=False, **how).written == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    assert not default_path().exists()
    with pytest.raises(InputError, match="give another -o"):
        batch(given, tmp_path / "out.jsonl", store=False, **how)


def test_a_batch_that_keeps_nothing_does_not_write_over_reports(desk_):
    command = ("batch", "drafts.jsonl", "-o", "out.jsonl", *MODEL, "--no-store")
    code, _, err = desk_.run(*command)
    assert code in {0, 1}, err
    before = (desk_.work / "out.jsonl").read_bytes()
    code, _, err = desk_.run(*command)
    assert (code, err.count("\n")) == (2, 1)
    assert "give another -o" in err
    assert (desk_.work / "out.jsonl").read_bytes() == before
