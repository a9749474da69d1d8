"""A year of visits in the halls of the sample county: mornings, Mondays, paydays, the season of medical
insurance, Saturday service, holidays closed; people who do not come, are sent on, give up. Appointments grow
over the year and services shorter, so that what was changed shows. Visitors are nobody: a ticket names
no one."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from yimen.bureau import queries as bureau
from yimen.cases.models import Case
from yimen.hall.actions import history, set_baseline
from yimen.rules import hours
from yimen.rules.authority import Actor, Post
from yimen.rules.calendar import WorkCalendar, china_date, china_time
from yimen.rules.hall.terms import SiteLevel, Turn
from yimen.rules.hours import DayKind
from yimen.rules.item import ItemSpec
from yimen.rules.measures.baseline import Figure
from yimen.rules.queueing.terms import TicketState
from yimen.rules.terms import Channel, Role

from . import county, visits

CENTRE = "YX-00"
#: Days back; of the last ones everything that happened is on record, of the others what came of it.
DAYS, ON_RECORD = 365, 3
#: Visitors on a plain day, by queue of the centre; of a town's only queue.
COMING = {"A": 66, "B": 18, "C": 18, "D": 7, "E": 11, "F": 14, "G": 11, "H": 26}
AT_TOWN = 3.0
#: Whose items are asked for in which queue; all others in the first.
_OFFICES = {
    "B": ("scjg", "wlj", "xfj", "yjj", "ycj", "hg", "nsh"), "C": ("zrzy", "gjj"), "D": ("fgj", "zjj", "sthj"),
    "E": ("nyj", "lyj", "slj", "jtj", "cgj"), "F": ("gaj",), "G": ("swj",),
}  # fmt: skip
_FIRST, _SEASONAL, _SEASONAL_ITEM = "A", "H", "medical_enrol"
#: Share of visitors with an appointment a year ago and now; length of a service a year ago against now.
_BOOKED, _SLOWER = (0.06, 0.21), 1.32
#: Invented, like all of the county: figures of 2019, and where they stand.
_BEFORE = {
    Figure.WAITING: "12.5", Figure.SERVICE: "22", Figure.ABANDONED: "11.4", Figure.WINDOWS: "49",
    Figure.STAFF: "72", Figure.TOWN_STAFF: "21",
}  # fmt: skip
_TAKEN = (date(2019, 12, 31), "云溪县 2019 年政务服务情况统计（示例）")
#: Days of one transaction.
_AT_ONCE = 60
_TWO_MATTERS = 0.05
#: A visit lies this near to the act of the case that was done in it, in minutes.
_NEAR = 45


@dataclass
class Year:
    """What the days are drawn from; the same chance tells the same year."""

    now: datetime
    rng: random.Random

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working calendar."""
        return bureau.work_calendar()

    @cached_property
    def told(self) -> dict[str, Any]:
        """The halls as the county tells of them."""
        return county.hall()

    @cached_property
    def items(self) -> dict[str, list[str]]:
        """Codes of items by the queue of the centre where they are asked for, the commonest first."""
        keys = {one.code: one.key for one in county.departments()}
        of = {office: letter for letter, offices in _OFFICES.items() for office in offices}
        found: dict[str, list[str]] = defaultdict(list)
        for one in sorted(county.item_specs(), key=self._common):
            found[of.get(keys[one.department], _FIRST)].append(one.code)
            if one.extra["key"] == _SEASONAL_ITEM:
                found[_SEASONAL].append(one.code)
        return found

    def _common(self, one: ItemSpec) -> tuple[bool, float]:
        return one.extra["key"] not in self.told["weekend"], random.Random(one.code).random()  # noqa: S311

    @cached_property
    def limited(self) -> set[str]:
        """Codes of the items of 延时服务."""
        return {one.code for one in county.item_specs() if one.extra["key"] in self.told["weekend"]}

    @cached_property
    def town_items(self) -> list[str]:
        """Codes of what towns receive."""
        codes = {one.extra["key"]: one.code for one in county.item_specs()}
        return [codes[key] for key in self.told["towns"]]

    @cached_property
    def cases(self) -> dict[date, list[tuple[datetime, str, str]]]:
        """Day → (when, item, number) of what was done at the counter for the sample cases: handed in there,
        and for every other one fetched there."""
        found: dict[date, list[tuple[datetime, str, str]]] = defaultdict(list)
        rows = Case.objects.filter(channel=Channel.COUNTER).order_by("pk")
        for n, one in enumerate(rows.select_related("item")):
            moments = [one.created_at, *([one.closed_at] if one.closed_at and n % 2 else [])]
            for at in moments:
                found[china_date(at)].append((china_time(at), one.item.code, one.number))
        return found

    # --- one day ---

    def sessions(self, site: dict[str, Any], day: date) -> hours.OpenDay:
        """When a site is open on a day."""
        usual, saturday = hours.read(site.get("weekdays", "")), hours.read(site.get("saturday", ""))
        return hours.on(hours.Opening((usual,) * 5 + (saturday, ())), day, self.calendar)

    def day(self, site: dict[str, Any], day: date) -> history.PastDay | None:
        """One day of a site; None where it is closed."""
        opened = self.sessions(site, day)
        desks = self.desks(site["code"], day) if opened.sessions else {}
        if not desks:
            return None
        facts = visits.Day(
            visits.sessions_of(opened.sessions), tuple(desks), self._coming(site, day, opened),
            self._minutes(site["code"], day), self._grown(_BOOKED, day),
        )  # fmt: skip
        made = visits.day(facts, self.rng)
        matters = self._matters(site["code"], day, made, opened.limited)
        end = facts.sessions[-1][1]
        posts = [(one.number, who, end + 900) for one, who in desks.items()]
        return history.PastDay(
            site["code"], day, [_past(one, what) for one, what in zip(made, matters, strict=True)], posts,
            record=day > china_date(self.now) - timedelta(days=ON_RECORD),
        )  # fmt: skip

    def desks(self, site: str, day: date) -> dict[visits.Desk, str]:
        """Windows with a queue and somebody at them, and who that is."""
        turn = Turn.WORKDAY if self.calendar.is_working(day) else Turn.SATURDAY
        queues = {one["number"]: one for one in self.told["windows"]} if site == CENTRE else {}
        found: dict[visits.Desk, str] = {}
        for one in self.told["shifts"]:
            if one["site"] != site or one.get("turn", str(Turn.WORKDAY)) != turn:
                continue
            window = queues.get(one["window"], {"line": _FIRST})
            begins, ends = window.get("season", ("", ""))
            if "line" in window and hours.in_season(day, begins, ends):
                found[visits.Desk(one["window"], window["line"])] = one["staff"]
        return found

    def _coming(self, site: dict[str, Any], day: date, opened: hours.OpenDay) -> dict[str, float]:
        times = _times(day, self.calendar) * (0.5 if opened.limited else 1.0)
        if site["code"] != CENTRE:
            return {_FIRST: AT_TOWN * times}
        return {letter: mean * times * _own(letter, day) for letter, mean in COMING.items()}

    def _grown(self, ends: tuple[float, float], day: date) -> float:
        share = max(0.0, 1 - (china_date(self.now) - day).days / DAYS)
        return ends[0] + (ends[1] - ends[0]) * share

    def _minutes(self, site: str, day: date) -> dict[str, float]:
        """Mean service in minutes by queue: real ones are a little shorter than places are made by."""
        slower = self._grown((_SLOWER, 1.0), day) * 0.8
        if site != CENTRE:
            return {_FIRST: 13 * slower}
        return {one["letter"]: one["minutes"] * slower for one in self.told["lines"]}

    # --- what they came for ---

    def _matters(
        self, site: str, day: date, made: Sequence[visits.Visit], limited: bool
    ) -> list[list[tuple[str, str]]]:
        found = [[(self._item(site, one.letter, limited), "")] for one in made]
        for n, one in enumerate(made):
            if self.rng.random() < _TWO_MATTERS:
                found[n].append((self._item(site, one.letter, limited), ""))
        if site == CENTRE:
            _begun(self.cases.get(day, ()), made, found)
        return found

    def _item(self, site: str, letter: str, limited: bool) -> str:
        listed = self.items[letter] if site == CENTRE else self.town_items
        if limited:
            first = self.items[_FIRST] if site == CENTRE else listed
            listed = [one for one in listed if one in self.limited] or [
                one for one in first if one in self.limited
            ]
        return listed[int(len(listed) * self.rng.random() ** 2.2)]


