"""容缺 in a 一件事: the application holds the promise, and only the member that needs the material waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests import bundle_world as world
from tests import county as counties
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.parties import queries as parties
from yimen.rules.deferral import NotOwedLater
from yimen.rules.terms import Need, State

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def number(county, now, monkeypatch):
    """开小吃店 with a sign, whose picture may come later; accepted, and 营业执照 granted."""
    written = world.members()
    sign = written[2].materials[1]
    may_follow = (written[2].materials[0], replace(sign, need=Need.DEFERRABLE, deferral_days=2))
    written[2] = replace(written[2], materials=may_follow)
    monkeypatch.setattr(world, "members", lambda: written)
    world.publish(county)
    li, clerk = county["li"], county["clerk"]
    number = actions.open_draft(
        li, world.SNACKS, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    ).number
    actions.save(li, number, {"has_sign": True, "shop_name": "青石小吃", "area": "60"}, now=now)
    for code in ("M-LEASE", "M-PLAN"):
        actions.attach(li, number, code, None, now=now, how="1")
    actions.promise(li, number, ["M-SIGN"], agreed=True, signer="李敏", now=now)
    actions.submit(li, number, now=now)
    actions.receive(clerk, number, now=now)
    actions.accept_deferred(clerk, number, deferred=["M-SIGN"], now=now)
    actions.grant(county["officer"], member(number, world.REGISTER).number, now=now + MINUTE)
    drain(now + MINUTE)
    return number


def member(number, item):
    return Case.objects.get(parent__number=number, item__code=item)


def test_the_member_waits_with_its_result_and_goes_on_when_it_is_right(county, now, number):
    sign = member(number, world.SIGN)
    assert (sign.deferral["owed"], member(number, world.FOOD).deferral) == (["M-SIGN"], {})
    actions.grant(county["officer"], sign.number, now=now + MINUTE)
    drain(now + MINUTE)
    assert member(number, world.SIGN).state == State.GRANTED
    with pytest.raises(NotOwedLater):
        actions.supply_later(county["li"], sign.number, "M-SIGN", how="1", now=now)
    actions.supply_later(county["li"], number, "M-SIGN", how="1", now=now + MINUTE)
    assert member(number, world.SIGN).deferral["unchecked"] == ["M-SIGN"]
    actions.check_later(county["clerk"], number, "M-SIGN", ok=True, now=now + MINUTE)
    assert member(number, world.SIGN).state == State.ISSUED


def test_when_it_does_not_come_that_member_ends_and_the_others_go_on(county, now, number):
    for hour in range(0, 5 * 24, 6):
        actions.alarms(now + timedelta(hours=hour))
    drain(now + 5 * DAY)
    states = {one.item.code: one.state for one in Case.objects.filter(parent__number=number)}
    assert states == {
        world.REGISTER: State.ISSUED, world.SIGN: State.TERMINATED,
        world.FOOD: State.REVIEWING, world.FIRE: State.REVIEWING,
    }  # fmt: skip
    assert Case.objects.get(number=number).state == State.REVIEWING
    assert [one.materials for one in parties.breaches(county.parties["li"].pk)] == ["招牌效果图"]
