"""Two days of visits that are over, at the centre and in the town of the small county's halls."""

from __future__ import annotations

from datetime import date

from tests import county as counties
from tests import hall_world
from yimen.hall.actions import history
from yimen.rules.queueing.terms import Lane, TicketSource
from yimen.rules.queueing.terms import TicketEvent as Event

SITE, TOWN = hall_world.CENTRE_SITE, hall_world.TOWN_SITE
FIRST, SECOND = date(2026, 10, 29), date(2026, 11, 12)


def done(seq: int, at: int, waits: int, lasts: int, *, letter: str = "A", window: str = "A01",
         matters: tuple = ((counties.PLAIN, ""),), lane: Lane = Lane.ORDINARY) -> history.Past:  # fmt: skip
    """A visit from the second `at`: called after `waits`, at the window at once, for `lasts` seconds."""
    told = ((at, Event.TAKEN, ""), (at + waits, Event.CALLED, window), (at + waits, Event.STARTED, window),
            (at + waits + lasts, Event.FINISHED, window))  # fmt: skip
    source = TicketSource.BOOKING if lane is Lane.BOOKED else TicketSource.KIOSK
    slot = at if lane is Lane.BOOKED else None
    return history.Past(letter, seq, told, letter, window, lane, source=source, slot=slot, matters=matters)


def gone(seq: int, at: int, event: Event = Event.LEFT) -> history.Past:
    """A visit that ended without service after a quarter of an hour."""
    return history.Past("A", seq, ((at, Event.TAKEN, ""), (at + 900, event, "")), "A")


def live(day: date, *visits: history.Past, site: str = SITE, post: str = "A01", who: str = "0101") -> None:
    """One day of a site."""
    history.keep_past([history.PastDay(site, day, visits, [(post, who, 63_000)])])


def two_days() -> None:
    """Seven visits, of which five were served."""
    nine, ten = 9 * 3600, 10 * 3600 + 1800
    live(FIRST, done(1, nine, 240, 600), gone(2, nine + 60))
    visits = (
        done(1, nine, 30, 300, lane=Lane.BOOKED),
        done(2, ten, 700, 900, matters=((counties.PLAIN, "C1"),)),
        gone(3, ten, Event.CLOSED),
        done(1, ten, 60, 120, letter="B", window="B01", matters=((counties.INSTANT, ""),)),
    )
    live(SECOND, *visits)
    live(SECOND, done(1, nine, 0, 60, window="1"), site=TOWN, post="1", who="0151")
