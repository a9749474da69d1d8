"""What a register's answer is worth: how long, against what the applicant says, and when it is left alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from yimen.rules import registers
from yimen.rules.registers import Circuit, Query, Record, Register, Reply, Status

NOW = datetime.fromisoformat("2026-11-16T10:00:00+08:00")
FIELDS = {"applicant_name": "李敏", "birth_date": "1980-01-01", "household_address": "云溪县民生路 1 号"}
RECORD = Record(1, Register.PEOPLE, Status.ANSWERED, FIELDS, NOW)
LABELS = {
    "applicant_name": "姓名",
    "birth_date": "出生日期",
    "household_address": "户口地址",
    "phone": "手机",
}


def test_another_name_contradicts() -> None:
    query = Query(Register.PEOPLE, "1", "李敏")
    assert registers.judged(query, Reply(Status.ANSWERED, FIELDS)).status is Status.ANSWERED
    other = registers.judged(query, Reply(Status.ANSWERED, {"applicant_name": "李某"}))
    assert other.status is Status.CONTRADICTS
    assert registers.judged(query, Reply(Status.UNKNOWN)).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("status", "days", "fresh"),
    [(Status.ANSWERED, 29, True), (Status.ANSWERED, 30, False), (Status.DOWN, 0, False),
     (Status.UNKNOWN, 1, True)],
)  # fmt: skip
def test_a_fresh_answer_is_not_asked_for_again(status: Status, days: int, fresh: bool) -> None:
    record = Record(1, Register.PEOPLE, status, {}, NOW)
    assert registers.is_fresh(record, NOW + timedelta(days=days)) is fresh
    assert not registers.is_fresh(None, NOW)


def test_only_an_answer_of_the_last_half_year_stands_for_paper() -> None:
    assert registers.stands(RECORD, date(2027, 5, 15)) and not registers.stands(RECORD, date(2027, 5, 16))
    assert not registers.stands(None, date(2026, 11, 16))
    for status in (Status.CONTRADICTS, Status.UNKNOWN, Status.DOWN):
        assert not registers.stands(Record(1, Register.PEOPLE, status, FIELDS, NOW), date(2026, 11, 16))


@pytest.mark.parametrize(
    ("ok", "minutes", "state"),
    [
        ([False] * 5, 0, Circuit.OPEN), ([False] * 5, 1, Circuit.TRYING), ([False] * 4, 0, Circuit.CLOSED),
        ([False] * 4 + [True], 0, Circuit.CLOSED), ([True] + [False] * 4, 0, Circuit.CLOSED),
        ([], 0, Circuit.CLOSED),
    ],
)  # fmt: skip
def test_five_failures_in_a_row_open_the_circuit(ok: list[bool], minutes: int, state: Circuit) -> None:
    attempts = [(NOW - timedelta(seconds=n), one) for n, one in enumerate(ok)]
    assert registers.circuit(attempts, NOW + timedelta(minutes=minutes)) is state


def test_only_what_the_form_asks_is_filled_in() -> None:
    today = date(2026, 11, 16)
    assert registers.prefill(RECORD, ["birth_date", "shop_name"], today) == {"birth_date": "1980-01-01"}
    assert registers.prefill(None, ["birth_date"], today) == {}


def test_where_the_applicant_says_something_else_both_are_told() -> None:
    answers = {"applicant_name": "李 敏", "birth_date": date(1980, 1, 1), "household_address": "别处 2 号"}
    found = registers.differences(RECORD, answers, LABELS)
    assert [(one.label, one.on_file, one.given) for one in found] == [
        ("户口地址", "云溪县民生路 1 号", "别处 2 号")
    ]
    assert registers.differences(RECORD, {"household_address": ""}, LABELS) == ()
    assert registers.differences(None, answers, LABELS) == ()
