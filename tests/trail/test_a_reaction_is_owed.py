"""A reaction that was left out is owed: its events come in line again, the newest first, at a pace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from yimen.rules.events import Kind
from yimen.trail import actions, relay
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

PACE = timedelta(seconds=10)


class Seen:
    """Two reactions to one event and what they saw."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self.printed: list[int] = []
        self.wiring: relay.Wiring = {"staff.changed": (self.tell, self.print)}

    def tell(self, row, at) -> None:
        self.told.append(row.seq)

    def print(self, row, at) -> None:
        self.printed.append(row.seq)


def write(count, at) -> None:
    for _ in range(count):
        with transaction.atomic():
            actions.append("s", Kind.STAFF_CHANGED, "admin", at, {})


@pytest.fixture
def seen(now) -> Seen:
    one = Seen()
    write(3, now)
    relay.run_due(relay.without(one.wiring, one.print), now)
    return one


def test_what_is_left_out_is_not_done_and_the_rest_is(seen, now):
    assert (seen.told, seen.printed) == ([1, 2, 3], [])
    assert relay.run_due(seen.wiring, now) == 0


def test_the_newest_is_done_first_at_the_pace_and_nothing_else_again(seen, now):
    assert relay.owe(seen.wiring, seen.print, now, PACE) == 3
    for step in range(3):
        assert relay.run_due(seen.wiring, now + step * PACE) == 1
    assert (seen.told, seen.printed) == ([1, 2, 3], [3, 2, 1])
    assert relay.owe(seen.wiring, seen.print, now, PACE) == 0


def test_who_comes_meanwhile_passes_what_is_owed(seen, now):
    relay.owe(seen.wiring, seen.print, now, PACE)
    write(1, now + timedelta(seconds=1))
    relay.run_due(seen.wiring, now + timedelta(seconds=1))
    assert seen.printed == [3, 4]


def test_a_dead_letter_is_not_woken(seen, now):
    Event.objects.filter(seq=2).update(dead_at=now)
    assert relay.owe(seen.wiring, seen.print, now, PACE) == 2


def test_nothing_waits_longer_than_an_hour(seen, now):
    relay.owe(seen.wiring, seen.print, now, timedelta(days=1))
    assert max(Event.objects.values_list("due_at", flat=True)) == now + relay.LONGEST
