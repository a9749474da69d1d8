"""Sites and their hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from yimen.rules import hours, people
from yimen.rules.authority import Actor
from yimen.rules.booking_terms import check_terms
from yimen.rules.calendar import china_date
from yimen.rules.hall import keeping
from yimen.rules.hall.events import HallEvent
from yimen.rules.hall.terms import SiteLevel
from yimen.rules.queueing.floor import require_floor
from yimen.trail.usecase import use_case

from ..models import Site, SiteDay
from ._shared import Kept, kept_site, note, region_id

_PHONE, _TRAFFIC, _WORDS = 80, 300, 100


@use_case(Kept)
def add_site(
    actor: Actor, code: str, name: str, level: str, region: str, address: str, *, now: datetime,
    phone: str = "", traffic: str = "", east: str = "", north: str = "", once: str = "",
) -> Kept:  # fmt: skip
    """Enter a site of a region (12 digits); `east`, `north`: degrees as typed. It opens once it has hours.

    Who runs the floors there. Raises NotPermitted, BadSiteCode, SiteTaken, NotThere, BadPlace, and what
    `people` refuses.
    """
    require_floor(actor, region)
    code = keeping.read_site_code(code)
    if Site.objects.filter(code=code).exists():
        raise keeping.SiteTaken(number=code)
    facts = {"level": str(SiteLevel(level)), **_told(now, name, address, phone, traffic, east, north)}
    made = Site.objects.create(code=code, region_id=region_id(region), week=[[]] * 7, **facts)
    data = {"act": "add", "name": made.name, "level": made.level, "region": region}
    note(code, HallEvent.SITE_KEPT, actor, now, data)
    return Kept(made.pk)


@use_case(Kept)
def change_site(
    actor: Actor, code: str, name: str, address: str, *, now: datetime, phone: str = "", traffic: str = "",
    east: str = "", north: str = "", active: bool = True, once: str = "",
) -> Kept:  # fmt: skip
    """Say anew what a site is called and where it is; `active` False closes it. Level and region stay.

    Who runs that floor. Raises NotPermitted, SiteUnknown, BadPlace, and what `people` refuses.
    """
    found = kept_site(actor, code)
    facts = {**_told(now, name, address, phone, traffic, east, north), "active": active}
    Site.objects.filter(pk=found.pk).update(**facts)
    note(code, HallEvent.SITE_KEPT, actor, now, {"act": "change", "name": facts["name"], "active": active})
    return Kept(found.pk)


@use_case(Kept)
def set_hours(
    actor: Actor, code: str, week: Sequence[Any], *, now: datetime, always: bool = False, once: str = ""
) -> Kept:
    """Opening hours of a site: for Monday to Sunday the sessions of each, in minutes since midnight.

    Who runs that floor. No deadline moves with them. Raises NotPermitted, SiteUnknown, BadOpening.
    """
    found = kept_site(actor, code)
    days = hours.check_week(week)
    found.week, found.always = [list(map(list, one)) for one in days], always
    found.save(update_fields=["week", "always"])
    data = {"hours": [hours.words(one, " ") for one in days], "always": always}
    note(code, HallEvent.HOURS_SET, actor, now, data)
    return Kept(found.pk)


@use_case(Kept)
def set_terms(actor: Actor, code: str, typed: Mapping[str, str], *, now: datetime, once: str = "") -> Kept:
    """预约规则 of a site as typed, one text for each number of `booking_terms.BOUNDS`. Bookings already made
    stay as they are.

    Who runs that floor. Raises NotPermitted, SiteUnknown, BadTerms.
    """
    found = kept_site(actor, code)
    found.terms = asdict(check_terms(typed))
    found.save(update_fields=["terms"])
    note(code, HallEvent.TERMS_SET, actor, now, dict(found.terms))
    return Kept(found.pk)


@use_case(Kept)
def set_site_day(
    actor: Actor, code: str, day: date, sessions: Sequence[Any], words: str, *, now: datetime, once: str = ""
) -> Kept:
    """Hours of one date; none: closed that day. `words`: why, shown to the public.

    Who runs that floor. Raises NotPermitted, SiteUnknown, BadOpening, Blank.
    """
    found = kept_site(actor, code)
    checked = hours.check(sessions)
    words = people.read_name(words, china_date(now), label="原因", most=_WORDS)
    facts = {"sessions": [list(one) for one in checked], "words": words}
    made, _ = SiteDay.objects.update_or_create(site=found, day=day, defaults=facts)
    data = {"act": "set", "date": day.isoformat(), "hours": hours.words(checked, " "), "words": words}
    note(code, HallEvent.DAY_SET, actor, now, data)
    return Kept(made.pk)


@use_case(Kept)
def clear_site_day(actor: Actor, code: str, day: date, *, now: datetime, once: str = "") -> Kept:
    """A date has the usual hours again; nothing to clear is no error. Who runs that floor.

    Raises NotPermitted, SiteUnknown.
    """
    found = kept_site(actor, code)
    gone, _ = SiteDay.objects.filter(site=found, day=day).delete()
    if gone:
        note(code, HallEvent.DAY_SET, actor, now, {"act": "clear", "date": day.isoformat()})
    return Kept(found.pk)


def _told(
    now: datetime, name: str, address: str, phone: str, traffic: str, east: str, north: str
) -> dict[str, Any]:
    today, spot = china_date(now), keeping.read_spot(east, north)
    return {
        "name": people.read_name(name, today, label="大厅名称", most=80),
        "address": people.read_name(address, today, label="地址", most=people.ADDRESS_MAX),
        "phone": people.read_text(phone, today, label="电话", most=_PHONE),
        "traffic": people.read_text(traffic, today, label="怎么去", most=_TRAFFIC),
        "east": Decimal(f"{spot[0]:.6f}") if spot else None,
        "north": Decimal(f"{spot[1]:.6f}") if spot else None,
    }
