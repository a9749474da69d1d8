"""Form input becomes typed values, or a problem in plain words beside its field."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules import answers
from yimen.rules.codes import credit_check, id_check
from yimen.rules.item import FieldUse, ItemSpec
from yimen.rules.terms import FieldType
from yimen.rules.values import BadPattern

from .forms import FIELDS

TODAY = date(2026, 3, 2)
SPEC = ItemSpec("1", "开餐馆", "1", form=FIELDS)
PERSON = "11010519491231002X"
CREDIT = "11450721MB15580811"
GOOD = {
    "shop_name": "老街面馆", "staff": "12", "area": "88.5", "opened": "2026-03-01", "kind": "hot",
    "phone": "13800003210", "person_id": PERSON, "place": "民生路 66 号",
}  # fmt: skip


def one(key: str, value: object) -> answers.Reading:
    return answers.read(SPEC, {**GOOD, key: value}, TODAY)


def words(key: str, value: object) -> str:
    reading = one(key, value)
    assert key not in reading.answers
    assert [problem.field for problem in reading.problems] == [key]
    assert reading.problems[0].code.startswith("answer.")
    return reading.problems[0].words


def test_a_good_form_is_read_into_types():
    reading = answers.read(SPEC, GOOD, TODAY)
    assert reading.ok
    assert reading.answers["staff"] == 12
    assert reading.answers["area"] == Decimal("88.5")
    assert reading.answers["opened"] == date(2026, 3, 1)
    assert reading.answers["capital"] is None
    assert list(reading.answers) == [use.key for use in FIELDS]


def test_an_empty_form_names_every_required_field_in_order():
    reading = answers.read(SPEC, {}, TODAY)
    assert [problem.words for problem in reading.problems] == [
        "请填写店名", "请填写从业人数（人）", "请填写经营面积（平方米）", "请填写开业日期", "请选择经营类别",
        "请填写联系手机", "请填写经营者身份证号", "请填写经营地址",
    ]  # fmt: skip


@pytest.mark.parametrize("blank", ["", "  ", "　", "\n\t", [], [""], None])
def test_blanks_are_no_answer(blank):
    assert words("shop_name", blank) == "请填写店名"


@pytest.mark.parametrize(
    ("key", "value", "typed"),
    [
        ("phone", "１３８ ００００ ３２１０", "13800003210"),
        ("phone", "+86 138-0000-3210", "13800003210"),
        ("phone", "008613800003210", "13800003210"),
        ("phone", "8613800003210", "13800003210"),
        ("phone", 13800003210, "13800003210"),
        ("person_id", "110105 19491231 002x", PERSON),
        ("person_id", "１１０１０５１９４９１２３１００２Ｘ", PERSON),
        ("credit", "11450721mb15580811", CREDIT),
        ("staff", "1,200", 1200),
        ("staff", "１２", 12),
        ("staff", 12, 12),
        ("staff", "+7", 7),
        ("capital", "￥1,200.50元", Decimal("1200.50")),
        ("capital", "0", Decimal(0)),
        ("opened", "2026年3月1日", date(2026, 3, 1)),
        ("opened", "2026/3/1", date(2026, 3, 1)),
        ("opened", "20260301", date(2026, 3, 1)),
        ("opened", "２０２６－０３－０１", date(2026, 3, 1)),
        ("opened", date(2026, 3, 1), date(2026, 3, 1)),
        ("chain", "是", True),
        ("chain", "off", False),
        ("chain", True, True),
        ("chain", ["yes"], True),
        ("extras", ["gas", "sign", "gas"], ["sign", "gas"]),
        ("extras", "gas", ["gas"]),
        ("extras", [], None),
        ("shop_name", "  老街面馆　", "老街面馆"),
        ("shop_name", "阿依•买买提", "阿依·买买提"),
        ("shop_name", "⽼街面馆", "老街面馆"),
        ("shop_name", "e\u0301clair", "\u00e9clair"),
        ("shop_name", "𠮷野家（云溪店）", "𠮷野家（云溪店）"),
        ("shop_name", "𱁬𮯠\U0002ebf0", "𱁬𮯠\U0002ebf0"),
        ("shop_name", "葛\U000e0100城", "葛\U000e0100城"),
        ("shop_name", "〇八々", "〇八々"),
        ("story", "一\r\n二\r三\t四", "一\n二\n三\t四"),
        ("story", "好吃 😀", "好吃 😀"),
    ],
)
def test_what_people_type_is_taken(key, value, typed):
    reading = one(key, value)
    assert reading.ok, [problem.words for problem in reading.problems]
    assert reading.answers[key] == typed
    assert type(reading.answers[key]) is type(typed)


def _id(body: str) -> str:
    return body + id_check(body)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("phone", "1380000321", "手机号要 11 位，您填了 10 位"),
        ("phone", "1" * 10_000, "您填了 10000 位"),
        ("phone", "138000032IO", "手机号只能填数字"),
        ("phone", "12800003210", "13 到 19 开头"),
        ("phone", "0739-5321000", "13 到 19 开头"),
        ("phone", "٠١٢٣٤٥٦٧٨٩٠", "只能填数字"),
        ("person_id", PERSON[:-1], "身份证号要 18 位，您填了 17 位"),
        ("person_id", "110105491231002", "15 位的旧号码"),
        ("person_id", "110105194912310021", "大概抄错了一位"),
        ("person_id", "1101051949123100O2", "前 17 位是数字"),
        ("person_id", _id("00010519491231002"), "“00”不是省份代码"),
        ("person_id", _id("43992620260303002"), "出生日期"),
        ("person_id", _id("11010520250229002"), "“20250229”不对"),
        ("person_id", "9" * 10_000, "您填了 10000 位"),
        ("credit", CREDIT[:-1], "要 18 位，您填了 17 位"),
        ("credit", "11450721MB1558081I", "没有“I”"),
        ("credit", CREDIT[:-1] + "2", "大概抄错了一位"),
        ("staff", "十二", "从业人数（人）要填整数，比如 12"),
        ("staff", "1.5", "要填整数"),
        ("staff", "0", "要在 1 到 5000 之间"),
        ("staff", "5001", "要在 1 到 5000 之间"),
        ("staff", "9" * 10_000, "最多 15 位数字"),
        ("staff", "1e5", "要填整数"),
        ("area", "-1", "不能小于 0"),
        ("area", "NaN", "要填数字"),
        ("area", "1.2345678", "最多 6 位小数"),
        ("capital", "1.005", "最多 2 位小数"),
        ("capital", "-5", "注册资本不能小于 0"),
        ("opened", "2026-02-30", "没有 2026-02-30 这一天"),
        ("opened", "明天", "要填年月日"),
        ("opened", "0000-01-01", "这一天"),
        ("kind", "soup", "“经营类别”请在列出的选项里选"),
        ("kind", ["hot", "cold"], "只能填一个，您填了 2 个"),
        ("extras", ["gas", "water"], "选项里选"),
        ("chain", "也许", "请选“是”或“否”"),
        ("shop_name", "面" * 10_000, "店名最多 200 个字，您填了 10000 个"),
        ("shop_name", "老街😀面馆", "不能有表情或符号“😀”"),
        ("shop_name", "老街❤️", "不能有表情或符号“❤”"),
        ("shop_name", "老街\x00面馆", "控制字符（U+0000）"),
        ("shop_name", "老街\u202e面馆", "控制字符（U+202E）"),
        ("shop_name", "老街\ue001面馆", "自造字"),
        ("shop_name", "老\ud800街", "控制字符（U+D800）"),
        ("shop_name", "老街\n面馆", "控制字符（U+000A）"),
        ("story", "一\x07", "控制字符（U+0007）"),
        ("shop_name", {"a": 1}, "要填文字"),
        ("shop_name", [["a"]], "要填文字"),
    ],
)
def test_what_is_wrong_is_said_with_how_to_mend_it(key, value, said):
    assert said in words(key, value)


def test_a_pattern_speaks_with_the_hint_of_its_field():
    use = FieldUse("plate", "车牌号", pattern=r"湘[A-Z][0-9A-Z]{5}", hint="比如湘E12345")
    spec = ItemSpec("1", "车", "1", form=(use,))
    assert answers.read(spec, {"plate": "湘E12345"}, TODAY).ok
    assert (
        answers.read(spec, {"plate": "E12345"}, TODAY).problems[0].words == "车牌号的格式不对。比如湘E12345"
    )


def test_a_broken_pattern_is_the_keepers_to_mend():
    spec = ItemSpec("1", "车", "1", form=(FieldUse("plate", "车牌号", pattern="("),))
    with pytest.raises(BadPattern):
        answers.read(spec, {"plate": "湘E12345"}, TODAY)


STAGED = ItemSpec(
    "1",
    "开餐馆",
    "1",
    form=(
        # Stands before the question it depends on: the order on the page does not matter.
        FieldUse("brand", "连锁品牌", when={"field": "chain", "op": "eq", "value": True}),
        FieldUse("chain", "是不是连锁", FieldType.BOOL, question=True),
        FieldUse("brand_proof", "品牌授权号", when={"field": "brand", "op": "filled"}),
        FieldUse("note", "说明", required=False),
    ),
)


def test_a_field_is_required_only_while_it_is_asked():
    assert answers.read(STAGED, {"chain": "否"}, TODAY).ok
    reading = answers.read(STAGED, {"chain": "是"}, TODAY)
    assert [problem.words for problem in reading.problems] == ["请填写连锁品牌"]
    reading = answers.read(STAGED, {"chain": "是", "brand": "老街"}, TODAY)
    assert [problem.words for problem in reading.problems] == ["请填写品牌授权号"]


def test_an_answer_to_a_hidden_field_is_dropped_and_opens_nothing():
    reading = answers.read(STAGED, {"chain": "否", "brand": "老街", "brand_proof": "😀\x00"}, TODAY)
    assert reading.ok
    assert reading.answers == {"chain": False, "note": None}


def test_a_page_asks_only_its_own_fields_and_knows_the_earlier_ones():
    first = answers.read(STAGED, {"chain": "1"}, TODAY, only={"chain"})
    assert first.ok
    assert first.answers == {"chain": True}
    second = answers.read(STAGED, {"brand": "老街"}, TODAY, known=first.answers, only={"brand"})
    assert second.ok
    assert second.answers == {"brand": "老街", "chain": True}


def test_other_keys_of_a_browser_are_ignored():
    assert answers.read(SPEC, {**GOOD, "csrfmiddlewaretoken": "x", "constructor": "y"}, TODAY).ok


raw_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
raws = (
    raw_values
    | st.lists(raw_values | st.lists(raw_values, max_size=2), max_size=3)
    | st.dictionaries(st.text(max_size=3), raw_values, max_size=2)
)


@given(st.dictionaries(st.sampled_from([use.key for use in FIELDS]), raws))
@settings(max_examples=200, deadline=None)
def test_any_input_is_read_or_told_never_a_crash(raw):
    reading = answers.read(SPEC, raw, TODAY)
    assert not {problem.field for problem in reading.problems} & reading.answers.keys()
    assert {problem.field for problem in reading.problems} | reading.answers.keys() == {
        use.key for use in FIELDS
    }
    assert all(problem.words for problem in reading.problems)


typed = st.fixed_dictionaries(
    {},
    optional={
        "shop_name": st.text(max_size=9),
        "staff": st.integers(),
        "area": st.decimals(allow_nan=False, allow_infinity=False),
        "capital": st.decimals(allow_nan=False, allow_infinity=False, places=2) | st.none(),
        "opened": st.dates(),
        "extras": st.lists(st.sampled_from(["sign", "gas"])),
        "chain": st.booleans() | st.none(),
    },
)


@given(typed)
@settings(max_examples=150, deadline=None)
def test_stored_and_read_again_answers_are_the_same(given_answers):
    stored = json.loads(json.dumps(answers.to_json(given_answers)))
    again = answers.from_json(SPEC, stored)
    assert again == given_answers
    assert [type(value) for value in again.values()] == [type(value) for value in given_answers.values()]


@pytest.mark.parametrize(
    "data",
    [
        {"nope": 1},
        {"staff": "1"},
        {"staff": True},
        {"area": 1.5},
        {"area": "x"},
        {"opened": "2026-02-30"},
        {"chain": 1},
        {"extras": "gas"},
        {"shop_name": ["a"]},
    ],
)
def test_stored_answers_of_another_form_are_refused(data):
    with pytest.raises(answers.BadStored):
        answers.from_json(SPEC, data)


def test_the_credit_sample_is_no_accident():
    assert credit_check(CREDIT[:17]) == "1"
