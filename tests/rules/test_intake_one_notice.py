"""What is missing is told once and whole; acceptance waits for it, 容缺 aside."""

from __future__ import annotations

from datetime import date

import pytest

from yimen.rules import intake, situations
from yimen.rules.intake import Checked, Given
from yimen.rules.item import FieldUse, ItemSpec, MaterialUse
from yimen.rules.terms import FieldType, GetType, Need

TODAY = date(2026, 3, 2)
CHAIN = {"field": "chain", "op": "eq", "value": True}
SPEC = ItemSpec(
    "1", "开餐馆", "1",
    form=(
        FieldUse("chain", "是不是连锁", FieldType.BOOL, question=True),
        FieldUse("area", "经营面积（平方米）", FieldType.INTEGER),
        FieldUse("brand", "品牌", when=CHAIN),
        FieldUse("gas", "用不用燃气", FieldType.BOOL, required=False),
    ),
    materials=(
        MaterialUse("form", "申请书", hint="网上填好会自动生成"),
        MaterialUse("lease", "租赁合同", need=Need.DEFERRABLE, deferral_days=3),
        MaterialUse("id", "身份证", exempt_by="电子证照"),
        MaterialUse("brand", "品牌授权书", when={"field": "brand", "op": "filled"}),
        MaterialUse("plan", "平面图", when={"field": "area", "op": "gt", "value": 300}),
        MaterialUse("gas", "燃气合格证", when={"field": "gas", "op": "eq", "value": True}),
        MaterialUse("photo", "门头照片", need=Need.OPTIONAL),
    ),
    eligibility={"field": "area", "op": "ge", "value": 20},
)  # fmt: skip
SMALL = {"chain": False, "area": 80}


def codes(gaps: tuple) -> list[str]:
    return [gap.material.code for gap in gaps]


def test_only_what_the_answers_call_for_is_required():
    gaps = intake.judge(SPEC, SMALL, [], TODAY)
    assert [m.code for m in gaps.required] == ["form", "lease"]
    assert codes(gaps.missing) == ["form", "lease"]
    assert codes(gaps.deferrable) == ["lease"]
    assert [m.code for m in gaps.exempt] == ["id"]
    assert [m.code for m in gaps.optional] == ["photo"]
    large = intake.judge(SPEC, {"chain": True, "area": 301, "brand": "老街", "gas": True}, [], TODAY)
    assert codes(large.missing) == ["form", "lease", "brand", "plan", "gas"]


def test_an_answer_to_a_hidden_question_asks_for_nothing():
    gaps = intake.judge(SPEC, {**SMALL, "brand": "老街"}, [], TODAY)
    assert "brand" not in codes(gaps.missing)
    assert gaps.undecided == ()


def test_an_open_required_question_keeps_the_case_open():
    good = [Given("form", 1), Given("lease", 1)]
    gaps = intake.judge(SPEC, {"chain": False}, good, TODAY)
    assert gaps.undecided == ("经营面积（平方米）",)
    assert not gaps.complete
    with pytest.raises(intake.GapsRemain):
        intake.may_accept(gaps)
    assert intake.notice(gaps).lines[0].words == "请回答“经营面积（平方米）”"


@pytest.mark.parametrize(
    ("given", "missing", "rejected"),
    [
        ([Given("form", 1), Given("lease", 2)], [], []),
        ([Given("form", 0), Given("lease", 1)], ["form"], []),
        ([Given("form", 0, how=GetType.PAPER), Given("lease", 0, how=GetType.LICENCE)], [], []),
        ([Given("form", 0, how=GetType.DEFERRED), Given("lease", 1)], ["form"], []),
        ([Given("form", 1, Checked.PASSED), Given("lease", 1, Checked.REJECTED, "没有签名")], [], ["lease"]),
        ([Given("form", 1, Checked.REJECTED), Given("form", 1), Given("lease", 1)], [], []),
        ([Given("form", 1, Checked.PASSED), Given("lease", 0, Checked.REJECTED)], ["lease"], []),
        ([Given("form", 1), Given("lease", 1), Given("photo", 1, Checked.REJECTED, "太暗")], [], []),
    ],
)
def test_what_counts_as_handed_in(given, missing, rejected):
    gaps = intake.judge(SPEC, SMALL, given, TODAY)
    assert codes(gaps.missing) == missing
    assert codes(gaps.rejected) == rejected
    assert gaps.complete == (not missing and not rejected)


