from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3
import stat
import sys
import threading
from hashlib import sha256

import pytest
from fake import FakeModel
from hypothesis import given
from hypothesis import strategies as st

from summarise.errors import Cut, Filtered, InputError, ModelError, Refused, TooLong
from summarise.models.base import Message, Reply, Request
from summarise.models.cache import Recorded, Source, key, reply_from_dict, reply_to_dict
from summarise.models.stores import FolderStore, SqliteStore, default_path

ASK = Request((Message("user", "Hello"),), "summary.v1", {"type": "object"}, {"temperature": 0})


@pytest.fixture
def store(tmp_path):
    store = SqliteStore(tmp_path / "deep" / "replies.sqlite")
    yield store
    store.close()


def test_the_same_question_is_paid_for_once(store):
    model = FakeModel("first", "second")
    cached = Recorded(model, store)
    fresh, kept = cached.complete(ASK), cached.complete(ASK)
    assert (fresh.text, fresh.from_cache, fresh.cost_usd) == ("first", False, 0.001)
    assert (kept.text, kept.from_cache, kept.cost_usd, kept.seconds, kept.attempts) == ("first", True, 0.0, 0.0, 0)
    assert (kept.tokens_in, kept.rung) == (fresh.tokens_in, fresh.rung)
    assert len(model.requests) == 1


def test_a_reply_outlives_the_process_that_paid_for_it(tmp_path):
    path = tmp_path / "replies.sqlite"
    for model in (FakeModel("once"), FakeModel()):
        cached = Recorded(model, SqliteStore(path))
        assert cached.complete(ASK).text == "once"
        cached.close()


