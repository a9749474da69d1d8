"""联办: the number of the new 营业执照 is not asked; it stands in the next form when that member starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from tests import bundle_world as world
from tests.county import County
from tests.notice_world import MINUTE, accepted, member
from yimen.cases import actions
from yimen.catalogue import actions as keeping
from yimen.catalogue import queries as catalogue
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM
from yimen.rules.item import FieldUse
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _published(county: County) -> None:
    specs = world.members()
    specs[1] = replace(specs[1], form=(*specs[1].form, FieldUse("bl_number", "营业执照编号", max_length=30)))
    with transaction.atomic():
        keeping.bulk_publish(
            SYSTEM, specs, effective_from=world.DAY, document="云审发〔2026〕2号", now=county.now
        )
    keeping.compose(county["keeper"], world.written(), issues={}, now=county.now)
    keeping.publish_bundle(
        county["keeper"], world.SNACKS, issues={}, effective_from=date(2026, 1, 1),
        document="云审发〔2026〕3号", now=county.now,
    )  # fmt: skip


def test_the_number_comes_from_the_result_with_its_source(county: County) -> None:
    _published(county)
    asked = [use.key for use in catalogue.item_page(world.SNACKS).spec.form]
    assert asked == ["has_sign", "shop_name", "area"]
    number, now = accepted(county, made=False), county.now + MINUTE
    licence = member(number, world.REGISTER)
    actions.grant(county["officer"], licence.number, result_number="YZ2026001", now=now)
    drain(now)
    food = member(number, world.FOOD)
    assert food.answers["bl_number"] == "YZ2026001"
    started = trail.history(food.number)[-1]
    assert started.data["filled"] == ["营业执照编号：由“个体工商户设立登记”办出：YZ2026001"]
    assert "bl_number" not in member(number, world.SIGN).answers


def test_without_a_number_nothing_is_made_up(county: County) -> None:
    _published(county)
    number = accepted(county)
    food = member(number, world.FOOD)
    assert "bl_number" not in food.answers and "filled" not in trail.history(food.number)[-1].data