def _times(day: date, calendar: WorkCalendar) -> float:
    """Mondays and days after a holiday are full, Fridays are quiet, the new year is slow."""
    before = hours.kind_of(day - timedelta(days=1), calendar)
    times = {0: 1.18, 4: 0.86}.get(day.weekday(), 1.0)
    times *= 1.15 if before is DayKind.HOLIDAY else 1.0
    return times * (0.8 if day.month in {1, 2} else 1.0)


def _own(letter: str, day: date) -> float:
    """Paydays of pensions and funds, the declaration of taxes, schools, the land after the harvest."""
    payday, declared = day.day in {10, 11, 15, 25}, 8 <= day.day <= 15
    schools = day.month in {7, 8}
    return {
        "A": 1.15 if payday else 1.0, "C": 1.2 if payday else 1.0,
        "G": 1.4 if declared else 0.8, "F": 1.3 if schools else 1.0,
        "H": 1.25 if day.month == 12 else 1.0,
    }.get(letter, 1.0)  # fmt: skip


def _begun(
    begun: Sequence[tuple[datetime, str, str]], made: Sequence[visits.Visit],
    found: list[list[tuple[str, str]]],
) -> None:  # fmt: skip
    """Sample cases lie on the visit during which their counter was at work."""
    taken: set[int] = set()
    for at, item, number in begun:
        second = at.hour * 3600 + at.minute * 60 + at.second
        fit = [
            (abs(one.told[-1][0] - second), n) for n, one in enumerate(made)
            if n not in taken and one.state is TicketState.DONE
        ]  # fmt: skip
        if fit and min(fit)[0] <= _NEAR * 60:
            place = min(fit)[1]
            taken.add(place)
            found[place] = [(item, number)]


