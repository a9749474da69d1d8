"""SY7: an old man cannot come. A helper comes home, he tells the code of his telephone, she files, mends what
is asked, sees the result come, and he rates her; every page says who helped whom."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import clock, help_world
from tests import county as counties
from tests.journeys import people
from tests.journeys.people import SCAN, Signed, Someone
from yimen.bridges import sms
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.helping.models import HelpRating
from yimen.rules.calendar import CHINA
from yimen.trail import queries as trail

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=CHINA)
WHO = "帮办员 林帮（农商行青石支行，工号 3001）代 王*草 办"


@pytest.fixture
def gateway(settings: Any, monkeypatch: pytest.MonkeyPatch) -> sms.FakeSms:
    """Where short messages go."""
    settings.SMS, made = "fake", sms.FakeSms()
    monkeypatch.setattr(sms, "_made", {"fake": made})
    return made


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The moment of the pages, from the Monday on which the old man asks."""
    made = [MONDAY]
    clock.stop(monkeypatch, lambda: made[0])
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
    helper.page.fill("main [name=day]", "2026-11-17")
    helper.page.select_option("main [name=start]", "600")
    helper.press("我接了")
    assert helper.sees("青石村三组 8 号") and helper.sees("10:00")


def _is_let(helper: Someone, man: Any, gateway: sms.FakeSms, now: datetime) -> None:
    """She asks, the digits come to his telephone, he tells them."""
    helper.go("/helper/people/new/")
    helper.page.fill("main [name=name]", man.name)
    helper.page.fill("main [name=number]", man.id_number)
    helper.page.check("main input[name=kind][value=act]")
    helper.press("请求")
    helper.press("发验证码")
    drain(now)
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


def _window_asks_for_better(clerk: Someone, number: str) -> None:
    clerk.go(f"/desk/cases/{number}/")
    clerk.page.select_option("main [name='m-M-PLAN']", "bad")
    clerk.page.fill("main [name='why-M-PLAN']", "看不清操作间")
    clerk.page.check("main input[type=radio][value=ask_correction]")
    clerk.press("出具通知书")
    assert Case.objects.get(number=number).state == "correction", clerk.page.inner_text("main")[:500]


def _decided(county: counties.County, chromium: Any, base: str, number: str) -> None:
    """The window accepts, the seats sign, the director grants, the window issues."""
    with Signed(chromium, base, "clerk", county=county) as clerk:
        people.accept(clerk, number)
    for who in ("officer", "head"):
        with Signed(chromium, base, who, county=county) as seat:
            people.sign(seat, number)
    with Signed(chromium, base, "director", county=county) as director:
        people.decide(director, number)
    with Signed(chromium, base, "clerk", county=county) as clerk:
        clerk.go(f"/desk/cases/{number}/")
        clerk.press("出证")


def _fetched(clerk: Someone, number: str, code: str) -> None:
    """The helper stands at the window with the code of the result."""
    clerk.go(f"/desk/cases/{number}/")
    clerk.page.locator("main summary", has_text="不是本人来领").click()
    clerk.page.fill("main [name=code]", code)
    clerk.page.locator("main input[type=radio][name=seen]").first.check()
    clerk.page.fill("main [name=receiver]", "林帮")
    clerk.press("确认送达")
    assert Case.objects.get(number=number).state == "delivered", clerk.page.inner_text("main")[:500]


def _fetches(helper: Someone, number: str) -> str:
    """Where the result waits and by which code, as the helper's page says it."""
    helper.go("/helper/")
    assert helper.sees("结果出来了，去取")
    helper.follow("看怎么取")
    assert helper.sees("办好了，可以领结果")
    code = str(Case.objects.get(number=number).delivery["code"])
    assert helper.sees(code), "the helper reads it there, nobody hands it over by the way"
    return code


def _rates(old: Someone, number: str) -> None:
    old.go(f"/cases/{number}/")
    assert old.sees(WHO)
    assert old.page.locator("main input[name=level]:checked").count() == 0, "none is chosen beforehand"
    old.page.check("main input[name=level][value='5']")
    old.press("评价")
    assert old.sees("谢谢您的评价") and old.sees("非常满意")
    assert HelpRating.objects.get().staff == "3001"


def test_from_the_call_to_the_rating(
    db: None, chromium: Any, live_server: Any, gateway: sms.FakeSms, at: list[datetime]
) -> None:
    county = counties.build(at[0] - timedelta(days=3))
    help_world.come(county)
    base = live_server.url
    with Someone(chromium, base, county.parties["wang"].phone) as old:
        _asks_for_a_visit(old)
    with Signed(chromium, base, "helper", county=county) as helper:
        _takes_it(helper)
    at[0] = MONDAY + timedelta(days=1)
    with (
        Signed(chromium, base, "helper", county=county) as helper,
        Signed(chromium, base, "clerk", county=county) as clerk,
    ):
        _is_let(helper, county.parties["wang"], gateway, at[0])
        number = _files(helper)
        helper.go("/helper/visits/")
        helper.follow("记结果")
        helper.page.check("main input[name=outcome][value=filed]")
        helper.press("记下结果")
        _window_asks_for_better(clerk, number)
        at[0] += timedelta(minutes=10)
        _mends(helper)
        _decided(county, chromium, base, number)
        _fetched(clerk, number, _fetches(helper, number))
    with Someone(chromium, base, county.parties["wang"].phone) as old:
        _rates(old, number)
    by_helper = [row.kind for row in trail.history(number) if row.actor == "staff:3001"]
    assert {"case.submitted", "case.supplied"} <= set(by_helper)
