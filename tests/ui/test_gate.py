"""The gate: every page of every role at two sizes: axe, overflow, one h1, targets, text, no complaint.

Pages are walked role by role behind one live server, so that the county is built once a role.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from tests import county as counties
from tests.ui import stage

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
SIZES = ((1280, 800), (390, 844))
SMALL = """least => [...document.querySelectorAll('body *')].filter(e =>
  [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && !e.closest('.vh') &&
  e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) < least).map(e => e.outerHTML)"""
TARGETS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea')]
  .filter(e => e.getClientRects().length && !e.closest('.vh, .zw-skip, p, li, td, dd, label'))
  .filter(e => {
  const r = e.getBoundingClientRect(); return r.width < 24 || r.height < 24 }).map(e => e.outerHTML)"""
IDS = (
    "() => { const all = [...document.querySelectorAll('[id]')].map(e => e.id);"
    "return all.filter((one, i) => all.indexOf(one) !== i) }"
)
#: Numbers and codes of people and firms, masked or whole, that stand on two lines.
CUT = """() => [...document.querySelectorAll('.kv dd, .govuk-summary-list__value')].filter(e => {
  if (!/^[0-9A-Z*]{11,18}$/.test(e.textContent.trim())) return false;
  const r = document.createRange(); r.selectNodeContents(e);
  return new Set([...r.getClientRects()].map(one => Math.round(one.top))).size > 1 }).map(e => e.outerHTML)"""


@dataclass
class Fault:
    """What is wrong with one page at one size."""

    path: str
    width: int
    what: list[str] = field(default_factory=list)


def inspect(page, base: str, path: str, width: int, complaints: list[str]) -> Fault:
    """All checks of one page."""
    fault = Fault(path, width)
    answer = page.goto(base + path, wait_until="load")
    if answer is None or answer.status != 200:
        fault.what.append(f"status {answer.status if answer else None}")
        return fault
    overflow = page.evaluate("document.documentElement.scrollWidth")
    if overflow > width:
        fault.what.append(f"scrolls sideways: {overflow}")
    if page.locator("h1").count() != 1:
        fault.what.append(f"{page.locator('h1').count()} h1")
    if not page.title().endswith(settings.SITE_NAME) or page.get_attribute("html", "lang") != "zh-CN":
        fault.what.append(f"title {page.title()!r}")
    fault.what += [f"id twice: {one}" for one in page.evaluate(IDS)]
    fault.what += [f"small text: {one[:120]}" for one in page.evaluate(SMALL, 14)]
    fault.what += [f"small target: {one[:120]}" for one in page.evaluate(TARGETS)]
    fault.what += [f"a number on two lines: {one[:120]}" for one in page.evaluate(CUT)]
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    fault.what += [f"axe {v['id']}: {[n['html'][:160] for n in v['nodes']][:3]}" for v in found]
    page.goto(base + path, wait_until="load")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    document = page.locator("main.sheet").count()  # a paper: two links, then the sheet; nothing to skip
    if "zw-skip" not in first and not document and page.locator(".govuk-error-summary").count() == 0:
        fault.what.append(f"first Tab lands on {first!r}")
    fault.what += complaints
    complaints.clear()
    return fault


@pytest.mark.parametrize("role", stage.PAGES)
def test_every_page_passes_the_gate(role, chromium, live_server):
    county = counties.build(timezone.now() - timedelta(days=3))
    numbers = stage.play_for(county, role)
    cookies = stage.sign_in(county, role, live_server.url)
    faults: list[Fault] = []
    for width, height in SIZES:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce",
            timezone_id="Asia/Shanghai",
        )  # fmt: skip
        context.add_cookies(cookies)
        page, complaints = context.new_page(), []
        page.on("console", lambda m, c=complaints: m.type in {"error", "warning"} and c.append(m.text))
        page.on("pageerror", lambda e, c=complaints: c.append(str(e)))
        page.on(
            "request",
            lambda r, c=complaints: (
                r.url.startswith((live_server.url, "data:", "blob:")) or c.append(f"another host: {r.url}")
            ),
        )
        for path in stage.PAGES[role]:
            faults.append(inspect(page, live_server.url, path.format(**numbers), width, complaints))
        context.close()
    bad = [f"{f.path} at {f.width}: {f.what}" for f in faults if f.what]
    assert bad == [], "\n".join(bad)


@pytest.mark.parametrize("role", stage.PAGES)
def test_every_page_answers_without_javascript_and_in_english(role):
    county = counties.build(timezone.now() - timedelta(days=3))
    numbers = stage.play_for(county, role)
    client = stage.client_of(county, role)
    client.cookies["lang"] = "en"
    for path in stage.PAGES[role]:
        answer = client.get(path.format(**numbers))
        assert answer.status_code == 200, path
        assert 'lang="en"' in answer.content.decode(), path
