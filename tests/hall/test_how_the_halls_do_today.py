"""All halls today, counted from their tickets: who came, who waits, how long, beside what is usual."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from yimen.hall import actions, queries
from yimen.hall.models import Line, MeasuredDay, MeasuredHour, Ticket
from yimen.rules.authority import SYSTEM, Actor, Post
from yimen.rules.calendar import china_date, china_time
from yimen.rules.terms import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
MINUTE = timedelta(minutes=1)


def take(site: str, now: datetime, letter: str = "A") -> None:
    actions.take(SYSTEM, site, letter=letter, now=now)


def serve(who: Actor, now: datetime, minutes: int = 3) -> None:
    one = actions.call_next(who, now=now)
    actions.start(who, one.id, now=now)
    actions.finish(who, one.id, now=now + minutes * MINUTE)


@pytest.fixture
def clerk(county: County) -> Actor:
    post = Post(Role.CLERK, counties.MARKET, counties.REGION)
    return Actor(account=None, name="员", staff="0777", posts=(post,))


def test_every_figure_is_that_of_the_tickets(county: County, clerk: Actor) -> None:
    start = county.now
    actions.open_window(clerk, world.CENTRE_SITE, "A01", now=start)
    for n in range(5):
        take(world.CENTRE_SITE, start + n * MINUTE)
    take(world.TOWN_SITE, start + MINUTE)
    serve(clerk, start + 6 * MINUTE)  # waited 6
    serve(clerk, start + 12 * MINUTE)  # waited 11
    now = start + 13 * MINUTE
    told = queries.today(now)
    assert (told.came, told.served, told.waiting) == (6, 2, 4) == (
        Ticket.objects.count(), Ticket.objects.filter(state="done").count(),
        Ticket.objects.filter(state="waiting").count(),
    )  # fmt: skip
    assert told.mean == pytest.approx((6 + 11) / 2 * 60) and told.ninth == told.most == 11 * 60
    assert told.late == 2, "who came in minutes 1 and 2 waits longer than ten now"
    centre, town = (next(one for one in told.halls if one.code == code)
                    for code in (world.CENTRE_SITE, world.TOWN_SITE))  # fmt: skip
    assert (centre.came, centre.waiting, centre.calling, centre.since) == (5, 3, 1, start + 2 * MINUTE)
    assert (town.came, town.waiting, town.calling) == (1, 1, 0)
    assert told.halls[0] is centre, "the busiest first"
    assert [(one.site, one.waiting) for one in told.queues] == [(town.name, 1), (centre.name, 3)]
    assert told.calling == 1 and told.windows == sum(one.windows for one in told.halls)


def test_who_comes_by_the_hour_beside_the_same_weekday_before(county: County) -> None:
    hour, day = china_time(county.now).hour, china_date(county.now)
    line = Line.objects.get(site__code=world.CENTRE_SITE, letter="A")
    for weeks, visits in ((1, 5), (2, 2), (6, 99)):
        before = day - timedelta(weeks=weeks)
        MeasuredDay.objects.create(day=before, at=county.now, visits=visits)
        MeasuredHour.objects.create(day=before, line=line, hour=hour, visits=visits)
    take(world.CENTRE_SITE, county.now)
    told = queries.today(county.now)
    assert [(one.hour, one.came, one.usual) for one in told.hours] == [(hour, 1, 4)]


def test_the_statements_stay_the_same_however_many_come(county: County) -> None:
    take(world.CENTRE_SITE, county.now)
    with CaptureQueriesContext(
        connection,
    ) as few:
        queries.today(county.now)
    for n in range(12):
        take(world.TOWN_SITE if n % 2 else world.CENTRE_SITE, county.now + n * MINUTE)
    with CaptureQueriesContext(connection) as many:
        queries.today(county.now + 20 * MINUTE)
    assert len(many) == len(few) <= 12


def test_a_morning_without_anybody(county: County) -> None:
    told = queries.today(county.now)
    assert (told.came, told.waiting, told.late, told.mean, told.ninth, told.hours) == (
        0,
        0,
        0,
        None,
        None,
        [],
    )
