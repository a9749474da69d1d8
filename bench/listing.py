"""(c) Lists at 10,000, 100,000 and 1,000,000 cases: how long a page takes, whoever asks."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

import django

from . import fill
from .place import Place
from .reads import SIZE, SIZES, Reads, about, cells, gather
from .rivals.ours import NOW
from .table import Table


class Lists(Reads):
    """The pages of those who work through lists."""

    def __init__(self) -> None:
        django.setup()
        fill.ready(int(os.environ[SIZE]))
        from yimen.bureau import queries as bureau
        from yimen.cases import queries
        from yimen.cases.models import Case
        from yimen.cases.queries import watching

        self.queries, self.watching, self.calendar = queries, watching, bureau.work_calendar()
        self.sample = list(
            Case.objects.order_by("pk").values_list("number", "party_id", "party__name")[:2000]
        )
        self.calls = self._calls()

    def _approver(self, departments: int, *roles: str) -> Any:
        from tests import county as counties
        from yimen.rules.authority import Actor, Post
        from yimen.rules.terms import Role

        codes = [counties.credit_code(100 + n) for n in range(departments)]
        posts = tuple(Post(Role(role), code, "") for code in codes for role in roles)
        return Actor(account=1, name="审批人", staff="0201", posts=posts)

    def _official(self, number: str, role: Any, region: str = "") -> Any:
        from tests import county as counties
        from yimen.rules.authority import Actor, Post

        return Actor(account=2, name="员", staff=number, posts=(Post(role, counties.MARKET, region),))

    def _calls(self) -> dict[str, Callable[[int], Sequence[Any]]]:
        from tests import county as counties
        from yimen.rules.authority import Actor
        from yimen.rules.terms import Role

        all_three = ("officer", "head", "director")
        everything = self._approver(fill.DEPARTMENTS, *all_three)
        many, few = self._approver(12, *all_three), self._approver(1, "officer")
        clerk = self._official("0101", Role.CLERK, counties.REGION)
        watch = self._official("0903", Role.SUPERVISOR)
        q, facts, known = self.queries, {"calendar": self.calendar, "now": NOW}, len(self.sample)

        def mine(n: int) -> Actor:
            return Actor(account=4, name="某", party=self.sample[n * 7 % known][1])

        return {
            "inbox, rights on all": lambda n: q.review_inbox(everything, **facts),
            "inbox, rights on many": lambda n: q.review_inbox(many, **facts),
            "inbox, rights on few": lambda n: q.review_inbox(few, **facts),
            "inbox, rights on all, later page": lambda n: self._later(q.review_inbox, everything),
            "inbox, assigned by name": lambda n: q.review_inbox(everything, mine=True, **facts),
            "counters of the menu, rights on all": lambda n: q.counters(everything),
            "window desk": lambda n: q.window_inbox(clerk, **facts),
            "window desk, later page": lambda n: self._later(q.window_inbox, clerk),
            "my cases": lambda n: q.my_cases(mine(n), **facts),
            "watch: late or nearly": lambda n: self.watching.late(watch, **facts),
            "watch: departments": lambda n: self.watching.by_department(watch),
            "watch: newest cases": lambda n: q.find(watch, **facts),
            "watch: found by number": lambda n: q.find(watch, text=self.sample[n % known][0], **facts),
            "watch: found by name": lambda n: q.find(watch, text=self.sample[n % known][2], **facts),
        }  # fmt: skip

    def _later(self, ask: Any, actor: Any) -> Sequence[Any]:
        """The page after one whose last row lies in the middle of the deadlines."""
        from datetime import timedelta

        return ask(actor, self.calendar, now=NOW, after=(NOW + timedelta(days=5), 1))


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """One table a database: ms at each size, and how the largest compares with a tenth of it."""
    sizes = (200, 2000) if quick else SIZES
    return [_table(place, engine, sizes, quick) for engine in place.engines]


def _table(place: Place, engine: str, sizes: Sequence[int], quick: bool) -> Table:
    rounds, count = (1, 2) if quick else (5, 12)
    found = gather(place, engine, "bench.listing", "cases", sizes, rounds, count)
    return Table(
        f"(c) Lists of 50 lines, {engine}: median / 95th percentile in ms",
        ("", *(f"{size:,} cases" for size in sizes), "95th percentile, × at 10 × the cases"),
        tuple(cells(name, found, 0.95) for name in found[0]),
        (f"The query as the page asks it, {rounds * count} pages of each. The database: {about(fill)}",),
    )


def contender() -> Lists:
    """The contender of this module."""
    return Lists()
