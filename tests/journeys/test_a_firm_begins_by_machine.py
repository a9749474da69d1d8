"""企业开办 whose first step is decided by 秒批: nobody signs the register, and the others go on
by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import bundle_world as bundles
from tests import county as counties
from tests import instant_world as worlds
from tests.journeys import people
from tests.journeys.test_sy1_one_thing_once import _apply
from yimen.cases.models import Case, Seat
from yimen.config.worker import drain
from yimen.instant.models import Decision

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
RULES = {"register": False, "materials": {"M-LEASE": "given"}, "rules": [{"words": "自己的店"}]}


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> counties.County:
    made = counties.build(timezone.now() - timedelta(hours=1))
    first, *others = bundles.members()
    monkeypatch.setattr(bundles, "members", lambda: [replace(first, instant=RULES), *others])
    bundles.publish(made)
    worlds.known(made, "li", "3", made.now)
    drain(made.now)
    return made


def test_the_register_is_decided_in_seconds_and_the_rest_go_on(chromium, live_server, county) -> None:
    base = live_server.url
    with people.Someone(chromium, base, county.accounts["li"].login) as li:
        number = _apply(li)
    with people.Someone(chromium, base, county.accounts["clerk"].login) as clerk:
        people.accept(clerk, number)
    drain(timezone.now())
    members = {
        row.item.code: row for row in Case.objects.filter(parent__number=number).select_related("item")
    }
    register = members[bundles.REGISTER]
    assert register.state == "issued" and Decision.objects.get().outcome == "approve"
    assert register.decided_at - register.accepted_at < timedelta(seconds=30)
    assert not Seat.objects.filter(case=register, answered_by__contains="02").exists()
    going = {code for code, row in members.items() if row.state == "reviewing"}
    assert going == {bundles.FOOD, bundles.SIGN, bundles.FIRE}
    with people.Someone(chromium, base, county.accounts["li"].login) as li:
        li.go(f"/cases/{number}/")
        assert li.sees("2 个部门同时在办")
        li.go(f"/cases/{register.number}/")
        assert li.sees("系统当场批准") and li.sees("自己的店")
    with people.Someone(chromium, base, county.accounts["officer"].login) as officer:
        officer.go("/review/")
        assert not officer.sees(register.number) and officer.sees(members[bundles.SIGN].number)
        people.decide(officer, members[bundles.SIGN].number)
    with people.Someone(chromium, base, county.accounts["health"].login) as health:
        for code in (bundles.FOOD, bundles.FIRE):
            people.decide(health, members[code].number)
    drain(timezone.now())
    assert Case.objects.get(number=number).state == "issued"
