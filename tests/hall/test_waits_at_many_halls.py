"""Lists of halls say who waits where, in as many statements for a hundred halls as for one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import hall_world as world
from tests.county import County
from yimen.hall import actions, queries
from yimen.hall.queries import SiteWait
from yimen.rules.authority import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
SITES = [world.CENTRE_SITE, world.TOWN_SITE, world.FAR_SITE]


def test_who_waits_and_how_long_for_the_item_asked_about(county: County):
    now, spec = county.now, world.spec(county)
    assert queries.waits_at(SITES, now, spec)[world.TOWN_SITE].people == 0
    for _ in range(3):
        actions.take(SYSTEM, world.CENTRE_SITE, now=now, letter="A")
    actions.take(SYSTEM, world.CENTRE_SITE, now=now, letter="B")
    actions.open_window(county["clerk"], world.CENTRE_SITE, "A01", now=now)
    found = queries.waits_at(SITES, now, spec)
    # Four wait in the hall; three of them where this item is taken in, ten minutes each at the one window.
    assert (found[world.CENTRE_SITE].people, found[world.CENTRE_SITE].wait.ahead) == (4, 3)
    assert 20 <= found[world.CENTRE_SITE].wait.low < 40 < found[world.CENTRE_SITE].wait.high
    assert not found[world.TOWN_SITE].wait.known
    assert world.FAR_SITE not in found, "no number is called there"
    assert queries.waits_at(SITES, now)[world.CENTRE_SITE] == SiteWait(4)


def test_the_mean_of_the_day_counts_once_there_are_enough(county: County):
    now, spec = county.now, world.spec(county)
    actions.open_window(county["clerk"], world.CENTRE_SITE, "A01", now=now)
    for _ in range(5):
        one = actions.take(SYSTEM, world.CENTRE_SITE, now=now, letter="A")
        actions.call_next(county["clerk"], now=now)
        actions.start(county["clerk"], one.id, now=now)
        now += timedelta(minutes=20)
        actions.finish(county["clerk"], one.id, now=now)
    told = queries.waits_at(SITES, now, spec)[world.CENTRE_SITE].wait
    assert told.ahead == 0 and told.high >= 40, "twenty minutes and their scatter, not the ten entered"


def test_the_number_of_statements_is_fixed(county: County):
    spec, counted = world.spec(county), []
    for sites in (SITES[:1], SITES):
        with CaptureQueriesContext(connection) as seen:
            queries.waits_at(sites, county.now, spec)
        counted.append(len(seen))
    assert counted == [8, 8]
