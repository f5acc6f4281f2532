"""What would be sent, and where to, is shown without anything being sent."""

from __future__ import annotations

import pytest
from batch.answers import article, desk, feed

from summarise.cli import main
from summarise.models.addresses import destination
from summarise.models.openai import OpenAIModel

LOGIN = "desk:hunter2-planted-pass"
UNSURE = "The storm led insurers to want the wall repaired quickly, and many in the town agree.\n"


@pytest.fixture
def plan(tmp_path, server, monkeypatch, capsys):
    """Run a command with --dry-run in a folder with one article; its code and what it prints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-1234567890")
    server.default = desk
    (tmp_path / "a.txt").write_text(article(1))
    (tmp_path / "b.txt").write_text(article(2))
    (tmp_path / "alert.txt").write_text(UNSURE)
    feed(tmp_path / "in.jsonl", 3)

    def run(*arguments, url=server.url):
        with pytest.raises(SystemExit) as left:
            main([*arguments, "--dry-run", "--base-url", url])
        printed = capsys.readouterr()
        return left.value.code, printed.out, printed.err

    return run


COMMANDS = [
    ("brief", "a.txt", "-m", "openai:m"),
    ("brief", "a.txt", "b.txt", "-m", "openai:m", "-f", "json", "-o", "out.json"),
    ("brief", "a.txt", "-m", "openai:m", "--strategy", "guided"),
    ("summary", "a.txt", "-m", "openai:m"),
    ("claims", "a.txt", "-m", "openai:m", "--open"),
    ("redundancy", "a.txt", "-m", "openai:m", "--diff"),
    ("verify", "a.txt", "alert.txt", "-m", "openai:m", "--second-opinion"),
    ("batch", "in.jsonl", "-m", "openai:m", "-o", "out.jsonl"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_is_sent_and_nothing_written(plan, server, tmp_path, command):
    before = {path.name for path in tmp_path.iterdir()}
    code, out, err = plan(*command, "--no-store")
    assert (code, err, server.requests) == (0, "", [])
    assert server.url in out
    assert "on this machine" in out
    assert {path.name for path in tmp_path.iterdir()} == before


def test_tasks_prompts_bytes_and_tokens_are_shown(plan, server):
    _, out, _ = plan("brief", "a.txt", "-m", "openai:m", "--no-store")
    rows = {line.split()[0]: line.split() for line in out.splitlines() if line}
    assert rows.keys() >= {"summary", "claims", "redundancy", "all"}
    assert "summary@v" in out
    assert "kept here               nothing" in out
    assert int(rows["summary"][2].replace(",", "")) > 2_000


def test_the_bytes_that_are_shown_are_those_that_are_sent(plan, server, capsys):
    _, out, _ = plan("summary", "a.txt", "-m", "openai:m", "--no-store", "-v")
    with pytest.raises(SystemExit):
        main(["summary", "a.txt", "-m", "openai:m", "--no-store", "--base-url", server.url])
    (body,) = server.bodies
    turns = [message["content"] for message in body["messages"]]
    row = next(line for line in out.splitlines() if line.startswith("summary"))
    assert int(row.split()[2].replace(",", "")) > sum(len(turn.encode()) for turn in turns)
    nonce = {word for turn in turns for word in turn.split() if "article-" in word}
    assert nonce  # drawn anew for each call: the one thing that differs
    for turn in turns:
        for line in turn.splitlines():
            assert "article-" in line or " ".join(line.split()) in out


def test_replies_at_hand_are_not_sent_again(plan, server, capsys):
    with pytest.raises(SystemExit):
        main(["claims", "a.txt", "-m", "openai:m", "--base-url", server.url])
    server.requests.clear()
    _, out, _ = plan("claims", "a.txt", "-m", "openai:m")
    assert "1 replies at hand" in out
    assert "nothing leaves this machine" in out
    assert "replies.sqlite" in out
    assert server.requests == []


@pytest.mark.parametrize("command", ["brief", "verify"])
def test_without_a_model_nothing_leaves_this_machine(plan, command):
    more = ("a.txt", "alert.txt") if command == "verify" else ("a.txt",)
    code, out, _ = plan(command, *more, "-m", "none")
    assert code == 0
    assert "nothing leaves this machine" in out


def test_the_local_model_sends_nothing(plan, tmp_path):
    (tmp_path / "x.gguf").write_bytes(b"GGUF")
    code, out, _ = plan("brief", "a.txt", "-m", "local:x.gguf")
    assert code == 0
    assert "nothing leaves this machine" in out
    assert "wording" in out


def test_a_server_elsewhere_is_named_without_its_password():
    model = OpenAIModel("m", base_url=f"https://{LOGIN}@models.example/v1?key=1", key="k")
    assert destination(model) == "https://models.example/v1: the text leaves this machine"


def test_a_server_is_not_even_asked_which_model_it_offers(plan, server):
    for command in (("brief", "a.txt"), ("batch", "in.jsonl"), ("brief", "a.txt", "-m", "openai")):
        code, _, err = plan(*command)
        assert (code, server.requests) == (2, [])
        assert "--model openai:NAME" in err


def test_an_article_that_cannot_be_read_is_told_and_the_others_are_planned(plan):
    code, out, err = plan("summary", "missing.txt", "a.txt", "-m", "openai:m")
    assert code == 2
    assert "missing.txt" in err
    assert out.count("\nsummary ") == 1


def test_what_is_shown_of_an_article_does_not_act_on_a_terminal(plan, tmp_path):
    (tmp_path / "a.txt").write_text(article(1).replace("harbour wall.", "harbour\x1b]52;c;aGk=\x07 wall."))
    _, out, _ = plan("summary", "a.txt", "-m", "openai:m", "-v")
    assert "\x1b" not in out
    assert "\x07" not in out
