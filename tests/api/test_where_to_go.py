"""Halls over HTTP: all of them, one in full, and the nearest that takes an item in."""

from __future__ import annotations

from collections.abc import Callable

from tests import county as counties
from tests import hall_world
from tests.api.conftest import Caller


def test_where_an_item_is_taken_in(county: counties.County, anybody: Caller):
    hall_world.build(county)
    hall_world.move(county)
    found = anybody.get(f"/items/{counties.PLAIN}/sites?at={hall_world.TOWN}").json()["sites"]
    assert [(one["code"], one["km"]) for one in found] == [
        (hall_world.TOWN_SITE, 0.0), (hall_world.CENTRE_SITE, 9.8), (hall_world.FAR_SITE, 22.5),
    ]  # fmt: skip
    assert found[1]["opens"]["now"] is True
    assert anybody.get("/items/XX/sites").status_code == 404
    assert anybody.get(f"/items/{counties.PLAIN}/sites?at=1").status_code == 422


def test_sites_are_listed_and_read(county: counties.County, anybody: Caller):
    hall_world.build(county)
    codes = [one["code"] for one in anybody.get("/sites").json()["sites"]]
    assert set(codes) == set(hall_world.SITES)
    assert [one["code"] for one in anybody.get("/sites?q=望禾").json()["sites"]] == [hall_world.TOWN_SITE]
    page = anybody.get(f"/sites/{hall_world.CENTRE_SITE}").json()
    assert [one["number"] for one in page["windows"]] == ["A01", "A02", "B01"]
    assert page["days"][0]["hours"] == "8:30–12:00、14:00–17:30"
    assert anybody.get("/sites/YX-99").status_code == 404


def test_halls_that_hand_out_have_the_name_of_their_site(
    county: counties.County, caller: Callable[..., Caller]
):
    li = caller("li")
    assert li.get("/halls").json()["halls"][0]["name"] == "云溪县"
    hall_world.build(county)
    (hall,) = li.get("/halls").json()["halls"]
    assert (hall["code"], hall["name"]) == (counties.REGION, "云溪县政务服务中心")
    assert hall["address"]
