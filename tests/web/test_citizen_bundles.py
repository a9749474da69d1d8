"""一件事 for citizens: cards, list, guide, questions one a page, the draft that takes the answers over."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import bundle_world as world
from tests import county as counties
from tests.pledge_world import PLACE
from tests.web.citizen_world import text
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.catalogue import actions as catalogue
from yimen.rules.applying import GuideOnly
from yimen.web.citizen import bundles

QUESTIONS = f"/bundles/{world.SNACKS}/questions/"


@pytest.fixture
def county(db: None) -> counties.County:
    made = counties.build(timezone.now())
    world.publish(made)
    world.guided(made)
    return made


def carried(page: str) -> dict[str, str]:
    """What the form carries on by itself."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def answered(client: Client, *answers: dict[str, str]) -> str:
    """The page after these answers, one page after another."""
    page = text(client.get(QUESTIONS))
    for one in answers:
        page = text(client.post(QUESTIONS, {**carried(page), **one}))
    return page


def test_the_home_page_shows_bundles_with_what_they_spare(county: counties.County) -> None:
    page = text(Client().get("/"))
    card = page[page.index('href="/items/YJS-001/"') :][:900]
    assert "开小吃店" in card and "4 个事项合成 1 件 · 市场监管局牵头" in card
    assert "<i>6</i> 工作日</b>原 12" in card and "<i>4</i> 份</b>原 8" in card
    assert "<i>1</i> 张</b>原 4" in card and "<i>1</i> 次</b>原 2" in card


