"""A hall with many numbers given, made by SQL in the database itself and added up by the worker's own act.

Within 400 days, at one hall of 50 windows and 8 queues: 9 of 10 numbers were served, one in five had an
appointment, one in twenty came by the green lane, one matter each. Today 320 wait and 20 windows are open.
"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import call_command
from django.db import connection

from .fill import _insert
from .rivals.ours import NOW

DAYS, LETTERS, WINDOWS, OPEN, WAITING = 400, "ABCDEFGH", 50, 20, 320
_DAY = "2026-11-16"


def ready(size: int) -> None:
    """The hall with so many numbers, made where it is not there yet."""
    from yimen.hall.models import MeasuredDay, Ticket

    call_command("migrate", verbosity=0)
    if Ticket.objects.exists():
        return
    _build()
    if connection.vendor == "sqlite":
        _sql("PRAGMA cache_size = -200000")
    _numbers(size)
    from yimen.hall import actions

    made = actions.measure_days(NOW, most=DAYS + 1)
    _today(min(WAITING, size // 20))
    if connection.vendor != "sqlite":
        _sql("ANALYZE")
    print(f"{size:,} numbers, {made} of {MeasuredDay.objects.count()} days added up", file=sys.stderr)


def keys_of_today() -> list[str]:
    """The links of those who wait now, the one behind all others too."""
    from yimen.hall.models import Ticket
    from yimen.rules.calendar import china_date

    rows = Ticket.objects.filter(day=china_date(NOW), state="waiting").order_by("pk")
    keys = list(rows.values_list("key", flat=True))
    return keys[:: max(1, len(keys) // 8)]


def _sql(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def _build() -> None:
    from tests import county as counties
    from tests import hall_world as world
    from yimen.hall import actions
    from yimen.rules.authority import SYSTEM
    from yimen.rules.hall.terms import WindowKind

    world.build(counties.build(NOW))
    for letter in LETTERS[2:]:
        actions.keep_line(SYSTEM, world.CENTRE_SITE, letter, f"队列 {letter}", 10, now=NOW)
    for n in range(WINDOWS):
        letter = LETTERS[n % len(LETTERS)]
        world.window(world.CENTRE_SITE, f"W{n:02}", WindowKind.GENERAL, NOW, line=letter)


def _numbers(size: int) -> None:
    """Numbers of the days before today with their matters, and the posts of the windows."""
    from tests import hall_world as world
    from yimen.catalogue.models import Item
    from yimen.hall.models import Line, Ticket, TicketItem, Window

    lines = _ids(Line.objects.filter(site__code=world.CENTRE_SITE).order_by("letter"))
    windows = _ids(
        Window.objects.filter(site__code=world.CENTRE_SITE, number__startswith="W").order_by("number")
    )
    items = _ids(Item.objects.filter(current__isnull=False).order_by("pk")[:20])
    say = _Said()
    day, turn = f"(1 + i % {DAYS})", f"(i / {DAYS})"
    line = _chosen(lines, f"{turn} % {len(lines)}")
    window = _chosen(windows, f"(i * 7) % {len(windows)}")
    at = say.at(f"((i * 7919) % 480) - 90 - 1440 * {day}")
    state = "CASE WHEN i % 10 > 0 THEN 'done' WHEN i % 30 = 0 THEN 'closed' ELSE 'left' END"
    served = "i % 10 > 0"
    values = {
        "id": "i", "line_id": line, "waits_in_id": line, "day": say.day(day), "seq": f"i / {DAYS} + 1",
        "number": f"'A' || (i / {DAYS} % 9999)", "key": "'past' || i", "state": state,
        "lane": "CASE WHEN i % 5 = 0 THEN 'booked' WHEN i % 20 = 1 THEN 'green' ELSE 'ordinary' END",
        "source": "'kiosk'", "arrived": at, "at": at, "slot": "NULL", "party_id": "NULL", "calls": "1",
        "window_id": f"CASE WHEN {served} THEN {window} END",
        "called_at": f"CASE WHEN {served} THEN {at} END",
        "waited": f"CASE WHEN {served} THEN (i * 7919 + 13) % 1000 END",
        "served": f"CASE WHEN {served} THEN 60 + (i * 104729) % 900 END",
    }  # fmt: skip
    _insert(Ticket, values, say.numbers(size))
    item = _chosen(items, f"(i * 13) % {len(items)}")
    matter = {"ticket_id": "i", "place": "0", "item_id": item, "case": "''"}
    _insert(TicketItem, matter, say.numbers(size))
    _days(say, lines, windows)
    _reset(Ticket)


def _days(say: _Said, lines: list[int], windows: list[int]) -> None:
    """Where each queue and each window stood on each of the days."""
    from yimen.hall.models import DayQueue, WindowPost

    day = say.day(f"(1 + i % {DAYS})")
    line = _chosen(lines, f"(i / {DAYS}) % {len(lines)}")
    queue = {"day": day, "line_id": line, "numbers": "1", "calls": "1"}
    _insert(DayQueue, queue, say.numbers(DAYS * len(lines)))
    post = {
        "day": day, "window_id": _chosen(windows, f"(i / {DAYS}) % {len(windows)}"), "state": "'closed'",
        "since": say.at("0"), "staff": f"'S' || (i / {DAYS})", "also_id": "NULL",
    }  # fmt: skip
    _insert(WindowPost, post, say.numbers(DAYS * len(windows)))


def _ids(rows: Any) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _chosen(ids: list[int], which: str) -> str:
    """One of these, by its place."""
    return f"CASE {which} " + " ".join(f"WHEN {n} THEN {pk}" for n, pk in enumerate(ids)) + " END"


class _Said:
    """What the two databases say differently."""

    def __init__(self) -> None:
        from .fill import _dialect

        told = _dialect()
        self.numbers, self.at = told.numbers, told.at

    def day(self, before: str) -> str:
        """The day so many days before today."""
        if connection.vendor == "sqlite":
            return f"date('{_DAY}', '-' || {before} || ' days')"
        return f"(date '{_DAY}' - ({before})::int)"


def _reset(model: Any) -> None:
    """Ids that were given by hand are behind the next one."""
    if connection.vendor != "sqlite":
        table = model._meta.db_table
        _sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _today(waiting: int) -> None:
    """Who waits and who calls now."""
    from tests import county as counties
    from tests import hall_world as world
    from yimen.hall import actions
    from yimen.rules.authority import SYSTEM, Actor, Post
    from yimen.rules.terms import Role

    for n in range(waiting):
        actions.take(SYSTEM, world.CENTRE_SITE, letter=LETTERS[n % len(LETTERS)], now=NOW)
    post = Post(Role.CLERK, counties.MARKET, counties.REGION)
    for n in range(min(OPEN, waiting)):
        who = Actor(account=None, name=f"员{n}", staff=f"07{n:02}", posts=(post,))
        actions.open_window(who, world.CENTRE_SITE, f"W{n:02}", now=NOW)
        actions.start(who, actions.call_next(who, now=NOW).id, now=NOW)
