"""The halls of the sample county: each level is there, windows are manned, towns take in what was moved."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests import county as counties
from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.demo import build, county, hall
from yimen.hall import queries
from yimen.hall.models import Booking
from yimen.rules.hall.terms import SiteLevel

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def built(now: datetime) -> datetime:
    """The county as far as its halls need it."""
    wanted = {
        "工作日历",
        "行政区划",
        "部门",
        "人员和岗位",
        "办事人和企业",
        "事项目录",
        "大厅",
        "预约",
        "请假",
    }
    for name, step in build.STEPS:
        if name in wanted:
            step(now)
    return now


def test_every_level_is_there_and_lives(built: datetime):
    rows = queries.sites(now=built)
    levels = [one.level for one in rows]
    assert {one: levels.count(one) for one in SiteLevel} == {
        SiteLevel.CENTRE: 1, SiteLevel.TOWN: 8, SiteLevel.VILLAGE: 20, SiteLevel.SELF: 1,
    }  # fmt: skip
    assert all(one.opens and one.opens.now for one in rows)
    assert len(queries.site_page("YX-00", now=built).windows) == 24
    assert len(queries.weekend_items()) == 59
    manned = {one.window for one in queries.shifts("YX-00", built.date())}
    assert len(manned) == 20
    assert {one.code for one in bureau.halls()} >= {one.region for one in rows if one.level is SiteLevel.TOWN}


def test_what_was_moved_is_taken_in_there_and_nowhere_else(built: datetime):
    told, codes = county.hall(), {one.extra["key"]: one.code for one in county.item_specs()}
    at = {
        key: {one.level for one in queries.serving_item(catalogue.item_page(codes[key]).spec, now=built)}
        for key in ("elder_care", "marriage_copy", "company_setup") if key in codes
    }  # fmt: skip
    assert at["elder_care"] >= {SiteLevel.CENTRE, SiteLevel.TOWN, SiteLevel.VILLAGE}
    assert SiteLevel.TOWN in at["marriage_copy"] and SiteLevel.VILLAGE not in at["marriage_copy"]
    nowhere = next(key for key in codes if key not in told["towns"] and key not in told["machines"])
    spec = catalogue.item_page(codes[nowhere]).spec
    assert [one.level for one in queries.serving_item(spec, now=built)] == [SiteLevel.CENTRE]
    assert len(queries.powers(built.date())) == len(told["towns"]) + len(told["villages"]) + 2
    assert hall.ORDER in {one.basis for one in queries.powers(built.date())}
    town = told["offices"][0]
    assert queries.deciding_office(codes["elder_care"], town["region"], built.date()) == town["code"]
    assert queries.deciding_office(codes["elder_care"], "439926101000", built.date()) == ""
    assert queries.deciding_office(codes["elder_care"], counties.REGION, built.date()) == ""


def test_people_have_booked_for_the_days_around_today(built: datetime):
    states = list(Booking.objects.values_list("state", flat=True))
    assert len(states) == hall.PEOPLE
    assert set(states) == {"booked"} and len(states) >= 10
    # Whatever is free is free: no slot holds more than its places.
    for one in county.item_specs()[:5]:
        assert all(slot.free >= 0 for day in queries.offer(one, "YX-00", now=built) for slot in day.slots)


def test_people_are_away_for_days_and_halves_and_the_roster_says_what_lacks(built: datetime):
    """Somebody stands in, a window stays empty for a morning or an afternoon, a rest day in lieu is taken."""
    site, today = queries.kept_site("YX-00"), built.date()
    monday = today - timedelta(days=today.weekday())
    weeks = [queries.week(site, monday + timedelta(days=7 * n), today) for n in range(2)]
    away = {(one.staff, one.first): one for week in weeks for one in week.leaves}
    assert len(away) == len(hall.AWAY)
    assert {str(one.part) for one in away.values()} == {"whole", "morning", "afternoon"}
    assert {str(one.kind) for one in away.values()} == {"leave", "away", "lieu"}
    gaps = {cell.lacking for week in weeks for row in week.windows for cell in row.cells}
    assert gaps >= {(540, 720), (810, 1050)}
    saturday = [cell for row in weeks[0].windows for cell in row.cells if cell.day.weekday() == 5]
    assert sum(bool(cell.seats) for cell in saturday) >= 5