def test_the_list_is_filtered_searched_and_paged(
    county: counties.County, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    assert "开小吃店" in text(client.get("/bundles/", {"for": "enterprise"}))
    found = text(client.get("/bundles/", {"q": "开饭店"}))
    assert "开小吃店" in found and "小餐饮许可" not in found
    none = text(client.get("/bundles/", {"q": "qqqqzzzz"}))
    assert "没有找到这件事" in none and 'href="/items/?q=qqqqzzzz"' in none
    monkeypatch.setattr(bundles, "PAGE", 1)
    first = text(client.get("/bundles/"))
    assert "开小吃店" in first and "开网店" not in first
    assert "开网店" in text(client.get("/bundles/", {"after": world.SNACKS}))


def test_nothing_in_force_is_a_page_all_the_same(db: None) -> None:
    assert "这里还没有一件事" in text(Client().get("/bundles/"))
    assert "一件事一次办" not in text(Client().get("/"))


def test_search_says_which_result_is_a_bundle_and_items_lead_to_it(county: counties.County) -> None:
    page = text(Client().get("/items/", {"q": "开小吃店"}))
    hit = page[page.index(f'href="/items/{world.SNACKS}/"') :][:400]
    assert "一件事</span>" in hit
    assert f'href="/items/{world.SNACKS}/">开小吃店' in text(Client().get(f"/items/{world.FOOD}/"))


def test_the_guide_tells_order_list_fees_savings_and_policy(county: counties.County) -> None:
    page = text(Client().get(f"/items/{world.SNACKS}/"))
    assert page.count('class="gb') == 4 + 3, "four members and the key"
    assert "第 2 到 6 个工作日" in page and "当“要不要挂户外招牌”是“是”时才办" in page
    assert "由前面的“个体工商户设立登记”办出" in page and "小餐饮许可、营业前卫生检查" in page
    assert page.count("<rect") == 4 + 2 and 'role="img"' in page
    assert "每证" in page and "各事项的承诺时限相加" in page and "别的事项接着办" in page
    assert f'href="{QUESTIONS}"' in page and f'href="/apply/{world.SNACKS}/"' in page


def test_stop_and_other_policies_are_told_apart(county: counties.County) -> None:
    told = world.written(policy="stop", code="YJS-009")
    catalogue.compose(county["keeper"], told, issues={}, now=county.now)
    catalogue.publish_bundle(
        county["keeper"], "YJS-009", issues={}, effective_from=world.DAY, document="文", now=county.now
    )
    assert "全部停下" in text(Client().get("/items/YJS-009/"))


def test_guidance_only_leads_and_takes_no_application(county: counties.County) -> None:
    page = text(Client().get(f"/items/{world.GUIDED}/"))
    assert "一共 2 步" in page and "云溪县民生路 20 号" in page and "https://example.org/bank" in page
    assert "/apply/" not in page and f'href="/items/{world.REGISTER}/"' in page
    assert Client().get(f"/bundles/{world.GUIDED}/questions/").status_code == 302
    li, client = county["li"], Client()
    client.force_login(county.accounts["li"])
    refused = client.get(f"/apply/{world.GUIDED}/")
    assert refused.status_code == 409 and "导办" in text(refused)
    with pytest.raises(GuideOnly) as told:
        actions.open_draft(
            li, world.GUIDED, county.parties["li"].pk, channel="2", region=counties.REGION, now=county.now
        )
    assert told.value.code == "apply.guide_only"
    assert not Case.objects.exists()


def test_one_question_a_page_with_what_it_takes_beside(county: counties.County) -> None:
    client = Client()
    first = answered(client)
    assert "要不要挂户外招牌" in first and "第 1 题，最多还有 1 题" in first
    assert "3 个，最多再加 1" in first and "2 份，最多再加 2" in first and "10.00 元" in first
    assert "您的回答决定要不要办：户外招牌设置。" in first
    missing = client.post(QUESTIONS, {**carried(first)})
    assert missing.status_code == 422 and "有 1 处要改" in text(missing)
    second = answered(client, {"a-has_sign": "false"})
    assert "第 2 题，最后一题" in second and "<dd>3 个</dd>" in second
    back = text(client.post(QUESTIONS, {**carried(second), "back": "1"}))
    assert "要不要挂户外招牌" in back and 'value="false" checked' in back


def test_at_the_end_stands_what_to_do_and_every_answer_can_be_changed(county: counties.County) -> None:
    client = Client()
    end = answered(client, {"a-has_sign": "false"}, {"a-area": "301"})
    assert "3 个事项，合成一件一起办" in end and "不用办：户外招牌设置" in end
    assert "要交 3 份材料" in end and "消防安全检查合格证" in end
    again = text(client.post(QUESTIONS, {**carried(end), "change": "has_sign"}))
    assert "要不要挂户外招牌" in again and carried(again)["a-area"] == "301"
    changed = text(client.post(QUESTIONS, {**carried(again), "a-has_sign": "true"}))
    assert "4 个事项，合成一件一起办" in changed


def test_the_draft_takes_the_answers_over(county: counties.County) -> None:
    client = Client()
    end = answered(client, {"a-has_sign": "false"}, {"a-area": "301"})
    gone = client.post(QUESTIONS, {**carried(end), "begin": "1"})
    assert gone.headers["Location"] == f"/apply/{world.SNACKS}/"
    assert client.get(gone.headers["Location"]).headers["Location"].startswith("/login/")
    signed = client.post("/login/", {"login": county.accounts["li"].login, "password": counties.PASSWORD})
    assert signed.status_code == 302
    opened = client.post(f"/apply/{world.SNACKS}/", {"party": str(county.parties["li"].pk)})
    case = Case.objects.get()
    assert case.answers == {"has_sign": False, "area": "301"}
    assert opened.headers["Location"] == f"/apply/case/{case.number}/form/", "no question is asked again"
    assert "301" in text(client.get(opened.headers["Location"]))
    assert "bundle_answers" not in client.session


def test_answers_of_another_bundle_or_broken_ones_fill_nothing(county: counties.County) -> None:
    client = Client()
    client.force_login(county.accounts["li"])
    client.post(QUESTIONS, {"order": "has_sign", "a-has_sign": "true", "begin": "1"})
    kept: Any = client.session["bundle_answers"]
    assert "has_sign" not in str(kept), "sealed"
    client.post(f"/apply/{counties.PLAIN}/", {"party": str(county.parties["li"].pk)})
    assert Case.objects.get().answers == {}
    session = client.session
    session["bundle_answers"] = "broken"
    session.save()
    client.post(f"/apply/{world.SNACKS}/", {"party": str(county.parties["li"].pk)})
    assert Case.objects.order_by("-pk")[0].answers == {}


def test_an_item_that_is_no_bundle_has_no_such_questions(county: counties.County) -> None:
    assert Client().get(f"/bundles/{counties.PLAIN}/questions/").status_code == 404
    assert Client().get("/bundles/none/questions/").status_code == 404


def test_names_in_the_picture_break_between_words(county: counties.County) -> None:
    client = Client()
    client.cookies["lang"] = "en"
    page = text(client.get(f"/items/{world.SNACKS}/"))
    drawn = re.findall(r'<text class="n"[^>]*>([^<]+)</text>', page)
    assert {"Handing out", "results", "个体工商户设立登", "记"} <= set(drawn)


def test_the_guide_marks_what_a_promise_may_stand_for(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *rest = world.members()
    lease = replace(PLACE, code="M-LEASE", name="场所证明")
    monkeypatch.setattr(world, "members", lambda: [replace(first, materials=(lease,)), *rest])
    world.publish(counties.build(timezone.now()))
    page = text(Client().get(f"/items/{world.SNACKS}/"))
    row = page[page.index("<b>场所证明</b>") :].split("</tr>")[0]
    assert "可以用承诺代替" in row
    plan = page[page.index("<b>平面布局图</b>") :].split("</tr>")[0]
    assert "可以用承诺代替" not in plan
