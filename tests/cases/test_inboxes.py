"""Inboxes page by deadline and lose no row, those without a deadline last; named seats are one's own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimen.bureau import queries as bureau
from yimen.cases import actions, queries
from yimen.cases.models import Case, Seat

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def pages(read, limit=2):
    """Every row, page by page."""
    seen, after = [], None
    while True:
        rows = read(after=after, limit=limit)
        seen += [row.number for row in rows[:limit]]
        if len(rows) <= limit:
            return seen
        after = (rows[limit - 1].due_at, rows[limit - 1].id)


def test_no_row_is_lost_with_or_without_deadline(reach, county, now):
    numbers = [reach("accepted", at=now + timedelta(days=i % 3)).number for i in range(7)]
    for number in numbers[2:5]:
        Seat.objects.filter(case__number=number).update(due_at=None)
        Case.objects.filter(number=number).update(due_at=None)
    calendar = bureau.work_calendar()
    seen = pages(lambda **at: queries.review_inbox(county["officer"], calendar, now=now, **at))
    assert sorted(seen) == sorted(numbers)
    assert len(set(seen)) == len(seen)
    assert set(seen[-3:]) == set(numbers[2:5])


def test_the_window_sees_its_own_hall_only(reach, county, now):
    case = reach("submitted")
    calendar = bureau.work_calendar()
    assert [r.number for r in queries.window_inbox(county["clerk"], calendar, now=now)] == [case.number]
    assert queries.window_inbox(county["officer"], calendar, now=now) == []


def test_mine_are_those_that_name_me(reach, county, now):
    named, _free = reach("accepted"), reach("accepted")
    actions.assign(county["officer"], named.number, staff="0204", now=now)
    calendar = bureau.work_calendar()
    mine = queries.review_inbox(county["officer2"], calendar, now=now, mine=True)
    assert [r.number for r in mine] == [named.number]
    assert named.number not in [r.number for r in queries.review_inbox(county["officer"], calendar, now=now)]


def test_a_paused_case_shows_no_days_that_would_shrink_by_themselves(reach, county, now):
    case = reach("accepted")
    until = (now + timedelta(days=9)).date()
    actions.pause(county["officer"], case.number, kind="testing", reason="送检", planned_end=until, now=now)
    rows = queries.review_inbox(county["officer"], bureau.work_calendar(), now=now)
    assert [(r.number, r.left) for r in rows] == [(case.number, None)]
