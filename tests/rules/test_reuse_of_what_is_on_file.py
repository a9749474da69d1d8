"""同一主体材料只提交一次: which holding satisfies which line, on which ground, on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import reuse
from yimen.rules.item import MaterialUse
from yimen.rules.reuse import Holding
from yimen.rules.terms import GetType, Held, MaterialKind, UseBasis

TODAY = date(2026, 11, 16)
MINE, OTHER = "11439926MB0000001A", "11439926MB0000002B"
LINE = MaterialUse("M-LEASE", "房屋租赁合同")
ONE = Holding(
    Held.CHECKED, 1, "M-LEASE", "房屋租赁合同", date(2026, 1, 5), department=OTHER, department_name="卫健局"
)


def offer(one: Holding, line: MaterialUse = LINE, department: str = MINE) -> reuse.Offer | None:
    return reuse.offers([line], [one], department, TODAY).get(line.code)


@pytest.mark.parametrize(
    ("one", "basis", "asks"),
    [
        (ONE, UseBasis.CONSENT, True),
        (replace(ONE, department=MINE), UseBasis.SAME_ORGAN, False),
        (replace(ONE, department="", origin=Held.UPLOADED), UseBasis.OWN, False),
        (replace(ONE, department=OTHER, origin=Held.UPLOADED), UseBasis.CONSENT, True),
        (replace(ONE, origin=Held.LICENCE), UseBasis.CONSENT, True),
        (replace(ONE, origin=Held.LICENCE, department=MINE), UseBasis.LICENCE, False),
        (replace(ONE, origin=Held.REGISTER), UseBasis.REGISTER, False),
    ],
)
def test_the_ground_says_whether_the_party_is_asked(one: Holding, basis: UseBasis, asks: bool) -> None:
    found = offer(one)
    assert found is not None and (found.basis, found.asks_consent) == (basis, asks)


def test_without_consent_where_it_is_asked_nothing_is_used() -> None:
    found = offer(ONE)
    assert found is not None
    with pytest.raises(reuse.ConsentMissing, match="卫健局收的，先要本人同意"):
        reuse.require_consent(found, False)
    reuse.require_consent(found, True)
    reuse.require_consent(replace(found, basis=UseBasis.SAME_ORGAN), False)


@pytest.mark.parametrize(
    ("since", "until", "usable"),
    [
        (TODAY, None, True), (TODAY, TODAY, True), (TODAY - timedelta(9), TODAY - timedelta(1), False),
        (TODAY + timedelta(1), None, False), (TODAY - timedelta(9), TODAY + timedelta(1), True),
    ],
)  # fmt: skip
def test_both_days_of_validity_count(since: date, until: date | None, usable: bool) -> None:
    assert (offer(replace(ONE, since=since, valid_to=until)) is not None) is usable


def test_the_best_vouched_for_comes_first_then_the_newest() -> None:
    uploaded = replace(ONE, ref=9, origin=Held.UPLOADED, department="", since=TODAY)
    newer = replace(ONE, ref=2, since=date(2026, 5, 5))
    licence = replace(ONE, ref=3, origin=Held.LICENCE)
    register = replace(ONE, ref=4, origin=Held.REGISTER)

    def first(*held: Holding) -> int:
        return reuse.offers([LINE], held, MINE, TODAY)["M-LEASE"].holding.ref

    assert first(uploaded, ONE, newer) == 2
    assert first(uploaded, ONE, newer, licence) == 3
    assert first(uploaded, licence, register) == 4
    assert first(uploaded) == 9


def test_a_form_is_filled_in_each_time_and_a_freed_line_needs_nothing() -> None:
    assert offer(ONE, replace(LINE, kind=MaterialKind.FORM)) is None
    assert offer(ONE, replace(LINE, exempt_by="电子证照")) is None


def test_how_it_came_in_tells_library_register_and_licence_apart() -> None:
    ways = {origin: found.how for origin in Held if (found := offer(replace(ONE, origin=origin)))}
    assert ways == {
        Held.REGISTER: GetType.SHARED, Held.LICENCE: GetType.LICENCE, Held.CHECKED: GetType.LIBRARY,
        Held.UPLOADED: GetType.LIBRARY,
    }  # fmt: skip
    found = offer(replace(ONE, origin=Held.UPLOADED))
    assert found is not None and not found.checked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("居民身份证", "居民身份证（原件及复印件）"), ("营业执照副本", "营业执照（复印件）"),
        ("1.法定代表人身份证复印件", "法定代表人身份证"), ("《食品经营许可证》", "食品经营许可证 正本"),
        ("房屋租赁合同", "房屋租赁合同(复印件1份)"),
    ],
)  # fmt: skip
def test_names_that_mean_the_same_are_the_same(one: str, other: str) -> None:
    assert reuse.plain_name(one) == reuse.plain_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("居民身份证", "法定代表人身份证"),
        ("营业执照", "食品经营许可证"),
        ("复印件", "原件"),
        ("甲方合同", "乙方合同"),
    ],
)
def test_names_of_other_things_stay_apart(one: str, other: str) -> None:
    assert reuse.plain_name(one) != reuse.plain_name(other)


@given(st.text(max_size=40))
def test_a_plain_name_is_plain_already(name: str) -> None:
    once = reuse.plain_name(name)
    assert reuse.plain_name(once) in {once, reuse.plain_name(once)}
    assert once == "" or once.strip() == once


def test_a_certificate_lasts_until_a_newer_one_and_other_things_a_year() -> None:
    assert reuse.usable_until(MaterialKind.CERTIFICATE, TODAY) is None
    assert reuse.usable_until(MaterialKind.OTHER, TODAY) == TODAY + timedelta(365)
    with pytest.raises(reuse.EndsInThePast):
        reuse.check_end(TODAY - timedelta(1), TODAY)
    reuse.check_end(TODAY, TODAY)
    with pytest.raises(reuse.NotReusable):
        reuse.check_kind(MaterialKind.FORM, "申请表")
