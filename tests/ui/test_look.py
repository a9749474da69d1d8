"""The look: every component once, two sizes and 长辈版, under the content policy, no axe findings."""

from __future__ import annotations

import re
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import translation

sys.path.insert(0, str(Path(__file__).parent))
import gallery

from yimen.rules.terms import Light, Role, State
from yimen.web import look
from yimen.web.templatetags import yimen_format as fmt

WEB = Path(look.__file__).parent
AXE = gallery.HERE / "vendor" / "axe.min.js"
PAGES = {
    "components": {"name": "gallery.html", "path": "/my/"},
    "components for elders": {"name": "gallery.html", "path": "/my/", "elder": True},
    "staff": {"name": "gallery_staff.html", "path": "/desk/", "actor": gallery.CLERK, "errors": None},
    "confirmation": {"name": "gallery_done.html", "errors": None},
    "document": {"name": "gallery_print.html"},
    "home for elders": {"name": "web/elder_home.html", "elder": True},
    "not found": {"name": "web/404.html"},
    "refused": {
        "name": "web/refused.html",
        "words": "材料还差 2 份。",
        "basis": "《行政许可法》第三十二条",
        "code": "x",
    },
}


@pytest.fixture
def browser(chromium):
    return chromium


def show(browser, width: int, height: int, said: dict, *, bypass: bool = True, html: str = ""):
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        reduced_motion="reduce",
        bypass_csp=bypass,
    )
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: m.type in {"error", "warning"} and page.complaints.append(m.text))
    page.on("pageerror", lambda e: page.complaints.append(str(e)))
    gallery.serve(page, html or gallery.draw(**said))
    page.goto(gallery.HOST + "/", wait_until="load")
    return page


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(browser, name: str, width: int, height: int) -> None:
    page = show(browser, width, height, PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert page.locator("h1").count() == 1
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_pages_live_under_a_policy_without_inline_code(browser, name: str) -> None:
    page = show(browser, 1280, 800, PAGES[name], bypass=False)
    assert page.complaints == []
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "least"), [("components", 14), ("staff", 14), ("components for elders", 18)]
)
def test_no_text_is_smaller_than_promised(browser, name: str, least: int) -> None:
    page = show(browser, 390, 844, PAGES[name])
    small = page.evaluate(
        """least => [...document.querySelectorAll('body *')].filter(e =>
          [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && !e.closest('.vh') &&
          e.getClientRects().length &&
          parseFloat(getComputedStyle(e).fontSize) < least).map(e => e.outerHTML)""",
        least,
    )
    assert small == []
    page.context.close()


