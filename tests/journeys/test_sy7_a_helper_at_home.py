"""SY7: an old man cannot come. A helper comes home, he tells the code of his telephone, she files, mends what
is asked, sees the result come, and he rates her; every page says who helped whom."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import county as counties
from tests import help_world
from tests.journeys.people import SCAN, Someone
from yimen.bridges import sms
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.helping.models import HelpRating, HomeVisit
from yimen.rules.calendar import china_date
from yimen.trail import queries as trail

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WHO = "帮办员 林帮（农商行青石支行，工号 3001）代 王*草 办"


@pytest.fixture
def gateway(settings: Any, monkeypatch: pytest.MonkeyPatch) -> sms.FakeSms:
    """Where short messages go."""
    settings.SMS, made = "fake", sms.FakeSms()
    monkeypatch.setattr(sms, "_made", {"fake": made})
    return made


def _asks_for_a_visit(man: Someone) -> None:
    man.go("/help-me/")
    man.page.check("main input[name=region]")
    man.page.fill("main [name=place]", "青石村三组 8 号")
    man.page.check("main input[name=hardship][value=old]")
    man.page.check("main input[name=wish][value=weekday]")
    man.press("预约上门")
    assert man.sees("等帮办员接")


def _takes_it(helper: Someone) -> None:
    helper.go("/helper/visits/")
    assert helper.sees("王*草") and not helper.sees("8 号")
    helper.follow("我去")
    day = china_date(timezone.now()) + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    helper.page.fill("main [name=day]", day.isoformat())
    helper.page.select_option("main [name=start]", "600")
    helper.press("我接了")
    assert helper.sees("青石村三组 8 号") and helper.sees("10:00")


def _is_let(helper: Someone, man: Any, gateway: sms.FakeSms) -> None:
    """She asks, the digits come to his telephone, he tells them."""
    helper.go("/helper/people/new/")
    helper.page.fill("main [name=name]", man.name)
    helper.page.fill("main [name=number]", man.id_number)
    helper.page.check("main input[name=kind][value=act]")
    helper.press("请求")
    helper.press("发验证码")
    drain(timezone.now())
    phone, text = gateway.sent[-1]
    assert phone == man.phone and "3001" in text
    found = re.search(r"\d{6}", text.replace("3001", ""))
    assert found is not None
    helper.page.fill("main [name=digits]", found.group())
    helper.press("确认")
    assert helper.sees("对方同意了")


def _files(helper: Someone) -> str:
    helper.page.fill("main [name=q]", "食品")
    helper.press("找")
    helper.press("办这件")
    helper.page.fill("main [name=a-shop_name]", "青石面馆")
    helper.page.fill("main [name=a-area]", "120")
    helper.press("下一步")
    boxes = helper.page.locator("main input[type=file]")
    for place in range(boxes.count()):
        boxes.nth(place).set_input_files(SCAN)
    helper.press("去核对")
    assert helper.sees(WHO)
    helper.page.check("main input[type=checkbox]")
    helper.press("提交")
    assert "/done/" in helper.page.url, helper.page.inner_text("main")[:600]
    return helper.page.url.split("/case/")[1].split("/")[0]


def _mends(helper: Someone) -> None:
    helper.go("/helper/")
    assert helper.sees("要补正的")
    helper.follow("去补正")
    helper.follow("补")
    boxes = helper.page.locator("main input[type=file]")
    for place in range(boxes.count()):
        boxes.nth(place).set_input_files(SCAN)
    helper.press("补齐了，提交")
    assert helper.sees("补交好了")


def _decided(county: counties.County, number: str) -> None:
    now = timezone.now()
    actions.accept(county["clerk"], number, now=now)
    for who in ("officer", "head"):
        actions.opinion(county[who], number, verdict="agree", text="", now=now)
    actions.grant(county["director"], number, result_number="JY1", result_from=now.date(), now=now)
    actions.issue(county["clerk"], number, now=now)


def test_from_the_call_to_the_rating(
    db: None, chromium: Any, live_server: Any, gateway: sms.FakeSms
) -> None:  # fmt: skip
    county = counties.build(timezone.now() - timedelta(days=3))
    help_world.come(county)
    man, base = county.parties["wang"], live_server.url
    with Someone(chromium, base, man.phone) as old:
        _asks_for_a_visit(old)
    with Someone(chromium, base, "3001") as helper:
        _takes_it(helper)
        _is_let(helper, man, gateway)
        number = _files(helper)
        actions.receive(county["clerk"], number, now=timezone.now())
        actions.ask_correction(
            county["clerk"], number, reason="看不清", rejected={"M-PLAN": "看不清"}, now=timezone.now()
        )
        _mends(helper)
        _decided(county, number)
        helper.go("/helper/")
        assert helper.sees("结果出来了，去取")
        helper.follow("看怎么取")
        assert helper.sees("办好了，可以领结果")
    by_helper = [row.kind for row in trail.history(number) if row.actor == "staff:3001"]
    assert {"case.submitted", "case.supplied"} <= set(by_helper)
    case = Case.objects.get(number=number)
    actions.deliver(
        county["clerk"], number, receiver="林帮", seen="居民身份证", now=timezone.now(),
        code=case.delivery["code"],
    )  # fmt: skip
    HomeVisit.objects.update(day=china_date(timezone.now()))
    with Someone(chromium, base, "3001") as helper:
        helper.go(f"/helper/visits/{HomeVisit.objects.get().pk}/")
        helper.page.check("main input[name=outcome][value=filed]")
        helper.press("记下结果")
    with Someone(chromium, base, man.phone) as old:
        old.go(f"/cases/{number}/")
        assert old.sees(WHO)
        assert old.page.locator("main input[name=level]:checked").count() == 0, "none is chosen beforehand"
        old.page.check("main input[name=level][value='5']")
        old.press("评价")
        assert old.sees("谢谢您的评价") and old.sees("非常满意")
    assert HelpRating.objects.get().staff == "3001"
