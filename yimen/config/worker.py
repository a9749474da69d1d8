"""The worker: hands events on, rings the case alarms, lets versions take effect, closes days.

Holds no state: kill it anywhere and the next one goes on. Several may run beside one database.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from datetime import date, datetime, timedelta
from types import FrameType

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from yimen.access import actions as access
from yimen.archives import actions as archives
from yimen.cases import actions as cases
from yimen.catalogue import actions as catalogue
from yimen.hall import actions as hall
from yimen.helping import actions as helping
from yimen.keys import ring
from yimen.personal import actions as personal
from yimen.pledges import actions as pledges
from yimen.rules import clocks
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date
from yimen.tasks import actions as tasks
from yimen.trail import relay, sealing
from yimen.trail.outage import outage_of
from yimen.vault import actions as vault

from .reactions import WIRING

log = logging.getLogger(__name__)


#: Seconds between two looks at what is done by the day: versions, seals, licences, records, access log,
#: what uploads left behind.
CHORES_EVERY = 60


def turn(now: datetime, wiring: relay.Wiring = WIRING) -> int:
    """One look at events and alarms that are due at `now`; how many things were done."""
    return relay.run_due(wiring, now) + cases.alarms(now) + tasks.alarms(now)


def take_effect(now: datetime) -> int:
    """Versions whose day has come become current; how many items changed."""
    return len(catalogue.take_effect(SYSTEM, now=now).codes)


def drain(now: datetime, *, most: int = 100_000, wiring: relay.Wiring = WIRING) -> int:
    """Turn until nothing is due at `now` any more; how many things were done."""
    total = 0
    while total < most:
        done = turn(now, wiring)
        total += done
        if not done:
            break
    return total


class Worker:
    """Turns until told to stop; a failed turn is logged and the next one tries again."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._chores_at: datetime | None = None
        self._looked: tuple[datetime, float] | None = None
        self._settled = 0.0
        self._broom = vault.Place()
        self._day: date | None = None
        self._measured: date | None = None

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Finish the turn in hand and end."""
        self._stop.set()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        log.info("worker ready")
        while not self._stop.is_set():
            if not self._one():
                self._stop.wait(settings.RELAY_PAUSE)
        log.info("worker stopped")

    def _chores(self, now: datetime) -> int:
        before = self._chores_at
        if before is not None and (now - before).total_seconds() < CHORES_EVERY:
            return 0
        self._chores_at = now
        swept = vault.sweep(self._broom, now=now)
        self._broom = swept.next
        done = take_effect(now) + sealing.seal_due(now) + vault.licence_days(now) + swept.count
        done += access.keep_house(now) + archives.turn(now).total + hall.close_halls(now)
        return done + self._daily(now) + self._figures(now)

    def _daily(self, now: datetime) -> int:
        """What is looked at once a day: drafts that nobody touched, bookings to which nobody came and
        those of tomorrow, visits at home tomorrow, checks of promises that end soon, what was kept of people
        and its time is over."""
        if self._day == china_date(now):
            return 0
        done = archives.drop_old(now) + hall.close_days(now) + hall.remind(now) + pledges.remind(now)
        done += helping.remind(now) + personal.forget_due(now)
        self._day = china_date(now)
        return done

    def _figures(self, now: datetime) -> int:
        """Days of the halls that are over are added up, some in a turn, until all are."""
        if self._measured == china_date(now):
            return 0
        done = hall.measure_days(now)
        self._measured = None if done else china_date(now)
        return done

    def _settling(self, now: datetime) -> bool:
        """Whether the clock was set a moment ago: then no case is deemed accepted or returned by it yet."""
        steady = time.monotonic()
        before, self._looked = self._looked, (now, steady)
        if before is not None and clocks.jumped(now - before[0], timedelta(seconds=steady - before[1])):
            log.error("the clock jumped from %s to %s: alarms rest for %s", before[0], now, clocks.SETTLE)
            self._settled = steady + clocks.SETTLE.total_seconds()
        return steady < self._settled

    def _one(self) -> int:
        close_old_connections()
        try:
            ring.fresh()
            now = timezone.now()
            if self._settling(now):
                return relay.run_due(WIRING, now)
            return turn(now) + self._chores(now)
        except Exception as error:  # say so, wait, go on
            unable = outage_of(error)
            if unable is None:
                log.exception("a turn failed")
            else:
                log.warning("%s, the worker waits: %s", unable.code, error)
            return 0