@pytest.mark.browser
def test_first_tab_skips_to_the_content_and_errors_take_the_focus(browser) -> None:
    page = show(browser, 1280, 800, PAGES["components"])
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.context.close()
    page = show(browser, 1280, 800, PAGES["staff"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "zw-skip"
    page.context.close()


@pytest.mark.browser
def test_function_key_presses_its_button(browser) -> None:
    page = show(browser, 1280, 800, PAGES["staff"])
    with page.expect_navigation():
        page.keyboard.press("F2")
    assert page.url.endswith("/desk/new/")
    page.context.close()


@pytest.mark.browser
def test_second_press_of_submit_sends_nothing(browser) -> None:
    plain = gallery.draw("gallery.html").replace(" data-upload-progress", "")
    page = show(browser, 1280, 800, PAGES["components"], html=plain)
    passed, dead, words = page.evaluate(
        """async () => {
          const form = document.querySelector('main form'), button = form.querySelector('.btns button')
          let passed = 0
          addEventListener('submit', e => { passed += e.defaultPrevented ? 0 : 1; e.preventDefault() })
          button.click()
          await new Promise(done => setTimeout(done, 50))
          form.requestSubmit()
          return [passed, button.disabled, button.textContent]
        }"""
    )
    assert (passed, dead, words) == (1, True, "正在提交")
    page.context.close()


@pytest.mark.browser
def test_upload_with_a_bar_draws_the_answer_once(browser) -> None:
    page = show(browser, 1280, 800, PAGES["components"])
    posts: list[str] = []
    page.on("request", lambda asked: posts.append(asked.method) if "/static/" not in asked.url else None)
    page.evaluate("document.body.id = 'old'")
    page.locator("#f-lease").set_input_files(str(AXE))
    page.get_by_role("button", name="去核对").click()
    page.locator("body:not(#old)").wait_for()
    assert posts == ["POST"]
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert page.complaints == []
    page.context.close()


def test_templates_hold_no_inline_style_or_script() -> None:
    wrong = []
    for file in (WEB / "templates").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        if re.search(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\ssrc=)', text):
            wrong.append(file.name)
    assert wrong == []


def test_every_icon_named_in_a_template_or_menu_is_in_the_sprite() -> None:
    sprite = Path(finders.find("vendor/icons.svg")).read_text(encoding="utf-8")
    held = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    asked = {link.icon for group in look.MENU for link in group.links} | {link.icon for link in look.TABS}
    for file in (WEB / "templates").rglob("*.html"):
        asked |= set(re.findall(r'(?:\{% ic |icon=)"([a-z0-9-]+)"', file.read_text(encoding="utf-8")))
    assert asked - held == set()


def test_menu_shows_a_role_only_its_groups() -> None:
    assert [g.links[0].url for g in look.menu_for({Role.CLERK}, "/desk/")] == [
        "/desk/", "/lead/projects/",
    ]  # fmt: skip
    assert [g.links[0].url for g in look.menu_for({"keeper", "admin"}, "/")] == [
        "/watch/cases/", "/admin/staff/", "/admin/departments/", "/catalogue/", "/floor/sites/", "/archives/",
        "/watch/wall/",
    ]  # fmt: skip
    assert look.menu_for((), "/") == []


def test_current_page_and_counter_are_marked() -> None:
    group, _projects = look.menu_for({"clerk"}, "/desk/corrections/17/", {"/desk/corrections/": 3})
    assert [(link.url, link.count) for link in group.links if link.current] == [("/desk/corrections/", 3)]
    assert look.current_link(look.NAV, "/items/", "/items/?for=person") == "/items/?for=person"
    assert look.current_link(look.NAV, "/", "/") == "/"
    assert look.current_link(look.NAV, "/login/", "/login/") == ""


def test_errors_stand_in_the_title() -> None:
    assert "<title>错误：样品页 - " in gallery.draw("gallery.html")
    assert "<title>样品页 - " in gallery.draw("gallery.html", errors=None)


def test_every_state_and_light_has_a_colour() -> None:
    assert {fmt.state_colour(state) for state in State} <= {"blue", "green", "amber", "red", "grey"}
    assert set(fmt.STATES) == {state.value for state in State}
    assert set(fmt.LIGHTS) == {light.value for light in Light}


def test_dates_and_moments_in_both_languages() -> None:
    year = datetime.now(UTC).year
    day, moment = date(year, 11, 26), datetime(year, 11, 22, 17, 10, tzinfo=UTC)
    weekday = day.weekday()
    assert fmt.day(day) == f"11 月 26 日（周{'一二三四五六日'[weekday]}）"
    assert fmt.moment(moment) == "11 月 23 日 1:10"
    assert fmt.day(date(2019, 1, 2)) == "2019 年 1 月 2 日（周三）"
    assert fmt.day_full(day) == f"{year} 年 11 月 26 日"
    with translation.override("en"):
        assert fmt.day(date(2019, 1, 2)) == "2 Jan 2019 (Wed)"
        assert fmt.moment(moment) == "23 Nov 1:10"
    assert fmt.day(None) == "" == fmt.day("明天")


def test_days_money_and_thousands_in_words() -> None:
    assert [fmt.days_left(n) for n in (3, 0, -1)] == ["还剩 3 个工作日", "今天到期", "超 1 天"]
    assert fmt.days_left(3, "natural") == "还剩 3 天"
    assert [fmt.days_left_short(n) for n in (3, 0, -1)] == ["剩 3 天", "今天到期", "超 1 天"]
    assert fmt.working_days(0) == "当场办结"
    assert fmt.money(Decimal("1651")) == "1,651.00 元"
    assert fmt.money(None) == "" == fmt.days_left(None)
    assert fmt.thousands(1651) == "1,651"
    assert fmt.thousands("待定") == "待定"


def test_words_from_outside_are_escaped_in_components() -> None:
    nasty = "<script>alert(1)</script>"
    html = gallery.draw(
        "gallery.html",
        answers=[(nasty, nasty, "")],
        history=[{"title": nasty, "text": nasty}],
        errors=[("a", nasty)],
    )
    assert nasty not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 5
