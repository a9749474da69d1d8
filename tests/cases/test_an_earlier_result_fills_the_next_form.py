"""联办: what stands on the new 营业执照 is not asked; it is in the next form when that member starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from tests import bundle_world as world
from tests import county as counties
from tests.county import County
from tests.notice_world import MINUTE, accepted, member
from yimen.cases import actions, queries
from yimen.catalogue import actions as keeping
from yimen.catalogue import queries as catalogue
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM
from yimen.rules.codes import credit_code_ok
from yimen.rules.item import FieldUse
from yimen.rules.licences import FaceField, FaceSource, LicenceAct, LicenceSpec, Numbering, Validity
from yimen.rules.terms import FieldType
from yimen.trail import queries as trail
from yimen.vault import actions as vault
from yimen.vault import queries as held

pytestmark = [pytest.mark.django_db, pytest.mark.both]


TYPE = LicenceSpec(
    code=counties.MARKET + "W01", name="营业执照", organ="市场监管局", organ_code=counties.MARKET,
    prefix="GS", validity=Validity.YEARS, years=3, material="M-BL", numbering=Numbering.SOLE_TRADER,
    items=((world.REGISTER, LicenceAct.ISSUE),),
    fields=(
        FaceField("holder", "经营者", FaceSource.PARTY, "name", fills=("legal_person",)),
        FaceField("shop", "名称", FaceSource.ANSWER, "shop_name", fills=("ent_name",)),
        FaceField("since", "成立日期", FaceSource.CONSTANT, "2026-11-02", FieldType.DATE, fills=("since",)),
        FaceField("capital", "资金数额", FaceSource.CONSTANT, "300.50", FieldType.MONEY, fills=("capital",)),
    ),
)  # fmt: skip
ASKED = (
    FieldUse("credit_code", "统一社会信用代码", FieldType.CREDIT_CODE),
    FieldUse("ent_name", "单位名称"), FieldUse("legal_person", "负责人", max_length=50),
    FieldUse("bl_until", "营业执照有效期至", FieldType.DATE), FieldUse("seats", "座位数", FieldType.INTEGER),
)  # fmt: skip


def published(county: County, *more: FieldUse, typed: bool = False) -> None:
    specs = world.members()
    specs[1] = replace(specs[1], form=(*specs[1].form, *more))
    with transaction.atomic():
        keeping.bulk_publish(
            SYSTEM, specs, effective_from=world.DAY, document="云审发〔2026〕2号", now=county.now
        )
    if typed:
        vault.define_type(county["keeper"], TYPE.to_dict(), now=county.now)
    issues = held.issued_by([world.REGISTER])
    keeping.compose(county["keeper"], world.written(), issues=issues, now=county.now)
    keeping.publish_bundle(
        county["keeper"], world.SNACKS, issues=issues, effective_from=date(2026, 1, 1),
        document="云审发〔2026〕3号", now=county.now,
    )  # fmt: skip


NUMBER = FieldUse("bl_number", "营业执照编号", max_length=30)


def test_the_number_comes_from_the_result_with_its_source(county: County) -> None:
    published(county, NUMBER)
    asked = [use.key for use in catalogue.item_page(world.SNACKS).spec.form]
    assert asked == ["has_sign", "shop_name", "area"]
    number, now = accepted(county, made=False), county.now + MINUTE
    licence = member(number, world.REGISTER)
    actions.grant(county["officer"], licence.number, result_number="YZ2026001", now=now)
    drain(now)
    food = member(number, world.FOOD)
    assert food.answers["bl_number"] == "YZ2026001"
    started = trail.history(food.number)[-1]
    assert started.data["filled"] == [
        {"field": "bl_number", "name": "营业执照编号", "words": "由“个体工商户设立登记”办出：YZ2026001"}
    ]
    assert "bl_number" not in member(number, world.SIGN).answers


def test_days_and_amounts_on_its_face_are_carried_as_a_form_takes_them(county: County) -> None:
    published(
        county,
        FieldUse("since", "成立日期", FieldType.DATE), FieldUse("capital", "资金数额", FieldType.MONEY),
        FieldUse("moved", "迁入日期", FieldType.DATE, required=False), typed=True,
    )  # fmt: skip
    assert {"since", "capital"} & {use.key for use in catalogue.item_page(world.SNACKS).spec.form} == set()
    number = accepted(county)
    assert held.on_face(member(number, world.REGISTER).number)["since"] == "2026 年 11 月 2 日"
    answers = member(number, world.FOOD).answers
    assert (answers["since"], answers["capital"], answers.get("moved") or None) == (
        "2026-11-02",
        "300.50",
        None,
    )


def test_without_a_number_nothing_is_made_up(county: County) -> None:
    published(county, NUMBER)
    number = accepted(county)
    food = member(number, world.FOOD)
    assert "bl_number" not in food.answers and "filled" not in trail.history(food.number)[-1].data


def test_the_face_of_the_licence_is_in_the_next_form_with_its_source(county: County) -> None:
    published(county, *ASKED, typed=True)
    asked = [use.key for use in catalogue.item_page(world.SNACKS).spec.form]
    assert asked == ["has_sign", "shop_name", "area", "seats"]
    number, now = accepted(county, made=False, more={"seats": "20"}), county.now + MINUTE
    actions.grant(county["officer"], member(number, world.REGISTER).number, now=now)
    drain(now)
    licence, food = member(number, world.REGISTER), member(number, world.FOOD)
    assert credit_code_ok(licence.result_number) and licence.result_number.startswith("92")
    assert food.answers["credit_code"] == licence.result_number
    assert (food.answers["ent_name"], food.answers["legal_person"]) == ("青石小吃", "李敏")
    assert food.answers["bl_until"] == str(licence.result_to) and food.answers["seats"] == 20
    source = f"照“个体工商户设立登记”办出的证（{licence.result_number}）填"
    page = queries.case_page(county["li"], food.number, now=now)
    assert page.filled == {
        "credit_code": f"由“个体工商户设立登记”办出：{licence.result_number}",
        "ent_name": source, "legal_person": source, "bl_until": source,
    }  # fmt: skip
    assert "李敏" not in str([row.data for row in trail.history(food.number)])


def test_a_type_that_names_another_line_compiles_the_bundle_anew(county: County) -> None:
    published(county, *ASKED, typed=True)
    drain(county.now)
    bare = replace(TYPE, fields=(replace(TYPE.fields[0], fills=()), TYPE.fields[1]))
    vault.define_type(county["keeper"], bare.to_dict(), now=county.now)
    drain(county.now)
    asked = {use.key for use in catalogue.item_page(world.SNACKS).spec.form}
    assert "legal_person" in asked and not asked & {"ent_name", "credit_code", "bl_until"}
