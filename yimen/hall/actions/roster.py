"""请假: who is away, and who stands in for them meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from yimen.bureau import queries as bureau
from yimen.rules import hours
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.hall import keeping, roster
from yimen.rules.hall.away import Away, Part
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
    part: str = Part.WHOLE, cover: str = "", vacant: bool = False, once: str = "",
) -> Kept:  # fmt: skip
    """请假 of a clerk of a hall (staff number) from day to day, both included; `part`: of each of the days.
    `cover`: who stands in at their windows meanwhile; `vacant`: nobody does. Standing shifts rest while it
    lasts.

    Who runs the floor. Raises SiteUnknown, NotPermitted, NotAClerk, BadLeave, LeaveTwice, LeaveOverShift,
    OnLeave, ShiftClash.
    """
    found = _site(actor, site)
    people, asked = bureau.staff_in_hand(map(_number, (staff, cover))), Away(first, last, Part(part))
    person = _clerk(found, staff, people, china_date(now))
    roster.check_leave(asked, reading.aways_of(person.pk, first, last), person.name)
    shifts = _worked(person.pk, asked)
    roster.check_covered([fact(one) for one in shifts], person.name, cover=cover, vacant=vacant)
    made = Leave.objects.create(
        staff_id=person.pk, kind=str(LeaveKind(kind)), first=first, last=last, part=str(asked.part), at=now,
        by=actor.label,
    )  # fmt: skip
    if cover:
        made.covers = _stand_in(_clerk(found, cover, people, china_date(now)), shifts, asked)
        made.save(update_fields=["covers"])
    data = {
        "staff": person.number, "from": first.isoformat(), "to": last.isoformat(), "part": str(asked.part),
        "covers": made.covers,
    }  # fmt: skip
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


def _number(typed: str) -> str:
    return typed.strip().upper()


def _clerk(site: Site, staff: str, people: Mapping[str, Any], today: date) -> Any:
    """A clerk of this hall, of the people in hand. Raises NotAClerk."""
    number = _number(staff)
    if number not in people or number not in bureau.clerks_of(site.region.code, today):
        raise floor.NotAClerk(staff=staff)
    return people[number]


def _worked(staff: int, leave: Away) -> list[Shift]:
    """The shifts that somebody would work during a leave, at whichever hall."""
    calendar = bureau.work_calendar()
    days = [leave.first + timedelta(days=n) for n in range((leave.last - leave.first).days + 1)]
    running = Q(to_day__isnull=True) | Q(to_day__gte=leave.first)
    rows = Shift.objects.filter(running, staff=staff, from_day__lte=leave.last).select_related("window__site")
    kinds = {day: hours.kind_of(day, calendar) for day in days}
    touched = [one for one in rows.order_by("pk") if leave.touches(one.starts, one.ends)]
    return [one for one in touched if _any(fact(one), kinds)]


def _any(shift: ShiftFact, kinds: dict[date, hours.DayKind]) -> bool:
    return any(keeping.sits(shift, day, kind) for day, kind in kinds.items())


def _stand_in(who: Any, shifts: Sequence[Shift], leave: Away) -> list[int]:
    """What falls of the shifts into a leave, for somebody else; their rows."""
    made, running = [], Q(to_day__isnull=True) | Q(to_day__gte=leave.first)
    held = [fact(one) for one in Shift.objects.filter(running, staff=who.pk).select_related("window")]
    gone = reading.aways_of(who.pk, leave.first, leave.last)
    for one in shifts:
        shift = roster.stand_in(fact(one), leave)
        keeping.check_shift(shift, held, who.name)
        roster.check_not_away(shift, gone, who.name)
        held.append(shift)
        made.append(Shift(window=one.window, staff_id=who.pk, turn=one.turn, starts=shift.starts,
                          ends=shift.ends, from_day=shift.first, to_day=shift.last))  # fmt: skip
    for each in made:
        each.save()
    return [each.pk for each in made]
