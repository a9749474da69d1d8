"""请假: who is away, and who stands in for them meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from yimen.bureau import queries as bureau
from yimen.rules import hours
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.hall import keeping, roster
from yimen.rules.hall.events import HallEvent
from yimen.rules.hall.keeping import ShiftFact
from yimen.rules.hall.roster import LeaveKind
from yimen.rules.queueing import floor
from yimen.trail.usecase import use_case

from ..models import Leave, Shift, Site
from ..queries import leaves as reading
from ..queries.rostered import fact
from ._shared import Kept, note, site_in_hand


@use_case(Kept)
def take_leave(
    actor: Actor, site: str, staff: str, kind: str, first: date, last: date, *, now: datetime,
    cover: str = "", vacant: bool = False, once: str = "",
) -> Kept:  # fmt: skip
    """请假 of a clerk of a hall (staff number) from day to day, both included. `cover`: who stands in at
    their windows meanwhile; `vacant`: nobody does. Standing shifts rest while it lasts.

    Who runs the floor. Raises SiteUnknown, NotPermitted, NotAClerk, BadLeave, LeaveTwice, LeaveOverShift,
    OnLeave, ShiftClash.
    """
    found = _site(actor, site)
    person = _clerk(found, staff, china_date(now))
    roster.check_leave(first, last, reading.aways_of(person.pk, first, last), person.name)
    shifts = _worked(person.pk, first, last)
    roster.check_covered([fact(one) for one in shifts], person.name, cover=cover, vacant=vacant)
    made = Leave.objects.create(
        staff_id=person.pk, kind=str(LeaveKind(kind)), first=first, last=last, at=now, by=actor.label
    )
    if cover:
        made.covers = _stand_in(found, shifts, cover, first, last, now)
        made.save(update_fields=["covers"])
    data = {"staff": person.number, "from": first.isoformat(), "to": last.isoformat(), "covers": made.covers}
    note(site, HallEvent.LEAVE_TAKEN, actor, now, data)
    return Kept(made.pk)


@use_case(Kept)
def end_leave(actor: Actor, site: str, leave: int, *, now: datetime, once: str = "") -> Kept:
    """销假: back from today on; who stood in does so no more. A leave to come is as if it had never been.

    Who runs the floor. Raises SiteUnknown, NotPermitted, LeaveUnknown.
    """
    found, today = _site(actor, site), china_date(now)
    rows = Leave.objects.select_for_update(of=("self",)).select_related("staff")
    one = rows.filter(pk=leave, last__gte=today).first()
    if one is None or one.staff.number not in bureau.clerks_of(found.region.code, today):
        raise roster.LeaveUnknown()
    _cut(Shift.objects.filter(pk__in=one.covers), today, "from_day", "to_day")
    data = {"staff": one.staff.number, "from": one.first.isoformat(), "to": one.last.isoformat()}
    _cut(Leave.objects.filter(pk=leave), today, "first", "last")
    note(site, HallEvent.LEAVE_ENDED, actor, now, data)
    return Kept(leave)


def _cut(rows: Any, today: date, first: str, last: str) -> None:
    """Rows with days lie behind: what has not begun goes, the rest ended yesterday."""
    rows.filter(**{f"{first}__gte": today}).delete()
    rows.filter(**{f"{last}__gte": today}).update(**{last: today - timedelta(days=1)})


def _site(actor: Actor, code: str) -> Site:
    found = site_in_hand(code)
    floor.require_floor(actor, found.region.code)
    return found


def _clerk(site: Site, staff: str, today: date) -> Any:
    """A clerk of this hall. Raises NotAClerk."""
    number = staff.strip().upper()
    person = bureau.staff_by_number(number)
    if person is None or number not in bureau.clerks_of(site.region.code, today):
        raise floor.NotAClerk(staff=staff)
    return person


def _worked(staff: int, first: date, last: date) -> list[Shift]:
    """The shifts that somebody would work on these days, at whichever hall."""
    calendar = bureau.work_calendar()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    running = Q(to_day__isnull=True) | Q(to_day__gte=first)
    rows = Shift.objects.filter(running, staff=staff, from_day__lte=last).select_related("window__site")
    kinds = {day: hours.kind_of(day, calendar) for day in days}
    return [one for one in rows.order_by("pk") if _any(fact(one), kinds)]


def _any(shift: ShiftFact, kinds: dict[date, hours.DayKind]) -> bool:
    return any(keeping.sits(shift, day, kind) for day, kind in kinds.items())


def _stand_in(
    site: Site, shifts: Sequence[Shift], cover: str, first: date, last: date, now: datetime
) -> list[int]:
    """The same shifts for somebody else on these days; their rows."""
    who, made = _clerk(site, cover, china_date(now)), []
    held = [fact(one) for one in Shift.objects.filter(staff=who.pk).select_related("window")]
    gone = reading.aways_of(who.pk, first, last)
    for one in shifts:
        begins, ends = max(first, one.from_day), min(last, one.to_day or last)
        shift = ShiftFact(fact(one).turn, one.starts, one.ends, begins, ends, one.window.number)
        keeping.check_shift(shift, held, who.name)
        roster.check_not_away(shift, gone, who.name)
        held.append(shift)
        made.append(Shift(window=one.window, staff_id=who.pk, turn=one.turn, starts=one.starts,
                          ends=one.ends, from_day=begins, to_day=ends))  # fmt: skip
    for each in made:
        each.save()
    return [each.pk for each in made]
