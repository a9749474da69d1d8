"""A hundred people book the same time at once: as many get a place as there are, and nobody gets two."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from tests import county as counties
from tests import hall_world as world
from yimen.hall import actions
from yimen.hall.models import Booking
from yimen.parties.models import Party
from yimen.rules import booking
from yimen.rules.authority import Actor
from yimen.rules.errors import RuleBroken
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]
TUESDAY, NINE = date(2026, 11, 24), 540
PEOPLE, PLACES = 100, 2


@pytest.fixture
def county(now: object) -> counties.County:
    made = world.build(counties.build(now))  # type: ignore[arg-type]
    world.sit(made)
    return made


def visitors(county: counties.County) -> list[Actor]:
    rows = Party.objects.bulk_create(
        Party(
            kind="person", name=f"访客{n}", id_number=counties.id_number("19900101", n + 100),
            created_at=county.now,
        )
        for n in range(PEOPLE)
    )  # fmt: skip
    return [Actor(account=1000 + n, name=one.name, party=one.pk) for n, one in enumerate(rows)]


def at_once(calls: list[object]) -> Counter[str]:
    """How each call ended: "booked" or the code of its refusal."""

    def one(call: object) -> str:
        try:
            call()  # type: ignore[operator]
        except RuleBroken as refusal:
            return refusal.code
        finally:
            connection.close()
        return "booked"

    with ThreadPoolExecutor(20) as pool:
        return Counter(pool.map(one, calls))


def test_a_hundred_for_two_places(county: counties.County) -> None:
    calls = [
        lambda who=who: actions.book(who, counties.PLAIN, world.CENTRE_SITE, TUESDAY, NINE, now=county.now)
        for who in visitors(county)
    ]
    assert at_once(calls) == {"booked": PLACES, booking.SlotGone.code: PEOPLE - PLACES}
    rows = Booking.objects.filter(day=TUESDAY, start=NINE)
    assert sorted(rows.values_list("place", flat=True)) == [1, 2]
    for row in rows:
        assert [one.kind for one in trail.history(f"booking:{row.number}")] == ["booking.made"]


def test_one_person_books_the_same_day_at_once(county: counties.County) -> None:
    """Different times, so the places do not clash; the day does."""
    who = visitors(county)[0]
    calls = [
        lambda n=n: actions.book(
            who, counties.PLAIN, world.CENTRE_SITE, TUESDAY, NINE + 30 * n, now=county.now
        )
        for n in range(5)
    ]
    assert at_once(calls) == {"booked": 1, booking.BookedThatDay.code: 4}


def test_the_database_itself_holds_a_place_once(county: counties.County) -> None:
    """Behind the lock stands a constraint: a row written past it is refused."""
    first, second = visitors(county)[:2]
    number = actions.book(first, counties.PLAIN, world.CENTRE_SITE, TUESDAY, NINE, now=county.now).number
    row = Booking.objects.get(number=number)
    row.pk, row.number, row.party_id = None, "Y1124999999", second.party or 0
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    row.place, row.party_id = 2, first.party or 0
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
