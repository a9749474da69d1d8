"""A case number survives the telephone: typed loosely it is read, mistyped it is found."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules import numbers
from yimen.rules.codes import ALNUM, id_check, mod37_36
from yimen.rules.terms import Channel

NUMBER = numbers.case_number("430599", date(2026, 3, 2), Channel.COUNTER, 17)
made = st.builds(
    numbers.case_number,
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(Channel),
    st.integers(1, numbers.MAX_SERIAL),
)


def test_the_parts_stand_where_the_format_says():
    assert len(NUMBER) == 22
    assert NUMBER[:21] == "430599" + "20260302" + "1" + "000017"


@given(made)
@settings(max_examples=100, deadline=None)
def test_a_made_number_is_read_back(number):
    assert numbers.check_number(number) == number


@pytest.mark.parametrize(
    "typed",
    [
        f"  {NUMBER}\n",
        NUMBER.lower(),
        f"{NUMBER[:6]} {NUMBER[6:14]}-{NUMBER[14:]}",
        "".join(chr(ord(char) + 0xFEE0) for char in NUMBER),
        f"{NUMBER[:6]}—{NUMBER[6:]}",
    ],
)
def test_blanks_hyphens_full_width_and_small_letters_do_not_matter(typed):
    assert numbers.check_number(typed) == NUMBER


@given(made, st.integers(0, 21), st.sampled_from(ALNUM))
@settings(max_examples=300, deadline=None)
def test_every_single_mistyped_character_is_found(number, place, char):
    typo = number[:place] + char + number[place + 1 :]
    if typo == number:
        assert numbers.check_number(typo) == number
        return
    with pytest.raises(numbers.BadCaseNumber):
        numbers.check_number(typo)


def test_one_wrong_digit_is_called_a_copying_slip():
    wrong = NUMBER[:20] + ("1" if NUMBER[20] != "1" else "2") + NUMBER[21]
    with pytest.raises(numbers.NumberCheck) as caught:
        numbers.check_number(wrong)
    assert "大概抄错了一位" in caught.value.words


def test_a_missing_digit_is_counted():
    with pytest.raises(numbers.NumberLength) as caught:
        numbers.check_number(NUMBER[:-2])
    assert caught.value.words == "办件编号要 22 位，您填了 20 位"


def test_a_letter_among_the_digits_is_placed():
    with pytest.raises(numbers.NumberShape) as caught:
        numbers.check_number(NUMBER[:4] + "O" + NUMBER[5:])
    assert "第 5 位" in caught.value.words


def test_a_day_that_is_none_is_named_when_the_check_fits():
    body = "430599" + "20260231" + "1" + "000017"
    with pytest.raises(numbers.NumberDate) as caught:
        numbers.check_number(body + mod37_36(body))
    assert "20260231" in caught.value.words


@pytest.mark.parametrize("text", ["", "办件", "😀" * 22, "٠" * 22, "1" * 10_000, "\x00" * 22])
def test_nonsense_is_refused_in_words(text):
    with pytest.raises(numbers.BadCaseNumber) as caught:
        numbers.check_number(text)
    assert caught.value.words


@pytest.mark.parametrize(
    ("region", "serial", "day"),
    [("43059", 1, date(2026, 3, 2)), ("43059X", 1, date(2026, 3, 2)), ("430599", 0, date(2026, 3, 2)),
     ("430599", 1_000_000, date(2026, 3, 2)), ("430599", 1, date(999, 3, 2))],
)  # fmt: skip
def test_parts_that_do_not_fit_are_a_mistake_of_the_program(region, serial, day):
    with pytest.raises(ValueError, match="must"):
        numbers.case_number(region, day, Channel.WEB, serial)


@given(st.binary(min_size=8, max_size=32))
@settings(max_examples=50, deadline=None)
def test_a_query_code_is_six_digits_of_the_given_bytes(random_bytes):
    code = numbers.query_code(random_bytes)
    assert len(code) == 6
    assert code.isdecimal()
    assert int(code) == int.from_bytes(random_bytes, "big") % 1_000_000


def test_too_few_random_bytes_are_refused():
    with pytest.raises(ValueError, match="8"):
        numbers.query_code(b"1234567")


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("43992620261116", "4399262026111600000000", "43992620261116ZZZZZZZZ"),
        (" 439926-2026 1116 ", "4399262026111600000000", "43992620261116ZZZZZZZZ"),
        ("439926202611161000001", "4399262026111610000010", "439926202611161000001Z"),
        ("439926202611161000001x", "439926202611161000001X", "439926202611161000001X"),
    ],
)
def test_a_beginning_with_the_day_is_a_span_of_numbers(typed, first, last):
    assert numbers.numbers_from(typed) == (first, last)


@pytest.mark.parametrize("typed", ["", "李敏", "4399262026111", "19900000001", "43992620261116X", "4" * 23])
def test_what_says_less_than_a_day_or_is_no_number_is_no_beginning(typed):
    assert numbers.numbers_from(typed) is None


@given(
    st.from_regex(
        r"[1-6][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}", fullmatch=True
    )
)
def test_a_persons_number_is_no_beginning(body: str) -> None:
    assert numbers.numbers_from(body + id_check(body)) is None
    assert numbers.numbers_from(body) == (body.ljust(22, "0"), body.ljust(22, "Z"))
