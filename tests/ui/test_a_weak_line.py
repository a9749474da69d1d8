"""A village point with a weak line (SY7, F4): what is typed stays, sealed; it goes once; pages say so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import county as counties
from tests import help_world
from tests.journeys.people import SCAN
from tests.ui import stage
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.rules.terms import Channel
from yimen.trail import queries as trail

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SHOP = "青石面馆"
HELD = "() => JSON.stringify(Object.fromEntries(Object.entries(localStorage)))"


@pytest.fixture
def county(db: None) -> counties.County:
    made = counties.build(timezone.now() - timedelta(days=3))
    help_world.come(made)
    help_world.come(made, "3002", "周帮")
    help_world.allow(made, timezone.now())
    return made


@pytest.fixture
def number(county: counties.County) -> str:
    """A draft that the helper began."""
    helper = help_world.now_allowed(county["helper"], timezone.now())
    return actions.open_draft(
        helper, counties.LICENCE, county.parties["wang"].pk, channel=str(Channel.HELPER),
        region=counties.REGION, now=timezone.now(),
    ).number  # fmt: skip


@pytest.fixture
def browser(chromium: Any, live_server: Any, county: counties.County) -> Iterator[Any]:
    """The helper's browser."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    context.add_cookies(stage.sign_in(county, "helper", live_server.url))
    yield context
    context.close()


def opened(browser: Any, live_server: Any, path: str) -> Any:
    page = browser.new_page()
    page.goto(live_server.url + path, wait_until="load")
    return page


def entry(page: Any) -> dict[str, Any]:
    """The one form that is kept, as it lies there."""
    page.wait_for_function("() => Object.keys(localStorage).some(one => one.startsWith('zw-kept-'))")
    held = json.loads(page.evaluate(HELD))
    return next(json.loads(raw) for name, raw in held.items() if name.startswith("zw-kept-"))


def typed(page: Any) -> None:
    page.fill("[name=a-shop_name]", SHOP)
    page.fill("[name=a-area]", "120")
    page.wait_for_function(
        "() => Object.entries(localStorage).some(([name, raw]) => name.startsWith('zw-kept-') && "
        "JSON.parse(raw).box)"
    )
    page.wait_for_timeout(500)  # the last stroke is sealed 300 ms after it


def test_without_a_line_nothing_is_lost_and_it_goes_by_itself(browser, live_server, number) -> None:
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    typed(page)
    browser.set_offline(True)
    page.click("main button:has-text('下一步')")
    page.wait_for_selector(".kept .line:has-text('线路断了，填的都在')")
    assert page.inner_text(".kept .count") == "待发 1 页"
    assert page.input_value("[name=a-shop_name]") == SHOP and "/form/" in page.url
    assert Case.objects.get(number=number).answers == {}
    with page.expect_navigation(url="**/materials/"):
        browser.set_offline(False)
    assert Case.objects.get(number=number).answers["shop_name"] == SHOP
    assert "已发 1 页" in page.inner_text(".kept .count")
    assert not any(one.startswith("zw-kept-") for one in json.loads(page.evaluate(HELD)))


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_without_a_server_is_no_line(browser, live_server, number, status) -> None:
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    typed(page)
    page.route("**/form/", lambda route: route.fulfill(status=status, body=""), times=1)
    page.click("main button:has-text('下一步')")
    page.wait_for_selector(".kept .line:has-text('线路断了')")
    page.wait_for_url("**/materials/", timeout=15_000)


def test_an_answer_that_got_lost_makes_one_case(browser, live_server, number) -> None:
    """The server has it; the page does not know and sends it again: one application, handed in once."""
    helper = help_world.now_allowed_by_number("3001", timezone.now())
    actions.save(helper, number, {"shop_name": SHOP, "area": "120"}, now=timezone.now())
    page = opened(browser, live_server, f"/apply/case/{number}/materials/")
    boxes = page.locator("main input[type=file]")
    for place in range(boxes.count()):
        boxes.nth(place).set_input_files(SCAN)
    page.click("main button:has-text('去核对')")
    page.wait_for_url("**/check/")

    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/check/", lose, times=1)
    page.check("main input[name=promise]")
    page.click("main button:has-text('提交')")
    page.wait_for_selector(".kept .line:has-text('线路断了')")
    assert Case.objects.get().state == "submitted"
    page.wait_for_url("**/done/", timeout=15_000)
    assert [row.kind for row in trail.history(number)].count("case.submitted") == 1
    assert Case.objects.count() == 1


def test_what_lies_there_is_sealed_and_holds_no_number(browser, live_server, county) -> None:
    """The window's page, where a telephone is typed too."""
    clerk_case = actions.open_draft(
        county["clerk"], counties.LICENCE, county.parties["li"].pk, channel=str(Channel.COUNTER),
        region=counties.REGION, now=timezone.now(),
    ).number  # fmt: skip
    browser.clear_cookies()
    browser.add_cookies(stage.sign_in(county, "clerk", live_server.url))
    page = opened(browser, live_server, f"/desk/new/{clerk_case}/form/")
    page.fill("[name=contact]", "13900000001")
    typed(page)
    page.fill("[name=a-shop_name]", "身份证 110101 19900307 7715")
    page.wait_for_timeout(500)
    held = page.evaluate(HELD)
    assert set(entry(page)) == {"at", "iv", "box", "whose", "until"}
    for clear in (SHOP, "120", "13900000001", "19900307", clerk_case, "shop_name", "李敏"):
        assert clear not in held
    values = page.evaluate(_READ)
    assert dict(json.loads(values)) == {"a-shop_name": [], "a-area": ["120"]}, (
        "no telephone, no number in text"
    )


