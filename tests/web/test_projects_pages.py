"""Projects on the pages: registered, guided, begun stage by stage, led and watched."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from tests import county as counties
from tests import projects_world as world
from tests.projects.test_all_fees_on_one_sheet import FIXED, RATE
from tests.web.staffkit import NOW, Hall, open_hall
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.projects import actions
from yimen.projects.models import Note, Project
from yimen.rules.projects import Lane, Stage

pytestmark = pytest.mark.django_db(transaction=True)
ONE = f"/projects/{world.CODE}/"
LEAD = f"/lead/projects/{world.CODE}/"


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    made = open_hall(monkeypatch)
    world.publish(made.county)
    return made


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def typed(hall: Hall, **more: str) -> dict[str, str]:
    facts = {
        "party": str(hall.county.parties["firm"].pk), "code": world.CODE, "name": "青石食品加工厂",
        "kind": "industrial", "funding": "social", "lane": "standard", "place": "云溪工业园 3 号地块",
        "zone": world.ZONE, "land_area": "20000", "build_area": "12,000", "investment": "50000000",
    }  # fmt: skip
    return {**facts, **more}


def opened(hall: Hall, **more: Any) -> None:
    world.opened(hall.county, **more)


def test_anybody_reads_how_long_each_class_takes(hall: Hall) -> None:
    page = text(hall.client("firm").get("/projects/"))
    assert "工业项目" in page and "还没有项目" in page
    guide = text(hall.client("li").get("/projects/guide/industrial/"))
    for words in ("25 个工作日", "立项用地规划许可", "市场监管局牵头", "用地规划许可", "用水报装"):
        assert words in guide
    assert "还没有配好阶段" in text(hall.get("li", "/projects/guide/linear/"))
    assert hall.get("li", "/projects/guide/nothing/").status_code == 404


def test_a_project_is_registered_and_its_road_is_there(hall: Hall) -> None:
    answer = hall.form("firm", "/projects/new/", typed(hall), page="/projects/new/")
    assert (answer.status_code, answer["Location"]) == (302, ONE)
    page = text(hall.get("firm", ONE))
    for words in (
        "青石食品加工厂", "下一步：申请“立项用地规划许可”", "等“立项用地规划许可”办完", "云溪工业园",
        "云水保〔2026〕1号", "还没有指定",
    ):  # fmt: skip
        assert words in page
    assert "青石食品加工厂" in text(hall.get("firm", "/projects/"))
    assert Project.objects.get().build_area == 12000


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"code": "123"}, "项目代码要 24 位"), ({"name": ""}, "请填写项目名称"),
        ({"kind": ""}, "请选择项目类型"),
        ({"land_area": "很大"}, "用地面积要填不小于 0 的数"), ({"party": "0"}, "请选择项目是谁的"),
        ({"kind": "public"}, "对不上"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    hall: Hall, wrong: dict[str, str], words: str
) -> None:
    page = text(hall.form("firm", "/projects/new/", typed(hall, **wrong), page="/projects/new/"), 422)
    assert words in page and "云溪工业园 3 号地块" in page and not Project.objects.exists()


def test_a_code_that_is_taken_is_told_at_its_field(hall: Hall) -> None:
    opened(hall)
    page = text(hall.form("firm", "/projects/new/", typed(hall), page="/projects/new/"), 422)
    assert "已经登记过了" in page


def test_a_stage_is_read_and_begun(hall: Hall) -> None:
    opened(hall, zone=world.ZONE)
    place = f"{ONE}begin/land/"
    before = text(hall.get("firm", place))
    assert "4 项，已经帮您填好 3 项" in before and "项目备案、用地规划许可" in before
    answer = hall.form("firm", place, {}, page=place)
    number = Case.objects.get().number
    assert answer["Location"] == f"/apply/case/{number}/"
    assert "接着填" in text(hall.get("firm", ONE))
    again = text(hall.form("firm", place, {}, page=place), 422)
    assert "已经有一件在办" in again
    early = text(hall.form("firm", f"{ONE}begin/design/", {}, page=f"{ONE}begin/design/"), 422)
    assert "要等“立项用地规划许可”办完" in early


def test_the_road_says_who_has_it_and_what_is_done(hall: Hall) -> None:
    county = hall.county
    opened(hall, first_contact_at=county.now)
    number = world.begin(county, Stage.LAND, county.now)
    world.hand_in(county, number, county.now)
    page = text(hall.get("firm", ONE))
    assert "市场监管局在办" in page and f"/cases/{number}/" in page
    world.decide(county, number, county.now)
    page = text(hall.get("firm", ONE))
    assert "4 个阶段办完 1 个" in page and "下一步：申请“工程建设许可”" in page
    paper = text(hall.get("firm", f"{ONE}print/"))
    assert world.CODE in paper and "部门在办" in paper


def test_what_a_prepared_stage_waits_for_is_named(hall: Hall) -> None:
    opened(hall, lane=Lane.LAND)
    world.begin(hall.county, Stage.LAND, hall.county.now)
    world.begin(hall.county, Stage.DESIGN, hall.county.now)
    assert "等“建设用地规划许可证”" in text(hall.get("firm", ONE))


def test_what_runs_beside_is_begun_from_its_line(hall: Hall) -> None:
    opened(hall)
    place = f"{ONE}begin/line/?item={world.WATER}"
    assert place in text(hall.get("firm", ONE)).replace("&amp;", "&")
    answer = hall.form("firm", f"{ONE}begin/line/", {"item": world.WATER}, page=place)
    assert answer.status_code == 302 and Case.objects.get().title == "用水报装"
    assert hall.get("firm", f"{ONE}begin/air/").status_code == 422


@pytest.mark.parametrize("path", [ONE, f"{ONE}print/", f"{ONE}begin/land/"])
def test_it_does_not_exist_for_others_and_staff_have_pages_of_their_own(hall: Hall, path: str) -> None:
    opened(hall)
    for who in ("li", "supervisor", "officer"):
        assert hall.get(who, path).status_code == 404


def test_who_watches_finds_projects_and_who_leads_has_their_own(hall: Hall) -> None:
    opened(hall)
    whole = text(hall.get("supervisor", "/lead/projects/"))
    assert "青石食品加工厂" in whole and "云溪县青石面馆" not in whole
    assert "没有找到项目" in text(hall.get("supervisor", "/lead/projects/?q=别的"))
    assert "没有找到项目" in text(hall.get("supervisor", "/lead/projects/?kind=linear"))
    assert "还没有您负责的项目" in text(hall.get("clerk", "/lead/projects/"))
    actions.name_manager(hall.county["supervisor"], world.CODE, "0101", now=NOW)
    assert "青石食品加工厂" in text(hall.get("clerk", "/lead/projects/"))
    assert hall.get("keeper", "/lead/projects/").status_code == 403
    assert hall.get("clerk2", LEAD).status_code == 404


def test_a_manager_is_named_and_notes(hall: Hall) -> None:
    opened(hall)
    bad = text(hall.form("head", f"{LEAD}manager/", {"staff": "9999"}, page=LEAD), 422)
    assert "没有这个工号" in bad and 'value="9999"' in bad
    hall.form("head", f"{LEAD}manager/", {"staff": "0101"}, page=LEAD)
    assert "员0101" in text(hall.get("firm", ONE))
    empty = text(hall.form("clerk", f"{LEAD}note/", {"text": " "}, page=LEAD), 422)
    assert "请写跟进记录" in empty
    hall.form("clerk", f"{LEAD}note/", {"text": "图纸后天交"}, page=LEAD)
    assert "图纸后天交" in text(hall.get("supervisor", LEAD)) and Note.objects.count() == 1
    assert "图纸后天交" not in text(hall.get("firm", ONE))
    other = hall.form("officer", f"{LEAD}note/", {"text": "x"}, page=LEAD)
    assert other.status_code == 403


def test_an_officer_sees_the_road_but_no_draft_of_the_applicant(hall: Hall) -> None:
    opened(hall)
    number = world.begin(hall.county, Stage.LAND, hall.county.now)
    page = text(hall.get("officer", LEAD))
    assert "正在准备" in page and number not in page


def test_the_owner_urges_a_stage_from_the_road(hall: Hall) -> None:
    opened(hall)
    number = world.begin(hall.county, Stage.LAND, NOW)
    assert "催一催" not in text(hall.get("firm", ONE)), "nobody has it yet"
    world.hand_in(hall.county, number, NOW)
    assert "催一催" in text(hall.get("firm", ONE))
    done = hall.client("firm").post(f"{ONE}urge/land/", {}, follow=True)
    assert "催了 1 件，办理的人会看到" in text(done)
    again = hall.client("firm").post(f"{ONE}urge/land/", {}, follow=True)
    assert "催过了" in text(again)
    assert hall.post("li", f"{ONE}urge/land/").status_code == 404


def test_a_copy_of_ones_data_has_the_projects_with_notes_and_fees(hall: Hall) -> None:
    county = hall.county
    for n, one in enumerate((RATE, FIXED)):
        actions.set_rate(county["keeper"], one, order=n, now=NOW)
    opened(hall)
    world.begin(county, Stage.LAND, NOW)
    actions.name_manager(county["supervisor"], world.CODE, "0101", now=NOW)
    actions.note(county["clerk"], world.CODE, "图纸后天交", now=NOW)
    actions.bill(county["firm"], world.CODE, now=NOW)
    drain(NOW)
    answer = hall.post("firm", "/account/data/", {"password": counties.PASSWORD})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    (told,) = json.loads(archive.read("data.json"))["projects"]
    assert (told["code"], told["notes"][0]["text"]) == (world.CODE, "图纸后天交")
    assert told["stages"][0]["stage"] == "立项用地规划许可" and told["answers"]["project_code"] == world.CODE
    assert [one["amount"] for one in told["fees"]["lines"]] == ["720000.00", "550.00"]
    assert archive.read(told["fees"]["file"]).startswith(b"%PDF")
    nobody = hall.post("li", "/account/data/", {"password": counties.PASSWORD})
    other = zipfile.ZipFile(io.BytesIO(b"".join(nobody.streaming_content)))
    assert json.loads(other.read("data.json"))["projects"] == []
