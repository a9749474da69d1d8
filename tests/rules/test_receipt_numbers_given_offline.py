"""离线收件编号: whole, ours, one helper's, spent once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.helping import receipts as rules
from yimen.rules.helping.receipts import SlipState


def mark_of(serial: int) -> int:
    return serial * 7919 + 13


@given(st.integers(min_value=0, max_value=10**rules.SERIAL - 1))
def test_a_number_is_read_as_it_is_printed(serial: int) -> None:
    number = rules.number_of(serial, mark_of(serial))
    assert len(number) == rules.SERIAL + rules.MARK
    assert rules.read(number, mark_of) == serial
    assert rules.read(f" {number[:4]} {number[4:8]}-{number[8:]} ", mark_of) == serial


@given(st.integers(min_value=0, max_value=10**rules.SERIAL - 1), st.integers(0, 13), st.integers(1, 9))
def test_one_digit_changed_is_found_unless_it_makes_another_of_ours(serial: int, place: int, by: int) -> None:
    number = rules.number_of(serial, mark_of(serial))
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    try:
        assert rules.read(wrong, mark_of) != serial
    except rules.SlipWrong:
        assert wrong != number


@pytest.mark.parametrize("typed", ["", "1", "a" * 14, "1" * 13, "1" * 15, "\x00" * 14, "一" * 14])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(rules.SlipWrong):
        rules.read(typed, mark_of)


def test_who_may_use_one_and_when() -> None:
    rules.require_free(SlipState.FREE, "3001", "3001")
    for state, holder, refusal in (
        (SlipState.FREE, "3002", rules.SlipUnknown), (SlipState.MATCHED, "3001", rules.SlipSpent),
        (SlipState.VOID, "3001", rules.SlipVoid), (SlipState.MATCHED, "3002", rules.SlipUnknown),
    ):  # fmt: skip
        with pytest.raises(refusal):
            rules.require_free(state, holder, "3001")


def test_nobody_hoards_numbers_and_void_ones_have_a_reason() -> None:
    rules.require_room(rules.MOST_FREE - rules.SHEET)
    with pytest.raises(rules.SlipsEnough):
        rules.require_room(rules.MOST_FREE - rules.SHEET + 1)
    assert rules.read_why(" 写坏了 ") == "写坏了"
    for typed in ("", "  ", "长" * (rules.MOST_WORDS + 1)):
        with pytest.raises(rules.SlipWhy):
            rules.read_why(typed)


@pytest.mark.parametrize(
    ("helper", "filed", "taken", "good"),
    [
        ("3001", True, False, True), ("3001", False, False, False), ("3001", True, True, False),
        ("3002", True, False, False), ("", True, False, False),
    ],
)  # fmt: skip
def test_what_a_number_may_stand_for(helper: str, filed: bool, taken: bool, good: bool) -> None:
    if good:
        rules.require_case(helper, "3001", filed=filed, taken=taken)
        return
    with pytest.raises(rules.SlipCase):
        rules.require_case(helper, "3001", filed=filed, taken=taken)
