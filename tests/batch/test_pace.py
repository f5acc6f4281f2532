from __future__ import annotations

import threading
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.batching.pace import Halt, Interrupted, Pace, seconds
from summarise.errors import RateLimited, Unreachable


class Clock:
    """A clock that waiting moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()

    def wait(self, timeout=None):
        clock.now += timeout or 0.0

    monkeypatch.setattr(threading.Condition, "wait", wait)
    return clock


def starts(pace, count, tokens=0):
    """Return when so many calls start, each ending at once."""
    times = []
    for _ in range(count):
        times.append(pace.enter(tokens))
        pace.succeeded()
    return times


def test_no_minute_holds_more_requests_than_were_allowed(clock):
    times = starts(Pace(8, rpm=30, clock=clock), 100)
    assert all(later - sooner >= 60 - 1e-6 for sooner, later in zip(times, times[30:], strict=False))
    assert times[-1] - times[0] == pytest.approx(99 * 2)


def test_no_minute_holds_more_tokens_than_were_allowed(clock):
    times = starts(Pace(8, tpm=6000, clock=clock), 20, tokens=1000)
    assert times[-1] - times[0] == pytest.approx(19 * 10)


def test_tokens_beyond_the_estimate_are_made_up_for(clock):
    pace = Pace(1, tpm=6000, clock=clock)
    first = pace.enter(100)
    pace.succeeded(tokens=1100, estimated=100)
    assert pace.enter(100) - first == pytest.approx(11)


def test_a_wish_of_the_server_is_kept_by_all(clock):
    pace = Pace(8, clock=clock)
    started = pace.enter()
    pace.failed(RateLimited("slow", 7), started)
    assert pace.enter() == pytest.approx(started + 7)


def test_pauses_grow_while_nothing_succeeds_and_end_with_the_patience(clock):
    pace = Pace(1, patience=100, clock=clock)
    times = []

    def fail():
        while True:
            times.append(pace.enter())
            pace.failed(Unreachable("away", down=True), times[-1])

    with pytest.raises(Halt) as halted:
        fail()
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert gaps == sorted(gaps)
    assert gaps[-1] > 10
    assert isinstance(halted.value.reason, Unreachable)
    assert 100 < clock.now - times[0] < 250


def test_a_single_failure_among_successes_holds_nobody_back(clock):
    pace = Pace(8, clock=clock)
    started = pace.enter()
    pace.failed(Unreachable("once"), started)
    assert pace.enter() == started


def test_failures_of_calls_that_began_before_the_pause_do_not_lengthen_it(clock):
    pace = Pace(64, clock=clock)
    together = [pace.enter() for _ in range(64)]
    for started in together:
        pace.failed(Unreachable("away", down=True), started)
    assert pace.enter() - together[0] < 1


def test_a_limit_makes_fewer_calls_at_once_and_successes_make_them_more_again(clock):
    pace = Pace(10, clock=clock)
    pace.failed(RateLimited("slow", 0.1), pace.enter())
    clock.now += 1
    assert int(pace._limit) == 7
    starts(pace, 100)
    assert int(pace._limit) == 10


def test_after_leaving_nobody_waits_for_a_server_any_more(clock):
    pace = Pace(1, clock=clock)
    pace.failed(RateLimited("slow", 60), pace.enter())
    pace.leave()
    with pytest.raises(Halt) as halted:
        pace.enter()
    assert isinstance(halted.value.reason, Interrupted)


def test_a_call_is_given_up_when_others_succeed_and_not_when_nothing_does(clock):
    pace = Pace(1, patience=10_000, clock=clock)
    assert pace.gives_up(5, clock.now)
    assert not pace.gives_up(4, clock.now)
    for _ in range(20):
        pace.failed(Unreachable("it"), pace.enter())
    assert not pace.gives_up(5, clock.now)


@pytest.mark.parametrize(
    ("text", "length"), [("1s", 1), ("6m0s", 360), ("20ms", 0.02), ("1h2m3.5s", 3723.5), ("3", 3), ("soon", 1)]
)
def test_the_lengths_of_rate_limit_headers_are_read(text, length):
    assert seconds(text) == pytest.approx(length)


@given(st.text(max_size=50))
def test_any_header_gives_some_length(text):
    assert seconds(text) >= 0
