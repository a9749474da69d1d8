"""Two who write to one stream of the trail at once both succeed: who lost the place in order tries again."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import connection

from tests import county as counties
from tests.cases.conftest import NOW
from tests.concurrency.gate import together
from yimen.bureau import actions
from yimen.bureau.models import Staff
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.events import Kind
from yimen.rules.offices import AlreadyThere
from yimen.trail import actions as trail_actions
from yimen.trail import queries as trail
from yimen.trail.models import Event, Once
from yimen.trail.usecase import use_case

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def county() -> counties.County:
    return counties.build(NOW)


def hire(county: counties.County, number: str, once: str = "") -> Callable[[], object]:
    return lambda: actions.hire(county["admin"], number, "丁一", counties.MARKET, now=NOW, once=once)


def assert_whole(stream: str, expected: int) -> None:
    assert [row.seq for row in trail.history(stream)] == list(range(1, expected + 1))
    assert list(trail.broken_links(stream)) == []


def test_two_hired_at_once_are_both_hired(county):
    results = together(hire(county, "5001"), hire(county, "5002"))
    assert [r for r in results if isinstance(r, Exception)] == []
    assert Staff.objects.filter(number__in=["5001", "5002"]).count() == 2
    assert_whole("bureau", 2)


@dataclass(frozen=True)
class Met:
    """How often the act was begun."""

    begun: int


def test_two_who_read_the_same_head_both_get_a_place(county):
    """The clash made certain: where the database lets two write at once, both read the head, then append."""
    at_once = connection.vendor == "postgresql"  # SQLite lets in one writer after the other
    begun: list[str] = []
    both_read = threading.Barrier(2)

    @use_case(Met)
    def note(actor: Actor, who: str, *, now: datetime, once: str = "") -> Met:
        begun.append(who)
        head = trail_actions.head_of("shared")
        if begun.count(who) == 1:
            with contextlib.suppress(threading.BrokenBarrierError):
                both_read.wait(20 if at_once else 1)
        trail_actions.append("shared", Kind.STAFF_CHANGED, actor.label, now, {"who": who}, head=head)
        return Met(begun.count(who))

    results = together(lambda: note(SYSTEM, "a", now=NOW), lambda: note(SYSTEM, "b", now=NOW))
    assert [r for r in results if isinstance(r, Exception)] == []
    assert {row.data["who"] for row in Event.objects.filter(stream="shared")} == {"a", "b"}
    assert_whole("shared", 2)
    assert sorted(r.begun for r in results) == ([1, 2] if at_once else [1, 1])


def test_one_hire_sent_twice_at_once_is_one_hire(county):
    results = together(hire(county, "5001", once="k1"), hire(county, "5001", once="k1"))
    assert results[0] == results[1]
    assert not isinstance(results[0], Exception)
    assert Once.objects.count() == 1
    assert_whole("bureau", 1)


def test_a_copy_that_is_refused_for_what_the_first_has_done_gets_the_answer_of_the_first():
    """Made certain: the copy looks for a kept answer, the first is carried out, the rule refuses the copy."""
    looked, done = threading.Barrier(2), threading.Event()
    taken: list[str] = []

    @use_case(Met)
    def take(actor: Actor, place: str, *, now: datetime, once: str = "") -> Met:
        # SQLite lets in one writer after the other anyway.
        if connection.vendor == "postgresql" and looked.wait(20):
            done.wait(20)
        if place in taken:
            raise AlreadyThere()
        taken.append(place)
        return Met(len(taken))

    def first() -> Met:
        try:
            return take(SYSTEM, "a", now=NOW, once="k1")
        finally:
            done.set()

    assert together(first, first) == [Met(1), Met(1)]


def test_two_who_hire_under_one_number_are_not_both_told_yes(county):
    """Trying again is for places in the order only: the second finds the number taken."""
    results = together(hire(county, "5001"), hire(county, "5001"))
    refused = [r for r in results if isinstance(r, Exception)]
    assert len(refused) == 1
    assert Staff.objects.filter(number="5001").count() == 1
    assert_whole("bureau", 1)
    assert isinstance(refused[0], AlreadyThere), refused
