"""The working calendar: seeded from the package, mended by hand, in force once published."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from chinese_calendar import is_workday

from yimen.bureau import actions, queries
from yimen.rules.authority import Actor, NotPermitted
from yimen.rules.offices import DocumentNeeded, SameAsWeekday, YearUnknown
from yimen.trail import queries as trail

pytestmark = pytest.mark.django_db
NOTICE = "国办发明电〔2025〕7 号"


def test_a_seeded_and_published_year_agrees_with_the_package_on_every_day(
    keeper: Actor, now: datetime
) -> None:
    actions.seed_year(keeper, 2026, now=now)
    actions.publish_year(keeper, 2026, NOTICE, now=now)
    calendar = queries.work_calendar()
    first = date(2026, 1, 1).toordinal()
    days = [date.fromordinal(first + n) for n in range(365)]
    assert [calendar.is_working(d) for d in days] == [is_workday(d) for d in days]
    assert not calendar.is_provisional(days[0])


def test_an_unpublished_year_follows_the_weekday_rule(keeper: Actor, now: datetime) -> None:
    actions.seed_year(keeper, 2026, now=now)
    calendar = queries.work_calendar()
    assert calendar.is_working(date(2026, 1, 1))
    assert calendar.is_provisional(date(2026, 1, 1))


def test_seeding_twice_changes_nothing_and_keeps_what_was_typed(keeper: Actor, now: datetime) -> None:
    actions.set_day(keeper, date(2026, 1, 1), False, "本地节日", now=now)
    first = actions.seed_year(keeper, 2026, now=now)
    assert actions.seed_year(keeper, 2026, now=now) == first
    year = queries.calendar_years()[0]
    assert {d.date: d.name for d in year.days.all()}[date(2026, 1, 1)] == "本地节日"
    assert {d.name for d in year.days.all()} >= {"春节", "春节调休", "国庆节"}


def test_a_year_without_a_notice_cannot_be_seeded(keeper: Actor, now: datetime) -> None:
    with pytest.raises(YearUnknown, match="2049"):
        actions.seed_year(keeper, 2049, now=now)


def test_every_change_raises_the_version(keeper: Actor, now: datetime) -> None:
    friday = date(2027, 1, 1)
    one = actions.set_day(keeper, friday, False, "元旦", now=now)
    two = actions.set_day(keeper, friday, False, "元旦节", now=now)
    three = actions.clear_day(keeper, friday, now=now)
    same = actions.clear_day(keeper, friday, now=now)
    assert one.version < two.version < three.version == same.version
    assert three.days == 0


@pytest.mark.parametrize(("day", "working"), [(date(2026, 3, 2), True), (date(2026, 3, 1), False)])
def test_a_day_that_is_so_anyway_is_not_entered(
    keeper: Actor, now: datetime, day: date, working: bool
) -> None:
    with pytest.raises(SameAsWeekday):
        actions.set_day(keeper, day, working, now=now)


def test_publishing_needs_a_notice_and_is_told(keeper: Actor, now: datetime) -> None:
    with pytest.raises(DocumentNeeded):
        actions.publish_year(keeper, 2027, "  ", now=now)
    actions.set_day(keeper, date(2027, 1, 1), False, "元旦", now=now)
    actions.publish_year(keeper, 2027, NOTICE, now=now)
    actions.publish_year(keeper, 2027, NOTICE, now=now)
    kinds = [row.kind for row in trail.history("calendar:2027")]
    assert kinds == ["calendar.changed", "calendar.published"]


def test_a_change_of_a_published_year_is_told_as_publishing(keeper: Actor, now: datetime) -> None:
    actions.publish_year(keeper, 2027, NOTICE, now=now)
    actions.set_day(keeper, date(2027, 1, 1), False, "元旦", now=now)
    assert [row.kind for row in trail.history("calendar:2027")] == ["calendar.published"] * 2
    assert not queries.work_calendar().is_working(date(2027, 1, 1))


def test_keeper_and_administrator_see_to_the_calendar_and_nobody_else(
    admin: Actor, clerk: Actor, now: datetime
) -> None:
    actions.seed_year(admin, 2026, now=now)
    with pytest.raises(NotPermitted):
        actions.seed_year(clerk, 2026, now=now)
    with pytest.raises(NotPermitted):
        actions.set_day(clerk, date(2027, 1, 1), False, now=now)
    with pytest.raises(NotPermitted):
        actions.clear_day(clerk, date(2027, 1, 1), now=now)
    with pytest.raises(NotPermitted):
        actions.publish_year(clerk, 2026, NOTICE, now=now)
