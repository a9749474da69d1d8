"""Staff come, get posts for a time, and go; the trail keeps their names masked."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from yimen.bureau import actions, queries
from yimen.rules.authority import Actor, NotPermitted
from yimen.rules.offices import AlreadyThere, BadStaffNumber, NotThere, PostDays, StaffRetired
from yimen.rules.people import BadEntry
from yimen.rules.terms import Role
from yimen.trail import queries as trail

TODAY = date(2026, 3, 2)


@pytest.fixture
def hired(admin: Actor, office: str, now: datetime) -> int:
    return actions.hire(admin, "yx-0101", "周小敏", office, "13800003210", now=now).id


def held(staff: int, day: date = TODAY) -> set[Role]:
    return {post.role for post in queries.posts_of(staff, day)}


def test_a_number_is_kept_in_capitals_and_told_masked(hired: int) -> None:
    found = queries.staff_by_number("YX-0101")
    assert found is not None
    assert found.pk == hired
    data = trail.history("bureau")[-1].data
    assert data["name"] == "周*敏"
    assert data["phone"] == "138****3210"


def test_a_number_is_given_once(admin: Actor, hired: int, office: str, now: datetime) -> None:
    with pytest.raises(AlreadyThere):
        actions.hire(admin, "YX-0101", "别人", office, now=now)


@pytest.mark.parametrize("number", ["", "1", "有字", "A" * 21, "A B"])
def test_a_number_has_a_form(admin: Actor, office: str, now: datetime, number: str) -> None:
    with pytest.raises(BadStaffNumber):
        actions.hire(admin, number, "周小敏", office, now=now)


def test_a_name_takes_rare_characters_but_no_emoji(admin: Actor, office: str, now: datetime) -> None:
    actions.hire(admin, "YX-0102", "王𠮷", office, now=now)
    with pytest.raises(BadEntry):
        actions.hire(admin, "YX-0103", "王😀", office, now=now)
    with pytest.raises(BadEntry):
        actions.hire(admin, "YX-0104", "王" * 10000, office, now=now)


def test_staff_change_department_and_name(admin: Actor, hired: int, office: str, now: datetime) -> None:
    actions.change_staff(admin, "YX-0101", "周敏", office, now=now)
    found = queries.staff_by_number("YX-0101")
    assert found is not None
    assert (found.name, found.phone) == ("周敏", "")


def test_unknown_staff_and_departments_are_refused(admin: Actor, office: str, now: datetime) -> None:
    with pytest.raises(NotThere):
        actions.change_staff(admin, "NOBODY", "周敏", office, now=now)
    with pytest.raises(NotThere):
        actions.hire(admin, "YX-0105", "周敏", "no-such-code", now=now)


def test_a_post_is_held_between_its_days(security: Actor, hired: int, office: str, now: datetime) -> None:
    actions.give_post(
        security, "YX-0101", Role.CLERK, office, "439926000000", date(2026, 3, 1), date(2026, 3, 31), now=now
    )
    assert held(hired) == {Role.CLERK}
    assert held(hired, date(2026, 2, 28)) == held(hired, date(2026, 4, 1)) == set()
    assert queries.posts_of(hired, TODAY)[0].region == "439926000000"


def test_the_same_post_again_replaces_its_days(
    security: Actor, hired: int, office: str, now: datetime
) -> None:
    first = actions.give_post(security, "YX-0101", Role.CLERK, office, now=now)
    again = actions.give_post(security, "YX-0101", Role.CLERK, office, to_day=date(2026, 2, 1), now=now)
    assert first.id == again.id
    assert held(hired) == set()


def test_days_out_of_order_are_refused(security: Actor, hired: int, office: str, now: datetime) -> None:
    with pytest.raises(PostDays):
        actions.give_post(
            security, "YX-0101", Role.CLERK, office, from_day=TODAY, to_day=date(2026, 3, 1), now=now
        )


def test_a_post_ends_at_once_or_on_a_day(security: Actor, hired: int, office: str, now: datetime) -> None:
    for role in (Role.CLERK, Role.OFFICER, Role.HEAD):
        actions.give_post(security, "YX-0101", role, office, now=now)
    actions.end_post(security, "YX-0101", Role.CLERK, office, now=now)
    actions.end_post(security, "YX-0101", Role.OFFICER, office, TODAY, now=now)
    assert held(hired) == {Role.OFFICER, Role.HEAD}
    assert held(hired, date(2026, 3, 3)) == {Role.HEAD}


def test_a_post_that_began_today_can_end_today(
    security: Actor, hired: int, office: str, now: datetime
) -> None:
    actions.give_post(security, "YX-0101", Role.CLERK, office, from_day=TODAY, now=now)
    actions.end_post(security, "YX-0101", Role.CLERK, office, now=now)
    assert held(hired) == set()


def test_ending_a_post_nobody_holds_is_refused(
    security: Actor, hired: int, office: str, now: datetime
) -> None:
    with pytest.raises(NotThere, match="岗位"):
        actions.end_post(security, "YX-0101", Role.CLERK, office, now=now)


def test_who_retires_holds_no_post_and_gets_none(
    admin: Actor, security: Actor, hired: int, office: str, now: datetime
) -> None:
    actions.give_post(security, "YX-0101", Role.CLERK, office, now=now)
    actions.retire(admin, "YX-0101", now=now)
    assert held(hired) == set()
    with pytest.raises(StaffRetired):
        actions.give_post(security, "YX-0101", Role.CLERK, office, now=now)
    rows = len(trail.history("bureau"))
    actions.retire(admin, "YX-0101", now=now)
    assert len(trail.history("bureau")) == rows


def test_only_the_administrator_sees_to_staff(keeper: Actor, hired: int, office: str, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        actions.hire(keeper, "YX-0109", "甲乙", office, now=now)
    with pytest.raises(NotPermitted):
        actions.change_staff(keeper, "YX-0101", "甲乙", office, now=now)
    with pytest.raises(NotPermitted):
        actions.retire(keeper, "YX-0101", now=now)
    with pytest.raises(NotPermitted):
        actions.give_post(keeper, "YX-0101", Role.CLERK, office, now=now)
    with pytest.raises(NotPermitted):
        actions.end_post(keeper, "YX-0101", Role.CLERK, office, now=now)


def test_the_chain_of_the_bureau_is_whole(security: Actor, hired: int, office: str, now: datetime) -> None:
    actions.give_post(security, "YX-0101", Role.CLERK, office, now=now)
    assert list(trail.broken_links("bureau")) == []
