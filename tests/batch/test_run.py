from __future__ import annotations

import itertools
import json
import subprocess
import time
from contextlib import closing

import pytest
from batch.answers import article, desk, feed, lines, task_of
from server import answer, fault

from summarise import schemas
from summarise.batching.journal import Journal, NotKept
from summarise.batching.output import Files
from summarise.errors import InputError


def numbers(path):
    return [int(report["id"][1:]) for report in lines(path)]


def test_reports_come_in_the_order_of_the_inputs_although_later_ones_are_done_first(do, server, tmp_path):
    def slow_first(body):
        time.sleep(0.2 if "Tolmere" in body["messages"][-1]["content"] else 0)
        return desk(body)

    server.default = slow_first
    do(feed(tmp_path / "in.jsonl", 12))
    assert numbers(tmp_path / "out.jsonl") == list(range(12))


def test_unordered_reports_come_as_they_are_done(do, server, tmp_path):
    server.default = lambda body: desk(body) if "10,000" not in body["messages"][-1]["content"] else slow(body)

    def slow(body):
        return type(desk(body))(**{**vars(desk(body)), "wait": 0.5})

    do(feed(tmp_path / "in.jsonl", 8), ordered=False)
    assert numbers(tmp_path / "out.jsonl")[-1] == 0
    assert sorted(numbers(tmp_path / "out.jsonl")) == list(range(8))


def test_a_line_is_a_report_with_the_id_and_the_fields_that_came_with_the_article(do, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "x", "text": article(1), "desk": "news"}) + "\n")
    do(tmp_path / "in.jsonl", settings={"tasks": ("summary", "claims", "redundancy")})
    (report,) = lines(tmp_path / "out.jsonl")
    assert schemas.errors(report, "report.v1") == []
    assert (report["id"], report["meta"]) == ("x", {"desk": "news"})
    assert report["claims"]["claims"]


def test_line_separators_of_other_worlds_do_not_break_a_line(do, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "x", "text": f"{article(1)}\u2028It \x85 rained."}) + "\n")
    do(tmp_path / "in.jsonl")
    assert len(lines(tmp_path / "out.jsonl")) == 1


def test_what_fails_is_named_in_the_errors_file_with_its_reason_and_whether_a_retry_may_help(do, server, tmp_path):
    def refuse_one(body):
        return desk(body, refusal="I cannot.") if "10,037" in body["messages"][-1]["content"] else desk(body)

    server.default = refuse_one
    feed(tmp_path / "in.jsonl", 3)
    with (tmp_path / "in.jsonl").open("a") as file:
        file.write("{}\n")
    summary = do(tmp_path / "in.jsonl")
    refused, unusable = lines(tmp_path / "out.errors.jsonl")
    assert (refused["id"], refused["error"], refused["retry"]) == ("a1", "M101", False)
    assert "declined" in refused["reason"]
    assert unusable["source"].endswith("in.jsonl:4")
    for line in (refused, unusable):
        assert schemas.errors(line, "batch-error.v1") == []
    assert (summary.written, summary.failed, summary.exit_code) == (2, 2, 4)


def test_a_report_with_one_task_missing_is_written_and_named_as_failed(do, server, tmp_path):
    server.default = lambda body: desk(body, refusal="No.") if task_of(body) == "claims" else desk(body)
    summary = do(feed(tmp_path / "in.jsonl", 1), settings={"tasks": ("summary", "claims")})
    (report,) = lines(tmp_path / "out.jsonl")
    (failed,) = lines(tmp_path / "out.errors.jsonl")
    assert report["summary"] is not None
    assert report["claims"] is None
    assert failed["tasks"] == ["claims"]
    assert summary.exit_code == 4


def test_the_summary_counts_what_was_done_and_fits_its_schema(do, tmp_path):
    summary = do(feed(tmp_path / "in.jsonl", 5))
    assert schemas.errors(summary.to_dict(), "batch-summary.v1") == []
    assert (summary.outcome, summary.written, summary.requests, summary.retries) == ("done", 5, 5, 0)
    assert summary.tokens_out == 1000
    assert summary.cost_usd is None
    assert summary.unpriced == 5


def test_the_same_command_again_asks_nothing_and_leaves_the_output_as_it_is(do, server, tmp_path):
    do(feed(tmp_path / "in.jsonl", 6))
    before = (tmp_path / "out.jsonl").read_bytes()
    summary = do(tmp_path / "in.jsonl")
    assert (summary.kept, summary.written, summary.requests) == (6, 0, 0)
    assert (tmp_path / "out.jsonl").read_bytes() == before
    assert len(server.bodies) == 6


def test_more_articles_are_added_and_only_they_are_asked_about(do, server, tmp_path):
    do(feed(tmp_path / "in.jsonl", 4))
    do(feed(tmp_path / "in.jsonl", 7))
    assert numbers(tmp_path / "out.jsonl") == list(range(7))
    assert len(server.bodies) == 7


