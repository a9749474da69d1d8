"""The small county with one more item that asks questions, at one moment, and clients for its people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests import clock, samples
from tests import county as counties
from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.catalogue import actions as catalogue_actions
from yimen.catalogue import queries as catalogue
from yimen.rules.authority import SYSTEM
from yimen.rules.item import FieldUse, ItemSpec, Limit, MaterialUse, Question, Step
from yimen.rules.terms import Audience, Duty, FieldType, MaterialForm, Need, Role, Source

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SHOP = counties.item_code(20)
PDF = samples.pdf()
PNG = samples.png()


def shop_spec() -> ItemSpec:
    """An item with two questions, one of them only where it matters, and materials that hang on them."""
    kitchen = FieldUse("kitchen", "店里有没有厨房", FieldType.BOOL, question=True, why="有厨房的要交排烟图")
    gas = FieldUse(
        "gas", "厨房用什么烧", FieldType.CHOICE, options=(("gas", "燃气"), ("power", "电")), question=True,
        when={"field": "kitchen", "op": "eq", "value": True},
    )  # fmt: skip
    name = FieldUse("applicant_name", "申请人姓名", section="申请人")
    number = FieldUse("applicant_id", "申请人身份证号", FieldType.ID_NUMBER, section="申请人")
    phone = FieldUse("phone", "手机号", FieldType.PHONE, section="申请人")
    shop = FieldUse("shop_name", "店名", section="店铺", max_length=40)
    area = FieldUse("area", "面积（平方米）", FieldType.DECIMAL, minimum=Decimal(1), section="店铺")
    express = FieldUse("express", "要不要寄", FieldType.BOOL, section="取件")
    where = FieldUse(
        "post_to", "寄到哪里", FieldType.ADDRESS, section="取件",
        when={"field": "express", "op": "eq", "value": True},
    )  # fmt: skip
    return ItemSpec(
        code=SHOP, name="小店开业备案", department=counties.MARKET, promise=Limit(3), legal=Limit(10),
        audiences=(Audience.PERSON,), person_topics=("开店经营",), summary="开小店前来备个案。",
        conditions=("店在本县",), words=("开小店",),
        materials=(
            MaterialUse("S-ID", "居民身份证", source=Source.GOVERNMENT, exempt_by="电子证照"),
            MaterialUse("S-LEASE", "房屋租赁合同", hint="写明面积"),
            MaterialUse("S-SMOKE", "排烟图", when={"field": "gas", "op": "eq", "value": "gas"}),
            MaterialUse("S-PHOTO", "门头照片", need=Need.OPTIONAL, form=MaterialForm.ELECTRONIC),
        ),
        form=(kitchen, gas, name, number, phone, shop, area, express, where),
        steps=(Step("审核", Duty.REVIEW, Role.OFFICER, days=1), Step("批准", Duty.APPROVE, Role.DIRECTOR)),
        faq=(Question("要不要钱？", "不要。"),), returns=("合同没签字",),
        consult_phone="0799-0000003",
    )  # fmt: skip


@dataclass
class World:
    """The county and signed-in clients by the short names of its people."""

    county: counties.County
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, name: str = "") -> Client:
        """A client signed in as somebody of the county; without a name, a visitor."""
        if name not in self.clients:
            client = Client()
            if name:
                client.force_login(self.county.accounts[name])
            self.clients[name] = client
        return self.clients[name]

    def draft(self, item: str = SHOP, who: str = "li") -> str:
        """An empty draft."""
        party = self.county.parties[who].pk
        return actions.open_draft(
            self.county[who], item, party, channel="2", region=counties.REGION, now=NOW
        ).number

    def filled(self, answers: dict[str, Any] | None = None, who: str = "li") -> str:
        """A draft of the shop item with every answer and material."""
        number = self.draft(who=who)
        actions.save(self.county[who], number, {**ANSWERS, **(answers or {})}, now=NOW)
        actions.attach(self.county[who], number, "S-LEASE", None, now=NOW, how="1")
        return number

    def submitted(self, who: str = "li") -> str:
        """Handed in."""
        number = self.filled(who=who)
        actions.submit(self.county[who], number, now=NOW)
        return number

    def received(self) -> str:
        """Taken in by the window."""
        number = self.submitted()
        actions.receive(self.county["clerk"], number, now=NOW)
        return number

    def asked(self) -> str:
        """Told to mend the lease."""
        number = self.received()
        actions.ask_correction(
            self.county["clerk"], number, reason="合同缺一页", rejected={"S-LEASE": "缺第 3 页"}, now=NOW
        )
        return number

    def issued(self) -> str:
        """Granted and ready to be fetched."""
        number, at = self.received(), NOW + timedelta(minutes=1)
        actions.accept(self.county["clerk"], number, now=NOW)
        actions.opinion(self.county["officer"], number, verdict="agree", text="", now=at)
        actions.grant(self.county["director"], number, now=at)
        actions.issue(self.county["clerk"], number, now=at)
        return number


ANSWERS = {
    "kitchen": False, "applicant_name": "李敏", "applicant_id": counties.id_number("19800101", 1),
    "phone": "19900000001", "shop_name": "青石小店", "area": "40", "express": False,
}  # fmt: skip


def build(monkeypatch: pytest.MonkeyPatch) -> World:
    """The world in the current database; every request comes at NOW."""
    catalogue.forget_specs()
    bureau.calendar_at.cache_clear()
    clock.stop(monkeypatch, lambda: NOW)
    made = counties.build(NOW)
    with transaction.atomic():
        catalogue_actions.bulk_publish(
            SYSTEM, [shop_spec()], effective_from=date(2026, 1, 1), document="云审发〔2026〕2号", now=NOW
        )
    return World(made)


def case(number: str) -> Case:
    """The row."""
    return Case.objects.get(number=number)


def text(answer: HttpResponse) -> str:
    """The page as text."""
    return answer.content.decode()


def upload(name: str = "合同.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)
