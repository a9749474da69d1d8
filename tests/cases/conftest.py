"""The small county, and a case brought as far as a test needs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests import county as counties
from yimen.cases import actions
from yimen.cases.models import Case

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return NOW


@pytest.fixture
def county(db: None, now: datetime) -> counties.County:
    """Departments, staff, people and four items."""
    return counties.build(now)


@pytest.fixture
def reach(county: counties.County) -> Callable[..., Case]:
    """`reach("received")`: a case of 李敏 for the licence (or `item=`), walked to that point."""

    def walk(until: str, *, item: str = counties.LICENCE, who: str = "li", at: datetime = NOW) -> Case:
        party = county.parties[who]
        opened = actions.open_draft(county[who], item, party.pk, channel="2", region=counties.REGION, now=at)
        number, minute = opened.number, timedelta(minutes=1)
        steps = {
            "draft": lambda: None,
            "filled": lambda: _fill(county, number, item, who, at),
            "submitted": lambda: actions.submit(county[who], number, now=at + minute),
            "received": lambda: actions.receive(county["clerk"], number, now=at + 2 * minute),
            "accepted": lambda: actions.accept(county["clerk"], number, now=at + 3 * minute),
            "opinion1": lambda: _agree(county, "officer", number, at + 4 * minute),
            "opinion2": lambda: _agree(county, "head", number, at + 5 * minute),
            "granted": lambda: actions.grant(
                county["director"], number, now=at + 6 * minute, result_number="JY0001", result_from=at.date()
            ),
            "issued": lambda: actions.issue(county["clerk"], number, now=at + 7 * minute),
            "delivered": lambda: actions.deliver(
                county["clerk"], number, receiver="李敏", seen="居民身份证", now=at + 8 * minute
            ),
        }
        for name, step in steps.items():
            step()
            if name == until:
                return Case.objects.get(number=number)
        raise AssertionError(f"no such point: {until}")

    return walk


def _fill(county: counties.County, number: str, item: str, who: str, at: datetime) -> None:
    if item != counties.LICENCE:
        return
    actions.save(county[who], number, {"shop_name": "青石面馆", "area": "120"}, now=at)
    for code in ("M-PLAN", "M-RULES"):
        actions.attach(county[who], number, code, None, now=at, how="1")


def _agree(county: counties.County, who: str, number: str, at: datetime) -> None:
    actions.opinion(county[who], number, verdict="agree", text="", now=at)
