"""A file that is wrong somewhere is refused whole, and every problem is named."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from yimen.bureau.models import Department
from yimen.catalogue import actions, importing, queries
from yimen.catalogue.importing import joint
from yimen.catalogue.importing.problems import BadValue
from yimen.catalogue.models import ImportRun, Item, Material
from yimen.rules.authority import NotPermitted
from yimen.trail.models import Event

from .conftest import NOW, OWNER

pytestmark = pytest.mark.django_db


def _row(**change):
    row = {
        "TASK_CODE": OWNER + "4440101007000", "TASK_NAME": "临时占用道路许可", "TASK_TYPE": "01",
        "DEPT_NAME": "云溪县住房和城乡建设局", "CATAID": "440101007000", "matter_level": "省级",
        "AREACODE": "440000", "handle_time": "20(工作日)", "handle_time_limit": "8(工作日)",
        "service_object_name": ["自然人", "企业法人"], "theme_category": ["规划建设", "结婚"],
        "visit_number": "0", "ONLINECHECK": "1", "courier_service": "是", "online_book": "否",
        "handle_location": "办理地点：云溪县民生路 18 号", "co_department": "无", "matter_code": "无",
        "accept_standard": "无条件受理", "material_intro": ["居民身份证", "平面图"],
        "consult_phone": "0799-6000001", "complain_phone": "12345",
    }  # fmt: skip
    return {**row, **change}


def _lines(*rows):
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def _take(keeper, content, mapping="guangdong"):
    return actions.import_catalogue(keeper, importing.Source("目录.ndjson", content, mapping), now=NOW)


def _problems(keeper, content, mapping="guangdong"):
    with pytest.raises(importing.ImportRefused) as refused:
        _take(keeper, content, mapping)
    for table in (Item, Material, Department, ImportRun, Event):
        assert not table.objects.exists(), f"half-imported: {table.__name__}"
    assert refused.value.facts["count"] == len(refused.value.problems)
    return refused.value.problems


def test_a_good_row_becomes_an_item(keeper):
    done = _take(keeper, _lines(_row()))
    spec = queries.item_page(_row()["TASK_CODE"]).spec
    assert done.created == 1 and spec.promise.days == 8 and spec.conditions == ()
    assert [c.label for c in spec.channels] == ["窗口", "电脑", "邮寄"]
    assert spec.person_topics == ("规划建设", "结婚") and spec.corp_topics == ("规划建设",)
    assert spec.windows[0].address == "云溪县民生路 18 号"


def test_good_rows_beside_a_bad_one_are_not_taken(keeper):
    found = _problems(keeper, _lines(_row(), _row(TASK_CODE=OWNER + "4440101007001", TASK_TYPE="77")))
    assert [(p.row, p.column) for p in found] == [(2, "TASK_TYPE")] and "77" in found[0].words


def test_every_problem_is_named_at_once(keeper):
    bad = _row(
        handle_time="不久", visit_number="很多", service_object_name=["火星人"], courier_service="也许"
    )
    columns = {p.column for p in _problems(keeper, _lines(bad))}
    assert columns == {
        "handle_time",
        "visit_number、LIMIT_SCENE_NUM",
        "service_object_name",
        "courier_service",
    }


@pytest.mark.parametrize(
    ("content", "row", "words"),
    [
        (b"", 0, "空的"),
        (b" \n \n", 0, "空的"),
        (b"{", 1, "没有传完"),
        (b"[1, 2]", 1, "花括号"),
        (b'{"TASK_CODE": NaN}', 1, "NaN"),
        (_lines(_row()) + b"\n{bad}\n", 2, "JSON"),
        ("\ufeff".encode("utf-16-le") + "{}".encode("utf-16-le"), 0, "UTF-16"),
        (_lines(_row()) + b"\xff\xff\n", 1, "不是 UTF-8"),
        (_lines(_row())[:-60] , 1, "没有传完"),
        (b'{"a": "\x81"}', 1, "GBK"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where(keeper, content, row, words):
    found = _problems(keeper, content)
    assert found[0].row == row and words in found[0].words


def test_a_broken_byte_is_told_by_its_place(keeper):
    content = _lines(_row())
    place = content.index("规划建设".encode()) + 1
    found = _problems(keeper, content[:place] + b"\xff" + content[place:])
    assert "个字节不是 UTF-8" in found[0].words and str(place) in found[0].words


def test_one_code_twice_names_both_rows(keeper):
    found = _problems(keeper, _lines(_row(), _row(TASK_NAME="另一项")))
    assert found[0].row == 2 and "第 1 行" in found[0].words


def test_missing_columns_are_all_named(keeper):
    row = _row()
    del row["TASK_CODE"], row["handle_time"]
    assert {p.column for p in _problems(keeper, _lines(row))} == {"TASK_CODE", "handle_time"}


def test_an_empty_code_or_name_is_refused(keeper):
    assert "TASK_CODE" in _problems(keeper, _lines(_row(TASK_CODE="")))[0].words
    assert "TASK_NAME" in _problems(keeper, _lines(_row(TASK_NAME="无", matter_name="")))[0].words


def test_a_name_or_material_beyond_all_measure_does_not_break(keeper):
    _take(keeper, _lines(_row(material_intro=["长" * 5000, "😀材料"])))
    assert Material.objects.count() == 2


def test_an_unknown_mapping_lists_those_there_are(keeper):
    with pytest.raises(importing.MappingUnknown) as unknown:
        _take(keeper, _lines(_row()), "sichuan")
    assert "guangdong" in unknown.value.words and "quanze" in unknown.value.words
    with pytest.raises(importing.MappingUnknown):
        importing.load_mapping("../guangdong")


def test_a_text_that_begins_like_a_formula_is_kept_as_text_and_noted(keeper):
    done = _take(keeper, _lines(_row(TASK_NAME="=1+1 许可", consult_phone="+86 799 6000001")))
    notes = queries.import_run(done.run_id).report["notes"]
    assert {note["column"] for note in notes} == {"TASK_NAME", "consult_phone"}
    assert queries.item_page(_row()["TASK_CODE"]).spec.name == "=1+1 许可"


def test_a_wrong_credit_code_warns_and_is_taken(keeper):
    wrong = OWNER[:-1] + ("0" if OWNER[-1] != "0" else "1")
    done = _take(keeper, _lines(_row(TASK_CODE=wrong + "4440101007000")))
    assert done.warnings == 1 and Department.objects.get(credit_code=wrong).warning


def test_a_material_on_file_is_used_and_not_doubled(keeper):
    actions.define_material(keeper, "ID", "居民身份证", now=NOW)
    _take(keeper, _lines(_row()))
    assert queries.item_page(_row()["TASK_CODE"]).spec.materials[0].code == "ID"
    assert Material.objects.filter(name="居民身份证").count() == 1


def test_only_the_keeper_imports(clerk):
    with pytest.raises(NotPermitted):
        _take(clerk, _lines(_row()))


def test_the_same_request_twice_is_one_import(keeper):
    source = importing.Source("目录.ndjson", _lines(_row()), "guangdong")
    first = actions.import_catalogue(keeper, source, now=NOW, once="k")
    assert actions.import_catalogue(keeper, source, now=NOW, once="k") == first
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(
    "text", ["司法", "省级司法（）", "省级司法（跳舞）", "省级司法（审核）然后呢", "（审核）"]
)
def test_joint_departments_that_do_not_read_so_are_refused(keeper, text):
    assert _problems(keeper, _lines(_row(co_department=text)))[0].row == 1


def test_joint_departments_are_read_in_the_order_of_the_row():
    parts = joint.parse("市级公安（受理）、省级公安（审核,决定与公开）")
    assert [(p.name, p.stages) for p in parts] == [
        ("市级公安", ("受理",)),
        ("省级公安", ("审核", "决定与公开")),
    ]
    with pytest.raises(BadValue):
        joint.parse("无")


def test_of_several_deciding_bodies_the_last_decides(keeper):
    text = "省级公安（审核,决定与公开）、市级公安（审核,决定与公开）"
    _take(keeper, _lines(_row(co_department=text)))
    steps = queries.item_page(_row()["TASK_CODE"]).spec.steps
    assert [(s.department_name, str(s.duty)) for s in steps] == [
        ("省级公安", "review"), ("市级公安", "review"), ("省级公安", "review"), ("市级公安", "approve"),
    ]  # fmt: skip


def test_the_command_ends_with_one_line_and_writes_the_report(tmp_path):
    bad, report = tmp_path / "bad.ndjson", tmp_path / "report.json"
    bad.write_bytes(_lines(_row(TASK_TYPE="77")))
    with pytest.raises(CommandError, match="一条也没有导入"):
        call_command("import-catalogue", str(bad), mapping="guangdong", report=report)
    assert json.loads(report.read_text(encoding="utf-8"))["refused"][0]["row"] == 1
    with pytest.raises(CommandError, match="读不了文件"):
        call_command("import-catalogue", str(tmp_path / "none"), mapping="guangdong")
    with pytest.raises(CommandError, match="现有的是"):
        call_command("import-catalogue", str(bad), mapping="none")
