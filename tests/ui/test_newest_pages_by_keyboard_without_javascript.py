"""容缺, 秒批 and 一件事 by keyboard alone, JavaScript off, at both sizes: no click, no focus set here.

Every form is first sent with nothing or nonsense in it: what was typed stays, the answer says what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests import bundle_world
from tests import county as counties
from tests.journeys import people
from tests.ui import instants, stage
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.instant.models import Decision
from yimen.parties import actions as parties
from yimen.parties import queries as party_queries
from yimen.web import look

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
#: Both sizes of the interface: a desk and a telephone.
SIZES = ((1280, 800), (390, 844))
#: A person gives up long before so many.
MOST_TABS = 90


@dataclass
class Keys:
    """One person, a keyboard, no JavaScript."""

    page: Any
    base: str
    shots: Path
    taken: int = 0

    def go(self, path: str) -> None:
        """Open a page, and see that nothing runs out of it."""
        answer = self.page.goto(self.base + path, wait_until="load")
        assert answer is not None and answer.status == 200, (path, answer and answer.status)
        self.look()

    def look(self) -> None:
        """A picture for whoever looks; nothing scrolls sideways."""
        self.taken += 1
        self.page.screenshot(path=str(self.shots / f"{self.taken:02}.png"), full_page=True)
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), self.page.url

    def to(self, css: str, words: str = "") -> None:
        """Tab until what has the focus matches."""
        has = """([css, words]) => { const e = document.activeElement;
          return e.matches(css) && (e.innerText || e.value || '').includes(words) }"""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(has, [css, words]):
                return
        raise AssertionError(f"no Tab leads to {css} {words} on {self.page.url}")

    def type(self, css: str, words: str) -> None:
        """Fill one box."""
        self.to(css)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def tick(self, css: str) -> None:
        """Put a tick, or choose the first of a group by Space."""
        self.to(css)
        self.page.keyboard.press("Space")

    def press(self, words: str, css: str = "main button") -> None:
        """Reach a button and press Enter; the next page is looked at."""
        self.to(css, words)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")
        self.look()

    def give(self, css: str, file: dict[str, Any]) -> None:
        """Reach a file box; Space opens the system's own chooser."""
        self.to(css)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files(file)

    def sees(self, words: str) -> bool:
        """Whether the page says so."""
        return words in self.page.inner_text("body")


@dataclass
class Walk:
    """The county and whoever sits down at a keyboard."""

    county: counties.County
    chromium: Any
    base: str
    shots: Path

    def at(self, role: str, size: tuple[int, int], *, elder: bool = False) -> Keys:
        """Somebody signed in; the large print where it was chosen."""
        context = self.chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN", java_script_enabled=False,
            reduced_motion="reduce", timezone_id="Asia/Shanghai",
        )  # fmt: skip
        cookies = stage.sign_in(self.county, role, self.base)
        if elder:
            cookies.append({"name": look.MODE_COOKIE, "value": "elder", "url": self.base})
        context.add_cookies(cookies)
        shots = self.shots / f"{role}-{size[0]}{'-elder' if elder else ''}"
        shots.mkdir(parents=True, exist_ok=True)
        page = context.new_page()
        # From the first moment: a listener added beside the key that opens the chooser may come after it.
        page.on("filechooser", lambda _: None)
        return Keys(page, self.base, shots, len(list(shots.iterdir())))


@pytest.fixture
def walk(chromium: Any, live_server: Any, tmp_path: Path) -> Iterator[Walk]:
    made = Walk(counties.build(timezone.now() - timedelta(days=3)), chromium, live_server.url, tmp_path)
    yield made
    for context in chromium.contexts:
        context.close()


def _gap(walk: Walk) -> str:
    """A draft of the licence without its rules of food."""
    county, now = walk.county, timezone.now()
    number = actions.open_draft(
        county["li"], counties.LICENCE, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    ).number
    actions.save(county["li"], number, {"shop_name": "青石面馆", "area": "120"}, now=now)
    actions.attach(county["li"], number, "M-PLAN", None, now=now, how="1")
    return number


@pytest.mark.parametrize("size", SIZES)
def test_promised_later_taken_supplied_checked(walk: Walk, size: tuple[int, int]) -> None:
    number = _gap(walk)
    li = walk.at("li", size)
    li.go(f"/apply/case/{number}/check/")
    li.type("[name=contact_phone]", "19900000001")
    li.press("提交")
    assert li.sees("要先看过承诺书") and li.page.input_value("[name=contact_phone]") == "19900000001"
    li.type("[name=signer]", "李敏")
    li.tick("input[name=later]")
    if not li.page.is_checked("input[name=promise]"):
        li.tick("input[name=promise]")
    li.press("提交")
    assert "/done/" in li.page.url
    clerk = walk.at("clerk", size)
    clerk.go(f"/desk/cases/{number}/")
    clerk.press("收件")
    clerk.go(f"/desk/cases/{number}/")
    clerk.tick("input[type=radio][name=outcome]")
    while clerk.page.evaluate("document.activeElement.value") != "accept_deferred":
        clerk.page.keyboard.press("ArrowDown")
    clerk.press("出具通知书")
    assert Case.objects.get(number=number).state == "reviewing"
    officer = walk.at("officer", size)
    officer.go(f"/review/cases/{number}/")
    assert officer.sees("容缺受理：后补材料最晚")
    li.go(f"/cases/{number}/")
    li.press("后补", "main a[href]")
    assert "/later/" in li.page.url
    li.press("交")
    assert li.sees("请选要交的文件")
    li.give("input[type=file]", people.SCAN)
    li.press("交")
    assert li.page.url.endswith(f"/cases/{number}/") and li.sees("交好了")
    clerk.go(f"/desk/cases/{number}/")
    clerk.press("不符合")
    assert clerk.sees("理由")
    clerk.go(f"/desk/cases/{number}/")
    clerk.press("符合")
    assert not Case.objects.get(number=number).deferral["unchecked"]


