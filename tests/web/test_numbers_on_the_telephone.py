"""A visitor takes a number on the telephone without JavaScript and follows it by its link."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import county as counties
from tests import hall_world
from tests.county import County
from tests.web.staffkit import NOW
from yimen.hall import actions
from yimen.hall.models import Ticket, TicketItem

pytestmark = [pytest.mark.django_db(transaction=True)]
WHERE = f"/halls/{hall_world.CENTRE_SITE}/number/"


@pytest.fixture
def at() -> list[datetime]:
    """The moment of the pages."""
    return [NOW]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    return hall_world.at_moment(monkeypatch, at)


def take(client: Client, **data: Any) -> Any:
    return client.post(WHERE, {"once": client.get(WHERE).context["once"], **data})


def text(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def test_several_matters_on_one_number_followed_to_the_window(county: County, at: list[datetime]) -> None:
    somebody, clerk = Client(), county["clerk"]
    assert "现在没有窗口在叫号" in text(somebody, f"/halls/{hall_world.CENTRE_SITE}/")
    page = text(somebody, f"{WHERE}?item={counties.LICENCE}")
    assert f'value="{counties.LICENCE}" checked' in page
    # Others came first; a window is open.
    for _ in range(4):
        actions.take(county["clerk"], hall_world.CENTRE_SITE, source="reception", now=NOW)
    actions.open_window(clerk, hall_world.CENTRE_SITE, "A01", now=NOW)
    gone = take(somebody, item=[counties.LICENCE, counties.PLAIN], line="B")
    assert gone.status_code == 302
    link = gone.url
    row = Ticket.objects.get(number="A005")
    assert link == f"/tickets/{row.key}/"
    assert TicketItem.objects.filter(ticket=row).count() == 2
    page = text(somebody, link)
    # Five calls of ten minutes and their scatter: 28 to 72 minutes, in whole fives, widened.
    assert "前面 4 人" in page and "大约 25 到 75 分钟" in page and "食品经营许可" in page
    assert 'hx-trigger="every 15s"' in page and "再看一次" in page
    assert "A005 号" in text(somebody, f"{link}print/") and "前面 4 人" in text(somebody, f"{link}print/")
    called = None
    for minute in range(1, 6):
        at[0] = NOW + timedelta(minutes=minute)
        called = actions.call_next(clerk, now=at[0])
        if called.id != row.pk:
            actions.start(clerk, called.id, now=at[0])
            actions.finish(clerk, called.id, now=at[0])
    assert called is not None and called.number == "A005"
    assert "请到 A01 号窗口" in text(somebody, link)
    actions.start(clerk, row.pk, now=at[0])
    assert "正在 A01 号窗口办理" in text(somebody, link)
    actions.hold(clerk, row.pk, now=at[0])
    assert "不用重新排队" in text(somebody, link)


def test_the_queue_is_chosen_and_the_green_lane_has_a_reason(county: County) -> None:
    somebody = Client()
    assert take(somebody, line="B", green="pregnant").status_code == 302
    row = Ticket.objects.get()
    assert (row.number, row.lane, row.green) == ("B001", "green", "pregnant")
    assert "孕妇" in text(somebody, f"/tickets/{row.key}/")
    refused = take(somebody, line="B", green="hurry")
    assert refused.status_code == 422 and "要选一个理由" in refused.content.decode()


def test_given_back_by_whoever_has_the_link(county: County) -> None:
    somebody = Client()
    link = take(somebody, line="A").url
    page = somebody.get(link)
    assert "退掉这个号" in page.content.decode()
    somebody.post(f"{link}leave/", {"once": page.context["once"]})
    page = text(somebody, link)
    assert "这个号用过了" in page and "hx-get" not in page
    again = somebody.post(f"{link}leave/", {"once": "q" * 20})
    assert again.status_code == 409
    assert somebody.get("/tickets/nobody-has-this/").status_code == 404


def test_one_person_waits_once_and_is_led_back(county: County) -> None:
    li = Client()
    li.force_login(county.accounts["li"])
    link = take(li, line="A").url
    assert link in text(li, WHERE)
    refused = take(li, line="A")
    assert refused.status_code == 409 and "A001" in refused.content.decode()


def test_no_number_while_the_hall_is_shut(county: County, at: list[datetime]) -> None:
    at[0] = NOW.replace(hour=20)
    refused = take(Client(), line="A")
    assert refused.status_code == 409 and "08:00 以后才能取号" in refused.content.decode()


def test_who_was_passed_over_reads_what_to_do(county: County, at: list[datetime]) -> None:
    somebody, clerk = Client(), county["clerk"]
    link = take(somebody, line="A").url
    row = Ticket.objects.get()
    actions.open_window(clerk, hall_world.CENTRE_SITE, "A01", now=NOW)
    actions.call_next(clerk, now=NOW)
    for _ in range(2):
        actions.recall(clerk, row.pk, now=NOW)
    actions.miss(clerk, row.pk, now=NOW)
    assert "到导服台说一声" in text(somebody, link)
    actions.close_halls(NOW.replace(hour=18))
    assert "这个号作废了" in text(somebody, link)
