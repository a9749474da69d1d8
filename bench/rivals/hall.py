"""A hall in the morning: numbers given and called at 50 windows of 8 queues, by one of several processes."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from itertools import cycle
from typing import Any

import django
from django.core.management import call_command

from .ours import NOW

WINDOWS, LETTERS = 50, "ABCDEFGH"
#: Which process this is, and of how many.
PART, PARTS = "BENCH_PART", "BENCH_PARTS"


class Calls:
    """取号 and 叫号, each act in its own durable transaction with its row of the trail."""

    def __init__(self) -> None:
        os.environ["YIMEN_REGISTERS"] = ""
        django.setup()
        self.part, self.parts = int(os.environ[PART]), int(os.environ[PARTS])
        from tests import hall_world as world
        from yimen.hall import actions
        from yimen.rules.authority import SYSTEM

        self.world, self.actions, self.system = world, actions, SYSTEM
        if self.part == 0:
            call_command("migrate", verbosity=0)
            self._build()
        self.clerks = self._clerks()

    def _build(self) -> None:
        from tests import county as counties
        from yimen.rules.hall.terms import WindowKind

        self.world.build(counties.build(NOW))
        for letter in LETTERS[2:]:
            self.actions.keep_line(self.system, self.world.CENTRE_SITE, letter, f"队列 {letter}", 10, now=NOW)
        for n in range(WINDOWS):
            line = LETTERS[n % len(LETTERS)]
            self.world.window(self.world.CENTRE_SITE, f"W{n:02}", WindowKind.GENERAL, NOW, line=line)

    def _clerks(self) -> list[tuple[str, Any]]:
        """The windows of this process, open: (letter, who sits there)."""
        from tests import county as counties
        from yimen.rules.authority import Actor, Post
        from yimen.rules.terms import Role

        post, made = Post(Role.CLERK, counties.MARKET, counties.REGION), []
        for n in range(self.part, WINDOWS, self.parts):
            who = Actor(account=None, name=f"员{n}", staff=f"07{n:02}", posts=(post,))
            self.actions.open_window(who, self.world.CENTRE_SITE, f"W{n:02}", now=NOW)
            made.append((LETTERS[n % len(LETTERS)], who))
        return made

    def prepare(self, count: int) -> int:
        """So many who wait already, spread over the queues."""
        for _n, letter in zip(range(count), cycle(LETTERS), strict=False):
            self._take(letter)
        return count

    def _take(self, letter: str) -> None:
        self.actions.take(self.system, self.world.CENTRE_SITE, letter=letter, source="kiosk", now=NOW)

    def run(self, count: int) -> dict[str, float]:
        """As many taken as called; seconds of taking and of calling. What frees a window is not counted."""
        taking = calling = 0.0
        for letter, who in self.clerks:
            began = time.perf_counter()
            self._take(letter)
            called = time.perf_counter()
            found = self.actions.call_next(who, now=NOW + timedelta(minutes=1))
            calling += time.perf_counter() - called
            taking += called - began
            self.actions.start(who, found.id, now=NOW + timedelta(minutes=2))
            self.actions.finish(who, found.id, now=NOW + timedelta(minutes=9))
        return {"visitors": len(self.clerks), "taking": taking, "calling": calling}


def contender() -> Calls:
    """The contender of this module."""
    return Calls()
