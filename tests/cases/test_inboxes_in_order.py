"""Whatever waits, however many desks, wherever one is: a page holds the next rows by (deadline, id)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from yimen.bureau import queries as bureau
from yimen.cases import queries
from yimen.cases.models import Case, Seat
from yimen.cases.queries import nearest
from yimen.rules.authority import Actor, Post
from yimen.rules.terms import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DEPARTMENTS = [counties.credit_code(n) for n in range(20, 32)]
#: Hours from now; many rows share one deadline, some have none, and one desk has nearly all the early ones.
DUES = (None, 1, 1, 1, 2, 3, 5, 5, 8, None, 13)


def official(departments, staff="0201"):
    posts = tuple(Post(Role.OFFICER, code, "") for code in departments)
    return Actor(account=1, name="员", staff=staff, posts=posts)


@pytest.fixture
def waiting(reach, now):
    """180 open seats at twelve desks."""
    case = reach("submitted")
    made = []
    for place in range(180):
        hours = DUES[place % len(DUES)]
        code = DEPARTMENTS[0] if hours == 1 and place % 2 else DEPARTMENTS[place * 7 % 12]
        made.append(
            Seat(
                case=case, round=2 + place, order=0, name="审查", duty="review", role="officer",
                department=code, desk=f"{code}:officer", is_open=place % 9 != 0,
                due_at=now + timedelta(hours=hours) if hours else None,
                staff=("", "", "", "0201", "0299")[place % 5],
            )
        )  # fmt: skip
    Seat.objects.bulk_create(made)
    return list(Seat.objects.filter(round__gte=2))


def expected(seats, departments, staff="0201"):
    mine = [s for s in seats if s.is_open and s.department in departments and s.staff in ("", staff)]
    return [s.pk for s in sorted(mine, key=lambda s: (s.due_at is None, s.due_at or 0, s.pk))]


def paged(actor, now, limit):
    found, after, calendar = [], None, bureau.work_calendar()
    while True:
        rows = queries.review_inbox(actor, calendar, now=now, after=after, limit=limit)
        found += [row.id for row in rows[:limit]]
        if len(rows) <= limit:
            return found
        assert len(rows) == limit + 1
        after = (rows[limit - 1].due_at, rows[limit - 1].id)


@pytest.mark.parametrize("limit", [1, 2, 7, 50, 500])
@pytest.mark.parametrize("desks", [1, 2, 5, 12])
def test_pages_follow_one_another_to_the_end(waiting, now, limit, desks):
    those = DEPARTMENTS[:desks]
    assert paged(official(those), now, limit) == expected(waiting, those)


def test_the_page_ends_right_where_only_one_look_is_taken_at_each_desk(waiting, now, monkeypatch):
    monkeypatch.setattr(nearest, "LOOKED_AT", 1)
    assert paged(official(DEPARTMENTS), now, 5) == expected(waiting, DEPARTMENTS)


def test_where_nothing_has_a_deadline_rows_come_by_id(waiting, now):
    Seat.objects.update(due_at=None)
    seats = list(Seat.objects.filter(round__gte=2))
    assert paged(official(DEPARTMENTS), now, 4) == expected(seats, DEPARTMENTS)


def test_empty_desks_beside_full_ones_take_nothing_away(waiting, now):
    empty = [counties.credit_code(n) for n in range(60, 75)]
    assert paged(official([*empty, *DEPARTMENTS[:2]]), now, 3) == expected(waiting, DEPARTMENTS[:2])


def test_the_window_pages_in_the_same_order(reach, county, now):
    numbers = [reach("submitted").number for _ in range(9)]
    for place, number in enumerate(numbers):
        due = None if place % 3 == 0 else now + timedelta(hours=place % 2)
        Case.objects.filter(number=number).update(due_at=due)
    rows = list(Case.objects.filter(number__in=numbers))
    wanted = [c.pk for c in sorted(rows, key=lambda c: (c.due_at is None, c.due_at or 0, c.pk))]
    found, after = [], None
    while len(found) < len(wanted):
        page = queries.window_inbox(county["clerk"], bureau.work_calendar(), now=now, after=after, limit=2)
        found += [row.id for row in page[:2]]
        after = (page[min(1, len(page) - 1)].due_at, found[-1])
    assert found == wanted
