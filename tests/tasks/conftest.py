"""The county of five departments."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import county as counties
from tests import task_world as world
from yimen.cases import actions as cases


@pytest.fixture
def county(transactional_db: None) -> counties.County:
    """Five departments and the bundle 开餐饮店."""
    return world.build()


@pytest.fixture
def reach_licence(county: counties.County) -> Callable[[str], str]:
    """`reach_licence("accepted")`: a plain licence case of 李敏, one department's, walked to that point."""

    def walk(until: str) -> str:
        li, clerk, now = county["li"], county["clerk"], world.NOW
        number = cases.open_draft(
            li, counties.LICENCE, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
        ).number
        cases.save(li, number, {"shop_name": "青石面馆", "area": "120"}, now=now)
        for code in ("M-PLAN", "M-RULES"):
            cases.attach(li, number, code, None, now=now, how="1")
        cases.submit(li, number, now=now)
        cases.receive(clerk, number, now=now)
        if until == "accepted":
            cases.accept(clerk, number, now=now)
        return number

    return walk
