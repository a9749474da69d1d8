"""Many machines give numbers and many windows call at once: no gap, nothing twice, nobody called twice."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.cases.conftest import NOW
from tests.concurrency.gate import together
from yimen.bureau.models import Post, Region, Staff
from yimen.hall import actions
from yimen.hall.models import DayQueue, Ticket
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.authority import Post as PostFact
from yimen.rules.hall.terms import WindowKind
from yimen.rules.queueing import posts
from yimen.rules.terms import Role
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
KIOSKS, EACH, WINDOWS = 20, 4, 50


def clerk(number: int) -> Actor:
    """Somebody at a window of their own, which is open."""
    staff = Staff.objects.create(
        number=f"07{number:02}",
        name=f"员07{number:02}",
        department=Staff.objects.get(number="0101").department,
    )
    Post.objects.create(
        staff=staff,
        role=Role.CLERK,
        department=staff.department,
        region=Region.objects.get(code=counties.REGION),
    )
    world.window(world.CENTRE_SITE, f"W{number:02}", WindowKind.GENERAL, NOW, line="A")
    fact = PostFact(Role.CLERK, counties.MARKET, counties.REGION)
    actor = Actor(account=None, name=staff.name, staff=staff.number, posts=(fact,))
    actions.open_window(actor, world.CENTRE_SITE, f"W{number:02}", now=NOW)
    return actor


def test_fifty_windows_and_twenty_machines_at_once() -> None:
    world.build(counties.build(NOW))
    clerks = [clerk(n) for n in range(WINDOWS)]

    def give() -> list[str]:
        found = []
        for n in range(EACH):
            at = NOW + timedelta(seconds=n)
            found.append(actions.take(SYSTEM, world.CENTRE_SITE, source="kiosk", now=at).number)
        return found

    def call(who: Actor) -> int:
        while True:
            try:
                return actions.call_next(who, now=NOW + timedelta(minutes=1)).id
            except posts.NothingToCall:
                threading.Event().wait(0.02)

    answers = together(*[give] * KIOSKS, *[lambda who=who: call(who) for who in clerks])
    assert [one for one in answers if isinstance(one, Exception)] == []
    numbers = [n for one in answers[:KIOSKS] for n in one]  # type: ignore[attr-defined]
    assert sorted(numbers) == [f"A{n:03}" for n in range(1, KIOSKS * EACH + 1)]
    called = answers[KIOSKS:]
    assert len(set(called)) == WINDOWS
    queue = DayQueue.objects.get(line__letter="A")
    assert (queue.numbers, queue.calls) == (KIOSKS * EACH, WINDOWS)
    assert Ticket.objects.filter(state="called").values("window").distinct().count() == WINDOWS
    for pk in called:
        assert list(trail.broken_links(f"ticket:{pk}")) == []


def test_a_visitor_who_leaves_while_called_is_one_story() -> None:
    world.build(counties.build(NOW))
    who = clerk(1)
    for n in range(6):
        at = NOW + timedelta(minutes=n)
        taken = actions.take(SYSTEM, world.CENTRE_SITE, now=at)
        later = at + timedelta(seconds=30)
        together(
            lambda: actions.leave(SYSTEM, taken.key, now=later),  # noqa: B023
            lambda: actions.call_next(who, now=later),  # noqa: B023
        )
        row = Ticket.objects.get(pk=taken.id)
        kinds = [one.kind for one in trail.history(f"ticket:{taken.id}")]
        assert (row.state, kinds[-1]) in {("left", "ticket.left"), ("called", "ticket.called")}
        assert len(kinds) == 2
        if row.state == "called":
            actions.put_back(who, taken.id, now=later)
            actions.leave(SYSTEM, taken.key, now=later)
