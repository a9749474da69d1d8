"""统一出件 for programs: the halls, the choice, how far it is, and that it came."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from tests.api.conftest import NOW
from yimen.cases import actions
from yimen.cases.models import Case

pytestmark = [pytest.mark.django_db, pytest.mark.both]
POST = {"way": "post", "name": "李敏", "phone": "13800003210", "address": "云溪县民生路 9 号"}


def test_a_hall_is_chosen_from_the_list_and_read_again(caller, reach):
    number, li = reach("granted"), caller("li")
    (hall,) = li.get("/halls").json()["halls"]
    assert hall == {"code": counties.REGION, "name": "云溪县", "address": ""}
    before = li.get(f"/cases/{number}/delivery").json()
    assert (before["way"], before["chosen"], before["open"]) == ("pickup", False, True)
    answer = li.put(f"/cases/{number}/delivery", {"way": "pickup", "hall": hall["code"]})
    assert answer.status_code == 200 and answer["ETag"]
    caller("clerk").post(f"/cases/{number}/acts/issue")
    after = li.get(f"/cases/{number}/delivery").json()
    assert (after["hall_name"], after["chosen"], len(after["pickup_code"])) == ("云溪县", True, 6)


def test_what_is_missing_is_refused_with_its_code(caller, reach):
    number, li = reach("granted"), caller("li")
    for body, code in (
        ({"way": "pickup"}, "delivery.bad_choice"),
        ({"way": "pickup", "hall": "1" * 12}, "delivery.bad_choice"),
        ({**POST, "address": " "}, "delivery.post_incomplete"), ({"way": "pigeon"}, "request.invalid"),
        ({"way": "online", "tracking": "1"}, "request.invalid"),
    ):  # fmt: skip
        answer = li.put(f"/cases/{number}/delivery", body)
        assert (answer.status_code, answer.json()["code"]) == (422, code), body
    assert li.put(f"/cases/{number}/delivery", {"way": "online"}, if_match='"1"').status_code == 409


def test_a_parcel_until_its_receiver_says_that_it_came(caller, reach):
    number, li, clerk = reach("granted"), caller("li"), caller("clerk")
    key = {"idempotency_key": "choose-1"}
    first = li.put(f"/cases/{number}/delivery", POST, **key)
    again = li.put(f"/cases/{number}/delivery", POST, **key)
    assert first.json() == again.json() and again["Idempotent-Replayed"] == "true"
    clerk.post(f"/cases/{number}/acts/issue")
    assert li.post(f"/cases/{number}/received").json()["code"] == "delivery.not_yet_sent"
    seen = clerk.get(f"/cases/{number}/delivery").json()
    assert (seen["name"], seen["phone"], seen["address"]) == ("李*", "138****3210", "云溪县民生路***")
    assert seen["pickup_code"] == "" and seen["waits"] is False
    assert clerk.post(f"/cases/{number}/acts/send", {"tracking": "EMS1"}).status_code == 200
    sent = li.get(f"/cases/{number}/delivery").json()
    assert (sent["tracking"], sent["address"], sent["open"], sent["waits"]) == (
        "EMS1", POST["address"], False, True,
    )  # fmt: skip
    assert sent["sent_at"]
    assert li.put(f"/cases/{number}/delivery", {"way": "online"}).json()["code"] == "delivery.already_sent"
    assert clerk.post(f"/cases/{number}/received").status_code in {403, 409}, "not the clerk's to say"
    came = li.post(f"/cases/{number}/received")
    assert (came.status_code, came.json()["state"]) == (200, "delivered")
    assert li.get(f"/cases/{number}/delivery").json()["received_by"] == "李敏"


def test_online_it_waits_for_its_reader_once(caller, reach):
    number, li = reach("granted"), caller("li")
    li.put(f"/cases/{number}/delivery", {"way": "online"})
    caller("clerk").post(f"/cases/{number}/acts/issue")
    actions.deliver_online(number, now=NOW + timedelta(hours=1))
    there = li.get(f"/cases/{number}/delivery").json()
    assert there["available_at"] and there["waits"] is True
    for _ in range(2):
        assert li.post(f"/cases/{number}/received").status_code == 200
    seen = li.get(f"/cases/{number}/delivery").json()
    assert seen["confirmed_at"] and seen["waits"] is False


def test_somebody_elses_does_not_exist(caller, reach):
    number, wang = reach("issued"), caller("wang")
    assert wang.get(f"/cases/{number}/delivery").status_code == 404
    assert wang.put(f"/cases/{number}/delivery", {"way": "online"}).status_code == 404
    assert wang.post(f"/cases/{number}/received").status_code == 404
    assert Case.objects.get(number=number).delivery.get("way") is None


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [("GET", "/halls", "cases:apply"), ("GET", "/cases/{n}/delivery", "cases:apply"),
     ("PUT", "/cases/{n}/delivery", "cases:read"), ("POST", "/cases/{n}/received", "cases:read")],
)  # fmt: skip
def test_each_needs_its_scope(caller, reach, method, path, scope):
    number = reach("granted")
    body = {"way": "online"} if method == "PUT" else None
    answer = caller("li", scope).send(method, path.replace("{n}", number), body)
    assert answer.status_code == 403
