"""What the limits count: shared by all processes, few writes, no address kept, forgotten when paid off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimen.limits import actions, queries
from yimen.limits.actions import Share
from yimen.limits.models import Spent
from yimen.limits.visitor import address_of
from yimen.rules.limits import API_TOKEN, TRACK_CASE, TooMany

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_what_is_guessed_is_written_down_at_every_try(now):
    for _ in range(TRACK_CASE.most):
        queries.require_free(TRACK_CASE, "1", now)
        actions.spend(TRACK_CASE, "1", now=now)
    with pytest.raises(TooMany):
        queries.require_free(TRACK_CASE, "1", now)
    with pytest.raises(TooMany):
        actions.spend(TRACK_CASE, "1", now=now)
    queries.require_free(TRACK_CASE, "2", now)
    queries.require_free(TRACK_CASE, "1", now + TRACK_CASE.each)


def test_two_processes_share_one_count(now):
    one, other = Share(), Share()
    let_through = 0
    with pytest.raises(TooMany):
        for _ in range(10 * API_TOKEN.most):
            one.count(API_TOKEN, "t", now=now)
            other.count(API_TOKEN, "t", now=now)
            let_through += 2
    assert API_TOKEN.most - 2 <= let_through <= API_TOKEN.most + 2 * API_TOKEN.step


def test_a_usual_caller_costs_no_write_and_a_shut_out_one_no_statement(now):
    share = Share()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        for _ in range(API_TOKEN.step - 1):
            share.count(API_TOKEN, "t", now=now)
    assert len(seen) == 0
    with pytest.raises(TooMany):
        for _ in range(2 * API_TOKEN.most):
            share.count(API_TOKEN, "t", now=now)
    with CaptureQueriesContext(connection) as seen, pytest.raises(TooMany):
        share.count(API_TOKEN, "t", now=now)
    assert len(seen) == 0
    share.count(API_TOKEN, "t", now=now + API_TOKEN.per)


def test_a_clock_set_back_lets_a_shut_out_caller_in_again(now):
    share = Share()
    with pytest.raises(TooMany):
        for _ in range(2 * API_TOKEN.most):
            share.count(API_TOKEN, "t", now=now)
    share.count(API_TOKEN, "t", now=now - timedelta(days=1))


def test_memory_is_bounded(now, monkeypatch):
    monkeypatch.setattr(Share, "MOST", 10)
    share = Share()
    for caller in range(100):
        share.count(API_TOKEN, str(caller), now=now)
    assert len(share._kept) == 10


def test_rows_paid_off_are_swept_and_say_nothing_of_whom(now):
    for caller in range(20):
        actions.spend(TRACK_CASE, f"10.0.0.{caller}", now=now)
    assert not any("10.0" in one.who for one in Spent.objects.all())
    actions.spend(TRACK_CASE, "new", now=now + timedelta(hours=2))
    assert Spent.objects.count() == 1


def test_a_site_scales_its_limits_or_leaves_them_to_its_gateway(now, settings):
    settings.LIMITS = 0.1
    actions.spend(TRACK_CASE, "1", now=now)
    with pytest.raises(TooMany):
        actions.spend(TRACK_CASE, "1", now=now)
    assert queries.in_force(replace(API_TOKEN, most=10)) == replace(API_TOKEN, most=1, step=1)
    settings.LIMITS = 0
    for _ in range(5):
        actions.spend(TRACK_CASE, "1", now=now)
        queries.require_free(TRACK_CASE, "1", now)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "203.0.113.9", "198.51.100.1"), (1, "203.0.113.9", "203.0.113.9"), (1, "", "198.51.100.1"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"), (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (1, "nonsense", "unknown"), (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)  # fmt: skip
def test_only_own_proxies_are_believed(proxies, forwarded, found, settings):
    settings.PROXIES = proxies
    meta = {"REMOTE_ADDR": "198.51.100.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert address_of(meta) == found
