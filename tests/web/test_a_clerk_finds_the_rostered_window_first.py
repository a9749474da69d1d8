"""叫号: who comes in the morning sees the window at which the roster has them, and who waits for each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import hall_world as world
from tests.county import County
from tests.web.floor_kit import client, text
from tests.web.staffkit import NOW, hidden
from yimen.hall import actions
from yimen.rules.authority import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PAGE = "/desk/window/"
MINE = "今天排您在"


@pytest.fixture
def at() -> list[datetime]:
    return [NOW]


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    return world.at_moment(monkeypatch, at)


def seat(answer: Any) -> str:
    """The words of the card of one's own window, "" without one."""
    words = text(answer)
    return words[words.index(MINE) : words.index("开哪个窗口")] if MINE in words else ""


def test_the_rostered_window_stands_first_with_who_waits_and_one_click_opens_it(county: County) -> None:
    world.sit(county)
    for _ in range(3):
        actions.take(SYSTEM, world.CENTRE_SITE, letter="A", now=NOW)
    clerk = client(county, "clerk")
    page = clerk.get(PAGE)
    assert "A01" in seat(page) and "3 人在等" in seat(page)
    sent = {**hidden(page), "do": f"open:{world.CENTRE_SITE}/A01"}
    assert clerk.post(f"{PAGE}do/", sent).status_code == 302
    assert "等候 3 人" in text(clerk.get(PAGE))


def test_nobody_is_led_to_a_window_outside_their_shift_or_of_another(
    county: County, at: list[datetime]
) -> None:
    assert not seat(client(county, "clerk").get(PAGE))  # no shift at all
    world.sit(county)
    assert seat(client(county, "clerk").get(PAGE))
    at[0] = NOW + timedelta(hours=10)  # the shift is over
    assert not seat(client(county, "clerk").get(PAGE))


def test_a_window_that_somebody_else_has_opened_is_not_offered(county: County) -> None:
    world.sit(county)
    actions.open_window(county["clerk2"], world.CENTRE_SITE, "A01", now=NOW)
    assert not seat(client(county, "clerk").get(PAGE))
