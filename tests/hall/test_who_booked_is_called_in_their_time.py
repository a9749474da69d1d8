"""预约签到 gives a number: in time it is called before those who walked in, too late it waits with them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from yimen.hall import actions
from yimen.hall.models import Ticket
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import CHINA

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
DAY, NINE = date(2026, 11, 24), 540
AT = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def booked(county: County) -> str:
    """李敏 is booked for nine; two others walked in before."""
    world.sit(county)
    made = actions.book(county["li"], counties.PLAIN, world.CENTRE_SITE, DAY, NINE, now=county.now)
    for early in (20, 19):
        actions.take(SYSTEM, world.CENTRE_SITE, now=AT - early * MINUTE)
    return made.number


def called(county: County, now: datetime) -> str:
    actions.open_window(county["clerk"], world.CENTRE_SITE, "A01", now=now)
    return actions.call_next(county["clerk"], now=now + MINUTE).number


def test_in_time_they_go_first(county: County, booked: str) -> None:
    done = actions.check_in(county["clerk"], booked, now=AT)
    assert (done.first, done.ticket) == (True, "A003")
    row = Ticket.objects.get(number="A003")
    assert (row.slot, row.source, row.party_id) == (AT, "booking", county.parties["li"].pk)
    assert [one.item.code for one in row.matters.all()] == [counties.PLAIN]
    assert called(county, AT + MINUTE) == "A003"


def test_too_late_they_wait_with_the_others(county: County, booked: str) -> None:
    done = actions.check_in(county["clerk"], booked, now=AT + 11 * MINUTE)
    assert (done.first, done.ticket) == (False, "A003")
    assert called(county, AT + 12 * MINUTE) == "A001"


def test_who_waits_already_keeps_their_number_which_counts_as_booked(county: County, booked: str) -> None:
    own = actions.take(county["li"], world.CENTRE_SITE, now=AT - 5 * MINUTE)
    assert actions.check_in(county["clerk"], booked, now=AT).ticket == own.number
    assert Ticket.objects.count() == 3
    assert called(county, AT + MINUTE) == own.number
