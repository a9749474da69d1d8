"""A spreadsheet with the 56 heads of the 权责清单 template is taken by the same machinery."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from yimen.bureau.models import Department
from yimen.catalogue import actions, importing, queries
from yimen.catalogue.models import Item
from yimen.rules.terms import Channel

from .conftest import NOW, OWNER

pytestmark = pytest.mark.django_db
TEMPLATE = (
    Path(__file__).resolve().parents[3] / "shared" / "data" / "catalogue" / "quanze_import_template.xlsx"
)
CODE = OWNER + "4000131001001"
CELLS = {
    "catalogId": CODE, "title": "小餐饮登记", "篇扩类别/pkitemType": "行政许可",
    "篇扩行使主体/pkorgName": "云溪县市场监督管理局", "篇扩行使层级/pkexeLevel": "县级",
    "篇扩办件类型/pkdeclareType": "承诺件", "篇扩承诺办结时限/pkcommitmentTime": "5个工作日",
    "篇扩法定办结时限/pklegalTime": "20工作日", "篇扩到办事现场次数/pkpresenceNum": 1,
    "篇扩必须现场办理原因说明/pkpresenceReason": "核对原件",
    "篇扩适用范围/pkserviceObjects": "自然人、企业法人",
    "篇扩办理材料/pkmaterials": "居民身份证；\n经营场所证明",
    "篇扩办理形式/pkprocessForm": "窗口办理、网上办理",
    "篇扩办理地点/pkprocessPlace": "云溪县民生路 18 号", "篇扩办理时间/pkprocessTime": "工作日 9:00–17:00",
    "篇扩结果名称/pkresultName": "小餐饮登记证", "篇扩结果类型/pkresultType": "证照",
    "篇扩是否收费/pkIsCharge": "否", "篇扩是否支持物流快递/pklogisticsExpress": "是",
    "篇扩网上办理深度/pkonlineProcessingDepth": "Ⅲ级", "篇扩咨询方式/pkconsultationWays": "0799-6000001",
    "篇扩监督方式/pkmonitorWays": "12345", "篇扩设定依据/pkbasis": "《某省小餐饮条例》第八条",
    "篇扩权力来源/pkitemSource": "法定本级行使",
}  # fmt: skip


def _heads() -> list[str]:
    quanze = importing.load_mapping("quanze")
    named = [column for rule in quanze.fields.values() for column in _listed(rule["from"])]
    return list(dict.fromkeys([*quanze.required, *named, *quanze.extra.values()]))


def _listed(columns):
    return [columns] if isinstance(columns, str) else columns


def _book(*rows, heads=None, note=False) -> bytes:
    heads = heads or _heads()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(heads)
    if note:
        sheet.append(["资源库编号" if head == "libNum" else "" for head in heads])
    for row in rows:
        sheet.append([row.get(head, "") for head in heads])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _take(keeper, content):
    return actions.import_catalogue(keeper, importing.Source("权责.xlsx", content, "quanze"), now=NOW)


def _problems(keeper, content):
    with pytest.raises(importing.ImportRefused) as refused:
        _take(keeper, content)
    assert not Item.objects.exists() and not Department.objects.exists()
    return refused.value.problems


@pytest.mark.skipif(not TEMPLATE.exists(), reason="the template is not here: ../shared/data/catalogue")
def test_every_column_of_the_mapping_is_a_head_of_the_real_template(keeper):
    content = TEMPLATE.read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    heads = [cell.value for cell in sheet[1] if cell.value]
    assert len(heads) == 56 and set(_heads()) <= set(heads)
    assert "没有一行数据" in _problems(keeper, content)[0].words
    done = _take(keeper, _book(CELLS, heads=heads, note=True))
    assert done.created == 1


def test_a_row_becomes_an_item(keeper):
    assert _take(keeper, _book(CELLS, note=True)).created == 1
    spec = queries.item_page(CODE).spec
    assert (spec.promise.days, spec.legal.days, spec.visits, spec.online_depth) == (5, 20, 1, 3)
    assert spec.channels == (Channel.COUNTER, Channel.WEB)
    assert [one.name for one in spec.materials] == ["居民身份证", "经营场所证明"]
    assert spec.basis[0].law == "《某省小餐饮条例》第八条" and spec.fees == ()
    assert spec.extra["权力来源"] == "法定本级行使"
    assert _take(keeper, _book(CELLS)).unchanged == 1


def test_a_department_told_by_name_alone_is_found_or_made_under_a_pseudo_code(keeper, bodies):
    local = {**CELLS, "catalogId": "本地-0001"}
    _take(keeper, _book(local, {**local, "catalogId": "本地-0002", "篇扩行使主体/pkorgName": "云溪县某局"}))
    assert queries.item_page("本地-0001").body.credit_code == OWNER
    made = queries.item_page("本地-0002").body
    assert made.credit_code.startswith("JOINT") and made.warning


def test_formulas_are_never_run_and_noted(keeper):
    done = _take(
        keeper, _book({**CELLS, "abstractText": "=HYPERLINK(1)", "篇扩咨询方式/pkconsultationWays": "@x"})
    )
    notes = queries.import_run(done.run_id).report["notes"]
    assert {note["column"] for note in notes} == {"abstractText", "篇扩咨询方式/pkconsultationWays"}
    assert queries.item_page(CODE).spec.summary == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 nothing", "不是完整的 .xlsx"),
        (b"just text", "不是完整的 .xlsx"),
        (_book(CELLS)[:-300], "不是完整的 .xlsx"),
        (_book(), "没有一行数据"),
    ],
)
def test_a_file_that_is_no_whole_sheet_is_refused(keeper, content, words):
    assert words in _problems(keeper, content)[0].words


def test_missing_and_double_heads_are_refused(keeper):
    heads = [head for head in _heads() if head != "title"]
    assert _problems(keeper, _book(CELLS, heads=heads))[0].column == "title"
    assert "两次" in _problems(keeper, _book(CELLS, heads=[*_heads(), "title"]))[0].words


def test_a_bad_cell_is_told_by_row_and_column(keeper):
    found = _problems(
        keeper, _book(CELLS, {**CELLS, "catalogId": "x", "篇扩承诺办结时限/pkcommitmentTime": "看情况"})
    )
    assert [(p.row, p.column) for p in found] == [(3, "篇扩承诺办结时限/pkcommitmentTime")]


def test_a_sheet_read_as_lines_and_lines_read_as_a_sheet_are_refused(keeper):
    assert "xlsx" in _problems(keeper, b'{"catalogId": 1}')[0].words
    with pytest.raises(importing.ImportRefused):
        actions.import_catalogue(keeper, importing.Source("x", _book(CELLS), "guangdong"), now=NOW)
