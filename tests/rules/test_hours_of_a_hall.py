"""A hall has hours of its own: lunch, Saturday service, holidays, worked weekends, exceptions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import hours
from yimen.rules.calendar import CHINA, WorkCalendar
from yimen.rules.hours import DAY, BadOpening, DayKind, Opening, Sessions

USUAL: Sessions = ((510, 720), (840, 1050))
MORNING: Sessions = ((540, 720),)
#: Qingming and National Day of 2026, with the Saturday worked for it.
CALENDAR = WorkCalendar.of(
    holidays=[date(2026, 4, 6), date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 5), date(2026, 10, 6),
              date(2026, 10, 7)],
    makeup=[date(2026, 10, 10)], published=[2026],
)  # fmt: skip
HALL = Opening(week=(USUAL,) * 5 + (MORNING, ()), exceptions={date(2026, 11, 25): ()})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("day", "kind", "sessions", "limited"),
    [
        (date(2026, 11, 23), DayKind.WORKDAY, USUAL, False),
        (date(2026, 11, 25), DayKind.WORKDAY, (), False),
        (date(2026, 11, 28), DayKind.SATURDAY, MORNING, True),
        (date(2026, 11, 29), DayKind.SUNDAY, (), True),
        # In the run of Qingming and of National Day, and the Saturday that is worked for it.
        (date(2026, 4, 4), DayKind.HOLIDAY, (), False),
        (date(2026, 10, 3), DayKind.HOLIDAY, (), False),
        (date(2026, 10, 10), DayKind.WORKDAY, USUAL, False),
    ],
)
def test_what_hours_a_date_has(day: date, kind: DayKind, sessions: Sessions, limited: bool):
    found = hours.on(HALL, day, CALENDAR)
    assert (found.kind, found.sessions, found.limited) == (kind, sessions, limited)


@pytest.mark.parametrize(
    ("moment", "weekend", "opens", "now"),
    [
        ("2026-11-23 10:00", False, "2026-11-23 10:00", True),
        ("2026-11-23 12:00", False, "2026-11-23 14:00", False),
        # Thursday evening, Friday; Friday evening: Saturday only for what is on the list.
        ("2026-11-27 18:00", True, "2026-11-28 09:00", False),
        ("2026-11-27 18:00", False, "2026-11-30 08:30", False),
        # The exception closes a Wednesday.
        ("2026-11-24 17:30", False, "2026-11-26 08:30", False),
        ("2026-09-30 17:30", True, "2026-10-08 08:30", False),
    ],
)
def test_open_now_or_next(moment: str, weekend: bool, opens: str, now: bool):
    found = hours.next_open(HALL, at(moment), CALENDAR, weekend=weekend)
    assert found is not None
    assert (found.at, found.now) == (at(opens), now)


def test_a_hall_around_the_clock_rests_on_an_exception_only():
    hall = Opening(always=True, exceptions={date(2026, 10, 2): ((480, 600),)})
    assert hours.on(hall, date(2026, 10, 1), CALENDAR).sessions == ((0, DAY),)
    assert hours.on(hall, date(2026, 10, 2), CALENDAR).sessions == ((480, 600),)
    found = hours.next_open(hall, at("2026-10-01 23:59"), CALENDAR)
    assert found is not None and found.now and found.until == at("2026-10-02 00:00")


def test_a_hall_that_never_opens():
    assert hours.next_open(Opening(), at("2026-11-23 10:00"), CALENDAR) is None


@pytest.mark.parametrize(
    ("text", "sessions"),
    [
        ("8:30-12:00 14:00-17:30", USUAL), ("8:30–12:00、14:00–17:30", USUAL), ("", ()),
        ("0:00-24:00", ((0, DAY),)), ("８:30", None), ("12:00-8:30", None), ("8:30-12:00 11:00-13:00", None),
        ("8:30-25:00", None), ("上午", None), ("8:75-9:00", None),
    ],
)  # fmt: skip
def test_hours_are_read_as_typed(text: str, sessions: Sessions | None):
    if sessions is None:
        with pytest.raises(BadOpening):
            hours.read(text)
    else:
        assert hours.read(text) == sessions
        assert hours.read(hours.words(sessions)) == sessions


@pytest.mark.parametrize(
    ("day", "begins", "ends", "inside"),
    [
        (date(2026, 11, 1), "09-01", "12-31", True), (date(2026, 8, 31), "09-01", "12-31", False),
        (date(2026, 1, 5), "11-15", "02-28", True), (date(2026, 3, 1), "11-15", "02-28", False),
        (date(2026, 3, 1), "", "", True),
    ],
)  # fmt: skip
def test_seasons(day: date, begins: str, ends: str, inside: bool):
    assert hours.in_season(day, begins, ends) is inside


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
minutes = st.lists(st.integers(0, DAY), unique=True, max_size=6).map(sorted)
sessions = minutes.map(lambda m: tuple(zip(m[: len(m) // 2 * 2 : 2], m[1::2], strict=True)))
openings = st.builds(
    Opening,
    week=st.tuples(*[sessions] * 7),
    always=st.booleans(),
    exceptions=st.dictionaries(days, sessions, max_size=3),
)
calendars = st.builds(
    lambda off, on: WorkCalendar.of(holidays=set(off) - set(on), makeup=on),
    st.lists(days, max_size=20),
    st.lists(days, max_size=20),
)
moments = st.integers(0, 600 * DAY).map(lambda n: hours.midnight(date(2026, 1, 1)) + timedelta(minutes=n))


@given(openings, moments, calendars, st.booleans())
def test_nothing_is_open_before_the_next_opening(
    opening: Opening, moment: datetime, calendar: WorkCalendar, weekend: bool
):
    found = hours.next_open(opening, moment, calendar, weekend=weekend)
    day, last = moment.date(), (found.at if found else moment + timedelta(days=hours.AHEAD)).date()
    while day <= last:
        one = hours.on(opening, day, calendar)
        for start, end in hours.moments(one):
            if one.limited and not weekend:
                continue
            # Each session is over when we ask, or begins with or after the one that was found.
            assert end <= moment or (found is not None and max(start, moment) >= found.at)
        day += timedelta(days=1)
    if found is not None:
        assert moment <= found.at < found.until
        assert found.now is (found.at == moment)


@given(openings, days, calendars)
def test_weekend_service_is_on_no_working_day(opening: Opening, day: date, calendar: WorkCalendar):
    found = hours.on(opening, day, calendar)
    assert (found.kind is DayKind.WORKDAY) is calendar.is_working(day)
    assert not (found.limited and calendar.is_working(day))
