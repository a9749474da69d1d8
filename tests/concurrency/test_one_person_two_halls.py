"""Two halls of one person at the same moment: no two shifts at once, no leave twice."""

from __future__ import annotations

import pytest

from tests import county as counties
from tests import hall_world as world
from tests.cases.conftest import NOW
from tests.concurrency.gate import together
from yimen.hall import actions
from yimen.hall.models import Leave, Shift
from yimen.rules.authority import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
SITES = (world.CENTRE_SITE, world.TOWN_SITE)
WINDOWS = {world.CENTRE_SITE: "A01", world.TOWN_SITE: "1"}
ROUNDS = 4


@pytest.fixture
def halls() -> None:
    world.build(counties.build(NOW))


def test_one_of_two_halls_gives_the_turn(halls: None) -> None:
    for n in range(ROUNDS):
        starts = 510 + 60 * n
        found = together(*[
            lambda site=site, starts=starts: actions.set_shift(
                SYSTEM, site, WINDOWS[site], "0101", "saturday", starts, starts + 60, now=NOW)
            for site in SITES
        ])  # fmt: skip
        assert sorted(type(one).__name__ for one in found) == ["Kept", "ShiftClash"]
    assert Shift.objects.count() == ROUNDS


def test_one_of_two_halls_gives_the_leave(halls: None) -> None:
    day = NOW.date()
    found = together(*[
        lambda site=site: actions.take_leave(SYSTEM, site, "0101", "lieu", day, day, now=NOW)
        for site in SITES for _ in range(2)
    ])  # fmt: skip
    assert sorted(type(one).__name__ for one in found) == ["Kept", "LeaveTwice", "LeaveTwice", "LeaveTwice"]
    assert Leave.objects.count() == 1
