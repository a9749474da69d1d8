"""The small county with an item of which one proof may be promised, and the item that revokes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tests import county as counties
from yimen.cases import actions
from yimen.catalogue import actions as catalogue
from yimen.catalogue import queries as catalogue_queries
from yimen.rules.authority import SYSTEM
from yimen.rules.item import FieldUse, ItemSpec, MaterialUse, Step
from yimen.rules.terms import Channel, Duty, FieldType, ItemType, ResultType, Role

#: The item with a promise, and the one that revokes its licence.
SHOP, REVOKE = counties.item_code(60), counties.item_code(61)
BASIS = "国办发〔2020〕42号"
PLACE = MaterialUse(
    "M-PLACE", "住所证明", pledge="住所真实，对它有合法使用权", pledge_basis=BASIS,
    standard="产权证或租赁合同，期限 1 年以上",
)  # fmt: skip
SIGNED = {"agreed": True, "signer": "李敏"}
_NUMBER = FieldUse("licence_number", "许可证编号", section="证照")
_GROUND = FieldUse(
    "ground", "撤销的情形", FieldType.CHOICE,
    options=(("deceit", "以欺骗等不正当手段取得"), ("other", "其他")), section="证照",
)  # fmt: skip


def specs(**more: Any) -> list[ItemSpec]:
    """The two items; `more` changes the first."""
    base = counties.specs()[0]
    officer = (Step("受理", Duty.ACCEPT, Role.CLERK), Step("批准", Duty.APPROVE, Role.OFFICER, days=1))
    shop = replace(
        base, code=SHOP, name="小餐饮登记", steps=officer, special=(),
        materials=(PLACE, MaterialUse("M-MAP", "门头照片")), form=base.form[:1],
        result_name="小餐饮登记证",
    )  # fmt: skip
    revoke = replace(
        base, code=REVOKE, name="小餐饮登记撤销", steps=officer, special=(), materials=(),
        form=(_NUMBER, base.form[0], _GROUND), channels=(Channel.COUNTER,), type=ItemType.LICENCE,
        result_type=ResultType.LICENCE,
    )  # fmt: skip
    return [replace(shop, **more), revoke]


def publish(now: datetime, **more: Any) -> None:
    """Put the items in force."""
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, specs(**more), effective_from=date(2026, 1, 1), document="云审发〔2026〕9号", now=now
        )
    catalogue_queries.forget_specs()


def draft(county: counties.County, now: datetime, who: str = "li") -> str:
    """A draft of 李敏 with everything but 住所证明."""
    opened = actions.open_draft(
        county[who], SHOP, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    )
    actions.save(county[who], opened.number, {"shop_name": "青石面馆"}, now=now)
    actions.attach(county[who], opened.number, "M-MAP", None, now=now, how="1")
    return opened.number


def promised(county: counties.County, now: datetime) -> str:
    """Handed in with a promise, received and accepted."""
    number = draft(county, now)
    actions.pledge(county["li"], number, ["M-PLACE"], **SIGNED, now=now)
    actions.submit(county["li"], number, now=now)
    actions.receive(county["clerk"], number, now=now)
    actions.accept(county["clerk"], number, now=now)
    return number


def granted(county: counties.County, now: datetime) -> str:
    """Decided on the promise."""
    number = promised(county, now)
    actions.grant(county["officer"], number, now=now, result_number="XC1", result_from=now.date())
    return number
