"""The differences of two versions, in words a keeper reads."""

from __future__ import annotations

import pytest

from yimen.catalogue.labels import FIELDS, PARTS
from yimen.catalogue.queries import differences
from yimen.rules import item as rules
from yimen.rules.item import ItemSpec


def _changes(sheet, **change):
    found = differences(ItemSpec.from_dict(sheet), ItemSpec.from_dict({**sheet, **change}))
    return [(one.kind, one.place, one.before, one.after) for one in found]


def test_nothing_changed_is_no_change(sheet):
    assert _changes(sheet) == []


def test_plain_fields_show_labels_and_units(sheet):
    assert _changes(sheet, promise={"days": 5}, type="20", charged=True) == [
        ("changed", "事项类型", "行政许可", "公共服务"),
        ("changed", "承诺办结时限", "8 个工作日", "5 个工作日"),
        ("changed", "收费", "否", "是"),
    ]


def test_a_field_that_was_empty_is_added(sheet):
    assert _changes(sheet, quota="每年 10 个") == [("added", "数量限制", "", "每年 10 个")]
    assert _changes({**sheet, "quota": "每年 10 个"}, quota="") == [("removed", "数量限制", "每年 10 个", "")]


def test_materials_are_told_apart_by_code(sheet):
    one, two = sheet["materials"]
    changed = {**one, "copies": 2}
    assert _changes(sheet, materials=[changed, two]) == [
        ("changed", "材料“居民身份证”：复印件份数", "1", "2")
    ]
    assert _changes(sheet, materials=[one])[0][:2] == ("removed", "材料“经营场所平面图”")
    new = {"code": "HEALTH", "name": "健康证明"}
    assert _changes(sheet, materials=[one, two, new]) == [("added", "材料“健康证明”", "", "健康证明")]


def test_another_order_is_one_change(sheet):
    assert _changes(sheet, materials=sheet["materials"][::-1]) == [
        ("changed", "材料", "居民身份证、经营场所平面图", "经营场所平面图、居民身份证")
    ]


def test_fields_steps_and_fees(sheet):
    form = [sheet["form"][0], {**sheet["form"][1], "required": False}]
    assert _changes(sheet, form=form) == [("changed", "表单栏目“经营面积”：必填", "是", "否")]
    steps = [*sheet["steps"][:1], {**sheet["steps"][1], "days": 3}, *sheet["steps"][2:]]
    assert _changes(sheet, steps=steps) == [("changed", "办理环节“审查”：天数", "4", "3")]
    fee = {"name": "工本费", "standard": "每证 5 元", "unit_price": "5"}
    assert _changes(sheet, fees=[fee]) == [("added", "收费项目“工本费”", "", "工本费，每证 5 元，5")]


def test_two_entries_of_one_name_are_both_kept(sheet):
    twice = [{"q": "要多久？", "a": "8 天"}, {"q": "要多久？", "a": "9 天"}]
    assert len(_changes(sheet, faq=twice)) == 2


@pytest.mark.parametrize(
    "part",
    [rules.MaterialUse, rules.FieldUse, rules.Step, rules.Fee, rules.SpecialStep, rules.Window,
     rules.Question, rules.Basis],
)  # fmt: skip
def test_every_field_of_every_part_has_a_name(part):
    assert set(part.__dataclass_fields__) <= set(PARTS)
    assert set(ItemSpec.__dataclass_fields__) == set(FIELDS)
