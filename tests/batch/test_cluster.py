from __future__ import annotations

import json
import os
import signal
from functools import partial
from pathlib import Path

import pytest
from batch.answers import desk, feed, lines
from server import fault

from summarise.batching.run import Plan
from summarise.batching.settings import Settings
from summarise.errors import InputError

ray = pytest.importorskip("ray", reason="the extra 'ray' is not installed")

import pyarrow  # noqa: E402  it comes with Ray
from pyarrow import parquet  # noqa: E402  as above
from ray.cluster_utils import Cluster  # noqa: E402  as above

from summarise.batching.cluster import run  # noqa: E402  as above

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # Ray's own, of which there are many
    pytest.mark.timeout(600),
]
COUNT = 80
TASKS = ("summary", "claims")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def cluster():
    """Two nodes on this machine, whose workers find what this process finds: so the ones started first are used."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        patched.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patched.setenv("PYTHONPATH", f"{ROOT}:{ROOT / 'tests'}")
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 2})
        cluster.add_node(num_cpus=2)
        ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
        yield
        ray.shutdown()
        cluster.shutdown()


@pytest.fixture
def spread(cluster, server, tmp_path):
    """Do a batch on the cluster."""

    def go(*inputs, out="out", **how):
        model = {"name": "openai:m", "base_url": server.url, "key": "k", "cache": False}
        settings = Settings(tasks=TASKS)
        return run(Plan([str(i) for i in inputs], settings, model, **{"jobs": 4, **how}), tmp_path / out, workers=2)

    return go


def by_id(reports):
    """Return reports by id, without times, lines of files and what tells a reply at hand from a fresh one."""
    found = {}
    for report in reports:
        for each in report["runs"]:
            for name in ("seconds", "attempts", "cost_usd", "from_cache"):
                del each[name]
        report["article"]["source"] = ""
        found[report["id"]] = report
    return found


def shards(folder):
    return [report for file in sorted(folder.glob("*.jsonl")) for report in lines(file)]


def die_once(report, flag):
    """Kill the worker in the middle of its first block."""
    if not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return report


def test_reports_are_those_of_the_local_batch_a_killed_worker_repeats_nothing_and_neither_does_a_second_run(
    spread, do, server, tmp_path
):
    feed(tmp_path / "in.jsonl", COUNT)
    server.delay = 0.02
    summary = spread(tmp_path / "in.jsonl", finish=partial(die_once, flag=tmp_path / "died"))
    assert (tmp_path / "died").exists()
    assert (summary.outcome, summary.written, summary.failed) == ("done", COUNT, 0)
    there = shards(tmp_path / "out")
    assert len(there) == COUNT
    assert len(server.bodies) <= COUNT * len(TASKS) + 4  # what was under way in the worker that died
    asked = len(server.bodies)
    again = spread(tmp_path / "in.jsonl")
    assert (len(server.bodies), again.requests, again.cache_hits) == (asked, 0, COUNT * len(TASKS))
    do(tmp_path / "in.jsonl", out="here.jsonl", settings={"tasks": TASKS})
    assert by_id(there) == by_id(shards(tmp_path / "out")) == by_id(lines(tmp_path / "here.jsonl"))


def test_parquet_goes_in_and_comes_out_at_one_rate_for_all_workers_and_failures_are_named(spread, server, tmp_path):
    feed(tmp_path / "in.jsonl", 12)
    rows = [{**line, "desk": "news"} for line in lines(tmp_path / "in.jsonl")]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "in.parquet")
    server.default = lambda body: desk(body, refusal="No.") if "10,074" in str(body["messages"]) else desk(body)
    summary = spread(tmp_path / "in.parquet", out="out.parquet", rpm=600)
    table = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert (summary.written, summary.failed, summary.exit_code) == (11, 1, 4)
    assert {json.loads(row["report"])["meta"]["desk"] for row in table} == {"news"}
    assert [failed["id"] for failed in lines(tmp_path / "out.errors.jsonl")] == ["a2"]
    times = sorted(seen.at for seen in server.requests)
    assert times[-1] - times[0] > (len(times) - 1) * 0.1 * 0.9


def test_a_key_that_is_not_accepted_stops_all_workers(spread, server, tmp_path):
    server.default = fault(401, "bad key")
    summary = spread(feed(tmp_path / "in.jsonl", 200))
    assert (summary.outcome, summary.exit_code) == ("failed", 4)
    assert "does not accept the key" in summary.reason
    assert len(server.requests) < 20


def test_other_inputs_are_refused(spread, tmp_path):
    with pytest.raises(InputError, match=r"reads \.jsonl or \.parquet"):
        spread(tmp_path / "a.txt")
