"""How long a session lasts, when its use is written down, and how address and browser are shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import visits
from yimen.rules.visits import OTHER, SEEN_EVERY, Span, left, network_of, span_of

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SPAN = Span(timedelta(minutes=20), timedelta(hours=12))
minutes = st.integers(min_value=-3000, max_value=3000).map(lambda n: timedelta(minutes=n))


def test_staff_twenty_minutes_others_three_times_as_long() -> None:
    assert span_of(staff=True, idle_minutes=20, longest_minutes=720) == SPAN
    assert span_of(staff=False, idle_minutes=20, longest_minutes=720).idle == timedelta(minutes=60)
    assert span_of(staff=True, idle_minutes=0, longest_minutes=720).idle is None


@pytest.mark.parametrize(
    ("started", "seen", "over"),
    [
        (0, 0, False), (20, 20, False), (21, 21, True), (300, 19, False), (300, 22, True),
        (719, 0, False), (720, 0, True), (2000, 0, True),
    ],
)  # fmt: skip
def test_it_ends_unused_or_by_length(started: int, seen: int, over: bool) -> None:
    rest = left(SPAN, NOW - timedelta(minutes=started), NOW - timedelta(minutes=seen), NOW)
    assert (rest <= timedelta(0)) is over


@given(minutes, minutes)
def test_it_is_never_longer_than_it_should_be_whatever_the_clock_did(started, seen) -> None:
    rest = left(SPAN, NOW + started, NOW + seen, NOW)
    assert rest <= SPAN.idle + SEEN_EVERY
    assert rest <= SPAN.longest
    assert left(Span(None, SPAN.longest), NOW + started, NOW + seen, NOW) <= SPAN.longest


@given(minutes)
def test_use_makes_it_last_the_whole_time_again(ago) -> None:
    assert left(SPAN, NOW, NOW, NOW) >= SPAN.idle
    assert left(SPAN, NOW, NOW - abs(ago), NOW) <= left(SPAN, NOW, NOW, NOW)


@pytest.mark.parametrize(("seconds", "due"), [(0, False), (59, False), (60, True), (-59, False), (-60, True)])
def test_use_is_written_down_once_a_minute(seconds: int, due: bool) -> None:
    assert visits.is_due(NOW - timedelta(seconds=seconds), NOW) is due


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.57", "203.0.113.*"), ("2001:db8:1:2::/64", "2001:db8:1::*"), ("::1", "::*"),
        ("unknown", ""), ("", ""),
    ],
)  # fmt: skip
def test_of_an_address_the_network_is_kept(address: str, kept: str) -> None:
    assert network_of(address) == kept


CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "family", "system"),
    [
        (CHROME, "Chrome", "Windows"),
        (f"{CHROME} Edg/120.0", "Edge", "Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0", "Firefox", "Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari", "iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/116.0 Mobile MicroMessenger/8.0", "微信", "Android"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114 ArkWeb/4.1", "Chrome", "鸿蒙"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/108.0 Safari/537.36 QIHU 360SE", "360 浏览器", "Windows"),
        ("curl/8.5", OTHER, ""), ("", OTHER, ""), ("\x00" * 9000, OTHER, ""),
    ],
)  # fmt: skip
def test_a_browser_is_named_as_people_name_it(agent: str, family: str, system: str) -> None:
    assert visits.browser_of(agent) == (family, system)
