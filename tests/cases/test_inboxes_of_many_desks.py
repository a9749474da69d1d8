"""An inbox over several desks: in the order of the deadlines across them, undated rows last, page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from yimen.bureau import queries as bureau
from yimen.cases import queries
from yimen.cases.models import Seat
from yimen.rules.authority import Actor, Post
from yimen.rules.terms import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ROLES = (Role.OFFICER, Role.HEAD, Role.DIRECTOR)


@pytest.fixture
def waiting(reach, now):
    """Eleven open seats at three desks, some without a deadline, two with the same."""
    for place in range(11):
        case = reach("accepted")
        role = ROLES[place % 3]
        due = None if place % 4 == 3 else now + timedelta(hours=(place * 5) % 7)
        Seat.objects.filter(case=case, is_open=True).update(
            desk=f"{counties.MARKET}:{role}", due_at=due, staff="0299" if place == 5 else ""
        )
    return list(Seat.objects.filter(is_open=True, staff=""))


def person(*roles: Role, staff: str = "0201") -> Actor:
    posts = tuple(Post(role, counties.MARKET, "") for role in roles)
    return Actor(account=1, name="员", staff=staff, posts=posts)


def in_order(seats: list[Seat]) -> list[int]:
    return [s.pk for s in sorted(seats, key=lambda s: (s.due_at is None, s.due_at or 0, s.pk))]


def paged(actor: Actor, now, **how) -> list[int]:
    found, after = [], None
    while True:
        rows = queries.review_inbox(actor, bureau.work_calendar(), now=now, after=after, limit=2, **how)
        found += [row.id for row in rows[:2]]
        if len(rows) <= 2:
            return found
        after = (rows[1].due_at, rows[1].id)


@pytest.mark.parametrize("roles", [ROLES, ROLES[:2], ROLES[2:]])
def test_pages_follow_the_deadlines_across_desks(waiting, now, roles):
    expected = in_order([s for s in waiting if s.role and s.desk.split(":")[1] in roles])
    assert paged(person(*roles), now) == expected
    assert len(expected) > 1


def test_what_was_given_by_name_is_seen_by_whom_it_was_given_to_at_desks_still_theirs(waiting, now):
    named = Seat.objects.get(staff="0299")
    role = Role(named.desk.split(":")[1])
    assert paged(person(role, staff="0299"), now, mine=True) == [named.pk]
    other = next(one for one in ROLES if one is not role)
    assert paged(person(other, staff="0299"), now, mine=True) == []
    assert named.pk in paged(person(role, staff="0299"), now)
    assert named.pk not in paged(person(role), now)


def test_without_a_desk_there_is_no_inbox(waiting, now):
    calendar = bureau.work_calendar()
    assert queries.review_inbox(person(Role.KEEPER), calendar, now=now) == []
    assert queries.window_inbox(person(Role.KEEPER), calendar, now=now) == []
