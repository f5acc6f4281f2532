"""Each target over its kept corpus, then over changed inputs for a moment; benchmarks/fuzz.py does so for long."""

from __future__ import annotations

import random

import pytest
from fuzzing import breaks, changed, corpus, fuzz, keep, smaller
from targets import TARGETS

MOMENT_S = 1.5
FILES = [(target, path) for target in TARGETS for path in corpus(target)]


def test_every_target_has_a_corpus():
    assert {target for target, _ in FILES} == TARGETS.keys()


@pytest.mark.parametrize(("target", "path"), FILES, ids=[f"{target}-{path.name}" for target, path in FILES])
def test_what_is_kept_breaks_nothing(target, path):
    error = breaks(target, path.read_bytes())
    if error:
        raise error


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_changed_at_random_breaks_nothing(target):
    count, broken = fuzz(target, MOMENT_S, seed=1)
    assert count
    if broken:
        raise AssertionError(f"after {count}: {broken.data!r}") from broken.error


def test_a_target_that_breaks_is_found_made_small_and_kept(monkeypatch, tmp_path):
    def fragile(data):
        assert b"[" not in data

    monkeypatch.setitem(TARGETS, "readers", fragile)
    monkeypatch.setattr("fuzzing.CORPUS", tmp_path)
    (tmp_path / "readers").mkdir()
    (tmp_path / "readers" / "seed").write_bytes(b"a list and its end ]" * 20)
    _, broken = fuzz("readers", 20, seed=1)
    assert broken
    assert broken.data == b"["
    assert keep(broken).read_bytes() == b"["
    assert keep(broken) in corpus("readers")


def test_a_target_that_hangs_is_found(monkeypatch):
    def slow(_data):
        while True:
            pass

    monkeypatch.setitem(TARGETS, "readers", slow)
    monkeypatch.setattr("fuzzing.MOST_S", 1)
    assert "more than 1 s" in str(breaks("readers", b""))


def test_changes_are_the_same_for_the_same_seed_and_bounded():
    seed = [b"a sentence of words. " * 30, b"another"]
    first, second = random.Random(3), random.Random(3)  # noqa: S311  no secrets
    one, other = ([changed(seed[0], seed, chance) for _ in range(200)] for chance in (first, second))
    assert one == other
    assert len({*one}) > 150
    assert max(map(len, one)) <= 4_000


def test_making_small_keeps_what_matters():
    assert smaller(b"xxxxxaxxxxxbxxxx", lambda data: b"a" in data and b"b" in data, seconds=5) == b"ab"
