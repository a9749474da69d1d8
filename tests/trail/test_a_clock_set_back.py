"""A clock set back: the chain stays whole and in order, the record says so, nothing waits in vain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from yimen.rules.events import Kind
from yimen.trail import actions, queries, relay
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def write(at) -> Event:
    with transaction.atomic():
        head = actions.append("s", Kind.STAFF_CHANGED, "admin", at, {})
    return Event.objects.get(stream="s", seq=head.seq)


def test_a_clock_set_back_by_a_day_is_on_record(now):
    write(now)
    later = write(now - timedelta(days=1))
    assert later.data == {"clock_back": 86400}
    assert later.at == now - timedelta(days=1)
    assert write(now - timedelta(days=1)).data == {}
    assert list(queries.broken_links("s")) == []


def test_two_nodes_a_second_apart_leave_no_disorder(now):
    write(now)
    assert write(now - timedelta(seconds=1)).at == now
    assert list(queries.broken_links("s")) == []


def test_what_a_clock_ahead_wrote_is_handed_on_when_it_is_set_right(now):
    seen: list[int] = []
    wiring = {"staff.changed": (lambda row, at: seen.append(row.seq),)}
    write(now + timedelta(days=30))
    assert relay.run_due(wiring, now) == 1
    assert seen == [1]
    assert Event.objects.get().due_at is None


def test_a_row_that_only_backs_off_is_left_to_wait(now):
    one = write(now)
    for wait in (relay.LEASE, relay.LONGEST):
        Event.objects.filter(pk=one.pk).update(due_at=now + wait)
        assert relay.run_due({}, now) == 0
