"""The small county with an item that is decided by machine: the sign of a shop, with a licence of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from tests import county as counties
from tests.vault import licencekit
from yimen.bridges.registers import FakeRegisters
from yimen.cases import actions as cases
from yimen.catalogue import actions as catalogue
from yimen.identities.models import Identity
from yimen.rules.authority import SYSTEM
from yimen.rules.item import FieldUse, ItemSpec, Limit, MaterialUse, Step
from yimen.rules.terms import Audience, Duty, FieldType, ItemType, MaterialKind, Promise, ResultType, Role

SIGN = counties.item_code(60)
RULES: dict[str, Any] = {
    "materials": {"M-PIC": "given"},
    "rules": [
        {"then": "approve", "when": {"field": "area", "op": "le", "value": 20},
         "words": "面积不超过 20 平方米"},
        {"then": "person", "when": {"field": "lit", "op": "eq", "value": True}, "words": "招牌有灯光"},
        {"then": "mend", "when": {"field": "sign_text", "op": "contains", "value": "最"},
         "words": "不能写“最”"},
    ],
}  # fmt: skip
GOOD = {"ent_name": "云溪县青石面馆", "area": "8", "lit": "false", "sign_text": "青石面馆"}


def spec() -> ItemSpec:
    """户外招牌: 20 square metres without light are nobody's question."""
    plain = next(one for one in counties.specs() if one.code == counties.LICENCE)
    return replace(
        plain, code=SIGN, name="户外招牌设置登记", type=ItemType.OTHER, legal=Limit(10), promise=Limit(0),
        promise_type=Promise.INSTANT, audiences=(Audience.ENTERPRISE,), person_topics=(), special=(),
        materials=(
            MaterialUse("M-PIC", "招牌效果图"),
            MaterialUse("M-BL", "营业执照", MaterialKind.CERTIFICATE, exempt_by="电子证照"),
        ),
        form=(
            FieldUse("ent_name", "企业名称"),
            FieldUse("area", "招牌面积（平方米）", FieldType.DECIMAL, minimum=Decimal("0.1")),
            FieldUse("lit", "有没有灯光", FieldType.BOOL),
            FieldUse("sign_text", "招牌上的字"),
        ),
        steps=(Step("办理", Duty.APPROVE, Role.OFFICER),), result_type=ResultType.LICENCE,
        result_name="户外招牌登记证", instant=RULES,
    )  # fmt: skip


def build(county: counties.County, now: datetime) -> None:
    """Publish the item and its licence type; the firm is known face to face by the sign-in platform."""
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, [spec()], effective_from=date(2026, 1, 1), document="云审发〔2026〕2号", now=now
        )
    licencekit.define(
        now, name="户外招牌登记证", prefix="ZP", material="M-SIGN", items=[[SIGN, "issue"]],
        fields=[{"name": "holder", "label": "经营者名称", "source": "party", "key": "name"}],
    )  # fmt: skip
    known(county, "firm", "3", now)


def known(county: counties.County, who: str, level: str, now: datetime) -> None:
    """A sign-in platform knows the owner of an account at this level."""
    Identity.objects.update_or_create(
        account=county.accounts[who], issuer="https://id.example",
        defaults={"subject": who, "level": level, "linked_at": now},
    )  # fmt: skip


def registers(county: counties.County, how: str = "answers") -> FakeRegisters:
    """Registers that behave in one way for the firm, without waiting."""
    number = county.parties["firm"].id_number
    return FakeRegisters({number: how}, sleep=lambda seconds: None)


def file(
    county: counties.County, now: datetime, *, channel: str = "2", who: str = "firm", **answers: Any
) -> str:
    """One application of the firm, handed in a minute after `now`; its number."""
    actor, party = county[who], county.parties["firm"].pk
    opened = cases.open_draft(actor, SIGN, party, channel=channel, region=counties.REGION, now=now)
    cases.save(actor, opened.number, {**GOOD, **answers}, now=now)
    cases.attach(actor, opened.number, "M-PIC", None, now=now, how="1")
    cases.submit(actor, opened.number, now=now + timedelta(seconds=1))
    return opened.number
