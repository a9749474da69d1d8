"""Joins fire early or stick (peers, pain 5): members of one application end at the same moment, with workers
telling it late, twice and side by side; it is concluded once, when all have ended, and never before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from tests import bundle_world as world
from tests import county as counties
from tests.concurrency.gate import without_failure
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.rules.terms import State
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]
WHO = {world.REGISTER: "officer", world.FOOD: "health", world.SIGN: "officer", world.FIRE: "health"}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def county(now) -> counties.County:
    made = counties.build(now)
    world.publish(made)
    drain(made.now)
    return made


def _apply(county: counties.County) -> str:
    li, now = county["li"], county.now
    number = actions.open_draft(
        li, world.SNACKS, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    ).number
    actions.save(li, number, {"has_sign": True, "shop_name": "青石小吃", "area": "60"}, now=now)
    for code in ("M-LEASE", "M-PLAN", "M-SIGN"):
        actions.attach(li, number, code, None, now=now, how="1")
    actions.submit(li, number, now=now)
    actions.receive(county["clerk"], number, now=now)
    actions.accept(county["clerk"], number, now=now)
    return number


def _members(number: str) -> dict[str, str]:
    rows = Case.objects.filter(parent__number=number).values_list("item__code", "number")
    return dict(rows)


def _tell(number: str, now) -> None:
    with transaction.atomic():
        actions.advance(number, now=now)


def test_all_decide_and_all_tell_at_once(county: counties.County) -> None:
    number = _apply(county)
    members = _members(number)
    actions.grant(county["officer"], members[world.REGISTER], now=county.now + MINUTE)
    drain(county.now + MINUTE)
    later = county.now + 2 * MINUTE
    rest = [item for item in members if item != world.REGISTER]
    without_failure(
        [lambda item=item: actions.grant(county[WHO[item]], members[item], now=later) for item in rest]
        + [lambda: _tell(number, later) for _ in range(3)]
    )
    without_failure([lambda: drain(later), lambda: drain(later), lambda: _tell(number, later)])
    drain(later + MINUTE)
    parent = Case.objects.get(number=number)
    assert parent.state == State.ISSUED
    kinds = [row.kind for row in trail.history(number)]
    assert kinds.count("case.concluded") == 1 and kinds[-1] == "case.concluded"
    for child in members.values():
        assert [row.kind for row in trail.history(child)].count("case.handed_up") == 1
        assert list(trail.broken_links(child)) == []
    assert list(trail.broken_links(number)) == []


def test_withdrawn_while_a_department_decides(county: counties.County) -> None:
    number = _apply(county)
    child = _members(number)[world.REGISTER]
    later = county.now + MINUTE
    outcomes: list[str] = []

    def grant() -> None:
        try:
            actions.grant(county["officer"], child, now=later)
            outcomes.append("granted")
        except Exception as refused:
            outcomes.append(getattr(refused, "code", repr(refused)))

    without_failure([grant, lambda: actions.withdraw(county["li"], number, reason="不办了", now=later)])
    drain(later + MINUTE)
    states = set(Case.objects.filter(parent__number=number).values_list("state", flat=True))
    assert Case.objects.get(number=number).state == State.WITHDRAWN
    if outcomes == ["granted"]:
        # Decided before the withdrawal reached it: the decision stands and its result is made.
        assert states <= {State.GRANTED, State.ISSUED, State.WITHDRAWN}
    else:
        assert outcomes == ["case.not_here"] and states == {State.WITHDRAWN}
