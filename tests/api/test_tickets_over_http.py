"""A visit over HTTP: a number is taken and followed, the window opens, calls and serves; nobody else may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from tests import county as counties
from tests import hall_world
from tests.api.conftest import Caller
from yimen.hall.models import Ticket
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
SITE = hall_world.CENTRE_SITE
TAKE = f"/sites/{SITE}/tickets"
HERE = {"site": SITE, "window": "A01"}


@pytest.fixture
def built(county: counties.County) -> counties.County:
    return hall_world.build(county)


def good(answer: Any, status: int = 200) -> Any:
    """The body of an answer that went well."""
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def code(answer: Any) -> tuple[int, str]:
    """How it was refused."""
    assert answer["Content-Type"].startswith("application/problem+json")
    return answer.status_code, answer.json()["code"]


def test_a_visit_from_the_number_to_the_case(built, anybody: Caller, caller: Callable[..., Caller]):
    li, clerk = caller("li"), caller("clerk")
    taken = good(li.post(TAKE, {"items": [counties.PLAIN]}, idempotency_key="t1"), 201)
    assert (taken["number"], taken["state"], taken["state_label"]) == ("A001", "waiting", "等候")
    again = li.post(TAKE, {"items": [counties.PLAIN]}, idempotency_key="t1")
    assert good(again, 201) == taken and again["Idempotent-Replayed"] == "true"
    assert code(li.post(TAKE, {})) == (409, "ticket.already_in_line")
    (mine,) = good(li.get("/tickets"))["tickets"]
    assert (mine["key"], mine["matters"][0]["item"]) == (taken["key"], counties.PLAIN)
    place = good(anybody.get(f"/tickets/{taken['key']}"))
    assert place["wait"] == {"ahead": 0, "windows": 0, "low": 0, "high": 0}

    good(clerk.post("/counter/open", HERE))
    assert good(anybody.get(f"/tickets/{taken['key']}"))["wait"]["high"] == 20
    called = good(clerk.post("/counter/call", idempotency_key="c1"))
    assert (called["number"], called["window"]) == ("A001", "A01")
    assert good(clerk.post("/counter/call", idempotency_key="c1")) == called
    assert code(clerk.post("/counter/call")) == (409, "window.busy")
    on = f"/counter/tickets/{called['id']}"
    good(clerk.post(f"{on}/start"))
    counter = good(clerk.get("/counter"))["counter"]
    assert (counter["current"]["number"], counter["visitor"]) == ("A001", "李*")
    asked = {"item": counties.PLAIN, "number": built.parties["li"].id_number, "ticket": called["id"]}
    number = good(clerk.post("/applications", asked, idempotency_key="a1"), 201)["number"]
    assert good(clerk.post(f"{on}/finish"))["state"] == "done"
    assert good(clerk.post("/applications", asked, idempotency_key="a1"), 201)["number"] == number
    assert code(clerk.post("/applications", asked)) == (404, "ticket.not_found")
    told = good(anybody.get(f"/tickets/{taken['key']}"))
    assert (told["ticket"]["matters"][0]["case"], told["wait"]) == (number, None)
    assert good(clerk.get("/counter"))["counter"]["served"] == 1
    good(clerk.post("/counter/close"))
    assert good(clerk.get("/counter"))["counter"] is None
    row = Ticket.objects.get(pk=called["id"])
    assert row.waited > 0 and row.served > 0


def test_hold_miss_requeue_and_transfer(built, caller: Callable[..., Caller]):
    clerk, other = caller("clerk"), caller("clerk2")
    for _ in range(3):
        good(clerk.post(TAKE, {"line": "A"}), 201)
    good(clerk.post("/counter/open", HERE))
    good(other.post("/counter/open", {"site": SITE, "window": "B01"}))
    first = f"/counter/tickets/{good(clerk.post('/counter/call'))['id']}"
    assert code(other.post(f"{first}/start")) == (403, "ticket.other_window")
    assert code(clerk.post(f"{first}/miss")) == (409, "ticket.call_again_first")
    for _ in range(2):
        good(clerk.post(f"{first}/recall"))
    assert good(clerk.post(f"{first}/miss"))["state"] == "missed"
    assert good(clerk.post(f"{first}/requeue"))["state"] == "waiting"
    second = f"/counter/tickets/{good(clerk.post('/counter/call'))['id']}"
    good(clerk.post(f"{second}/start"))
    assert good(clerk.post(f"{second}/hold"))["state"] == "held"
    third = f"/counter/tickets/{good(clerk.post('/counter/call'))['id']}"
    assert good(clerk.post(f"{third}/transfer", {"line": "B"}))["state"] == "waiting"
    assert good(other.post("/counter/call"))["number"] == "A003"
    assert good(clerk.post(f"{second}/resume"))["state"] == "serving"
    assert [one["number"] for one in good(clerk.get("/counter"))["counter"]["waiting"]] == ["A001"]
    assert good(clerk.post(f"{first}/gone"))["state"] == "left"
    assert code(clerk.post(f"{first}/gone")) == (409, "ticket.not_here")
    assert code(clerk.post("/counter/tickets/999999/start")) == (404, "ticket.not_found")
    windows = good(clerk.get(f"/sites/{SITE}/windows"))["windows"]
    assert [(one["number"], one["state"], one["busy"]) for one in windows] == [
        ("A01", "open", "A002"), ("A02", "closed", ""), ("B01", "open", "A003"),
    ]  # fmt: skip


def test_who_booked_checks_in_and_goes_first(built, caller: Callable[..., Caller], monkeypatch):
    li, clerk = caller("li"), caller("clerk")
    hall_world.sit(built)
    day = {"item": counties.PLAIN, "site": SITE, "day": "2026-11-17", "start": 540}
    number = good(li.post("/bookings", day))["number"]
    assert code(clerk.post(f"/bookings/{number}/check_in")) == (409, "booking.not_today")
    assert code(li.post(f"/bookings/{number}/check_in"))[0] == 403
    assert code(caller("clerk").post("/bookings/Y1117000000/check_in"))[0] == 404
    early = datetime.fromisoformat("2026-11-17T08:55:00+08:00")
    monkeypatch.setattr(timezone, "now", lambda: early)
    came = good(clerk.post(f"/bookings/{number}/check_in", idempotency_key="b1"))
    assert came == {"number": number, "state": "came", "first": True, "ticket": "A001"}
    assert good(clerk.post(f"/bookings/{number}/check_in", idempotency_key="b1")) == came


def test_a_window_is_paused_and_helps_out(built, caller: Callable[..., Caller]):
    clerk = caller("clerk")
    good(clerk.post(TAKE, {"line": "B", "green": "aged"}), 201)
    assert code(clerk.post("/counter/pause")) == (409, "window.none")
    good(clerk.post("/counter/open", HERE))
    assert code(clerk.post("/counter/call")) == (409, "ticket.nobody_waits")
    assert code(clerk.post(f"/sites/{SITE}/windows/A01/help", {"line": "B"}))[0] == 403
    good(caller("keeper").post(f"/sites/{SITE}/windows/A01/help", {"line": "B"}))
    good(clerk.post("/counter/pause"))
    assert code(clerk.post("/counter/call")) == (409, "window.not_open")
    good(clerk.post("/counter/open", HERE))
    assert good(clerk.post("/counter/call"))["number"] == "B001"
    assert code(clerk.post("/counter/close")) == (409, "window.busy")


def test_nobody_elses_window_and_no_token_without_its_scope(built, anybody, caller: Callable[..., Caller]):
    li, officer = caller("li"), caller("officer")
    assert code(anybody.post(TAKE, {}))[0] == 401
    assert code(caller("li", "cases:read").post(TAKE, {})) == (403, "request.scope_missing")
    assert code(officer.post(TAKE, {})) == (403, "authority.not_permitted")
    for who in (li, officer):
        assert code(who.post("/counter/open", HERE)) == (403, "authority.not_permitted")
        assert code(who.get(f"/sites/{SITE}/windows")) == (403, "authority.not_permitted")
        assert code(who.post("/counter/call")) == (409, "window.none")
        assert good(who.get("/counter")) == {"counter": None}
    taken = good(li.post(TAKE, {}), 201)
    assert code(li.post(f"/counter/tickets/{taken['id']}/start")) == (409, "window.none")
    assert code(li.post(f"/counter/tickets/{taken['id']}/gone")) == (403, "authority.not_permitted")
    before = Event.objects.count()
    assert good(caller("wang").get("/tickets"))["tickets"] == []
    assert code(anybody.get("/tickets/nothing")) == (404, "ticket.not_found")
    assert code(li.post("/tickets/nothing/leave")) == (404, "ticket.not_found")
    assert Event.objects.filter(stream=f"ticket:{taken['id']}").count() == 1
    assert good(li.post(f"/tickets/{taken['key']}/leave"))["state"] == "left"
    assert Event.objects.count() > before
    assert code(li.post("/sites/YX-99/tickets", {})) == (404, "hall.site_unknown")
    assert code(li.post(TAKE, {"line": "Z"})) == (404, "ticket.line_unknown")


def test_halls_tell_who_waits(built, anybody: Caller, caller: Callable[..., Caller]):
    clerk = caller("clerk")
    good(clerk.post(TAKE, {"line": "A"}), 201)
    good(clerk.post("/counter/open", HERE))
    rows = {one["code"]: one for one in good(anybody.get("/sites"))["sites"]}
    assert (rows[SITE]["people"], rows[SITE]["wait"]) == (1, None)
    assert rows[hall_world.FAR_SITE]["people"] is None
    served = {one["code"]: one for one in good(anybody.get(f"/items/{counties.PLAIN}/sites"))["sites"]}
    assert served[SITE]["wait"] == {"ahead": 1, "windows": 1, "low": 5, "high": 35}
    page = good(anybody.get(f"/sites/{SITE}"))
    assert [(one["letter"], one["ahead"]) for one in page["lines"]] == [("A", 1), ("B", 0)]
