"""A visitor with three matters takes one number by telephone, is called once, and leaves with three cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import county as counties
from tests import hall_world
from tests.county import County
from tests.journeys.people import Someone
from yimen.cases.models import Case
from yimen.hall.models import Ticket, TicketItem
from yimen.rules.calendar import CHINA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
MATTERS = (counties.PLAIN, counties.INSTANT, counties.LICENCE)


@pytest.fixture
def at() -> list[datetime]:
    """The moment of the pages."""
    return [MONDAY]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    return hall_world.at_moment(monkeypatch, at)


def _takes(visitor: Someone) -> str:
    """One number for three matters: where to look how far it is."""
    visitor.go(f"/halls/{hall_world.CENTRE_SITE}/number/")
    for code in MATTERS:
        visitor.page.locator(f"main input[name=item][value='{code}']").check()
    visitor.press("取号")
    assert visitor.sees("前面 0 人")
    return str(visitor.page.url)


def _taken_in(clerk: Someone, name: str) -> None:
    """One matter of the number becomes a case, without asking who it is again."""
    clerk.go("/desk/window/")
    row = clerk.page.locator("[aria-labelledby=matters] li", has_text=name)
    with clerk.page.expect_navigation(wait_until="load"):
        row.locator("a", has_text="收件").click()
    button = clerk.page.locator("main form", has_text=name).locator("button").first
    with clerk.page.expect_navigation(wait_until="load"):
        button.click()


def test_one_number_one_call_three_cases(
    county: County, chromium: Any, live_server: Any, at: list[datetime]
) -> None:
    base = live_server.url
    with (
        Someone(chromium, base, county.parties["li"].phone) as visitor,
        Someone(chromium, base, "0101") as clerk,
    ):
        mine = _takes(visitor)
        clerk.go("/desk/window/")
        clerk.press("开窗口")
        at[0] += timedelta(minutes=4)
        clerk.press("叫下一位")
        visitor.go(mine.removeprefix(base))
        assert visitor.sees("请到 A01 号窗口")
        at[0] += timedelta(minutes=1)
        clerk.press("人来了，开始办理")
        names = clerk.page.locator("[aria-labelledby=matters] li").all_inner_texts()
        assert len(names) == 3
        for told in names:
            _taken_in(clerk, told.split(" ")[0].removesuffix("收件").strip())
        clerk.go("/desk/window/")
        assert clerk.page.locator("[aria-labelledby=matters] li a[href^='/desk/cases/']").count() == 3
        at[0] += timedelta(minutes=20)
        clerk.press("办完")
        assert clerk.sees("今天办完 1 人")
        visitor.go(mine.removeprefix(base))
        assert visitor.sees("这个号用过了。")
    row = Ticket.objects.get()
    assert (row.calls, row.waited, row.served) == (1, 240, 1200)
    begun = set(TicketItem.objects.filter(ticket=row).values_list("case", flat=True))
    assert begun == set(Case.objects.values_list("number", flat=True)) and len(begun) == 3
