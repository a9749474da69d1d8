"""HY3, XN5: an industrial project from its land to the start of work: one form a stage, in the browser for
the owner, the departments side by side, within the 25 working days that are promised."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests import county as counties
from tests import projects_world as world
from tests.journeys import people
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.projects import queries
from yimen.rules.authority import SYSTEM
from yimen.rules.projects import Stage, Step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONE = f"/projects/{world.CODE}/"


@pytest.fixture
def county() -> counties.County:
    made = counties.build(timezone.now() - timedelta(days=30))
    world.publish(made)
    drain(made.now)
    return made


def _register(firm: people.Someone) -> None:
    firm.go("/projects/")
    firm.follow("登记项目")
    typed = {
        "code": world.CODE, "name": "青石食品加工厂", "place": "云溪工业园 3 号地块", "land_area": "20000",
        "build_area": "12000", "investment": "50000000",
    }  # fmt: skip
    for name, value in typed.items():
        firm.page.fill(f"main [name={name}]", value)
    for name, value in {"kind": "industrial", "funding": "social", "lane": "land"}.items():
        firm.page.check(f"main input[name={name}][value={value}]")
    firm.page.check(f"main input[name=zone][value={world.ZONE}]")
    firm.press("登记")
    assert firm.sees("下一步：申请“立项用地规划许可”") and firm.sees("云水保〔2026〕1号")


def _begin(firm: people.Someone, stage: Stage, *, give: bool) -> str:
    """Read what the stage needs, begin it, fill in and give what is left; its number."""
    firm.go(f"{ONE}begin/{stage}/")
    firm.press("开始办")
    for _ in range(4):
        if "/materials/" in firm.page.url or "/check/" in firm.page.url:
            break
        if firm.page.locator("main input[name=a-usage]").count():
            firm.page.fill("main input[name=a-usage]", "厂房")
            assert firm.page.input_value("main input[name=a-project_code]") == world.CODE
        firm.press("下一步")
    if give and "/materials/" in firm.page.url:
        inputs = firm.page.locator("main input[type=file]")
        for place in range(inputs.count()):
            inputs.nth(place).set_input_files(people.SCAN)
        firm.press("去核对")
    return firm.page.url.split("/case/")[1].split("/")[0]


def _hand_in(firm: people.Someone, number: str) -> None:
    firm.go(f"/apply/case/{number}/check/")
    firm.page.fill("main input[name=contact_phone]", "19900000009")
    firm.page.check("main input[type=checkbox]")
    firm.press("提交")
    assert "/done/" in firm.page.url


def _look(someone: people.Someone, name: str, shots: Path) -> None:
    someone.page.screenshot(path=str(shots / f"{name}-1280.png"), full_page=True)
    someone.page.set_viewport_size({"width": 390, "height": 844})
    assert someone.page.evaluate("document.documentElement.scrollWidth") <= 390
    someone.page.set_viewport_size({"width": 1280, "height": 800})


def test_from_land_to_start_of_work(chromium, live_server, county, tmp_path):
    base, now = live_server.url, timezone.now()
    with people.Someone(chromium, base, county.accounts["firm"].login) as firm:
        _register(firm)
        first = _begin(firm, Stage.LAND, give=True)
        second = _begin(firm, Stage.DESIGN, give=False)
        firm.go(ONE)
        assert firm.sees("等“建设用地规划许可证”"), "what a prepared stage waits for is named"
        _look(firm, "road", tmp_path)
        _hand_in(firm, first)
    with people.Someone(chromium, base, county.accounts["clerk"].login) as clerk:
        people.accept(clerk, first)
    drain(timezone.now())
    world.decide(county, first, timezone.now())
    land = Case.objects.get(number=second).materials.get(code="M-LAND")
    assert land.status == "exempt" and "建设用地规划许可证" in land.note
    at = now
    world.hand_in(county, second, at)
    at = world.decide(county, second, at)
    _, at = world.through(county, Stage.START, at)
    page = queries.project_page(SYSTEM, world.CODE, now=at)
    assert [one.step for one in page.road.stages] == [Step.DONE] * 3 + [Step.READY]
    assert page.lived.ours <= page.promised.total == 25
    with people.Someone(chromium, base, county.accounts["firm"].login) as firm:
        firm.go(ONE)
        assert firm.sees("4 个阶段办完 3 个") and firm.sees("下一步：申请“竣工验收”")
        _look(firm, "started", tmp_path)
