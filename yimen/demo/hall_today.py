"""The centre as it stands now: windows open, people waiting, called, being served, away for a moment.

The last minutes are lived through the real acts; what came before is written like the days before. Where the
hall is shut at this moment, the last hour of the last open day is lived; the worker closes what is left."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from yimen.hall import actions
from yimen.hall.actions import history
from yimen.rules import hours
from yimen.rules.authority import SYSTEM, Actor, Post
from yimen.rules.calendar import china_date, china_time, midnight
from yimen.rules.queueing.posts import NothingToCall
from yimen.rules.queueing.terms import GreenReason, TicketSource
from yimen.rules.queueing.tickets import CALLS_BEFORE_MISS
from yimen.rules.terms import Role

from . import county, hall_year
from .hall_year import CENTRE, Year
from .visits import Desk

#: Minutes lived through acts.
LIVED = 40
#: In the last hour so many times the usual number come, so that somebody waits.
_FULL = 3.0
_MINUTE = timedelta(minutes=1)
#: Minutes before the end of the last session, where the hall is shut by now.
_BEFORE_END = 40
_OPEN_MINUTES = 420


def moment(year: Year) -> datetime:
    """Now where the centre is open; else shortly before it last closed."""
    now, site = china_time(year.now), hall_year.sites()[0]
    for back in range(hours.AHEAD):
        day = china_date(now) - timedelta(days=back)
        spans = [one for one in hours.moments(year.sessions(site, day)) if one[0] < now]
        if spans:
            return min(now, spans[-1][1] - timedelta(minutes=_BEFORE_END)) if spans[-1][1] <= now else now
    return now


def day_of(year: Year) -> date:
    """The day whose last hour is lived: the written year leaves it out at the centre."""
    return china_date(moment(year))


@dataclass
class _Window:
    """One manned window while the hour runs. `ticket`: who is there, until when."""

    desk: Desk
    actor: Actor
    ticket: int = 0
    until: datetime | None = None


@dataclass
class _Hour:
    year: Year
    rng: random.Random
    windows: list[_Window] = field(default_factory=list)

    def minute(self, at: datetime) -> None:
        """Who comes in this minute, and what each window does."""
        for letter, mean in hall_year.COMING.items():
            mine = [one for one in self.windows if one.desk.letter == letter]
            if mine and self.rng.random() < mean * _FULL / _OPEN_MINUTES:
                self._take(letter, at)
        for one in self.windows:
            self._work(one, at)

    def _take(self, letter: str, at: datetime) -> None:
        item = self.rng.choice(self.year.items[letter][:6])
        green = str(GreenReason.AGED) if self.rng.random() < 0.06 else ""
        source = str(TicketSource.PHONE if self.rng.random() < 0.3 else TicketSource.KIOSK)
        actions.take(
            SYSTEM, CENTRE, letter=letter, items=[item], green=green, source=source,
            now=at + timedelta(seconds=self.rng.randint(0, 20)),
        )  # fmt: skip

    def _work(self, one: _Window, at: datetime) -> None:
        if one.ticket and one.until and one.until <= at:
            actions.finish(one.actor, one.ticket, now=at + timedelta(seconds=22))
            one.ticket = 0
        if not one.ticket and call(one, at + timedelta(seconds=25)):
            actions.start(one.actor, one.ticket, now=at + timedelta(seconds=50))
            mean = next(x["minutes"] for x in self.year.told["lines"] if x["letter"] == one.desk.letter)
            one.until = at + _MINUTE * max(2, round(mean * 0.8 * self.rng.lognormvariate(-0.125, 0.5)))


def call(one: _Window, at: datetime) -> bool:
    """Call the next visitor; False where nobody waits."""
    try:
        one.ticket = actions.call_next(one.actor, now=at).id
    except NothingToCall:
        return False
    return True


def live(year: Year, rng: random.Random) -> int:
    """Write the morning and live the last hour until `moment`; how many windows are manned."""
    end = moment(year)
    day, site = china_date(end), hall_year.sites()[0]
    begins = midnight(day) + timedelta(minutes=year.sessions(site, day).sessions[0][0])
    start = max(begins, end - _MINUTE * LIVED)
    written = year.day(site, day)
    if written is not None:
        history.keep_past([_until(written, int((start - midnight(day)).total_seconds()))])
    hour = _Hour(year, rng, _windows(year, day))
    for one in hour.windows:
        actions.open_window(one.actor, CENTRE, one.desk.number, now=start)
    for n in range(max(0, int((end - start) / _MINUTE) - 1)):
        hour.minute(start + _MINUTE * n)
    _leave_standing(hour, end)
    return len(hour.windows)


def _windows(year: Year, day: date) -> list[_Window]:
    office = next(one.code for one in county.departments() if one.key == county.BUREAU)
    post = (Post(Role.CLERK, office, county.COUNTY),)
    return [
        _Window(one, Actor(account=None, name=who, staff=who, posts=post))
        for one, who in year.desks(CENTRE, day).items()
    ]


def _until(day: history.PastDay, second: int) -> history.PastDay:
    """Those of a day whose visits are over by then, as if nobody else had come; all of it on record."""
    numbers: Counter[str] = Counter()
    kept = []
    for one in day.visits:
        if one.told[-1][0] < second:
            numbers[one.letter] += 1
            kept.append(replace(one, seq=numbers[one.letter]))
    return replace(day, visits=kept, posts=[(a, b, min(c, second)) for a, b, c in day.posts], record=True)


def _leave_standing(hour: _Hour, end: datetime) -> None:
    """At the end one visitor did not come when called, one is away for a moment, one window has a pause."""
    busy = [one for one in hour.windows if one.ticket]
    if busy:
        actions.hold(busy[0].actor, busy[0].ticket, now=end - timedelta(seconds=40))
        if call(busy[0], end - timedelta(seconds=30)):
            for _ in range(CALLS_BEFORE_MISS - 1):
                actions.recall(busy[0].actor, busy[0].ticket, now=end - timedelta(seconds=10))
            actions.miss(busy[0].actor, busy[0].ticket, now=end)
            call(busy[0], end)
    if len(busy) > 2:
        actions.finish(busy[-1].actor, busy[-1].ticket, now=end)
        actions.pause_window(busy[-1].actor, now=end)
