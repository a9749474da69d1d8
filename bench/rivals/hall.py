"""A hall in the morning: numbers given and called at 50 windows of 8 queues, by one of several processes."""

from __future__ import annotations

import os
from datetime import timedelta
from itertools import cycle
from typing import Any

import django
from django.core.management import call_command

from .ours import NOW

WINDOWS, LETTERS = 50, "ABCDEFGH"
#: What a run does. A window calls the next one only when it is cleared.
GIVE, CALL, CLEAR = -1, -2, -3
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
        self.called: list[int] = []

    def _build(self) -> None:
        from tests import county as counties
        from yimen.rules.hall.terms import WindowKind

        self.world.build(counties.build(NOW))
        for letter in LETTERS[2:]:
            self.actions.keep_line(self.system, self.world.CENTRE_SITE, letter, f"队列 {letter}", 10, now=NOW)
        for n in range(WINDOWS):
            name, kind = f"W{n:02}", WindowKind.GENERAL
            self.world.window(self.world.CENTRE_SITE, name, kind, NOW, line=self._letter(n))

    def _letter(self, window: int) -> str:
        """The queue of a window: windows of all processes stand at each queue, and wait for its row."""
        return LETTERS[window // self.parts % len(LETTERS)]

    def _clerks(self) -> list[tuple[str, Any]]:
        """The windows of this process, open: (letter, who sits there)."""
        from tests import county as counties
        from yimen.rules.authority import Actor, Post
        from yimen.rules.terms import Role

        post, made = Post(Role.CLERK, counties.MARKET, counties.REGION), []
        for n in range(self.part, WINDOWS, self.parts):
            who = Actor(account=None, name=f"员{n}", staff=f"07{n:02}", posts=(post,))
            self.actions.open_window(who, self.world.CENTRE_SITE, f"W{n:02}", now=NOW)
            made.append((self._letter(n), who))
        return made

    def prepare(self, count: int) -> int:
        """What the next run does: GIVE, CALL or CLEAR; else so many more wait, spread over the queues."""
        for _n, letter in zip(range(count), cycle(LETTERS), strict=False):
            self._take(letter)
        return count

    def _take(self, letter: str) -> None:
        self.actions.take(self.system, self.world.CENTRE_SITE, letter=letter, source="kiosk", now=NOW)

    def run(self, phase: int) -> int:
        """One act for each window of this process, in CLEAR two; how many."""
        if phase == GIVE:
            for letter, _who in self.clerks:
                self._take(letter)
        elif phase == CALL:
            now = NOW + timedelta(minutes=1)
            self.called = [self.actions.call_next(who, now=now).id for _letter, who in self.clerks]
        else:
            for (_letter, who), ticket in zip(self.clerks, self.called, strict=True):
                self.actions.start(who, ticket, now=NOW + timedelta(minutes=2))
                self.actions.finish(who, ticket, now=NOW + timedelta(minutes=9))
        return len(self.clerks) * (2 if phase == CLEAR else 1)


def contender() -> Calls:
    """The contender of this module."""
    return Calls()