CHANGES = {
    "a turn": Request((Message("user", "Hello!"),), "summary.v1", {"type": "object"}, {"temperature": 0}),
    "a role": Request((Message("system", "Hello"),), "summary.v1", {"type": "object"}, {"temperature": 0}),
    "the schema": Request(ASK.messages, "summary.v1", {"type": "object", "x": 1}, {"temperature": 0}),
    "no schema": Request(ASK.messages, "summary.v1", None, {"temperature": 0}),
    "its name": Request(ASK.messages, "summary.v2", {"type": "object"}, {"temperature": 0}),
    "a setting": Request(ASK.messages, "summary.v1", {"type": "object"}, {"temperature": 0.5}),
    "one setting more": Request(ASK.messages, "summary.v1", {"type": "object"}, {"temperature": 0, "seed": 1}),
    "the repeat": Request(ASK.messages, "summary.v1", {"type": "object"}, {"temperature": 0}, 1),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_key_changes_with(what):
    assert key("m", CHANGES[what]) != key("m", ASK)


def test_the_key_changes_with_the_model_and_its_address():
    assert key("openai:a@https://x/v1", ASK) != key("openai:a@https://y/v1", ASK)


def test_the_key_does_not_change_with_the_order_in_which_things_are_written():
    one = Request(ASK.messages, "s", {"a": 1, "b": 2}, {"temperature": 0, "seed": 1})
    two = Request(ASK.messages, "s", {"b": 2, "a": 1}, {"seed": 1, "temperature": 0})
    assert key("m", one) == key("m", two)


def test_the_form_of_the_key_is_the_documented_one():
    parts = {
        "form": 1,
        "model": "m",
        "messages": [["user", "Hello"]],
        "schema_name": "summary.v1",
        "schema": {"type": "object"},
        "settings": {"temperature": 0},
        "repeat": 0,
    }
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    assert key("m", ASK) == sha256(text.encode()).hexdigest()


turn_lists = st.lists(st.tuples(st.sampled_from(["system", "user"]), st.text()), max_size=3)


@given(turn_lists, turn_lists)
def test_different_turns_never_share_a_key(one, two):
    keys = [key("m", Request(tuple(Message(role, text) for role, text in turns))) for turns in (one, two)]
    assert (keys[0] == keys[1]) == (one == two)


@given(st.text(), st.floats(allow_nan=False) | st.none(), st.dictionaries(st.text(), st.floats(-9, 0)) | st.none())
def test_a_reply_is_the_same_after_it_was_kept(text, cost, logprobs):
    reply = Reply(text, "m", "strict", 1, 2, 3, cost, 0.5, 2, left_out=("seed",), logprobs=logprobs)
    assert reply_from_dict(json.loads(json.dumps(reply_to_dict(reply)))) == reply


def test_a_field_of_a_later_version_is_passed_over():
    kept = {**reply_to_dict(Reply("x", "m")), "colour": "red"}
    assert reply_from_dict(kept) == Reply("x", "m")


def test_an_answer_that_cannot_be_used_is_not_kept(store):
    model = FakeModel(Cut("half"), "whole")
    cached = Recorded(model, store)
    with pytest.raises(Cut):
        cached.complete(ASK)
    assert cached.complete(ASK).text == "whole"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_cache_is_readable_by_its_owner_only(store):
    Recorded(FakeModel("x"), store).complete(ASK)
    files = sorted(store.path.parent.iterdir())
    assert [file.name for file in files] == ["replies.sqlite", "replies.sqlite-shm", "replies.sqlite-wal"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700


def test_the_cache_is_in_the_users_cache_folder():
    assert default_path().parts[-2:] == ("summarise", "replies.sqlite")
    assert str(default_path()).startswith(os.environ["HOME"])


@pytest.mark.parametrize("content", [b"this is no database, " * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_cache_is_set_aside_and_begun_anew(tmp_path, caplog, content):
    path = tmp_path / "replies.sqlite"
    path.write_bytes(content)
    cached = Recorded(FakeModel("fresh"), SqliteStore(path))
    cached.complete(ASK)
    assert cached.complete(ASK).from_cache
    cached.close()
    aside = [file for file in tmp_path.iterdir() if ".damaged-" in file.name]
    assert [file.read_bytes() for file in aside] == [content]
    assert "set aside" in caplog.text


def test_a_cache_that_is_damaged_while_it_is_used_loses_no_reply(tmp_path, caplog):
    path = tmp_path / "replies.sqlite"
    cached = Recorded(FakeModel(*"abc"), SqliteStore(path))
    cached.complete(ASK)
    cached._store.close()
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xff" * 40_000)
    assert cached.complete(ASK).text in {"a", "b"}
    cached.complete(ASK)
    assert cached.complete(ASK).from_cache
    cached.close()


def test_a_cache_of_a_later_version_is_left_alone(tmp_path):
    path = tmp_path / "replies.sqlite"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"later version.*--no-cache"):
        Recorded(FakeModel("x"), SqliteStore(path)).complete(ASK)
    assert path.read_bytes() == before


def test_a_cache_that_cannot_be_written_costs_no_reply(tmp_path, caplog):
    (tmp_path / "file").write_text("a file where a folder should be")
    cached = Recorded(FakeModel("a", "b"), SqliteStore(tmp_path / "file" / "replies.sqlite"))
    assert [cached.complete(ASK).text for _ in range(2)] == ["a", "b"]
    assert "--no-cache" in caplog.text


def test_a_row_that_is_no_json_is_asked_anew_and_mended(store):
    cached = Recorded(FakeModel("a", "b"), store)
    cached.complete(ASK)
    store._opened().execute("UPDATE replies SET reply = '{'")
    assert cached.complete(ASK).text == "b"
    assert cached.complete(ASK).from_cache


def _write_many(path, offset):
    store = SqliteStore(path)
    for number in range(50):
        request = Request((Message("user", str(offset + number)),))
        store.put(key("m", request), reply_to_dict(Reply(str(offset + number), "m")), request)
    store.close()


def test_several_processes_and_threads_write_at_once(tmp_path):
    path = tmp_path / "replies.sqlite"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write_many, args=(path, 1000 * n)) for n in range(2)]
    store = SqliteStore(path)
    threads = [threading.Thread(target=_write_many, args=(path, 1000 * n)) for n in range(2, 5)]
    for worker in (*workers, *threads):
        worker.start()
    for worker in (*workers, *threads):
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    for number in [1000 * n + m for n in range(5) for m in range(50)]:
        assert store.get(key("m", Request((Message("user", str(number)),))))["text"] == str(number)
    store.close()


def test_notes_are_a_mapping_that_lasts(tmp_path):
    store = SqliteStore(tmp_path / "replies.sqlite")
    store.notes["a"] = "1"
    store.notes["a"] = "2"
    store.close()
    again = SqliteStore(tmp_path / "replies.sqlite")
    assert dict(again.notes) == {"a": "2"}
    assert "b" not in again.notes
    with pytest.raises(KeyError):
        again.notes["b"]
    del again.notes["a"]
    assert len(again.notes) == 0
    again.close()


def test_a_recording_is_readable_and_replays_without_the_model(tmp_path):
    folder = tmp_path / "tape"
    model = FakeModel("Grüße", strategy="guided")
    source = Source(model.name, model.identity, model.strategy)
    Recorded(model, FolderStore(folder, source)).complete(ASK)
    (file,) = [path for path in folder.iterdir() if path.name != FolderStore.NOTE]
    text = file.read_text(encoding="utf-8")
    assert "Grüße" in text
    assert json.loads(text)["request"]["messages"] == [{"role": "user", "content": "Hello"}]
    store = FolderStore(folder)
    tape = Recorded(None, store, store.source)
    reply = tape.complete(ASK)
    assert (reply.text, reply.from_cache, tape.strategy, tape.name) == ("Grüße", True, "guided", "fake")
    tape.close()


@pytest.mark.parametrize("kind", [Refused, Cut, Filtered, TooLong])
@pytest.mark.parametrize("took", [None, Reply("", "fake-1", tokens_in=9, tokens_out=4, cost_usd=0.002)])
def test_an_unusable_answer_is_recorded_and_raised_again(tmp_path, kind, took):
    error = kind("so it went")
    error.reply = took
    source = Source("fake", "fake", "direct")
    with pytest.raises(kind):
        Recorded(FakeModel(error), FolderStore(tmp_path, source), source).complete(ASK)
    store = FolderStore(tmp_path)
    with pytest.raises(kind, match="so it went") as again:
        Recorded(None, store, store.source).complete(ASK)
    if took is None:
        assert again.value.reply is None
    else:
        assert (again.value.reply.tokens_in, again.value.reply.cost_usd, again.value.reply.from_cache) == (9, 0.0, True)


def test_a_replay_without_the_reply_says_what_to_do(tmp_path):
    store = FolderStore(tmp_path / "tape", Source("fake", "fake", "direct"))
    with pytest.raises(ModelError, match="--record FOLDER"):
        Recorded(None, store, store.source).complete(ASK)


def test_a_recording_knows_only_one_model(tmp_path):
    FolderStore(tmp_path, Source("a", "openai:a@x", "direct"))
    FolderStore(tmp_path, Source("a", "openai:a@x", "direct"))
    with pytest.raises(InputError, match="folder of its own"):
        FolderStore(tmp_path, Source("b", "openai:b@x", "direct"))


def test_a_folder_that_is_no_recording_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="no recording"):
        FolderStore(tmp_path)
    (tmp_path / FolderStore.NOTE).write_text('{"recording": 2}')
    with pytest.raises(InputError, match="not the note of a recording"):
        FolderStore(tmp_path)


def test_a_recorded_reply_that_cannot_be_read_is_an_input_error(tmp_path):
    store = FolderStore(tmp_path, Source("fake", "fake", "direct"))
    model = Recorded(FakeModel("x"), store)
    model.complete(ASK)
    (file,) = [path for path in tmp_path.iterdir() if path.name != FolderStore.NOTE]
    file.write_text("{}")
    with pytest.raises(InputError, match="is not a recorded reply"):
        model.complete(ASK)


def test_a_folder_that_cannot_be_written_is_an_input_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot record"):
        FolderStore(tmp_path / "file" / "tape", Source("fake", "fake", "direct"))


def test_half_a_surrogate_can_be_recorded(tmp_path):
    store = FolderStore(tmp_path, Source("fake", "fake", "direct"))
    request = Request((Message("user", "a \ud83d b"),))
    model = Recorded(FakeModel("x"), store)
    model.complete(request)
    assert model.complete(request).from_cache


def test_a_replay_must_know_whose_replies_it_holds(store):
    with pytest.raises(ValueError, match="whose replies"):
        Recorded(None, store)
