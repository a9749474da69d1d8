"""Pain 1: the keeper publishes another version while applications are on their way. Each goes on under the
version under which it was begun; the next one begins under the new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from tests import bundle_world as bundles
from tests import county as counties
from tests.web import citizen_world as world
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.catalogue import actions as keeping
from yimen.catalogue import queries as catalogue
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM
from yimen.rules.item import FieldUse, ItemSpec, Limit, MaterialUse
from yimen.rules.terms import State

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> world.World:
    return world.build(monkeypatch)


def _publish(*specs: ItemSpec, order: int) -> None:
    with transaction.atomic():
        keeping.bulk_publish(
            SYSTEM, list(specs), effective_from=date(2026, 2, order), document=f"云审发〔2026〕{order}号",
            now=world.NOW,
        )  # fmt: skip


def _stricter() -> ItemSpec:
    old = next(one for one in counties.specs() if one.code == counties.LICENCE)
    return replace(
        old, promise=Limit(3), form=(*old.form, FieldUse("seats", "座位数")),
        materials=(*old.materials, MaterialUse("M-NEW", "排烟设施照片")),
    )  # fmt: skip


def _draft(town: world.World, **more: str) -> str:
    number, li = town.draft(item=counties.LICENCE), town.county["li"]
    actions.save(li, number, {"shop_name": "青石面馆", "area": "120", **more}, now=world.NOW)
    for code in ("M-PLAN", "M-RULES"):
        actions.attach(li, number, code, None, now=world.NOW, how="1")
    return number


def test_what_is_in_flight_keeps_its_form_its_list_and_its_promise(town: world.World) -> None:
    li, clerk = town.county["li"], town.county["clerk"]
    begun, accepted = _draft(town), _draft(town)
    for act, who in ((actions.submit, li), (actions.receive, clerk), (actions.accept, clerk)):
        act(who, accepted, now=world.NOW)
    before = {n: (world.case(n).version_id, world.case(n).promise_due) for n in (begun, accepted)}
    _publish(_stricter(), order=9)
    drain(world.NOW)
    assert {n: (world.case(n).version_id, world.case(n).promise_due) for n in (begun, accepted)} == before
    # The draft is handed in as it was asked: neither the new box nor the new paper is wanted of it.
    check = world.text(town.client("li").get(f"/apply/case/{begun}/check/"))
    assert "座位数" not in check and "排烟设施照片" not in check
    actions.submit(li, begun, now=world.NOW)
    # The one under review is decided under its own steps.
    actions.opinion(town.county["officer"], accepted, verdict="agree", text="", now=world.NOW)
    actions.opinion(town.county["head"], accepted, verdict="agree", text="", now=world.NOW)
    assert "承诺 5 个工作日" in world.text(town.client("li").get(f"/cases/{accepted}/"))
    # Who begins now meets the new version, and says which one it is.
    fresh = _draft(town, seats="20")
    assert world.case(fresh).version_id != before[begun][0]
    assert {line.code for line in world.case(fresh).materials.all()} > {"M-NEW"}
    later = world.text(town.client("li").get(f"/apply/case/{fresh}/materials/"))
    assert "排烟设施照片" in later


def test_a_bundle_in_flight_keeps_the_versions_of_its_members(town: world.World) -> None:
    county, li = town.county, town.county["li"]
    bundles.publish(county)
    number = actions.open_draft(
        li, bundles.SNACKS, county.parties["li"].pk, channel="2", region=counties.REGION, now=world.NOW
    ).number
    actions.save(li, number, {"has_sign": False, "shop_name": "青石小吃", "area": "60"}, now=world.NOW)
    for code in ("M-LEASE", "M-PLAN"):
        actions.attach(li, number, code, None, now=world.NOW, how="1")
    register, food, *_others = bundles.members()
    changed = replace(
        food, promise=Limit(2), materials=(*food.materials, MaterialUse("M-NEW", "排烟设施照片"))
    )
    _publish(changed, replace(register, promise=Limit(2)), order=11)
    drain(world.NOW)
    actions.submit(li, number, now=world.NOW)
    actions.receive(county["clerk"], number, now=world.NOW)
    actions.accept(county["clerk"], number, now=world.NOW)
    plan = catalogue.plan(Case.objects.get(number=number).version_id)
    rows = {row.item.code: row for row in Case.objects.filter(parent__number=number).select_related("item")}
    assert {code: row.version_id for code, row in rows.items()} == {
        part.item: part.version for part in plan.parts if part.item in rows
    }
    child = rows[bundles.FOOD]
    assert "M-NEW" not in {line.code for line in child.materials.all()}
    current = catalogue.item(bundles.FOOD)
    assert current is not None and child.version_id != current.current_id
    actions.grant(county["officer"], rows[bundles.REGISTER].number, now=world.NOW + timedelta(minutes=1))
    drain(world.NOW + timedelta(minutes=1))
    assert Case.objects.get(number=child.number).state == State.REVIEWING
