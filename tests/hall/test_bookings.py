"""预约: what is free, one a day, another time, cancel, checked in first, who did not come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from yimen.catalogue.refusals import ItemUnknown
from yimen.config.worker import drain
from yimen.hall import actions, queries
from yimen.hall.models import Booking
from yimen.rules import booking
from yimen.rules.authority import NotPermitted
from yimen.rules.booking import BookingState
from yimen.rules.calendar import CHINA
from yimen.rules.hall.keeping import BadLine
from yimen.rules.hall.terms import Turn
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db]
TUESDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 28)
NINE = 540
AT = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)


@pytest.fixture
def manned(county: County) -> County:
    """One clerk at A01 on working days and Saturdays: 3 services in half an hour, 2 of them to be booked."""
    world.sit(county)
    world.sit(county, turn=Turn.SATURDAY)
    return county


def book(county: County, who: str = "li", day: date = TUESDAY, start: int = NINE, **more: str) -> str:
    asked = {"item": counties.PLAIN, "site": world.CENTRE_SITE, **more}
    return actions.book(county[who], asked["item"], asked["site"], day, start, now=county.now).number


def free(county: County, day: date = TUESDAY) -> dict[int, int]:
    found = queries.offer(world.spec(county), world.CENTRE_SITE, now=county.now)
    return {one.start: one.free for one in next(o for o in found if o.day == day).slots}


def test_a_place_is_booked_and_given_back(manned: County):
    assert free(manned)[NINE] == 2
    number = book(manned)
    assert free(manned)[NINE] == 1
    row = queries.my_booking(manned.parties["li"].pk, number, now=manned.now)
    assert (row.item_name, row.site_name, row.begins, row.may_change) == (
        "信息查询服务", "云溪县政务服务中心", AT, True,
    )  # fmt: skip
    actions.cancel_booking(manned["li"], number, now=manned.now)
    assert free(manned)[NINE] == 2
    kinds = [one.kind for one in trail.history(f"booking:{number}")]
    assert kinds == ["booking.made", "booking.cancelled"]
    assert book(manned) != number


def test_the_last_place_is_sold_once(manned: County):
    book(manned)
    book(manned, "wang")
    assert NINE not in free(manned) or free(manned)[NINE] == 0
    with pytest.raises(booking.SlotGone):
        book(manned, "zhao")
    book(manned, "zhao", start=NINE + 30)


def test_another_time_is_taken_before_the_old_one_is_given_back(manned: County):
    number = book(manned)
    book(manned, "wang", start=NINE + 60)
    book(manned, "zhao", start=NINE + 60)
    with pytest.raises(booking.SlotGone):
        actions.rebook(manned["li"], number, TUESDAY, NINE + 60, now=manned.now)
    assert Booking.objects.get(number=number).state == BookingState.BOOKED
    moved = actions.rebook(manned["li"], number, TUESDAY, NINE + 30, now=manned.now)
    assert Booking.objects.get(number=number).state == BookingState.CANCELLED
    rows = queries.my_bookings(manned.parties["li"].pk, now=manned.now)
    assert [(one.number, str(one.state)) for one in rows] == [(moved.number, "booked"), (number, "cancelled")]


def test_who_is_refused_and_why(manned: County):
    book(manned)
    li, now = manned["li"], manned.now
    tried = [
        (booking.BookedThatDay, lambda: book(manned, start=NINE + 60)),
        (booking.DayOutside, lambda: book(manned, day=now.date())),
        (booking.DayOutside, lambda: book(manned, day=date(2026, 12, 1))),
        (booking.SlotGone, lambda: book(manned, "wang", start=NINE + 1)),
        (booking.RealNameNeeded, lambda: book(manned, "clerk")),
        (booking.NotBookable, lambda: book(manned, "wang", site=world.TOWN_SITE)),
        (booking.NotBookable, lambda: book(manned, "wang", site="YX-99")),
        (ItemUnknown, lambda: book(manned, "wang", item="XX")),
        # Not on the list of weekend service.
        (booking.SlotGone, lambda: book(manned, "wang", day=SATURDAY)),
        (booking.BookingUnknown, lambda: actions.cancel_booking(manned["wang"], "Y1", now=now)),
        (booking.BookingUnknown, lambda: actions.rebook(li, "Y1", TUESDAY, NINE, now=now)),
        (BadLine, lambda: actions.keep_line(manned["keeper"], world.TOWN_SITE, "ABC", "x", 5, now=now)),
        (BadLine, lambda: actions.keep_line(manned["keeper"], world.TOWN_SITE, "A", "x", 0, now=now)),
    ]
    for refusal, act in tried:
        with pytest.raises(refusal):
            act()
    assert Booking.objects.count() == 1


def test_nobodys_booking_is_anybody_elses(manned: County):
    number = book(manned)
    with pytest.raises(booking.BookingUnknown):
        queries.my_booking(manned.parties["wang"].pk, number, now=manned.now)
    with pytest.raises(booking.BookingUnknown):
        actions.cancel_booking(manned["wang"], number, now=manned.now)


def test_saturday_may_be_booked_for_what_is_on_the_list(manned: County):
    actions.list_weekend(manned["keeper"], [counties.PLAIN], world.BASIS, now=manned.now)
    assert free(manned, SATURDAY)[NINE] == 2
    book(manned, day=SATURDAY)


def test_too_late_to_change(manned: County):
    number = book(manned)
    for act in (
        lambda now: actions.cancel_booking(manned["li"], number, now=now),
        lambda now: actions.rebook(manned["li"], number, date(2026, 11, 25), NINE, now=now),
    ):
        with pytest.raises(booking.TooLateToChange):
            act(AT - timedelta(minutes=100))


@pytest.mark.parametrize(("late", "first"), [(-20, True), (10, True), (25, False)])
def test_checked_in_by_the_clerk(manned: County, late: int, first: bool):
    number, now = book(manned), AT + timedelta(minutes=late)
    rows = queries.bookings_of_day([counties.REGION], TUESDAY, now=now)
    assert [(one.number, one.party) for one in rows] == [(number, "李敏")]
    assert actions.check_in(manned["clerk"], number, now=now).first is first
    with pytest.raises(booking.NotOpenAnyMore):
        actions.check_in(manned["clerk"], number, now=now)


def test_who_may_check_in(manned: County):
    number, far = book(manned), world.town_clerk(manned)
    with pytest.raises(booking.BookingUnknown):
        actions.check_in(far, number, now=AT)
    with pytest.raises(NotPermitted):
        actions.check_in(manned["officer"], number, now=AT)
    with pytest.raises(booking.NotToday):
        actions.check_in(manned["clerk"], number, now=manned.now)


def test_who_does_not_come_three_times_waits(manned: County):
    numbers = []
    for n in range(3):
        now = manned.now + timedelta(days=n)
        day = now.date() + timedelta(days=1)
        numbers.append(
            actions.book(manned["li"], counties.PLAIN, world.CENTRE_SITE, day, NINE, now=now).number
        )
    kept = actions.book(
        manned["wang"], counties.PLAIN, world.CENTRE_SITE, TUESDAY, NINE, now=manned.now
    ).number
    actions.check_in(manned["clerk"], kept, now=AT)
    later = manned.now + timedelta(days=4)
    assert actions.close_days(later) == 3
    assert actions.close_days(later) == 0
    assert set(Booking.objects.filter(number__in=numbers).values_list("state", flat=True)) == {"missed"}
    with pytest.raises(booking.BookingBlocked):
        actions.book(manned["li"], counties.PLAIN, world.CENTRE_SITE, date(2026, 11, 30), NINE, now=later)
    drain(later)
    assert Booking.objects.get(number=kept).state == BookingState.CAME


def test_an_item_stands_in_the_queue_made_for_it(manned: County):
    """B01 is the health department's: its items stand there, nobody sits there."""
    world.sit(manned, number="B01", staff="0102", ends=720)
    spec = world.spec(manned)
    health = type(spec).from_dict({**spec.to_dict(), "department": counties.HEALTH})
    for one, last in ((spec, 1020), (health, 690)):
        slots = queries.offer(one, world.CENTRE_SITE, now=manned.now)[0].slots
        assert slots[-1].start == last
    assert queries.bookable_at(spec, [world.CENTRE_SITE, world.MACHINES]) == {world.CENTRE_SITE}
