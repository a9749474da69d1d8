"""How many windows the coming hours need, held against a simulation; who runs a floor; who may sit where."""

from __future__ import annotations

import heapq
import random
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.authority import SYSTEM, Actor, NotPermitted, Post
from yimen.rules.calendar import CHINA
from yimen.rules.queueing.floor import NotAClerk, SitsElsewhere, check_put, require_floor, runs
from yimen.rules.queueing.posts import WindowTaken
from yimen.rules.queueing.staffing import Promise
from yimen.rules.queueing.suggest import HOURS, WEEKS, Past, coming, past_days, suggest
from yimen.rules.queueing.terms import PostState
from yimen.rules.terms import Role

NOW = datetime(2026, 11, 16, 10, 30, tzinfo=CHINA)
COUNTY, TOWN, ELSEWHERE = "439926000000", "439926101000", "439927000000"
EIGHT = timedelta(minutes=8)


def waits(windows: int, per_hour: float, service: timedelta, visitors: int = 60_000) -> list[float]:
    """Waits in minutes at so many windows, in order of arrival; the seed is fixed."""
    rng = random.Random(20261116)
    free, at, found = [0.0] * windows, 0.0, []
    for _ in range(visitors):
        at += rng.expovariate(per_hour / 60)
        begins = max(at, heapq.heappop(free))
        found.append(begins - at)
        heapq.heappush(free, begins + rng.expovariate(60 / service.total_seconds()))
    return found


@pytest.mark.parametrize(("days", "came"), [(4, 48), (4, 160), (3, 90), (1, 55)])
def test_a_simulated_hour_keeps_the_promise_with_the_windows_suggested_and_breaks_it_with_one_less(
    days: int, came: int
) -> None:
    told = suggest(Past(days, (came, 0), EIGHT), 0, 0, NOW)
    promise = Promise()
    limit = promise.within.total_seconds() / 60
    kept = waits(told.needed, came / days, EIGHT)
    assert sum(one <= limit for one in kept) / len(kept) >= promise.share - 0.01
    short = waits(told.needed - 1, came / days, EIGHT)
    assert sum(one <= limit for one in short) / len(short) < promise.share + 0.01


def test_the_hours_and_the_days_looked_at() -> None:
    assert coming(NOW) == [
        (NOW, NOW + timedelta(hours=1)), (NOW + timedelta(hours=1), NOW + timedelta(hours=2)),
    ]  # fmt: skip
    days = past_days(NOW.date())
    assert (len(days), days[0], days[-1]) == (WEEKS, date(2026, 11, 9), date(2026, 10, 19))
    assert {one.weekday() for one in days} == {0}


def test_who_waits_now_is_served_within_the_first_hour() -> None:
    past = Past(4, (24, 24), timedelta(minutes=10))
    calm, full = suggest(past, 0, 2, NOW), suggest(past, 12, 2, NOW)
    assert [one.needed for one in calm.hours] == [2, 2]
    assert [one.needed for one in full.hours] == [4, 2]
    assert (calm.more, full.more) == (0, 2)
    assert full.hours[0].late > 0.5 > calm.hours[0].late
    assert full.hours[1].late == calm.hours[1].late


def test_without_a_past_only_the_queue_counts_and_nobody_means_no_window() -> None:
    none = Past(0, (0,) * HOURS, EIGHT, measured=False)
    assert suggest(none, 0, 3, NOW).needed == 0
    assert suggest(none, 0, 3, NOW).more == -3
    assert suggest(none, 0, 0, NOW).hours[0].late == 0.0
    assert suggest(none, 5, 0, NOW).needed >= 1
    assert suggest(none, 5, 0, NOW).hours[0].late == 1.0


@given(
    st.integers(1, 4), st.integers(0, 600), st.integers(0, 600), st.integers(0, 60), st.integers(1, 60),
    st.integers(0, 30),
)  # fmt: skip
def test_more_visitors_never_need_fewer_windows(
    days: int, first: int, second: int, waiting: int, minutes: int, open_now: int
) -> None:
    past = Past(days, (first, second), timedelta(minutes=minutes))
    told = suggest(past, waiting, open_now, NOW)
    assert told.needed == max(one.needed for one in told.hours)
    assert told.more == told.needed - open_now
    assert suggest(past, waiting + 1, open_now, NOW).needed >= told.needed
    assert all(0 <= one.late <= 1 for one in told.hours)


def actor(*posts: Post) -> Actor:
    return Actor(account=1, name="某", staff="0901", posts=posts)


@pytest.mark.parametrize(
    ("post", "region", "may"),
    [
        (Post(Role.ADMIN, "X"), TOWN, True),
        (Post(Role.KEEPER, "X"), TOWN, True),
        (Post(Role.KEEPER, "X", COUNTY), TOWN, True),
        (Post(Role.KEEPER, "X", TOWN), TOWN, True),
        (Post(Role.KEEPER, "X", TOWN), COUNTY, False),
        (Post(Role.KEEPER, "X", ELSEWHERE), TOWN, False),
        (Post(Role.CLERK, "X", TOWN), TOWN, False),
        (Post(Role.SUPERVISOR, "X"), TOWN, False),
    ],
)
def test_who_runs_a_floor(post: Post, region: str, may: bool) -> None:
    assert runs(actor(post), region) is may
    if not may:
        with pytest.raises(NotPermitted):
            require_floor(actor(post), region)


def test_the_system_runs_every_floor() -> None:
    assert runs(SYSTEM, TOWN)
    assert not runs(actor(), TOWN)


CLERK, FAR = (Post(Role.CLERK, "X", COUNTY),), (Post(Role.CLERK, "X", ELSEWHERE),)


@pytest.mark.parametrize(
    ("state", "sits", "posts", "other", "error"),
    [
        (PostState.CLOSED, "", CLERK, "", None),
        (PostState.PAUSED, "0102", CLERK, "", None),
        (PostState.OPEN, "0101", CLERK, "", None),
        (PostState.OPEN, "0102", CLERK, "", WindowTaken),
        (PostState.CLOSED, "", CLERK, "B01", SitsElsewhere),
        (PostState.CLOSED, "", FAR, "", NotAClerk),
        (PostState.CLOSED, "", (), "", NotAClerk),
        (PostState.CLOSED, "", (Post(Role.OFFICER, "X", COUNTY),), "", NotAClerk),
    ],
)
def test_who_may_be_put_at_a_window(
    state: PostState, sits: str, posts: tuple[Post, ...], other: str, error: type[Exception] | None
) -> None:
    if error is None:
        check_put("A01", state, sits, "0101", posts, TOWN, other)
    else:
        with pytest.raises(error):
            check_put("A01", state, sits, "0101", posts, TOWN, other)
