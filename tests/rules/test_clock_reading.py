"""One case at one moment: used, left, lights, the next alarm, extension, 即办 in minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.calendar import CHINA, WorkCalendar
from yimen.rules.clock import (
    ExtensionTooLate,
    ExtensionTooLong,
    Facts,
    Honest,
    Phase,
    Reading,
    SecondExtension,
    extend,
    read,
)
from yimen.rules.deadlines import JOINT_LIMIT
from yimen.rules.item import Limit
from yimen.rules.pauses import Pause
from yimen.rules.terms import Light, Procedure, Unit

TICK = timedelta(microseconds=1)
#: The case of the design: accepted Monday 16 November 2026, promised in 7 working days.
CASE = Facts(accepted_on=date(2026, 11, 16), legal=Limit(20), promise=Limit(7))
REVIEW = Pause(
    Procedure.EXPERT_REVIEW,
    datetime(2026, 11, 19, 9, 0, tzinfo=CHINA),
    date(2026, 11, 19),
    datetime(2026, 11, 19, 16, 0, tzinfo=CHINA),
    counted_out_of_legal=True,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def due_dates(reading: Reading) -> tuple[date, date]:
    assert reading.legal_due is not None
    assert reading.promise_due is not None
    return reading.legal_due.date, reading.promise_due.date


def test_the_case_of_the_progress_page(china: WorkCalendar) -> None:
    reading = read(china, replace(CASE, pauses=(REVIEW,)), at("2026-11-23 09:10"))
    assert (reading.total, reading.used, reading.left, reading.paused) == (7, 4, 3, 1)
    assert due_dates(reading) == (date(2026, 12, 15), date(2026, 11, 26))
    assert reading.phase is Phase.DECISION
    assert reading.light is Light.GREEN
    assert reading.legal_left == 16


@pytest.mark.parametrize(
    ("now", "light", "left", "alarm"),
    [
        ("2026-11-16 10:00", Light.GREEN, 7, "2026-11-23 00:00"),
        ("2026-11-20 23:59", Light.GREEN, 3, "2026-11-23 00:00"),
        ("2026-11-23 00:00", Light.BLUE, 2, "2026-11-24 00:00"),  # 2 of 7 is 28.6 %
        ("2026-11-24 00:00", Light.YELLOW, 1, "2026-11-25 17:30"),
        ("2026-11-25 17:30", Light.YELLOW, 0, "2026-11-25 17:30"),
    ],
)
def test_lights_turn_as_the_days_go(
    china: WorkCalendar, now: str, light: Light, left: int, alarm: str
) -> None:
    reading = read(china, CASE, at(now))
    assert (reading.light, reading.left, reading.overdue) == (light, left, False)
    tick = TICK if alarm.endswith("17:30") else timedelta(0)
    assert reading.next_alarm_at == at(alarm) + tick


def test_red_comes_after_the_end_of_business_and_the_law_later(china: WorkCalendar) -> None:
    over = read(china, CASE, at("2026-11-25 17:31"))
    assert (over.light, over.left, over.overdue, over.overdue_legal) == (Light.RED, 0, True, False)
    assert over.next_alarm_at == at("2026-12-14 17:30") + TICK
    worse = read(china, CASE, at("2026-12-15 09:00"))
    assert (worse.light, worse.left, worse.legal_left, worse.overdue_legal) == (Light.RED, -14, -1, True)
    assert worse.next_alarm_at is None


def test_ninety_percent_used_is_yellow_with_two_days_left(china: WorkCalendar) -> None:
    facts = Facts(accepted_on=date(2026, 3, 2), promise=Limit(20))
    assert [read(china, facts, at(f"2026-03-{day} 09:00")).light for day in (19, 20, 25, 26)] == [
        Light.GREEN,
        Light.BLUE,
        Light.BLUE,
        Light.YELLOW,
    ]
    assert read(china, facts, at("2026-03-20 09:00")).left == 6
    assert read(china, facts, at("2026-03-26 09:00")).left == 2


def test_a_closed_case_is_green_or_red_for_good(china: WorkCalendar) -> None:
    in_time = read(china, replace(CASE, closed_at=at("2026-11-25 17:30")), at("2027-01-05 09:00"))
    late = read(china, replace(CASE, closed_at=at("2026-11-25 17:31")), at("2027-01-05 09:00"))
    assert (in_time.phase, in_time.light, in_time.left) == (Phase.CLOSED, Light.GREEN, 0)
    assert (late.phase, late.light, late.overdue) == (Phase.CLOSED, Light.RED, True)
    assert in_time.next_alarm_at is None
    assert late.next_alarm_at is None


def test_before_acceptance_the_receive_clock_is_read(china: WorkCalendar) -> None:
    facts = Facts(received_on=date(2025, 9, 26), legal=Limit(20), promise=Limit(7))
    reading = read(china, facts, at("2025-09-29 09:00"))
    assert (reading.phase, reading.total, reading.used, reading.left) == (Phase.RECEIVE, 5, 2, 3)
    assert due_dates(reading) == (date(2025, 10, 10), date(2025, 10, 10))
    assert read(china, facts, at("2025-10-11 09:00")).overdue_legal


def test_without_anything_received_no_clock_runs(china: WorkCalendar) -> None:
    reading = read(china, Facts(promise=Limit(3)), at("2025-09-29 09:00"))
    assert reading == Reading(Phase.WAITING)


def test_an_item_without_any_limit_has_a_phase_and_no_deadline(china: WorkCalendar) -> None:
    reading = read(china, Facts(accepted_on=date(2025, 9, 26)), at("2025-09-29 09:00"))
    assert reading == Reading(Phase.DECISION)


def test_without_a_promise_the_law_is_the_clock(china: WorkCalendar) -> None:
    reading = read(china, replace(CASE, promise=None), at("2026-11-23 09:00"))
    assert due_dates(reading) == (date(2026, 12, 14), date(2026, 12, 14))
    assert (reading.total, reading.left) == (20, 15)


def test_a_promise_longer_than_the_law_is_cut_to_it(china: WorkCalendar) -> None:
    reading = read(china, replace(CASE, promise=Limit(30)), at("2026-11-23 09:00"))
    assert due_dates(reading) == (date(2026, 12, 14), date(2026, 12, 14))


def test_an_extension_moves_the_law_and_the_promise(china: WorkCalendar) -> None:
    now = at("2026-11-23 09:00")
    extended = extend(china, CASE, 10, now)
    assert due_dates(read(china, extended, now)) == (date(2026, 12, 28), date(2026, 12, 9))
    fixed = replace(extended, extension_moves_promise=False)
    assert due_dates(read(china, fixed, now)) == (date(2026, 12, 28), date(2026, 11, 25))


def test_an_extension_after_a_pause_adds_to_what_the_pause_left(china: WorkCalendar) -> None:
    paused = replace(CASE, pauses=(REVIEW,))
    now = at("2026-11-24 09:00")
    assert due_dates(read(china, extend(china, paused, 10, now), now)) == (
        date(2026, 12, 29),
        date(2026, 12, 10),
    )


def test_a_pause_inside_the_extension_is_counted_out_too(china: WorkCalendar) -> None:
    inside = replace(REVIEW, start=at("2026-12-16 09:00"), planned_end=None, end=at("2026-12-17 09:00"))
    facts = replace(CASE, extension_days=10, pauses=(inside,))
    assert due_dates(read(china, facts, at("2026-12-18 09:00")))[0] == date(2026, 12, 30)


def test_natural_days_are_extended_by_working_days(china: WorkCalendar) -> None:
    facts = Facts(accepted_on=date(2026, 3, 2), legal=Limit(20, Unit.NATURAL), extension_days=2)
    reading = read(china, facts, at("2026-03-20 09:00"))
    assert due_dates(reading)[0] == date(2026, 3, 25)  # 22 March is a Sunday: 23, then two more
    assert (reading.unit, reading.total, reading.used, reading.left) == (Unit.NATURAL, 23, 18, 5)


def test_a_second_extension_is_refused(china: WorkCalendar) -> None:
    now = at("2026-11-23 09:00")
    with pytest.raises(SecondExtension) as refused:
        extend(china, extend(china, CASE, 3, now), 3, now)
    assert refused.value.code == "clock.second_extension"
    assert refused.value.basis == "行政许可法 42"
    assert "3 个工作日" in refused.value.words


@pytest.mark.parametrize(
    ("joint", "days", "refused"), [(False, 10, False), (False, 11, True), (True, 15, False), (True, 16, True)]
)
def test_an_extension_has_a_most(china: WorkCalendar, joint: bool, days: int, refused: bool) -> None:
    now = at("2026-11-23 09:00")
    facts = replace(CASE, joint=joint)
    if refused:
        with pytest.raises(ExtensionTooLong):
            extend(china, facts, days, now)
    else:
        assert extend(china, facts, days, now).extension_days == days


@pytest.mark.parametrize("days", [0, -1])
def test_an_extension_of_nothing_is_refused(china: WorkCalendar, days: int) -> None:
    with pytest.raises(ExtensionTooLong):
        extend(china, CASE, days, at("2026-11-23 09:00"))


def test_an_extension_after_the_legal_limit_is_too_late(china: WorkCalendar) -> None:
    assert extend(china, CASE, 10, at("2026-12-14 17:30")).extension_days == 10
    with pytest.raises(ExtensionTooLate, match="2026-12-14"):
        extend(china, CASE, 10, at("2026-12-14 17:31"))


def test_a_joint_case_has_45_and_15_working_days(china: WorkCalendar) -> None:
    accepted = date(2026, 3, 2)
    now = at("2026-04-01 09:00")
    facts = Facts(accepted_on=accepted, legal=JOINT_LIMIT, joint=True)
    extended = due_dates(read(china, extend(china, facts, 15, now), now))[0]
    assert china.working_days_between(accepted, due_dates(read(china, facts, now))[0]) == 45
    assert china.working_days_between(accepted, extended) == 60


def test_correction_after_acceptance_stops_the_promise_alone(china: WorkCalendar) -> None:
    correction = Pause(None, at("2026-11-18 09:00"), None, at("2026-11-19 16:00"))
    reading = read(china, replace(CASE, pauses=(correction,)), at("2026-11-23 09:00"))
    assert due_dates(reading) == (date(2026, 12, 14), date(2026, 11, 27))


def test_while_a_pause_without_a_plan_goes_on_only_the_law_can_alarm(china: WorkCalendar) -> None:
    local = Pause(Procedure.SITE_VISIT, at("2026-11-18 09:00"))
    reading = read(china, replace(CASE, pauses=(local,)), at("2026-11-23 09:00"))
    assert (reading.open, reading.overrun, reading.left) == (True, True, 6)
    assert reading.next_alarm_at == at("2026-12-14 17:30") + TICK
    legal = replace(local, kind=Procedure.HEARING, counted_out_of_legal=True)
    assert read(china, replace(CASE, pauses=(legal,)), at("2026-11-23 09:00")).next_alarm_at is None


def test_publishing_a_year_moves_a_provisional_deadline(china: WorkCalendar) -> None:
    facts = Facts(accepted_on=date(2026, 12, 24), legal=Limit(20), promise=Limit(7))
    before = read(china, facts, at("2026-12-25 09:00"))
    assert before.provisional
    assert due_dates(before)[1] == date(2027, 1, 4)
    published = china.with_year(2027, holidays=[date(2027, 1, 1)], makeup=[])
    after = read(published, facts, at("2026-12-25 09:00"))
    assert not after.provisional
    assert due_dates(after)[1] == date(2027, 1, 5)


INSTANT = Facts(
    accepted_on=date(2025, 9, 29),
    accepted_at=at("2025-09-29 09:00"),
    legal=Limit(5),
    promise=Limit(0),
    minutes=30,
)


@pytest.mark.parametrize(
    ("now", "light", "minutes", "alarm"),
    [
        ("2025-09-29 09:00", Light.GREEN, 0, "2025-09-29 09:21"),
        ("2025-09-29 09:21", Light.BLUE, 21, "2025-09-29 09:27"),
        ("2025-09-29 09:27", Light.YELLOW, 27, "2025-09-29 17:30"),
        ("2025-09-29 13:00", Light.YELLOW, 180, "2025-09-29 17:30"),
    ],
)
def test_an_instant_item_is_read_in_minutes(
    china: WorkCalendar, now: str, light: Light, minutes: int, alarm: str
) -> None:
    reading = read(china, INSTANT, at(now))
    assert (reading.light, reading.minutes_used, reading.left) == (light, minutes, 0)
    assert reading.target_at == at("2025-09-29 09:30")
    tick = TICK if alarm.endswith("17:30") else timedelta(0)
    assert reading.next_alarm_at == at(alarm) + tick


def test_an_instant_item_filed_at_five_to_half_past_five_is_red_at_half_past(china: WorkCalendar) -> None:
    late = replace(INSTANT, accepted_at=at("2025-09-29 17:25"))
    assert read(china, late, at("2025-09-29 17:30")).light is Light.GREEN
    assert read(china, late, at("2025-09-29 17:30") + TICK).light is Light.RED


def test_an_instant_item_filed_after_hours_has_the_next_working_day(china: WorkCalendar) -> None:
    evening = replace(INSTANT, accepted_on=date(2025, 9, 30), accepted_at=at("2025-09-30 18:00"))
    tonight = read(china, evening, at("2025-09-30 18:05"))
    assert (tonight.used, tonight.left, tonight.minutes_used, tonight.light) == (0, 0, 0, Light.GREEN)
    reading = read(china, evening, at("2025-10-09 08:45"))
    assert due_dates(reading)[1] == date(2025, 10, 9)
    assert (reading.minutes_used, reading.overdue) == (15, False)


def test_an_item_that_is_not_instant_has_no_minutes(china: WorkCalendar) -> None:
    reading = read(china, replace(CASE, accepted_at=at("2026-11-16 09:00")), at("2026-11-17 09:00"))
    assert (reading.minutes_used, reading.target_at) == (None, None)


def test_the_honest_clock_runs_on_until_the_result_is_in_hand(china: WorkCalendar) -> None:
    facts = replace(CASE, first_contact_at=at("2026-11-13 09:00"), closed_at=at("2026-11-18 09:00"))
    assert read(china, facts, at("2026-11-23 09:00")).honest == Honest(10, 6)
    handed = replace(facts, delivered_at=at("2026-11-20 09:00"))
    assert read(china, handed, at("2026-11-23 09:00")).honest == Honest(7, 5)
    assert read(china, CASE, at("2026-11-23 09:00")).honest is None


MOMENTS = st.integers(0, 80 * 24).map(lambda hours: at("2025-09-01 00:00") + timedelta(hours=hours))
PAUSES = st.lists(
    st.builds(
        lambda day, length, legal: Pause(
            Procedure.HEARING if legal else Procedure.PUBLICITY,
            at("2025-09-01 10:00") + timedelta(days=day),
            None,
            at("2025-09-01 10:00") + timedelta(days=day + length),
            legal,
        ),
        st.integers(0, 40),
        st.integers(0, 12),
        st.booleans(),
    ),
    max_size=3,
)
#: Pauses known from the start, so that time alone passes between two readings.
FACTS = st.builds(
    lambda day, legal, promise, unit, pauses: Facts(
        accepted_on=date(2025, 9, 1) + timedelta(days=day),
        legal=Limit(legal, unit),
        promise=Limit(promise),
        pauses=tuple(pauses),
    ),
    st.integers(0, 40),
    st.integers(1, 30),
    st.integers(1, 30),
    st.sampled_from(Unit),
    PAUSES,
)


@settings(max_examples=150, deadline=None)
@given(facts=FACTS, now=MOMENTS)
def test_the_promise_is_never_after_the_law_and_days_add_up(
    china: WorkCalendar, facts: Facts, now: datetime
) -> None:
    reading = read(china, facts, now)
    legal, promise = due_dates(reading)
    assert promise <= legal
    assert reading.total is not None
    assert reading.used is not None
    assert reading.left == reading.total - reading.used
    assert (reading.light is Light.RED) == reading.overdue
    assert not reading.overdue_legal or reading.overdue


@settings(max_examples=150, deadline=None)
@given(facts=FACTS, now=MOMENTS)
def test_nothing_changes_before_the_next_alarm_and_something_does_at_it(
    china: WorkCalendar, facts: Facts, now: datetime
) -> None:
    facts = replace(facts, pauses=())
    reading = read(china, facts, now)
    alarm = reading.next_alarm_at
    if alarm is None:
        assert reading.overdue_legal
        return
    before, after = read(china, facts, alarm - TICK), read(china, facts, alarm)
    assert alarm > now
    assert (before.light, before.overdue_legal) == (reading.light, reading.overdue_legal)
    assert (after.light, after.overdue_legal) != (reading.light, reading.overdue_legal)


@settings(max_examples=100, deadline=None)
@given(facts=FACTS, now=MOMENTS, more=PAUSES)
def test_more_pauses_never_bring_a_deadline_nearer(
    china: WorkCalendar, facts: Facts, now: datetime, more: list[Pause]
) -> None:
    plain = due_dates(read(china, facts, now))
    longer = due_dates(read(china, replace(facts, pauses=(*facts.pauses, *more)), now))
    assert longer[0] >= plain[0]
    assert longer[1] >= plain[1]
