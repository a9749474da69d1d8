"""Leave of a morning or an afternoon: the roster, the places for bookings, who stands in, who may open."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests import hall_world as world
from tests.county import County
from tests.hall.test_who_is_away import CENTRE, DAY, booked, free, leave, row, second, week
from yimen.hall import actions, queries
from yimen.hall.models import Leave, Shift, WindowPost
from yimen.rules.calendar import CHINA
from yimen.rules.hall.away import NOON
from yimen.rules.hall.roster import LeaveOverShift, LeaveTwice, OnLeave
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
__all__ = ["second"]


def seats(county: County, day: date, number: str = "A01") -> list[tuple[str, int, int]]:
    cell = row(week(county, day), number).cells[day.weekday()]
    return [(one.staff, one.starts, one.ends) for one in cell.seats]


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=CHINA)


def test_the_shift_is_worked_in_the_other_half(county: County, second: str) -> None:
    world.sit(county)
    tuesday = county.now.date() + DAY
    leave(county, tuesday, tuesday, part="morning", vacant=True)
    assert seats(county, tuesday) == [("0101", NOON, 1050)]
    cell = row(week(county)).cells[1]
    assert cell.lacking == (510, 720)
    leave(county, tuesday, tuesday, part="afternoon", cover=second)
    assert seats(county, tuesday) == [("0161", NOON, 1050)]
    told = trail.history(f"hall:{CENTRE}")[-1].data
    assert told["part"] == "afternoon"
    with pytest.raises(LeaveTwice):
        leave(county, tuesday, tuesday, vacant=True)
    assert [one.part for one in week(county).leaves] == ["morning", "afternoon"]


def test_only_a_shift_that_is_touched_must_be_covered(county: County) -> None:
    world.sit(county, starts=510, ends=720)
    monday = county.now.date()
    leave(county, monday + DAY, monday + DAY, part="afternoon")
    with pytest.raises(LeaveOverShift):
        leave(county, monday + DAY, monday + DAY, part="morning")
    assert Leave.objects.count() == 1 and Shift.objects.count() == 1


def test_places_for_bookings_are_those_of_the_other_half(county: County) -> None:
    world.sit(county)
    friday = county.now.date() + 4 * DAY
    number, before = booked(county, friday), free(county, friday)
    leave(county, friday, friday, part="afternoon", vacant=True)
    assert 0 < free(county, friday) < before
    assert not queries.week(queries.kept_site(CENTRE), friday - 4 * DAY, county.now.date()).unfit
    leave(county, friday, friday, part="morning", vacant=True)
    assert free(county, friday) == 0
    unfit = queries.week(queries.kept_site(CENTRE), friday - 4 * DAY, county.now.date()).unfit
    assert [one.number for one in unfit] == [number]


def test_who_is_away_opens_no_window_and_nobody_opens_one_for_them(county: County) -> None:
    day = county.now.date()
    leave(county, day, day, part="morning")
    for act in (
        lambda: actions.open_window(county["clerk"], CENTRE, "A01", now=at(day, 10)),
        lambda: actions.open_for(county["keeper"], CENTRE, "A01", "0101", now=at(day, 10)),
    ):
        with pytest.raises(OnLeave):
            act()
    assert not WindowPost.objects.exclude(state="closed").exists()
    actions.open_window(county["clerk"], CENTRE, "A01", now=at(day, 14))
    assert queries.own_window("0101", at(day, 14)) is not None


def test_the_suggestion_names_nobody_who_is_away(county: County) -> None:
    world.sit(county, number="A02")
    day = county.now.date()
    leave(county, day, day, part="morning", vacant=True)
    site = queries.kept_site(CENTRE)
    told = {
        hour: {one.number: one.staff for one in queries.floor(site, at(day, hour)).tiles}["A02"]
        for hour in (10, 14)
    }
    assert told == {10: "", 14: "0101"}


def test_back_again_half_a_day_is_whole(county: County, second: str) -> None:
    world.sit(county)
    tuesday = county.now.date() + timedelta(days=1)
    made = leave(county, tuesday, tuesday, part="morning", cover=second)
    assert seats(county, tuesday) == [("0161", 510, NOON), ("0101", NOON, 1050)]
    actions.end_leave(county["keeper"], CENTRE, made.id, now=county.now)
    assert seats(county, tuesday) == [("0101", 510, 1050)]
