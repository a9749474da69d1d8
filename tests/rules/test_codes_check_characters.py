"""Check characters of identity numbers, credit codes, certificates; task codes taken apart."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_37_36

from yimen.rules import codes

TODAY = date(2026, 3, 2)
#: Published in the open: 31-character task codes, with what they say.
TASK_CODES = [
    ("11450721MB155808114000104002000", "11450721MB15580811", "4", "000104002000"),
    ("11450721348531435D4001033002000", "11450721348531435D", "4", "001033002000"),
    ("12441500196720244T3442199806003", "12441500196720244T", "3", "442199806003"),
    ("11370800MB285591843370117002011", "11370800MB28559184", "3", "370117002011"),
]
CERTIFICATES = [
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
    "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
    "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
]
DATA = Path(__file__).parents[3] / "shared" / "data" / "catalogue" / "guangdong_items.ndjson"


@pytest.mark.parametrize(("code", "credit", "level", "base"), TASK_CODES)
def test_real_task_codes_are_taken_apart_and_their_credit_codes_fit(code, credit, level, base):
    assert codes.parse_task_code(code) == codes.TaskCode(credit, level, base)
    assert codes.credit_code_ok(credit)


def test_a_handling_item_adds_two_characters():
    found = codes.parse_task_code("11450721MB15580811400010400200001")
    assert found is not None
    assert (found.base, found.handling, found.credit_ok) == ("000104002000", "01", True)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "1" * 30,
        "1" * 32,
        "1" * 34,
        "11450721MB155808118000104002000",
        "511A0138000000-511602000000-000-1",
    ],
)
def test_other_forms_are_no_task_code_and_no_error(code):
    assert codes.parse_task_code(code) is None


def test_a_base_code_may_hold_letters_and_a_wrong_credit_code_only_warns():
    found = codes.parse_task_code("11440000006940116A244010200200Y")
    assert found is not None
    assert found.base == "44010200200Y"
    assert not found.credit_ok


@pytest.mark.parametrize("identifier", CERTIFICATES)
def test_real_certificate_identifiers_fit(identifier):
    assert codes.certificate_ok(identifier)
    head, check = identifier[:-1], identifier[-1]
    others = [head + char for char in codes.ALNUM if char != check]
    assert not any(codes.certificate_ok(one) for one in others)


@given(st.text(alphabet=codes.ALNUM, min_size=1, max_size=60))
@settings(max_examples=150, deadline=None)
def test_mod_37_36_agrees_with_an_independent_reading_of_the_standard(body):
    assert codes.mod37_36(body) == mod_37_36.calc_check_digit(body)
    assert codes.mod37_36_ok(body + codes.mod37_36(body))


@pytest.mark.parametrize("text", ["", "A", "ab1", "１２", "12-3"])
def test_mod_37_36_takes_nothing_but_digits_and_capitals(text):
    assert not codes.mod37_36_ok(text)


def test_the_example_of_the_identity_number_standard_fits():
    assert codes.id_ok("11010519491231002X", TODAY)
    assert codes.birth_of("11010519491231002X") == date(1949, 12, 31)
    assert not codes.is_male("11010519491231002X")


@given(
    st.dates(date(1905, 1, 1), date(2026, 3, 1)), st.sampled_from(["110105", "430523"]), st.integers(0, 999)
)
@settings(max_examples=100, deadline=None)
def test_identity_check_characters_agree_with_an_independent_reading(birth, region, serial):
    body = f"{region}{birth:%Y%m%d}{serial:03d}"
    number = body + codes.id_check(body)
    assert ric.calc_check_digit(number) == number[-1]
    assert codes.id_ok(number, TODAY)
    assert codes.birth_of(number) == birth
    assert codes.is_male(number) == (serial % 2 == 1)


@pytest.mark.parametrize("day", ["20260303", "18900101", "20250229", "19901301", "00000101"])
def test_an_implausible_birth_date_is_refused_even_with_the_right_check(day):
    body = f"430523{day}123"
    assert not codes.id_ok(body + codes.id_check(body), TODAY)


@given(st.text(alphabet=codes.CREDIT_ALPHABET, min_size=17, max_size=17))
@settings(max_examples=100, deadline=None)
def test_credit_check_characters_agree_with_an_independent_reading(body):
    whole = body + codes.credit_check(body)
    assert uscc.calc_check_digit(body) == whole[-1]
    assert codes.credit_code_ok(whole)


@given(
    st.sampled_from([one[1] for one in TASK_CODES]),
    st.integers(0, 17),
    st.sampled_from(codes.CREDIT_ALPHABET),
)
@settings(max_examples=150, deadline=None)
def test_every_single_typo_in_a_credit_code_is_found(code, place, char):
    typo = code[:place] + char + code[place + 1 :]
    assert codes.credit_code_ok(typo) == (typo == code)


@pytest.mark.skipif(not DATA.exists(), reason="the real Guangdong catalogue is not beside the project")
def test_all_real_task_codes_parse_and_two_bodies_warn():
    with DATA.open(encoding="utf-8") as rows:
        found = [codes.parse_task_code(json.loads(row)["TASK_CODE"]) for row in rows]
    assert len(found) == 2262
    assert None not in found
    assert sum(1 for one in found if one and one.handling) == 363
    assert len({one.credit_code for one in found if one and not one.credit_ok}) == 2
