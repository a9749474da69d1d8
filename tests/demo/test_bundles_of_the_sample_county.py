"""The 一件事 of the sample county are sound: every one compiles, in the order that people would expect."""

from __future__ import annotations

import random

import pytest
from django.utils import timezone

from yimen.cases.models import Case
from yimen.catalogue import queries
from yimen.demo import build, county, joint, stories
from yimen.rules import bundle as rules
from yimen.rules.bundle import BundleSpec, Handling, Measure, Part, Plan
from yimen.rules.licences import LicenceSpec
from yimen.rules.terms import State

SPECS = {one.code: one for one in county.item_specs()}
BUNDLES = [BundleSpec.from_dict(one) for one in county.bundles()]
JOINT = [one for one in BUNDLES if one.handling is Handling.JOINT]
ISSUES = {
    code: frozenset({kind["material"]})
    for kind in county.licence_types()
    if kind.get("material")
    for code, act in kind["items"]
    if act in {"issue", "change", "renew"}
}
FACES = {
    code: LicenceSpec.from_dict(kind).fields
    for kind in county.licence_types()
    for code, _act in kind["items"]
}


def _parts(one: BundleSpec) -> list[Part]:
    return [
        Part(
            member, SPECS[member.item], ISSUES.get(member.item, frozenset()),
            face=FACES.get(member.item, ()),
        )
        for member in one.members
    ]  # fmt: skip


def _plan(name: str) -> Plan:
    one = next(one for one in BUNDLES if one.name == name)
    return rules.compile_plan(one, _parts(one))


@pytest.mark.parametrize("one", JOINT, ids=[one.code for one in JOINT])
def test_nothing_stands_against_it(one: BundleSpec) -> None:
    assert [fault.words for fault in rules.faults(one, _parts(one))] == []
    plan = rules.compile_plan(one, _parts(one))
    figures = {saving.what: saving for saving in rules.savings(plan)}
    assert figures[Measure.FIELDS].saved > 0 and figures[Measure.FORMS].saved > 0
    assert figures[Measure.DAYS].after <= figures[Measure.DAYS].before


def test_codes_are_unique_and_guidance_has_steps() -> None:
    assert len({one.code for one in BUNDLES}) == len(BUNDLES)
    led = [one for one in BUNDLES if one.handling is Handling.GUIDANCE]
    assert led and all(one.stops for one in led)


@pytest.mark.parametrize(
    ("name", "first", "then"),
    [
        ("开小餐馆", "个体工商户设立登记", "食品经营许可（新办）"),
        ("企业开办", "有限责任公司设立登记", "税务登记信息确认和发票领用"),
        ("新生儿出生", "出生登记（上户口）", "城乡居民医保参保登记"),
        ("工业项目从备案到开工", "建设工程规划许可", "建筑工程施工许可"),
        ("残疾人服务", "残疾人证办理", "困难残疾人生活补贴和重度残疾人护理补贴"),
    ],
)
def test_who_comes_after_whom(name: str, first: str, then: str) -> None:
    plan = _plan(name)
    names = {part.spec.name: part.item for part in plan.parts}
    placed = {one.item: one for one in plan.schedule.placed}
    assert names[first] in placed[names[then]].after


@pytest.mark.slow
@pytest.mark.django_db
def test_applications_are_lived_through_the_real_acts() -> None:
    now = timezone.now()
    for name, step in build.STEPS:
        if name != "印章":
            step(now)
    assert len(queries.bundles(limit=100)) == len(BUNDLES)
    assert joint.tell_all(stories.cast(), now, random.Random(7)) == len(joint.PLAYS)
    told = {
        row.item.code: (row.state, sorted(row.children.values_list("state", flat=True)))
        for row in Case.objects.filter(item__is_bundle=True, submitted_at__isnull=False)
    }
    assert told["YJS-010"][0] == State.DELIVERED and set(told["YJS-010"][1]) == {State.DELIVERED}
    assert told["YJS-001"][0] == State.REVIEWING and State.ISSUED in told["YJS-001"][1]
    assert told["YJS-004"] == (State.SUBMITTED, [])


def test_nobody_is_asked_a_number_that_a_member_gives_first() -> None:
    """企业开办 and the like: a 统一社会信用代码 is known once the 营业执照 is made, not before."""
    for one in JOINT:
        plan = rules.compile_plan(one, _parts(one))
        first = [p for p in plan.parts if "设立登记" in p.spec.name and p.spec.result_name == "营业执照"]
        asked = {use.use.key for use in plan.fields}
        assert not first or not asked & {"credit_code"}, one.name


def test_the_face_of_the_new_licence_spares_the_restaurant_its_name_and_its_keeper() -> None:
    asked = {one.use.key for one in _plan("开小餐馆").fields}
    assert {"shop_name", "shop_address", "area"} <= asked and not asked & {"ent_name", "legal_person"}
