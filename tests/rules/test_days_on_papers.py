"""A day on a paper is read back as the day that it was written for, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.bundle.results import as_answer
from yimen.rules.paper_lines import day_said, day_words
from yimen.rules.terms import FieldType


@given(st.dates(date(1000, 1, 1)))
def test_back_and_forth(day: date) -> None:
    assert day_said(day_words(day)) == day
    assert as_answer(FieldType.DATE, day_words(day)) == day.isoformat()


@pytest.mark.parametrize(
    "words", ["", "长期", "2026 年 13 月 1 日", "2026 年 2 月 30 日", "2026-11-02", "二〇二六年"]
)
def test_what_is_no_day_answers_nothing(words: str) -> None:
    assert day_said(words) is None
    assert as_answer(FieldType.DATE, words) == ""


def test_all_else_stays_as_it_stands() -> None:
    assert as_answer(FieldType.MONEY, "30000.50") == "30000.50"
    assert as_answer(FieldType.TEXT, "2026 年 11 月 2 日") == "2026 年 11 月 2 日"
