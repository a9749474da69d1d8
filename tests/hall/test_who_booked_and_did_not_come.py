"""No-shows by hall, item and hour, added up with the day and told on the page of the halls."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import pytest

from tests import county as counties
from tests import hall_world
from tests.visits_world import FIRST, SECOND, SITE, TOWN, two_days
from tests.web.staff_world import signed_in
from yimen.catalogue.models import Item
from yimen.hall import actions
from yimen.hall.models import Booking, Line, MeasuredBooking
from yimen.hall.queries import appointments
from yimen.hall.queries.measured import Span
from yimen.rules.calendar import midnight
from yimen.rules.measures.appointments import Appointments

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
SPAN = Span(FIRST, SECOND)


@pytest.fixture
def halls(now: datetime) -> counties.County:
    county = hall_world.build(counties.build(now))
    two_days()
    people = [county.parties[name].pk for name in ("li", "wang")]
    told = [  # day, site, item, start, state, came late by minutes, whose
        (SECOND, SITE, counties.PLAIN, 540, "came", 0, 0),
        (SECOND, SITE, counties.PLAIN, 555, "missed", None, 1),
        (FIRST, SITE, counties.INSTANT, 600, "came", 30, 0),
        (FIRST, TOWN, counties.PLAIN, 600, "booked", None, 1),
        (SECOND, SITE, counties.PLAIN, 540, "cancelled", None, 0),
    ]
    for n, (day, site, item, start, state, late, who) in enumerate(told):
        came = None if late is None else midnight(day) + timedelta(minutes=start + late)
        Booking.objects.create(
            number=f"Y{n}", line=Line.objects.get(site__code=site, letter="A"), day=day, party_id=people[who],
            item=Item.objects.get(code=item), start=start, end=start + 15, place=n + 1, state=state,
            made_at=now, came_at=came,
        )  # fmt: skip
    actions.measure_days(now)
    return county


def test_by_hall_item_and_hour(halls: counties.County) -> None:
    assert appointments.whole(SPAN) == Appointments(4, 2, 1, 1800, 1800)
    assert [(one.key, one.told.booked, one.told.missed) for one in appointments.by_site(SPAN)] == [
        (SITE, 3, 1), (TOWN, 1, 1),
    ]  # fmt: skip
    assert [(one.key, one.told.missed) for one in appointments.by_hour(SPAN)] == [(9, 1), (10, 1)]
    found = appointments.by_item(SPAN, 5)
    assert [(one.key, one.told.missed, one.told.late) for one in found] == [
        (counties.PLAIN, 2, 0), (counties.INSTANT, 0, 1),
    ]  # fmt: skip
    assert appointments.whole(Span(SECOND, SECOND)).booked == 2
    assert appointments.whole(Span(SPAN.first, SECOND, TOWN)) == Appointments(1)


def test_adding_up_again_replaces(halls: counties.County, now: datetime) -> None:
    before = MeasuredBooking.objects.count()
    Booking.objects.filter(number="Y1").update(state="came", came_at=now)
    for row in MeasuredBooking.objects.values_list("day", flat=True).distinct():
        actions.measure_day(row, now)
    assert MeasuredBooking.objects.count() == before
    assert appointments.whole(SPAN).missed == 1


def test_on_the_page_and_as_a_table(halls: counties.County) -> None:
    client = signed_in(halls, "supervisor")
    asked = f"?from={SPAN.first.isoformat()}&to={SPAN.last.isoformat()}"
    page = client.get(f"/watch/hall/{asked}").content.decode()
    assert "约了的人来了没有" in page and ">50%</b>" in page and "平均晚 30 分钟" in page
    told = client.get(f"/watch/hall/table/kept-site/{asked}").content.decode().lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(told)))
    assert [row[1:5] for row in rows[1:]] == [["3", "2", "1", "33.3"], ["1", "0", "1", "100.0"]]


def test_without_appointments_nothing_is_said_of_them(halls: counties.County) -> None:
    MeasuredBooking.objects.all().delete()
    page = signed_in(halls, "supervisor").get("/watch/hall/?from=2026-10-01&to=2026-11-12").content.decode()
    assert "约了的人来了没有" not in page
