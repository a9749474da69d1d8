"""A whole day through the doors of a hall: nobody lost, nobody served twice, numbers without gaps, waits that
are sums, and everybody called in the order of the law.

Here a tenth of it is played. The whole day: `DAY_VISITORS=2000 pytest --log-level=INFO` with this file.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests import hall_world as world
from tests.county import County
from tests.hall import day
from tests.hall.day_checks import CHECKS, Day, Held, Step, all_wrong
from yimen.rules.calendar import CHINA
from yimen.rules.queueing.terms import TicketEvent as E
from yimen.trail import queries as trail

log = logging.getLogger(__name__)
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=CHINA)
VISITORS = int(os.environ.get("DAY_VISITORS", "200"))


@pytest.fixture
def at() -> list[datetime]:
    return [NOW]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch, at: list[datetime]) -> County:
    return world.at_moment(monkeypatch, at)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_nobody_is_lost_and_everybody_comes_in_their_turn(county: County, at: list[datetime]):
    hall, found = day.play(county, at, VISITORS)
    assert all_wrong(found) == []
    assert len(found.held) == VISITORS and set(found.given) == {"A", "B"}
    ends = Counter(steps[-1].kind for steps in found.of().values())
    kinds = Counter(one.kind for one in found.steps)
    told = f"{VISITORS} visitors, {hall.requests} requests, {hall.again} sent twice"
    log.info("%s: %s; %s", told, dict(ends), dict(kinds))
    assert ends[E.FINISHED] > VISITORS * 0.7 and set(kinds) == set(E)
    for pk in list(found.held)[:20]:
        assert list(trail.broken_links(f"ticket:{pk}")) == []


def _small() -> Day:
    """Three in one queue, called in turn, each served for some minutes; the last is in the green lane."""
    steps: list[Step] = []
    held = {}
    for n, lane in enumerate(("ordinary", "ordinary", "green"), 1):
        came = NOW + timedelta(seconds=n)
        steps.append(Step(n, E.TAKEN, came))
        held[n] = Held(n, f"A{n:03}", "A", n, lane)
    for n, who in enumerate((3, 1, 2)):
        at = NOW + timedelta(minutes=10 * n + 10)
        steps.append(Step(who, E.CALLED, at, "1"))
        steps.append(Step(who, E.STARTED, at + timedelta(minutes=1), "1"))
        steps.append(Step(who, E.FINISHED, at + timedelta(minutes=6), "1"))
        waited = round((at - NOW).total_seconds()) - who
        held[who] = replace(held[who], waited=waited, served=300)
    return Day(steps, held, {"A": 3})


def _changed(what: str) -> Day:
    """The same day with one thing wrong."""
    one = _small()
    if what == "lost":
        one.steps.pop()
    elif what == "twice":
        one.steps.append(replace(one.steps[-1], at=one.steps[-1].at + timedelta(minutes=1)))
    elif what == "sums":
        one.held[2] = replace(one.held[2], served=301)
    elif what == "gaps":
        one.held[2] = replace(one.held[2], seq=4)
    else:
        # The second is called before the first, in the same two intervals.
        swap = {1: 2, 2: 1}
        one.steps[6:] = [replace(step, ticket=swap[step.ticket]) for step in one.steps[6:]]
    return one


def test_a_day_on_which_all_is_well_passes():
    assert all_wrong(_small()) == []


@pytest.mark.parametrize("name", list(CHECKS))
def test_each_check_sees_what_it_is_there_for(name: str):
    found = {one.partition(":")[0] for one in all_wrong(_changed(name))}
    assert name in found, found


def test_two_at_one_window_are_seen():
    one = _small()
    early = one.steps[5]
    one.steps[5:8] = [one.steps[6], early, one.steps[7]]
    assert any("has two" in fault for fault in all_wrong(one, ["twice"]))


def test_an_overtaking_out_of_turn_is_seen():
    one = _small()
    late = replace(one.held[3], id=4, number="A004", seq=4)
    one.held[4], one.given["A"] = late, 4
    one.steps.insert(3, Step(4, E.TAKEN, NOW + timedelta(seconds=4)))
    # The second of the green lane overtakes right after the first one did.
    at = one.steps[6].at + timedelta(minutes=1)
    one.steps[7:7] = [Step(4, E.CALLED, at, "1"), Step(4, E.STARTED, at, "1"), Step(4, E.FINISHED, at, "1")]
    assert any("out of turn" in fault for fault in all_wrong(one, ["order"]))
