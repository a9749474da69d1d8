"""How often is too often: a burst, then one every so often; a clock set back shuts nobody out for long."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import limits
from yimen.rules.errors import Kind
from yimen.rules.limits import Limit, TooMany, owed, spend, wait_for

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TEN = Limit("ten", 10, timedelta(hours=1))
MINUTE = timedelta(minutes=1)


def test_ten_at_once_and_not_eleven():
    until = None
    for _ in range(10):
        until = spend(until, TEN, NOW)
    with pytest.raises(TooMany) as refused:
        spend(until, TEN, NOW)
    assert refused.value.kind is Kind.TOO_MANY
    assert refused.value.retry_after == 360
    assert refused.value.words == "太频繁了，请过 6 分钟再试"


def test_after_the_wait_one_more_comes_in_and_only_one():
    until = None
    for _ in range(10):
        until = spend(until, TEN, NOW)
    later = NOW + wait_for(until, TEN, NOW)
    until = spend(until, TEN, later)
    assert wait_for(until, TEN, later) == 6 * MINUTE


def test_short_waits_are_told_in_seconds():
    assert TooMany(timedelta(seconds=0.2)).retry_after == 1
    assert "59 秒" in TooMany(timedelta(seconds=58.4)).words
    assert "2 分钟" in TooMany(timedelta(seconds=61)).words


def test_several_calls_are_taken_whole_or_not_at_all():
    until = spend(None, TEN, NOW, 8)
    with pytest.raises(TooMany):
        spend(until, TEN, NOW, 3)
    assert wait_for(spend(until, TEN, NOW, 2), TEN, NOW) == 6 * MINUTE


def test_a_clock_set_back_shuts_out_for_one_stretch_at_most():
    until = spend(None, TEN, NOW + timedelta(days=30))
    assert owed(until, TEN, NOW) == NOW + TEN.per
    assert wait_for(until, TEN, NOW) == 6 * MINUTE


@given(st.lists(st.integers(0, 900), min_size=1, max_size=80))
def test_in_no_stretch_more_than_allowed_twice_over(gaps):
    """However the calls come: in any hour at most a burst and what the hour itself pays for."""
    until, at, taken = None, NOW, []
    for gap in gaps:
        at += timedelta(seconds=gap)
        try:
            until = spend(until, TEN, at)
        except TooMany:
            continue
        taken.append(at)
    for start in taken:
        assert sum(start <= one < start + TEN.per for one in taken) <= 2 * TEN.most


def test_every_limit_of_the_site_is_sensible():
    found = [one for one in vars(limits).values() if isinstance(one, Limit)]
    assert len({one.name for one in found}) == len(found) >= 8
    for one in found:
        assert 1 <= one.step <= one.most // 4
