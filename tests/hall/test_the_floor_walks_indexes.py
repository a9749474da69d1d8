"""How SQLite goes about what a hall reads all day: by an index each, never through all numbers or all posts
that there ever were. It keeps no statistics here, as in operation: no plan depends on how much there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import hall_world as world
from tests.county import County
from yimen.hall import actions, queries
from yimen.rules.authority import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
#: Words of a plan that begin a reading of a whole table that grows with the days.
THROUGH = ("SCAN hall_ticket", "SCAN hall_windowpost", "SCAN hall_dayqueue", "SCAN hall_booking", "SCAN U0")


def plan(call: Callable[[], object]) -> list[str]:
    """The steps of the plan of each statement that a call makes, reads and writes."""
    if connection.vendor != "sqlite":
        pytest.skip("the plans of SQLite")
    with CaptureQueriesContext(connection) as seen:
        call()
    steps = []
    with connection.cursor() as cursor:
        for one in seen.captured_queries:
            sql = one["sql"]
            if sql.startswith(("SELECT", "UPDATE", "DELETE")):
                cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
                steps += [f"{row[3]} of {sql[:300]}" for row in cursor.fetchall()]
    assert steps
    return steps


@pytest.fixture
def hall(county: County) -> County:
    """Some wait, one is at a window."""
    for _ in range(4):
        actions.take(SYSTEM, world.CENTRE_SITE, letter="A", now=county.now)
    actions.open_window(county["clerk"], world.CENTRE_SITE, "A01", now=county.now)
    actions.call_next(county["clerk"], now=county.now)
    return county


READS: dict[str, Callable[[County, str], object]] = {
    "a clerk's window": lambda c, key: queries.own_window("0101", c.now),
    "the windows to open": lambda c, key: queries.posts_of(queries.kept_site(world.CENTRE_SITE), c.now),
    "a visitor's ticket": lambda c, key: queries.own_ticket(key, c.now),
    "who is served": lambda c, key: queries.serving("0101", c.now),
    "the floor": lambda c, key: queries.floor(queries.kept_site(world.CENTRE_SITE), c.now),
    "before the doors open": lambda c, key: queries.morning(queries.kept_site(world.CENTRE_SITE), c.now),
    "a hall's display": lambda c, key: queries.board(world.CENTRE_SITE, c.now),
    "a window's display": lambda c, key: queries.window_board(world.CENTRE_SITE, "A01", c.now),
    "all halls on a wall": lambda c, key: queries.today(c.now),
    "how long one waits at all halls": lambda c, key: queries.waits_at([world.CENTRE_SITE], c.now),
    "what waits at one hall": lambda c, key: queries.waits(world.CENTRE_SITE, c.now),
}


@pytest.mark.parametrize("what", READS)
def test_a_read(what: str, hall: County) -> None:
    taken = actions.take(SYSTEM, world.CENTRE_SITE, letter="A", now=hall.now)
    steps = plan(lambda: READS[what](hall, taken.key))
    assert not [step for step in steps if step.startswith(THROUGH)]


def test_the_acts_of_a_window(hall: County) -> None:
    def acts() -> None:
        clerk, now = hall["clerk"], hall.now
        first = queries.own_window("0101", now)
        assert first is not None and first.current is not None
        actions.start(clerk, first.current.id, now=now)
        actions.finish(clerk, first.current.id, now=now)
        actions.call_next(clerk, now=now)
        actions.take(SYSTEM, world.CENTRE_SITE, letter="A", now=now)

    steps = plan(acts)
    assert not [step for step in steps if step.startswith(THROUGH)]