def _past(one: visits.Visit, matters: Sequence[tuple[str, str]]) -> history.Past:
    return history.Past(
        one.letter, one.seq, one.told, one.waits, one.window, one.lane, one.green, one.source, one.slot,
        one.calls, matters,
    )  # fmt: skip


def sites() -> list[dict[str, Any]]:
    """The halls where numbers are called: the centre and the towns."""
    return [one for one in county.hall()["sites"] if one["level"] in {SiteLevel.CENTRE, SiteLevel.TOWN}]


def days(year: Year, but: date, share: int = 1) -> Iterator[history.PastDay]:
    """The past days of all halls, the oldest first, without the day `but` of the centre; with `share` only
    the last of so many parts."""
    today = china_date(year.now)
    for back in range(max(ON_RECORD, DAYS // share), 0, -1):
        day = today - timedelta(days=back)
        made = [year.day(site, day) for site in sites() if (site["code"], day) != (CENTRE, but)]
        yield from (one for one in made if one is not None)


def write(year: Year, but: date, share: int = 1) -> int:
    """Write the year until yesterday, without the day `but` of the centre; how many visits."""
    total, held = 0, []
    for one in days(year, but, share):
        held.append(one)
        if len(held) == _AT_ONCE:
            total += history.keep_past(held)
            held = []
    return total + history.keep_past(held)


def before(now: datetime) -> None:
    """What figures were before the windows became one, entered by the keeper of the catalogue."""
    keeper = next(one.number for one in county.staff() if one.demo and one.posts[0].role is Role.KEEPER)
    office = next(one.code for one in county.departments() if one.key == county.BUREAU)
    actor = Actor(account=None, name=keeper, staff=keeper, posts=(Post(Role.KEEPER, office),))
    for figure, value in _BEFORE.items():
        set_baseline(actor, str(figure), Decimal(value), *_TAKEN, now=now)


__all__ = ["CENTRE", "COMING", "DAYS", "Year", "before", "days", "sites", "write"]