def test_a_material_outside_the_guide_is_noticed():
    assert intake.judge(SPEC, SMALL, [Given("tea", 1)], TODAY).unexpected == ("tea",)


def test_the_notice_names_every_gap_with_its_reason():
    gaps = intake.judge(SPEC, SMALL, [Given("lease", 1, Checked.REJECTED, "第 3 页没有签名")], TODAY)
    lines = intake.notice(gaps).lines
    assert [line.words for line in lines] == ["请补交申请书", "租赁合同要重交：第 3 页没有签名"]
    assert lines[0].hint == "网上填好会自动生成"


def test_a_second_notice_needs_a_reason():
    gaps = intake.judge(SPEC, SMALL, [], TODAY)
    assert intake.notice(gaps).reason == ""
    for blank in ("", "  "):
        with pytest.raises(intake.SecondNotice) as caught:
            intake.notice(gaps, earlier=1, reason=blank)
        assert caught.value.code == "intake.second_notice"
        assert "第三十二条" in caught.value.basis
    assert intake.notice(gaps, earlier=1, reason="补交的合同换了房东").reason == "补交的合同换了房东"


def test_a_notice_without_a_gap_is_refused():
    gaps = intake.judge(SPEC, SMALL, [Given("form", 1), Given("lease", 1)], TODAY)
    with pytest.raises(intake.NothingMissing):
        intake.notice(gaps)


def test_acceptance_waits_and_names_them_all():
    with pytest.raises(intake.GapsRemain) as caught:
        intake.may_accept(intake.judge(SPEC, SMALL, [], TODAY))
    assert caught.value.words == "还差 2 样，不能受理：申请书、租赁合同"


def test_a_promise_covers_only_what_may_come_later():
    gaps = intake.judge(SPEC, SMALL, [Given("form", 1)], TODAY)
    intake.may_accept(gaps, deferred={"lease"})
    both = intake.judge(SPEC, SMALL, [], TODAY)
    with pytest.raises(intake.NotDeferrable) as caught:
        intake.may_accept(both, deferred={"lease", "form"})
    assert caught.value.words == "不能容缺后补：申请书"
    with pytest.raises(intake.GapsRemain):
        intake.may_accept(both, deferred={"lease"})


def test_nothing_missing_is_accepted():
    intake.may_accept(intake.judge(SPEC, SMALL, [Given("form", 1), Given("lease", 1)], TODAY))


@pytest.mark.parametrize(("answers", "state"), [({}, None), ({"area": 19}, False), ({"area": 20}, True)])
def test_eligibility_is_told_with_words(answers, state):
    found = intake.eligible(SPEC, answers, TODAY)
    assert found.state is state
    assert found.words == "当“经营面积”不小于 20 平方米时"


def test_an_item_without_conditions_takes_everybody():
    assert intake.eligible(ItemSpec("1", "咨询", "1"), {}, TODAY) == intake.Eligible(True)


def test_questions_are_asked_only_while_they_matter():
    spec = ItemSpec(
        "1", "开餐馆", "1",
        form=(
            FieldUse("chain", "是不是连锁", FieldType.BOOL, question=True),
            FieldUse("brand", "品牌", question=True, when=CHAIN),
        ),
    )  # fmt: skip
    found = situations.read(spec)
    assert found.still_asked({}, TODAY) == ("chain", "brand")
    assert found.still_asked({"chain": False}, TODAY) == ()
    assert found.still_asked({"chain": True}, TODAY) == ("brand",)
    assert found.still_asked({"chain": True, "brand": None}, TODAY) == ()


def test_the_guide_tells_when_a_material_is_needed():
    assert situations.reasons(SPEC)["plan"] == "当“经营面积”大于 300 平方米时"
