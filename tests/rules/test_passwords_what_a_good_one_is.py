"""Passwords: length, kinds, not the owner's own, not common, not used before; all reasons at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from yimen.rules.passwords import (
    LENGTH_MAX,
    Owner,
    WeakPassword,
    days_left,
    ends_at,
    kinds_of,
    problems,
    require_good,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LI = Owner("13800003210", "李小敏")


def wrong(password: str, owner: Owner = LI, common: bool = False, used: bool = False) -> list[str]:
    return [str(one) for one in problems(password, owner, common=common, used=used)]


@pytest.mark.parametrize("good", ["yunxi-2026-mima", "Yunxi2026Mima", "山高水长yunxi7", "A1!aaaaaaa"])
def test_three_kinds_and_ten_characters_do(good: str) -> None:
    assert wrong(good) == []
    require_good([])


@pytest.mark.parametrize(
    ("text", "kinds"), [("", 0), ("abc", 1), ("aB", 2), ("aB1", 3), ("aB1-", 4), ("字1", 2), ("é", 1)]
)
def test_kinds_are_counted(text: str, kinds: int) -> None:
    assert kinds_of(text) == kinds


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        ("aB1-aB1-a", "至少要 10 位"),
        ("aB1-" * (LENGTH_MAX // 4) + "a", "最多 128 位"),
        ("abcdefghij1", "至少要有 3 种"),
        ("Ym-13800003210", "不能带账号或姓名"),
        ("李小敏-yunxi-1", "不能带账号或姓名"),
    ],
)
def test_each_fault_is_named(bad: str, word: str) -> None:
    assert [one for one in wrong(bad) if word in one], wrong(bad)


def test_a_short_staff_number_may_stand_in_a_longer_word() -> None:
    assert wrong("Kiosk-101-yunxi", Owner("101", "周")) == []
    assert wrong("Kiosk-0101-yunxi", Owner("0101", "周")) == ["不能带账号或姓名"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(WeakPassword) as told:
        require_good(problems("123456", LI, common=True, used=True))
    for part in ("10 位", "3 种", "太常见", "最近 5 次"):
        assert part in told.value.words
    assert told.value.words.count("；") == 3


def test_the_end_is_counted_from_when_it_was_set_and_told_a_week_before() -> None:
    assert ends_at(None, 90) is None
    assert ends_at(NOW, 0) is None
    assert ends_at(NOW, 90) == NOW + timedelta(days=90)
    asked = [days_left(NOW - timedelta(days=n), 90, NOW) for n in (0, 82, 83, 89, 90, 400)]
    assert asked == [None, None, 7, 1, 0, 0]
