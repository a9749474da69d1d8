"""SY9: a power moves to a town: the guide names the town's hall, its clerk accepts, its office decides; when
it is taken back, the county does it again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import clock, hall_world
from tests import county as counties
from tests.county import County
from tests.web.staffkit import NOW
from yimen.cases import actions as cases
from yimen.cases.models import Case, Seat
from yimen.hall import actions
from yimen.rules.hall.terms import Power

pytestmark = [pytest.mark.django_db(transaction=True)]
ITEM = counties.INSTANT
GUIDE = f"/items/{ITEM}/?place={hall_world.TOWN}"


@pytest.fixture
def at() -> list[datetime]:
    """The moment of the pages."""
    return [NOW]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    clock.stop(monkeypatch, lambda: at[0])
    made = hall_world.build(counties.build(NOW - timedelta(days=3)))
    hall_world.town_office(made)
    hall_world.town_clerk(made)
    return made


def client(county: County, who: str) -> Client:
    made = Client()
    made.force_login(county.accounts[who])
    return made


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_the_town_takes_the_power_and_does_it(county: County) -> None:
    assert "望禾镇便民服务中心" not in text(Client().get(GUIDE))
    power = _moved(county)
    assert "望禾镇便民服务中心" in text(Client().get(GUIDE)), "the guide follows"
    number = _accepted(county)
    case = Case.objects.get(number=number)
    assert case.region == hall_world.TOWN
    seats = set(Seat.objects.filter(case=case).values_list("department", flat=True))
    assert seats == {counties.credit_code(77)}, "the town's own office signs"
    assert number not in text(client(county, "officer").get("/review/")), (
        "the county's officer waits for nothing"
    )
    officer = client(county, "town_officer")
    assert number in text(officer.get("/review/"))
    assert "准予" in text(officer.get(f"/review/cases/{number}/"))
    cases.grant(county["town_officer"], number, now=NOW + timedelta(minutes=20))
    assert Case.objects.get(number=number).desk == f"window:{hall_world.TOWN}:handout"
    assert number in text(client(county, "town_clerk").get("/desk/handout/")), "handed out in the town"
    _taken_back(county, power)


def _moved(county: County) -> list[int]:
    return [
        hall_world.move(county, ITEM, region=hall_world.TOWN, power=power)
        for power in (Power.ACCEPT, Power.DECIDE)
    ]


def _accepted(county: County) -> str:
    """The town's clerk, at the window."""
    clerk, party = client(county, "town_clerk"), county.parties["li"]
    assert clerk.post("/desk/new/", {"q": party.phone}).status_code == 302
    gone = clerk.post(f"/desk/new/{party.pk}/", {"item": ITEM, "once": "o" * 20})
    assert gone.status_code == 302
    number = str(gone.url.split("/")[3])
    for step in (cases.submit, cases.receive, cases.accept):
        step(county["town_clerk"], number, now=NOW + timedelta(minutes=10))
    return number


def _taken_back(county: County, powers: list[int]) -> None:
    for one in powers:
        actions.take_power_back(county["keeper"], one, "窗口没有人手", now=NOW)
    assert "望禾镇便民服务中心" not in text(Client().get(GUIDE))
    clerk, party = client(county, "town_clerk"), county.parties["li"]
    clerk.post("/desk/new/", {"q": party.phone})
    refused = clerk.post(f"/desk/new/{party.pk}/", {"item": ITEM, "once": "q" * 20})
    assert refused.status_code != 302 and Case.objects.count() == 1, "the town takes nothing in any more"
