"""A hall at work beside its displays: devices connected, numbers given, called and served without pause."""

from __future__ import annotations

import time
from itertools import cycle
from typing import Any

import django
from django.core.management import call_command
from django.utils import timezone

#: Windows that call; each act of the hall comes so often a second.
WINDOWS, LETTERS, ACTS = 24, "AB", 4


class Busy:
    """A hall of today by the clock on the wall: the served product shows what happens here."""

    def __init__(self) -> None:
        django.setup()
        call_command("migrate", verbosity=0)
        from tests import county as counties
        from tests import hall_world as world
        from yimen.hall import actions
        from yimen.rules.authority import SYSTEM, Actor, Post
        from yimen.rules.calendar import china_date
        from yimen.rules.hall.terms import WindowKind
        from yimen.rules.terms import Role

        self.actions, self.system, self.site = actions, SYSTEM, world.CENTRE_SITE
        now = timezone.now()
        self.keeper = world.build(counties.build(now))["keeper"]
        actions.set_site_day(SYSTEM, self.site, china_date(now), [[0, 1440]], "通宵", now=now)
        post = Post(Role.CLERK, counties.MARKET, counties.REGION)
        self.clerks = []
        for n in range(WINDOWS):
            world.window(self.site, f"W{n:02}", WindowKind.GENERAL, now, line=LETTERS[n % len(LETTERS)])
            who = Actor(account=None, name=f"员{n}", staff=f"08{n:02}", posts=(post,))
            actions.open_window(who, self.site, f"W{n:02}", now=now)
            self.clerks.append(who)

    def prepare(self, count: int) -> int | list[tuple[str, str]]:
        """So many displays are connected, half of the hall and half of windows; less than none: what the next
        run does, so many seconds of work."""
        if count < 0:
            return -count
        now, tokens = timezone.now(), []
        for n in range(count):
            kind, window = ("hall", "") if n % 2 else ("window", f"W{n % WINDOWS:02}")
            made = self.actions.add_device(self.keeper, self.site, kind, f"屏 {n}", window=window, now=now)
            code = self.actions.give_code(self.keeper, self.site, made.id, now=now).code
            tokens.append((kind, self.actions.join(code, now=now)))
        return tokens

    def run(self, prepared: int | list[tuple[str, str]]) -> Any:
        """The tokens of the displays; else ACTS acts a second for so long, each at its moment: how many."""
        if isinstance(prepared, list):
            return prepared
        turns, done, begun = cycle(self.clerks), 0, time.monotonic()
        while time.monotonic() < begun + prepared:
            done += self._served(next(turns))
            time.sleep(max(0.0, begun + done / ACTS - time.monotonic()))
        return done

    def _served(self, who: Any) -> int:
        """Two numbers are given, one is called and served to the end: five acts."""
        self.actions.take(self.system, self.site, letter="A", source="kiosk", now=timezone.now())
        self.actions.take(self.system, self.site, letter="B", source="kiosk", now=timezone.now())
        called = self.actions.call_next(who, now=timezone.now())
        self.actions.start(who, called.id, now=timezone.now())
        self.actions.finish(who, called.id, now=timezone.now())
        return 5


def contender() -> Busy:
    """The contender of this module."""
    return Busy()
