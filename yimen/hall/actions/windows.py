"""Windows, the items listed for them, and who sits there when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.rules import people
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.hall import keeping, roster
from yimen.rules.hall.events import HallEvent
from yimen.rules.hall.keeping import ShiftFact
from yimen.rules.hall.terms import Turn, WindowKind
from yimen.rules.offices import NotThere
from yimen.rules.queueing import floor
from yimen.trail.usecase import use_case

from ..models import Line, Shift, Window, WindowItem
from ..queries import leaves as reading
from ._shared import Kept, department_id, kept_site, note, window_in_hand


@use_case(Kept)
def keep_window(
    actor: Actor, site: str, number: str, name: str, kind: str, *, now: datetime, department: str = "",
    season: tuple[str, str] = ("", ""), weekend: bool = False, active: bool = True,
    items: Sequence[str] = (), line: str = "", phone: str = "", once: str = "",
) -> Kept:  # fmt: skip
    """Enter a window of a site, or say anew what it is. `department`: credit code; `season`: MM-DD, MM-DD;
    `items`: codes listed for it besides what its kind serves; `line`: letter of its queue, "" for none.

    Who runs that floor. Raises NotPermitted, SiteUnknown, BadSiteCode, DepartmentNeeded, BadSeason, BadLine,
    NotThere, ItemUnknown.
    """
    found, number, what = kept_site(actor, site), keeping.read_window_number(number), WindowKind(kind)
    keeping.check_window(what, department, *season)
    facts = {
        "name": people.read_name(name, china_date(now), label="窗口名称", most=80), "kind": str(what),
        "department_id": department_id(department) if department else None,
        "phone": people.read_text(phone, china_date(now), label="电话", most=80),
        "line": _line(found.pk, line), "season_from": season[0], "season_to": season[1],
        "weekend": weekend, "active": active,
    }  # fmt: skip
    made, _ = Window.objects.update_or_create(site=found, number=number, defaults=facts)
    codes = _list(made, items)
    told = {key: facts[key] for key in ("name", "kind", "weekend", "active")}
    note(site, HallEvent.WINDOW_KEPT, actor, now, {"window": number, **told, "line": line, "items": codes})
    return Kept(made.pk)


@use_case(Kept)
def keep_line(
    actor: Actor, site: str, letter: str, name: str, minutes: int, *, now: datetime, active: bool = True,
    once: str = "",
) -> Kept:  # fmt: skip
    """登记业务队列: what a queue of a site is called, and the mean time of one service in `minutes`, from
    which places for bookings follow. Who runs that floor.

    Raises NotPermitted, SiteUnknown, BadLine, LineAlike.
    """
    found, letter = kept_site(actor, site), keeping.read_line(letter, minutes)
    name = people.read_name(name, china_date(now), label="队列名称", most=40)
    if active:
        in_use = Line.objects.filter(site=found, active=True)
        keeping.require_unlike(letter, in_use.values_list("letter", flat=True))
    facts = {"name": name, "minutes": minutes, "active": active}
    made, _ = Line.objects.update_or_create(site=found, letter=letter, defaults=facts)
    note(site, HallEvent.LINE_KEPT, actor, now, {"line": letter, **facts})
    return Kept(made.pk)


def _line(site: int, letter: str) -> Line | None:
    """The queue of this letter. Raises BadLine."""
    if not letter:
        return None
    found = Line.objects.filter(site=site, letter=letter).first()
    if found is None:
        raise keeping.BadLine()
    return found


def _list(window: Window, items: Sequence[str]) -> list[str]:
    """List exactly these items for the window. Raises ItemUnknown."""
    wanted = catalogue.ids(items)
    window.listed.exclude(item__in=wanted.values()).delete()
    have = set(window.listed.values_list("item_id", flat=True))
    fresh = [WindowItem(window=window, item_id=one) for one in wanted.values() if one not in have]
    WindowItem.objects.bulk_create(fresh)
    return sorted(wanted)


@use_case(Kept)
def set_shift(
    actor: Actor, site: str, number: str, staff: str, turn: str, starts: int, ends: int, *, now: datetime,
    from_day: date | None = None, to_day: date | None = None, once: str = "",
) -> Kept:  # fmt: skip
    """排班: somebody (staff number) sits at a window from `starts` to `ends`, minutes since midnight.

    On every day of that kind from `from_day` (None: today) to `to_day` (None: until further notice).

    Who runs the floor. Raises WindowUnknown, NotPermitted, NotThere, BadShift, ShiftClash, OnLeave.
    """
    window = window_in_hand(site, number)
    floor.require_floor(actor, window.site.region.code)
    person = next(iter(bureau.staff_in_hand([staff.strip().upper()]).values()), None)
    if person is None or not person.active:
        raise NotThere(what="工号", number=staff)
    shift = ShiftFact(Turn(turn), starts, ends, from_day or china_date(now), to_day)
    keeping.check_shift(shift, _held(person.pk, shift.first), person.name)
    gone = reading.aways_of(person.pk, shift.first, shift.last or date.max)
    roster.check_not_away(shift, gone, person.name)
    made = Shift.objects.create(
        window=window, staff=person, turn=str(shift.turn), starts=starts, ends=ends,
        from_day=shift.first, to_day=shift.last,
    )  # fmt: skip
    note(site, HallEvent.SHIFT_SET, actor, now, {"window": number, **_shift(made)})
    return Kept(made.pk)


@use_case(Kept)
def end_shift(actor: Actor, site: str, shift: int, *, now: datetime, once: str = "") -> Kept:
    """A shift is worked no more from today on. Who runs the floor. Raises WindowUnknown, NotPermitted."""
    rows = Shift.objects.select_for_update(of=("self",)).select_related("window__site__region", "staff")
    found = rows.filter(pk=shift, window__site__code=site).first()
    if found is None:
        raise keeping.WindowUnknown()
    floor.require_floor(actor, found.window.site.region.code)
    note(site, HallEvent.SHIFT_ENDED, actor, now, {"window": found.window.number, **_shift(found)})
    last = china_date(now) - timedelta(days=1)
    if found.from_day > last:
        found.delete()
    else:
        Shift.objects.filter(pk=shift).update(to_day=last)
    return Kept(shift)


def _held(staff: int, first: date) -> list[ShiftFact]:
    running = Q(to_day__isnull=True) | Q(to_day__gte=first)
    rows = Shift.objects.filter(running, staff_id=staff).select_related("window")
    return [ShiftFact(Turn(r.turn), r.starts, r.ends, r.from_day, r.to_day, r.window.number) for r in rows]


def _shift(one: Shift) -> dict[str, Any]:
    last = one.to_day.isoformat() if one.to_day else ""
    return {"staff": one.staff.number, "turn": one.turn, "from": one.from_day.isoformat(), "to": last}
