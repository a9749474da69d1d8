"""一件事 with 秒批: a member that starts is decided by machine, and those that waited for it start."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests import bundle_world as bundles
from tests import county as counties
from tests import instant_world as worlds
from yimen.cases import actions as cases
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.instant import queries
from yimen.rules.instant.judge import Outcome
from yimen.rules.terms import State

pytestmark = pytest.mark.django_db(transaction=True)
RULES = {"register": False, "materials": {"M-LEASE": "given"}, "rules": [{"words": "自己的店"}]}


@pytest.mark.parametrize(("level", "outcome"), [("3", Outcome.APPROVE), ("2", Outcome.PERSON)])
def test_the_first_step_is_decided_at_once_and_the_others_start(
    county: counties.County, now: datetime, monkeypatch: pytest.MonkeyPatch, level: str, outcome: Outcome
) -> None:
    first, *others = bundles.members()
    monkeypatch.setattr(bundles, "members", lambda: [replace(first, instant=RULES), *others])
    bundles.publish(county)
    worlds.known(county, "li", level, now)
    li = county["li"]
    number = cases.open_draft(
        li, bundles.SNACKS, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    ).number
    cases.save(li, number, {"has_sign": False, "shop_name": "青石小吃", "area": "60"}, now=now)
    for code in ("M-LEASE", "M-PLAN"):
        cases.attach(li, number, code, None, now=now, how="1")
    cases.submit(li, number, now=now)
    cases.receive(county["clerk"], number, now=now)
    cases.accept(county["clerk"], number, now=now)
    drain(now + timedelta(seconds=5))
    members = {row.item.code: row for row in Case.objects.filter(parent__number=number)}
    [decision] = queries.of_case(members[bundles.REGISTER].number)
    assert decision.outcome is outcome
    approved = outcome is Outcome.APPROVE
    assert members[bundles.REGISTER].state == (State.ISSUED if approved else State.REVIEWING)
    assert members[bundles.FOOD].state == (State.REVIEWING if approved else State.WAITING)
