"""Home, search and guide: what a visitor sees without signing in."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import county as counties
from tests.web.citizen_world import SHOP, World, build, text
from yimen.catalogue.models import Item
from yimen.rules.terms import ItemState


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return build(monkeypatch)


def test_home_counts_what_the_database_has(world: World) -> None:
    page = text(world.client().get("/"))
    # Promised 5+0+10+3 of legal 20+5+45+10 days; the plain item has no legal limit.
    assert "<dd>5<small>项</small></dd>" in page
    assert "<dd>77<small>%</small></dd>" in page


def test_home_counts_again_when_an_item_is_suspended(world: World) -> None:
    Item.objects.filter(code=SHOP).update(state=ItemState.SUSPENDED)
    assert "<dd>4<small>项</small></dd>" in text(world.client().get("/"))


def test_home_links_every_theme_with_its_count(world: World) -> None:
    page = text(world.client().get("/"))
    assert "for=person&amp;topic=%E8%80%81%E4%BA%BA%E6%AE%8B%E7%96%BE%E4%BA%BA" in page
    assert "for=enterprise&amp;topic=%E5%BC%80%E5%BA%97%E7%BB%8F%E8%90%A5" in page


def test_home_of_an_empty_county_is_a_page_all_the_same(db: None) -> None:
    answer = Client().get("/")
    assert answer.status_code == 200
    assert "<dd>0<small>项</small></dd>" in text(answer)


def test_elder_mode_has_few_big_buttons_with_the_telephone_first(world: World) -> None:
    client = world.client()
    client.cookies["mode"] = "elder"
    page = text(client.get("/"))
    assert page.count('class="eb') == 5  # one item for older people in this small county
    assert page.index('class="eb call"') < page.index('class="eb"')
    assert 'data-mode="elder"' in page


def test_search_finds_by_everyday_words(world: World) -> None:
    page = text(world.client().get("/items/", {"q": "开小店"}))
    assert f'href="/items/{SHOP}/"' in page
    assert "3 个工作日" in page and "不用跑" in page and "网上办" in page


def test_nothing_found_suggests_what_others_file(world: World) -> None:
    page = text(world.client().get("/items/", {"q": "qqqqzzzz"}))
    assert "没有找到" in page
    assert f'href="/items/{counties.LICENCE}/"' in page


@pytest.mark.parametrize(
    "query",
    [
        {"q": "𠮷" * 10_000},
        {"q": "👍🏽'\";--"},
        {"q": "\x00"},
        {"for": "alien"},
        {"topic": "没有的主题"},
        {"department": "0"},
        {"q": "店", "from": "-1"},
        {"q": "店", "from": "９９９"},
        {"q": "店", "from": "99999999999999999999"},
        {"after": "\x00"},
    ],
)
def test_odd_queries_are_answered(world: World, query: dict[str, str]) -> None:
    assert world.client().get("/items/", query).status_code == 200


def test_browsing_pages_by_key_without_a_gap(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = text(world.client().get("/items/", {"after": counties.LICENCE}))
    assert f'href="/items/{counties.LICENCE}/"' not in first
    assert f'href="/items/{counties.INSTANT}/"' in first


def test_items_for_people_leave_out_those_for_firms_alone(world: World) -> None:
    page = text(world.client().get("/items/", {"for": "person"}))
    assert counties.JOINT not in page and counties.PLAIN in page


def test_the_guide_tells_all_at_once(world: World) -> None:
    page = text(world.client().get(f"/items/{SHOP}/"))
    for words in (
        "小店开业备案",
        "3 个工作日",
        "10 个工作日",
        "不收费",
        "自然人",
        "店在本县",
        "免交",
        "电子证照",
        "非必要",
        "当“厨房用什么烧”是“燃气”时",
        "合同没签字",
        "要不要钱？",
        "0799-0000003",
        "第 1 版",
        "云审发〔2026〕2号",
    ):
        assert words in page, words
    assert page.count(f'href="/apply/{SHOP}/"') == 1


def test_the_guide_says_which_special_procedures_count(world: World) -> None:
    page = text(world.client().get(f"/items/{counties.LICENCE}/"))
    assert "不计入法定时限" in page and "计入法定时限，不计入承诺时限" in page


def test_what_may_come_later_is_told_of_that_material_alone(world: World) -> None:
    page = text(world.client().get(f"/items/{counties.LICENCE}/"))
    row = page[page.index("<b>食品安全制度</b>") :]
    row = row[: row.index("</tr>")]
    assert "必要</span>" in row and "可以后补（容缺）" in row
    assert page.count("可以后补（容缺）") == 1


def test_a_closed_item_keeps_its_guide_without_the_button(world: World) -> None:
    Item.objects.filter(code=SHOP).update(state=ItemState.SUSPENDED)
    page = text(world.client().get(f"/items/{SHOP}/"))
    assert "现在不能申请" in page and f"/apply/{SHOP}/" not in page


@pytest.mark.parametrize("code", ["nothing", "x" * 300, "👍"])
def test_an_unknown_item_is_404(world: World, code: str) -> None:
    assert world.client().get(f"/items/{code}/").status_code == 404
