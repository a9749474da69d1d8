"""视为准予延续 (行政许可法第五十条): when silence until the licence ended counts as renewal, and when not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import renewal
from yimen.rules.terms import State

LAST, LATEST = date(2026, 12, 31), date(2026, 11, 18)
#: 0:00 of 1 January 2027 in China.
OVER = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "complete", "counts"),
    [
        (LAST, LATEST, LAST),
        (LAST, LATEST - timedelta(days=40), LAST),
        (LAST, LATEST + timedelta(days=1), None),  # late: decided on its merits
        (None, LATEST, None),  # what holds for ever needs no renewal
    ],
)
def test_only_an_application_in_time_counts(last: date | None, complete: date, counts: date | None) -> None:
    assert renewal.counts_from(last, LATEST if last else None, complete) == counts


@pytest.mark.parametrize(
    ("supplied", "kept"), [(LAST, LAST), (LAST - timedelta(days=9), LAST), (LAST + timedelta(days=1), None)]
)
def test_who_supplies_after_the_end_cannot_blame_the_organ(supplied: date, kept: date | None) -> None:
    assert renewal.kept_open(LAST, supplied) == kept
    assert renewal.kept_open(None, supplied) is None


@pytest.mark.parametrize("state", list(State))
def test_silence_counts_from_the_first_moment_after_the_last_day(state: State) -> None:
    with_the_organ = state in {State.REVIEWING, State.SUSPENDED}
    assert renewal.deemed(LAST, state, OVER) is with_the_organ
    assert not renewal.deemed(LAST, state, OVER - timedelta(microseconds=1))
    assert not renewal.deemed(None, state, OVER)


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.integers(-50, 50))
def test_the_moment_is_midnight_in_china(last: date, hours: int) -> None:
    moment = renewal.moment(last)
    assert moment is not None
    now = moment + timedelta(hours=hours)
    assert renewal.deemed(last, State.REVIEWING, now) is (hours >= 0)
    assert (moment + timedelta(hours=8)).date() == last + timedelta(days=1)
