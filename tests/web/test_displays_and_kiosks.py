"""Pages of displays and kiosks: connected by a code, nothing kept of a visitor, out of use at once."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests import county as counties
from tests import hall_world
from tests.county import County
from tests.web.staff_world import signed_in
from tests.web.staffkit import NOW, Hall
from yimen.cases.models import Case
from yimen.hall import actions, queries
from yimen.hall.models import Device, Ticket
from yimen.rules import limits
from yimen.rules.authority import SYSTEM
from yimen.rules.limits import Limit
from yimen.web.machine import kiosk_card

pytestmark = [pytest.mark.django_db(transaction=True)]
SITE = hall_world.CENTRE_SITE


@pytest.fixture
def at() -> list[datetime]:
    """The moment of the pages."""
    return [NOW]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    return hall_world.at_moment(monkeypatch, at)


def device(county: County, kind: str = "kiosk", site: str = SITE, window: str = "") -> tuple[int, Client]:
    """A device of a kind in its browser."""
    row = actions.add_device(county["keeper"], site, kind, f"{kind} 1", window=window, now=NOW).id
    client = Client()
    code = actions.give_code(county["keeper"], site, row, now=NOW).code
    gone = client.post("/device/", {"code": code, "once": "o" * 20})
    assert gone.status_code == 302
    return row, client


def text(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def once(client: Client, path: str = "/device/kiosk/") -> str:
    return str(client.get(path).context["once"])


def test_a_code_in_the_address_sends_itself_and_leads_to_the_first_page(county: County) -> None:
    row, client = device(county)
    cookie = client.cookies["device"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert client.get("/device/").url == "/device/kiosk/"
    fresh = Client()
    assert "data-go" in text(fresh, "/device/?code=ABCDEFGH")
    wrong = fresh.post("/device/", {"code": "ABCDEFGH", "once": "o" * 20})
    assert wrong.status_code == 422 and "连接码不对" in wrong.content.decode()
    assert "data-go" not in wrong.content.decode(), "a wrong code does not send itself for ever"
    for page in ("/device/kiosk/", "/device/hall/", "/device/window/"):
        assert fresh.get(page).url == "/device/"
    assert fresh.post("/device/beat/").status_code == 401
    assert client.get("/device/hall/").url == "/device/", "a kiosk is no display"
    assert Device.objects.get(pk=row).joined_at == NOW


def test_codes_are_not_guessed(county: County) -> None:
    client = Client()
    seen = {client.post("/device/", {"code": f"AAAA{n:04d}"}).status_code for n in range(32)}
    assert seen == {422, 429}


def test_a_display_is_told_only_what_changed(county: County) -> None:
    _row, client = device(county, "hall")
    clerk = county["clerk"]
    page = text(client, "/device/hall/")
    assert "还没有叫号" in page and 'http-equiv="refresh"' in page
    first = client.get("/device/hall/news/")
    mark = first.headers["ETag"]
    assert client.get("/device/hall/news/", headers={"If-None-Match": mark}).status_code == 304
    actions.take(SYSTEM, SITE, letter="A", now=NOW)
    actions.open_window(clerk, SITE, "A01", now=NOW)
    called = actions.call_next(clerk, now=NOW)
    news = client.get("/device/hall/news/", headers={"If-None-Match": mark})
    words = news.content.decode()
    assert news.status_code == 200 and "A001" in words and "请A 0 0 1号到A01号窗口" in words
    assert "现在请" in words and "<html" not in words
    actions.start(clerk, called.id, now=NOW)
    assert "刚才叫的" in text(client, "/device/hall/news/")


def test_who_is_waited_for_stands_large_though_another_was_called_later(county: County) -> None:
    _row, client = device(county, "hall")
    for letter in "AB":
        actions.take(SYSTEM, SITE, letter=letter, now=NOW)
    actions.open_window(county["clerk"], SITE, "A01", now=NOW)
    actions.open_window(county["clerk2"], SITE, "B01", now=NOW)
    actions.call_next(county["clerk"], now=NOW)
    later = actions.call_next(county["clerk2"], now=NOW + timedelta(seconds=30))
    actions.start(county["clerk2"], later.id, now=NOW + timedelta(seconds=40))
    page = client.get("/device/hall/")
    assert page.context["board"]["now"]["number"] == "A001"
    assert page.context["board"]["calls"][0]["number"] == "B001"


def test_a_windows_display_shows_its_number(county: County) -> None:
    _row, client = device(county, "window", window="A01")
    assert "没有开" in text(client, "/device/window/")
    actions.open_window(county["clerk"], SITE, "A01", now=NOW)
    assert "请等叫号" in text(client, "/device/window/news/")
    actions.take(SYSTEM, SITE, letter="A", now=NOW)
    actions.call_next(county["clerk"], now=NOW)
    assert "A001" in text(client, "/device/window/news/")


def test_a_number_for_a_queue_and_the_paper_of_it(county: County) -> None:
    _row, client = device(county)
    page = text(client, "/device/kiosk/")
    assert "综合" in page and "现在有 0 人在等" in page
    sent = {"line": "A", "once": once(client)}
    gone = client.post("/device/kiosk/number/", sent)
    again = client.post("/device/kiosk/number/", sent)
    assert gone.url == again.url and Ticket.objects.count() == 1
    shown = client.get(gone.url)
    words = shown.content.decode()
    assert "A001" in words and "data:image/svg+xml" in words and "前面 0 人" in words
    assert shown.headers["Cache-Control"] == "private, no-store"
    one = Ticket.objects.get()
    assert (one.source, one.party_id) == ("kiosk", None)
    actions.leave(SYSTEM, one.key, now=NOW)
    assert client.get(gone.url).url == "/device/kiosk/", "a number that is over shows nothing"


def test_the_green_lane_asks_for_a_reason(county: County) -> None:
    _row, client = device(county)
    assert "70 岁以上老人" in text(client, "/device/kiosk/green/")
    chosen = "/device/kiosk/green/?why=aged"
    assert 'name="green" value="aged"' in text(client, chosen)
    assert 'name="green"' not in text(client, "/device/kiosk/green/?why=rich")
    client.post("/device/kiosk/number/", {"line": "A", "green": "aged", "once": once(client, chosen)})
    assert (Ticket.objects.get().lane, Ticket.objects.get().green) == ("green", "aged")


def test_several_matters_on_one_number(county: County) -> None:
    _row, client = device(county)
    page = "/device/kiosk/matters/"
    assert "食品经营许可" in text(client, page)
    items = [counties.LICENCE, counties.PLAIN]
    gone = client.post("/device/kiosk/number/", {"item": items, "once": once(client, page)})
    assert "食品经营许可" in text(client, gone.url)
    assert [one.item.code for one in Ticket.objects.get().matters.order_by("place")] == items


def test_after_hours_it_says_when_it_opens(county: County, at: list[datetime]) -> None:
    _row, client = device(county)
    at[0] = NOW.replace(hour=22)
    assert "开门" in text(client, "/device/kiosk/")
    refused = client.post("/device/kiosk/number/", {"line": "A", "once": once(client)})
    assert refused.status_code == 409 and "大厅现在没开" in refused.content.decode()
    assert not Ticket.objects.exists()


def test_a_hall_around_the_clock_shows_only_what_one_does_by_oneself(county: County) -> None:
    _row, client = device(county, site=hall_world.MACHINES)
    page = text(client, "/device/kiosk/")
    assert "自己办" in page and "查进度" in page
    for other in ("签到", "绿色通道", "要办几件事", "/device/kiosk/number/"):
        assert other not in page, other


def test_a_booking_is_checked_in_and_the_number_typed_is_not_shown_again(
    county: County, at: list[datetime]
) -> None:
    hall_world.sit(county)
    day = queries.offer(hall_world.spec(county), SITE, now=NOW)[0]
    slot = next(one for one in day.slots if one.free).start
    booked = actions.book(county["li"], counties.PLAIN, SITE, day.day, slot, now=NOW).number
    _row, client = device(county)
    at[0] = NOW.replace(year=day.day.year, month=day.day.month, day=day.day.day, hour=9)
    where = "/device/kiosk/card/"
    wrong = client.post(where, {"number": "439926199001010014", "once": once(client, where)})
    words = wrong.content.decode()
    assert wrong.status_code == 422 and "直接取号" in words and "439926199001010014" not in words
    gone = client.post(where, {"number": booked, "once": once(client, where)})
    assert gone.status_code == 302 and "A001" in text(client, gone.url)


def test_progress_by_the_receipt_for_two_minutes_at_this_kiosk(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = Hall(county, NOW).walk("submitted")
    case = Case.objects.get(number=number)
    _row, client = device(county)
    _other, neighbour = device(county)
    where = "/device/kiosk/progress/"
    wrong = client.post(where, {"number": number, "code": "x"})
    assert wrong.status_code == 422 and "对不上" in wrong.content.decode()
    assert client.post(where, {"number": "1", "code": "1"}).status_code == 422
    gone = client.post(where, {"number": number, "code": case.query_code})
    assert number not in gone.url and case.query_code not in gone.url
    page = text(client, gone.url)
    assert case.title in page and number in page
    assert neighbour.get(gone.url).url == where
    assert client.get(f"{where}nonsense/").url == where
    client.get("/device/kiosk/")
    assert client.get(gone.url).url == where, "who went back to the start is through"
    gone = client.post(where, {"number": number, "code": case.query_code})
    assert number in text(client, gone.url)
    later = time.time() + kiosk_card.SHOWN_FOR + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get(gone.url).url == where, "whoever comes next and presses back finds nothing"


def test_nobody_comes_for_a_while_and_nothing_is_kept(county: County) -> None:
    _row, client = device(county)
    client.get("/mode/elder/?next=/device/kiosk/")
    client.get("/lang/en/?next=/device/kiosk/")
    page = text(client, "/device/kiosk/")
    assert 'data-mode="elder"' in page and 'data-idle="120"' in page
    assert 'content="120;url=/device/kiosk/?fresh=1"' in page
    gone = client.get("/device/kiosk/?fresh=1")
    assert gone.url == "/device/kiosk/"
    assert client.cookies["mode"].value == "" and client.cookies["lang"].value == ""
    page = text(client, "/device/kiosk/")
    assert 'data-mode="standard"' in page and 'data-idle="60"' in page
    assert "sessionid" not in client.cookies, "a kiosk signs nobody in"


def test_help_is_called_and_a_clerk_goes(county: County) -> None:
    _row, client = device(county)
    page = client.post("/device/kiosk/help/", {"once": once(client)})
    assert "马上有人来帮您" in page.content.decode()
    clerk = signed_in(county, "clerk")
    desk = clerk.get("/desk/window/")
    assert "有人要帮忙" in desk.content.decode()
    (call,) = desk.context["helps"]
    clerk.post("/desk/window/do/", {"do": "help", "device": call.device, "once": desk.context["once"]})
    assert "有人要帮忙" not in text(clerk, "/desk/window/")


def test_onwards_by_ones_own_telephone(county: County) -> None:
    _row, client = device(county)
    assert f"/halls/{SITE}/" in text(client, "/device/kiosk/phone/book/")
    assert f"/items/{counties.PLAIN}/" in text(client, f"/device/kiosk/phone/{counties.PLAIN.lower()}/")
    assert client.get("/device/kiosk/phone/no-such-item/").status_code == 404
    assert "/my/" in text(client, "/device/kiosk/phone/papers/")


def test_out_of_use_at_once_and_another_code_from_the_keeper(county: County) -> None:
    row, client = device(county)
    keeper, where = signed_in(county, "keeper"), f"/floor/sites/{SITE}/devices/"
    page = keeper.get(where)
    assert "kiosk 1" in page.content.decode() and "在线" in page.content.decode()
    made = keeper.post(where, {"do": f"code:{row}", "once": page.context["once"] + "r"})
    assert "/device/?code=" in made.content.decode() and "no-store" in made.headers["Cache-Control"]
    keeper.post(where, {"do": f"end:{row}", "once": page.context["once"] + "r"})
    assert client.get("/device/kiosk/").url == "/device/"
    assert client.post("/device/beat/").status_code == 401
    page = keeper.get(where)
    assert "已停用" in page.content.decode()
    bad = keeper.post(where, {"kind": "window", "name": "窗口屏", "once": page.context["once"] + "n"})
    assert bad.status_code == 422 and "窗口屏要选是哪个窗口的" in bad.content.decode()
    fine = {"kind": "window", "name": "窗口屏", "window": "A01", "once": page.context["once"] + "n"}
    assert keeper.post(where, fine).status_code == 302
    assert "A01 号窗口" in text(keeper, where)
    assert keeper.post(where, {"do": "end:99999", "once": "x" * 20}).status_code == 404


def test_it_is_there_once_a_minute(county: County, at: list[datetime]) -> None:
    row, client = device(county)
    at[0] = NOW + timedelta(minutes=2)
    assert client.post("/device/beat/").status_code == 204
    assert Device.objects.get(pk=row).seen_at == at[0]


def test_numbers_are_counted_by_kiosk(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kiosk that prints without end is slowed down; the one beside it and the telephones are not."""
    monkeypatch.setattr(limits, "TAKE_AT_KIOSK", Limit("take-at-kiosk", 2, timedelta(hours=1)))
    _one, first = device(county)
    _two, second = device(county)

    def take(client: Client, nth: int) -> int:
        sent = {"line": "A", "once": f"{nth:n>20}"}
        return client.post("/device/kiosk/number/", sent).status_code

    assert [take(first, nth) for nth in range(3)] == [302, 302, 429]
    assert take(second, 9) == 302
    beside = Client().post(f"/halls/{SITE}/number/", {"line": "A", "once": "t" * 20})
    assert beside.status_code == 302
