"""The halls of the sample county: its centre of 24 windows, a hall around the clock, 8 towns, 20 villages;
who sits where, what is served on Saturdays, what was moved to towns and villages. All of it is invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from yimen.bureau import actions as bureau
from yimen.bureau import queries as bureau_queries
from yimen.hall import actions, queries
from yimen.parties import queries as parties
from yimen.rules import hours
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.calendar import china_date
from yimen.rules.hall.away import Part
from yimen.rules.hall.roster import LeaveKind
from yimen.rules.hall.terms import Power, SiteLevel, Turn, WindowKind
from yimen.rules.terms import Role

from . import county

#: So many sample people have booked.
PEOPLE = 24
#: From when, and what ordered it.
SINCE, ORDER = date(2025, 1, 1), "云政办〔2024〕31号（示例）"
WEEKEND_ORDER = "云审发〔2024〕20号（示例）"


def halls(now: datetime) -> None:
    """All of it, by the acts of the hall."""
    told = county.hall()
    codes = {one.extra["key"]: one.code for one in county.item_specs()}
    for one in told["sites"]:
        _site(one, now)
    _windows(told, codes, now)
    _people(told, now)
    actions.list_weekend(SYSTEM, [codes[key] for key in told["weekend"]], WEEKEND_ORDER, now=now)
    _powers(told, codes, now)


def _site(one: dict[str, Any], now: datetime) -> None:
    actions.add_site(
        SYSTEM, one["code"], one["name"], one["level"], one["region"], one["address"], phone=one["phone"],
        traffic=one["traffic"], east=one["east"], north=one["north"], now=now,
    )  # fmt: skip
    usual, saturday = hours.read(one.get("weekdays", "")), hours.read(one.get("saturday", ""))
    week = [usual] * 5 + [saturday, ()]
    actions.set_hours(SYSTEM, one["code"], week, always=one.get("always", False), now=now)


def _windows(told: dict[str, Any], codes: dict[str, str], now: datetime) -> None:
    """The centre's 24; one general window in each town and village; the machines."""
    offices = {one.key: one.code for one in county.departments()}
    for one in told["lines"]:
        actions.keep_line(SYSTEM, "YX-00", one["letter"], one["name"], one["minutes"], now=now)
    for one in told["windows"]:
        begins, ends = one.get("season", ["", ""])
        actions.keep_window(
            SYSTEM, "YX-00", one["number"], one["name"], one["kind"], weekend=one.get("weekend", False),
            department=offices[one["department"]] if "department" in one else "", season=(begins, ends),
            items=[codes[key] for key in one.get("items", [])], line=one.get("line", ""), now=now,
        )  # fmt: skip
    for site in told["sites"]:
        small = site["level"] in {SiteLevel.TOWN, SiteLevel.VILLAGE}
        if small:
            actions.keep_line(SYSTEM, site["code"], "A", "便民服务", 15, now=now)
            actions.keep_window(
                SYSTEM, site["code"], "1", "便民服务窗口", str(WindowKind.GENERAL),
                weekend=bool(site["saturday"]), line="A", now=now,
            )  # fmt: skip
        elif site["level"] == SiteLevel.SELF:
            actions.keep_window(
                SYSTEM, site["code"], "M1", "自助服务终端", str(WindowKind.MACHINE),
                items=[codes[key] for key in told["machines"]], now=now,
            )  # fmt: skip


def _people(told: dict[str, Any], now: datetime) -> None:
    """Clerks of the hall and the towns, and who sits where."""
    office = next(one.code for one in county.departments() if one.key == county.BUREAU)
    for one in told["staff"]:
        bureau.hire(SYSTEM, one["number"], one["name"], office, now=now)
        bureau.give_post(SYSTEM, one["number"], Role.CLERK, office, one["region"], now=now)
    for one in told["shifts"]:
        turn = one.get("turn", str(Turn.WORKDAY))
        starts, ends = (540, 720) if turn == Turn.SATURDAY else (510, 1050)
        actions.set_shift(
            SYSTEM, one["site"], one["window"], one["staff"], turn, starts, ends, from_day=SINCE, now=now
        )


