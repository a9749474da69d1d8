"""POST /cases/{number}/personal: its own scope, a reason in the body, a record."""

from __future__ import annotations

from tests import county as counties
from yimen.trail.models import Event

NUMBER = counties.id_number("19800101", 1)
WHY = {"why": "verify", "words": "和身份证原件核对"}


def test_a_reason_opens_the_numbers_and_is_recorded(caller, reach):
    number = reach("accepted")
    who = caller("officer")
    assert NUMBER not in str(who.get(f"/cases/{number}").json())
    answer = who.post(f"/cases/{number}/personal", WHY)
    assert {"label": "身份证号", "value": NUMBER} in answer.json()["values"]
    assert Event.objects.filter(kind="view.full").count() == 1
    assert answer["Cache-Control"] == "no-store"


def test_without_right_or_reason_nothing_is_told(caller, reach):
    number = reach("accepted")
    for who, body, code in (
        ("director", WHY, "view.not_yours"),
        ("officer", {**WHY, "words": "看"}, "view.reason_missing"),
        ("officer", {**WHY, "why": "x"}, "request.invalid"),
    ):
        answer = caller(who).post(f"/cases/{number}/personal", body)
        assert NUMBER not in answer.content.decode()
        assert answer.json()["code"] == code, answer.content.decode()
    assert caller("officer", "cases:read").post(f"/cases/{number}/personal", WHY).status_code == 403
    assert not Event.objects.filter(kind="view.full").exists()
