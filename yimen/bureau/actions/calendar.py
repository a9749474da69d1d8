"""Writing the working calendar: seed a year from the package, change a day, publish.

Only published years count (`queries.work_calendar`); every change raises the year's `version`, by which
readers notice. A change of a year that is published already moves deadlines as publishing does, so it is
told with the same event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays
from django.db.models import F

from yimen.rules import offices, people
from yimen.rules.authority import Actor, require_role
from yimen.rules.calendar import china_date
from yimen.rules.events import Kind
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.trail.usecase import use_case

from ..models import CalendarDay, CalendarYear

_NAME_MAX, _DOCUMENT_MAX = 40, 200
_CHINESE = {holiday.value: holiday.chinese for holiday in Holiday}


@dataclass(frozen=True)
class YearChanged:
    """The year as it stands after the change; `days` that differ from the weekday rule."""

    year: int
    version: int
    published: bool
    days: int


@use_case(YearChanged)
def seed_year(actor: Actor, year: int, *, now: datetime, once: str = "") -> YearChanged:
    """Enter the holidays and makeup days of a year as the State Council's notice has them.

    KEEPER or ADMIN. Days entered by hand before stay. Raises YearUnknown where the package has no notice.
    """
    require_role(actor, Role.KEEPER, Role.ADMIN)
    known = _known_days(year)
    if not known:
        raise offices.YearUnknown(year=year)
    one = _year(year)
    have = set(one.days.values_list("date", flat=True))
    fresh = [
        CalendarDay(year=one, date=day, working=working, name=name)
        for day, (working, name) in sorted(known.items())
        if day not in have
    ]
    CalendarDay.objects.bulk_create(fresh)
    return _changed(one, actor, now, {"act": "seed", "days": len(fresh)}) if fresh else _answer(one)


@use_case(YearChanged)
def set_day(
    actor: Actor, day: date, working: bool, name: str = "", *, now: datetime, once: str = ""
) -> YearChanged:
    """Make one day a holiday or a makeup workday. KEEPER or ADMIN. Raises SameAsWeekday."""
    require_role(actor, Role.KEEPER, Role.ADMIN)
    offices.check_differs(day, working)
    name = people.read_text(name, china_date(now), label="名称", most=_NAME_MAX)
    one = _year(day.year)
    CalendarDay.objects.update_or_create(date=day, defaults={"year": one, "working": working, "name": name})
    data = {"act": "set", "date": day.isoformat(), "working": working, "name": name}
    return _changed(one, actor, now, data)


@use_case(YearChanged)
def clear_day(actor: Actor, day: date, *, now: datetime, once: str = "") -> YearChanged:
    """Let one day follow the weekday rule again. KEEPER or ADMIN. Nothing to clear is no error."""
    require_role(actor, Role.KEEPER, Role.ADMIN)
    one = _year(day.year)
    gone, _ = CalendarDay.objects.filter(date=day).delete()
    return _changed(one, actor, now, {"act": "clear", "date": day.isoformat()}) if gone else _answer(one)


@use_case(YearChanged)
def publish_year(actor: Actor, year: int, document: str, *, now: datetime, once: str = "") -> YearChanged:
    """Put a year in force on the strength of a notice (its number): deadlines in it are no longer 暂定.

    KEEPER or ADMIN. Raises DocumentNeeded.
    """
    require_role(actor, Role.KEEPER, Role.ADMIN)
    document = people.read_text(document, china_date(now), label="文号", most=_DOCUMENT_MAX)
    if not document:
        raise offices.DocumentNeeded()
    one = _year(year)
    if one.published and one.document == document:
        return _answer(one)
    one.published, one.document = True, document
    one.save(update_fields=["published", "document"])
    return _changed(one, actor, now, {"act": "publish", "document": document})


def _known_days(year: int) -> dict[date, tuple[bool, str]]:
    """Days of the package that differ from the weekday rule: (working, Chinese name)."""
    off = {d: (False, _CHINESE[n]) for d, n in holidays.items() if d.year == year and d.weekday() < 5}
    on = {d: (True, f"{_CHINESE[n]}调休") for d, n in workdays.items() if d.year == year and d.weekday() >= 5}
    return off | on


def _year(year: int) -> CalendarYear:
    CalendarYear.objects.get_or_create(year=year)
    return CalendarYear.objects.select_for_update().get(year=year)


def _answer(one: CalendarYear) -> YearChanged:
    return YearChanged(one.year, one.version, one.published, one.days.count())


def _changed(one: CalendarYear, actor: Actor, now: datetime, data: dict[str, object]) -> YearChanged:
    CalendarYear.objects.filter(pk=one.pk).update(version=F("version") + 1)
    one.refresh_from_db()
    kind = Kind.CALENDAR_PUBLISHED if one.published else Kind.CALENDAR_CHANGED
    facts = {"year": one.year, "version": one.version, **data}
    trail.append(f"calendar:{one.year}", kind, actor.label, now, facts)
    return _answer(one)
