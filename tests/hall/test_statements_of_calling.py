"""An act at the counter costs the same however many wait: its statements are counted, whom it reads too."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests import hall_world as world
from tests.county import County
from yimen.hall import actions
from yimen.hall.models import DayQueue, Line, Ticket, Window
from yimen.hall.queries import desks, inline
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import CHINA, china_date
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
        st.sampled_from(["", "A01", "A02"]), st.integers(0, 40),
        st.sampled_from("AAB"),
    ),
    max_size=12,
)  # fmt: skip


def everyone(day: date) -> list[order.InLine]:
    """All who wait in the hall, as the rule reads them."""
    told = ("number", "waits_in__letter", "arrived", "lane", "slot", "after", "window__number")
    rows = Ticket.objects.filter(day=day, state="waiting").values_list(*told)
    return [
        order.InLine(n, x, came, Lane(lane), slot, after, at or "")
        for n, x, came, lane, slot, after, at in rows
    ]


_PLAIN = [(Lane.ORDINARY, 0, 0, "", 1, "A"), (Lane.ORDINARY, 0, 0, "", 7, "B")]
#: Who came first of the queue A is neither the first by time nor the first to come again.
EARLY = [(Lane.BOOKED, 30, 0, "", 10, "A"), (Lane.BOOKED, 25, 0, "", 5, "A"), *_PLAIN]
AGAIN = [(Lane.ORDINARY, 0, 9, "", 10, "A"), (Lane.ORDINARY, 0, 4, "", 5, "A"), *_PLAIN]


def fill(waiting, now: datetime) -> tuple[dict[str, Line], dict[str, Window]]:
    """These wait in the hall and nobody else; queues by letter, windows by number."""
    day = china_date(now)
    lines = {one.letter: one for one in Line.objects.filter(site__code=world.CENTRE_SITE)}
    windows = {one.number: one for one in Window.objects.filter(site__code=world.CENTRE_SITE)}
    Ticket.objects.all().delete()
    Ticket.objects.bulk_create(
        Ticket(
            line=lines[letter], waits_in=lines[letter], day=day, seq=n, number=f"{letter}{n:03}",
            key=f"k{n}", state="waiting",
            lane=lane, source="kiosk", arrived=now - came * MINUTE, at=now, after=after,
            head_hash=chain.START,
            slot=order.slot_kept(now - came * MINUTE, now + slot * MINUTE) if lane is Lane.BOOKED else None,
            window=windows.get(window),
        )
        for n, (lane, slot, after, window, came, letter) in enumerate(waiting, 1)
    )  # fmt: skip
    return lines, windows


@example(waiting=EARLY, calls=0, since=0)
@example(waiting=AGAIN, calls=0, since=0)
@given(waiting=WAITING, calls=st.integers(0, 5), since=st.integers(0, 3))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_who_is_looked_at_decides_as_everybody_would(county: County, waiting, calls: int, since: int) -> None:
    """Only the front of each lane is read: the rule finds the same visitor as among all who wait."""
    now, day = county.now, china_date(county.now)
    lines, windows = fill(waiting, now)
    turns = {"A": order.Turn(calls, since), "B": order.Turn(calls + 1, 3 - since)}
    everybody = everyone(day)
    for letters in ("A", "AB"):
        post = order.Post("A01", frozenset(letters))
        front = inline.front({x: lines[x].pk for x in letters}, day, windows["A01"].pk, "A01")
        assert order.next_for(post, front, turns, now) == order.next_for(post, everybody, turns, now)
    assert {pk: one.number for one, pk in front.items()}.items() <= dict(
        Ticket.objects.values_list("pk", "number")
    ).items()


@example(waiting=EARLY, calls=0, since=0)
@example(waiting=AGAIN, calls=0, since=0)
@given(waiting=WAITING, calls=st.integers(0, 5), since=st.integers(0, 3))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_places_in_line_are_those_of_the_rule_over_all(
    county: County, waiting, calls: int, since: int
) -> None:
    """What a visitor and a window are told is what the rule says of everybody who waits."""
    now, day = county.now, china_date(county.now)
    lines, windows = fill(waiting, now)
    turns = {"A": order.Turn(calls, since), "B": order.Turn(calls + 1, 3 - since)}
    DayQueue.objects.all().delete()
    for letter, turn in turns.items():
        DayQueue.objects.create(line=lines[letter], day=day, calls=turn.calls, since_green=turn.since_green)
    everybody = everyone(day)
    for ticket in Ticket.objects.select_related("waits_in"):
        mine = [one for one in everybody if one.letter == ticket.waits_in.letter]
        called = [one.number for one in order.in_order(mine, turns[ticket.waits_in.letter], now)]
        assert inline.ahead_of(ticket, now) == called.index(ticket.number), ticket.number
    numbers = dict(Ticket.objects.values_list("pk", "number"))
    for letters in ("A", "AB"):
        post, left, stand, expected = order.Post("A01", frozenset(letters)), list(everybody), dict(turns), []
        while len(expected) < 3 and (found := order.next_for(post, left, stand, now)):
            expected.append(found[0].number)
            left.remove(found[0])
            stand[found[0].letter] = found[1]
        queues = {x: lines[x].pk for x in letters}
        told = inline.calls_of(queues, day, (windows["A01"].pk, "A01"), now, 3)
        assert [numbers[pk] for pk in told] == expected
        mine = [one for one in everybody if post.may_call(one)]
        first = min((one.arrived for one in mine), default=None)
        assert inline.count_for(list(queues.values()), day, windows["A01"].pk) == (len(mine), first)


def test_a_window_and_a_ticket_read_as_much_however_many_wait(county: County) -> None:
    """A window's page reads the next ones and a count; a visitor's only those before, no matters."""
    now = county.now
    actions.open_window(county["clerk"], world.CENTRE_SITE, "A01", now=now)
    seen = []
    for waiting in (60, 240):
        taken = [actions.take(SYSTEM, world.CENTRE_SITE, letter="A", now=now) for _ in range(waiting)]
        own = desks.own_window("0101", now)
        assert own is not None and len(own.waiting) == desks.LISTED
        first, last = Ticket.objects.order_by("pk").first(), taken[-1]
        assert first is not None
        seen.append(
            (
                _counted(lambda: desks.own_window("0101", now)),
                _counted(lambda key=first.key: desks.own_ticket(key, now)),
                _counted(lambda key=last.key: desks.own_ticket(key, now)),
            )
        )
        told = desks.own_ticket(last.key, now).wait
        assert told is not None and told.ahead == own.in_line - 1
    assert seen[0] == seen[1] and own.in_line == 300


def test_of_each_kind_one_is_read_however_many_there_are(county: County) -> None:
    """Hundreds with an appointment, checked in early, late, passed over: some rows, and all by an index."""
    now, day = county.now, china_date(county.now)
    line = Line.objects.get(site__code=world.CENTRE_SITE, letter="A")
    window = Window.objects.get(site__code=world.CENTRE_SITE, number="A01")
    lanes = list(Lane)
    Ticket.objects.bulk_create(
        Ticket(
            line=line, waits_in=line, day=day, seq=n, number=f"A{n:03}", key=f"k{n}", state="waiting",
            lane=lanes[n % 3], source="kiosk", arrived=now - n % 50 * MINUTE, at=now,
            after=n % 4 and n, head_hash=chain.START,
            slot=now + (n % 90 - 20) * MINUTE if lanes[n % 3] is Lane.BOOKED and n % 5 else None,
        )
        for n in range(1, 601)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as seen:
        front = inline.front({"A": line.pk}, day, window.pk, "A01")
    assert len(seen) == 1 and len(front) == 5


def test_who_checked_in_late_has_no_time_on_the_number() -> None:
    slot = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
    assert order.slot_kept(slot + 10 * MINUTE, slot) == slot
    assert order.slot_kept(slot + 11 * MINUTE, slot) is None
