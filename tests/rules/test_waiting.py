"""等候: how long a correction or a result may wait, and what follows when nobody comes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from yimen.rules.calendar import WorkCalendar
from yimen.rules.lifecycle import acts_from, step
from yimen.rules.terms import Act, Capacity, State
from yimen.rules.waiting import lapse, wait_due

DUE = datetime(2026, 3, 30, 9, 30, tzinfo=UTC)
#: Monday 2 March 2026, 09:00 in China.
SINCE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CORRECTIONS = {State.CORRECTION, State.SUPPLEMENT}
RESULTS = {State.GRANTED, State.REFUSED, State.ISSUED}


@pytest.mark.parametrize("state", State)
def test_only_corrections_and_results_wait(china: WorkCalendar, state: State) -> None:
    assert (wait_due(china, state, SINCE) is not None) == (state in CORRECTIONS | RESULTS)


@pytest.mark.parametrize(
    ("state", "day"),
    [
        (State.CORRECTION, date(2026, 3, 30)),
        (State.SUPPLEMENT, date(2026, 3, 30)),
        (State.GRANTED, date(2026, 3, 16)),
        (State.REFUSED, date(2026, 3, 16)),
        (State.ISSUED, date(2026, 3, 16)),
    ],
)
def test_20_working_days_to_supply_and_10_to_deliver(china: WorkCalendar, state: State, day: date) -> None:
    found = wait_due(china, state, SINCE)
    assert found is not None
    assert found.date == day
    assert not found.provisional


def test_waiting_begins_on_the_day_in_china(china: WorkCalendar) -> None:
    """16:30 UTC is past midnight in China: Tuesday already."""
    late = wait_due(china, State.ISSUED, datetime(2026, 3, 2, 16, 30, tzinfo=UTC))
    assert late is not None
    assert late.date == date(2026, 3, 17)


def test_holidays_do_not_count(china: WorkCalendar) -> None:
    """From 30 April 2026: 1 to 5 May are free, Saturday 9 May is worked."""
    found = wait_due(china, State.GRANTED, datetime(2026, 4, 30, 1, 0, tzinfo=UTC))
    assert found is not None
    assert found.date == date(2026, 5, 18)


@pytest.mark.parametrize("state", State)
def test_only_an_unanswered_correction_lapses_and_only_after_its_day(state: State) -> None:
    second = timedelta(seconds=1)
    assert lapse(state, DUE, DUE - second) is None
    assert lapse(state, DUE, DUE) is None
    expected = Act.RETURN_UNFINISHED if state in CORRECTIONS else None
    assert lapse(state, DUE, DUE + second) is expected
    assert lapse(state, None, DUE + timedelta(days=9999)) is None


@pytest.mark.parametrize("state", sorted(CORRECTIONS))
def test_what_lapses_is_an_act_the_system_may_do(state: State) -> None:
    act = lapse(state, DUE, DUE + timedelta(days=1))
    assert act in acts_from(state, [Capacity.SYSTEM])
    assert step(state, act, [Capacity.SYSTEM], reason="没有在期限内补正").after is State.RETURNED
