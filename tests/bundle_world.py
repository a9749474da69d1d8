"""The small county with a 一件事: 开小吃店, four items of two departments, one chosen by a question."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from tests import county as counties
from yimen.catalogue import actions as catalogue
from yimen.rules.authority import SYSTEM
from yimen.rules.item import Fee, FieldUse, ItemSpec, Limit, MaterialUse, Step
from yimen.rules.terms import Audience, Duty, FieldType, ItemType, ResultType, Role

REGISTER, FOOD, SIGN, FIRE = (
    counties.item_code(51), counties.item_code(52, counties.HEALTH), counties.item_code(53),
    counties.item_code(54, counties.HEALTH),
)  # fmt: skip
SNACKS, GUIDED, FAULTY = "YJS-001", "YJS-002", "YJS-003"
DAY = date(2026, 1, 1)
_SHOP = FieldUse("shop_name", "店名", section="店铺")
_AREA = FieldUse("area", "使用面积（平方米）", FieldType.DECIMAL, minimum=Decimal(1), section="店铺")
_BOTH = (Audience.PERSON, Audience.ENTERPRISE)
_OFFICER = (Step("审批", Duty.APPROVE, Role.OFFICER),)


def _item(code: str, name: str, owner: str, days: int, **more: Any) -> ItemSpec:
    return ItemSpec(
        code=code, name=name, department=owner, type=ItemType.LICENCE, promise=Limit(days), legal=Limit(20),
        audiences=_BOTH, steps=_OFFICER,
        pause_on_correction=True, consult_phone="0799-0000001", complain_phone="0799-0000002", **more,
    )  # fmt: skip


def members() -> list[ItemSpec]:
    """营业执照 first; food, sign and fire need it and run side by side."""
    licence = MaterialUse("M-BL", "营业执照")
    plan = MaterialUse("M-PLAN", "平面布局图")
    return [
        _item(
            REGISTER, "个体工商户设立登记", counties.MARKET, 1, form=(_SHOP,), result_name="营业执照",
            result_type=ResultType.APPROVAL, materials=(MaterialUse("M-LEASE", "场所证明"),), visits=1,
        ),
        _item(
            FOOD, "小餐饮许可", counties.HEALTH, 5, form=(_SHOP, _AREA), result_name="小餐饮许可证",
            result_type=ResultType.APPROVAL, visits=1, charged=True,
            fees=(Fee("工本费", "每证", unit_price=Decimal(10)),),
            materials=(
                licence, plan,
                MaterialUse("M-FIRE", "消防安全检查合格证", when={"field": "area", "op": "gt", "value": 300}),
            ),
        ),
        _item(
            SIGN, "户外招牌设置", counties.MARKET, 3, form=(_SHOP,), result_name="招牌设置决定",
            result_type=ResultType.APPROVAL, materials=(licence, MaterialUse("M-SIGN", "招牌效果图")),
        ),
        _item(
            FIRE, "营业前卫生检查", counties.HEALTH, 3, form=(_SHOP, _AREA), result_name="检查意见",
            result_type=ResultType.APPROVAL, materials=(licence, plan),
        ),
    ]  # fmt: skip


def written(**more: Any) -> dict[str, Any]:
    """The bundle as its keeper writes it (the stored form of BundleSpec)."""
    return {
        "code": SNACKS, "name": "开小吃店", "department": counties.MARKET, "department_name": "市场监管局",
        "audiences": ["1", "2"], "summary": "一次办完开小吃店要的证", "person_topics": ["就业创业"],
        "consult_phone": "0799-0000001", "complain_phone": "0799-0000002", "words": ["开饭店"],
        "questions": [
            {"key": "has_sign", "label": "要不要挂户外招牌", "type": "bool", "question": True},
        ],
        "members": [
            {"item": REGISTER}, {"item": FOOD},
            {"item": SIGN, "when": {"field": "has_sign", "op": "eq", "value": True}}, {"item": FIRE},
        ],
        **more,
    }  # fmt: skip


def guided(county: counties.County) -> None:
    """A bundle that is only led through (导办), in force."""
    stops = [
        {"name": "到银行开账户", "organ": "任何一家银行", "place": "云溪县民生路 20 号",
         "phone": "0799-0000005", "link": "https://example.org/bank", "note": "带营业执照"},
        {"name": "办登记", "item": REGISTER},
    ]  # fmt: skip
    told = written(
        code=GUIDED,
        name="开网店",
        handling="guidance",
        stops=stops,
        members=[],
        questions=[],
        words=["做电商"],
    )
    catalogue.compose(county["keeper"], told, issues={}, now=county.now)
    catalogue.publish_bundle(
        county["keeper"], GUIDED, issues={}, effective_from=DAY, document="云审发〔2026〕4号", now=county.now
    )


def faulty(county: counties.County) -> None:
    """A draft of a bundle that cannot be put in force: one member alone, and promised too soon."""
    told = written(code=FAULTY, name="开棋牌室", members=[{"item": REGISTER}], questions=[], words=[])
    catalogue.compose(county["keeper"], told, issues={}, now=county.now)


def publish(county: counties.County, **more: Any) -> None:
    """The items and the bundle of them, in force."""
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, members(), effective_from=DAY, document="云审发〔2026〕2号", now=county.now
        )
    catalogue.compose(county["keeper"], written(**more), issues={}, now=county.now)
    catalogue.publish_bundle(
        county["keeper"], SNACKS, issues={}, effective_from=DAY, document="云审发〔2026〕3号", now=county.now
    )
