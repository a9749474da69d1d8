"""A visitor with two matters takes a number; the window calls, serves, takes a case in: one story to read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import county as counties
from tests import hall_world
from tests.county import County
from tests.web.staffkit import NOW
from yimen.cases import actions as cases
from yimen.cases.models import Case
from yimen.hall import actions
from yimen.hall.models import Ticket, TicketItem
from yimen.rules.authority import SYSTEM
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True)]
HERE, DO = "/desk/window/", "/desk/window/do/"


@pytest.fixture
def at() -> list[datetime]:
    """The moment of the pages."""
    return [NOW]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    return hall_world.at_moment(monkeypatch, at)


class Desk:
    """A clerk in a browser without JavaScript; each act comes a minute after the one before."""

    def __init__(self, county: County, at: list[datetime], who: str = "clerk") -> None:
        self.client, self.at = Client(), at
        self.client.force_login(county.accounts[who])

    def page(self) -> str:
        return str(self.client.get(HERE).content.decode())

    def do(self, what: str, ticket: int = 0, **more: str) -> Any:
        once = self.client.get(HERE).context["once"]
        self.at[0] += timedelta(minutes=1)
        return self.client.post(DO, {"once": once, "do": what, "ticket": str(ticket), **more})


def test_from_the_number_to_the_case(county: County, at: list[datetime]) -> None:
    li, desk = county["li"], Desk(county, at)
    taken = actions.take(li, hall_world.CENTRE_SITE, items=[counties.LICENCE, counties.PLAIN], now=NOW)
    assert "开哪个窗口" in desk.page()
    desk.do(f"open:{hall_world.CENTRE_SITE}/A01")
    page = desk.page()
    assert "等候 1 人" in page and taken.number in page and "食品经营许可" in page and 'data-key="F2"' in page
    desk.do("call")
    page = desk.page()
    assert "人来了，开始办理" in page and "再叫 2 次还没来" in page and "李*" in page
    desk.do("start", taken.id)
    page = desk.page()
    party = county.parties["li"].pk
    assert f"/desk/new/{party}/?q=" in page and "信息查询服务" in page
    # The pages about whoever took the number open without a search, which is on record as one.
    assert desk.client.get(f"/desk/new/{party}/").status_code == 200
    gone = desk.client.post(f"/desk/new/{party}/", {"item": counties.LICENCE, "once": "o" * 20})
    number = gone.url.split("/")[3]
    # One more matter, which was not on the ticket.
    desk.client.post(f"/desk/new/{party}/", {"item": counties.INSTANT, "once": "p" * 20})
    held = TicketItem.objects.filter(ticket=taken.id).order_by("place").values_list("item__code", "case")
    extra = Case.objects.get(item__code=counties.INSTANT).number
    assert list(held) == [(counties.LICENCE, number), (counties.PLAIN, ""), (counties.INSTANT, extra)]
    assert number in desk.page()
    desk.do("finish", taken.id)
    assert "办完 1 人" in desk.page()
    row = Ticket.objects.get(pk=taken.id)
    assert (row.state, row.waited, row.served) == ("done", 120, 60)
    _told_on_the_case(county, number, taken.number)


def _told_on_the_case(county: County, number: str, ticket: str) -> None:
    """The visit is read with the case: by the applicant, the window and who watches."""
    _handed_in(county, number)
    for who, path in (("li", "/cases/"), ("clerk", "/desk/cases/"), ("supervisor", "/watch/cases/")):
        client = Client()
        client.force_login(county.accounts[who])
        page = client.get(f"{path}{number}/").content.decode()
        assert f"云溪县政务服务中心，{ticket} 号，A01 号窗口" in page, who
        assert "等了 2 分钟，办了 1 分钟" in page and "到大厅 1 次" in page, who


def _handed_in(county: County, number: str) -> None:
    """Handed in at the counter, so that it is a case for all who may read it."""
    clerk, now = county["clerk"], NOW + timedelta(minutes=9)
    cases.save(clerk, number, {"shop_name": "青石面馆", "area": "60"}, now=now)
    for line in Case.objects.get(number=number).materials.filter(status="missing"):
        cases.attach(clerk, number, line.code, None, now=now, how="1")
    cases.submit(clerk, number, now=now)


def test_a_number_of_a_machine_is_looked_up_at_the_window(county: County, at: list[datetime]) -> None:
    desk = Desk(county, at)
    taken = actions.take(SYSTEM, hall_world.CENTRE_SITE, source="kiosk", now=NOW)
    desk.do(f"open:{hall_world.CENTRE_SITE}/A01")
    desk.do("call")
    desk.do("start", taken.id)
    assert "核对身份，开始收件" in desk.page()
    party = county.parties["li"]
    assert desk.client.post("/desk/new/", {"q": party.phone}).url == f"/desk/new/{party.pk}/"
    desk.client.post(f"/desk/new/{party.pk}/", {"item": counties.PLAIN, "once": "o" * 20})
    assert TicketItem.objects.get(ticket=taken.id).case == Case.objects.get().number


def test_passed_over_on_hold_sent_on_and_given_at_reception(county: County, at: list[datetime]) -> None:
    desk, other = Desk(county, at), Desk(county, at, "clerk2")
    given = {"line": f"{hall_world.CENTRE_SITE}/A", "green": "aged"}
    assert desk.do("give", **given).status_code == 302
    old = Ticket.objects.get()
    assert (old.number, old.source, old.lane) == ("A001", "reception", "green")
    desk.do(f"open:{hall_world.CENTRE_SITE}/A01")
    desk.do("call")
    refused = desk.do("miss", old.pk)
    assert refused.status_code == 409 and "叫满 3 次" in refused.content.decode()
    desk.do("recall", old.pk)
    desk.do("recall", old.pk)
    assert "叫满了，可以过号" in desk.page()
    desk.do("miss", old.pk)
    assert "暂离和过号的" in desk.page()
    desk.do("requeue", old.pk)
    desk.do("call")
    desk.do("start", old.pk)
    desk.do("hold", old.pk)
    desk.do("resume", old.pk)
    desk.do("transfer", old.pk, to="w:A02")
    assert "现在没有人等" in desk.page()
    other.do(f"open:{hall_world.CENTRE_SITE}/A02")
    other.do("call")
    assert Ticket.objects.get(pk=old.pk).window.number == "A02"
    desk.do("pause")
    assert "接着服务" in desk.page()
    desk.do("close")
    assert "开哪个窗口" in desk.page()
    other.do("put_back", old.pk)
    other.do("gone", old.pk)
    assert [one.kind for one in trail.history(f"ticket:{old.pk}")][-1] == "ticket.left"
