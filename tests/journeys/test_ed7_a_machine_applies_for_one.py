"""At the glass: show who one is, apply, upload by telephone, receipt, look up, book, end.

Once by touch and once by the keyboard alone. Afterwards there is nothing to see.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests import county as counties
from tests import hall_world, samples
from tests.ui import machine_room as room
from tests.web.citizen_world import SHOP, shop_spec
from yimen.accounts.models import Session
from yimen.cases.models import Case
from yimen.catalogue import actions as catalogue
from yimen.hall.models import Booking, KioskCode
from yimen.hall.queries.showing import digits_of
from yimen.rules.authority import SYSTEM
from yimen.rules.terms import Channel
from yimen.vault import qr

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TALL = (1080, 1920)
HERE = """() => { const e = document.activeElement;
  if (e === document.body) return '';
  return [e.name || '', e.value || '', (e.innerText || '').trim(),
    e.labels && e.labels.length ? e.labels[0].innerText : '']
    .join('|').replace(/\\s/g, '') }"""
#: How many choices stand where the focus is: a radio's group, or one tick.
CHOICES = """() => { const e = document.activeElement;
  if (e.type === 'checkbox') return 1;
  return e.type === 'radio' ? document.querySelectorAll(`input[name="${e.name}"]`).length : 0 }"""
#: A person gives up long before so many tabs.
MOST_TABS = 60


class Touch:
    """A finger: it touches what it sees; letters come from the keyboard of the machine."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, words: str) -> None:
        """Touch a link or a button with these words, and be on the next page."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator("a, button").filter(has_text=words).locator("visible=true").first.click()

    def choose(self, words: str) -> None:
        self.page.get_by_label(words, exact=False).first.check(force=True)

    def fill(self, name: str, text: str) -> None:
        self.page.locator(f"[name={name}]").click()
        self.page.keyboard.type(text)


class Keys(Touch):
    """Tab, space and Enter, nothing else."""

    def reach(self, *words: str) -> None:
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(HERE)
            if all(one in here for one in words):
                return
        raise AssertionError(f"{words} is not reached by Tab on {self.page.url}")

    def press(self, words: str) -> None:
        self.reach(words)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")

    def choose(self, words: str) -> None:
        """A tick by Space; of choices Tab finds the first, arrows the others."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            for _one in range(self.page.evaluate(CHOICES)):
                if words in self.page.evaluate(HERE):
                    self.page.keyboard.press("Space")
                    return
                self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{words} is not reached on {self.page.url}")

    def fill(self, name: str, text: str) -> None:
        self.reach(name)
        self.page.keyboard.type(text)


@pytest.fixture
def county() -> counties.County:
    """The county; a machine takes in a simple item, and an appointment may be made."""
    made = room.build()
    spec = replace(shop_spec(), channels=(Channel.COUNTER, Channel.WEB, Channel.KIOSK), bookable=True)
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, [spec], effective_from=date(2026, 1, 1), document="云审发〔2026〕2号", now=made.now
        )
    hall_world.sit(made)
    return made


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a telephone reads in the pictures that are drawn."""
    seen: list[str] = []
    drawn = qr.data_uri
    monkeypatch.setattr(qr, "data_uri", lambda text: (seen.append(text), drawn(text))[1])
    return seen


def telephone(chromium: Any, base: str, address: str, picture: Path) -> None:
    """Somebody scans the code, takes a picture and sends it."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.goto(base + "/up/" + address.partition("/up/")[2], wait_until="load")
    assert "房屋租赁合同" in page.inner_text("h1") and "李" not in page.inner_text("main")
    page.set_input_files("input[type=file]", str(picture))
    page.get_by_role("button", name="发过去").click()
    page.wait_for_selector("text=已经收到 1 个文件")
    context.close()


