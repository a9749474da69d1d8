"""HY7: a firm's agent books a time, brings what the confirmation names, and goes before those who walk in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import county as counties
from tests import hall_world
from tests.county import County
from tests.journeys.people import Someone
from yimen.cases.models import Case
from yimen.hall import actions
from yimen.hall.models import Booking, Ticket, TicketItem
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import CHINA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def at() -> list[datetime]:
    """The moment of the pages."""
    return [MONDAY]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    made = hall_world.at_moment(monkeypatch, at)
    hall_world.sit(made)
    return made


def _books(agent: Someone) -> str:
    """From the guide to the confirmation: the number of the booking."""
    agent.go(f"/items/{counties.LICENCE}/")
    agent.follow("预约")
    agent.follow("选这里")
    agent.page.locator("main input[type=radio][name=time][value='2026-11-24T600']").check()
    agent.press("约这个时间")
    assert agent.sees("约好了。") and agent.sees("10:00")
    brought = agent.page.locator("[aria-labelledby=bring] li").all_inner_texts()
    assert len(brought) >= 2, "what must be brought is on the confirmation"
    return str(Booking.objects.get().number)


def test_booked_checked_in_called_first_taken_in(
    county: County, chromium: Any, live_server: Any, at: list[datetime]
) -> None:
    base = live_server.url
    with Someone(chromium, base, county.parties["li"].phone) as agent:
        number = _books(agent)
    at[0] = TUESDAY - timedelta(minutes=15)
    walked_in = [actions.take(SYSTEM, hall_world.CENTRE_SITE, letter="A", now=at[0]) for _ in range(3)]
    at[0] = TUESDAY - timedelta(minutes=5)
    with Someone(chromium, base, "0101") as clerk:
        clerk.go("/desk/bookings/")
        assert clerk.sees(number) and clerk.sees("李*")
        clerk.press("签到")
        assert clerk.sees("已到，优先")
        mine = Ticket.objects.get(source="booking")
        clerk.go("/desk/window/")
        clerk.press("开窗口")
        assert clerk.sees("等候 4 人")
        clerk.press("叫下一位")
        assert clerk.page.locator(".no").inner_text() == mine.number, (
            "three came before, but the time was booked"
        )
        clerk.press("人来了，开始办理")
        clerk.page.locator("main a", has_text="看证照和办件，开始收件").click()
        clerk.page.wait_for_url("**/desk/new/**")
    assert Ticket.objects.filter(pk__in=[one.id for one in walked_in], state="waiting").count() == 3
    assert (Booking.objects.get().state, Case.objects.count()) == ("came", 0)
    assert TicketItem.objects.get(ticket=mine).item.code == counties.LICENCE
