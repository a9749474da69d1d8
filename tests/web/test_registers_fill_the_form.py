"""What the register says is filled in with source and day, stands for paper, and is never forced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from tests import county as counties
from tests.web.citizen_world import NOW, World, build, text
from yimen.cases import actions
from yimen.cases.models import CaseMaterial
from yimen.catalogue import actions as catalogue
from yimen.parties import actions as parties
from yimen.rules.authority import SYSTEM
from yimen.rules.item import FieldUse, MaterialUse
from yimen.rules.registers import Register, Reply, Status
from yimen.rules.terms import FieldType
from yimen.vault.models import HeldUse

pytestmark = pytest.mark.django_db
ITEM = counties.item_code(41)
FIELDS = {"applicant_name": "李敏", "birth_date": "1980-01-01", "household_address": "云溪县民生路 1 号"}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = build(monkeypatch)
    spec = replace(
        next(s for s in counties.specs() if s.code == counties.PLAIN), code=ITEM, name="居住证明",
        form=(
            FieldUse("applicant_name", "姓名"), FieldUse("birth_date", "出生日期", FieldType.DATE),
            FieldUse("household_address", "户口所在地址", FieldType.ADDRESS),
        ),
        materials=(MaterialUse("W-ID", "居民身份证（复印件）"), MaterialUse("W-BOOK", "户口簿")),
    )  # fmt: skip
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, [spec], effective_from=date(2026, 1, 1), document="云审发〔2026〕3号", now=NOW
        )
    return made


def answered(world: World, status: Status = Status.ANSWERED, fields: dict[str, str] | None = None) -> None:
    reply = Reply(status, FIELDS if fields is None else fields)
    with transaction.atomic():
        parties.keep_record(world.county.parties["li"].pk, Register.PEOPLE, reply, now=NOW)


def draft(world: World) -> str:
    return actions.open_draft(
        world.county["li"], ITEM, world.county.parties["li"].pk, channel="2", region=counties.REGION, now=NOW
    ).number


def test_the_form_is_filled_with_source_and_day(world: World) -> None:
    answered(world)
    page = text(world.client("li").get(f"/apply/case/{draft(world)}/form/"))
    assert page.count("来自人口库，11 月 16 日") == 3
    assert "1980-01-01" in page and "云溪县民生路 1 号" in page


@pytest.mark.parametrize("status", [Status.DOWN, Status.UNKNOWN, Status.CONTRADICTS])
def test_any_other_answer_fills_nothing_and_blocks_nothing(world: World, status: Status) -> None:
    answered(world, status, {} if status is not Status.CONTRADICTS else {**FIELDS, "applicant_name": "李某"})
    page = text(world.client("li").get(f"/apply/case/{draft(world)}/form/"))
    assert "来自人口库" not in page and "来自登记信息" in page and "1980-01-01" not in page
    materials = text(world.client("li").get(f"/apply/case/{draft(world)}/materials/"))
    assert "还要交 2 份" in materials


def test_the_register_stands_for_the_paper_and_the_use_is_on_record(world: World) -> None:
    answered(world)
    number, li = draft(world), world.county["li"]
    page = text(world.client("li").get(f"/apply/case/{number}/materials/"))
    assert "还要交 1 份" in page and "来自数据共享" in page
    actions.save(li, number, dict(FIELDS), now=NOW)
    actions.attach(li, number, "W-BOOK", None, now=NOW, how="1")
    actions.submit(li, number, now=NOW)
    line = CaseMaterial.objects.get(case__number=number, code="W-ID")
    assert (line.status, line.get_type, line.files.count()) == ("exempt", "6", 0)
    use = HeldUse.objects.get()
    assert (use.origin, use.basis, use.name) == ("register", "register", "居民身份证")
    assert "数据依法共享" in text(world.client("li").get("/my/materials/uses/"))


def test_a_correction_of_the_applicant_stays_and_is_flagged_to_the_clerk(world: World) -> None:
    answered(world)
    number, li = draft(world), world.county["li"]
    actions.save(li, number, {**FIELDS, "household_address": "云溪县新街 9 号"}, now=NOW)
    actions.attach(li, number, "W-BOOK", None, now=NOW, how="1")
    actions.submit(li, number, now=NOW)
    page = text(world.client("clerk").get(f"/desk/cases/{number}/"))
    assert "户口所在地址：人口库是“云溪县民生路***”，填的是“云溪县新街***”" in page
    assert "填的有 1 处和数据来源不一样" in page


def test_the_administrator_sees_how_the_registers_stand(world: World) -> None:
    page = text(world.client("admin").get("/admin/relay/"))
    assert "人口库" in page and "没有问过" in page
    for _ in range(5):
        answered(world, Status.DOWN, {})
    page = text(world.client("admin").get("/admin/relay/"))
    assert "暂停询问" in page
