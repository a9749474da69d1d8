"""One display or kiosk in the browser, in a hall that is open whenever the tests run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from tests import county as counties
from tests import hall_world
from tests.ui import machines
from yimen.hall import actions
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import china_date, midnight

TOWN = hall_world.TOWN_SITE
#: Notes what the page prints and says; the browser of the tests has no voices.
EARS = """
window.printed = 0; window.print = () => { window.printed += 1 };
window.said = [];
const voice = { lang: 'zh-CN', name: 'test' };
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => [voice],
  speak: one => {
    window.said.push(one.text); document.documentElement.dataset.said = window.said.length;
    setTimeout(() => one.onend && one.onend({}), 0) },
} });
window.SpeechSynthesisUtterance = function (text) { this.text = text };
"""


def build() -> counties.County:
    """The county; its town is open, window 1 calls, a device of each kind stands there."""
    county = counties.build(timezone.now() - timedelta(days=3))
    hall_world.build(county)
    now = timezone.now()
    begin = max(now - timedelta(minutes=30), midnight(china_date(now)))
    actions.set_site_day(county["keeper"], TOWN, china_date(now), [[0, 1440]], "便民周", now=begin)
    machines.play(county)
    clerk = hall_world.town_clerk(county)
    county.actors["town clerk"] = clerk
    actions.open_window(clerk, TOWN, "1", now=begin)
    return county


def take(green: str = "") -> actions.Moved:
    """Somebody else takes a number."""
    return actions.take(SYSTEM, TOWN, green=green, source="kiosk", now=timezone.now())


@contextmanager
def machine(
    chromium: Any, live_server: Any, county: counties.County, role: str, size: tuple[int, int], **more: Any
) -> Iterator[Any]:
    """A page of a machine; it complains of nothing."""
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", timezone_id="Asia/Shanghai",
        reduced_motion="reduce", **more,
    )  # fmt: skip
    token = machines.token(county, role)
    context.add_cookies([{"name": settings.DEVICE_COOKIE, "value": token, "url": live_server.url}])
    context.add_init_script(EARS)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    complaints: list[str] = []
    yield page
    context.close()
    assert complaints == []
