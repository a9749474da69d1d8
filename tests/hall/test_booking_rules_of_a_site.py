"""Each hall has numbers of its own: days ahead, until when to change, how often one may stay away."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from yimen.hall import actions, queries
from yimen.hall.models import Site
from yimen.rules import booking
from yimen.rules.authority import NotPermitted
from yimen.rules.booking_terms import BadTerms, Terms
from yimen.rules.calendar import CHINA
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TUESDAY, NINE = date(2026, 11, 24), 540
AT = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)


def _set(county: County, **numbers: int) -> None:
    typed = {key: str(value) for key, value in (asdict(Terms()) | numbers).items()}
    actions.set_terms(county["keeper"], world.CENTRE_SITE, typed, now=county.now)


def _book(county: County, who: str = "li", day: date = TUESDAY) -> str:
    made = actions.book(county[who], counties.PLAIN, world.CENTRE_SITE, day, NINE, now=county.now)
    return made.number


def test_the_share_of_those_who_walk_in(county: County):
    world.sit(county)
    for share, places in ((50, 2), (10, 3), (90, 1)):
        _set(county, walk_in=share)
        found = queries.offer(world.spec(county), world.CENTRE_SITE, now=county.now)
        assert next(o for o in found if o.day == TUESDAY).slots[0].free == places


def test_how_far_ahead(county: County):
    world.sit(county)
    _set(county, days=1)
    with pytest.raises(booking.DayOutside):
        _book(county, day=TUESDAY + timedelta(days=7))
    _set(county, days=10)
    assert _book(county, day=TUESDAY + timedelta(days=7))


def test_until_when_one_may_change(county: County):
    world.sit(county)
    number, party = _book(county), county.parties["li"].pk
    late = AT - timedelta(minutes=100)
    assert not queries.my_booking(party, number, now=late).may_change
    _set(county, cancel=60)
    assert queries.my_booking(party, number, now=late).may_change
    actions.cancel_booking(county["li"], number, now=late)


def test_how_often_one_may_not_come(county: County):
    world.sit(county)
    _set(county, missed=2, blocked=7)
    for _ in range(2):
        now = county.now
        _book(county, day=now.date() + timedelta(days=1))
        county.now = now + timedelta(days=2)
        assert actions.close_days(county.now) == 1
    with pytest.raises(booking.BookingBlocked):
        _book(county, day=county.now.date() + timedelta(days=1))


def test_who_sets_them_and_what_stays(county: County):
    world.sit(county)
    with pytest.raises(NotPermitted):
        actions.set_terms(county["clerk"], world.CENTRE_SITE, {}, now=county.now)
    with pytest.raises(BadTerms):
        _set(county, days=0)
    assert Site.objects.get(code=world.CENTRE_SITE).terms == {}
    _set(county, days=3)
    assert [one.kind for one in trail.history(f"hall:{world.CENTRE_SITE}")][-1] == "hall.terms_set"
