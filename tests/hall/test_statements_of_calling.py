"""An act at the counter costs the same however many wait: its statements are counted, whom it reads too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import hall_world as world
from tests.county import County
from yimen.hall import actions
from yimen.hall.models import Line, Ticket, Window
from yimen.hall.queries import tickets as reading
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date
from yimen.rules.queueing import order
from yimen.rules.queueing.terms import Lane
from yimen.trail import chain

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
MINUTE = timedelta(minutes=1)


def _counted(act: object) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()  # type: ignore[operator]
    return sum(not one["sql"].startswith(("BEGIN", "COMMIT")) for one in seen)


def test_statements_do_not_grow_with_who_waits(county: County) -> None:
    now = county.now
    actions.open_window(county["clerk"], world.CENTRE_SITE, "A01", now=now)
    counted = []
    for waiting in (2, 30):
        for _ in range(waiting):
            actions.take(SYSTEM, world.CENTRE_SITE, letter="A", now=now)
        taken = _counted(lambda: actions.take(SYSTEM, world.CENTRE_SITE, letter="A", now=now))
        called = _counted(lambda: actions.call_next(county["clerk"], now=now))
        one = Ticket.objects.get(state="called")
        begun = _counted(lambda one=one: actions.start(county["clerk"], one.pk, now=now))
        ended = _counted(lambda one=one: actions.finish(county["clerk"], one.pk, now=now))
        counted.append((taken, called, begun, ended))
    assert counted[0] == counted[1] and max(counted[0]) <= 12


WAITING = st.lists(
    st.tuples(
        st.sampled_from(list(Lane)), st.integers(-30, 30), st.sampled_from([0, 0, 0, 1, 4]),
        st.sampled_from(["", "A01", "A02"]), st.integers(0, 6),
    ),
    max_size=9,
)  # fmt: skip


@given(waiting=WAITING, calls=st.integers(0, 5), since=st.integers(0, 3))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_who_is_looked_at_decides_as_everybody_would(county: County, waiting, calls: int, since: int) -> None:
    """Only the front of each lane is read: the rule finds the same visitor as among all who wait."""
    now, day = county.now, china_date(county.now)
    line = Line.objects.get(site__code=world.CENTRE_SITE, letter="A")
    windows = {one.number: one for one in Window.objects.filter(site__code=world.CENTRE_SITE)}
    Ticket.objects.all().delete()
    Ticket.objects.bulk_create(
        Ticket(
            line=line, waits_in=line, day=day, seq=n, number=f"A{n:03}", key=f"k{n}", state="waiting",
            lane=lane, source="kiosk", arrived=now - came * MINUTE, at=now, after=after,
            head_hash=chain.START,
            slot=now + slot * MINUTE if lane is Lane.BOOKED else None, window=windows.get(window),
        )
        for n, (lane, slot, after, window, came) in enumerate(waiting, 1)
    )  # fmt: skip
    post, turns = order.Post("A01", frozenset("A")), {"A": order.Turn(calls, since)}
    front = reading.front({"A": line.pk}, day, windows["A01"].pk)
    everybody = reading.waiting([line.pk], day)
    assert order.next_for(post, front, turns, now) == order.next_for(post, everybody, turns, now)
    assert {pk: one.number for one, pk in front.items()}.items() <= dict(
        Ticket.objects.values_list("pk", "number")
    ).items()
