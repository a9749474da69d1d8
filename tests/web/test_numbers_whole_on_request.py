"""The page 看完整号码: asks why, shows once, and the person and the watch see who looked."""

from __future__ import annotations

import pytest

from tests import county as counties
from tests.web import staffkit
from yimen.trail.models import Event

pytestmark = pytest.mark.django_db

NUMBER, PHONE = counties.id_number("19800101", 1), "19900000001"
WHY = {"why": "contact", "words": "电话通知补交平面图"}


@pytest.fixture
def hall(monkeypatch, db):
    return staffkit.open_hall(monkeypatch)


@pytest.mark.parametrize(
    ("who", "until", "base"),
    [("clerk", "received", "/desk"), ("officer", "accepted", "/review"),
     ("supervisor", "accepted", "/watch")],
)  # fmt: skip
def test_masked_until_a_reason_is_given(hall, who, until, base):
    number = hall.walk(until)
    address = f"{base}/cases/{number}/"
    page = hall.get(who, address).content.decode()
    assert f"{address}full/" in page and NUMBER not in page and PHONE not in page
    asked = hall.get(who, f"{address}full/")
    assert NUMBER not in asked.content.decode()
    assert Event.objects.filter(kind="view.full").count() == 0, "asking is no view"
    shown = hall.post(who, f"{address}full/", {**WHY, "once": asked.context["once"]})
    text = shown.content.decode()
    assert NUMBER in text and PHONE in text
    assert "no-store" in shown["Cache-Control"]
    again = hall.get(who, address).content.decode()
    assert NUMBER not in again and PHONE not in again


def test_the_person_and_the_watch_see_who_looked_and_why(hall):
    number = hall.walk("received")
    hall.post("clerk", f"/desk/cases/{number}/full/", WHY)
    mine = hall.get("li", "/account/views/").content.decode()
    assert "联系办事人" in mine and WHY["words"] in mine and "0101" in mine and NUMBER not in mine
    assert WHY["words"] not in hall.get("wang", "/account/views/").content.decode()
    watch = hall.get("supervisor", "/watch/views/").content.decode()
    assert WHY["words"] in watch and number in watch and NUMBER not in watch
    assert "/account/views/" in hall.get("li", "/account/").content.decode()


def test_without_a_reason_it_is_asked_again_in_words(hall):
    number = hall.walk("received")
    for typed, place in (({}, "why"), ({"why": "contact", "words": "看"}, "words")):
        answer = hall.post("clerk", f"/desk/cases/{number}/full/", typed)
        assert answer.status_code == 422 and place in answer.context["err"]
        assert NUMBER not in answer.content.decode()
    assert Event.objects.filter(kind="view.full").count() == 0


def test_who_has_no_business_with_it_is_told_so(hall):
    number = hall.walk("received")
    assert hall.get("officer", f"/review/cases/{number}/full/").status_code == 403
    assert "/full/" not in hall.get("officer", f"/review/cases/{number}/").content.decode()
    assert hall.get("health", f"/review/cases/{number}/full/").status_code == 404
    assert hall.get("clerk", "/watch/views/").status_code == 403
    assert hall.client("li").get(f"/desk/cases/{number}/full/").status_code == 403


def test_a_number_typed_into_the_words_is_not_kept(hall):
    number = hall.walk("received")
    hall.post("clerk", f"/desk/cases/{number}/full/", {"why": "contact", "words": f"打 {PHONE} 通知"})
    assert PHONE not in str(list(Event.objects.values_list("data", flat=True)))
