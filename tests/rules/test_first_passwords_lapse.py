"""Passwords that the system made: until when they let in, and what they are made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from yimen.rules.passwords import (
    FIRST_CHARACTERS,
    FIRST_HOURS,
    FIRST_LENGTH,
    FirstPasswordLapsed,
    first_ends_at,
    grouped,
    require_in_time,
)

SET = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
END = SET + timedelta(hours=72)


@pytest.mark.parametrize(
    ("set_at", "first", "now", "lapsed"),
    [
        (SET, True, SET, False),
        (SET, True, END - timedelta(seconds=1), False),
        (SET, True, END, True),
        (SET, True, END + timedelta(days=400), True),
        (SET, False, END + timedelta(days=400), False),
        (None, True, END, False),
        (None, False, END, False),
    ],
)
def test_it_lets_in_for_72_hours_and_ones_own_does_not_lapse(
    set_at: datetime | None, first: bool, now: datetime, lapsed: bool
) -> None:
    assert first_ends_at(set_at, first) == (END if first and set_at else None)
    if not lapsed:
        return require_in_time(set_at, first, now)
    with pytest.raises(FirstPasswordLapsed) as told:
        require_in_time(set_at, first, now)
    assert told.value.code == "account.first_password_lapsed"
    assert f"{FIRST_HOURS} 小时" in told.value.words and "安全管理员" in told.value.words
    return None


def test_it_is_long_and_can_be_read_out() -> None:
    assert len(set(FIRST_CHARACTERS)) ** FIRST_LENGTH > 2**90
    assert not set(FIRST_CHARACTERS) & set("0O1lIo")
    assert grouped("abcdEFGH2345wxyz") == "abcd-EFGH-2345-wxyz"
