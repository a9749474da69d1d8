"""A keeper whose post is bound to a town keeps the halls of that town and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.county import County
from yimen.hall import actions
from yimen.hall.queries import booking_terms
from yimen.rules.authority import Actor, NotPermitted, Post
from yimen.rules.hall.taking_over import NewSite
from yimen.rules.hall.terms import WindowKind
from yimen.rules.terms import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both]
#: Act → what is done at a site (its code, its region) by somebody.
ACTS: dict[str, Callable[[Actor, str, str, Any], object]] = {
    "add_site": lambda who, site, region, now: actions.add_site(
        who, f"{site}-9", "新厅", "town", region, "1 号", now=now
    ),
    "change_site": lambda who, site, region, now: actions.change_site(who, site, "大厅", "2 号", now=now),
    "set_hours": lambda who, site, region, now: actions.set_hours(who, site, world.WEEK, now=now),
    "set_terms": lambda who, site, region, now: actions.set_terms(who, site, _terms(site), now=now),
    "set_site_day": lambda who, site, region, now: actions.set_site_day(
        who, site, date(2026, 12, 25), [], "检修", now=now
    ),
    "clear_site_day": lambda who, site, region, now: actions.clear_site_day(
        who, site, date(2026, 12, 25), now=now
    ),
    "keep_line": lambda who, site, region, now: actions.keep_line(who, site, "Q", "便民", 8, now=now),
    "keep_window": lambda who, site, region, now: actions.keep_window(
        who, site, "Q01", "便民", str(WindowKind.CONVENIENCE), now=now
    ),
    "add_device": lambda who, site, region, now: actions.add_device(who, site, "kiosk", "自助机", now=now),
    "take_over": lambda who, site, region, now: actions.take_over(
        who, [NewSite(f"{site}-8", "旧厅", "3 号", ())], "town", region, now=now
    ),
}


def _terms(site: str) -> dict[str, str]:
    return {key: str(value) for key, value in asdict(booking_terms(site)).items()}


def keeper(region: str) -> Actor:
    post = Post(Role.KEEPER, counties.MARKET, region)
    return Actor(account=None, name="管理员", staff="0999", posts=(post,))


@pytest.mark.parametrize("act", ACTS)
def test_a_keeper_of_a_town_keeps_its_halls_only(county: County, act: str) -> None:
    town = keeper(world.TOWN)
    ACTS[act](town, world.TOWN_SITE, world.TOWN, county.now)
    with pytest.raises(NotPermitted):
        ACTS[act](town, world.CENTRE_SITE, counties.REGION, county.now)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("region", ["", counties.REGION])
def test_a_keeper_of_the_county_or_of_no_place_keeps_all(county: County, act: str, region: str) -> None:
    for site, where in ((world.TOWN_SITE, world.TOWN), (world.CENTRE_SITE, counties.REGION)):
        ACTS[act](keeper(region), site, where, county.now)
