"""The small county with a helper, and a case helped to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests import county as counties
from tests import help_world
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.rules.calendar import CHINA
from yimen.rules.terms import Channel

MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=CHINA)


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return MONDAY


@pytest.fixture
def county(db: None, now: datetime) -> counties.County:
    made = counties.build(now)
    help_world.come(made)
    help_world.come(made, "3002", "周帮")
    return made


@pytest.fixture
def helped(county: counties.County, now: datetime) -> Callable[..., Case]:
    """A case of 王小草, begun and handed in by the helper; `until` "delivered" walks it to its end."""

    def walk(until: str = "submitted", *, at: datetime = now) -> Case:
        if not help_world.now_allowed(county["helper"], at).helps:
            help_world.allow(county, at)
        one, party = help_world.now_allowed(county["helper"], at), county.parties["wang"].pk
        number = actions.open_draft(
            one, counties.INSTANT, party, channel=str(Channel.HELPER), region=counties.REGION, now=at
        ).number
        actions.submit(one, number, now=at, again="再办一件")
        if until == "submitted":
            return Case.objects.get(number=number)
        actions.receive(county["clerk"], number, now=at)
        actions.accept(county["clerk"], number, now=at)
        later = at + timedelta(days=2)
        actions.grant(county["officer"], number, result_number="Y1", result_from=later.date(), now=later)
        actions.issue(county["clerk"], number, now=later)
        actions.deliver(county["clerk"], number, receiver="王小草", seen="居民身份证", now=later)
        return Case.objects.get(number=number)

    return walk
