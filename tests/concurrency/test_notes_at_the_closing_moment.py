"""联办的一次告知: departments note at the very moment at which the list is sent. What each wrote is in this
notice or refused as late; nothing is lost, and there is one notice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import bundle_world as world
from tests import county as counties
from tests import notice_world
from tests.concurrency.gate import failures
from yimen.cases import actions
from yimen.config.worker import drain
from yimen.rules.collecting import LateGap
from yimen.rules.terms import State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def county(now) -> counties.County:
    made = counties.build(now)
    world.publish(made)
    drain(made.now)
    return made


@pytest.mark.parametrize("turn", range(3))
def test_what_is_noted_while_the_list_closes_is_told_or_refused(county: counties.County, turn: int) -> None:
    number, at = notice_world.accepted(county), county.now + 5 * MINUTE
    food, fire, sign = (notice_world.member(number, one) for one in (world.FOOD, world.FIRE, world.SIGN))
    actions.note_gaps(county["health"], food.number, rejected=notice_world.PLAN, now=at)
    noting = {
        "M-PLAN": lambda: actions.note_gaps(
            county["health"], fire.number, rejected={"M-PLAN": "没标灭火器"}, now=at
        ),
        "M-SIGN": lambda: actions.note_gaps(
            county["officer"], sign.number, rejected={"M-SIGN": "没有尺寸"}, now=at
        ),
    }
    failed = failures([*noting.values(), lambda: actions.send_notice(county["clerk"], number, now=at)])
    assert all(isinstance(one, LateGap) for one in failed)
    (notice,) = notice_world.notices(number)
    words = "".join(line["words"] for line in notice.data["lines"])
    told = [one for one in ("没标灭火器", "没有尺寸") if one in words]
    assert "看不清尺寸" in words and len(told) + len(failed) == len(noting)
    states = notice_world.states(number)
    assert states[world.FOOD] == State.SUPPLEMENT
    assert (states[world.FIRE] == State.SUPPLEMENT) is ("没标灭火器" in words)
    assert (states[world.SIGN] == State.SUPPLEMENT) is ("没有尺寸" in words)
    notice_world.supply(county, number, at + MINUTE, "M-PLAN", *(["M-SIGN"] if "没有尺寸" in words else []))
    for item in (world.FOOD, world.FIRE, world.SIGN):
        notice_world.grant(county, number, item, at + 2 * MINUTE)
    assert notice_world.whole(number).state == State.ISSUED