@pytest.mark.parametrize("size", SIZES)
def test_a_broken_promise_is_repaired(walk: Walk, size: tuple[int, int]) -> None:
    county, number = walk.county, _gap(walk)
    with transaction.atomic():
        parties.record_breach(county.parties["li"].pk, number, "食品安全制度", now=county.now)
    li = walk.at("li", size)
    li.go(f"/apply/case/{number}/check/")
    assert li.sees("没有兑现")
    supervisor = walk.at("supervisor", size)
    supervisor.go("/watch/breaches/")
    supervisor.press("修复")
    assert supervisor.sees("请写明修复的理由") and party_queries.open_breaches(county.parties["li"].pk)
    assert supervisor.page.get_attribute("[name=reason]", "aria-invalid") == "true"
    supervisor.type("[name=reason]", "当天补交到窗口")
    supervisor.press("修复")
    assert supervisor.sees("又可以容缺")
    assert not party_queries.open_breaches(county.parties["li"].pk)


@pytest.mark.parametrize("size", SIZES)
def test_a_decision_of_the_machine_is_read_and_looked_at_again(walk: Walk, size: tuple[int, int]) -> None:
    made = instants.play(walk.county, walk.county.now)
    firm = walk.at("firm", size)
    for name, words in (("sign_ok", "系统当场批准"), ("sign_person", "转给工作人员")):
        firm.go(f"/cases/{made[name]}/")
        assert firm.sees(words)
    officer = walk.at("officer", size)
    officer.go("/review/recheck/")
    officer.press("记下抽查结果")
    assert officer.sees("请选对还是不对")
    officer.tick("input[name=right][value=yes]")
    officer.press("记下抽查结果")
    assert officer.page.locator("input[name=right][value=yes]").is_checked()
    officer.type("textarea[name=words]", "面积和执照都对得上")
    officer.press("记下抽查结果")
    assert officer.sees("抽查结果记下了")
    assert not Decision.objects.filter(chosen=True, checked_at=None).exists()
    walk.at("supervisor", size).go("/watch/instant/")


@pytest.mark.parametrize("size", SIZES)
def test_the_rules_of_the_machine_are_edited_tried_and_stopped(walk: Walk, size: tuple[int, int]) -> None:
    made = instants.play(walk.county, walk.county.now)
    keeper = walk.at("keeper", size)
    keeper.go(f"/catalogue/{made['sign']}/edit/instant/")
    keeper.type("[name=share]", "三")
    keeper.press("存进草稿")
    assert keeper.sees("要填整数") and keeper.page.input_value("[name=share]") == "三"
    keeper.type("[name=share]", "5")
    keeper.press("存进草稿")
    assert keeper.sees("已经存进草稿")
    keeper.press("试算")
    assert keeper.sees("试算结果")
    keeper.press("恢复")
    assert keeper.page.locator(".govuk-error-summary").count() == 1
    keeper.type("[name=why]", "规则改好了")
    keeper.press("恢复")
    assert keeper.sees("秒批恢复了")


@pytest.mark.parametrize("size", SIZES)
def test_a_bundle_is_asked_composed_and_followed(walk: Walk, size: tuple[int, int]) -> None:
    bundle_world.publish(walk.county)
    bundle_world.guided(walk.county)
    bundle_world.faulty(walk.county)
    drain(timezone.now())
    li = walk.at("li", size)
    for path in ("/bundles/", f"/items/{bundle_world.SNACKS}/", f"/items/{bundle_world.GUIDED}/"):
        li.go(path)
    li.go(f"/bundles/{bundle_world.SNACKS}/questions/")
    li.press("下一题")
    assert li.page.locator(".govuk-error-summary").count() == 1
    li.tick("input[type=radio]")
    li.press("下一题")
    li.type("[name=a-area]", "很大")
    li.press("下一题")
    assert li.page.input_value("[name=a-area]") == "很大"
    li.type("[name=a-area]", "60")
    li.press("下一题")
    assert li.sees("要办这些")
    keeper = walk.at("keeper", size)
    keeper.go(f"/catalogue/bundles/{bundle_world.FAULTY}/edit/members/")
    keeper.type("[name=wanted]", "小餐饮")
    keeper.press("找")
    keeper.press("加上")
    keeper.press("存进草稿")
    assert keeper.sees("小餐饮许可")
    number = _filed(walk)
    for elder in (False, True):
        seen = walk.at("li", size, elder=elder)
        seen.go(f"/cases/{number}/")
        state = seen.page.locator("#members ~ .tblw tbody .tag").first.bounding_box()
        assert state["x"] + state["width"] <= size[0], "the state of a member is out of sight"
    member = Case.objects.filter(parent__number=number).order_by("pk")[0].number
    walk.at("officer", size).go(f"/review/cases/{member}/")


def _filed(walk: Walk) -> str:
    """An application of the bundle, accepted: its members are on their way."""
    county, now = walk.county, timezone.now()
    number = actions.open_draft(
        county["li"],
        bundle_world.SNACKS,
        county.parties["li"].pk,
        channel="2",
        region=counties.REGION,
        now=now,
    ).number
    actions.save(county["li"], number, {"has_sign": "true", "shop_name": "青石小吃", "area": "60"}, now=now)
    for one in Case.objects.get(number=number).materials.all():
        actions.attach(county["li"], number, one.code, None, now=now, how="1")
    actions.submit(county["li"], number, now=now)
    actions.receive(county["clerk"], number, now=now)
    actions.accept(county["clerk"], number, now=now)
    drain(timezone.now())
    return number