#: Reads what is kept by the key that the page holds, as the script itself would.
_READ = """async () => {
  const box = document.querySelector('[data-keep]').dataset, name = 'zw-kept-' + box.keep
  const bytes = text => Uint8Array.from(atob(text), one => one.charCodeAt(0))
  const key = await crypto.subtle.importKey('raw', bytes(box.key), 'AES-GCM', false, ['decrypt'])
  const held = JSON.parse(localStorage.getItem(name))
  const how = { name: 'AES-GCM', iv: bytes(held.iv), additionalData: new TextEncoder().encode(name) }
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, bytes(held.box)))).values
}"""


def test_after_a_crash_it_is_offered_never_put_in(browser, live_server, number) -> None:
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    typed(page)
    page.close()
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    page.wait_for_selector(".kept .offer", state="visible")
    assert page.input_value("[name=a-shop_name]") == "" and "在别处改过" not in page.inner_text(".kept")
    page.click("text=用上次填的")
    assert (page.input_value("[name=a-shop_name]"), page.input_value("[name=a-area]")) == (SHOP, "120")
    page.close()
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    page.click("text=不用了")
    assert page.locator(".kept .offer").is_hidden() and page.input_value("[name=a-shop_name]") == ""
    page.reload()
    page.wait_for_timeout(300)
    assert page.locator(".kept .offer").is_hidden()


def test_what_the_server_has_newer_is_told(browser, live_server, number) -> None:
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    typed(page)
    page.close()
    helper = help_world.now_allowed_by_number("3001", timezone.now())
    actions.save(helper, number, {"shop_name": "别处改的", "area": "80"}, now=timezone.now())
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    page.wait_for_selector(".kept .offer:has-text('后来这一页在别处改过')")
    assert page.input_value("[name=a-shop_name]") == "别处改的"


def test_signing_out_wipes_it(browser, live_server, number) -> None:
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    typed(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.click("header button:has-text('退出')")
    page.wait_for_load_state("load")
    assert page.evaluate(HELD) == "{}"


def test_who_signs_in_next_cannot_read_it(browser, live_server, county, number) -> None:
    """The session ended without signing out: what lies there is noise, and goes when it is met."""
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    typed(page)
    left = entry(page)
    page.close()
    browser.clear_cookies()
    browser.add_cookies(stage.sign_in(county, "helper", live_server.url))
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    page.wait_for_timeout(300)
    assert page.locator(".kept .offer").is_hidden()
    forced = """async held => {
      const box = document.querySelector('[data-keep]').dataset
      localStorage.setItem('zw-kept-' + box.keep, JSON.stringify(held))
    }"""
    page.evaluate(forced, left)
    page.reload()
    page.wait_for_function(
        "() => !localStorage.getItem('zw-kept-' + document.querySelector('[data-keep]').dataset.keep)"
    )
    assert page.locator(".kept .offer").is_hidden() and SHOP not in page.content()


def test_what_is_old_goes_and_no_more_than_twenty_stay(browser, live_server, number) -> None:
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    page.evaluate("""() => {
      const until = Date.now() + 1e6
      for (let n = 0; n < 25; n++) localStorage.setItem('zw-kept-' + n, JSON.stringify({at: n, until}))
      localStorage.setItem('zw-kept-old', JSON.stringify({at: 99, until: Date.now() - 1}))
      localStorage.setItem('zw-kept-bad', '{')
    }""")
    page.reload()
    typed(page)
    names = [one for one in json.loads(page.evaluate(HELD)) if one.startswith("zw-kept-")]
    assert len(names) == 20 and not {"zw-kept-old", "zw-kept-bad", "zw-kept-0"} & set(names)


def test_signed_out_meanwhile_it_is_not_sent_and_goes_after_signing_in(
    browser, live_server, county, number
) -> None:
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    typed(page)
    browser.clear_cookies(name="sessionid")
    page.click("main button:has-text('下一步')")
    page.wait_for_selector(".kept .line:has-text('登录到期了，没有交上去')")
    browser.clear_cookies()
    browser.add_cookies(stage.sign_in(county, "helper", live_server.url))
    opened(browser, live_server, "/helper/").close()
    page.click("main button:has-text('下一步')")
    page.wait_for_url("**/materials/", timeout=15_000)
    assert Case.objects.get(number=number).answers["shop_name"] == SHOP


def test_what_is_wrong_is_told_as_ever(browser, live_server, number) -> None:
    page = opened(browser, live_server, f"/apply/case/{number}/form/")
    page.fill("[name=a-area]", "很大")
    page.click("main button:has-text('下一步')")
    page.wait_for_selector(".govuk-error-summary")
    assert page.input_value("[name=a-area]") == "很大"
    page.fill("[name=a-shop_name]", SHOP)
    page.fill("[name=a-area]", "120")
    page.click("main button:has-text('下一步')")
    page.wait_for_url("**/materials/", timeout=15_000)
