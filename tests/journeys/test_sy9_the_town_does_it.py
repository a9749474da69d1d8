"""SY9, ZK2 in the browser: a keeper moves accepting and deciding to a town, on record; guide, counter and
review follow; somebody of the town goes there, its clerk accepts, its office decides, it is handed out
there. What only the county decides is taken in by the town too, and goes to the county."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import county as counties
from tests import hall_world
from tests.county import County
from tests.journeys import people
from tests.journeys.people import Signed, Someone, take_in
from yimen.cases.models import Case
from yimen.rules.calendar import CHINA
from yimen.rules.hall.terms import Power

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=CHINA)
TOWN = "望禾镇便民服务中心"


@pytest.fixture
def at() -> list[datetime]:
    """The moment of the pages."""
    return [MONDAY]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    made = hall_world.at_moment(monkeypatch, at)
    hall_world.town_office(made)
    hall_world.town_clerk(made)
    return made


def _moves(keeper: Someone, name: str, power: str) -> None:
    keeper.go("/floor/powers/")
    for box, value in (("item", name), ("basis", "云政办〔2026〕12号")):
        keeper.page.fill(f"[aria-labelledby=add] [name={box}]", value)
    for box, value in (("power", power), ("level", "town"), ("region", hall_world.TOWN),
                       ("giver", counties.MARKET)):  # fmt: skip
        field = keeper.page.locator(f"[aria-labelledby=add] [name={box}]")
        if field.first.evaluate("e => e.type") == "radio":
            keeper.page.check(f"[aria-labelledby=add] [name={box}][value='{value}']")
        else:
            field.select_option(value)
    keeper.press("放权", within="[aria-labelledby=add]")
    assert keeper.sees("记下了。") and keeper.sees("云政办〔2026〕12号")


def _guide_names_the_town(visitor: Someone, code: str) -> bool:
    visitor.go(f"/halls/?item={code}&at={hall_world.TOWN}")
    return visitor.sees(TOWN)


def _at_the_counter(clerk: Someone, phone: str, item: str, **answers: str) -> str:
    clerk.go("/desk/new/")
    clerk.page.fill("main [name=q]", phone)
    clerk.press("查")
    return take_in(clerk, item, **answers)


def test_a_power_moves_and_the_town_does_it(
    county: County, chromium: Any, live_server: Any, at: list[datetime]
) -> None:
    base, phone = live_server.url, county.parties["li"].phone
    item = hall_world.spec(county, counties.INSTANT).name
    with (
        Signed(chromium, base, "li", county=county) as li,
        Signed(chromium, base, "keeper", county=county) as keeper,
    ):
        assert not _guide_names_the_town(li, counties.INSTANT)
        for power in (Power.ACCEPT, Power.DECIDE):
            _moves(keeper, item, str(power))
        assert _guide_names_the_town(li, counties.INSTANT)
    at[0] += timedelta(hours=1)
    with Signed(chromium, base, "town_clerk", county=county) as clerk:
        number = _at_the_counter(clerk, phone, item)
    with Signed(chromium, base, "officer", county=county) as officer:
        officer.go("/review/")
        assert not officer.sees(number), "the county's officer waits for nothing"
    with Signed(chromium, base, "town_officer", county=county) as officer:
        officer.go("/review/")
        assert officer.sees(number)
        people.decide(officer, number)
    at[0] += timedelta(minutes=20)
    with Signed(chromium, base, "town_clerk", county=county) as clerk:
        clerk.go("/desk/handout/")
        assert clerk.sees(number), "handed out in the town"
        people.hand_out(clerk, number, "李敏")
    assert (Case.objects.get(number=number).state, Case.objects.get().region) == (
        "delivered",
        hall_world.TOWN,
    )


def test_any_town_accepts_for_the_county(
    county: County, chromium: Any, live_server: Any, at: list[datetime]
) -> None:
    """ZK2: the licence is received in the town; the county's seats sign and decide."""
    base, phone = live_server.url, county.parties["li"].phone
    with Signed(chromium, base, "keeper", county=county) as keeper:
        _moves(keeper, "食品经营许可", str(Power.ACCEPT))
    at[0] += timedelta(hours=1)
    with Signed(chromium, base, "town_clerk", county=county) as clerk:
        number = _at_the_counter(clerk, phone, "食品经营许可", shop_name="青石面馆", area="60")
    for who in ("officer", "head"):
        with Signed(chromium, base, who, county=county) as seat:
            people.sign(seat, number)
    with Signed(chromium, base, "director", county=county) as director:
        people.decide(director, number)
    with Signed(chromium, base, "li", county=county) as li:
        li.go(f"/cases/{number}/")
        assert li.sees("准予")
    with Signed(chromium, base, "town_clerk", county=county) as clerk:
        people.hand_out(clerk, number, "李敏")
    case = Case.objects.get(number=number)
    assert (case.state, case.region) == ("delivered", hall_world.TOWN)
