"""(k) What a hall's pages cost with 10,000, 100,000 and 1,000,000 numbers given, within 400 days."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import django

from . import fill_hall
from .place import TOLD, Place
from .reads import SIZE, SIZES, Reads, about, cells, gather
from .rivals.ours import NOW
from .table import Table


class Reports(Reads):
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


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """One table a database: ms at each size, and how the largest compares with a tenth of it."""
    sizes = (800, 4000) if quick else SIZES
    return [_table(place, engine, sizes, quick) for engine in place.engines]


def _table(place: Place, engine: str, sizes: Sequence[int], quick: bool) -> Table:
    rounds, count = (1, 2) if quick else (5, 6)
    found = gather(place, engine, "bench.reports", "hall", sizes, rounds, count)
    return Table(
        f"(k) A hall's figures and its day, {engine}: median / 95th percentile in ms",
        ("", *(f"{size:,} numbers" for size in sizes), "median, × at 10 × the numbers"),
        tuple(cells(name, found, 0.5) for name in found[0]),
        (
            f"All that a page reads, {rounds * count} times each. {about(fill_hall)}",
            f"{engine}: {TOLD[engine]}.",
        ),
    )


def contender() -> Reports:
    """The contender of this module."""
    return Reports()
