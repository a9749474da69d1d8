"""A small form used by several tests of the rules: one field of each type."""

from __future__ import annotations

from decimal import Decimal

from yimen.rules.item import FieldUse
from yimen.rules.terms import FieldType

FIELDS = (
    FieldUse("shop_name", "店名"),
    FieldUse("story", "经营情况", FieldType.LONG_TEXT, required=False, max_length=500),
    FieldUse("staff", "从业人数（人）", FieldType.INTEGER, minimum=Decimal(1), maximum=Decimal(5000)),
    FieldUse("area", "经营面积（平方米）", FieldType.DECIMAL, minimum=Decimal(0)),
    FieldUse("capital", "注册资本", FieldType.MONEY, required=False),
    FieldUse("opened", "开业日期", FieldType.DATE),
    FieldUse(
        "kind", "经营类别", FieldType.CHOICE, options=(("hot", "热食"), ("cold", "冷食"), ("tea", "茶饮"))
    ),
    FieldUse(
        "extras", "附加项目", FieldType.MULTI, required=False, options=(("sign", "招牌"), ("gas", "燃气"))
    ),
    FieldUse("chain", "是不是连锁", FieldType.BOOL, required=False),
    FieldUse("phone", "联系手机", FieldType.PHONE),
    FieldUse("person_id", "经营者身份证号", FieldType.ID_NUMBER),
    FieldUse("credit", "信用代码", FieldType.CREDIT_CODE, required=False),
    FieldUse("place", "经营地址", FieldType.ADDRESS),
)
BY_KEY = {use.key: use for use in FIELDS}
