"""A year whose holidays are not known yet is 暂定; when it is published, open cases are computed anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.cases.conftest import NOW
from yimen.bureau import actions as bureau
from yimen.bureau import queries as bureau_queries
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
#: Accepted on the last Wednesday of the year: 5 working days end in a year without a published calendar.
LATE = datetime(2026, 12, 30, 10, 0, tzinfo=NOW.tzinfo)


def test_a_deadline_in_an_unpublished_year_is_provisional_and_moves_when_it_is_published(reach, county):
    case = reach("accepted", at=LATE)
    assert case.provisional
    assert case.promise_due.astimezone(NOW.tzinfo).date() == date(2027, 1, 6)

    later = LATE + timedelta(hours=1)
    bureau.set_day(SYSTEM, date(2027, 1, 4), False, "元旦", now=later)
    bureau.publish_year(SYSTEM, 2027, "国办发明电〔2026〕9号", now=later)
    drain(later + timedelta(minutes=1))

    fresh = Case.objects.get(pk=case.pk)
    assert not fresh.provisional
    assert fresh.promise_due.astimezone(NOW.tzinfo).date() == date(2027, 1, 7)
    moved = [row for row in trail.history(case.number) if row.kind == "case.recomputed"]
    assert len(moved) == 1
    assert moved[0].data["before"] != moved[0].data["after"]


def test_a_case_that_does_not_reach_that_year_stays_as_it_was(reach, county, now):
    case = reach("accepted")
    assert not case.provisional
    at = now + timedelta(hours=1)
    bureau.set_day(SYSTEM, date(2027, 1, 4), False, "元旦", now=at)
    bureau.publish_year(SYSTEM, 2027, "国办发明电〔2026〕9号", now=at)
    drain(at + timedelta(minutes=1))
    fresh = Case.objects.get(pk=case.pk)
    assert (fresh.promise_due, fresh.rev) == (case.promise_due, case.rev)
    assert fresh.next_alarm_at is not None


def test_the_calendar_in_memory_follows_every_change(county, now):
    before = bureau_queries.work_calendar()
    bureau.set_day(SYSTEM, date(2026, 12, 25), False, "本地放假", now=now)
    after = bureau_queries.work_calendar()
    assert before.is_working(date(2026, 12, 25))
    assert not after.is_working(date(2026, 12, 25))
