"""一门式目录: each hall names what it takes in, at which window, with limit and law; no more."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

import pytest

from tests import county as counties
from tests import hall_world
from yimen.hall import actions
from yimen.hall.queries import DirectoryRow, directory
from yimen.rules.authority import SYSTEM
from yimen.rules.hall.keeping import SiteUnknown
from yimen.rules.hall.terms import WindowKind

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def rows(site: str, now: datetime, text: str = "") -> dict[str, DirectoryRow]:
    return {one.item.code: one for one in directory(site, now=now, text=text).rows}


def test_the_centre_takes_everything_at_any_general_window(county: counties.County, now: datetime) -> None:
    found = rows(hall_world.CENTRE_SITE, now)
    assert set(found) >= {counties.PLAIN, counties.INSTANT, counties.LICENCE}
    plain = found[counties.PLAIN]
    assert plain.general and plain.windows == ("A01", "A02")
    assert plain.item.promise and plain.basis == "", "where none is given, none is invented"
    law = hall_world.spec(county, counties.LICENCE).basis[0].law
    assert found[counties.LICENCE].basis == law


def test_an_item_with_windows_of_its_own_is_sent_there(county: counties.County, now: datetime) -> None:
    hall_world.window(
        hall_world.CENTRE_SITE, "C01", WindowKind.CONVENIENCE, now, items=[counties.PLAIN], line="A"
    )
    plain = rows(hall_world.CENTRE_SITE, now)[counties.PLAIN]
    assert not plain.general and plain.windows == ("C01",)


def test_a_town_names_only_what_was_moved_to_it_while_it_lies_there(
    county: counties.County, now: datetime
) -> None:
    assert rows(hall_world.TOWN_SITE, now) == {}
    power = hall_world.move(county)
    assert set(rows(hall_world.TOWN_SITE, now)) == {counties.PLAIN}
    assert rows(hall_world.VILLAGE_SITE, now) == {}, "a town is no village"
    actions.take_power_back(county["keeper"], power, "窗口没有人手", now=now)
    assert rows(hall_world.TOWN_SITE, now + timedelta(days=1)) == {}


def test_machines_name_only_what_a_machine_takes_in(county: counties.County, now: datetime) -> None:
    found = rows(hall_world.MACHINES, now)
    assert set(found) < set(rows(hall_world.CENTRE_SITE, now))
    assert all(one.windows == ("M1",) for one in found.values())


def test_what_the_weekend_serves_is_marked(county: counties.County, now: datetime) -> None:
    actions.list_weekend(SYSTEM, [counties.PLAIN], hall_world.BASIS, now=now)
    found = rows(hall_world.CENTRE_SITE, now)
    assert found[counties.PLAIN].weekend and not found[counties.LICENCE].weekend


def test_found_by_words_and_only_here(county: counties.County, now: datetime) -> None:
    name = hall_world.spec(county).name
    assert counties.PLAIN in rows(hall_world.CENTRE_SITE, now, name)
    assert rows(hall_world.TOWN_SITE, now, name) == {}
    hall_world.move(county)
    assert list(rows(hall_world.TOWN_SITE, now, name)) == [counties.PLAIN]
    with pytest.raises(SiteUnknown):
        directory("没有", now=now)


def test_pages_follow_each_other_without_a_gap(county: counties.County, now: datetime, monkeypatch) -> None:
    whole = set(rows(hall_world.CENTRE_SITE, now))
    monkeypatch.setattr(sys.modules["yimen.hall.queries.directory"], "PAGE", 2)
    seen: list[str] = []
    after = ""
    for _ in range(len(whole)):
        page = directory(hall_world.CENTRE_SITE, now=now, after=after)
        seen += [one.item.code for one in page.rows]
        after = page.next
        if not after:
            break
    assert set(seen) == whole and len(seen) == len(whole)


def test_the_statements_of_a_page_do_not_grow_with_its_rows(
    county: counties.County, now: datetime, django_assert_max_num_queries
) -> None:
    rows(hall_world.CENTRE_SITE, now)
    with django_assert_max_num_queries(7):
        rows(hall_world.CENTRE_SITE, now)
