from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import openai.types.shared.chat_model as listed
import pytest

from summarise.errors import InputError, ModelError
from summarise.models import MODELS, open_model
from summarise.models.base import Message, Request
from summarise.models.openai import DEFAULT_MODEL
from summarise.models.stores import default_path

TALK = Request((Message("user", "Hello"),))


@pytest.fixture
def _no_extra(monkeypatch):
    monkeypatch.setattr("summarise.models.choose.find_spec", lambda _: None)


def test_a_key_chooses_openai_and_its_default_model(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-abcdefgh")
    with closing(open_model()) as model:
        assert model.name == DEFAULT_MODEL
        assert model.identity == f"openai:{DEFAULT_MODEL}@https://api.openai.com/v1"
        assert model.strategy == "direct"


def test_the_default_model_is_in_the_sdks_list_and_has_no_shutdown_date():
    text = Path(listed.__file__).read_text(encoding="utf-8")
    names, _, retiring = text.partition("Deprecated values:")
    assert f'"{DEFAULT_MODEL}"' in names
    assert f'"{DEFAULT_MODEL}"' not in retiring


def test_an_address_in_the_environment_chooses_that_server(server, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    with closing(open_model()) as model:
        assert model.name == "fake-1"
        assert model.complete(TALK).text == "An answer."


def test_a_server_with_several_models_asks_for_a_name(server):
    server.models = ["a", "b"]
    with pytest.raises(InputError, match=r"offers 2 models \(a, b\).*openai:NAME"):
        open_model(base_url=server.url)


def test_the_local_model_is_next_if_its_extra_is_installed(monkeypatch, tmp_path):
    file = tmp_path / "small.gguf"
    file.write_bytes(b"GGUF")
    monkeypatch.setenv("SUMMARISE_LOCAL_MODEL", str(file))
    monkeypatch.setattr("summarise.models.choose.find_spec", lambda _: object())
    with closing(open_model()) as model:
        assert (model.name, model.strategy) == ("local:small", "guided")


@pytest.mark.usefixtures("_no_extra")
def test_with_nothing_there_the_error_names_three_ways():
    with pytest.raises(InputError) as caught:
        open_model()
    for way in ("OPENAI_API_KEY", "summarise[local]", "--model none"):
        assert way in str(caught.value)


@pytest.mark.parametrize("name", ["fake-9", "qwen2.5:7b", "openai:fake-9", "vendor/fake-9"])
def test_any_other_name_is_a_model_of_the_server(server, name):
    with closing(open_model(name, base_url=server.url)) as model:
        model.complete(TALK)
    assert server.bodies[0]["model"] == name.removeprefix("openai:")


def test_a_name_without_a_key_says_what_is_missing():
    with pytest.raises(InputError, match="needs a key: set OPENAI_API_KEY"):
        open_model("gpt-6-luna")


@pytest.mark.parametrize("name", ["openai:", "local:", "replay:", "replay"])
def test_a_name_without_its_argument_says_how_it_is_written(name):
    with pytest.raises(InputError, match=r"replay:FOLDER|\[:"):
        open_model(name)


def test_none_never_answers():
    model = open_model("none")
    assert model.strategy == "extract"
    with pytest.raises(ModelError, match="--strategy extract"):
        model.complete(TALK)
    model.close()
    assert not default_path().exists()


def test_replies_are_cached_and_recorded_and_replayed(server, tmp_path):
    for record in (None, tmp_path / "tape"):
        with closing(open_model("fake-1", base_url=server.url, record=record)) as model:
            model.complete(TALK)
    assert len(server.bodies) == 1
    with closing(open_model(f"replay:{tmp_path / 'tape'}")) as model:
        assert model.complete(TALK).text == "An answer."
        assert model.name == "fake-1"
    assert len(server.bodies) == 1


def test_without_a_cache_nothing_is_written(server):
    server.refuse = {"strict"}
    for _ in range(2):
        with closing(open_model("fake-1", base_url=server.url, cache=False)) as model:
            model.complete(Request(TALK.messages, "s", {"type": "object"}))
    assert len(server.bodies) == 4
    assert list(Path.home().rglob("*")) == []


def test_the_rung_is_remembered_in_the_cache(server):
    server.refuse = {"strict"}
    for number in range(2):
        with closing(open_model("fake-1", base_url=server.url)) as model:
            model.complete(Request(TALK.messages, "s", {"type": "object"}, repeat=number))
    assert len(server.bodies) == 3


def test_the_local_model_is_fetched_when_it_was_never_pulled(monkeypatch):
    monkeypatch.setattr("summarise.models.choose.find_spec", lambda _: object())
    with pytest.raises(InputError, match="summarise models pull"):
        open_model("local")
    fetched = []
    with pytest.raises(InputError, match="summarise models pull"):
        open_model("local", fetch=lambda: fetched.append(1))
    assert fetched == [1]


@pytest.mark.usefixtures("_no_extra")
def test_the_local_model_is_not_fetched_where_its_extra_is_missing():
    with pytest.raises(InputError, match=r"needs an extra: pip install 'summarise\[local\]'"):
        open_model("local", fetch=lambda: pytest.fail("fetched"))


def test_a_name_near_to_that_of_a_kind_is_asked_about_where_there_is_no_key():
    with pytest.raises(InputError, match=r"needs a key: did you mean 'local'\? If not, set OPENAI_API_KEY"):
        open_model("lcoal")
    with pytest.raises(InputError, match="needs a key: set OPENAI_API_KEY"):
        open_model("vendor/tern-2")


def test_a_named_file_is_not_fetched(tmp_path):
    with pytest.raises(InputError, match="no local model at"):
        open_model(f"local:{tmp_path / 'x.gguf'}", fetch=lambda: pytest.fail("fetched"))


def test_each_kind_says_what_it_is():
    for name, kind in MODELS.items():
        assert kind.written.startswith(name)
        assert kind.says


def test_importing_the_models_loads_nothing_heavy():
    heavy = "openai, tiktoken, sqlite3, jsonschema, httpx2, genai_prices, platformdirs, xllamacpp"
    code = f"import sys, summarise.models; print([m for m in '{heavy}'.split(', ') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
