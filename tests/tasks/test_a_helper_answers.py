"""A helper by 代办 answers a joint task of the case they began, as the applicant would."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import county as counties
from tests import help_world
from tests import task_world as world
from tests.ui.jointly import ASKS, PLACE, later
from yimen.cases.models import Case
from yimen.rules.tasks.standing import TaskNotVisible
from yimen.rules.tasks.terms import TaskState
from yimen.tasks import actions
from yimen.tasks import queries as tasks

pytestmark = pytest.mark.both


def test_a_time_is_chosen_by_who_may_act(
    county: counties.County, reach_licence: Callable[[str], str]
) -> None:
    number = reach_licence("accepted")
    help_world.come(county)
    times = [later(world.NOW, 1), later(world.NOW, 2, 14)]
    task = actions.plan_visit(
        county["officer"], number, lead=counties.MARKET, asks=ASKS, place=PLACE, times=times,
        prepare="请带租赁合同原件", now=world.NOW,
    ).id  # fmt: skip
    Case.objects.filter(number=number).update(helper="3001")
    help_world.allow(county, world.NOW, who="li", kind="assist")
    with pytest.raises(TaskNotVisible):
        tasks.task_page(help_world.now_allowed(county["helper"], world.NOW), task)
    help_world.allow(county, world.NOW, who="li")
    helper = help_world.now_allowed(county["helper"], world.NOW)
    page = tasks.task_page(helper, task)
    assert page.is_applicant
    actions.choose(helper, task, time=page.times[0], now=world.NOW)
    assert tasks.task_page(helper, task).task.state == TaskState.APPOINTED
