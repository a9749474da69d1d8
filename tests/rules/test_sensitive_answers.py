"""Which answers are masked when shown, and that free text loses the numbers inside it."""

from __future__ import annotations

import pytest

from yimen.rules.item import FieldUse
from yimen.rules.sensitive import behind_mask, is_sensitive, shown
from yimen.rules.terms import FieldType

NUMBER, PHONE, CARD = "439926197007070771", "19955556666", "6222021234567890123"


@pytest.mark.parametrize(
    ("use", "value", "seen"),
    [
        (FieldUse("tel", "手机", FieldType.PHONE), PHONE, "199****6666"),
        (FieldUse("who", "证件", FieldType.ID_NUMBER), NUMBER, "4399**********0771"),
        (FieldUse("home", "住址", FieldType.ADDRESS), "云溪县民生路 66 号", "云溪县民生路***"),
        (FieldUse("bank_account", "开户账号"), CARD, "6222***********0123"),
        (FieldUse("x", "收款银行卡号"), CARD, "6222***********0123"),
        (FieldUse("partner_id_no", "合伙人证件"), NUMBER, "4399**********0771"),
        (FieldUse("why", "说明", FieldType.LONG_TEXT), f"电话 {PHONE}", "电话 199****6666"),
        (FieldUse("shop_name", "店名"), "青石面馆", "青石面馆"),
        (FieldUse("area", "面积", FieldType.DECIMAL), "19955556666", "19955556666"),
    ],
)
def test_shown(use, value, seen):
    assert shown(use, value) == seen


def test_names_are_masked_for_the_interface_only():
    use = FieldUse("who", "联系人")
    assert (shown(use, "李小敏"), shown(use, "李小敏", names=True)) == ("李小敏", "李*敏")


def test_what_needs_a_reason_to_be_seen_whole():
    assert is_sensitive(FieldUse("tel", "手机", FieldType.PHONE))
    assert is_sensitive(FieldUse("card_no", "卡"))
    assert not is_sensitive(FieldUse("shop_name", "店名"))
    assert not is_sensitive(FieldUse("phone_kind", "手机类型", FieldType.CHOICE))


@pytest.mark.parametrize(
    ("use", "kept"),
    [
        (FieldUse("home", "住址", FieldType.ADDRESS), "云溪县民生路 66 号"),
        (FieldUse("bank_account", "开户账号"), CARD),
        (FieldUse("why", "说明", FieldType.LONG_TEXT), f"电话 {PHONE}"),
        (FieldUse("who", "联系人"), "李小敏"),
    ],
)
def test_an_answer_sent_back_as_it_was_shown_stays_what_it_is(use, kept):
    for mask in (shown(use, kept), shown(use, kept, names=True)):
        assert behind_mask(use, mask, kept) == kept
    assert behind_mask(use, "云溪县民生路 8 号", kept) == "云溪县民生路 8 号"
    assert behind_mask(use, "", kept) == "" and behind_mask(use, None, kept) is None
    assert behind_mask(use, "新的", None) == "新的"
