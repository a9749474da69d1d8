"""Departments say their last word at the same moment: each is heard, seats signed once, closed once."""

from __future__ import annotations

import pytest

from tests import county as counties
from tests import task_world as world
from tests.concurrency.gate import without_failure
from tests.tasks.test_one_visit_for_all import SITE
from yimen.config.worker import drain
from yimen.rules.tasks.terms import FindingState, TaskState
from yimen.tasks import actions
from yimen.tasks.models import Finding
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]


@pytest.fixture
def county() -> counties.County:
    return world.build()


def test_last_findings_and_last_checks_at_once(county: counties.County) -> None:
    number = world.apply(county)
    task = world.on_site(county, number)
    keys = list(world.WHO.values())
    without_failure(
        [
            lambda who=who: actions.find(county[who], task, text=f"{who} 一条", mend=True, days=5, now=SITE)
            for who in keys
        ]
    )
    without_failure(
        [
            lambda who=who: actions.say(county[who], task, saying="conditions", text="", now=SITE)
            for who in keys
        ]
    )
    actions.sign_off(county["officer"], task, signed="signed", words="", now=SITE)
    found = {one.found_by: one.pk for one in Finding.objects.filter(task=task)}
    assert len(found) == 5
    for pk in found.values():
        actions.answer_finding(county["li"], task, pk, text="改了", now=SITE)
    without_failure(
        [
            lambda who=who: actions.check_finding(
                county[who], task, found[county[who].label], ok=True, words="", now=SITE
            )
            for who in keys
        ]
        + [lambda: drain(SITE)]
    )
    assert world.of(task).state == TaskState.CLOSED
    assert set(Finding.objects.values_list("state", flat=True)) == {FindingState.DONE}
    kinds = [row.kind for row in trail.history(f"task:{task}")]
    assert kinds.count("task.closed") == 1 and kinds[-1] == "task.closed"
    assert list(trail.broken_links(f"task:{task}")) == []
    for code in world.FIVE:
        seat = world.child(number, code).seats.get(order=0)
        assert seat.verdict == "agree"
