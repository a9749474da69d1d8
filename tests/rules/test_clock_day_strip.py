"""The day strip of the progress page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.calendar import CHINA, WorkCalendar
from yimen.rules.clock import Facts
from yimen.rules.item import Limit
from yimen.rules.pauses import Pause
from yimen.rules.strip import Day, Mark, day_strip
from yimen.rules.terms import Procedure, Unit

REVIEW = Pause(
    Procedure.EXPERT_REVIEW,
    datetime(2026, 11, 19, 9, 0, tzinfo=CHINA),
    None,
    datetime(2026, 11, 19, 16, 0, tzinfo=CHINA),
    counted_out_of_legal=True,
)
CASE = Facts(accepted_on=date(2026, 11, 16), legal=Limit(20), promise=Limit(7), pauses=(REVIEW,))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def line(days: list[Day]) -> str:
    return " ".join(f"{day.date.day}{'…' if day.gap else ''}:{day.mark.value}" for day in days)


def test_the_strip_of_the_design(china: WorkCalendar) -> None:
    days = day_strip(china, CASE, at("2026-11-23 09:10"))
    assert line(days) == (
        "17:used 18:used 19:paused 20:used 21:off 22:off 23:today 24:ahead 25:ahead 26:last"
    )
    assert [day.date.day for day in days if day.today] == [23]
    assert [day.date.day for day in days if day.last] == [26]


def test_today_may_be_off_or_the_last_day(china: WorkCalendar) -> None:
    sunday = day_strip(china, CASE, at("2026-11-22 09:00"))
    assert [(day.date.day, day.mark) for day in sunday if day.today] == [(22, Mark.OFF)]
    final = day_strip(china, CASE, at("2026-11-26 09:00"))
    assert [(day.date.day, day.mark, day.today) for day in final if day.last] == [(26, Mark.TODAY, True)]


def test_days_after_the_deadline_are_over(china: WorkCalendar) -> None:
    days = day_strip(china, CASE, at("2026-11-30 09:00"))
    assert line(days).endswith("25:used 26:used 27:over 28:off 29:off 30:today")
    assert [day.date.day for day in days if day.last] == [26]


def test_a_long_limit_keeps_a_window_around_today_and_the_last_day(china: WorkCalendar) -> None:
    long = Facts(accepted_on=date(2026, 3, 2), promise=Limit(45))
    days = day_strip(china, long, at("2026-03-31 09:00"), most=7)
    assert line(days) == "28…:off 29:off 30:used 31:today 1:ahead 2:ahead 8…:last"


def test_a_long_overdue_case_keeps_its_deadline_in_sight(china: WorkCalendar) -> None:
    days = day_strip(china, CASE, at("2026-12-31 09:00"), most=5)
    assert line(days) == "26…:used 28…:over 29:over 30:over 31:today"


def test_a_closed_case_has_no_today(china: WorkCalendar) -> None:
    days = day_strip(china, replace(CASE, closed_at=at("2026-11-20 15:00")), at("2026-12-20 09:00"))
    assert line(days) == "17:used 18:used 19:paused 20:used 21:off 22:off 23:ahead 24:ahead 25:ahead 26:last"
    assert not any(day.today for day in days)


def test_an_instant_item_has_one_day(china: WorkCalendar) -> None:
    facts = Facts(accepted_on=date(2026, 11, 16), accepted_at=at("2026-11-16 09:00"), promise=Limit(0))
    assert line(day_strip(china, facts, at("2026-11-16 09:10"))) == "16:today"


def test_natural_days_have_no_days_off(china: WorkCalendar) -> None:
    facts = Facts(accepted_on=date(2026, 11, 19), promise=Limit(4, Unit.NATURAL))
    days = day_strip(china, facts, at("2026-11-20 09:00"))
    assert line(days) == "20:today 21:ahead 22:ahead 23:last"


def test_no_clock_no_strip(china: WorkCalendar) -> None:
    assert day_strip(china, Facts(promise=Limit(3)), at("2026-11-20 09:00")) == []


def test_before_acceptance_the_strip_is_of_the_receive_clock(china: WorkCalendar) -> None:
    days = day_strip(china, Facts(received_on=date(2026, 11, 16)), at("2026-11-16 09:00"))
    assert line(days) == "17:ahead 18:ahead 19:ahead 20:ahead 21:off 22:off 23:last"


@settings(max_examples=150, deadline=None)
@given(
    limit=st.integers(0, 90),
    now=st.datetimes(datetime(2026, 3, 2), datetime(2026, 12, 31)),  # noqa: DTZ001
    most=st.integers(3, 20),
)
def test_a_strip_is_short_in_order_and_shows_today_and_the_last_day(
    china: WorkCalendar, limit: int, now: datetime, most: int
) -> None:
    facts = Facts(accepted_on=date(2026, 3, 2), promise=Limit(limit))
    days = day_strip(china, facts, now.replace(tzinfo=CHINA), most)
    dates = [day.date for day in days]
    assert 1 <= len(days) <= most
    assert dates == sorted(set(dates))
    assert sum(day.last for day in days) == 1
    assert sum(day.today for day in days) == (now.date() >= dates[0])
    assert [day.gap for day in days[1:]] == [(b - a).days > 1 for a, b in pairwise(dates)]