@pytest.mark.parametrize("ordered", [True, False])
def test_a_changed_article_is_done_anew_in_its_place_and_only_it_is_asked_about(do, server, tmp_path, ordered):
    told = []
    do(feed(tmp_path / "in.jsonl", 6), ordered=ordered)
    rows = (tmp_path / "in.jsonl").read_text().splitlines()
    rows[2] = json.dumps({"id": "a2", "text": article(99)})
    (tmp_path / "in.jsonl").write_text("\n".join(rows) + "\n")
    do(tmp_path / "in.jsonl", ordered=ordered, tell=told.append)
    reports = {report["id"]: report for report in lines(tmp_path / "out.jsonl")}
    assert "Marrowgate" not in str(reports["a2"])
    assert "13,663" in str(reports["a2"])
    assert len(server.bodies) == 7
    assert sorted(numbers(tmp_path / "out.jsonl")) == list(range(6))
    if ordered:
        assert numbers(tmp_path / "out.jsonl") == list(range(6))
    assert any("1 are done anew" in line for line in told)


def test_a_changed_prompt_is_named_and_everything_is_done_anew(do, server, tmp_path):
    told = []
    prompt = tmp_path / "mine.md"
    prompt.write_text('+++\nschema = "summary.v1"\n+++\n# user\nSummarise in $language:\n$article\n')
    do(feed(tmp_path / "in.jsonl", 3))
    summary = do(tmp_path / "in.jsonl", settings={"chosen": {"summary": str(prompt)}}, tell=told.append)
    assert (summary.anew, summary.written, len(server.bodies)) == (3, 3, 6)
    assert any("prompt of summary: summary@v" in line and "mine.md" in line for line in told)
    assert len(lines(tmp_path / "out.jsonl")) == 3


def test_a_prompt_that_is_edited_while_a_batch_runs_does_not_change_what_the_batch_asks(do, server, tmp_path):
    prompt = tmp_path / "mine.md"
    written = '+++\nschema = "summary.v1"\n+++\n# user\nSummarise in $language:\n$article\n'
    prompt.write_text(written)

    def edited(body):
        prompt.write_text(written.replace("Summarise", "Shorten"))
        return desk(body)

    server.default = edited
    do(feed(tmp_path / "in.jsonl", 5), settings={"chosen": {"summary": str(prompt)}}, jobs=1)
    assert {body["messages"][0]["content"].split()[0] for body in server.bodies} == {"Summarise"}
    assert len({report["runs"][0]["digest"] for report in lines(tmp_path / "out.jsonl")}) == 1


def test_failures_are_left_alone_until_they_are_asked_for(do, server, tmp_path):
    server.default = lambda body: desk(body, refusal="No.") if "10,037" in str(body["messages"]) else desk(body)
    do(feed(tmp_path / "in.jsonl", 4))
    server.default = desk
    assert do(tmp_path / "in.jsonl").exit_code == 4
    assert len(server.bodies) == 4
    summary = do(tmp_path / "in.jsonl", retry=True)
    assert (summary.exit_code, len(server.bodies)) == (0, 5)
    assert numbers(tmp_path / "out.jsonl") == [0, 1, 2, 3]
    assert lines(tmp_path / "out.errors.jsonl") == []


def test_a_second_process_on_the_same_output_says_so_and_stops(do, server, batch, tmp_path):
    do(feed(tmp_path / "in.jsonl", 4))
    with closing(Files(tmp_path / "out.jsonl")):
        ended = batch("in.jsonl", "-o", "out.jsonl", "-m", "openai:m", "--no-cache")
    assert ended.code == 2
    assert "another process" in ended.err
    assert len(lines(tmp_path / "out.jsonl")) == len(server.bodies) == 4


def test_an_output_without_its_journal_is_not_overwritten(do, tmp_path):
    (tmp_path / "out.jsonl").write_text("mine\n")
    with pytest.raises(InputError, match="has no journal"):
        do(feed(tmp_path / "in.jsonl", 1))
    assert (tmp_path / "out.jsonl").read_text() == "mine\n"


def test_an_output_that_someone_changed_is_not_written_to(do, tmp_path):
    do(feed(tmp_path / "in.jsonl", 2))
    (tmp_path / "out.jsonl").write_text("mine\n")
    with pytest.raises(InputError, match="not as it was left"):
        do(feed(tmp_path / "in.jsonl", 3))


def test_other_inputs_add_to_an_output_and_never_cost_it_reports(do, tmp_path):
    do(feed(tmp_path / "one.jsonl", 3))
    do(feed(tmp_path / "two.jsonl", 3, start=3))
    assert numbers(tmp_path / "out.jsonl") == list(range(6))
    feed(tmp_path / "one.jsonl", 3)
    (tmp_path / "one.jsonl").write_text((tmp_path / "one.jsonl").read_text().replace("harbour", "canal"))
    with pytest.raises(InputError, match="3 reports of articles that are not among"):
        do(tmp_path / "one.jsonl")


