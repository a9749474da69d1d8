"""A bundle follows its members by itself: another version, a closed one, another type of licence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests import bundle_world as world
from tests import county as counties
from yimen.catalogue import actions, queries
from yimen.config.worker import drain
from yimen.rules.bundle import Issued
from yimen.rules.licences import FaceField, FaceSource, LicenceAct, LicenceSpec
from yimen.rules.terms import ItemState
from yimen.vault import actions as vault
from yimen.vault import queries as vault_queries

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FACE = (FaceField("name", "名称", FaceSource.PARTY, "name", fills=("shop_name",)),)
DOCUMENT = "云审发〔2026〕9号"


@pytest.fixture
def county(db: None, now: datetime) -> counties.County:
    made = counties.build(now)
    world.publish(made)
    drain(made.now)
    return made


def test_a_new_version_of_a_member(county: counties.County) -> None:
    food = next(one for one in world.members() if one.code == world.FOOD)
    changed = replace(food, materials=food.materials[:1])
    actions.bulk_publish(
        county["keeper"], [changed], effective_from=date(2026, 1, 1), document=DOCUMENT, now=county.now
    )
    drain(county.now)
    page = queries.item_page(world.SNACKS)
    assert page.number == 2
    drain(county.now)
    assert queries.item_page(world.SNACKS).number == 2


def test_a_member_is_suspended_and_resumed(county: counties.County) -> None:
    actions.suspend(county["keeper"], world.SIGN, document=DOCUMENT, now=county.now)
    drain(county.now)
    item = queries.item(world.SNACKS)
    assert item is not None and item.state == ItemState.SUSPENDED
    actions.resume(county["keeper"], world.SIGN, document=DOCUMENT, now=county.now)
    drain(county.now)
    item = queries.item(world.SNACKS)
    assert item is not None and item.state == ItemState.ACTIVE


def test_a_type_of_licence_that_is_a_material_of_another_member(county: counties.County) -> None:
    spec = LicenceSpec(
        code=counties.HEALTH + "W01", name="卫生检查意见", organ="卫健局", organ_code=counties.HEALTH,
        prefix="WJ", material="M-SIGN", items=((world.FIRE, LicenceAct.ISSUE),),
        fields=FACE,
    )  # fmt: skip
    vault.define_type(county["keeper"], spec.to_dict(), now=county.now)
    assert vault_queries.issued_by([world.FIRE, world.FOOD]) == {world.FIRE: Issued(("M-SIGN",), FACE)}
    drain(county.now)
    plan = queries.plan(queries.item_page(world.SNACKS).version_id)
    placed = {one.item: one.after for one in plan.schedule.placed}
    assert placed[world.SIGN] == tuple(sorted((world.REGISTER, world.FIRE)))
