"""Somebody books a time without JavaScript, changes it, gives it back; the clerk checks them in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import clock, hall_world
from tests import county as counties
from tests.county import County
from tests.web.staffkit import NOW
from yimen.hall import actions
from yimen.hall.models import Booking

pytestmark = [pytest.mark.django_db]
WHERE = f"/items/{counties.LICENCE}/book/"
WHEN = f"{WHERE}?site={hall_world.CENTRE_SITE}"
#: NOW is a Monday; the next morning at nine.
NINE = "2026-11-17T540"


@pytest.fixture
def at() -> list[datetime]:
    """The moment of the pages: tests may move it."""
    return [NOW]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    clock.stop(monkeypatch, lambda: at[0])
    made = hall_world.build(counties.build(NOW))
    hall_world.sit(made)
    return made


def client(county: County, who: str) -> Client:
    made = Client()
    made.force_login(county.accounts[who])
    return made


def send(one: Client, path: str, **data: str) -> Any:
    return one.post(path, {"once": one.get(path).context["once"], **data})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_booked_changed_and_given_back(county: County):
    li = client(county, "li")
    assert "/book/" in text(li.get(f"/items/{counties.LICENCE}/"))
    assert "云溪县政务服务中心" in text(li.get(WHERE))
    page = text(li.get(WHEN))
    assert "11 月 17 日（周二） · 余" in page and "9:00–9:30" in page
    booked = send(li, WHEN, time=NINE)
    assert booked.status_code == 302
    one = text(li.get(booked.url))
    for words in ("9:00–9:30", "本人身份证件", "平面布局图", "云溪县政务服务中心路 1 号", "存到日历"):
        assert words in one, words
    assert "居民身份证" not in one, "what is spared need not be brought"

    ics = li.get(booked.url + "calendar.ics")
    assert ics["Content-Type"].startswith("text/calendar")
    body = ics.content.decode().replace("\r\n ", "")
    assert "DTSTART:20261117T010000Z" in body and "DTEND:20261117T013000Z" in body
    assert "平面布局图" in body and "食品经营许可" in body

    moved = send(li, booked.url + "move/", time="2026-11-18T600")
    assert moved.status_code == 302 and moved.url != booked.url
    assert "10:00–10:30" in text(li.get(moved.url))
    assert "已取消" in text(li.get("/my/bookings/"))
    assert li.get(booked.url + "move/").status_code == 302
    assert li.post(moved.url + "cancel/").status_code == 302
    assert not Booking.objects.filter(state="booked").exists()


def test_what_is_wrong_is_told_at_the_times(county: County):
    li = client(county, "li")
    assert send(li, WHEN, time="").status_code == 422
    assert "请选一个时间" in text(send(li, WHEN, time="morning"))
    assert send(li, WHEN, time=NINE).status_code == 302
    again = send(li, WHEN, time="2026-11-17T600")
    assert again.status_code == 422 and "一天只能约一次" in text(again)
    assert 'id="f-time-error"' in text(again)


def test_a_full_slot_says_so(county: County):
    for who in ("wang", "zhao"):
        actions.book(
            county[who], counties.LICENCE, hall_world.CENTRE_SITE, NOW.date() + timedelta(1), 540, now=NOW
        )
    page = text(client(county, "li").get(WHEN))
    assert page.count("约满") == 1
    assert "这个时间没有名额了" in text(send(client(county, "li"), WHEN, time=NINE))


def test_nobody_is_let_in_to_anothers_booking(county: County):
    number = send(client(county, "li"), WHEN, time=NINE).url
    for who in ("wang", "firm", "clerk", "admin"):
        for path in ("", "move/", "calendar.ics"):
            assert client(county, who).get(number + path).status_code in {302, 404}, (who, path)
        assert client(county, who).post(number + "cancel/").status_code in {302, 404}
    assert Client().get(number).url.startswith("/login/")
    assert Booking.objects.get().state == "booked"


def test_the_clerk_checks_in(county: County, at: list[datetime]):
    number = send(client(county, "li"), WHEN, time=NINE).url.split("/")[-2]
    at[0] = NOW + timedelta(hours=23, minutes=5)
    clerk = client(county, "clerk")
    page = text(clerk.get("/desk/bookings/"))
    assert number in page and "李*" in page and "李敏" not in page
    assert "没有预约" in text(clerk.get("/desk/bookings/?q=Y1"))
    assert send(clerk, "/desk/bookings/", number=number).status_code == 302
    assert "已到，优先" in text(clerk.get("/desk/bookings/"))
    assert Booking.objects.get().first is True
    assert send(clerk, "/desk/bookings/", number=number).status_code == 409
    assert "优先叫号" in text(client(county, "li").get(f"/my/bookings/{number}/"))


def test_where_nothing_is_booked_it_says_to_come(county: County):
    li = client(county, "li")
    actions.keep_window(
        county["keeper"], hall_world.CENTRE_SITE, "A01", "窗口", "general", active=False, now=NOW
    )
    assert "这几天都约满了" in text(li.get(WHEN))
    assert "还没有预约" in text(li.get("/my/bookings/"))


def test_a_keeper_makes_a_queue_and_gives_a_window_to_it(county: County):
    keeper, site = client(county, "keeper"), f"/floor/sites/{hall_world.FAR_SITE}/"
    told = {"do": "line", "letter": "a", "line_name": "便民", "minutes": "12"}
    assert send(keeper, site, **told).status_code == 302
    assert send(keeper, site, **{**told, "minutes": "x"}).status_code == 422
    new = {"name": "综合", "kind": "general", "line": "A", "active": "true"}
    assert send(keeper, site + "windows/1/", **new).status_code == 302
    assert "A 便民" in text(keeper.get(site + "windows/1/"))