def test_a_torn_line_at_the_end_is_cut_off_and_made_anew_without_asking(do, server, tmp_path):
    do(feed(tmp_path / "in.jsonl", 3))
    with (tmp_path / "out.jsonl").open("ab") as file:
        file.write(b'{"id": "a3", "schema": "rep')
    do(feed(tmp_path / "in.jsonl", 4))
    assert numbers(tmp_path / "out.jsonl") == [0, 1, 2, 3]


def test_a_key_that_is_not_accepted_stops_the_batch_at_once(do, server, tmp_path):
    server.default = fault(401, "bad key")
    summary = do(feed(tmp_path / "in.jsonl", 200), jobs=2)
    assert (summary.outcome, summary.exit_code, summary.written) == ("failed", 4, 0)
    assert "does not accept the key" in summary.reason
    assert len(server.requests) <= 2


def test_an_account_without_quota_stops_the_batch_and_the_rest_is_done_later(do, server, tmp_path):
    count = 0

    def until_five(body):
        nonlocal count
        count += 1
        return desk(body) if count <= 5 else fault(429, "You exceeded your current quota", code="insufficient_quota")

    server.default = until_five
    summary = do(feed(tmp_path / "in.jsonl", 40), jobs=1)
    assert "no money or quota left" in summary.reason
    assert (summary.written, summary.failed, summary.requests) == (5, 0, 6)
    server.default = desk
    assert do(tmp_path / "in.jsonl").written == 35
    assert numbers(tmp_path / "out.jsonl") == list(range(40))


@pytest.mark.parametrize(("what", "ordered"), list(itertools.product(("keep", "put"), (True, False))))
def test_when_the_journal_is_full_no_call_begins_and_each_thread_loses_one_reply_at_most(
    do, server, tmp_path, what, ordered
):
    kept = 0
    whole = getattr(Journal, what)

    def until_six(journal, *values):
        nonlocal kept
        kept += 1
        if kept > 6:
            raise NotKept("the disk is full")
        whole(journal, *values)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Journal, what, until_six)
        summary = do(feed(tmp_path / "in.jsonl", 40), ordered=ordered)
    assert (summary.outcome, summary.exit_code, summary.reason) == ("failed", 2, "the disk is full")
    assert summary.written <= 6
    assert len(lines(tmp_path / "out.jsonl")) == summary.written
    assert do(tmp_path / "in.jsonl", ordered=ordered).written == 40 - summary.written
    assert sorted(numbers(tmp_path / "out.jsonl")) == list(range(40))
    assert len(server.bodies) <= 40 + (4 if what == "keep" else 0)


def test_a_feed_that_grows_is_gone_on_with_and_only_what_is_new_is_asked_about(do, server, tmp_path):
    feeds = tmp_path / "wire.json"

    def write(*entries):
        version = "https://jsonfeed.org/version/1.1"
        items = [{"id": str(n), "title": f"News {n}", "content_text": article(n)} for n in entries]
        feeds.write_text(json.dumps({"version": version, "title": "Wire", "items": items}))

    write(1, 2)
    assert do(feeds, ordered=False).written == 2
    write(3, 1, 2)
    summary = do(feeds, ordered=False)
    assert (summary.kept, summary.written, len(server.bodies)) == (2, 1, 3)
    assert len({report["id"] for report in lines(tmp_path / "out.jsonl")}) == 3


def test_a_stream_is_answered_line_by_line_as_it_comes(begin, tmp_path):
    process = begin("-", "-m", "openai:m", "--task", "summary", "-q", stdin=subprocess.PIPE)
    for number in range(3):
        process.stdin.write(json.dumps({"id": number, "text": article(number)}) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == str(number)
    process.stdin.close()
    assert process.wait(20) == 0


def test_a_stream_into_a_file_can_be_read_while_it_runs(begin, tmp_path):
    process = begin("-", "-o", "out.jsonl", "-m", "openai:m", "--task", "summary", stdin=subprocess.PIPE)
    process.stdin.write(json.dumps({"id": "a", "text": article(1)}) + "\n")
    process.stdin.flush()
    until = time.monotonic() + 20
    while time.monotonic() < until and not ((tmp_path / "out.jsonl").exists() and lines(tmp_path / "out.jsonl")):
        time.sleep(0.05)
    assert lines(tmp_path / "out.jsonl")[0]["id"] == "a"
    assert process.poll() is None


def test_an_answer_that_does_not_fit_is_asked_for_once_more(do, server, tmp_path):
    server.queue(answer("no JSON"))
    summary = do(feed(tmp_path / "in.jsonl", 2), jobs=1)
    assert (summary.written, summary.failed, summary.requests) == (2, 0, 3)


def test_the_command_says_what_it_came_to(batch, tmp_path):
    feed(tmp_path / "in.jsonl", 3)
    ended = batch("in.jsonl", "-o", "out.jsonl", "-m", "openai:m", "--task", "summary", "--summary", "s.json")
    assert ended.code == 0
    assert ended.out == ""
    assert "3 reports; 0 failed" in ended.err
    assert "cost unknown" in ended.err
    summary = json.loads((tmp_path / "s.json").read_text())
    assert schemas.errors(summary, "batch-summary.v1") == []
