"""Applying from the first question to the receipt, as a browser without JavaScript would."""

from __future__ import annotations

import re

import pytest

from tests import county as counties
from tests.web.citizen_world import ANSWERS, NOW, PNG, SHOP, World, build, case, text, upload
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.catalogue.models import Item
from yimen.parties.models import Mandate
from yimen.rules.terms import ItemState, State


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return build(monkeypatch)


def once(page: str) -> str:
    """The hidden token of the page's form."""
    return re.findall(r'name="once" value="([^"]+)"', page)[0]


def test_a_visitor_is_sent_to_sign_in_and_back(world: World) -> None:
    answer = world.client().get(f"/apply/{SHOP}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/login/?next=%2Fapply%2F{SHOP}%2F"


def test_from_the_first_question_to_the_receipt(world: World) -> None:
    li = world.client("li")
    page = text(li.get(f"/apply/{SHOP}/"))
    party = world.county.parties["li"].pk
    at = li.post(f"/apply/{SHOP}/", {"party": party, "once": once(page)}, follow=True)
    number = Case.objects.get().number
    place = f"/apply/case/{number}"

    page = text(at)
    assert "第 1 题，共 1 题" in page and "有厨房的要交排烟图" in page
    page = text(li.post(f"{place}/questions/", {"ask": "kitchen", "a-kitchen": "true"}, follow=True))
    assert "第 2 题，共 2 题" in page and "厨房用什么烧" in page
    page = text(li.post(f"{place}/questions/", {"ask": "gas", "a-gas": "gas"}, follow=True))

    assert "已帮您填好 3 项" in page and 'value="李敏"' in page and 'value="19900000001"' in page
    assert "a-post_to" not in page
    form = {f"a-{key}": value for key, value in ANSWERS.items() if key not in {"kitchen", "express"}}
    answer = li.post(f"{place}/form/", {**form, "a-express": "false"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{place}/materials/"
    page = text(answer)
    assert "房屋租赁合同" in page and "排烟图" in page and "免交" in page

    li.post(f"{place}/materials/", {"m-1": upload(), "m-2": upload("图.png", PNG)})
    answer = li.post(f"{place}/materials/", {"next": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{place}/check/"
    page = text(answer)
    assert "青石小店" in page and "合同.pdf" in page and "燃气" in page
    assert counties.id_number("19800101", 1) not in page

    sent = {"contact_phone": "19900000008", "promise": "yes", "rev": case(number).rev, "once": once(page)}
    page = text(li.post(f"{place}/check/", sent, follow=True))
    done = case(number)
    assert done.state == State.SUBMITTED and done.contact_phone == "19900000008"
    assert "提交成功" in page and number in page and done.query_code in page and "11 月 23 日（周一）" in page
    receipt = text(li.get(f"{place}/receipt/"))
    assert number in receipt and done.query_code in receipt and "房屋租赁合同（1 个文件）" in receipt

    again = li.post(f"{place}/check/", sent)
    assert again["Location"] == f"{place}/done/"
    assert Case.objects.count() == 1


def test_starting_twice_with_one_token_makes_one_draft(world: World) -> None:
    li, party = world.client("li"), world.county.parties["li"].pk
    sent = {"party": party, "once": "a" * 24}
    first, second = li.post(f"/apply/{SHOP}/", sent), li.post(f"/apply/{SHOP}/", sent)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_an_open_case_of_the_same_item_is_told(world: World) -> None:
    number = world.submitted()
    page = text(world.client("li").get(f"/apply/{SHOP}/"))
    assert "您已经有一件没办完的" in page and f'href="/cases/{number}/"' in page


def test_a_closed_item_says_so(world: World) -> None:
    Item.objects.filter(code=SHOP).update(state=ItemState.SUSPENDED)
    answer = world.client("li").get(f"/apply/{SHOP}/")
    assert answer.status_code == 409
    assert "这个事项现在不能申请" in text(answer)


def test_an_item_for_firms_says_so_to_a_person(world: World) -> None:
    page = text(world.client("li").get(f"/apply/{counties.JOINT}/"))
    assert "这个事项只给企业和单位办" in page and 'name="party"' not in page


def test_a_person_may_apply_for_a_principal_with_a_mandate_for_the_item(world: World) -> None:
    firm, li = world.county.parties["firm"], world.county.parties["li"]
    day = NOW.date()
    Mandate.objects.create(
        principal=firm, agent=li, items=[counties.JOINT], from_day=day, to_day=day, created_at=NOW
    )
    page = text(world.client("li").get(f"/apply/{counties.JOINT}/"))
    assert "对方授权我代办" in page and firm.name not in page
    world.client("li").post(f"/apply/{counties.JOINT}/", {"party": firm.pk})
    made = Case.objects.get()
    assert (made.party_id, made.agent_id) == (firm.pk, li.pk)
    assert f'value="{firm.pk}"' not in text(world.client("li").get(f"/apply/{SHOP}/"))


@pytest.mark.parametrize("party", ["", "0", "99999999999999999999", "ab", "-1"])
def test_a_party_that_is_not_offered_is_refused_in_place(world: World, party: str) -> None:
    answer = world.client("li").post(f"/apply/{SHOP}/", {"party": party})
    assert answer.status_code == 422
    assert "请选择给谁办" in text(answer) and not Case.objects.exists()


def test_applying_for_a_stranger_is_refused(world: World) -> None:
    stranger = world.county.parties["wang"].pk
    assert world.client("li").post(f"/apply/{SHOP}/", {"party": stranger}).status_code == 422
    assert not Case.objects.exists()


def test_staff_are_told_to_use_their_own_account(world: World) -> None:
    assert "这是工作人员账号" in text(world.client("clerk").get(f"/apply/{SHOP}/"))


@pytest.mark.parametrize("page", ["", "questions/", "form/", "materials/", "check/", "done/", "receipt/"])
@pytest.mark.parametrize("who", ["wang", "clerk", "admin"])
def test_a_draft_exists_for_nobody_else(world: World, page: str, who: str) -> None:
    number = world.draft()
    assert world.client(who).get(f"/apply/case/{number}/{page}").status_code == 404
    assert world.client(who).post(f"/apply/case/{number}/{page}", {"next": "1"}).status_code in {404, 405}


def test_a_question_without_an_answer_is_asked_again(world: World) -> None:
    number = world.draft()
    answer = world.client("li").post(f"/apply/case/{number}/questions/", {"ask": "kitchen"})
    assert answer.status_code == 422
    assert text(answer).count("请选择店里有没有厨房") == 2
    assert case(number).answers == {}


def test_a_question_that_matters_no_more_is_not_asked(world: World) -> None:
    number, li = world.draft(), world.client("li")
    place = f"/apply/case/{number}"
    answer = li.post(f"{place}/questions/", {"ask": "kitchen", "a-kitchen": "false"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{place}/form/"
    assert li.get(f"{place}/questions/?ask=gas")["Location"] == f"{place}/form/"


def test_changing_an_answer_from_the_check_page_leads_back_to_it(world: World) -> None:
    number, li = world.filled(), world.client("li")
    place = f"/apply/case/{number}"
    assert f"{place}/questions/?ask=kitchen&amp;back=check" in text(li.get(f"{place}/check/"))
    sent = {"ask": "kitchen", "a-kitchen": "false", "back": "check"}
    assert li.post(f"{place}/questions/", sent, follow=True).redirect_chain[-1][0] == f"{place}/check/"
    sent["a-kitchen"] = "true"
    answer = li.post(f"{place}/questions/", sent, follow=True)
    assert "厨房用什么烧" in text(answer)


def test_errors_come_first_and_what_was_typed_stays(world: World) -> None:
    number = world.draft()
    sent = {"a-applicant_name": "李敏", "a-phone": "1380013800", "a-shop_name": "", "a-area": "很大"}
    answer = world.client("li").post(f"/apply/case/{number}/form/", sent)
    page = text(answer)
    assert answer.status_code == 422 and "<title>错误：" in page
    assert '<a href="#f-a-phone">手机号要 11 位，您填了 10 位</a>' in page
    assert '<a href="#f-a-shop_name">请填写店名</a>' in page
    assert 'value="1380013800"' in page and 'value="很大"' in page
    assert case(number).answers == {}


def test_a_field_that_an_answer_brings_up_is_asked_then(world: World) -> None:
    number, li = world.draft(), world.client("li")
    sent = {f"a-{k}": v for k, v in ANSWERS.items() if k != "express"} | {"a-express": "true"}
    shown = "kitchen applicant_name applicant_id phone shop_name area express"
    sent |= {"a-kitchen": "false", "shown": shown}
    answer = li.post(f"/apply/case/{number}/form/", sent)
    assert answer.status_code == 422
    assert "多了 1 项要填" in text(answer) and "请填写寄到哪里" in text(answer)
    sent["a-post_to"] = "云溪县民生路 66 号"
    assert li.post(f"/apply/case/{number}/form/", sent).status_code == 302
    assert case(number).answers["post_to"] == "云溪县民生路 66 号"


@pytest.mark.parametrize(
    "name", ["𠮷𡘙𫝆", "李👨‍👩‍👧", "\u202e李", "李\x00敏", "李" * 10_000, "<script>", "{{7*7}}"]
)
def test_hard_names_are_stored_or_refused_but_never_break(world: World, name: str) -> None:
    number, li = world.draft(), world.client("li")
    answer = li.post(f"/apply/case/{number}/form/", {"a-applicant_name": name})
    assert answer.status_code == 422
    assert "<script>" not in text(answer).split("<main", 1)[1]
    later = li.post(f"/apply/case/{number}/form/", {"a-applicant_name": name, "later": "1"})
    assert later["Location"] == "/my/"
    assert li.get(f"/apply/case/{number}/form/").status_code == 200


def test_rare_characters_of_a_name_come_back_whole(world: World) -> None:
    number, li = world.draft(), world.client("li")
    li.post(f"/apply/case/{number}/form/", {"a-applicant_name": "𠮷𡘙", "later": "1"})
    assert case(number).answers["applicant_name"] == "𠮷𡘙"
    assert 'value="𠮷𡘙"' in text(li.get(f"/apply/case/{number}/form/"))


def test_what_was_put_aside_unfinished_is_there_again(world: World) -> None:
    number, li = world.draft(), world.client("li")
    li.post(f"/apply/case/{number}/form/", {"a-phone": "13800", "a-shop_name": "小店", "later": "1"})
    page = text(li.get(f"/apply/case/{number}/form/"))
    assert 'value="13800"' in page and 'value="小店"' in page
    assert f"/cases/{number}/" in text(li.get("/my/"))


def test_the_form_sent_twice_is_saved_once(world: World) -> None:
    number, li = world.draft(), world.client("li")
    sent = {"a-shop_name": "小店", "later": "1", "once": "b" * 24}
    li.post(f"/apply/case/{number}/form/", sent)
    rev = case(number).rev
    li.post(f"/apply/case/{number}/form/", sent)
    assert case(number).rev == rev
    li.post(f"/apply/case/{number}/form/", {**sent, "a-shop_name": "大店"})
    assert case(number).answers["shop_name"] == "大店"


def test_submitting_asks_for_the_promise_and_a_telephone(world: World) -> None:
    number = world.filled()
    answer = world.client("li").post(f"/apply/case/{number}/check/", {"contact_phone": "123"})
    page = text(answer)
    assert answer.status_code == 422
    assert "请确认您填的是真的" in page and "手机号要 11 位，您填了 3 位" in page
    assert case(number).state == State.DRAFT


def test_submitting_an_unfinished_form_says_what_is_missing(world: World) -> None:
    number = world.draft()
    sent = {"contact_phone": "19900000001", "promise": "yes"}
    answer = world.client("li").post(f"/apply/case/{number}/check/", sent)
    assert answer.status_code == 422
    assert "表里还有" in text(answer) and case(number).state == State.DRAFT


def test_submitting_without_a_material_names_it(world: World) -> None:
    number = world.draft()
    actions.save(world.county["li"], number, ANSWERS, now=NOW)
    sent = {"contact_phone": "19900000001", "promise": "yes"}
    answer = world.client("li").post(f"/apply/case/{number}/check/", sent)
    assert answer.status_code == 422
    assert "还差 1 样" in text(answer) and "房屋租赁合同" in text(answer)


def test_a_page_that_is_out_of_date_does_not_submit(world: World) -> None:
    number = world.filled()
    sent = {"contact_phone": "19900000001", "promise": "yes", "rev": "1"}
    answer = world.client("li").post(f"/apply/case/{number}/check/", sent)
    assert answer.status_code == 409
    assert case(number).state == State.DRAFT


def test_a_form_without_its_csrf_token_is_refused(world: World) -> None:
    number = world.draft()
    client = world.client("li")
    client.handler.enforce_csrf_checks = True
    assert client.post(f"/apply/case/{number}/form/", {"later": "1"}).status_code == 403
