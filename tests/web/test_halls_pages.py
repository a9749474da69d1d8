"""Keepers enter halls, hours, windows, shifts and powers; everybody sees where to go, and when."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests import clock, hall_world
from tests import county as counties
from tests.county import County
from tests.web.staffkit import NOW, hidden
from yimen.bureau.models import Region
from yimen.catalogue import actions as publishing
from yimen.catalogue import queries as catalogue
from yimen.hall import queries
from yimen.hall.models import MovedPower, Shift, Site, SiteDay, WeekendItem, Window
from yimen.rules.authority import SYSTEM
from yimen.rules.item import ItemSpec
from yimen.web.floor import typed

pytestmark = [pytest.mark.django_db]
SITES, CENTRE = "/floor/sites/", f"/floor/sites/{hall_world.CENTRE_SITE}/"


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    clock.stop(monkeypatch, lambda: NOW)
    return counties.build(NOW)


@pytest.fixture
def keeper(county: County) -> Client:
    client = Client()
    client.force_login(county.accounts["keeper"])
    return client


@pytest.fixture
def built(county: County) -> County:
    return hall_world.build(county)


def send(client: Client, path: str, **data: Any) -> Any:
    """Open a page and send its form."""
    return client.post(path, {**hidden(client.get(path)), **data})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_keeper_enters_a_hall_and_everybody_finds_it(county: County, keeper: Client):
    Region.objects.create(code=hall_world.TOWN, name="望禾镇", level="5")
    told = {
        "code": "yx-01", "level": "town", "region": hall_world.TOWN, "name": "望禾镇便民服务中心",
        "address": "云溪县望禾镇文昌街 10 号", "phone": "0799-0002201", "east": "113.35", "north": "28.2",
    }  # fmt: skip
    assert send(keeper, SITES + "new/", **told).url == SITES + "YX-01/"
    page = SITES + "YX-01/"
    week = {f"day{n}": "8:30-12:00 14:00-17:00" for n in range(5)}
    assert send(keeper, page, do="hours", **week, day5="9:00-12:00", day6="").status_code == 302
    assert send(keeper, page, do="day", date="2026-11-17", sessions="", words="停电检修").status_code == 302
    new = {"number": "1", "name": "综合窗口", "kind": "general", "weekend": "true", "active": "true"}
    assert send(keeper, page + "windows/new/", **new).status_code == 302
    shift = {"window": "1", "staff": "0101", "times": "8:30-17:00", "turn": "workday"}
    assert send(keeper, page, do="shift", **shift).status_code == 302
    assert (Site.objects.count(), Window.objects.count(), Shift.objects.count()) == (1, 1, 1)

    seen = text(Client().get("/halls/YX-01/"))
    for words in (
        "现在开放，到 12:00",
        "停电检修",
        "只办延时服务的事项",
        "综合窗口",
        "云溪县望禾镇文昌街 10 号",
    ):
        assert words in seen, words
    assert "望禾镇便民服务中心" in text(Client().get("/halls/?q=文昌街"))
    assert "没有找到大厅" in text(Client().get("/halls/?q=没有这里"))

    assert send(keeper, page, do="clear:2026-11-17").status_code == 302
    assert not SiteDay.objects.exists()
    assert send(keeper, page, do=f"end:{Shift.objects.get().pk}").status_code == 302
    assert queries.shifts("YX-01", NOW.date()) == []
    facts = {"name": "望禾镇便民中心", "address": "文昌街 12 号", "active": "false"}
    assert send(keeper, page, do="facts", **facts).status_code == 302
    assert Client().get("/halls/YX-01/").status_code == 404


def test_what_is_wrong_stands_at_its_box(built: County, keeper: Client):
    hall_world.move(built, counties.LICENCE)
    shift = {"window": "A01", "staff": "0101", "turn": "workday"}
    new = {"code": "YX-09", "level": "town", "name": "厅", "address": "路"}
    tried = [
        (SITES + "new/", {**new, "region": "1"}, "region"),
        (SITES + "new/", {**new, "code": "!"}, "code"),
        (SITES + "new/", {"code": "YX-09", "level": ""}, "level"),
        (CENTRE, {"do": "hours", "day0": "八点"}, "day0"),
        (CENTRE, {"do": "day", "date": "明天", "words": "x"}, "date"),
        (CENTRE, {"do": "day", "date": "2026-11-18", "words": ""}, "words"),
        (CENTRE, {"do": "shift", **shift, "times": ""}, "times"),
        (CENTRE, {"do": "shift", **shift, "times": "8:30-12:00", "staff": "9999"}, "staff"),
        (CENTRE, {"do": "facts", "name": "", "address": "x"}, "name"),
        (CENTRE, {"do": "facts", "name": "厅", "address": "x", "east": "1"}, "east"),
        (CENTRE + "windows/new/", {"number": "Z1", "name": "窗", "kind": "department"}, "department"),
        (CENTRE + "windows/A01/", {"name": "窗", "kind": "seasonal"}, "begins"),
        (CENTRE + "windows/A01/", {"name": "窗", "kind": "convenience", "items": "X"}, "items"),
        ("/floor/weekend/", {"items": "", "basis": "x"}, "items"),
        ("/floor/weekend/", {"items": counties.PLAIN, "basis": ""}, "basis"),
        ("/floor/powers/", {"item": counties.PLAIN, "power": "accept", "level": "centre"}, "level"),
        ("/floor/powers/", {"do": "back:1", "why": ""}, "why"),
    ]  # fmt: skip
    for path, data, field in tried:
        answer = send(keeper, path, **data)
        assert answer.status_code == 422, (path, data)
        assert f'id="f-{field}-error"' in text(answer), (path, field)


def test_a_power_moves_and_the_guide_follows(built: County, keeper: Client):
    guide = f"/items/{counties.PLAIN}/"
    before = text(Client().get(guide))
    assert "云溪县政务服务中心" in before and "望禾镇便民服务中心" not in before
    told = {
        "item": counties.PLAIN, "power": "accept", "level": "town", "region": counties.REGION,
        "giver": counties.MARKET, "basis": hall_world.BASIS,
    }  # fmt: skip
    assert send(keeper, "/floor/powers/", **told).status_code == 302
    after = text(Client().get(guide))
    assert "3 个大厅能办" in after
    near = text(Client().get(f"/halls/?item={counties.PLAIN}&at={hall_world.TOWN}"))
    assert (
        near.index("望禾镇便民服务中心") < near.index("云溪县政务服务中心") < near.index("枕石镇便民服务中心")
    )
    assert "直线 9.8 公里" in near and "就在这里" in near
    row = MovedPower.objects.get()
    assert send(keeper, "/floor/powers/", do=f"back:{row.pk}", why="镇里人手不够").status_code == 302
    assert "望禾镇便民服务中心" not in text(Client().get(f"/halls/?item={counties.PLAIN}"))
    assert "收回：镇里人手不够" in text(keeper.get("/floor/powers/"))


def test_the_weekend_list_is_kept_and_shown(built: County, keeper: Client):
    sent = send(keeper, "/floor/weekend/", items=counties.PLAIN, basis=hall_world.BASIS)
    assert sent.status_code == 302
    assert "周末能办 1 项" in text(Client().get(f"/halls/{hall_world.CENTRE_SITE}/"))
    assert send(keeper, "/floor/weekend/", do=f"unlist:{counties.PLAIN}").status_code == 302
    assert not WeekendItem.objects.exists()


def test_a_window_is_changed(built: County, keeper: Client):
    path = CENTRE + "windows/A02/"
    told = {
        "name": "医保征收",
        "kind": "seasonal",
        "begins": "09-01",
        "ends": "12-31",
        "items": counties.PLAIN,
    }
    assert send(keeper, path, **told, active="true", weekend="false").status_code == 302
    seen = text(Client().get(f"/halls/{hall_world.CENTRE_SITE}/"))
    assert "9 月 1 日到 12 月 31 日" in seen
    assert counties.PLAIN in text(keeper.get(path))


@pytest.mark.parametrize(
    "path", ["/halls/YX-99/", "/halls/?item=没有", "/floor/sites/YX-99/", CENTRE + "windows/Z9/"]
)
def test_what_is_not_there_is_404(built: County, keeper: Client, path: str):
    assert keeper.get(path).status_code == 404


def test_on_a_holiday_it_says_so(built: County, monkeypatch: pytest.MonkeyPatch):
    clock.stop(monkeypatch, lambda: NOW.replace(month=10, day=1))
    seen = text(Client().get(f"/halls/{hall_world.CENTRE_SITE}/"))
    assert "节假日" in seen and "10 月 7 日（周三）8:30 开门" in seen.replace("） ", "）")
    assert date(2026, 10, 7).weekday() == 2


def test_a_keeper_sets_the_rules_for_bookings(built: County, keeper: Client):
    page = text(keeper.get(CENTRE))
    assert "可以约以后几个工作日" in page and "个工作日，1 到 30" in page
    numbers = {"t_days": "7", "t_cancel": "30", "t_missed": "2", "t_within": "60", "t_blocked": "14"}
    answer = send(keeper, CENTRE, do="terms", t_walk_in="95", **numbers)
    assert answer.status_code == 422 and "“留给直接来的人”要填 10 到 90 的整数" in text(answer)
    assert 'value="7"' in text(answer), "what was typed stays"
    assert send(keeper, CENTRE, do="terms", t_walk_in="40", **numbers).status_code == 302
    assert queries.booking_terms(hall_world.CENTRE_SITE).cancel == 30


def test_hundreds_of_halls_come_in_pages(built: County):
    place = Region.objects.get(code=hall_world.VILLAGE)
    Site.objects.bulk_create(
        Site(
            code=f"V-{n:03}",
            name=f"第 {n} 村便民服务点",
            level="village",
            region=place,
            address="村口",
            week=[[]] * 7,
        )
        for n in range(45)
    )
    visitor, seen, page = Client(), set[str](), "/halls/?q=便民服务点"
    while page:
        shown = text(visitor.get(page))
        found = set(re.findall(r'href="/halls/([^/"]+)/"', shown))
        assert found and not found & seen
        seen |= found
        step = re.search(r'href="([^"]+)">后面的大厅', shown)
        page = html.unescape(step[1]) if step else ""
    assert len(seen) == 46 and "前面的大厅" in shown
    assert "没有找到大厅" in text(visitor.get("/halls/?q=便民服务点&after=99999999"))


def test_a_box_called_items_is_empty_until_somebody_writes_into_it(county: County, keeper: Client):
    """A template asks a dict for its method where it has no such key."""
    hall_world.build(county)
    for path in (CENTRE + "windows/new/", "/floor/weekend/"):
        assert "dict_items" not in text(keeper.get(path))
    wrong = send(keeper, CENTRE + "windows/new/", number="Z1", name="窗", kind="department")
    assert wrong.status_code == 422 and "dict_items" not in text(wrong)


def test_an_item_is_named_by_its_name_or_its_code(built: County, keeper: Client):
    name = hall_world.spec(built).name
    told = {"power": "accept", "level": "town", "region": counties.REGION, "giver": counties.MARKET,
            "basis": hall_world.BASIS}  # fmt: skip
    assert send(keeper, "/floor/powers/", **told, item=name).status_code == 302
    assert MovedPower.objects.get().item.code == counties.PLAIN
    assert name in text(keeper.get(f"/floor/powers/?item={name[:3]}"))
    assert "没有找到这个事项的放权" in text(keeper.get("/floor/powers/?item=没有的事"))
    both = f"{name}\n{counties.LICENCE}"
    assert send(keeper, "/floor/weekend/", items=both, basis=hall_world.BASIS).status_code == 302
    assert {one.code for one in queries.weekend_items()} == {counties.PLAIN, counties.LICENCE}
    wrong = send(keeper, "/floor/weekend/", items="没有的事", basis=hall_world.BASIS)
    assert wrong.status_code == 422 and "没有的事" in text(wrong)


def test_a_name_may_hold_the_marks_that_separate_codes(built: County):
    with transaction.atomic():
        told = catalogue.item_page(counties.PLAIN).spec.to_dict() | {"name": "分户、立户登记"}
        publishing.bulk_publish(
            SYSTEM, [ItemSpec.from_dict(told)], effective_from=date(2026, 1, 2), document="云审发〔2026〕7号",
            now=built.now,
        )  # fmt: skip
    assert typed.items(f"分户、立户登记\n甲、乙，{counties.LICENCE}") == [
        counties.PLAIN, "甲", "乙", counties.LICENCE
    ]  # fmt: skip


def test_powers_are_paged_newest_first(built: County, keeper: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("yimen.web.floor.powers.PAGE", 2)
    items = (counties.PLAIN, counties.LICENCE, counties.INSTANT, counties.JOINT, "")
    for code in items[:-1]:
        hall_world.move(built, code)
    seen: list[str] = []
    path = "/floor/powers/"
    while path:
        shown = text(keeper.get(path))
        seen += re.findall(r'<td[^>]*><a href="/items/([^/"]+)/"', shown)
        step = re.search(r'rel="next" href="([^"]+)"', shown)
        path = html.unescape(step[1]) if step else ""
    assert seen == list(reversed(items[:-1])) and "正在放的权 4 条" in shown
