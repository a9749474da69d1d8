"""The real calendar of 2025 and 2026, and the years around it by the weekday rule alone (暂定)."""

from __future__ import annotations

import pytest
from chinese_calendar.constants import holidays, workdays

from yimen.rules.calendar import WorkCalendar

YEARS = (2025, 2026)


@pytest.fixture(scope="session")
def china() -> WorkCalendar:
    return WorkCalendar.of(
        holidays=[day for day in holidays if day.year in YEARS],
        makeup=[day for day in workdays if day.year in YEARS],
        published=YEARS,
    )
