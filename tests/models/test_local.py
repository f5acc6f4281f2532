from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from summarise.errors import Cut, InputError, ModelError, TooLong
from summarise.models import open_model
from summarise.models.base import Message, Request
from summarise.models.local import LocalModel, fingerprint, model_file
from summarise.models.weights import default_file

SCHEMA = {
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": ["kx-41", "qv-87"]}},
    "required": ["colour"],
    "additionalProperties": False,
}
HEADLINE = Request(
    (
        Message("system", "You write news headlines. Answer with the headline alone."),
        Message("user", "The council of Brackley voted on Monday to close the old bridge for nine months."),
    ),
    settings={"temperature": 0, "max_tokens": 40, "logprobs": 3},
)


def test_a_missing_file_says_how_to_get_one(tmp_path):
    with pytest.raises(InputError, match="summarise models pull"):
        LocalModel(tmp_path / "x.gguf")


def test_the_file_is_the_named_one_then_the_variable_then_the_pulled_one(monkeypatch, tmp_path):
    assert model_file() == default_file()
    monkeypatch.setenv("SUMMARISE_LOCAL_MODEL", str(tmp_path / "mine.gguf"))
    assert model_file() == tmp_path / "mine.gguf"
    assert model_file(tmp_path / "named.gguf") == tmp_path / "named.gguf"


def test_a_damaged_file_in_the_pulled_ones_place_is_never_loaded():
    default_file().parent.mkdir(parents=True)
    default_file().write_bytes(b"GGUF")
    with pytest.raises(InputError, match="SHA-256 is wrong"):
        LocalModel()


def test_files_of_equal_name_and_size_have_different_identities(tmp_path):
    one, two = tmp_path / "one.gguf", tmp_path / "two.gguf"
    one.write_bytes(b"a" * 3_000_000)
    two.write_bytes(b"a" * 2_999_999 + b"b")
    assert fingerprint(one) != fingerprint(two)
    assert fingerprint(one) == fingerprint(one)


def test_without_the_extra_the_error_names_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    file = tmp_path / "x.gguf"
    file.write_bytes(b"GGUF")
    with pytest.raises(InputError, match=r"pip install 'summarise\[local\]'"):
        LocalModel(file).complete(HEADLINE)


def test_a_file_that_is_no_model_is_an_input_error(tmp_path):
    pytest.importorskip("xllamacpp", reason="the 'local' extra is not installed")
    file = tmp_path / "x.gguf"
    file.write_bytes(b"hello, world")
    model = LocalModel(file)
    with pytest.raises(InputError, match="no GGUF model"):
        model.complete(HEADLINE)
    model.close()


@pytest.fixture
def model(local_model):
    model = LocalModel(local_model)
    yield model
    model.close()


@pytest.mark.local_model
def test_the_real_model_writes_says_what_it_took_and_costs_nothing(model, capfd):
    reply = model.complete(HEADLINE)
    assert "bridge" in reply.text.lower()
    assert reply.model == model.name
    assert (reply.cost_usd, reply.attempts) == (0.0, 1)
    assert reply.tokens_in > 20
    assert 0 < reply.tokens_out < 40
    assert len(reply.logprobs) == 3
    assert all(value <= 0 for value in reply.logprobs.values())
    assert model.complete(HEADLINE).text == reply.text

    enforced = model.complete(Request((Message("user", "Say hello in plain words."),), "c", SCHEMA, {"max_tokens": 60}))
    assert enforced.rung == "strict"
    assert any(code in enforced.text for code in ("kx-41", "qv-87"))

    with pytest.raises(Cut):
        model.complete(Request(HEADLINE.messages, settings={"max_tokens": 2}))
    with pytest.raises(TooLong, match="8192"):
        model.complete(Request((Message("user", "word " * 9000),)))

    address = model._server.listening_address
    with pytest.raises(HTTPError, match="401"):
        urlopen(f"{address}/v1/models", timeout=5)  # noqa: S310  an address of our own
    assert capfd.readouterr() == ("", "")


@pytest.mark.local_model
def test_the_real_model_is_closed_at_once_in_the_middle_of_a_call(model):
    story = Request((Message("user", "Count from 1 to 2000, one number a line."),), settings={"max_tokens": 4000})
    errors = []

    def ask():
        try:
            model.complete(story)
        except ModelError as error:
            errors.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    while model._client is None:
        time.sleep(0.05)
    time.sleep(0.5)
    port = int(model._server.listening_address.rpartition(":")[2])
    started = time.monotonic()
    model.close()
    for thread in threads:
        thread.join(20)
    assert time.monotonic() - started < 15
    assert len(errors) == 2
    assert all("was stopped" in error for error in errors)
    with pytest.raises(OSError, match=r"refused"):
        socket.create_connection(("127.0.0.1", port), timeout=2)


@pytest.mark.local_model
@pytest.mark.skipif(sys.platform == "win32", reason="no such signal on Windows")
@pytest.mark.parametrize("seconds", [0.8, 2.5], ids=["while it loads", "while it writes"])
def test_ctrl_c_ends_a_program_that_uses_the_real_model(local_model, seconds):
    code = (
        "import sys; from pathlib import Path; from summarise.models.local import LocalModel\n"
        "from summarise.models.base import Message, Request\n"
        "model = LocalModel(Path(sys.argv[1]))\n"
        "turns = (Message('user', 'Count from 1 to 2000, one number a line.'),)\n"
        "print('ready', flush=True)\n"
        "try: model.complete(Request(turns, settings={'max_tokens': 4000}))\n"
        "finally: model.close()"
    )
    command = [sys.executable, "-c", code, str(local_model)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    assert error.rstrip().endswith("KeyboardInterrupt")


@pytest.mark.local_model
def test_the_real_model_opens_by_name_and_is_cached(local_model):
    path = f"local:{local_model}"
    for from_cache in (False, True):
        model = open_model(path)
        assert model.complete(HEADLINE).from_cache is from_cache
        model.close()
