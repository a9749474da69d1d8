"""催办 of a stage: whoever has any of its members sees it; the owner once a working day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import projects_world as world
from tests.county import County
from yimen.cases.models import Case, Seat
from yimen.projects import actions
from yimen.rules.projects import Stage, StageNotOfKind
from yimen.rules.projects.sight import ProjectUnknown
from yimen.rules.review import NobodyToUrge, UrgedToday
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def running(county: County) -> str:
    world.opened(county)
    number = world.begin(county, Stage.LAND, county.now)
    world.hand_in(county, number, county.now)
    return number


def urge(county: County, who: str = "firm", at=None) -> list[str]:
    return actions.urge_stage(county[who], world.CODE, Stage.LAND, now=at or county.now + HOUR).cases


def test_everybody_who_is_to_sign_sees_it(county: County, running: str) -> None:
    members = Case.objects.filter(parent__number=running, state="reviewing")
    assert urge(county) == [one.number for one in members.order_by("pk")] != []
    for seat in Seat.objects.filter(case__in=members, is_open=True):
        assert seat.urged == 1
    kinds = [one.kind for one in trail.history(f"project:{world.CODE}")]
    assert kinds[-1] == "project.urged"


def test_once_a_working_day(county: County, running: str) -> None:
    urge(county)
    with pytest.raises(UrgedToday):
        urge(county, at=county.now + 2 * HOUR)
    assert urge(county, at=county.now + DAY) != []


def test_its_manager_urges_too_and_nobody_else(county: County, running: str) -> None:
    actions.name_manager(county["supervisor"], world.CODE, "0101", now=county.now)
    assert urge(county, "clerk") != []
    for who in ("li", "clerk2", "keeper"):
        with pytest.raises(ProjectUnknown):
            urge(county, who)


def test_where_nobody_has_it_nobody_is_urged(county: County) -> None:
    world.opened(county)
    with pytest.raises(StageNotOfKind):
        urge(county)
    world.begin(county, Stage.LAND, county.now)
    with pytest.raises(NobodyToUrge):
        urge(county)
