"""视为受理: nobody answered within 5 working days, so the case counts as accepted from receipt (32(4))."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimen.cases import actions
from yimen.cases.models import Case, Seat
from yimen.rules.terms import Light, State

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.mark.parametrize("point", ["submitted", "received"])
def test_on_the_sixth_working_day_it_is_accepted_from_the_day_of_receipt(point, reach, county, now):
    case = reach(point)
    due = case.due_at
    while actions.alarms(due - timedelta(minutes=1)):
        pass
    assert Case.objects.get(pk=case.pk).state == case.state
    assert actions.alarms(due + timedelta(minutes=1)) == 1
    fresh = Case.objects.get(pk=case.pk)
    assert fresh.state == State.REVIEWING
    assert fresh.accepted_at == case.materials_in_at
    assert fresh.accepted_by == ""
    assert Seat.objects.filter(case=case, is_open=True).count() == 1


def test_the_clock_then_runs_from_receipt_so_little_is_left(reach, now):
    case = reach("received")
    actions.alarms(case.due_at + timedelta(minutes=1))
    fresh = Case.objects.get(pk=case.pk)
    # 5 working days promised from Monday 16 end on Monday 23, which is the day of the deemed acceptance.
    assert fresh.promise_due == case.due_at
    assert fresh.light == Light.RED


def test_before_that_the_light_turns(reach):
    case = reach("received")
    seen = []
    at = case.next_alarm_at
    while at and at < case.due_at:
        actions.alarms(at)
        fresh = Case.objects.get(pk=case.pk)
        seen.append(fresh.light)
        at = fresh.next_alarm_at
    # Of 5 days, 30 % and one day left begin on the same morning: yellow outshines blue.
    assert seen == [Light.YELLOW]
