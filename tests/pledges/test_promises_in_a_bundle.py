"""一件事: a proof is promised once where every member that uses it allows it, and each member that decides on
it checks it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests import bundle_world as bundles
from tests import county as counties
from tests import pledge_world as world
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.catalogue import queries as catalogue_queries
from yimen.config.worker import drain
from yimen.pledges.models import Check
from yimen.rules import pledge
from yimen.rules.item import ItemSpec
from yimen.rules.terms import State

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def promising(*codes: str) -> list[ItemSpec]:
    """The members; of those named, 平面布局图 may be promised."""
    said = {"pledge": "图和现场一致", "pledge_basis": world.BASIS}
    return [
        replace(
            one,
            materials=tuple(replace(m, **said) if m.code == "M-PLAN" else m for m in one.materials),
        )
        if one.code in codes
        else one
        for one in bundles.members()
    ]


def build(monkeypatch, county, now, *codes):
    """The bundle of items of which these allow the promise; a draft with all the rest given."""
    told = promising(*codes)
    monkeypatch.setattr(bundles, "members", lambda: told)
    bundles.publish(county)
    catalogue_queries.forget_specs()
    li = county["li"]
    number = actions.open_draft(
        li, bundles.SNACKS, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    ).number
    answers = {"has_sign": False, "shop_name": "青石面馆", "area": "120"}
    actions.save(li, number, answers, now=now)
    actions.attach(li, number, "M-LEASE", None, now=now, how="1")
    return number


def test_the_strictest_member_counts(monkeypatch, county, now):
    number = build(monkeypatch, county, now, bundles.FOOD)
    with pytest.raises(pledge.NotPledgeable):
        actions.pledge(county["li"], number, ["M-PLAN"], **world.SIGNED, now=now)


def test_promised_once_and_checked_by_each_that_decides_on_it(monkeypatch, county, now):
    number = build(monkeypatch, county, now, bundles.FOOD, bundles.FIRE)
    actions.pledge(county["li"], number, ["M-PLAN"], **world.SIGNED, now=now)
    actions.submit(county["li"], number, now=now)
    actions.receive(county["clerk"], number, now=now)
    actions.accept(county["clerk"], number, now=now)
    _decide_all(county, number, now)
    found = Check.objects.select_related("case__item", "department")
    assert {one.case.item.code for one in found} == {bundles.FOOD, bundles.FIRE}
    assert {one.department.credit_code for one in found} == {counties.HEALTH}
    lines = Case.objects.get(item__code=bundles.FOOD, parent__number=number).materials
    assert lines.get(code="M-PLAN").get_type == "7"


def _decide_all(county, number, now):
    for _ in range(4):
        for child in Case.objects.filter(parent__number=number, state=State.REVIEWING):
            who = "officer" if child.department.credit_code == counties.MARKET else "health"
            actions.grant(county[who], child.number, now=now)
        drain(now)
