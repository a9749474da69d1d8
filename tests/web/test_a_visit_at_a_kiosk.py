"""Who shows at a kiosk who they are has a visit there: a few pages, a few minutes, this machine alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from tests import county as counties
from tests import hall_world
from tests.county import County
from tests.web.staffkit import NOW
from tests.web.test_displays_and_kiosks import SITE, device, text
from yimen.accounts.models import Account, Session
from yimen.hall import actions
from yimen.hall.models import KioskCode, Ticket
from yimen.hall.queries.showing import digits_of
from yimen.parties.models import Party
from yimen.rules.hall import showing as rules
from yimen.trail import queries as trail
from yimen.web.machine import visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
WHO = "/device/kiosk/who/"


@pytest.fixture
def at() -> list[datetime]:
    return [NOW]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    return hall_world.at_moment(monkeypatch, at)


def card(county: County, key: str = "li") -> str:
    number: str = Party.objects.get(pk=county.parties[key].pk).id_number
    return number


def ask(client: Client, number: str, to: str = "") -> Any:
    return client.post(WHO, {"number": number, "to": to, "once": f"{number[-6:]:a>20}"})


def digits() -> str:
    return digits_of(KioskCode.objects.latest("pk"))


def shown(county: County, client: Client, to: str = "") -> Any:
    asked = ask(client, card(county), to)
    return client.post(asked.url, {"code": digits(), "once": "c" * 20})


@pytest.fixture
def kiosk(county: County) -> tuple[int, Client]:
    return device(county)


def test_the_number_and_the_digits_open_a_visit(county: County, kiosk: tuple[int, Client]) -> None:
    row, client = kiosk
    asked = ask(client, card(county))
    assert asked.status_code == 302 and card(county) not in asked.url
    page = text(client, asked.url)
    assert card(county) not in page and "6 位验证码已经发到" in page
    wrong = client.post(asked.url, {"code": f"{(int(digits()) + 1) % 10**6:06d}", "once": "w" * 20})
    assert wrong.status_code == 422 and "还能试 4 次" in wrong.content.decode()
    gone = client.post(asked.url, {"code": digits(), "once": "c" * 20})
    assert gone.url == visit.HOME
    me = client.get(visit.HOME)
    assert me.headers["Cache-Control"] == "private, no-store"
    words = me.content.decode()
    assert "结束，清除" in words and "李*" in words and "还能用 15 分钟" in words
    signed = trail.history(f"account:{county['li'].account}")[-1]
    assert (signed.kind, signed.data) == ("account.signed_in", {"device": row})


def test_known_and_unknown_look_alike(county: County, kiosk: tuple[int, Client]) -> None:
    _row, client = kiosk
    body = "43992119850315123"
    from yimen.rules.codes import id_check

    pages = []
    for number in (card(county), body + id_check(body)):
        asked = ask(client, number)
        page = client.get(asked.url)
        lines = [one for one in page.content.decode().splitlines() if "csrf" not in one]
        wrong = client.post(asked.url, {"code": "", "once": "w" * 20})
        pages.append((asked.status_code, page.status_code, len(lines), wrong.status_code))
    assert pages[0] == pages[1]
    for number in (card(county), body + id_check(body)):
        tried = client.post(
            f"{WHO}password/", {"number": number, "password": "falsch-2026", "once": "p" * 20}
        )
        assert tried.status_code == 422 and rules.ShowFailed.text in tried.content.decode()


def test_a_password_does_as_well_but_not_of_staff(county: County, kiosk: tuple[int, Client]) -> None:
    _row, client = kiosk
    good = {"number": card(county), "password": counties.PASSWORD, "to": "my", "once": "p" * 20}
    assert client.post(f"{WHO}password/", good).url == "/my/"
    assert Session.objects.get(account=county["li"].account).get_decoded()[visit.KEPT] == _row


def test_what_takes_more_is_not_opened_here(county: County, kiosk: tuple[int, Client]) -> None:
    _row, client = kiosk
    Account.objects.filter(pk=county["li"].account).update(second_step_at=NOW)
    refused = shown(county, client)
    assert refused.status_code == 422 and "请用手机办" in refused.content.decode()
    assert client.get(visit.HOME).url == "/device/kiosk/"


def test_one_number_is_not_rung_all_day(county: County, kiosk: tuple[int, Client]) -> None:
    _row, client = kiosk
    seen = [client.post(WHO, {"number": card(county), "once": f"{n:a>20}"}).status_code for n in range(6)]
    assert seen == [302] * 5 + [422]


def test_every_address_that_is_not_named_leads_back(county: County, kiosk: tuple[int, Client]) -> None:
    """Denied by default: all addresses of the site are walked."""
    shown(county, kiosk[1])
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str)]
    assert len(names) > 200 and set(names) >= visit.OPEN
    closed = [name for name in names if not visit.opens(name, {"code": "NO-SUCH"})]
    assert {"home", "account", "my-licences", "file", "logout", "login", "kiosk-who"} <= set(closed)
    for path in (
        "/",
        "/account/",
        "/items/",
        "/files/abc/",
        "/login/",
        "/track/",
        "/device/hall/",
        "/api/docs",
    ):
        answer = kiosk[1].get(path)
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, visit.HOME), path
    assert kiosk[1].post("/account/password/", {}).url.startswith(visit.HOME)
    assert "自助机上办不了" in text(kiosk[1], f"{visit.HOME}?no=1")


def test_only_what_a_machine_takes_in_is_applied_for(county: County, kiosk: tuple[int, Client]) -> None:
    shown(county, kiosk[1])
    assert kiosk[1].get(f"/apply/{counties.LICENCE}/").url.startswith(visit.HOME)


def test_the_applicants_own_pages_stand_in_the_frame(county: County, kiosk: tuple[int, Client]) -> None:
    shown(county, kiosk[1])
    for path in ("/my/", "/my/bookings/", f"/items/{counties.PLAIN}/book/?site={SITE}"):
        words = text(kiosk[1], path)
        assert "结束，清除" in words and 'data-mode="elder"' in words and "kiosk.js" in words, path
        assert "主导航" not in words and "idle.js" not in words and "/logout/" not in words, path


@pytest.mark.parametrize("how", ["revoked", "carried", "unused", "too long"])
def test_it_holds_at_this_machine_for_a_while(
    county: County, kiosk: tuple[int, Client], at: list[datetime], how: str
) -> None:
    row, client = kiosk
    shown(county, client)
    assert client.get("/my/").status_code == 200
    if how == "revoked":
        actions.end_device(county["keeper"], SITE, row, now=NOW)
    if how == "carried":
        client.cookies.pop("device")
    if how == "unused":
        at[0] = NOW + rules.IDLE + timedelta(minutes=1)
    if how == "too long":
        for minutes in range(1, 16):
            at[0] = NOW + timedelta(minutes=minutes)
            if minutes < 15:
                assert client.get("/my/").status_code == 200
    gone = client.get("/my/")
    assert gone.status_code == 302 and gone.url.startswith("/device/")
    assert not Session.objects.filter(account=county["li"].account).exists()
    assert trail.history(f"account:{county['li'].account}")[-1].kind == "account.session_ended"
    nowhere = "/login/" if how in {"revoked", "carried"} else "/device/kiosk/"
    assert client.get("/my/").url.startswith(nowhere)


def test_in_another_machines_browser_it_is_nobodys(county: County, kiosk: tuple[int, Client]) -> None:
    _row, client = kiosk
    shown(county, client)
    _other, second = device(county, site=hall_world.TOWN_SITE)
    second.cookies["sessionid"] = client.cookies["sessionid"].value
    assert second.get("/my/").url.startswith("/device/")
    assert client.get("/my/").url == "/device/kiosk/", "tried elsewhere it is over here too"


@pytest.mark.parametrize("how", ["button", "button twice", "idle"])
def test_the_end_leaves_nothing(county: County, kiosk: tuple[int, Client], how: str) -> None:
    _row, client = kiosk
    shown(county, client)
    for _time in range(2 if how == "button twice" else 1):
        if how == "idle":
            client.get("/device/kiosk/?fresh=1")
        else:
            gone = client.post("/device/kiosk/end/", {"once": "e" * 20})
            assert gone.url == "/device/kiosk/?fresh=1"
            assert gone.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(account=county["li"].account).exists()
    assert client.get(visit.HOME).url == "/device/kiosk/"
    assert client.get("/my/").url == "/device/kiosk/"
    assert "李" not in text(client, "/device/kiosk/")


def test_nobody_signs_in_at_a_kiosk_in_any_other_way(county: County, kiosk: tuple[int, Client]) -> None:
    _row, client = kiosk
    good = {"login": county.accounts["li"].login, "password": counties.PASSWORD}
    for path in ("/login/", "/", "/register/", "/my/", "/track/", "/floor/sites/"):
        assert client.get(path).url == "/device/kiosk/", path
        assert client.post(path, good).url == "/device/kiosk/", path
    assert not Session.objects.filter(account=county["li"].account).exists()
    _display, display = device(county, "hall")
    assert display.get("/login/").status_code == 200


def test_an_ordinary_session_is_no_visit(county: County) -> None:
    client = Client()
    client.force_login(Account.objects.get(pk=county["li"].account))
    assert client.get("/account/").status_code == 200
    assert "结束，清除" not in text(client, "/my/")


def test_a_beat_of_the_machine_is_no_use_of_the_visit(
    county: County, kiosk: tuple[int, Client], at: list[datetime]
) -> None:
    shown(county, kiosk[1])
    for minutes in (1, 2):
        at[0] = NOW + timedelta(minutes=minutes)
        assert kiosk[1].post("/device/beat/").status_code == 204
    at[0] = NOW + rules.IDLE + timedelta(minutes=1)
    assert kiosk[1].get("/my/").url.startswith("/device/")


def test_a_number_for_what_is_ready(county: County, kiosk: tuple[int, Client]) -> None:
    from tests.ui import cases as played

    shown(county, kiosk[1])
    assert "现在没有可以领的" in text(kiosk[1], f"{visit.HOME}results/")
    number = played.licence(county, NOW, "issued")
    page = text(kiosk[1], f"{visit.HOME}results/")
    assert number in page and "带上身份证" in page
    made = kiosk[1].post("/device/kiosk/number/", {"item": counties.LICENCE, "once": "n" * 20})
    assert made.status_code == 302 and "/tickets/" in made.url and Ticket.objects.count() == 1
