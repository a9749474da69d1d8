"""B2: a keeper composes 一件事 of items by clicking and puts it in force; a citizen finds it, answers its
questions, sees what to do, what to give, how long it takes, and begins with the answers filled in."""

from __future__ import annotations

from datetime import date, timedelta
from time import monotonic

import pytest
from django.db import transaction
from django.utils import timezone

from tests import bundle_world as world
from tests import county as counties
from tests.journeys import people
from tests.ui import stage
from yimen.cases.models import Case
from yimen.catalogue import actions as catalogue
from yimen.rules.authority import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CODE = "YJS-100"
#: Issue 4, part 7: in under 10 minutes of clicking.
MOST_SECONDS = 600


@pytest.fixture
def county() -> counties.County:
    made = counties.build(timezone.now() - timedelta(days=3))
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, world.members(), effective_from=date(2026, 1, 1), document="文", now=made.now
        )
    return made


class Known(people.Someone):
    """Somebody signed in already: the second step of staff has journeys of its own."""

    county: counties.County

    def __enter__(self) -> Known:
        self.context = self.chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        self.context.add_cookies(stage.sign_in(self.county, self.login, self.base))
        self.page = self.context.new_page()
        return self


def compose(keeper: people.Someone) -> None:
    """From nothing to a bundle in force, by clicking and typing alone."""
    keeper.go("/catalogue/bundles/")
    keeper.follow("新建一件事")
    keeper.page.fill("[name=name]", "开小吃店")
    keeper.page.fill("[name=code]", CODE)
    keeper.page.get_by_label("市场监管局").check()
    keeper.press("建草稿")
    assert keeper.sees("一件事至少要有 2 个事项")
    for wanted in ("个体工商户设立登记", "小餐饮许可", "户外招牌设置"):
        keeper.page.fill("[name=wanted]", wanted)
        keeper.press("找")
        keeper.press(f"加上{wanted}")
    keeper.press("加上营业前卫生检查")  # offered, for it shares materials with the others
    assert keeper.sees("承诺 6 个工作日") and keeper.sees("由前面的“个体工商户设立登记”办出")
    keeper.press("存进草稿")
    ask_about_the_sign(keeper)
    keeper.go(f"/catalogue/bundles/{CODE}/edit/members/")
    keeper.page.locator("summary", has_text="户外招牌设置").click()
    keeper.page.fill("[name=members-2-when]", "“要不要挂户外招牌” = 否定")
    keeper.press("存进草稿")
    assert keeper.sees("有 1 处要改") and keeper.sees("值“否定”")
    keeper.page.fill("[name=members-2-when]", "“要不要挂户外招牌” = 是")
    keeper.press("存进草稿")
    assert keeper.sees("没有要改的，可以发布") and keeper.sees("当“要不要挂户外招牌”是“是”时")
    keeper.follow("名称、部门和时限")
    keeper.page.fill("[name=words]", "开早餐店")
    keeper.press("存进草稿")
    keeper.follow("回到这件事")
    keeper.follow("发布")
    keeper.page.fill("[name=document]", "云审发〔2026〕20号")
    keeper.press("发布")
    assert keeper.sees("今天起生效")


def ask_about_the_sign(keeper: people.Someone) -> None:
    """The bundle's own question, written like a field of a form."""
    keeper.follow("加一个这件事自己的问题")
    keeper.press("加一条问题")
    keeper.page.fill("[name=questions-0-key]", "has_sign")
    keeper.page.fill("[name=questions-0-label]", "要不要挂户外招牌")
    keeper.page.select_option("[name=questions-0-type]", "bool")
    keeper.page.check("[name=questions-0-question]")
    keeper.press("存进草稿")


def use(citizen: people.Someone) -> None:
    """Found by everyday words, read, asked, begun."""
    citizen.go("/")
    assert citizen.page.locator(f"a.bundle[href='/items/{CODE}/']").count() == 1
    citizen.page.fill("main [name=q]", "开早餐店")
    citizen.press("搜索")
    assert citizen.page.locator("article.hit", has_text="一件事").count() == 1
    citizen.follow("开小吃店")
    assert citizen.page.locator(".gb .vh", has_text="第 2 到 6 个工作日").count() == 1
    assert citizen.page.locator("svg.dag").count() == 1
    citizen.follow("先答几个问题")
    assert citizen.sees("第 1 题，最多还有 1 题")
    citizen.page.locator("#main").focus()
    for key in ("Tab", "Tab", "ArrowDown", "Tab"):  # the way back, the first answer, the second, the button
        citizen.page.keyboard.press(key)
    with citizen.page.expect_navigation(wait_until="load"):
        citizen.page.keyboard.press("Enter")
    assert citizen.sees("第 2 题，最后一题") and citizen.page.locator("aside", has_text="3 个").count() == 1
    citizen.page.fill("[name=a-area]", "80")
    citizen.press("下一题")
    assert citizen.sees("要办这些") and citizen.sees("不用办：户外招牌设置")
    assert citizen.sees("要交 2 份材料") and citizen.sees("6 个工作日")
    citizen.press("开始办")
    citizen.press("下一步")


def test_composed_by_clicking_and_used(chromium, live_server, county: counties.County) -> None:
    began = monotonic()
    someone = Known(chromium, live_server.url, "keeper")
    someone.county = county
    with someone as keeper:
        compose(keeper)
    assert monotonic() - began < MOST_SECONDS
    with people.Someone(chromium, live_server.url, county.accounts["li"].login) as citizen:
        use(citizen)
        case = Case.objects.get()
        assert f"/apply/case/{case.number}/form/" in citizen.page.url
        assert citizen.page.input_value("[name=a-area]") == "80"
        assert case.answers == {"has_sign": False, "area": "80"}
