"""Today beside what is usual: how many came so far, and how many come on such a day until such an hour."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

#: What is usual is the mean of so many days of the same weekday before, of those that were added up.
DAYS_BEFORE = 4


@dataclass(frozen=True)
class Hour:
    """Visitors whose number was given in one hour; `usual`: the mean of such days, None without any."""

    hour: int
    came: int
    usual: int | None


def days_like(today: date) -> list[date]:
    """The same weekday of the weeks before, the newest first."""
    return [today - timedelta(weeks=n) for n in range(1, DAYS_BEFORE + 1)]


def usual(total: int, days: int) -> int | None:
    """The mean of so many days, half a visitor up; None without days."""
    return (2 * total + days) // (2 * days) if days else None


def hours(came: Mapping[int, int], before: Mapping[int, int], days: Collection[date]) -> list[Hour]:
    """Every hour from the first to the last in which somebody came, today or on the `days` before.

    `came`, `before`: hour → visitors of today, and of those days together.
    """
    known = {hour for hour, n in (*came.items(), *before.items()) if n}
    if not known:
        return []
    return [
        Hour(hour, came.get(hour, 0), usual(before.get(hour, 0), len(days)))
        for hour in range(min(known), max(known) + 1)
    ]


def ninth(count: int) -> int | None:
    """The place, from 0, of the one than whom nine in ten of so many do not wait longer; None for nobody."""
    return (9 * count + 9) // 10 - 1 if count else None
