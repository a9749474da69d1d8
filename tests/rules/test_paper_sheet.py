"""文书的版面: the lines of a document, its seal, its law, its check code."""

from __future__ import annotations

from datetime import date

import pytest

from yimen.rules.errors import Said
from yimen.rules.paper_lines import Line, day_words, lines
from yimen.rules.paper_sheet import sheet
from yimen.rules.papers import CODE_LETTERS, SEALED, contents, law, read_code, shown_code
from yimen.rules.terms import Document, ItemType

#: 行政许可法 32(2), 38, 39, 42, 45: what is decided or told; a receipt or a signature is no act of the organ.
UNSEALED = {"收件凭证", "撤回申请确认书", "领证凭证", "送达回证", "容缺受理承诺书", "告知承诺书"}
AT = "2026-11-16T16:30:00+00:00"


def doc(kind: Document, **facts: object) -> dict:
    return {**contents(kind, facts), "kind": str(kind), "number": "X1", "issued_at": AT}


def named(kind: Document, **facts: object) -> dict[str, object]:
    return {one.name: one.value for one in lines(doc(kind, **facts))}


@pytest.mark.parametrize("kind", Document)
def test_what_the_organ_decides_or_tells_is_sealed(kind: Document) -> None:
    assert (kind in SEALED) == (kind.label not in UNSEALED)
    made = sheet(doc(kind), code="", verify="", sealed_by="云溪县行政审批局")
    assert bool(made["seal"]) == bool(made["sealed_by"]) == (kind in SEALED)


def test_no_seal_is_drawn_on_what_no_seal_was_set_on() -> None:
    made = sheet(doc(Document.REFUSAL), code="", verify="")
    assert (made["seal"], made["sealed_by"]) == ("行政审批专用章", "")


def test_the_law_of_licences_is_named_for_licences_only() -> None:
    assert law(Document.REFUSAL, ItemType.LICENCE) == "《中华人民共和国行政许可法》第三十八条第二款"
    assert law(Document.REFUSAL, ItemType.PUBLIC_SERVICE) == ""
    assert law(Document.WITHDRAWAL, ItemType.LICENCE) == "", "no article asks for it"


def test_the_day_on_paper_is_the_day_in_china() -> None:
    """16:30 UTC is half past midnight of the next day in China."""
    assert sheet(doc(Document.RECEIPT), code="", verify="")["day"] == "2026 年 11 月 17 日"


def test_empty_lines_are_left_out_and_the_rest_stands_in_order() -> None:
    made = lines(doc(Document.APPROVAL, case="C1", item="开店", result="证", by="王芳"))
    assert made == (
        Line("办件编号", "C1"),
        Line("申请事项", "开店"),
        Line("结果", "证"),
        Line("经办人", "王芳"),
    )


def test_each_kind_tells_its_own_deadlines() -> None:
    due = {"promise_due": "2026-11-23T09:30:00+00:00", "legal_due": "2026-12-14T09:30:00+00:00"}
    assert named(Document.RECEIPT, **due) == {"最晚答复受理不受理": date(2026, 11, 23)}
    assert named(Document.ACCEPTANCE, **due) == {
        "承诺最晚办结": date(2026, 11, 23), "法定最晚办结": date(2026, 12, 14),
    }  # fmt: skip
    assert named(Document.CORRECTION_NOTICE, answer_by="2026-12-11T09:30:00+00:00") == {
        "请在这一天前补正": date(2026, 12, 11)
    }
    assert named(Document.REFUSAL, **due) == {}


def test_a_decision_tells_how_long_the_result_is_valid() -> None:
    both = named(Document.APPROVAL, result_from="2026-11-16", result_to="2031-11-15")["有效期"]
    assert str(both) == "自 2026 年 11 月 16 日 起至 2031 年 11 月 15 日 止"
    assert isinstance(both, Said)
    assert str(named(Document.APPROVAL, result_from="2026-11-16")["有效期"]) == "自 2026 年 11 月 16 日 起"
    assert "有效期" not in named(Document.APPROVAL)


def test_a_procedure_says_whether_it_counts() -> None:
    assert str(named(Document.PROCEDURE, procedure="testing", excluded_by_law=True)["计不计时"]) == (
        "不计入法定时限"
    )
    assert "计入法定时限" in str(named(Document.PROCEDURE, procedure="site_visit")["计不计时"])


def test_check_codes_are_read_as_people_type_them() -> None:
    assert not set(CODE_LETTERS) & set("01ILO"), "none that is read for another"
    assert shown_code("7K3MQ9TD") == "7K3M-Q9TD"
    assert read_code(" 7k3m-q9td ") == read_code("7K3M－Q9TD") == "7K3MQ9TD"
    assert read_code("") == read_code("7K3MQ9T") == read_code("7K3MQ9TO") == read_code("٣K3MQ9TD") == ""


def test_days_in_words() -> None:
    assert day_words(date(2026, 1, 2)) == "2026 年 1 月 2 日"
    assert day_words("") == ""
