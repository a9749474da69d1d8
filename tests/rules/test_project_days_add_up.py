"""The honest clock of a project: ours, the applicant's and waiting are all the days there were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.calendar import WorkCalendar, china_date
from yimen.rules.projects import Holder, Lived, Period, lived, periods
from yimen.rules.terms import State

PLAIN = WorkCalendar.of(published=(2026,))
#: A Monday, 9 o'clock in China.
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)


def after(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def test_a_day_is_whose_it_was_when_it_began() -> None:
    found = periods([
        (after(0), State.DRAFT), (after(1), State.SUBMITTED), (after(1.1), State.RECEIVED),
        (after(1.2), State.REVIEWING), (after(3), State.SUSPENDED), (after(4), State.REVIEWING),
        (after(7), State.ISSUED),
    ])  # fmt: skip
    # Tuesday: draft; Wednesday, Thursday: review; Friday: special procedure; Monday: review.
    assert lived(PLAIN, MONDAY, after(7), found) == Lived(ours=3, applicant=1, waiting=1)


def test_the_review_of_a_bundle_is_told_by_its_members() -> None:
    whole = [(after(0), State.SUBMITTED), (after(0.1), State.REVIEWING)]
    member = [(after(0.1), State.REVIEWING), (after(1), State.SUSPENDED)]
    found = [*periods(whole, {State.REVIEWING}), *periods(member)]
    assert lived(PLAIN, MONDAY, after(3), found) == Lived(ours=1, applicant=0, waiting=2)


def test_between_two_stages_the_next_step_is_the_applicants() -> None:
    assert lived(PLAIN, MONDAY, after(4), []) == Lived(applicant=4)


def test_the_day_of_the_first_contact_counts_for_nobody() -> None:
    assert lived(PLAIN, MONDAY, MONDAY, [Period(Holder.OURS, MONDAY)]).total == 0


_moments = st.integers(0, 24 * 90).map(lambda hours: MONDAY + timedelta(hours=hours))
_period = st.builds(
    lambda by, a, b: Period(by, min(a, b), None if a == b else max(a, b)),
    st.sampled_from(list(Holder)), _moments, _moments,
)  # fmt: skip


@given(st.lists(_period, max_size=12), _moments)
def test_the_three_numbers_are_all_working_days(found, until) -> None:
    days = lived(PLAIN, MONDAY, until, found)
    assert days.total == PLAIN.working_days_between(china_date(MONDAY), china_date(until))
    assert min(days.ours, days.applicant, days.waiting) >= 0


@given(st.lists(_period, max_size=8), _period, _moments)
def test_what_the_office_has_in_hand_is_never_called_another_s_time(found, more, until) -> None:
    ours = Period(Holder.OURS, more.start, more.end)
    assert lived(PLAIN, MONDAY, until, [*found, ours]).ours >= lived(PLAIN, MONDAY, until, found).ours


@given(st.lists(st.tuples(_moments, st.sampled_from(list(State))), max_size=10))
def test_periods_of_one_application_never_overlap(changes) -> None:
    ordered = sorted(changes, key=lambda one: one[0])
    found = periods(ordered)
    for one, other in pairwise(found):
        assert one.end is not None and one.end <= other.start
