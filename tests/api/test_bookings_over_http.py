"""Bookings over HTTP: what is free, booked, sent twice, another time, given back; nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import county as counties
from tests import hall_world
from tests.api.conftest import Caller

FREE = f"/items/{counties.PLAIN}/slots?site={hall_world.CENTRE_SITE}"
NINE = {"item": counties.PLAIN, "site": hall_world.CENTRE_SITE, "day": "2026-11-17", "start": 540}


@pytest.fixture
def built(county: counties.County) -> counties.County:
    hall_world.build(county)
    hall_world.sit(county)
    return county


def test_booked_moved_and_given_back(built: counties.County, anybody: Caller, caller: Callable[..., Caller]):
    first = anybody.get(FREE).json()["days"][0]
    assert (first["day"], first["slots"][1]) == ("2026-11-17", {"start": 540, "end": 570, "free": 2})
    li = caller("li")
    made = li.post("/bookings", NINE, idempotency_key="one")
    assert made.status_code == 200 and made.json()["state"] == "booked"
    again = li.post("/bookings", NINE, idempotency_key="one")
    assert again.json() == made.json() and again["Idempotent-Replayed"] == "true"
    number = made.json()["number"]
    assert anybody.get(FREE).json()["days"][0]["slots"][1]["free"] == 1

    moved = li.post(f"/bookings/{number}/move", {"day": "2026-11-18", "start": 600}).json()["number"]
    rows = li.get("/bookings").json()["bookings"]
    assert [(one["number"], one["state"]) for one in rows] == [(moved, "booked"), (number, "cancelled")]
    assert rows[0]["begins"] == "2026-11-18T10:00:00+08:00" and rows[0]["may_change"] is True
    assert li.post(f"/bookings/{moved}/cancel").json()["state"] == "cancelled"
    assert li.post(f"/bookings/{moved}/cancel").json()["code"] == "booking.not_open"


def test_nobody_elses_and_nothing_odd(built: counties.County, caller: Callable[..., Caller]):
    li, wang = caller("li"), caller("wang")
    number = li.post("/bookings", NINE).json()["number"]
    for who in (wang, caller("clerk"), caller("firm")):
        assert who.post(f"/bookings/{number}/cancel").status_code == 404
        assert who.post(f"/bookings/{number}/move", {"day": "2026-11-18", "start": 600}).status_code == 404
        assert who.get("/bookings").json()["bookings"] == []
    assert li.post("/bookings", NINE).json()["code"] == "booking.one_a_day"
    assert wang.post("/bookings", {**NINE, "day": "2026-11-16"}).status_code == 422
    assert wang.post("/bookings", {**NINE, "start": -1}).status_code == 422
    assert wang.post("/bookings", {**NINE, "site": "YX-99"}).json()["code"] == "booking.not_bookable"
    assert caller("clerk").post("/bookings", {**NINE, "day": "2026-11-18"}).status_code == 403
