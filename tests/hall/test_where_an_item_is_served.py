"""就近办: which sites take an item in, nearest first, open now or next; powers say what a town takes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from yimen.bureau import queries as bureau
from yimen.cases import actions as cases
from yimen.cases.models import Case
from yimen.catalogue.refusals import ItemUnknown
from yimen.hall import actions, queries
from yimen.rules import routing
from yimen.rules.authority import NotPermitted
from yimen.rules.calendar import CHINA
from yimen.rules.hall import keeping
from yimen.rules.hall.terms import Power, SiteLevel, WindowKind

FRIDAY_EVENING = datetime(2026, 11, 27, 18, 0, tzinfo=CHINA)
pytestmark = [pytest.mark.django_db]


def sites(county: County, code: str = counties.PLAIN, at: str = "", now: datetime | None = None) -> list[str]:
    found = queries.serving_item(world.spec(county, code), now=now or county.now, at=at)
    return [one.code for one in found]


def test_without_a_record_only_the_centre_takes_an_item_in(county: County):
    assert sites(county) == [world.CENTRE_SITE]


def test_what_was_moved_to_towns_is_taken_there_and_the_nearest_comes_first(county: County):
    world.move(county)
    assert sites(county, at=world.TOWN) == [world.TOWN_SITE, world.CENTRE_SITE, world.FAR_SITE]
    assert sites(county, at=world.FAR_TOWN)[0] == world.FAR_SITE
    # A village is as near as its own point, though the point does not take the item in.
    assert sites(county, at=world.VILLAGE)[0] == world.TOWN_SITE
    rows = queries.serving_item(world.spec(county), now=county.now, at=world.TOWN)
    assert [round(one.km or 0, 1) for one in rows[:2]] == [0.0, 9.8]


def test_what_is_moved_to_one_town_is_not_taken_by_another(county: County):
    world.move(county, region=world.TOWN)
    assert sorted(sites(county)) == [world.CENTRE_SITE, world.TOWN_SITE]


def test_a_power_taken_back_is_gone_the_same_day(county: County):
    moved = world.move(county)
    actions.take_power_back(county["keeper"], moved, "镇里人手不够", now=county.now)
    assert sites(county) == [world.CENTRE_SITE]
    found = queries.powers(county.now.date(), text=counties.PLAIN)
    assert [(one.running, one.ended_why) for one in found] == [(False, "镇里人手不够")]
    # It may be given again.
    world.move(county)
    assert world.TOWN_SITE in sites(county)


def test_a_machine_takes_in_what_may_be_handed_in_at_machines(county: County):
    actions.keep_window(
        county["keeper"], world.MACHINES, "M1", "自助终端", str(WindowKind.MACHINE), items=[counties.PLAIN],
        now=county.now,
    )  # fmt: skip
    found = queries.serving_item(world.spec(county), now=county.now.replace(hour=23))
    assert [(one.code, bool(one.opens and one.opens.now)) for one in found] == [
        (world.MACHINES, True), (world.CENTRE_SITE, False),
    ]  # fmt: skip


def test_a_departments_window_alone_serves_its_department(county: County):
    for number in ("A01", "A02"):
        actions.keep_window(
            county["keeper"], world.CENTRE_SITE, number, "出件", str(WindowKind.HANDOUT), now=county.now
        )
    assert sites(county) == []
    actions.keep_window(
        county["keeper"], world.CENTRE_SITE, "B01", "市监窗口", str(WindowKind.DEPARTMENT),
        department=counties.MARKET, now=county.now,
    )  # fmt: skip
    assert sites(county) == [world.CENTRE_SITE]


def test_a_seasonal_window_serves_in_its_season(county: County):
    for number in ("A01", "A02"):
        actions.keep_window(
            county["keeper"], world.CENTRE_SITE, number, "征收", str(WindowKind.SEASONAL),
            season=("09-01", "12-31"), items=[counties.PLAIN], now=county.now,
        )  # fmt: skip
    assert sites(county) == [world.CENTRE_SITE]
    assert sites(county, now=county.now + timedelta(days=60)) == []


def test_on_saturday_only_what_is_on_the_list_is_served(county: County):
    def opens() -> str:
        found = queries.serving_item(world.spec(county), now=FRIDAY_EVENING)[0].opens
        return f"{found.at:%m-%d %H:%M}" if found else ""

    assert opens() == "11-30 08:30"
    actions.list_weekend(county["keeper"], [counties.PLAIN], world.BASIS, now=county.now)
    assert opens() == "11-28 09:00"
    assert [one.code for one in queries.weekend_items()] == [counties.PLAIN]
    actions.unlist_weekend(county["keeper"], counties.PLAIN, now=county.now)
    assert opens() == "11-30 08:30"


def test_saturday_service_moves_no_deadline(county: County):
    """The same application before and after the hall opens on Saturdays: promised for the same day."""

    def due() -> datetime | None:
        li = county["li"]
        number = cases.open_draft(
            li,
            counties.PLAIN,
            county.parties["li"].pk,
            channel="2",
            region=counties.REGION,
            now=FRIDAY_EVENING,
        ).number
        cases.submit(li, number, again="再查一次", now=FRIDAY_EVENING)
        cases.receive(county["clerk"], number, now=FRIDAY_EVENING)
        cases.accept(county["clerk"], number, now=FRIDAY_EVENING)
        return Case.objects.get(number=number).due_at

    actions.set_hours(county["keeper"], world.CENTRE_SITE, [world.USUAL] * 5 + [[], []], now=county.now)
    before, stamp = due(), bureau.calendar_stamp()
    actions.set_hours(county["keeper"], world.CENTRE_SITE, [world.USUAL] * 7, now=county.now)
    actions.list_weekend(county["keeper"], [counties.PLAIN], world.BASIS, now=county.now)
    actions.set_site_day(
        county["keeper"], world.CENTRE_SITE, date(2026, 11, 29), world.USUAL, "便民周", now=county.now
    )
    assert before is not None
    assert due() == before
    assert bureau.calendar_stamp() == stamp


def test_a_day_with_hours_of_its_own_is_told_with_its_reason(county: County):
    tuesday = date(2026, 11, 24)
    actions.set_site_day(county["keeper"], world.CENTRE_SITE, tuesday, [], "停电检修", now=county.now)
    page = queries.site_page(world.CENTRE_SITE, now=county.now)
    assert [(day.day, day.sessions, why) for day, why in page.days if why] == [(tuesday, (), "停电检修")]
    actions.clear_site_day(county["keeper"], world.CENTRE_SITE, tuesday, now=county.now)
    assert all(why == "" for _, why in queries.site_page(world.CENTRE_SITE, now=county.now).days)


def test_sites_are_found_by_words(county: County):
    assert [one.code for one in queries.sites(now=county.now, text="望禾")] == [world.TOWN_SITE]
    assert len(queries.sites(now=county.now)) == 5
    actions.change_site(
        county["keeper"], world.FAR_SITE, "枕石镇便民服务中心", "枕石镇 1 号", active=False, now=county.now
    )
    assert world.FAR_SITE not in [one.code for one in queries.sites(now=county.now)]


def test_who_keeps_the_hall(county: County):
    for who in ("clerk", "officer", "li", "supervisor"):
        with pytest.raises(NotPermitted):
            actions.list_weekend(county[who], [counties.PLAIN], world.BASIS, now=county.now)
        with pytest.raises(NotPermitted):
            actions.move_power(
                county[who], counties.PLAIN, "accept", "town", counties.REGION, counties.MARKET, "x",
                now=county.now,
            )  # fmt: skip


def test_what_is_refused(county: County):
    keeper, now = county["keeper"], county.now

    def window(kind: WindowKind, **more: object) -> None:
        actions.keep_window(keeper, world.CENTRE_SITE, "C1", "窗口", str(kind), now=now, **more)  # type: ignore[arg-type]

    def move(**more: object) -> None:
        asked = {"power": "accept", "level": "town", "region": counties.REGION, "basis": world.BASIS, **more}
        actions.move_power(keeper, counties.PLAIN, giver=counties.MARKET, now=now, **asked)  # type: ignore[arg-type]

    def site(code: str, east: str = "") -> None:
        actions.add_site(keeper, code, "厅", "town", world.TOWN, "1 号", east=east, now=now)

    def shift(ends: int = 720, **more: object) -> None:
        actions.set_shift(keeper, world.CENTRE_SITE, "A01", "0102", "workday", 510, ends, now=now, **more)  # type: ignore[arg-type]

    world.move(county)
    shift()
    yesterday = now.date() - timedelta(days=1)
    tried = [
        (keeping.DepartmentNeeded, lambda: window(WindowKind.DEPARTMENT)),
        (keeping.BadSeason, lambda: window(WindowKind.SEASONAL)),
        (keeping.BadSeason, lambda: window(WindowKind.SEASONAL, season=("9-1", "12-31"))),
        (ItemUnknown, lambda: window(WindowKind.CONVENIENCE, items=["没有"])),
        (keeping.BadSiteCode, lambda: site("y x")),
        (keeping.SiteTaken, lambda: site(world.TOWN_SITE)),
        (keeping.BadPlace, lambda: site("YX-09", "28.2")),
        (keeping.SiteUnknown, lambda: actions.set_hours(keeper, "YX-99", world.WEEK, now=now)),
        (keeping.WindowUnknown, lambda: actions.end_shift(keeper, world.TOWN_SITE, 1, now=now)),
        (keeping.BadShift, lambda: shift(500)),
        (keeping.BadShift, lambda: shift(to_day=yesterday)),
        (keeping.ShiftClash, lambda: shift(600)),
        (keeping.WeekendBasis, lambda: actions.list_weekend(keeper, [counties.PLAIN], " ", now=now)),
        (routing.PowerBasis, lambda: move(basis=" ")),
        (routing.PowerReach, lambda: move(level="centre")),
        (routing.PowerDays, lambda: move(to_day=yesterday)),
        (routing.PowerThere, move),
    ]
    for refusal, act in tried:
        with pytest.raises(refusal):
            act()


def test_decided_by_the_town_where_that_was_moved(county: County):
    with pytest.raises(routing.NoOffice):
        world.move(county, power=Power.DECIDE, region=world.TOWN)
    world.town_office(county)
    world.move(county, power=Power.DECIDE, region=world.TOWN)
    assert world.TOWN_SITE in sites(county)
    moved = queries.powers(county.now.date())[0]
    assert (moved.power, moved.level, moved.region) == (Power.DECIDE, SiteLevel.TOWN, "望禾镇")
