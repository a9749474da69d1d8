"""The keeper's part of 一件事: composed, every fault told with what mends it, published, looked after."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from tests import bundle_world as world
from tests import county as counties
from tests.web.citizen_world import text
from tests.web.staff_world import county, fields_of, signed_in  # noqa: F401
from yimen.catalogue import actions
from yimen.catalogue import queries as catalogue
from yimen.catalogue.models import Item
from yimen.rules.bundle import BundleSpec
from yimen.web.registrar.bundle_sections import HOME, SECTIONS

LIST = "/catalogue/bundles/"
PAGE = f"{LIST}{world.SNACKS}/"


@pytest.fixture
def keeper(county: counties.County) -> Client:  # noqa: F811
    world.publish(county)
    return signed_in(county, "keeper")


def edit(key: str, code: str = world.SNACKS) -> str:
    return f"{LIST}{code}/edit/{key}/"


def written(code: str = world.SNACKS) -> BundleSpec:
    return catalogue.written(code).spec


def sent(client: Client, key: str, **more: str) -> dict[str, str]:
    """What a browser would send for the section as it is shown, with these buttons or changes."""
    return {**fields_of(text(client.get(edit(key)))), **more}  # type: ignore[dict-item]


def test_only_the_keepers_of_the_catalogue_come_in(county: counties.County) -> None:  # noqa: F811
    world.publish(county)
    for path in (LIST, f"{LIST}new/", PAGE, edit("members"), f"{PAGE}preview/", f"{PAGE}publish/"):
        assert signed_in(county, "clerk").get(path).status_code == 403
        assert Client().get(path).status_code == 302
    assert signed_in(county, "admin").get(LIST).status_code == 200


def test_the_list_says_what_stands_how_and_why(county: counties.County) -> None:  # noqa: F811
    keeper = signed_in(county, "keeper")
    assert "还没有一件事" in text(keeper.get(LIST))
    world.publish(county)
    world.faulty(county)
    page = text(keeper.get(LIST))
    assert "开小吃店" in page and "要改 1" in page and "还没发布" in page
    assert "没有找到一件事" in text(keeper.get(LIST, {"q": "没有"}))
    assert "开棋牌室" not in text(keeper.get(LIST, {"q": "小吃"}))
    actions.suspend(county["keeper"], world.FOOD, document="文", now=county.now)
    with transaction.atomic():
        actions.refresh_bundle(world.SNACKS, issues={}, now=county.now)
    why = f"“{world.FOOD}”不能放进这件事"
    assert why in text(keeper.get(LIST, {"state": "2"}))
    page = text(keeper.get(PAGE))
    assert "事项变了，这件事先停着" in page and why in page and 'value="resume"' not in page


def test_a_bundle_is_begun_with_code_name_and_lead(keeper: Client) -> None:
    empty = keeper.post(f"{LIST}new/", {"code": "", "name": "", "department": ""})
    assert empty.status_code == 422 and "有 3 处要改" in text(empty)
    assert (
        keeper.post(f"{LIST}new/", {"code": "new", "name": "一", "department": counties.MARKET}).status_code
        == 422
    )
    taken = keeper.post(f"{LIST}new/", {"code": world.FOOD, "name": "一", "department": counties.MARKET})
    assert "已经是一个事项的编码" in text(taken)
    again = keeper.post(f"{LIST}new/", {"code": world.SNACKS, "name": "一", "department": counties.MARKET})
    assert again.status_code == 422, "somebody else's bundle is not written over"
    made = keeper.post(f"{LIST}new/", {"code": "YJS-7", "name": "开茶馆", "department": counties.MARKET})
    assert made.headers["Location"] == edit("members", "YJS-7")
    page = text(keeper.get(made.headers["Location"]))
    assert "一件事至少要有 2 个事项" in page and "再加一个事项" in page


@pytest.mark.parametrize("key", [one.key for one in SECTIONS])
def test_a_section_saved_as_shown_changes_nothing(keeper: Client, key: str) -> None:
    before = written()
    answer = keeper.post(edit(key), sent(keeper, key))
    assert answer.status_code == 302, text(answer)
    assert written() == before
    assert catalogue.written(world.SNACKS).is_draft


def test_every_field_that_a_keeper_writes_has_a_section() -> None:
    assert set(BundleSpec.__dataclass_fields__) - set(HOME) == {"code", "department_name"}


def test_members_are_found_added_reckoned_and_saved(keeper: Client) -> None:
    form = sent(keeper, "members", find="1", wanted="联合检查")
    page = text(keeper.post(edit("members"), form))
    assert f'name="pick" value="{counties.JOINT}"' in page
    assert "没有找到能用的事项" in text(keeper.post(edit("members"), {**form, "wanted": "qqqqzzzz"}))
    picked = text(keeper.post(edit("members"), sent(keeper, "members", pick=counties.JOINT)))
    assert "公共场所联合检查" in picked and picked.count('class="gb') == 5 + 3, (
        "in the plan before it is saved"
    )
    assert len(written().members) == 4
    kept = keeper.post(edit("members"), {**fields_of(picked), "save": "1"})  # type: ignore[dict-item]
    assert kept.status_code == 302 and [one.item for one in written().members][-1] == counties.JOINT
    twice = text(keeper.post(edit("members"), sent(keeper, "members", pick=counties.JOINT)))
    assert fields_of(twice)["rows"] == "5", "an item is a member once"


def test_a_member_is_chosen_by_a_condition_in_words(keeper: Client) -> None:
    form = sent(keeper, "members")
    assert form["members-2-when"] == "“要不要挂户外招牌” = 是"
    wrong = keeper.post(edit("members"), {**form, "members-1-when": "“没有这一栏” = 是"})
    page = text(wrong)
    assert wrong.status_code == 422 and 'href="#f-members-1-when"' in page
    assert "表单里没有“没有这一栏”这一栏" in page and fields_of(page)["members-1-when"] == "“没有这一栏” = 是"
    keeper.post(edit("members"), {**form, "members-1-when": "“使用面积（平方米）” > 20"})
    assert written().members[1].when == {"field": "area", "op": "gt", "value": 20}


def test_faults_are_told_with_what_mends_them(keeper: Client) -> None:
    form = sent(keeper, "basics", promise_days="2", look="1")
    page = text(keeper.post(edit("basics"), form))
    assert (
        "承诺 2 个工作日不够" in page and "最少 6 个工作日" in page and "把承诺改长，或者空着自动算" in page
    )
    assert not catalogue.written(world.SNACKS).is_draft, "only reckoned"
    form.pop("look")
    assert keeper.post(edit("basics"), form).status_code == 302, "a draft with faults is kept"
    refused = keeper.post(
        f"{PAGE}publish/", {"effective_from": "2026-11-16", "document": "云审发〔2026〕8号"}
    )
    assert refused.status_code == 422 and "这件事还有 1 处要改" in text(refused)
    whens = {f"members-{n}-when": "“要不要挂户外招牌” = 是" for n in range(4)}
    page = text(keeper.post(edit("members"), sent(keeper, "members", look="1", **whens)))
    assert "至少要有一个事项是必办的" in page and "把一个事项的条件清空" in page
    closed = text(keeper.get(f"{PAGE}preview/"))
    assert "改完才看得到指南" in closed and "最少 6 个工作日" in closed


def test_own_questions_are_written_like_those_of_a_form(keeper: Client) -> None:
    added = fields_of(text(keeper.post(edit("questions"), sent(keeper, "questions", add="1"))))
    added |= {"questions-1-key": "night", "questions-1-label": "夜里开不开", "questions-1-type": "bool",
              "questions-1-question": "true"}  # fmt: skip
    assert keeper.post(edit("questions"), added).status_code == 302
    assert [use.key for use in written().questions] == ["has_sign", "night"]


def test_two_keepers_do_not_write_over_each_other(county: counties.County, keeper: Client) -> None:  # noqa: F811
    mine = sent(keeper, "basics", summary="我写的")
    actions.compose(county["admin"], world.written(summary="别人写的"), issues={}, now=county.now)
    answer = keeper.post(edit("basics"), mine)
    assert answer.status_code == 412 and "别人已经改过" in text(answer)
    assert written().summary == "别人写的" and fields_of(text(answer))["summary"] == "我写的"


def test_a_member_that_was_closed_meanwhile_is_told_at_its_row(
    county: counties.County,  # noqa: F811
    keeper: Client,
) -> None:
    form = sent(keeper, "members")
    actions.suspend(county["keeper"], world.FOOD, document="文", now=county.now)
    answer = keeper.post(edit("members"), form)
    assert answer.status_code == 422 and 'href="#f-members-1-when"' in text(answer)
    assert "拿掉它，或者等它恢复" in text(answer)


def test_a_draft_is_put_in_force_by_day_and_document(keeper: Client) -> None:
    keeper.post(edit("basics"), sent(keeper, "basics", summary="新的说明"))
    empty = keeper.post(f"{PAGE}publish/", {"effective_from": "", "document": ""})
    assert empty.status_code == 422 and "有 2 处要改" in text(empty)
    done = keeper.post(f"{PAGE}publish/", {"effective_from": "2026-11-16", "document": "云审发〔2026〕8号"})
    assert done.headers["Location"] == PAGE
    assert catalogue.item_page(world.SNACKS).spec.summary == "新的说明"
    assert keeper.get(f"{PAGE}publish/").status_code == 409, "there is no draft any more"


def test_it_is_suspended_and_resumed_by_a_document(keeper: Client) -> None:
    assert keeper.post(f"{PAGE}state/", {"act": "suspend", "document": ""}).status_code == 422
    assert keeper.post(f"{PAGE}state/", {"act": "", "document": "文"}).status_code == 422
    keeper.post(f"{PAGE}state/", {"act": "suspend", "document": "云审发〔2026〕8号"})
    assert Item.objects.get(code=world.SNACKS).state == "2"
    assert "这件事现在不能一起申请" in text(Client().get(f"/items/{world.SNACKS}/"))
    assert keeper.post(f"{PAGE}state/", {"act": "suspend", "document": "文"}).status_code == 409
    keeper.post(f"{PAGE}state/", {"act": "resume", "document": "云审发〔2026〕9号"})
    assert Item.objects.get(code=world.SNACKS).is_open


def test_a_draft_is_thrown_away_and_what_is_in_force_stays(keeper: Client) -> None:
    keeper.post(edit("basics"), sent(keeper, "basics", summary="新的说明"))
    assert keeper.post(f"{PAGE}discard/").headers["Location"] == PAGE
    assert written().summary == "一次办完开小吃店要的证"
    assert keeper.post(f"{PAGE}discard/").status_code == 409


def test_the_preview_is_what_citizens_will_read(keeper: Client) -> None:
    keeper.post(edit("basics"), sent(keeper, "basics", policy="stop"))
    assert "全部停下" in text(keeper.get(f"{PAGE}preview/"))
    assert "全部停下" not in text(Client().get(f"/items/{world.SNACKS}/"))


def test_items_that_share_materials_are_offered(county: counties.County, keeper: Client) -> None:  # noqa: F811
    world.faulty(county)
    page = text(keeper.get(edit("members", world.FAULTY)))
    assert "共用材料最多的事项" not in page, "nobody else asks for 场所证明"
    keeper.post(edit("members", world.FAULTY), {**fields_of(page), "rows": "2", "members-1-item": world.SIGN})  # type: ignore[dict-item]
    near = catalogue.neighbours([world.SIGN])
    assert {(one.row.code, one.shared) for one in near} == {(world.FOOD, 1), (world.FIRE, 1)}
    page = text(keeper.get(edit("members", world.FAULTY)))
    assert "共用 1 份材料" in page and f'name="pick" value="{world.FOOD}"' in page


def test_the_page_of_an_item_leads_to_that_of_the_bundle(keeper: Client) -> None:
    assert keeper.get(f"/catalogue/{world.SNACKS}/").headers["Location"] == PAGE
    assert keeper.get(f"{LIST}none/").status_code == 404
    assert keeper.get(f"{LIST}{world.FOOD}/").status_code == 404
    assert keeper.get(edit("none")).status_code == 404