def bookings(now: datetime) -> None:
    """People who booked three days ago, for today and the days to come."""
    made, today = now - timedelta(days=3), china_date(now)
    codes = {one.extra["key"]: one for one in county.item_specs()}
    keys = county.hall()["weekend"][:PEOPLE]
    for n, (person, key) in enumerate(zip(county.people(), keys, strict=False)):
        party = parties.by_id_number(person.id_number)
        if party is None:
            continue
        who = Actor(account=None, name=person.name, party=party.pk)
        days = [one for one in queries.offer(codes[key], "YX-00", now=made) if one.free and one.day >= today]
        if days:
            day = days[n % len(days)]
            free = [slot for slot in day.slots if slot.free]
            slot = free[(n * 5) % len(free)]
            actions.book(who, codes[key].code, "YX-00", day.day, slot.start, now=made)


#: Who is away: place among the centre's clerks, working days from today, how many of them, kind, part.
AWAY = (
    (4, 1, 1, LeaveKind.AWAY, Part.AFTERNOON), (6, 2, 2, LeaveKind.LEAVE, Part.WHOLE),
    (1, 3, 1, LeaveKind.LIEU, Part.WHOLE), (2, 1, 1, LeaveKind.LIEU, Part.MORNING),
    (2, 4, 1, LeaveKind.LIEU, Part.MORNING), (8, 4, 2, LeaveKind.LEAVE, Part.MORNING),
)  # fmt: skip


def leaves(now: datetime) -> None:
    """Who is away in the coming days, whole and half days. Somebody who is free stands in while there is
    anybody; then a window stays empty, and the roster says so."""
    told, today, calendar = county.hall(), china_date(now), bureau_queries.work_calendar()
    shifts = [one for one in told["shifts"] if one["site"] == "YX-00" and "turn" not in one]
    seated = [one["staff"] for one in shifts]
    free = [one["number"] for one in told["staff"] if one["region"] == county.COUNTY]
    spare = iter(sorted(set(free) - {one["staff"] for one in told["shifts"]}))
    for place, after, count, kind, part in AWAY:
        first = calendar.add_working_days(today, after)
        last = calendar.add_working_days(today, after + count - 1)
        cover = next(spare, "")
        actions.take_leave(
            SYSTEM, "YX-00", seated[place], str(kind), first, last, part=str(part), cover=cover,
            vacant=not cover, now=now,
        )  # fmt: skip


def _office(one: dict[str, Any], codes: dict[str, str], owners: dict[str, str], now: datetime) -> None:
    """A town's own office with its people, and the items that it decides."""
    bureau.add_department(
        SYSTEM, one["code"], one["name"], one["short_name"], one["region"], one["address"],
        one["consult_phone"], one["complain_phone"], now=now,
    )  # fmt: skip
    for who in one["staff"]:
        bureau.hire(SYSTEM, who["number"], who["name"], one["code"], now=now)
        bureau.give_post(SYSTEM, who["number"], Role(who["role"]), one["code"], now=now)
    for key in one["items"]:
        code = codes[key]
        actions.move_power(
            SYSTEM, code, str(Power.DECIDE), str(SiteLevel.TOWN), one["region"], owners[code], ORDER,
            from_day=SINCE, now=now,
        )  # fmt: skip


def _powers(told: dict[str, Any], codes: dict[str, str], now: datetime) -> None:
    """放权: livelihood items to all towns, the commonest of them to all villages."""
    owners = {one.code: one.department for one in county.item_specs()}
    for one in told["offices"]:
        _office(one, codes, owners, now)
    for level, keys in ((SiteLevel.TOWN, told["towns"]), (SiteLevel.VILLAGE, told["villages"])):
        for key in keys:
            code = codes[key]
            actions.move_power(
                SYSTEM, code, str(Power.ACCEPT), str(level), county.COUNTY, owners[code], ORDER,
                from_day=SINCE, now=now,
            )  # fmt: skip
