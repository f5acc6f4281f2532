from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from batch.answers import desk

from summarise.batching.output import Files
from summarise.batching.run import Plan, run
from summarise.batching.settings import Settings

if TYPE_CHECKING:
    from summarise.batching.tally import Summary


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture
def server(server):
    """A server that does every task well unless told otherwise."""
    server.default = desk
    return server


@pytest.fixture
def begin(program):
    """Start `summarise batch` in a process of its own, in the test's folder."""
    return partial(program, "batch")


@pytest.fixture
def batch(begin):
    """Run `summarise batch` to its end."""

    def run(*arguments: object) -> Ended:
        process = begin(*arguments)
        out, err = process.communicate(timeout=120)
        return Ended(process.returncode, out, err)

    return run


@pytest.fixture
def do(tmp_path, server):
    """Do a batch in this process, into out.jsonl of the test's folder."""

    def run_it(*inputs: object, out: str = "out.jsonl", **how: Any) -> Summary:
        settings = Settings(**{"tasks": ("summary",), **how.pop("settings", {})})
        model = {"name": "openai:m", "base_url": server.url, "key": "k", "cache": False, **how.pop("model", {})}
        plan = Plan([str(given) for given in inputs], settings, model, **{"jobs": 4, **how})
        return run(plan, partial(Files, tmp_path / out))

    return run_it
