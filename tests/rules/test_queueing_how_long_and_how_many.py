"""The wait is told as a range, times are sums of intervals, windows are suggested by Erlang's formula."""

from __future__ import annotations

import heapq
import math
import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.calendar import CHINA
from yimen.rules.queueing.estimate import STEP, wait
from yimen.rules.queueing.spans import Spans, spans
from yimen.rules.queueing.staffing import (
    Promise,
    erlang_c,
    load_of,
    mean_wait,
    waiting_longer,
    windows_needed,
)
from yimen.rules.queueing.terms import TicketEvent, TicketState
from yimen.rules.queueing.tickets import TABLE

NINE = datetime(2026, 11, 16, 9, 0, tzinfo=CHINA)
MINUTE = timedelta(minutes=1)
EIGHT = 8 * MINUTE
minutes = st.integers(1, 60).map(lambda n: n * MINUTE)


def simulated(windows: int, per_hour: float, service: timedelta, visitors: int) -> list[float]:
    """Waits in minutes of visitors who come one by one to windows that serve in order of arrival."""
    rng = random.Random(7)
    free, at, waits = [0.0] * windows, 0.0, []
    for _ in range(visitors):
        at += rng.expovariate(per_hour / 60)
        begins = max(at, heapq.heappop(free))
        waits.append(begins - at)
        heapq.heappush(free, begins + rng.expovariate(1 / (service.total_seconds() / 60)))
    return waits


@pytest.mark.parametrize(("windows", "per_hour"), [(1, 5), (3, 18), (6, 40), (10, 68)])
def test_the_formula_agrees_with_a_simulation(windows: int, per_hour: float) -> None:
    waits = simulated(windows, per_hour, EIGHT, 120_000)
    expected = mean_wait(windows, per_hour, EIGHT)
    assert expected is not None
    assert sum(waits) / len(waits) == pytest.approx(expected.total_seconds() / 60, rel=0.12, abs=0.05)
    for limit in (0, 5, 10):
        share = sum(w > limit for w in waits) / len(waits)
        assert share == pytest.approx(waiting_longer(windows, per_hour, EIGHT, limit * MINUTE), abs=0.02)


def test_one_window_is_the_textbook_case() -> None:
    assert erlang_c(1, 0.5) == pytest.approx(0.5)
    assert mean_wait(1, 4, timedelta(minutes=7, seconds=30)) == timedelta(minutes=7, seconds=30)


@given(st.integers(1, 200), st.floats(0.01, 199))
def test_a_share_is_a_share_and_more_windows_never_make_it_worse(windows: int, load: float) -> None:
    share = erlang_c(windows, load)
    assert 0 <= share <= 1
    assert erlang_c(windows + 1, load) <= share + 1e-12


@given(st.floats(0.1, 300), minutes)
def test_what_is_suggested_keeps_the_promise_and_one_less_does_not(
    per_hour: float, service: timedelta
) -> None:
    promise = Promise()
    count = windows_needed(per_hour, service, promise)
    allowed = 1 - promise.share
    assert waiting_longer(count, per_hour, service, promise.within) <= allowed
    assert count == 1 or waiting_longer(count - 1, per_hour, service, promise.within) > allowed


def test_nobody_comes_no_window_and_too_many_come_the_most() -> None:
    assert windows_needed(0, EIGHT) == 0
    assert windows_needed(1e9, EIGHT) == 500
    assert mean_wait(2, 60, EIGHT) is None
    assert load_of(60, EIGHT) == pytest.approx(8)


def test_where_no_window_is_open_nobody_can_say() -> None:
    assert not wait(3, 0, EIGHT).known


def test_who_is_next_may_be_called_at_once() -> None:
    found = wait(0, 4, EIGHT)
    assert (found.low, found.high) == (0, 5)


@given(st.integers(0, 200), st.integers(1, 40), minutes, st.floats(0, 2))
def test_the_range_holds_the_mean_in_whole_fives(
    ahead: int, windows: int, service: timedelta, scatter: float
) -> None:
    found = wait(ahead, windows, service, scatter)
    mean = (ahead + 1) * service.total_seconds() / 60 / windows
    assert found.low <= mean <= found.high + 1e-9
    assert found.low % STEP == found.high % STEP == 0
    assert wait(ahead + 1, windows, service, scatter).high >= found.high


@pytest.mark.parametrize("ahead", [1, 8, 30])
def test_the_range_holds_most_of_what_a_simulation_waits(ahead: int) -> None:
    rng = random.Random(11)
    found = wait(ahead, 3, EIGHT)
    real = [sum(rng.expovariate(3 / 8) for _ in range(ahead + 1)) for _ in range(4000)]
    inside = sum(found.low <= each <= found.high for each in real) / len(real)
    assert inside >= 0.6


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[datetime, TicketEvent]]:
    """Some life of a ticket along the table, each step some seconds after the one before."""
    at, state = NINE, TicketState.WAITING
    made = [(at, TicketEvent.TAKEN)]
    for _ in range(draw(st.integers(0, 12))):
        ways = [row for row in TABLE if state in row.sources]
        if not ways:
            break
        row = draw(st.sampled_from(ways))
        at += timedelta(seconds=draw(st.integers(0, 3000)))
        state = row.target
        made.append((at, row.event))
    return made


@given(lives(), st.integers(0, 600))
def test_the_parts_are_the_whole(life: list[tuple[datetime, TicketEvent]], later: int) -> None:
    over = life[-1][1] in {TicketEvent.FINISHED, TicketEvent.LEFT, TicketEvent.CLOSED}
    now = life[-1][0] + timedelta(seconds=later)
    assert spans(life, now).total == (life[-1][0] if over else now) - NINE


def test_waiting_and_service_of_one_who_was_sent_to_another_window() -> None:
    e = TicketEvent
    steps = [(0, e.TAKEN), (10, e.CALLED), (11, e.STARTED), (15, e.TRANSFERRED), (18, e.CALLED),
             (19, e.STARTED), (25, e.HELD), (40, e.RESUMED), (44, e.FINISHED)]  # fmt: skip
    found = spans([(NINE + at * MINUTE, event) for at, event in steps], NINE)
    assert found == Spans(waiting=13 * MINUTE, called=2 * MINUTE, serving=14 * MINUTE, held=15 * MINUTE)


def test_a_large_load_loses_no_digits() -> None:
    assert math.isfinite(erlang_c(450, 440))
