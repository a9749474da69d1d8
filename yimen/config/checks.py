"""What `yimen check --database default` tells an operator: the calendar and the worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Warned
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from yimen.bureau import queries as bureau
from yimen.trail import queries as trail

#: An event that waits longer than this means that no worker runs, or that it cannot keep up.
SLOW = timedelta(minutes=10)
#: From this month on the State Council's notice for the next year should be there (it comes in November).
NOTICE_MONTH = 12


@register(Tags.database)
def calendar_is_fresh(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn when this year's calendar is not published, or in December next year's."""
    if not databases:
        return []
    today = timezone.localdate()
    wanted = {today.year} | ({today.year + 1} if today.month >= NOTICE_MONTH else set())
    try:
        there = {one.year for one in bureau.calendar_years() if one.published}
    except (OperationalError, ProgrammingError):
        return []  # not migrated yet: Django says so itself
    return [
        Warned(
            f"the working calendar of {year} is not published: its deadlines are provisional",
            hint="enter the days off at /catalogue/calendar/ and publish the year",
            id="yimen.W001",
        )
        for year in sorted(wanted - there)
    ]


@register(Tags.database)
def relay_is_alive(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of events that wait too long and of dead letters."""
    if not databases:
        return []
    try:
        health = trail.health()
    except (OperationalError, ProgrammingError):
        return []
    found: list[CheckMessage] = []
    if health.oldest is not None and timezone.now() - health.oldest > SLOW:
        found.append(
            Warned(
                f"{health.waiting} events wait, the oldest since {health.oldest:%Y-%m-%d %H:%M}",
                hint="is `yimen work` running?",
                id="yimen.W002",
            )
        )
    if health.dead:
        found.append(Warned(f"{health.dead} dead letters", hint="see /admin/dead/", id="yimen.W003"))
    return found
