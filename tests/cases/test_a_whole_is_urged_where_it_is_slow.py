"""催办 of a 一件事: from the page of the whole it reaches the members that are slow, and their inboxes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import task_world as world
from tests.county import HEALTH, MARKET, County
from tests.task_world import DAY, FIRE, NOW
from yimen.bureau import queries as bureau
from yimen.cases import actions, queries
from yimen.cases.models import Seat
from yimen.rules import review
from yimen.rules.lifecycle import NotYours
from yimen.trail import queries as trail

LATER = NOW + DAY


@pytest.fixture
def whole(transactional_db: None) -> tuple[County, str]:
    """Five departments work on 开餐饮店; 卫健 has signed its visit today, so its decision has just begun."""
    county = world.build()
    number = world.apply(county)
    child = world.child(number, HEALTH).number
    actions.opinion(county["health"], child, verdict="agree", text="看过", now=LATER)
    return county, number


def _urged(number: str) -> dict[str, int]:
    found = Seat.objects.filter(case__parent__number=number, is_open=True)
    return {one.case.department.credit_code: one.urged for one in found.select_related("case__department")}


def test_who_waits_for_a_day_is_reached_and_nobody_else(whole: tuple[County, str]) -> None:
    county, number = whole
    actions.urge(county["li"], number, reason="想赶在月底开业", now=LATER + timedelta(hours=1))
    told = _urged(number)
    assert told[HEALTH] == 0 and all(told[code] == 1 for code in world.FIVE if code != HEALTH)
    fire = world.child(number, FIRE).number
    assert trail.history(fire)[-1].kind == "case.urged" and trail.history(fire)[-1].data["reason"]
    slow = trail.history(number)[-1].data["members"]
    assert len(slow) == 4 and world.child(number, HEALTH).number not in slow
    with pytest.raises(review.UrgedToday):
        actions.urge(county["li"], number, now=LATER + timedelta(hours=2))


def test_nobody_is_urged_on_the_day_they_were_asked(whole: tuple[County, str]) -> None:
    county, number = whole
    with pytest.raises(review.NobodySlow):
        actions.urge(county["li"], number, now=NOW + timedelta(hours=1))
    assert set(_urged(number).values()) == {0}
    with pytest.raises(NotYours):
        actions.urge(county["officer"], number, now=LATER)


def test_the_inbox_says_how_many_are_urged_and_lists_them(whole: tuple[County, str]) -> None:
    county, number = whole
    calendar, fire = bureau.work_calendar(), county["fire"]
    assert queries.urged_waiting(fire) == 0
    actions.urge(county["clerk"], number, now=LATER)
    assert queries.urged_waiting(fire) == 1 == queries.urged_waiting(county["officer"])
    assert queries.urged_waiting(county["health"]) == 0 == queries.urged_waiting(county["li"])
    (row,) = queries.review_inbox(fire, calendar, now=LATER, urged=True)
    assert (row.number, row.urged) == (world.child(number, FIRE).number, 1)
    assert queries.review_inbox(county["health"], calendar, now=LATER, urged=True) == []
    seat = Seat.objects.get(case__number=row.number, is_open=True)
    actions.opinion(fire, row.number, verdict="agree", text="", now=LATER)
    assert queries.urged_waiting(fire) == 0, "what was signed urges nobody any more"
    assert seat.department == FIRE and world.child(number, MARKET).state == "reviewing"
