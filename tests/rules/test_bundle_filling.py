"""一件事: what an earlier member's result bears is not asked (rules.bundle.filling, fields)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.bundle.fields import merge_fields
from yimen.rules.bundle.filling import filled_by
from yimen.rules.bundle.order import Part, after, with_results
from yimen.rules.bundle.results import LAST_DAY, NUMBER
from yimen.rules.bundle.spec import Member
from yimen.rules.item import FieldUse, ItemSpec, MaterialUse
from yimen.rules.licences import FaceField, FaceSource
from yimen.rules.terms import FieldType, ResultType

HAS = {"field": "has", "op": "eq", "value": True}
QUESTION = FieldUse("has", "要不要执照", FieldType.BOOL)
CODE = FieldUse("code", "统一社会信用代码", FieldType.CREDIT_CODE)


def _part(code: str, *, form: tuple[FieldUse, ...] = (), needs: bool = False, makes: str = "",
          when: Any = None, **more: Any) -> Part:  # fmt: skip
    spec = ItemSpec(
        code=code, name=code, department="D", form=form, result_name=makes,
        result_type=ResultType.APPROVAL if makes else ResultType.NONE,
        materials=(MaterialUse("M-BL", "营业执照"),) if needs else (), **more,
    )  # fmt: skip
    return Part(Member(code, when), spec)


def _asked(*parts: Part) -> dict[str, Any]:
    merged = merge_fields((QUESTION,), with_results(parts))
    return {one.use.key: one.use.when for one in merged}


REGISTER = _part("A", makes="营业执照")


@pytest.mark.parametrize(
    ("use", "asked"),
    [
        (CODE, False),
        (FieldUse("n", "营业执照编号"), False),
        (FieldUse("n", "营业执照号码"), False),
        (FieldUse("n", "营业执照号", FieldType.ID_NUMBER), True),
        (FieldUse("n", "卫生许可证编号"), True),
        (FieldUse("n", "店名"), True),
    ],
)
def test_the_number_of_what_an_earlier_member_makes_is_not_asked(use: FieldUse, asked: bool) -> None:
    assert (use.key in _asked(REGISTER, _part("B", form=(use,), needs=True))) is asked


def test_it_is_asked_where_that_member_is_not_chosen() -> None:
    found = _asked(_part("A", makes="营业执照", when=HAS), _part("B", form=(CODE,), needs=True))
    assert found["code"] == {"not": HAS}


def test_who_asks_only_its_number_waits_for_it_too() -> None:
    parts = with_results((REGISTER, _part("B", form=(CODE,))))
    assert after(parts) == {"A": frozenset(), "B": {"A"}} and "code" not in _asked(*parts)


def test_where_nobody_makes_it_it_is_asked_and_nobody_waits() -> None:
    parts = with_results((_part("A", makes="登记通知书"), _part("B", form=(CODE,))))
    assert after(parts)["B"] == frozenset() and "code" in _asked(*parts)


def test_a_number_that_may_be_left_out_is_not_asked_and_holds_nobody_up() -> None:
    parts = with_results((REGISTER, _part("B", form=(replace(CODE, required=False),))))
    assert after(parts)["B"] == frozenset() and "code" not in _asked(*parts)


def test_who_replaces_a_paper_has_its_number_and_asks_it() -> None:
    change = _part("A", makes="营业执照", needs=True, form=(CODE,))
    parts = with_results((change, _part("B", form=(CODE,))))
    (shared,) = [one for one in merge_fields((), parts) if one.use.key == "code"]
    assert after(parts)["B"] == frozenset() and shared.use.when is None and "B" in shared.members


FACE = (
    FaceField("shop", "名称", FaceSource.ANSWER, "shop_name", fills=("ent_name",)),
    FaceField("scope", "经营范围", FaceSource.ANSWER, "scope"),
    FaceField("legal", "法定代表人", FaceSource.PARTY, "legal_person", required=False),
    FaceField("since", "成立日期", FaceSource.ANSWER, "since", FieldType.DATE),
)


@pytest.mark.parametrize(
    ("use", "line"),
    [
        (FieldUse("ent_name", "单位名称"), "shop"),
        (FieldUse("ent_name", "单位名称", FieldType.BOOL), ""),
        (FieldUse("x", "营业执照经营范围", FieldType.LONG_TEXT), "scope"),
        (FieldUse("x", "营业执照上的经营范围"), "scope"),
        (FieldUse("x", "名称"), ""),
        (FieldUse("x", "卫生许可证名称"), ""),
        (FieldUse("x", "营业执照法定代表人"), ""),
        (FieldUse("x", "营业执照成立日期", FieldType.DATE), "since"),
        (FieldUse("x", "营业执照成立日期"), ""),
        (FieldUse("x", "营业执照有效期至", FieldType.DATE), LAST_DAY),
        (FieldUse("x", "营业执照有效期至"), ""),
        (FieldUse("x", "营业执照编号"), NUMBER),
    ],
)
def test_a_line_of_the_face_answers_what_asks_for_it_and_is_sure_to_stand_there(use, line) -> None:
    maker = replace(REGISTER, face=FACE)
    parts = with_results((maker, _part("B", form=(use,), needs=True)))
    found = filled_by(parts[1], parts)
    assert [one.line for one in found.get(use.key, ())] == ([line] if line else [])
    assert (use.key in _asked(*parts)) is not bool(line)


def test_a_face_holds_nobody_up() -> None:
    use = FieldUse("ent_name", "单位名称")
    parts = with_results((replace(REGISTER, face=FACE), _part("B", form=(use,))))
    assert after(parts)["B"] == frozenset() and "ent_name" in _asked(*parts)


def test_what_a_condition_looks_at_is_asked() -> None:
    when = {"field": "code", "op": "empty", "value": False}
    extra = FieldUse("more", "说明", when=when)
    assert "code" in _asked(REGISTER, _part("B", form=(CODE, extra), needs=True))


@given(st.sets(st.sampled_from(["code", "name", "area"])), st.booleans(), st.booleans())
def test_each_field_is_asked_or_filled_and_never_both(keys, needs, conditional) -> None:
    uses = tuple(CODE if key == "code" else FieldUse(key, key) for key in sorted(keys))
    maker = _part("A", makes="营业执照", when=HAS if conditional else None)
    parts = with_results((maker, _part("B", form=uses, needs=needs)))
    asked = {one.use.key: one.use.when for one in merge_fields((QUESTION,), parts)}
    filled = filled_by(parts[1], parts)
    for use in uses:
        if use.key not in filled:
            assert use.key in asked and asked[use.key] is None
        elif conditional:
            assert asked[use.key] == {"not": HAS}
        else:
            assert use.key not in asked
