"""The small county with its centre, a town with a village, and a hall around the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests import clock
from tests import county as counties
from yimen.bureau.models import Department, Post, Region, Staff
from yimen.catalogue import queries as catalogue
from yimen.hall import actions
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.authority import Post as PostFact
from yimen.rules.hall.terms import Power, SiteLevel, Turn, WindowKind
from yimen.rules.item import ItemSpec
from yimen.rules.terms import Role

TOWN, VILLAGE, FAR_TOWN = "439926101000", "439926101201", "439926102000"
CENTRE_SITE, TOWN_SITE, FAR_SITE, VILLAGE_SITE, MACHINES = "YX-00", "YX-01", "YX-02", "YX-01-1", "YX-24"
USUAL = [[510, 720], [840, 1050]]
WEEK = [USUAL] * 5 + [[[540, 720]], []]
TOWN_WEEK = [USUAL] * 5 + [[], []]
#: Site → name, level, region, east, north.
SITES = {
    CENTRE_SITE: ("云溪县政务服务中心", SiteLevel.CENTRE, counties.REGION, "113.250000", "28.200000"),
    TOWN_SITE: ("望禾镇便民服务中心", SiteLevel.TOWN, TOWN, "113.350000", "28.200000"),
    FAR_SITE: ("枕石镇便民服务中心", SiteLevel.TOWN, FAR_TOWN, "113.150000", "28.300000"),
    VILLAGE_SITE: ("大田坝村便民服务点", SiteLevel.VILLAGE, VILLAGE, "113.400000", "28.210000"),
    MACHINES: ("云溪县 24 小时自助厅", SiteLevel.SELF, counties.REGION, "113.251000", "28.201000"),
}  # fmt: skip
BASIS = "云政办〔2026〕12号"


def regions() -> None:
    """A town with a village, and another town."""
    county = Region.objects.get(code=counties.REGION)
    town = Region.objects.create(code=TOWN, name="望禾镇", level="5", parent=county)
    Region.objects.create(code=VILLAGE, name="大田坝村", level="6", parent=town)
    Region.objects.create(code=FAR_TOWN, name="枕石镇", level="5", parent=county)


def at_moment(patch: pytest.MonkeyPatch, at: list[datetime]) -> counties.County:
    """The county with its halls, three days old; pages and sessions live at `at[0]`, which a test moves."""
    clock.stop(patch, lambda: at[0])
    return build(counties.build(at[0] - timedelta(days=3)))


def build(county: counties.County) -> counties.County:
    """Sites with their hours and windows; nothing has moved down yet."""
    regions()
    now = county.now
    for code, (name, level, region, east, north) in SITES.items():
        actions.add_site(
            SYSTEM, code, name, str(level), region, f"云溪县{name}路 1 号", phone="0799-0002100", east=east,
            north=north, now=now,
        )  # fmt: skip
        week = {CENTRE_SITE: WEEK, MACHINES: [[]] * 7}.get(code, TOWN_WEEK)
        actions.set_hours(SYSTEM, code, week, always=code == MACHINES, now=now)
    for site, letter, name in (
        (CENTRE_SITE, "A", "综合"),
        (CENTRE_SITE, "B", "卫健"),
        (TOWN_SITE, "A", "便民"),
    ):
        actions.keep_line(SYSTEM, site, letter, name, 10, now=now)
    window(CENTRE_SITE, "A01", WindowKind.GENERAL, now, weekend=True, line="A")
    window(CENTRE_SITE, "A02", WindowKind.GENERAL, now, line="A")
    window(CENTRE_SITE, "B01", WindowKind.DEPARTMENT, now, department=counties.HEALTH, line="B")
    window(TOWN_SITE, "1", WindowKind.GENERAL, now, line="A")
    window(FAR_SITE, "1", WindowKind.GENERAL, now)
    window(VILLAGE_SITE, "1", WindowKind.GENERAL, now)
    window(MACHINES, "M1", WindowKind.MACHINE, now)
    return county


def window(site: str, number: str, kind: WindowKind, now: datetime, **more: object) -> None:
    """One window."""
    actions.keep_window(SYSTEM, site, number, f"{kind.label} {number}", str(kind), now=now, **more)  # type: ignore[arg-type]


def sit(county: counties.County, *, site: str = CENTRE_SITE, number: str = "A01", staff: str = "0101",
        turn: Turn = Turn.WORKDAY, starts: int = 510, ends: int = 1050) -> int:  # fmt: skip
    """Somebody sits at a window."""
    day = date(2026, 1, 1)
    return actions.set_shift(
        SYSTEM, site, number, staff, str(turn), starts, ends, from_day=day, now=county.now
    ).id


def move(county: counties.County, item: str = counties.PLAIN, *, power: Power = Power.ACCEPT,
         level: SiteLevel = SiteLevel.TOWN, region: str = counties.REGION) -> int:  # fmt: skip
    """A power moves down, to all towns unless said otherwise."""
    return actions.move_power(
        county["keeper"], item, str(power), str(level), region, counties.MARKET, BASIS, now=county.now
    ).id


def town_office(county: counties.County) -> str:
    """The town has an office of its own, with an officer; its credit code."""
    code, region = counties.credit_code(77), Region.objects.get(code=TOWN)
    office = Department.objects.create(
        credit_code=code, name="云溪县望禾镇人民政府", short_name="望禾镇", region=region
    )
    for key, number, role in (
        ("town_officer", "0751", Role.OFFICER),
        ("town_director", "0753", Role.DIRECTOR),
    ):
        staff = Staff.objects.create(number=number, name=f"员{number}", department=office)
        Post.objects.create(staff=staff, role=role, department=office)
        account = counties._account(county, key, number, staff.name, staff=staff)
        fact = PostFact(role, code)
        county.actors[key] = Actor(account=account.pk, name=staff.name, staff=number, posts=(fact,))
    return code


def spec(county: counties.County, code: str = counties.PLAIN) -> ItemSpec:
    """The facts of an item in force."""
    return catalogue.item_page(code).spec


def town_clerk(county: counties.County) -> Actor:
    """A clerk at the window of the town."""
    staff = Staff.objects.create(
        number="0151", name="员0151", department=Staff.objects.get(number="0101").department
    )
    Post.objects.create(
        staff=staff, role=Role.CLERK, department=staff.department, region=Region.objects.get(code=TOWN)
    )
    account = counties._account(county, "town_clerk", "0151", staff.name, staff=staff)
    fact = PostFact(Role.CLERK, counties.MARKET, TOWN)
    county.actors["town_clerk"] = Actor(account=account.pk, name=staff.name, staff="0151", posts=(fact,))
    return county["town_clerk"]
