"""质检: each rule finds its fault, a good item passes, and no item makes the check fail."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules import quality
from yimen.rules.item import (
    Basis,
    Fee,
    FieldUse,
    ItemSpec,
    Limit,
    MaterialUse,
    Question,
    SpecialStep,
    Step,
    Window,
)
from yimen.rules.pledge_terms import Risk
from yimen.rules.quality import Severity
from yimen.rules.retention import Keep
from yimen.rules.terms import (
    Audience,
    Channel,
    Duty,
    FieldType,
    ItemType,
    Mode,
    Need,
    Procedure,
    Promise,
    ResultType,
    Role,
    Source,
    Unit,
)

STEPS = (
    Step("受理", Duty.ACCEPT, Role.CLERK, days=1),
    Step("审核", Duty.REVIEW, Role.OFFICER, days=2),
    Step("批准", Duty.APPROVE, Role.DIRECTOR, days=2),
)
GOOD = ItemSpec(
    "11450721MB155808114000104002000",
    "食品经营许可",
    "11450721MB15580811",
    type=ItemType.LICENCE,
    legal=Limit(20),
    promise=Limit(5),
    basis=(Basis("食品安全法", clause="第三十五条"),),
    person_topics=("创业",),
    materials=(
        MaterialUse("form", "申请书"),
        MaterialUse("id", "身份证", source=Source.GOVERNMENT, exempt_by="电子证照"),
        MaterialUse("lease", "租赁合同", need=Need.DEFERRABLE, deferral_days=3),
    ),
    form=(FieldUse("kind", "类别", FieldType.CHOICE, options=(("a", "甲"),)),),
    steps=STEPS,
    result_type=ResultType.LICENCE,
    result_name="食品经营许可证",
    result_sample="sample.pdf",
    windows=(Window("综合窗口", "云溪县人民路 8 号二楼", "工作日 8:30—17:00"),),
    consult_phone="0739-5321000",
    complain_phone="12345",
    faq=(Question("要跑几次？", "不用跑。"),),
    retention=Keep.YEARS_30,
)


def test_a_good_item_passes():
    assert quality.check(GOOD) == []
    quality.may_publish(quality.check(GOOD))


def material(**parts: Any) -> dict[str, Any]:
    return {"materials": (MaterialUse(**{"code": "m", "name": "合同", **parts}),)}


def one_field(**parts: Any) -> dict[str, Any]:
    return {"form": (FieldUse(**{"key": "k", "label": "栏", **parts}),)}


CASES: list[tuple[str, dict[str, Any]]] = [
    ("Q0.1", {"name": " "}),
    ("Q0.2", material(when={"field": "nope", "op": "filled"})),
    ("Q0.2", {"eligibility": {"field": "kind", "op": "eq", "value": "z"}}),
    ("Q0.3", {"materials": (MaterialUse("m", "甲"), MaterialUse("m", "乙"))}),
    ("Q0.4", {"form": (FieldUse("k", "甲"), FieldUse("k", "乙"))}),
    ("Q0.5", one_field(type=FieldType.MULTI)),
    ("Q0.5", one_field(type=FieldType.CHOICE, options=(("a", "甲"), ("a", "乙")))),
    ("Q0.6", one_field(pattern="(")),
    ("Q0.7", one_field(type=FieldType.INTEGER, minimum=Decimal(5), maximum=Decimal(1))),
    ("Q0.8", material(need=Need.DEFERRABLE)),
    ("Q0.8", material(need=Need.DEFERRABLE, deferral_days=6)),
    ("Q0.9", {"department": "11450721MB15580812"}),
    ("Q0.10", {"code": "demo-1"}),
    ("Q0.11", {"type": ItemType.PENALTY}),
    ("Q0.12", {"retention": None}),
    ("Q0.13", {"instant": {"rules": [{"then": "person"}]}}),
    ("Q0.14", {"instant": {"level": "2", "rules": [{"then": "approve"}]}}),
    ("Q10.2", {**material(pledge="属实", pledge_basis="国办发〔2020〕42号"), "risks": (Risk.LIFE,)}),
    ("Q10.3", material(pledge="属实")),
    ("Q10.4", material(pledge="属实", pledge_basis="国办发〔2020〕42号", exempt_by="共享")),
    ("Q1.1", {"promise_type": Promise.INSTANT}),
    ("Q1.2", {"promise": Limit(0), "steps": ()}),
    ("Q1.3", {"promise": None}),
    ("Q1.4", {"promise_type": Promise.INSTANT, "promise": Limit(0)}),
    ("Q2.1", {"legal": Limit(4)}),
    ("Q2.1", {"legal": Limit(4, Unit.NATURAL)}),
    ("Q2.2", {"legal": Limit(4), "promise": Limit(5, Unit.NATURAL)}),
    ("Q2.3", {"legal": None}),
    ("Q2.4", {"legal": Limit(30), "basis": ()}),
    ("Q3.1", {"channels": (Channel.COUNTER,), "express": False}),
    ("Q3.2", {"visits": 1, "online_depth": 3}),
    ("Q3.3", {"visit_reason": "核对原件"}),
    ("Q3.4", {"visits": 1, "visit_reason": "核对原件"}),
    ("Q4.1", {"result_type": ResultType.APPROVAL}),
    ("Q4.1", {"result_name": "资格证书", "result_type": ResultType.OTHER}),
    ("Q4.2", {"result_name": "关于项目的批复"}),
    ("Q4.2", {"result_name": "备案批文", "result_type": ResultType.OTHER}),
    ("Q4.3", {"result_name": "回执", "result_type": ResultType.NONE}),
    ("Q4.4", {"result_sample": ""}),
    ("Q4.5", {"result_name": ""}),
    ("Q5.1", {"charged": True}),
    ("Q5.2", {"charged": True, "fees": (Fee("工本费", ""),)}),
    ("Q5.3", {"pay_online": True}),
    ("Q5.4", {"fees": (Fee("工本费", "10 元", "某文"),)}),
    ("Q5.5", {"charged": True, "fees": (Fee("工本费", "10 元", "某文", reducible=True),)}),
    ("Q6.1", {"complain_phone": "0739-5321000"}),
    ("Q6.2", {"consult_phone": ""}),
    ("Q6.3", {"consult_phone": "5321000"}),
    ("Q6.4", {"windows": ()}),
    ("Q6.5", {"windows": (Window("窗口", "人民路", "工作日"),)}),
    ("Q6.6", {"windows": (Window("窗口", "人民路 8 号", "8:30—17:00"),)}),
    ("Q7.1", {"corp_topics": ("准营",)}),
    ("Q7.1", {"audiences": (Audience.ENTERPRISE,), "corp_topics": ("准营",)}),
    ("Q7.2", {"person_topics": ()}),
    ("Q7.3", {"audiences": (), "person_topics": ()}),
    ("Q8.1", {"steps": STEPS[:2]}),
    ("Q8.2", {"promise": Limit(4)}),
    ("Q8.4", {"steps": (*STEPS[:1], replace(STEPS[1], beside=Mode.ALL), STEPS[2])}),
    ("Q8.5", {"steps": (*STEPS[:2], replace(STEPS[2], beside=Mode.ALL))}),
    (
        "Q8.6",
        {
            "steps": (
                *STEPS[:2],
                replace(STEPS[1], beside=Mode.ALL),
                replace(STEPS[1], beside=Mode.ANY),
                STEPS[2],
            )
        },
    ),
    ("Q8.7", {"mode": Mode.ANY, "steps": (*STEPS[:2], replace(STEPS[1], beside=Mode.ALL), STEPS[2])}),
    ("Q8.3", {"faq": ()}),
    ("Q9.1", {"promise": Limit(4), "steps": (replace(STEPS[1], duty=Duty.SURVEY, days=1),)}),
    ("Q9.1", {"promise": Limit(4), "special": (SpecialStep(Procedure.SITE_VISIT, "某办法", 3),)}),
    ("Q9.2", {"summary": "材料齐全的当场办结"}),
    ("Q9.3", {"conditions": ("取得有效的健康证明",)}),
    ("Q9.4", material(name="法律法规规定的其他材料")),
    ("Q9.4", material(name="其他相关证明文件")),
    ("Q9.4", material(name="合同、发票等材料")),
    ("Q9.5", {"conditions": ("法律法规规定的其他条件",)}),
    ("Q9.6", {"special": (SpecialStep(Procedure.PUBLICITY, "某办法", 5, excluded_by_law=True),)}),
    ("Q9.7", {"special": (SpecialStep(Procedure.HEARING, "", 20, excluded_by_law=True),)}),
    ("Q10.1", material(source=Source.GOVERNMENT)),
]


@pytest.mark.parametrize(("code", "parts"), CASES)
def test_each_rule_finds_its_fault(code, parts):
    found = {finding.code: finding for finding in quality.check(replace(GOOD, **parts))}
    assert code in found
    assert found[code].words
    assert "{" not in found[code].words
    assert found[code].place


def test_every_rule_has_a_case_a_source_and_a_code_of_its_own():
    codes = [rule.code for rule in quality.RULES]
    assert len(set(codes)) == len(codes)
    assert {code for code, _ in CASES} == set(codes)
    assert all(rule.source and rule.text for rule in quality.RULES)
    assert {code.split(".")[0] for code in codes} == {f"Q{number}" for number in range(11)}


@pytest.mark.parametrize(
    "parts",
    [
        {"promise": Limit(5), "legal": Limit(5, Unit.NATURAL)},
        {"promise": Limit(5, Unit.NATURAL), "legal": Limit(5)},
        {
            "promise_type": Promise.INSTANT,
            "promise": Limit(0),
            "steps": tuple(replace(s, days=0) for s in STEPS),
            "materials": (),
        },
        {"mode": Mode.ALL, "promise": Limit(3)},
        {"result_name": "领取凭证", "result_type": ResultType.OTHER},
        {"consult_phone": "12345"},
        {"consult_phone": "0739-5321000转8、（0739）5321001"},
        {"consult_phone": "0739-12333-1"},
        {"consult_phone": "县局：07395321000，周一至周五"},
        {"materials": (MaterialUse("m", "变更其他登记事项的证明材料"),)},
        {"conditions": ("提交以下证明：",)},
        {"materials": (MaterialUse("m", "其他组织的登记证"),)},
        {"conditions": ("提供身份证明",), "materials": (MaterialUse("m", "身份证明"),)},
    ],
)
def test_what_is_right_is_not_found_fault_with(parts):
    assert quality.check(replace(GOOD, **parts)) == []


def test_errors_keep_an_item_from_being_published_warnings_do_not():
    warned = quality.check(replace(GOOD, faq=()))
    assert [finding.severity for finding in warned] == [Severity.WARNING]
    quality.may_publish(warned)
    with pytest.raises(quality.NotPublishable) as caught:
        quality.may_publish(quality.check(replace(GOOD, legal=Limit(4), pay_online=True, faq=())))
    assert caught.value.facts["codes"] == ["Q2.1", "Q5.3"]
    assert caught.value.words == "有 2 处要改，改完才能发布：承诺时限 5 个工作日，超过法定时限 4 个工作日"


def test_findings_come_in_the_order_of_the_rules():
    found = [finding.code for finding in quality.check(ItemSpec("", "", ""))]
    assert found == sorted(found, key=lambda code: [int(part) for part in code[1:].split(".")])
    assert "Q0.1" in found


words = st.sampled_from(
    ["", " ", "其他材料", "(", "提供健康证明", "当场办理", "{x}", "证", "0739-5321000", "😀\x00"]
)
SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "when": st.none() | st.dictionaries(words, words | st.none(), max_size=2),
    "eligibility": st.none() | st.just({"field": "{x}", "op": "eq"}),
    "extra": st.just({}),
    "options": st.lists(st.tuples(words, words), max_size=2).map(tuple),
    "minimum": st.none() | st.decimals(allow_nan=True),
    "maximum": st.none() | st.decimals(allow_nan=True),
    "unit_price": st.none(),
    "retention": st.none() | st.sampled_from(Keep),
}
PARTS = {
    "basis": Basis, "materials": MaterialUse, "form": FieldUse, "steps": Step, "special": SpecialStep,
    "fees": Fee, "windows": Window, "faq": Question,
}  # fmt: skip
TERMS = {"audiences": Audience, "channels": Channel, "risks": Risk}


def arbitrary(cls: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(cls)
    return st.builds(cls, **{f.name: _value(f.name, hints[f.name]) for f in dataclasses.fields(cls)})


def _value(name: str, hint: Any) -> st.SearchStrategy[Any]:
    simple = {int: st.integers(0, 99), bool: st.booleans(), str: words}
    if hint in simple:
        return simple[hint]
    if name in SPECIAL:
        return SPECIAL[name]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if name in TERMS:
        return st.lists(st.sampled_from(TERMS[name]), max_size=3).map(tuple)
    if name in {"legal", "promise"}:
        return st.none() | st.builds(Limit, st.integers(0, 99), st.sampled_from(Unit))
    return st.lists(arbitrary(PARTS[name]) if name in PARTS else words, max_size=2).map(tuple)


@given(arbitrary(ItemSpec))
@settings(max_examples=60, deadline=None)
def test_no_item_makes_the_check_fail(spec):
    for finding in quality.check(spec):
        assert isinstance(finding.words, str)
        assert finding.severity in Severity
