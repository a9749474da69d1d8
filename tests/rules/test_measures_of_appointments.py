"""Who had booked and came: what one appointment counts for, and the shares of many."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.booking import BookingState
from yimen.rules.calendar import CHINA
from yimen.rules.measures.appointments import Appointments, of_one

NINE = datetime(2026, 11, 16, 9, 0, tzinfo=CHINA)
_S, MINUTE = BookingState, timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "came", "counts"),
    [
        (_S.CANCELLED, None, Appointments()),
        (_S.MISSED, None, Appointments(1)),
        (_S.BOOKED, None, Appointments(1)),
        (_S.CAME, NINE - 40 * MINUTE, Appointments(1, 1)),
        (_S.CAME, NINE, Appointments(1, 1)),
        (_S.CAME, NINE + 10 * MINUTE, Appointments(1, 1)),
        (_S.CAME, NINE + 11 * MINUTE, Appointments(1, 1, 1, 660, 660)),
        (_S.CAME, NINE + 90 * MINUTE, Appointments(1, 1, 1, 5400, 5400)),
    ],
)
def test_what_one_appointment_counts_for(state, came, counts: Appointments) -> None:
    assert of_one(state, NINE, came) == counts


def test_shares_and_how_late() -> None:
    told = Appointments(booked=8, came=6, late=2, late_by=1800, late_most=1200)
    assert (told.missed, told.missed_share, told.came_share) == (2, 25.0, 75.0)
    assert (told.late_share, told.late_mean) == (33.3, 900.0)
    nothing = Appointments()
    assert (nothing.missed_share, nothing.late_share, nothing.late_mean) == (None, None, None)


@given(st.lists(st.tuples(st.sampled_from(list(BookingState)), st.integers(-60, 120))))
def test_parts_add_up_to_the_whole(told) -> None:
    each = [of_one(state, NINE, NINE + n * MINUTE if state is _S.CAME else None) for state, n in told]
    whole = sum(each, Appointments())
    assert whole.booked == sum(state is not _S.CANCELLED for state, _ in told)
    assert whole.missed == sum(state in {_S.MISSED, _S.BOOKED} for state, _ in told)
    late = [60 * n for state, n in told if state is _S.CAME and n > 10]
    assert (whole.late, whole.late_by, whole.late_most) == (len(late), sum(late), max(late, default=0))
