"""秒批: approved, asked back once, or handed to a person with every reason. Refused: never."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yimen.rules.condition_ops import BadCondition
from yimen.rules.identity import Level
from yimen.rules.instant import judge as judging
from yimen.rules.instant.judge import Facts, Judgement, Outcome, drawn, judge
from yimen.rules.instant.spec import InstantSpec, Proof, Then, read, stored, typed
from yimen.rules.intake import Checked, Given
from yimen.rules.item import BadSpec, FieldUse, ItemSpec, MaterialUse, Step
from yimen.rules.lifecycle import TABLE
from yimen.rules.registers import Record, Register, Status
from yimen.rules.terms import Act, Capacity, Duty, FieldType, Role

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
RULES: dict[str, Any] = {
    "rules": [
        {"then": "approve", "when": {"field": "area", "op": "le", "value": 20}, "words": "不超过 20 平方米"},
        {"then": "person", "when": {"field": "lit", "op": "eq", "value": True}, "words": "有灯光"},
        {"then": "mend", "when": {"field": "text", "op": "contains", "value": "最"}, "words": "不能写“最”"},
    ]
}
SPEC = ItemSpec(
    "X1", "招牌备案", "D",
    form=(
        FieldUse("area", "面积", FieldType.DECIMAL, minimum=Decimal(1)),
        FieldUse("lit", "有没有灯光", FieldType.BOOL),
        FieldUse("text", "招牌上的字"),
        FieldUse("ent_name", "企业名称"),
    ),
    materials=(MaterialUse("M1", "效果图"), MaterialUse("M2", "营业执照", exempt_by="电子证照")),
    instant={**RULES, "materials": {"M1": "given"}},
)  # fmt: skip
RECORD = Record(1, Register.ENTERPRISES, Status.ANSWERED, {"ent_name": "青石面馆"}, NOW - timedelta(days=1))
GOOD = Facts(
    answers={"area": Decimal(8), "lit": False, "text": "青石面馆", "ent_name": "青石面馆"},
    given=(Given("M1", 1), Given("M2", 1)), record=RECORD, kind=Register.ENTERPRISES,
    level=Level.REAL_PERSON, now=NOW, today=date(2026, 11, 23),
)  # fmt: skip


def judged(spec: ItemSpec = SPEC, **parts: Any) -> Judgement:
    answers = {**GOOD.answers, **parts.pop("answers", {})}
    instant = read(spec)
    assert instant is not None
    return judge(spec, instant, replace(GOOD, answers=answers, **parts))


@pytest.mark.parametrize(
    ("parts", "outcome", "why"),
    [
        ({}, Outcome.APPROVE, ""),
        ({"level": Level.ON_SITE}, Outcome.APPROVE, ""),
        ({"answers": {"text": "最好的面"}}, Outcome.ASK_BACK, "“招牌上的字”要改：不能写“最”"),
        ({"answers": {"text": "最好的面"}, "may_ask": False}, Outcome.PERSON, "不能写“最”"),
        ({"answers": {"lit": True}}, Outcome.PERSON, "有灯光，要由人来看"),
        ({"answers": {"lit": True, "text": "最"}}, Outcome.PERSON, "有灯光"),
        ({"answers": {"area": Decimal(21)}}, Outcome.PERSON, "这种情况规则里没有写"),
        ({"answers": {"ent_name": "别家面馆"}}, Outcome.PERSON, "“企业名称”和企业库不一样"),
        ({"level": Level.REAL_NAME}, Outcome.PERSON, "实名等级是“实名”，要到“实人”"),
        ({"level": None}, Outcome.PERSON, "实名等级是“不知道”"),
        ({"record": None}, Outcome.PERSON, "企业库没有答复"),
        ({"record": replace(RECORD, status=Status.DOWN)}, Outcome.PERSON, "没有答复"),
        ({"record": replace(RECORD, status=Status.UNKNOWN)}, Outcome.PERSON, "没有查到"),
        ({"record": replace(RECORD, status=Status.CONTRADICTS)}, Outcome.PERSON, "与登记不一致"),
        ({"record": replace(RECORD, fetched_at=NOW - timedelta(days=31))}, Outcome.PERSON, "没有答复"),
        ({"stopped": "规则有误"}, Outcome.PERSON, "秒批停了：规则有误"),
        ({"breaches": 2}, Outcome.PERSON, "有 2 条失信记录还没有修复"),
        ({"given": (Given("M2", 1),)}, Outcome.PERSON, "材料“效果图”机器核不了"),
        ({"given": (Given("M1", 1, Checked.REJECTED, "看不清"),)}, Outcome.PERSON, "材料“效果图”机器核不了"),
        ({"numbered": False}, Outcome.PERSON, "证照编号要由人来填"),
        ({"untouched": False}, Outcome.PERSON, "已经有人签了意见"),
    ],
)  # fmt: skip
def test_the_truth_table(parts: dict[str, Any], outcome: Outcome, why: str) -> None:
    found = judged(**parts)
    assert found.outcome is outcome
    assert why in "；".join(one.words for one in found.reasons)
    assert bool(found.mends) is (outcome is Outcome.ASK_BACK)


def test_what_is_only_uploaded_is_looked_at_by_a_person_unless_the_keeper_says_otherwise() -> None:
    strict = replace(SPEC, instant=RULES)
    assert judged(strict).outcome is Outcome.PERSON
    assert judged(strict, checked=frozenset({"M1"})).outcome is Outcome.APPROVE
    assert judged(strict, licences=frozenset({"效果图"})).outcome is Outcome.APPROVE


def test_a_paper_that_need_not_come_proves_nothing_by_itself() -> None:
    spec = replace(SPEC, instant={**SPEC.instant, "register": False})  # type: ignore[dict-item]
    assert judged(spec, record=None).outcome is Outcome.PERSON
    assert judged(spec, record=None, licences=frozenset({"营业执照"})).outcome is Outcome.APPROVE


def test_where_a_person_must_weigh_nothing_is_decided_by_machine() -> None:
    survey = replace(SPEC, steps=(Step("踏勘", Duty.SURVEY, Role.OFFICER),))
    assert judged(survey).outcome is Outcome.PERSON
    assert judged(replace(SPEC, quota="全县 10 块")).outcome is Outcome.PERSON
    unsure = replace(SPEC, eligibility={"field": "area", "op": "le", "value": 5})
    assert judged(unsure).outcome is Outcome.PERSON


def test_every_reason_is_told_at_once() -> None:
    found = judged(level=Level.REGISTERED, record=None, answers={"lit": True})
    assert len(found.reasons) >= 3


@given(
    area=some.decimals(1, 50, places=1), lit=some.booleans(), text=some.text(min_size=1, max_size=5),
    name=some.sampled_from(["青石面馆", "别家"]), level=some.sampled_from([*Level, None]),
    status=some.sampled_from([*Status, None]), days=some.integers(0, 60),
    stopped=some.sampled_from(["", "停"]), files=some.integers(0, 1),
    ask=some.booleans(), risk=some.booleans(),
)  # fmt: skip
def test_no_case_is_refused_and_only_a_faultless_one_is_approved(
    area: Decimal, lit: bool, text: str, name: str, level: Level | None, status: Status | None, days: int,
    stopped: str, files: int, ask: bool, risk: bool,
) -> None:  # fmt: skip
    record = None
    if status is not None:
        record = replace(RECORD, status=status, fetched_at=NOW - timedelta(days=days))
    found = judged(
        answers={"area": area, "lit": lit, "text": text, "ent_name": name}, level=level, record=record,
        given=(Given("M1", files),), stopped=stopped, may_ask=ask, breaches=int(risk),
    )  # fmt: skip
    assert found.outcome in {Outcome.APPROVE, Outcome.PERSON, Outcome.ASK_BACK}
    fit = area <= 20 and not lit and name == "青石面馆" and level is not None and level >= Level.REAL_PERSON
    sure = status is Status.ANSWERED and days < 30 and not stopped and files == 1 and not risk
    assert (found.outcome is Outcome.APPROVE) is (fit and sure and "最" not in text)
    if found.outcome is not Outcome.APPROVE:
        assert found.reasons


def test_no_type_and_no_row_leads_to_a_refusal_by_machine() -> None:
    assert {str(one) for one in Outcome} == {"approve", "person", "ask_back"}
    assert {str(one) for one in Then} == {"approve", "person", "mend"}
    assert get_type_hints(judging.judge)["return"] is Judgement
    assert get_type_hints(Judgement)["outcome"] is Outcome
    against = {Act.REFUSE, Act.NOT_ACCEPT, Act.NOT_REQUIRED, Act.FORWARD}
    assert all(Capacity.SYSTEM not in row.who for row in TABLE if row.act in against)


def test_the_share_is_of_a_hundred() -> None:
    assert sum(drawn(7, lot) for lot in range(100)) == 7


def test_what_is_stored_is_what_was_read() -> None:
    made = read(SPEC)
    assert made is not None
    assert read(replace(SPEC, instant=stored(made))) == made
    assert read(replace(SPEC, instant=None)) is None
    assert (made.level, made.share, made.materials) == (Level.REAL_PERSON, 5, {"M1": Proof.GIVEN})


@pytest.mark.parametrize(
    "data",
    [
        {"share": 4}, {"share": 11}, {"share": True}, {"level": "9"}, {"register": "yes"}, {"unknown": 1},
        {"rules": {}}, {"rules": [{"then": "refuse"}]}, {"rules": [{"when": "x"}]},
        {"materials": {"M1": "x"}},
        {"rules": [{"words": 3}]}, {"materials": []}, {"rules": [{"then": "approve", "more": 1}]},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_not_read(data: dict[str, Any]) -> None:
    with pytest.raises(BadSpec):
        read(replace(SPEC, instant=data))


@pytest.mark.parametrize(
    "data",
    [
        {"rules": [{"when": {"field": "nope", "op": "filled"}}]},
        {"rules": [{"when": {"field": "lit", "op": "gt", "value": 3}}]},
        {"rules": [{"when": {"field": "area", "op": "gt", "value": "many"}}]},
        {"rules": [{"then": "mend"}]},
        {"rules": [{"then": "mend", "field": "nope"}]},
        {"materials": {"M9": "given"}},
    ],
)
def test_unknown_fields_and_wrong_types_are_named_when_it_is_saved(data: dict[str, Any]) -> None:
    spec = replace(SPEC, instant=data)
    with pytest.raises(BadCondition):
        typed(spec, read(spec) or InstantSpec())
