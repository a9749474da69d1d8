"""Who must have a second step at sign-in, what a session must do next, and how typed codes are read."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import second_step
from yimen.rules.second_step import Next, StepMissing, next_step, read_code, required
from yimen.rules.terms import Role

MUST = {Role.ADMIN, Role.SECURITY, Role.AUDIT, Role.KEEPER}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("custodian", [False, True])
def test_three_administrators_the_keeper_and_custodians_must(role: Role, custodian: bool) -> None:
    assert required([str(role)], custodian) is (custodian or role in MUST)


def test_one_role_of_many_is_enough_and_nobody_without_a_post_must() -> None:
    assert required(["clerk", "keeper"], False)
    assert not required(["clerk", "officer", "head", "director", "supervisor"], False)
    assert not required([], False)
    assert required([], True)


#: required, enrolled, passed → what next.
TABLE = {
    (False, False, False): Next.NOTHING,
    (True, False, False): Next.ENROL,
    (False, True, False): Next.CODE,
    (True, True, False): Next.CODE,
    (False, False, True): Next.NOTHING,
    (True, False, True): Next.NOTHING,
    (False, True, True): Next.NOTHING,
    (True, True, True): Next.NOTHING,
}


@pytest.mark.parametrize("case", list(product([False, True], repeat=3)))
def test_what_a_session_must_do_next(case: tuple[bool, bool, bool]) -> None:
    must, enrolled, passed = case
    assert next_step(required=must, enrolled=enrolled, passed=passed) is TABLE[case]


@pytest.mark.parametrize("case", list(product([False, True], repeat=2)))
def test_only_who_must_and_has_not_is_refused(case: tuple[bool, bool]) -> None:
    must, enrolled = case
    if must and not enrolled:
        with pytest.raises(StepMissing):
            second_step.require_enrolled(required=must, enrolled=enrolled)
    else:
        second_step.require_enrolled(required=must, enrolled=enrolled)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("123456", ("123456", "")), (" 123 456 ", ("123456", "")), ("１２３４５６", ("123456", "")),
        ("abcde-fghjk", ("", "ABCDEFGHJK")), ("ABCDE FGHJK", ("", "ABCDEFGHJK")),
        ("12345", ("", "")), ("1234567", ("", "")), ("", ("", "")), ("abcde-fghj0", ("", "")),
        ("①②③④⑤⑥", ("123456", "")), ("١٢٣٤٥٦", ("", "")),
    ],
)  # fmt: skip
def test_what_is_typed_is_a_code_or_a_recovery_code_or_neither(typed: str, read: tuple[str, str]) -> None:
    assert read_code(typed) == read


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_without_complaint(typed: str) -> None:
    code, recovery = read_code(typed)
    assert not (code and recovery)
    assert code == "" or (len(code) == 6 and code.isascii() and code.isdecimal())


def test_a_secret_is_shown_in_groups_of_four() -> None:
    assert second_step.in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ"
