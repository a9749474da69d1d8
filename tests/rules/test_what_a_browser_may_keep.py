"""Of a form only what tells of a matter may lie in a browser; what says who somebody is, never."""

from __future__ import annotations

import pytest

from yimen.rules.browser_drafts import KINDS, may_lie
from yimen.rules.item import FieldUse
from yimen.rules.terms import FieldType

NEVER = {FieldType.PHONE, FieldType.ID_NUMBER, FieldType.CREDIT_CODE, FieldType.ADDRESS}


def test_each_kind_is_decided_and_a_new_one_is_denied() -> None:
    assert set(FieldType) - KINDS == NEVER


@pytest.mark.parametrize("kind", sorted(NEVER))
def test_numbers_telephones_and_places_never_lie_there(kind: FieldType) -> None:
    assert not may_lie(FieldUse("thing", "随便什么", kind))


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("applicant_name", "姓名"), ("x", "经营者姓名"), ("x", "法定代表人"), ("x", "户主身份证号"),
        ("bank_account", "账户"), ("x", "收款账号"),
        ("x", "联系电话"), ("mobile", "怎么找您"), ("x", "家庭住址"),
        ("x", "查询密码"), ("query_token", "编码"), ("birth_day", "哪天"),
        ("card_no", "卡"), ("x", "配偶证件号码"),
        ("contact", "找谁"), ("x", "委托人"),
    ],
)  # fmt: skip
def test_plain_text_that_tells_who_somebody_is_never_lies_there(key: str, label: str) -> None:
    assert not may_lie(FieldUse(key, label, FieldType.TEXT))


@pytest.mark.parametrize(
    ("key", "label", "kind"),
    [
        ("shop_name", "店名", FieldType.TEXT), ("area", "面积", FieldType.DECIMAL),
        ("why", "说明", FieldType.LONG_TEXT), ("opens", "哪天开业", FieldType.DATE),
        ("has_seat", "有没有座位", FieldType.BOOL), ("kind", "做什么", FieldType.MULTI),
    ],
)  # fmt: skip
def test_what_tells_of_a_matter_may(key: str, label: str, kind: FieldType) -> None:
    assert may_lie(FieldUse(key, label, kind))
