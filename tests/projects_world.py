"""The small county with a road for industrial projects: four stages of two items, one item beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from tests import county as counties
from yimen.bureau import queries as bureau
from yimen.cases import actions as cases
from yimen.cases.models import Case
from yimen.catalogue import actions as catalogue
from yimen.config.worker import drain
from yimen.projects import actions
from yimen.rules.authority import SYSTEM
from yimen.rules.item import FieldUse, ItemSpec, Limit, MaterialUse, Step
from yimen.rules.projects import Assessed, Funding, Lane, ProjectKind, Stage
from yimen.rules.projects.opening import Told
from yimen.rules.projects.results import Assessment
from yimen.rules.terms import Audience, Duty, FieldType, ItemType, ResultType, Role

CODE = "2026-439926-33-03-000018"
ZONE = "YX-PARK"
DAY = date(2026, 1, 1)
PAPER = MaterialUse("M-SCHEME", "设计方案")
_NAME = FieldUse("project_name", "项目名称", section="项目")
_CODE = FieldUse("project_code", "项目代码", section="项目")
_AREA = FieldUse("build_area", "建筑面积（平方米）", FieldType.DECIMAL, minimum=Decimal(0), section="项目")
_USE = FieldUse("usage", "用途", section="项目")

RECORD, LAND, SCHEME, BUILD, DRAWING, START, CHECK, FILED, WATER = (
    counties.item_code(n, counties.HEALTH if n == 93 else counties.MARKET) for n in range(90, 99)
)
#: Stage → code of its bundle and its members.
BUNDLES: dict[Stage, tuple[str, str, tuple[str, str]]] = {
    Stage.LAND: ("GC-101", "工业项目立项用地规划许可", (RECORD, LAND)),
    Stage.DESIGN: ("GC-102", "工业项目工程建设许可", (SCHEME, BUILD)),
    Stage.START: ("GC-103", "工业项目施工许可", (DRAWING, START)),
    Stage.ACCEPTANCE: ("GC-104", "工业项目竣工验收", (CHECK, FILED)),
}


def _item(code: str, name: str, result: str, *materials: MaterialUse, days: int = 3) -> ItemSpec:
    owner = counties.HEALTH if code.startswith(counties.HEALTH) else counties.MARKET
    return ItemSpec(
        code=code, name=name, department=owner, department_name="甲局", type=ItemType.LICENCE,
        promise=Limit(days), legal=Limit(20), audiences=(Audience.ENTERPRISE,),
        steps=(Step("审批", Duty.APPROVE, Role.OFFICER),), form=(_NAME, _CODE, _AREA, _USE),
        result_type=ResultType.APPROVAL, result_name=result, materials=materials,
        consult_phone="0799-0000001", complain_phone="0799-0000002", corp_topics=("投资建设",),
    )  # fmt: skip


def specs() -> list[ItemSpec]:
    """Nine items; each stage needs something that an earlier one issues."""
    land = MaterialUse("M-LAND", "建设用地规划许可证")
    built = MaterialUse("M-BUILT", "建设工程规划许可证")
    return [
        _item(RECORD, "项目备案", "项目备案证", MaterialUse("M-REPORT", "项目申请报告"), days=2),
        _item(LAND, "用地规划许可", "建设用地规划许可证", MaterialUse("M-REC", "项目备案证"),
              MaterialUse("M-DEAL", "土地出让合同")),
        _item(SCHEME, "设计方案审查", "设计方案批复", land, PAPER),
        _item(BUILD, "工程规划许可", "建设工程规划许可证", land, MaterialUse("M-OK", "设计方案批复"),
              MaterialUse("M-SOIL", "水土保持方案")),
        _item(DRAWING, "图纸审查", "图纸审查意见", MaterialUse("M-DRAW", "施工图"), days=2),
        _item(START, "施工许可", "施工许可证", built, MaterialUse("M-DRAWN", "图纸审查意见")),
        _item(CHECK, "规划核实", "规划核实意见", built, MaterialUse("M-AS", "竣工图")),
        _item(FILED, "竣工备案", "竣工备案表", MaterialUse("M-CHECKED", "规划核实意见"),
              MaterialUse("M-START", "施工许可证")),
        _item(WATER, "用水报装", "报装通知单"),
    ]  # fmt: skip


def _bundle(stage: Stage) -> dict[str, Any]:
    code, name, members = BUNDLES[stage]
    return {
        "code": code, "name": name, "department": counties.MARKET, "department_name": "市场监管局",
        "audiences": ["2"], "summary": "一个阶段一次办完", "corp_topics": ["投资建设"],
        "consult_phone": "0799-0000001", "complain_phone": "0799-0000002",
        "members": [{"item": one} for one in members],
    }  # fmt: skip


def publish(county: counties.County) -> counties.County:
    """The items, the bundles and the routes, in force; one zone with a 水土保持 assessment."""
    now, keeper = county.now, county["keeper"]
    with transaction.atomic():
        catalogue.bulk_publish(SYSTEM, specs(), effective_from=DAY, document="云审发〔2026〕8号", now=now)
    for stage, (code, _, _) in BUNDLES.items():
        catalogue.compose(keeper, _bundle(stage), issues={}, now=now)
        catalogue.publish_bundle(
            keeper, code, issues={}, effective_from=DAY, document="云审发〔2026〕9号", now=now
        )
        actions.set_route(keeper, ProjectKind.INDUSTRIAL, stage, code, document="云审发〔2026〕9号", now=now)
    actions.set_route(
        keeper,
        ProjectKind.INDUSTRIAL,
        Stage.LINE,
        WATER,
        note="开工前办好",
        document="云审发〔2026〕9号",
        now=now,
    )
    actions.define_zone(keeper, ZONE, "云溪工业园", now=now)
    actions.assess(keeper, ZONE, soil(), now=now)
    return county


def soil(**more: Any) -> Assessment:
    """The 水土保持 of the zone."""
    facts = {
        "kind": Assessed.SOIL, "zone": "云溪工业园", "material": "M-SOIL", "document": "云水保〔2026〕1号",
        "basis": "国办发〔2019〕11号四（十一）", "valid_from": DAY, "valid_to": date(2030, 12, 31),
    }  # fmt: skip
    return Assessment(**{**facts, **more})


def told(**more: Any) -> Told:
    """An industrial project as its form says it."""
    facts = {
        "code": CODE, "name": "青石食品加工厂", "kind": ProjectKind.INDUSTRIAL, "funding": Funding.SOCIAL,
        "lane": Lane.STANDARD, "place": "云溪工业园 3 号地块", "land_area": Decimal("20000"),
        "build_area": Decimal("12000"), "investment": Decimal("50000000"),
    }  # fmt: skip
    return Told(**{**facts, **more})


def opened(county: counties.County, **more: Any) -> str:
    """A project of the firm; its code."""
    return actions.open_project(county["firm"], told(**more), county.parties["firm"].pk, now=county.now).code


def begin(county: counties.County, stage: Stage, at: datetime, code: str = CODE, item: str = "") -> str:
    """Begin a stage; the number of its application."""
    begun = actions.begin_stage(
        county["firm"], code, stage, channel="2", region=counties.REGION, now=at, item=item
    )
    return begun.number


def hand_in(county: counties.County, number: str, at: datetime, accept: bool = True) -> None:
    """Give whatever is still missing, hand in and (unless told otherwise) accept."""
    firm = county["firm"]
    cases.save(firm, number, {"usage": "厂房"}, now=at)
    for line in Case.objects.get(number=number).materials.filter(status="missing"):
        cases.attach(firm, number, line.code, None, now=at, how="1")
    cases.submit(firm, number, now=at)
    if accept:
        cases.receive(county["clerk"], number, now=at)
        cases.accept(county["clerk"], number, now=at)
        drain(at)


def decide(county: counties.County, number: str, at: datetime, most: int = 99) -> datetime:
    """The departments grant one after the other, a working day each; when the last was done."""
    calendar = bureau.work_calendar()
    for _ in range(most):
        child = Case.objects.filter(parent__number=number, state="reviewing").order_by("pk").first()
        if child is None:
            break
        at = datetime.combine(calendar.add_working_days(at.date(), 1), at.timetz())
        health = child.department.credit_code == counties.HEALTH
        cases.grant(county["health" if health else "officer"], child.number, now=at)
        drain(at)
        drain(at + timedelta(seconds=1))
    return at


def through(county: counties.County, stage: Stage, at: datetime, code: str = CODE) -> tuple[str, datetime]:
    """One stage from beginning to its results; its number and when."""
    number = begin(county, stage, at, code)
    hand_in(county, number, at)
    return number, decide(county, number, at)


Fixture = Callable[[counties.County], counties.County]
