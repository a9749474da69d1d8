"""Editing a draft: every section keeps what it shows, rows come and go, what is wrong stays typed."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import county as counties
from tests.web.staff_world import county, fields_of, signed_in  # noqa: F401
from yimen.catalogue import queries as catalogue
from yimen.catalogue.models import Item
from yimen.rules.item import ItemSpec
from yimen.rules.pledge_terms import Risk, WindowUnit
from yimen.rules.quality import check
from yimen.rules.retention import Keep
from yimen.web.registrar.sections import HOME, SECTIONS

ITEM = f"/catalogue/{counties.LICENCE}/"


@pytest.fixture
def keeper(county: counties.County) -> Client:  # noqa: F811
    return signed_in(county, "keeper")


def edit(key: str) -> str:
    return f"{ITEM}edit/{key}/"


def draft() -> ItemSpec:
    found = catalogue.draft(counties.LICENCE)
    assert found is not None
    return catalogue.spec(found.id)


def current() -> ItemSpec:
    item = Item.objects.get(code=counties.LICENCE)
    assert item.current_id
    return catalogue.spec(item.current_id)


@pytest.mark.parametrize("key", [one.key for one in SECTIONS])
def test_a_section_saved_as_shown_changes_nothing(keeper: Client, key: str) -> None:
    shown = keeper.get(edit(key))
    assert shown.status_code == 200
    answer = keeper.post(edit(key), fields_of(shown.content.decode()))
    assert answer.status_code == 302, answer.content.decode()
    changes = catalogue.differences(current(), draft())
    # Only the name of the department is filled in where there was none.
    assert [one for one in changes if one.label != "实施主体"] == []
    assert draft().department_name == "市场监管局"


def test_every_field_that_a_keeper_edits_has_a_section() -> None:
    fixed = {"code", "department_name", "region", "extra", "members", "guide_only"}
    assert set(ItemSpec.__dataclass_fields__) - set(HOME) == fixed


def test_a_changed_condition_is_read_shown_in_chinese_and_stored(keeper: Client) -> None:
    sent = fields_of(keeper.get(edit("materials")).content.decode())
    assert sent["materials-2-when"] == "“使用面积（平方米）” > 300"
    sent["materials-2-when"] = "“使用面积（平方米）” ≥ 500 或 shop_name 含 “酒店”"
    assert keeper.post(edit("materials"), sent).status_code == 302
    assert draft().materials[2].when == {
        "any": [
            {"field": "area", "op": "ge", "value": 500},
            {"field": "shop_name", "op": "contains", "value": "酒店"},
        ]
    }
    page = keeper.get(edit("materials")).content.decode()
    assert "当“使用面积”不小于 500 平方米，或者“店名”里有“酒店”时" in page


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("面积 > 300", "表单里没有“面积”这一栏"),
        ("area > 很大", "“使用面积（平方米）”是小数，值“很大”不是"),
        ("area 含 3", "不能用“contains”"),
    ],
)
def test_a_wrong_condition_is_told_at_its_box_and_stays_typed(keeper: Client, words: str, told: str) -> None:
    sent = fields_of(keeper.get(edit("materials")).content.decode())
    sent["materials-2-when"], sent["materials-0-copies"] = words, "7"
    answer = keeper.post(edit("materials"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-materials-2-when"' in page and told in page
    assert fields_of(page)["materials-2-when"] == words
    assert fields_of(page)["materials-0-copies"] == "7"
    assert catalogue.draft(counties.LICENCE) is None


@pytest.mark.parametrize(
    ("key", "box", "typed", "place"),
    [
        ("basics", "name", " ", "name"),
        ("basics", "name", "长" * 1001, "name"),
        ("basics", "department", "114399260000000099", "department"),
        ("basics", "legal", "二十", "legal"),
        ("basics", "type", "77", "type"),
        ("materials", "materials-0-name", "户口簿", "materials-0-name"),
        ("materials", "materials-1-copies", "-1", "materials-1-copies"),
        ("form", "form-0-type", "integer", "form-0-type"),
        ("form", "form-1-minimum", "NaN", "form-1-minimum"),
        ("form", "form-0-options", "只有代码", "form-0-options"),
        ("steps", "steps-1-department", "114399260000000099", "steps-1-department"),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(
    keeper: Client, key: str, box: str, typed: str, place: str
) -> None:
    sent = fields_of(keeper.get(edit(key)).content.decode())
    sent[box] = typed
    answer = keeper.post(edit(key), sent)
    assert answer.status_code == 422
    assert f'href="#f-{place}"' in answer.content.decode()
    assert catalogue.draft(counties.LICENCE) is None


def test_a_question_that_a_condition_needs_cannot_just_go(keeper: Client) -> None:
    sent = fields_of(keeper.get(edit("form")).content.decode())
    removed = keeper.post(edit("form"), {**sent, "remove": "1"})
    assert removed.status_code == 200
    answer = keeper.post(edit("form"), fields_of(removed.content.decode()))
    assert answer.status_code == 422
    assert "材料“消防安全检查合格证”的条件" in answer.content.decode()


def test_rows_are_added_moved_and_removed_by_buttons_alone(keeper: Client) -> None:
    sent = fields_of(keeper.get(edit("materials")).content.decode())
    added = fields_of(keeper.post(edit("materials"), {**sent, "add": "1"}).content.decode())
    assert added["rows"] == "5" and added["materials-4-copies"] == "1"
    added |= {"materials-4-code": "M-NEW", "materials-4-name": "门头照片"}
    moved = fields_of(keeper.post(edit("materials"), {**added, "up": "4"}).content.decode())
    gone = fields_of(keeper.post(edit("materials"), {**moved, "remove": "0"}).content.decode())
    assert keeper.post(edit("materials"), gone).status_code == 302
    assert [one.code for one in draft().materials] == ["M-PLAN", "M-FIRE", "M-NEW", "M-RULES"]


def test_an_empty_new_row_is_left_out(keeper: Client) -> None:
    sent = fields_of(keeper.get(edit("words")).content.decode())
    added = fields_of(keeper.post(edit("words"), {**sent, "add": "1"}).content.decode())
    assert keeper.post(edit("words"), added).status_code == 302
    assert draft().faq == ()


def test_a_shared_material_is_found_and_picked_once(keeper: Client) -> None:
    joint = f"/catalogue/{counties.JOINT}/edit/materials/"
    sent = fields_of(keeper.get(joint).content.decode())
    found = keeper.post(joint, {**sent, "wanted": "身份证", "find": "1"})
    assert 'value="M-ID"' in found.content.decode()
    picked = keeper.post(joint, {**sent, "pick": "M-ID"})
    again = fields_of(picked.content.decode())
    assert again["materials-0-name"] == "居民身份证" and again["materials-0-exempt_by"] == "电子证照"
    twice = fields_of(keeper.post(joint, {**again, "pick": "M-ID"}).content.decode())
    assert twice["rows"] == "1"


def test_a_shared_element_is_picked_with_its_type(keeper: Client) -> None:
    joint = f"/catalogue/{counties.JOINT}/edit/form/"
    sent = fields_of(keeper.get(joint).content.decode())
    picked = fields_of(keeper.post(joint, {**sent, "pick": "area"}).content.decode())
    assert (picked["form-0-label"], picked["form-0-type"]) == ("使用面积（平方米）", "decimal")


def test_two_keepers_at_once_the_second_reads_why(keeper: Client) -> None:
    first = fields_of(keeper.get(edit("basics")).content.decode())
    second = dict(first)
    assert keeper.post(edit("basics"), {**first, "summary": "甲改的"}).status_code == 302
    answer = keeper.post(edit("basics"), {**second, "once": "b" * 32, "summary": "乙改的"})
    assert answer.status_code == 412
    assert "别人已经改过这个事项" in answer.content.decode() and "乙改的" in answer.content.decode()
    assert draft().summary == "甲改的"


def test_the_same_save_sent_twice_is_one_save(keeper: Client) -> None:
    sent = {**fields_of(keeper.get(edit("basics")).content.decode()), "summary": "一次"}
    assert [keeper.post(edit("basics"), sent).status_code for _ in range(2)] == [302, 302]
    assert len(catalogue.versions(counties.LICENCE)) == 2


@pytest.mark.parametrize("path", [edit("nothing"), "/catalogue/NOPE/edit/basics/"])
def test_what_is_not_there_is_not_found(keeper: Client, path: str) -> None:
    assert keeper.get(path).status_code == 404


@pytest.mark.parametrize("given", ["-1", "9999", "x", "99999999999999999999", "\x00"])
def test_buttons_of_rows_that_are_not_there_do_nothing(keeper: Client, given: str) -> None:
    sent = fields_of(keeper.get(edit("materials")).content.decode())
    answer = keeper.post(edit("materials"), {**sent, "remove": given})
    assert answer.status_code == 200
    assert fields_of(answer.content.decode())["rows"] == "4"


def test_hostile_counts_of_rows_are_cut(keeper: Client) -> None:
    sent = fields_of(keeper.get(edit("materials")).content.decode())
    for count in ("999999", "-5", "x", ""):
        assert keeper.post(edit("materials"), {**sent, "rows": count, "up": "1"}).status_code == 200


def test_the_retention_term_is_chosen_and_may_be_left_open(keeper: Client) -> None:
    sent = fields_of(keeper.get(edit("result")).content.decode())
    assert sent["retention"] == ""
    assert keeper.post(edit("result"), {**sent, "retention": "Y"}).status_code == 302
    assert draft().retention is Keep.PERMANENT
    shown = fields_of(keeper.get(edit("result")).content.decode())
    assert shown["retention"] == "Y"
    refused = keeper.post(edit("result"), {**shown, "retention": "D99"})
    assert refused.status_code == 422 and "没有这个代码" in refused.content.decode()
    assert keeper.post(edit("result"), {**shown, "retention": ""}).status_code == 302
    assert draft().retention is None


PLEDGE = {
    "pledge": "场地真实，有合法使用权", "pledge_basis": "国办发〔2020〕42号", "pledge_window": "20",
    "pledge_unit": "working",
}  # fmt: skip


def test_a_keeper_lets_a_promise_stand_for_a_proof(keeper: Client) -> None:
    sent = fields_of(keeper.get(edit("materials")).content.decode())
    assert (
        keeper.post(edit("materials"), sent | {f"materials-1-{k}": v for k, v in PLEDGE.items()}).status_code
        == 302
    )
    kept = draft().materials[1]
    assert (kept.pledge, kept.pledge_basis) == (PLEDGE["pledge"], PLEDGE["pledge_basis"])
    assert (kept.pledge_window, kept.pledge_unit) == (20, WindowUnit.WORKING)
    page = keeper.get(edit("materials")).content.decode()
    assert fields_of(page)["materials-1-pledge"] == PLEDGE["pledge"]
    assert [one.pledge for one in draft().materials].count("") == len(draft().materials) - 1


@pytest.mark.parametrize(
    ("field", "typed"), [("pledge_window", "两个月"), ("pledge_window", "-1"), ("pledge_unit", "weeks")]
)
def test_a_wrong_window_is_told_at_its_box(keeper: Client, field: str, typed: str) -> None:
    sent = fields_of(keeper.get(edit("materials")).content.decode())
    sent |= {f"materials-1-{k}": v for k, v in PLEDGE.items()} | {f"materials-1-{field}": typed}
    answer = keeper.post(edit("materials"), sent)
    assert answer.status_code == 422
    assert f'href="#f-materials-1-{field}"' in answer.content.decode()
    assert catalogue.draft(counties.LICENCE) is None


def test_a_draft_may_lack_the_basis_of_a_promise_and_is_not_published_so(keeper: Client) -> None:
    sent = fields_of(keeper.get(edit("materials")).content.decode())
    sent |= {f"materials-1-{k}": v for k, v in PLEDGE.items()} | {"materials-1-pledge_basis": ""}
    assert keeper.post(edit("materials"), sent).status_code == 302
    assert "materials[1].pledge_basis" in {finding.place for finding in check(draft())}


def test_where_promises_are_not_for_the_field_it_is_not_published(keeper: Client) -> None:
    sent = fields_of(keeper.get(edit("materials")).content.decode())
    keeper.post(edit("materials"), sent | {f"materials-1-{k}": v for k, v in PLEDGE.items()})
    sent = fields_of(keeper.get(edit("conditions")).content.decode())
    assert keeper.post(edit("conditions"), sent | {"risks": "life"}).status_code == 302
    assert draft().risks == (Risk.LIFE,)
    assert "materials[1].pledge" in {finding.place for finding in check(draft())}
