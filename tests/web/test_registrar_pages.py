"""The keeper's pages: who may open them, lists, state, check, publish, differences, definitions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests.web.staff_world import county, fields_of, signed_in  # noqa: F401
from yimen.catalogue import queries as catalogue
from yimen.catalogue.models import Item

ITEM = f"/catalogue/{counties.LICENCE}/"
PAGES = (
    "/catalogue/",
    "/catalogue/new/",
    ITEM,
    f"{ITEM}edit/basics/",
    f"{ITEM}diff/",
    "/catalogue/quality/",
    "/catalogue/materials/",
    "/catalogue/materials/M-ID/",
    "/catalogue/elements/",
    "/catalogue/calendar/2026/",
)
POSTS = (f"{ITEM}state/", f"{ITEM}discard/", f"{ITEM}check/", f"{ITEM}publish/", f"{ITEM}edit/basics/")
OUTSIDE = ("clerk", "officer", "head", "director", "supervisor", "li", "firm")


@pytest.fixture
def keeper(county: counties.County) -> Client:  # noqa: F811
    return signed_in(county, "keeper")


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_keeper_and_administrator_open_every_page(county: counties.County, path: str) -> None:  # noqa: F811
    for who in ("keeper", "admin"):
        assert signed_in(county, who).get(path).status_code == 200


def test_everybody_else_is_turned_away_in_words(county: counties.County) -> None:  # noqa: F811
    for who in OUTSIDE:
        client = signed_in(county, who)
        for path in PAGES:
            assert client.get(path).status_code == 403, (who, path)
        for path in POSTS:
            assert client.post(path).status_code == 403, (who, path)
    assert Item.objects.get(code=counties.LICENCE).state == "1"


def test_who_is_not_signed_in_comes_back_after_signing_in(county: counties.County) -> None:  # noqa: F811
    answer = Client().get("/catalogue/quality/?code=Q1.1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login/?next=%2Fcatalogue%2Fquality%2F%3Fcode%3DQ1.1"


# --- the list ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("q=食品", "食品经营许可", "老年人优待证"),
        (f"q={counties.INSTANT}", "老年人优待证", "食品经营许可"),
        ("state=2", "没有找到事项", "食品经营许可"),
        ("draft_state=draft", "没有找到事项", "食品经营许可"),
        (f"department={counties.HEALTH}", "没有找到事项", "食品经营许可"),
        ("state=%00&origin=x", "没有找到事项", "食品经营许可"),
    ],
)
def test_the_list_is_filtered(keeper: Client, query: str, there: str, gone: str) -> None:
    page = text_of(keeper, f"/catalogue/?{query}")
    assert there in page and gone not in page


def test_the_list_goes_on_after_the_last_row(keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.web.registrar.items.PAGE", 2)
    first = text_of(keeper, "/catalogue/")
    codes = sorted((counties.LICENCE, counties.INSTANT, counties.JOINT, counties.PLAIN))
    assert f"/catalogue/?after={codes[1]}" in first
    second = text_of(keeper, f"/catalogue/?after={codes[1]}")
    assert [f'href="/catalogue/{code}/"' in second for code in codes] == [False, False, True, True]
    assert "下一页" not in second


def test_the_list_shows_the_draft_and_its_findings(keeper: Client) -> None:
    sent = fields_of(text_of(keeper, f"{ITEM}edit/windows/"))
    keeper.post(f"{ITEM}edit/windows/", {**sent, "complain_phone": str(sent["consult_phone"])})
    keeper.post(f"{ITEM}check/")
    page = text_of(keeper, "/catalogue/?draft_state=draft")
    assert "第 2 版 草稿" in page and "要改" in page


# --- beginning, state -------------------------------------------------------------------------------------
def test_a_new_item_begins_as_a_draft(keeper: Client) -> None:
    sent = {
        "code": counties.item_code(77),
        "name": "夜市摊位登记",
        "department": counties.MARKET,
        "type": "20",
    }
    answer = keeper.post("/catalogue/new/", sent)
    assert answer.headers["Location"] == f"/catalogue/{sent['code']}/edit/basics/"
    assert "夜市摊位登记" in text_of(keeper, f"/catalogue/{sent['code']}/")


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"code": ""}, "code"),
        ({"code": "编码"}, "code"),
        ({"code": "A" * 51}, "code"),
        ({"code": counties.LICENCE}, "code"),
        ({"name": ""}, "name"),
        ({"department": "nobody"}, "department"),
        ({"type": "99"}, "code"),
    ],
)
def test_a_new_item_that_does_not_fit_stays_typed(keeper: Client, changed: dict[str, str], box: str) -> None:
    sent = {"code": "X1", "name": "夜市摊位登记", "department": counties.MARKET, "type": "20", **changed}
    answer = keeper.post("/catalogue/new/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#f-{box}"' in page
    assert sent["name"] in page


def test_an_item_is_suspended_resumed_and_cancelled_by_a_document(keeper: Client) -> None:
    for act, state in (("suspend", "2"), ("resume", "1"), ("cancel", "3")):
        answer = keeper.post(f"{ITEM}state/", {"act": act, "document": "云审发〔2026〕8号"})
        assert answer.status_code == 302
        assert Item.objects.get(code=counties.LICENCE).state == state
    assert keeper.post(f"{ITEM}state/", {"act": "resume", "document": "文"}).status_code == 409


@pytest.mark.parametrize(
    "sent", [{"act": "suspend"}, {"act": "suspend", "document": " "}, {"document": "文"}]
)
def test_a_state_is_not_changed_without_act_and_document(keeper: Client, sent: dict[str, str]) -> None:
    answer = keeper.post(f"{ITEM}state/", sent)
    assert answer.status_code == 422
    assert 'href="#f-document"' in answer.content.decode()
    assert Item.objects.get(code=counties.LICENCE).state == "1"


# --- check, publish, differences --------------------------------------------------------------------------
def drafted(keeper: Client, **changed: str) -> None:
    sent = fields_of(text_of(keeper, f"{ITEM}edit/basics/"))
    assert keeper.post(f"{ITEM}edit/basics/", {**sent, **changed}).status_code == 302


def test_a_draft_is_checked_and_published_with_its_difference_in_sight(keeper: Client) -> None:
    drafted(keeper, promise="4", summary="开饭馆先办它")
    form = text_of(keeper, f"{ITEM}publish/")
    assert "承诺办结时限" in form and "5 个工作日" in form and "4 个工作日" in form
    today = timezone.localdate().isoformat()
    answer = keeper.post(f"{ITEM}publish/", {"effective_from": today, "document": "云审发〔2026〕9号"})
    assert answer.status_code == 302, answer.content.decode()
    newest = catalogue.versions(counties.LICENCE)[0]
    assert (newest.number, newest.state, newest.document) == (2, "published", "云审发〔2026〕9号")
    diff = text_of(keeper, f"{ITEM}diff/?a=1&b=2")
    assert "开饭馆先办它" in diff and "第 1 版" in diff


def test_errors_block_and_stand_with_code_words_and_place(keeper: Client) -> None:
    drafted(keeper, promise="99")
    assert keeper.post(f"{ITEM}check/").status_code == 302
    page = text_of(keeper, ITEM)
    assert "Q2" in page and f"{ITEM}edit/basics/" in page
    answer = keeper.post(f"{ITEM}publish/", {"effective_from": "2026-12-01", "document": "云审发〔2026〕9号"})
    assert answer.status_code == 422
    assert "改完才能发布" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "box"),
    [
        ({"effective_from": "", "document": "文"}, "effective_from"),
        ({"effective_from": "2026-13-40", "document": "文"}, "effective_from"),
        ({"effective_from": "2020-01-01", "document": "文"}, "effective_from"),
        ({"effective_from": "2027-01-01", "document": ""}, "document"),
    ],
)
def test_publishing_needs_a_day_and_a_document(keeper: Client, sent: dict[str, str], box: str) -> None:
    drafted(keeper)
    answer = keeper.post(f"{ITEM}publish/", sent)
    assert answer.status_code == 422
    assert f'href="#f-{box}"' in answer.content.decode()


def test_without_a_draft_there_is_nothing_to_check_publish_or_discard(keeper: Client) -> None:
    assert keeper.get(f"{ITEM}publish/").status_code == 409
    assert keeper.post(f"{ITEM}check/").status_code == 409
    assert keeper.post(f"{ITEM}discard/").status_code == 409


def test_a_draft_is_discarded(keeper: Client) -> None:
    drafted(keeper, summary="不要的")
    assert keeper.post(f"{ITEM}discard/").status_code == 302
    assert catalogue.draft(counties.LICENCE) is None


@pytest.mark.parametrize("query", ["?a=9&b=1", "?a=x&b=1"])
def test_versions_that_are_not_there_are_not_found(keeper: Client, query: str) -> None:
    assert keeper.get(f"{ITEM}diff/{query}").status_code == 404


def test_an_unknown_item_is_not_found(keeper: Client) -> None:
    for path in ("", "edit/basics/", "publish/", "diff/"):
        assert keeper.get(f"/catalogue/NOPE/{path}").status_code == 404


# --- quality, definitions ---------------------------------------------------------------------------------
def test_the_quality_report_counts_and_filters(keeper: Client) -> None:
    found = catalogue.findings(limit=10)
    assert found
    page = text_of(keeper, "/catalogue/quality/")
    assert found[0].name in page and found[0].code in page
    assert "没有这样的问题" in text_of(keeper, "/catalogue/quality/?code=Q99")
    assert "没有这样的问题" in text_of(keeper, f"/catalogue/quality/?department={counties.HEALTH}")


def test_the_quality_report_pages_by_item(keeper: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.web.registrar.quality.PAGE", 1)
    items = list(dict.fromkeys(row.item for row in catalogue.findings()))
    page = text_of(keeper, "/catalogue/quality/")
    assert (f"?after={items[0]}" in page) == (len(items) > 1)


def test_a_shared_material_shows_who_uses_it_and_changes(keeper: Client) -> None:
    page = text_of(keeper, "/catalogue/materials/M-ID/")
    assert "食品经营许可" in page
    sent = {"name": "居民身份证", "kind": "1", "form": "3", "source": "20", "hint": "原件核对后退回"}
    assert keeper.post("/catalogue/materials/M-ID/", sent).status_code == 302
    changed = catalogue.material("M-ID")
    assert changed is not None and changed.hint == "原件核对后退回"


@pytest.mark.parametrize(
    "changed", [{"name": ""}, {"name": "长" * 301}, {"kind": "9"}, {"source": "x"}, {"hint": "长" * 501}]
)
def test_a_shared_material_that_does_not_fit_stays(keeper: Client, changed: dict[str, str]) -> None:
    sent = {"name": "居民身份证", "kind": "1", "form": "3", "source": "20", **changed}
    assert keeper.post("/catalogue/materials/M-ID/", sent).status_code == 422
    kept = catalogue.material("M-ID")
    assert kept is not None and kept.name == "居民身份证" and kept.hint == ""


def test_an_unknown_material_is_not_found(keeper: Client) -> None:
    assert keeper.get("/catalogue/materials/M-NOPE/").status_code == 404


# --- calendar ---------------------------------------------------------------------------------------------
YEAR = "/catalogue/calendar/2027/"


def test_a_day_is_added_cleared_and_the_year_published(keeper: Client) -> None:
    day = {"act": "set", "day": "2027-10-01", "kind": "off", "name": "国庆节"}
    assert keeper.post(YEAR, day).status_code == 302
    page = text_of(keeper, YEAR)
    assert "国庆节" in page and "暂定" in page and page.count('<table class="year"') == 12
    assert keeper.post(YEAR, {"act": "publish", "document": "国办发明电〔2026〕7号"}).status_code == 302
    assert "已发布" in text_of(keeper, YEAR)
    assert keeper.post(YEAR, {"act": "clear", "day": "2027-10-01"}).status_code == 302
    assert "国庆节</td>" not in text_of(keeper, YEAR)


@pytest.mark.parametrize(
    ("sent", "box"),
    [
        ({"act": "set", "day": "2027-10-02", "kind": "off"}, "day"),
        ({"act": "set", "day": "2026-10-01", "kind": "off"}, "day"),
        ({"act": "set", "day": "十月一日", "kind": "off"}, "day"),
        ({"act": "set", "day": "2027-10-01", "kind": "maybe"}, "kind"),
        ({"act": "publish", "document": ""}, "document"),
        ({"act": "seed"}, "day"),
        ({"act": "burn"}, "day"),
    ],
)
def test_a_calendar_entry_that_does_not_fit_is_told(keeper: Client, sent: dict[str, str], box: str) -> None:
    answer = keeper.post("/catalogue/calendar/2090/" if sent["act"] == "seed" else YEAR, sent)
    assert answer.status_code == 422
    assert f'href="#f-{box}"' in answer.content.decode()


@pytest.mark.parametrize("number", [1, 1999, 2101, 99999])
def test_years_that_nobody_keeps_are_not_found(keeper: Client, number: int) -> None:
    assert keeper.get(f"/catalogue/calendar/{number}/").status_code == 404


def test_the_calendar_opens_at_this_year(keeper: Client) -> None:
    shown = keeper.get("/catalogue/calendar/").headers["Location"]
    days = {(timezone.localdate() + timedelta(days=n)).year for n in (-1, 0, 1)}
    assert shown in {f"/catalogue/calendar/{year}/" for year in days}
