"""Leave: who stands in, what a roster and the places for bookings make of it, bookings that no longer fit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from yimen.bureau.models import Post as PostRow
from yimen.bureau.models import Region, Staff
from yimen.hall import actions, queries
from yimen.hall.models import Booking, Leave, Shift
from yimen.parties.models import Party
from yimen.rules.authority import Actor, NotPermitted, Post
from yimen.rules.hall.keeping import ShiftClash
from yimen.rules.hall.roster import BadLeave, LeaveOverShift, LeaveTwice, LeaveUnknown, OnLeave
from yimen.rules.hall.terms import Turn
from yimen.rules.queueing.floor import NotAClerk
from yimen.rules.queueing.terms import PostState
from yimen.rules.terms import Role
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
CENTRE = world.CENTRE_SITE
DAY = timedelta(days=1)


@pytest.fixture
def second(county: County) -> str:
    """Another clerk of the centre."""
    office = Staff.objects.get(number="0101").department
    made = Staff.objects.create(number="0161", name="员0161", department=office)
    PostRow.objects.create(
        staff=made, role=Role.CLERK, department=office, region=Region.objects.get(code=counties.REGION)
    )
    return made.number


def leave(county: County, first: date, last: date, staff: str = "0101", kind: str = "leave", **more: object):
    return actions.take_leave(
        county["keeper"], CENTRE, staff, kind, first, last, now=county.now, **more  # type: ignore[arg-type]
    )  # fmt: skip


def week(county: County, day: date | None = None) -> queries.Week:
    day = day or county.now.date()
    return queries.week(queries.kept_site(CENTRE), day - timedelta(days=day.weekday()), county.now.date())


def row(found: queries.Week, number: str = "A01") -> queries.WindowWeek:
    return next(one for one in found.windows if one.number == number)


def who(found: queries.Week, number: str = "A01") -> list[list[str]]:
    return [[seat.staff for seat in cell.seats] for cell in row(found, number).cells]


def test_who_is_rostered_goes_with_somebody_who_stands_in(county: County, second: str):
    world.sit(county)
    monday = county.now.date()
    with pytest.raises(LeaveOverShift):
        leave(county, monday + DAY, monday + 2 * DAY)
    assert not Leave.objects.exists()
    leave(county, monday + DAY, monday + 2 * DAY, cover=second)
    assert who(week(county)) == [["0101"], ["0161"], ["0161"], ["0101"], ["0101"], [], []]
    assert [one.name for one in week(county).leaves] == ["员0101"]
    kinds = [one.kind for one in trail.history(f"hall:{CENTRE}")]
    assert kinds[-1] == "hall.leave_taken"


def test_a_window_may_stay_empty_when_that_is_said(county: County):
    world.sit(county)
    monday = county.now.date()
    leave(county, monday + DAY, monday + DAY, vacant=True)
    found = row(week(county))
    assert [cell.lacking for cell in found.cells][:3] == [None, (510, 1050), None]
    assert week(county).lacking > 0


def test_back_again_ends_who_stands_in(county: County, second: str):
    world.sit(county)
    monday = county.now.date()
    made = leave(county, monday - DAY, monday + 3 * DAY, cover=second)
    assert who(week(county))[:4] == [["0161"]] * 4
    actions.end_leave(county["keeper"], CENTRE, made.id, now=county.now)
    assert who(week(county))[:4] == [["0101"]] * 4
    assert Leave.objects.get().last == monday - DAY
    with pytest.raises(LeaveUnknown):
        actions.end_leave(county["keeper"], CENTRE, made.id, now=county.now)
    coming = leave(county, monday + DAY, monday + 2 * DAY, cover=second)
    actions.end_leave(county["keeper"], CENTRE, coming.id, now=county.now)
    assert Leave.objects.count() == 1
    assert not Shift.objects.filter(staff__number=second, from_day__gt=monday).exists()


def test_what_is_refused(county: County, second: str):
    world.sit(county)
    monday = county.now.date()
    with pytest.raises(BadLeave):
        leave(county, monday, monday - DAY)
    with pytest.raises(NotAClerk):
        leave(county, monday, monday, staff="0201")
    with pytest.raises(NotAClerk):
        leave(county, monday, monday, cover="0201")
    with pytest.raises(ShiftClash):
        leave(county, monday, monday, cover="0101")
    leave(county, monday, monday + DAY, staff=second)
    with pytest.raises(LeaveTwice):
        leave(county, monday + DAY, monday + DAY, staff=second)
    with pytest.raises(OnLeave):
        leave(county, monday, monday, cover=second)
    with pytest.raises(OnLeave):
        actions.open_for(county["keeper"], CENTRE, "A01", second, now=county.now)
    with pytest.raises(OnLeave):
        actions.set_shift(
            county["keeper"], CENTRE, "A02", second, str(Turn.DAILY), 510, 720, from_day=monday,
            to_day=monday, now=county.now,
        )  # fmt: skip
    world.sit(county, number="A02", staff=second)
    assert who(week(county), "A02")[:3] == [[], [], ["0161"]]
    assert Leave.objects.count() == 1


def test_nobody_stands_in_at_two_windows_at_once(county: County, second: str):
    world.sit(county)
    world.sit(county, number="A02", staff=second)
    monday = county.now.date()
    with pytest.raises(ShiftClash):
        leave(county, monday, monday, cover=second)
    assert not Leave.objects.exists()
    assert Shift.objects.count() == 2


def test_only_who_runs_the_floor(county: County):
    monday = county.now.date()
    town = Actor(1, "镇里的", staff="0951", posts=(Post(Role.KEEPER, "X", world.TOWN),))
    made = leave(county, monday, monday)
    shift = world.sit(county)
    for other in (county["clerk"], county["supervisor"], town):
        with pytest.raises(NotPermitted):
            actions.take_leave(other, CENTRE, "0101", "leave", monday, monday, now=county.now)
        with pytest.raises(NotPermitted):
            actions.end_leave(other, CENTRE, made.id, now=county.now)
        with pytest.raises(NotPermitted):
            actions.set_shift(other, CENTRE, "A02", "0101", "workday", 510, 720, now=county.now)
        with pytest.raises(NotPermitted):
            actions.end_shift(other, CENTRE, shift, now=county.now)


def test_sent_twice_it_is_one_leave(county: County):
    monday = county.now.date()
    for _ in range(2):
        leave(county, monday, monday, once="k")
    assert Leave.objects.count() == 1


def free(county: County, day: date) -> int:
    found = queries.offer(world.spec(county), CENTRE, now=county.now)
    return next(one.free for one in found if one.day == day)


def booked(county: County, day: date, who: str = "li", start: int = 510) -> str:
    return actions.book(county[who], counties.PLAIN, CENTRE, day, start, now=county.now).number


def test_places_for_bookings_follow_leave_and_what_no_longer_fits_is_listed(county: County, second: str):
    world.sit(county)
    world.sit(county, number="A02", staff=second)
    tomorrow = county.now.date() + DAY
    before = free(county, tomorrow)
    site = queries.kept_site(CENTRE)
    numbers = [booked(county, tomorrow), booked(county, tomorrow, "wang")]
    assert queries.unfit_at(site, county.now.date()) == []
    actions.set_terms(
        county["keeper"], CENTRE,
        {"days": "5", "cancel": "120", "walk_in": "50", "missed": "3", "within": "90", "blocked": "30"},
        now=county.now,
    )  # fmt: skip
    made = leave(county, tomorrow, tomorrow, staff=second, vacant=True)
    assert 0 < free(county, tomorrow) < before
    leave(county, tomorrow, tomorrow, vacant=True)
    assert free(county, tomorrow) == 0
    late = queries.unfit_at(site, county.now.date())
    assert [one.number for one in late] == sorted(numbers)
    assert {(one.line, one.start, one.empty) for one in late} == {("A", 510, "A01")}
    actions.end_leave(county["keeper"], CENTRE, made.id, now=county.now)
    fits = queries.unfit_at(site, county.now.date())
    assert len(fits) <= 1


def test_of_too_many_bookings_the_last_made_do_not_fit(county: County):
    world.sit(county)
    tomorrow = county.now.date() + DAY
    first = booked(county, tomorrow)
    one = Booking.objects.get()
    for n in range(1, 4):
        party = Party.objects.create(kind="person", name="某", id_number=f"无{n}", created_at=county.now)
        Booking.objects.create(
            number=f"Y{n}", line=one.line, item=one.item, party=party, day=one.day, start=one.start,
            end=one.end, place=one.place + n, made_at=one.made_at + timedelta(minutes=n),
        )  # fmt: skip
    late = [each.number for each in queries.unfit_at(queries.kept_site(CENTRE), county.now.date())]
    assert first not in late
    assert late == sorted(late) and late[-1] == "Y3"


def test_a_saturday_turn_without_a_rest_day_is_a_warning(county: County):
    world.sit(county, turn=Turn.SATURDAY, starts=540, ends=720)
    monday = county.now.date()
    found = week(county)
    assert [(one.staff, one.day) for one in found.owed] == [("0101", monday + 5 * DAY)]
    assert who(found)[5] == ["0101"]
    leave(county, monday + 2 * DAY, monday + 2 * DAY, kind="lieu")
    assert week(county).owed != []  # the Saturdays before this one are owed first
    for back in range(1, 6):
        rest = monday - timedelta(days=7 * back - 2)
        Leave.objects.create(
            staff=Staff.objects.get(number="0101"), kind="lieu", first=rest, last=rest, at=county.now, by="x"
        )
    assert week(county).owed == []


def test_on_the_live_floor_who_is_away_is_not_suggested(county: County):
    world.sit(county)
    monday = county.now.date()
    tile = queries.floor(queries.kept_site(CENTRE), county.now).tiles[0]
    assert (tile.staff, tile.state) == ("0101", PostState.CLOSED)
    leave(county, monday, monday, vacant=True)
    assert queries.floor(queries.kept_site(CENTRE), county.now).tiles[0].staff == ""


def test_the_week_takes_as_many_statements_whatever_its_size(county: County, django_assert_max_num_queries):
    world.sit(county)
    booked(county, county.now.date() + DAY)
    week(county)
    with django_assert_max_num_queries(26):
        week(county)
    for n in range(3, 9):
        world.window(CENTRE, f"A{n:02d}", world.WindowKind.GENERAL, county.now, line="A")
    booked(county, county.now.date() + 2 * DAY, "wang")
    with django_assert_max_num_queries(26):
        week(county)
