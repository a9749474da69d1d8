"""Personal numbers are shown in part only, and found inside free text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules import masking
from yimen.rules.codes import id_check

PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
IDS = st.from_regex(r"4[1-6][0-9]{4}19[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9])[0-9]{3}", fullmatch=True).map(
    lambda body: body + id_check(body)
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", ""),
        ("张", "*"),
        ("张三", "张*"),
        ("李小敏", "李*敏"),
        ("欧阳小敏", "欧**敏"),
        ("𠮷田", "𠮷*"),
        ("阿依·买买提", "阿****提"),
        ("葛\U000e0100城", "葛\U000e0100*"),
    ],
)
def test_names(name, shown):
    assert masking.mask_name(name) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("云溪宏发建材厂", "云溪**建材厂"),
        ("云溪县宏发新型建材厂", "云溪*****建材厂"),
        ("老街面馆", "老**馆"),
        ("一品", "一*"),
    ],
)
def test_enterprise_names(name, shown):
    assert masking.mask_enterprise(name) == shown


def test_the_forms_of_the_design():
    assert masking.mask_phone("13800003210") == "138****3210"
    assert masking.mask_id("430523199001011234") == "4305**********1234"
    assert masking.mask_account("6222 0212 3456 7890 123") == "6222***********0123"
    assert masking.mask_credit_code("11450721MB15580811") == "11450721MB15580811"


@given(PHONES)
@settings(max_examples=60, deadline=None)
def test_a_masked_phone_never_shows_the_middle(phone):
    shown = masking.mask_phone(phone)
    assert len(shown) == 11
    assert shown[3:7] == "****"


@given(IDS)
@settings(max_examples=60, deadline=None)
def test_a_masked_identity_number_never_shows_the_birth_date(number):
    shown = masking.mask_id(number)
    assert shown[4:14] == "*" * 10
    assert len(shown) == 18


@given(
    st.text(alphabet="0123456789X", max_size=40), st.sampled_from(["mask_phone", "mask_id", "mask_account"])
)
@settings(max_examples=150, deadline=None)
def test_whatever_the_length_at_least_four_or_all_are_hidden(text, mask):
    shown = getattr(masking, mask)(text)
    assert len(shown) == len(text)
    assert shown.count("*") >= min(4, len(text))
    assert shown.count("*") >= len(text) // 3


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("云溪县民生路 66 号 3 栋 502", "云溪县民生路***"),
        ("云溪县城关街道人民大道1号", "云溪县城关街道人民大道***"),
        ("云溪县石江镇清水村三组", "云溪县石江镇***"),
        ("", ""),
        ("幸福小区5栋2单元301", "幸福小区5栋***"),
        ("13800003210 民生路 6 号", "138****3210 民生路***"),
    ],
)
def test_addresses_end_at_the_street(address, shown):
    assert masking.mask_address(address) == shown


AROUND = st.sampled_from(["", "电话", " ", "，", "tel:", "（", "）", "\n", "号码是", "。", "A"])
BEFORE_PHONE = AROUND | st.sampled_from(["+86 ", "+86", "86-"])


@given(BEFORE_PHONE, PHONES, AROUND)
@settings(max_examples=100, deadline=None)
def test_a_phone_inside_text_is_masked(before, phone, after):
    shown = masking.mask_text(before + phone + after)
    assert phone not in shown
    assert phone[3:7] not in shown.replace(phone[:3], "", 1)[: -len(after + phone[-4:])]
    assert "****" in shown


@given(AROUND, IDS, AROUND)
@settings(max_examples=100, deadline=None)
def test_an_identity_number_inside_text_is_masked(before, number, after):
    shown = masking.mask_text(before + number + after)
    assert number[6:14] not in shown
    assert "*" * 10 in shown


@pytest.mark.parametrize(
    "text",
    [
        "138-0000-3210",
        "138 0000 3210",
        "１３８００００３２１０",
        "8613800003210",
        "430523 19900101 1234",
        "430523-19900101-123x",
        "430523900101123",
        "6222021234567890123",
        "6222 0212 3456 7890",
        "0739-5321000",
    ],
)
def test_other_ways_of_writing_them_are_masked_too(text):
    shown = masking.mask_text(f"请联系{text}谢谢")
    assert "****" in shown
    assert text not in shown


@pytest.mark.parametrize(
    "text",
    [
        "430599202603021000017K",
        "11450721MB155808114000104002000",
        "云溪审许〔2026〕12 号",
        "2026-03-02 10:20:30",
        "12345",
        "3 个工作日",
        "1200.50 元",
    ],
)
def test_case_numbers_codes_dates_and_sums_stay(text):
    assert masking.mask_text(text) == text


def test_masking_twice_changes_nothing_more():
    once = masking.mask_text("李小敏 13800003210 430523199001011234")
    assert masking.mask_text(once) == once


@settings(max_examples=200)
@given(st.lists(st.one_of(PHONES, IDS, st.sampled_from(["电话", "，", " 李小敏 ", "0745-2345678", "\n"]))))
def test_a_masked_text_sent_back_is_the_text_itself(parts):
    kept = "。".join(parts)
    assert masking.behind_mask(masking.mask_text(kept), kept) == kept
    assert masking.behind_mask("又：" + masking.mask_text(kept) + "改", kept) == "又：" + kept + "改"


def test_what_is_typed_anew_is_kept_as_typed():
    assert masking.behind_mask("改打 13700001111", "打 13800003210") == "改打 13700001111"
    assert masking.behind_mask("", "打 13800003210") == ""
