"""(k) What a hall's pages cost with 10,000, 100,000 and 1,000,000 numbers given, within 400 days."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import django

from . import fill_hall
from .duel import Child
from .listing import SIZE, SIZES, Times
from .place import TOLD, Place
from .rivals.ours import NOW
from .table import Table, p50_p95, percentile


class Reports:
    """The pages of those who look at halls, and the worker's chore of a day."""

    def __init__(self) -> None:
        os.environ["YIMEN_REGISTERS"] = ""
        django.setup()
        fill_hall.ready(int(os.environ[SIZE]))
        from tests import hall_world as world
        from yimen.hall import actions, queries
        from yimen.hall.models import Site
        from yimen.hall.queries.measured import Span
        from yimen.rules.calendar import china_date
        from yimen.web.watch import hall as page

        self.actions, self.queries, self.page = actions, queries, page
        self.site = Site.objects.select_related("region").get(code=world.CENTRE_SITE)
        self.keys = fill_hall.keys_of_today()
        self.last = china_date(NOW) - timedelta(days=1)
        self.quarter = Span(self.last - timedelta(days=89), self.last)
        self.year = Span(self.last - timedelta(days=364), self.last)
        self.calls = self._calls()

    def _calls(self) -> dict[str, Callable[[int], Any]]:
        q, page, here = self.queries, self.page, replace(self.year, site=self.site.code)
        return {
            "figures of 90 days": lambda n: page._facts(self.quarter),
            "figures of a year": lambda n: page._facts(self.year),
            "figures of a year, one hall": lambda n: page._facts(here),
            "a year by item, table": lambda n: page._TABLES["item"].found(self.year),
            "the floor of a hall now": lambda n: q.floor(self.site, NOW),
            "before the doors open": lambda n: q.morning(self.site, NOW),
            "a clerk's window": lambda n: q.own_window("0700", NOW),
            "a visitor's ticket": lambda n: q.own_ticket(self.keys[n % len(self.keys)], NOW),
            "a hall's display": lambda n: q.board(self.site.code, NOW),
            "adding up a day": lambda n: self.actions.measure_day(self.last - timedelta(days=n % 300), NOW),
        }

    def prepare(self, count: int) -> int:
        """Every page once, so that pages of the database are where they are in use."""
        for call in self.calls.values():
            call(0)
        return count

    def run(self, prepared: int) -> Times:
        """So many of each, in ms."""
        made: Times = {name: [] for name in self.calls}
        for n in range(prepared):
            for name, call in self.calls.items():
                began = time.perf_counter()
                call(n)
                made[name].append((time.perf_counter() - began) * 1000)
        return made


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """One table a database: ms at each size, and how the largest compares with a tenth of it."""
    sizes = (800, 4000) if quick else SIZES
    return [_table(place, engine, sizes, quick) for engine in place.engines]


def _table(place: Place, engine: str, sizes: Sequence[int], quick: bool) -> Table:
    envs = [{**place.product(engine, f"hall_{size}"), SIZE: str(size)} for size in sizes]
    children = [Child("bench.reports", env) for env in envs]
    found: list[Times] = [{} for _ in sizes]
    rounds, count = (1, 2) if quick else (5, 6)
    try:
        for _ in range(rounds):
            for place_, child in enumerate(children):
                child.ask("prepare", str(count))
                for name, times in child.ask("run")["result"].items():
                    found[place_].setdefault(name, []).extend(times)
    finally:
        for child in children:
            child.end()
    return Table(
        f"(k) A hall's figures and its day, {engine}: median / 95th percentile in ms",
        ("", *(f"{size:,} numbers" for size in sizes), "median, × at 10 × the numbers"),
        tuple(_cells(name, found) for name in found[0]),
        (f"All that a page reads, {rounds * count} times each. {_about()}", f"{engine}: {TOLD[engine]}."),
    )


def _cells(name: str, found: Sequence[Times]) -> tuple[str, ...]:
    last, before = (percentile(one[name], 0.5) for one in (found[-1], found[-2]))
    return (name, *(p50_p95(one[name]) for one in found), f"{last / before:.2f}")


def _about() -> str:
    return " ".join((fill_hall.__doc__ or "").split("\n\n")[1].split())


def contender() -> Reports:
    """The contender of this module."""
    return Reports()
