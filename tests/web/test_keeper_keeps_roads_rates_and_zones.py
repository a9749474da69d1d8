"""The keeper's pages of routes, fee rates and zones: found, looked at before they are kept, refused with the
ground, and every change on record with both values."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest

from tests import county as counties
from tests import projects_world as world
from tests.projects.test_all_fees_on_one_sheet import FIXED, RATE
from tests.web.staffkit import NOW, Hall, open_hall
from yimen.projects import actions, queries
from yimen.projects.models import FeeRate, StageRoute, Zone, ZoneAssessment
from yimen.rules.authority import NotPermitted
from yimen.rules.errors import RuleBroken
from yimen.rules.projects import ProjectKind, Stage, StageNotOfKind
from yimen.rules.projects.keeping import (
    AssessmentUnfit,
    KeptMoved,
    RouteDocument,
    RouteHint,
    RouteTooLong,
    RouteUnknown,
    ZoneUnfit,
    require_route,
)

pytestmark = pytest.mark.django_db(transaction=True)
ROUTE = "/catalogue/routes/industrial/land/"
ZONED = f"/catalogue/zones/{world.ZONE}/"
#: By which a route changes.
ORDER = "云审发〔2026〕31号"
LINE = "/catalogue/routes/industrial/line/"


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    made = open_hall(monkeypatch)
    world.publish(made.county)
    for n, one in enumerate((RATE, FIXED)):
        actions.set_rate(made.county["keeper"], one, order=n, now=NOW)
    world.opened(made.county, zone=world.ZONE)
    return made


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return str(answer.content.decode())


def look_and_keep(hall: Hall, path: str, typed: dict[str, Any]) -> str:
    """Send the form, then the form of what was looked at; the page that showed it."""
    shown = hall.post("keeper", path, {**typed, "once": "k" * 20})
    page = text(shown)
    sent = {name: value for name, value in shown.context["sent"]}
    answer = hall.post("keeper", path, {**typed, **sent, "once": "k" * 20, "act": "save"})
    assert answer.status_code == 302
    return page


def test_the_lists_show_what_is_there_and_what_is_missing(hall: Hall) -> None:
    page = text(hall.get("keeper", "/catalogue/routes/"))
    assert "工业项目立项用地规划许可" in page and "还没配" in page
    found = text(hall.get("keeper", "/catalogue/routes/?q=工业项目立项&kind=industrial"))
    assert "工业项目立项用地规划许可" in found and "工业项目施工许可" not in found
    assert "没有找到" in text(hall.get("keeper", "/catalogue/routes/?q=没有这一件"))
    rates = text(hall.get("keeper", "/catalogue/rates/?q=登记"))
    assert "登记费" in rates and "配套费" not in rates
    assert "云溪工业园" in text(hall.get("keeper", "/catalogue/zones/?q=云溪"))


def test_a_look_keeps_nothing_and_the_second_press_keeps_it(hall: Hall) -> None:
    path = "/catalogue/routes/industrial/start/"
    typed = {"item": "GC-103", "hint": "先看图纸", "was": "GC-103", "document": ORDER}
    page = text(hall.post("keeper", path, {**typed, "once": "k" * 20}))
    assert "先看图纸" in page and "1 个在办项目还没申请这一段" in page
    assert StageRoute.objects.get(stage="start").hint == ""
    look_and_keep(hall, path, typed)
    assert StageRoute.objects.get(stage="start").hint == "先看图纸"
    (first, *_rest) = queries.happened(queries.route_stream("industrial"), about=["stage"])
    assert first.changes == (("hint", "", "先看图纸"),) and first.about == {"stage": "start"}
    assert "先看图纸" in text(hall.get("keeper", path)), "the history is on the page"


def test_a_bundle_that_is_longer_than_the_promise_is_refused_with_the_ground(hall: Hall) -> None:
    page = text(
        hall.post("keeper", ROUTE, {"item": "GC-102", "hint": "", "document": ORDER, "once": "k" * 20}), 422
    )
    assert "要 6 个工作日，超过了“立项用地规划许可”承诺的 5 个工作日" in page
    assert "国办发〔2019〕11号" in page
    refused = hall.post(
        "keeper", ROUTE, {"item": "GC-102", "hint": "", "document": ORDER, "once": "k" * 20, "act": "save"}
    )
    assert refused.status_code == 422
    assert StageRoute.objects.get(kind="industrial", stage="land").item.code == "GC-101"


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ((ProjectKind.SMALL, Stage.LAND, "甲", 1, True, ""), StageNotOfKind),
        ((ProjectKind.INDUSTRIAL, Stage.LAND, "甲", 6, True, ""), RouteTooLong),
        ((ProjectKind.INDUSTRIAL, Stage.LINE, "甲", 60, False, "长" * 201), RouteHint),
    ],
)
def test_what_may_stand_for_a_stage(facts: tuple[Any, ...], refusal: type[RuleBroken]) -> None:
    kind, stage, name, days, bundle, hint = facts
    with pytest.raises(refusal):
        require_route(kind, stage, name, days, bundle=bundle, hint=hint)


def test_what_runs_beside_is_added_and_taken_off(hall: Hall) -> None:
    page = look_and_keep(hall, LINE, {"item": counties.PLAIN, "hint": "随时", "was": "", "document": ORDER})
    assert "信息查询服务" in page
    path = f"{LINE}?item={counties.PLAIN}"
    gone = look_and_keep(
        hall,
        path,
        {"item": counties.PLAIN, "hint": "", "was": counties.PLAIN, "drop": "1", "document": ORDER},
    )
    assert "删去了" in gone
    assert not StageRoute.objects.filter(item__code=counties.PLAIN).exists()
    with pytest.raises(RouteUnknown):
        actions.drop_route(
            hall.county["keeper"], ProjectKind.INDUSTRIAL, counties.PLAIN, document=ORDER, now=NOW
        )
    with pytest.raises(NotPermitted):
        actions.drop_route(hall.county["admin"], ProjectKind.INDUSTRIAL, world.WATER, document=ORDER, now=NOW)


RATE_TYPED = {
    "name": "配套费", "organ": "住建局", "basis": "云政发〔2026〕9号", "how": "per_unit", "amount": "80",
    "measure": "build_area", "due": "design", "cap": "", "note": "", "state": "active",
    "reliefs": "工业减半 | 0.5 | 云政发〔2025〕2号 | 工业项目",
}  # fmt: skip


def test_a_rate_shows_what_projects_would_pay_before_it_is_kept(hall: Hall) -> None:
    page = look_and_keep(hall, "/catalogue/rates/PT/", RATE_TYPED)
    assert "1 个项目还没开缴费通知，其中 1 个金额会变：合计从 360,550.00 元变成 480,550.00 元" in page
    assert FeeRate.objects.get(code="PT").spec["amount"] == "80"
    assert FeeRate.objects.get(code="PT").order == 0, "its place in the list stays"
    changed = queries.happened(queries.rate_stream("PT"))[0].changes
    assert set(changed) == {("amount", "60", "80"), ("basis", "云政发〔2024〕6号", "云政发〔2026〕9号")}
    page = text(hall.get("keeper", "/catalogue/rates/PT/"))
    assert "<del>60</del>" in page and "工业减半 | 0.5 | 云政发〔2025〕2号 | 工业项目" in page


def test_a_rate_is_entered_and_taken_off(hall: Hall) -> None:
    typed = {**RATE_TYPED, "code": "RF", "name": "易地建设费", "kinds": ["building"], "reliefs": ""}
    look_and_keep(hall, "/catalogue/rates/new/", typed)
    assert FeeRate.objects.get(code="RF").spec["kinds"] == ["building"]
    look_and_keep(hall, "/catalogue/rates/RF/", {**typed, "state": "stopped"})
    assert not FeeRate.objects.get(code="RF").active
    assert "停收" in text(hall.get("keeper", "/catalogue/rates/"))


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("amount", "很多", "金额要填数"),
        ("basis", "", "依据都要写"),
        ("how", "fixed", "定额收费不按数量算"),
        ("reliefs", "减半 | 0.5", "用竖线隔开"),
        ("reliefs", "减半 | 2 | 某文件", "减免比例要在 0 和 1 之间"),
        ("reliefs", "减半 | 0.5 | 某文件 | 火星项目", "没有这类项目"),
    ],
)
def test_a_rate_that_cannot_be_reckoned_with_is_refused(
    hall: Hall, part: str, value: str, words: str
) -> None:
    page = text(hall.post("keeper", "/catalogue/rates/PT/", {**RATE_TYPED, part: value}), 422)
    assert words in page and "国办发〔2014〕30号" in page
    assert FeeRate.objects.get(code="PT").spec["amount"] == "60"


ASSESSED = {
    "assessed": "soil", "material": "M-SOIL", "document": "云水保〔2026〕9号", "basis": "国办发〔2019〕11号",
    "valid_from": "2026-01-01", "valid_to": "2031-12-31",
}  # fmt: skip


def test_a_zone_is_registered_named_anew_and_assessed(hall: Hall) -> None:
    made = hall.post("keeper", "/catalogue/zones/new/", {"code": "YX-EAST", "name": "城东片区"})
    assert made.url == "/catalogue/zones/YX-EAST/"
    assert hall.post("keeper", made.url, {"name": "城东新区"}).status_code == 302
    assert Zone.objects.get(code="YX-EAST").name == "城东新区"
    page = look_and_keep(hall, f"/catalogue/zones/{world.ZONE}/assess/", ASSESSED)
    assert "要这份材料的：工业项目工程建设许可" in page and "这里有 1 个在办项目可以不交" in page
    kept = ZoneAssessment.objects.get(document="云水保〔2026〕9号")
    shorter = {**ASSESSED, "valid_to": "2026-11-01"}
    look_and_keep(
        hall, f"/catalogue/zones/{world.ZONE}/assess/?document={kept.document}&material=M-SOIL", shorter
    )
    page = text(hall.get("keeper", f"/catalogue/zones/{world.ZONE}/"))
    assert "现在不能用" in page and "2031-12-31" in page, "what stood there before is on record"


def test_an_assessment_without_ground_is_refused(hall: Hall) -> None:
    path = f"/catalogue/zones/{world.ZONE}/assess/"
    for part, value in (("material", "M-NONE"), ("document", ""), ("valid_to", "2020-01-01")):
        page = text(hall.post("keeper", path, {**ASSESSED, part: value}), 422)
        assert "区域评估要写明" in page and "国办发〔2019〕11号四（十一）" in page
    assert "请填日期" in text(hall.post("keeper", path, {**ASSESSED, "valid_to": ""}), 422)
    for refusal, made in (
        (ZoneUnfit, lambda: actions.define_zone(hall.county["keeper"], "东 区", "东区", now=NOW)),
        (AssessmentUnfit, lambda: actions.assess(
            hall.county["keeper"], world.ZONE, world.soil(material="M-NONE"), now=NOW)),
    ):  # fmt: skip
        with pytest.raises(refusal):
            made()


def test_an_administrator_reads_and_changes_nothing(hall: Hall) -> None:
    for path in ("/catalogue/routes/", "/catalogue/rates/", "/catalogue/zones/"):
        assert text(hall.get("admin", path)).count("/catalogue/rates/PT/") == 0
    for path in (ROUTE, "/catalogue/rates/PT/", f"/catalogue/zones/{world.ZONE}/"):
        assert hall.get("admin", path).status_code == 403
    for who in ("officer", "clerk", "firm", "li"):
        assert hall.get(who, "/catalogue/routes/").status_code == 403


def opened(hall: Hall, path: str) -> str:
    """What the form of this page carries of what it shows."""
    return str(hall.get("keeper", path).context["seen"])


@pytest.mark.parametrize(
    ("path", "typed", "other"),
    [
        (ROUTE, {"item": "GC-101", "hint": "我的", "was": "GC-101", "document": ORDER}, {"hint": "别人的"}),
        ("/catalogue/rates/PT/", {**RATE_TYPED, "note": "我的"}, {"amount": "70"}),
        (f"/catalogue/zones/{world.ZONE}/", {"name": "我的园区"}, {"name": "别人的园区"}),
        (f"/catalogue/zones/{world.ZONE}/assess/?document=云水保〔2026〕1号&material=M-SOIL",
         {**ASSESSED, "document": "云水保〔2026〕1号", "valid_to": "2030-01-01"}, {"valid_to": "2029-01-01"}),
    ],
)  # fmt: skip
def test_a_page_opened_before_another_saved_is_refused_and_keeps_what_was_typed(
    hall: Hall, path: str, typed: dict[str, str], other: dict[str, str]
) -> None:
    before = opened(hall, path)
    saved = hall.post("keeper", path, {**typed, **other, "seen": before, "act": "save", "once": "a" * 20})
    assert saved.status_code == 302
    for n, act in enumerate(("look", "save")):
        late = hall.post("keeper", path, {**typed, "seen": before, "act": act, "once": f"{n}" * 20})
        page = text(late, 422)
        assert "别人改过" in page and next(iter(other.values())) in page
        kept = next(value for name, value in typed.items() if name in other or value == "我的")
        assert kept in page, "what was typed is still there"
    anew = hall.post("keeper", path, {**typed, "seen": late.context["seen"], "act": "save", "once": "c" * 20})
    assert anew.status_code == 302, "who has seen what stands there now may save"


def test_a_page_that_is_sent_twice_is_kept_once(hall: Hall) -> None:
    typed = {"name": "新园区", "seen": opened(hall, ZONED), "once": "t" * 20}
    for _ in range(2):
        assert hall.post("keeper", ZONED, typed).status_code == 302
    assert len(queries.happened(f"zone:{world.ZONE}", about=[])) == 3, "defined, assessed, named anew once"


def test_a_code_that_is_there_already_is_not_overwritten_from_the_page_of_a_new_one(hall: Hall) -> None:
    taken = {"code": world.ZONE, "name": "另一个", "seen": opened(hall, "/catalogue/zones/new/")}
    assert "别人改过" in text(hall.post("keeper", "/catalogue/zones/new/", taken), 422)
    assert Zone.objects.get(code=world.ZONE).name == "云溪工业园"
    new = {**RATE_TYPED, "code": "PT", "seen": opened(hall, "/catalogue/rates/new/"), "act": "save"}
    assert "别人改过" in text(hall.post("keeper", "/catalogue/rates/new/", new), 422)
    assert FeeRate.objects.get(code="PT").spec["amount"] == "60"


def test_two_who_save_at_the_same_moment_are_told_apart_by_the_act(hall: Hall) -> None:
    keeper, was = hall.county["keeper"], {"item": "GC-101", "hint": ""}
    for hint, refused in (("先", False), ("后", True)):
        with pytest.raises(KeptMoved) if refused else nullcontext():
            actions.set_route(
                keeper, ProjectKind.INDUSTRIAL, Stage.LAND, "GC-101", note=hint, document=ORDER, seen=was,
                now=NOW,
            )  # fmt: skip
    assert StageRoute.objects.get(kind="industrial", stage="land").hint == "先"


def test_a_route_changes_by_a_document_that_stays_on_record(hall: Hall) -> None:
    typed = {"item": "GC-101", "hint": "新提示", "was": "GC-101", "document": " "}
    assert "请写明按哪个文件改" in text(hall.post("keeper", ROUTE, typed), 422)
    with pytest.raises(RouteDocument):
        actions.drop_route(
            hall.county["keeper"], ProjectKind.INDUSTRIAL, world.WATER, document="长" * 201, now=NOW
        )
    look_and_keep(hall, ROUTE, {**typed, "document": ORDER})
    assert ORDER in text(hall.get("keeper", ROUTE)), "the history names it"
