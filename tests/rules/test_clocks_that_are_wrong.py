"""A clock set back or apart: the record stays in order, and says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from yimen.rules.clocks import JUMP, SKEW, Told, jumped, told

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_time_goes_on():
    assert told(None, NOW) == Told(NOW)
    assert told(NOW, NOW) == Told(NOW)
    assert told(NOW - timedelta(days=1), NOW) == Told(NOW)


def test_two_nodes_a_little_apart_are_levelled():
    assert told(NOW + SKEW, NOW) == Told(NOW + SKEW)
    assert told(NOW + timedelta(milliseconds=3), NOW) == Told(NOW + timedelta(milliseconds=3))


def test_a_clock_set_back_is_on_record():
    assert told(NOW + timedelta(days=1), NOW) == Told(NOW, 86400)


def test_a_jump_is_what_only_the_wall_clock_saw():
    second = timedelta(seconds=1)
    assert not jumped(second, second)
    assert not jumped(timedelta(hours=5), timedelta(hours=5))
    assert jumped(timedelta(days=1), second)
    assert jumped(-timedelta(days=1), second)
    assert not jumped(JUMP, timedelta(0))