@pytest.mark.parametrize("hands", [Touch, Keys])
def test_from_the_card_to_the_end(
    chromium: Any, live_server: Any, county: counties.County, scanned: list[str], tmp_path: Path,
    hands: type[Touch],
) -> None:  # fmt: skip
    picture = tmp_path / "合同.png"
    picture.write_bytes(samples.png())
    base, li = live_server.url, county.parties["li"]
    with room.machine(chromium, live_server, county, "kiosk", TALL) as page:
        at = hands(page)
        page.goto(f"{base}/device/kiosk/", wait_until="load")
        at.press("不取号")
        at.press("自己办")
        at.press("小店开业备案")
        page.keyboard.type(li.id_number)  # the card reader types, wherever the focus is
        at.press("发验证码")
        assert li.id_number not in page.content()
        page.keyboard.type(digits_of(KioskCode.objects.latest("pk")))
        at.press("进去办事")
        assert page.url.endswith(f"/apply/{SHOP}/") and "李*" in page.inner_text(".vbar")
        box = page.locator(".vbar .end").bounding_box()
        assert box["height"] >= 72
        at.press("下一步")
        at.choose("否")
        at.press("下一题")
        at.fill("a-shop_name", "青石小店")
        at.fill("a-area", "30")
        at.choose("否")
        at.press("下一步")
        at.press("用手机拍照上传房屋租赁合同")
        telephone(chromium, base, scanned[-1], picture)
        page.wait_for_selector("text=收到 1 个文件")
        at.press("好了，接着办")
        at.press("去核对")
        at.choose("我确认")
        at.press("提交")
        case = Case.objects.get()
        assert case.number in page.inner_text("main") and case.submitted_at is not None
        at.press("打印回执")
        assert case.query_code in page.inner_text("main")
        if hands is Keys:
            at.reach("打印")  # type: ignore[attr-defined]
            page.keyboard.press("Enter")
        else:
            page.get_by_role("button", name="打印").click()
        assert page.evaluate("window.printed") == 1
        at.press("回到我的事")
        at.press("我的办件")
        at.press("小店开业备案")
        assert page.url.endswith(f"/cases/{case.number}/")
        at.press("回到我的事")
        at.press("预约")
        at.press("信息查询服务")
        at.press("选这里")
        at.choose("余")
        at.press("约这个时间")
        assert Booking.objects.get().party_id == li.pk and "约好了" in page.inner_text("main")
        seen = [page.url, f"{base}/cases/{case.number}/", f"{base}/my/"]
        at.press("结束，清除")
        page.wait_for_url(f"{base}/device/kiosk/")
        assert not Session.objects.filter(account=county["li"].account).exists()
        for _back in range(6):
            page.go_back()
            page.wait_for_load_state("load")
            words = page.content()
            assert not [one for one in ("李", case.number, li.id_number, "青石小店") if one in words], (
                page.url
            )
        for address in seen:
            page.goto(address, wait_until="load")
            assert page.url == f"{base}/device/kiosk/" and "李" not in page.inner_text("body")


def test_nobody_touches_it_and_the_visit_is_over(
    chromium: Any, live_server: Any, county: counties.County
) -> None:
    base, li = live_server.url, county.parties["li"]
    with room.machine(chromium, live_server, county, "kiosk", TALL) as page:
        at = Touch(page)
        page.clock.install()
        page.goto(f"{base}/device/kiosk/who/?to=my", wait_until="load")
        page.keyboard.type(li.id_number)
        at.press("发验证码")
        page.keyboard.type(digits_of(KioskCode.objects.latest("pk")))
        at.press("进去办事")
        assert page.url.endswith("/my/")
        page.clock.fast_forward(95_000)
        page.wait_for_selector("#idle:not([hidden])")
        page.get_by_role("button", name="我还在").click()
        page.clock.fast_forward(60_000)
        assert page.locator("#idle").is_hidden()
        page.clock.fast_forward(61_000)
        page.wait_for_url(f"{base}/device/kiosk/")
        assert not Session.objects.filter(account=county["li"].account).exists()


def test_an_old_machine_taken_out_of_use_opens_nothing_any_more(
    chromium: Any, live_server: Any, county: counties.County
) -> None:
    base, li = live_server.url, county.parties["li"]
    now = timezone.now() + timedelta(seconds=1)
    with room.machine(chromium, live_server, county, "kiosk", TALL) as page:
        at = Touch(page)
        page.goto(f"{base}/device/kiosk/who/?to=my", wait_until="load")
        page.keyboard.type(li.id_number)
        at.press("发验证码")
        page.keyboard.type(digits_of(KioskCode.objects.latest("pk")))
        at.press("进去办事")
        device = KioskCode.objects.latest("pk").device_id
        room.actions.end_device(county["keeper"], room.TOWN, device, now=now)
        page.goto(f"{base}/my/", wait_until="load")
        assert page.url == f"{base}/device/" and "李" not in page.inner_text("body")
