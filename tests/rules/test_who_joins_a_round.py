"""委派、催办、抄送: to whom, and when it is too much."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from yimen.rules import review
from yimen.rules.calendar import WorkCalendar
from yimen.rules.item import ItemSpec
from yimen.rules.terms import Capacity, Mode

T0 = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday
SEATS = review.opened(review.plan(ItemSpec("A1", "事项", "11430000MB0000001A")), Mode.SERIAL, T0)
CALENDAR = WorkCalendar(frozenset(), frozenset(), frozenset({2026}))


@pytest.mark.parametrize("helper", ["S2", "S9", ""])
def test_an_opinion_is_prepared_by_a_colleague_of_the_department(helper: str) -> None:
    def give() -> tuple[review.Seat, ...]:
        return review.delegated(SEATS, 0, helper, colleagues={"S1", "S2", "C1"}, by="S1", acceptor="C1")

    if helper == "S2":
        assert [s.helper for s in give()] == ["S2", "", ""]
    else:
        with pytest.raises(review.HelperUnfit):
            give()


@pytest.mark.parametrize("helper", ["S1", "C1"])
def test_neither_oneself_nor_who_accepted_the_case_prepares(helper: str) -> None:
    with pytest.raises(review.HelperUnfit):
        review.delegated(SEATS, 0, helper, colleagues={"S1", "S2", "C1"}, by="S1", acceptor="C1")


def urge(*who: Capacity, staff: str = "", last: datetime | None = None, now: datetime = T0, seats=SEATS):
    return review.require_urge(set(who), seats, staff, CALENDAR, last, now)


@pytest.mark.parametrize("who", [Capacity.APPLICANT, Capacity.ACCEPTOR, Capacity.SUPERVISOR])
def test_these_urge_whoever_is_asked_now(who: Capacity) -> None:
    assert [s.name for s in urge(who)] == ["承办"]


def test_who_signs_urges_those_after_their_own_opinion() -> None:
    with pytest.raises(review.UrgeNotYours):
        urge(Capacity.PARTICIPANT, Capacity.APPROVER, staff="S1")
    signed = (replace(SEATS[0], answered_at=T0, staff="S1"), replace(SEATS[1], opened_at=T0), SEATS[2])
    assert [s.name for s in urge(Capacity.PARTICIPANT, staff="S1", seats=signed)] == ["审核"]


def test_the_applicant_urges_once_a_working_day() -> None:
    for later in (timedelta(), timedelta(hours=5)):
        with pytest.raises(review.UrgedToday):
            urge(Capacity.APPLICANT, last=T0, now=T0 + later)
    assert urge(Capacity.APPLICANT, last=T0, now=T0 + timedelta(days=1))
    friday = T0 + timedelta(days=4)
    with pytest.raises(review.UrgedToday):
        urge(Capacity.APPLICANT, last=friday, now=friday + timedelta(days=2))
    assert urge(Capacity.APPLICANT, last=friday, now=friday + timedelta(days=3))
    assert urge(Capacity.SUPERVISOR, last=T0, now=T0), "officials as often as it is needed"


def test_where_nobody_is_asked_nobody_is_urged() -> None:
    with pytest.raises(review.NobodyToUrge):
        urge(Capacity.SUPERVISOR, seats=())


def test_a_copy_goes_to_a_few_who_sign_each_once() -> None:
    assert review.require_copies([" S2", "S3", "S2"], {"S2", "S3"}, by="S1") == ("S2", "S3")
    for asked in ([], [" "], ["S1"], ["S9"], [f"S{n}" for n in range(99)]):
        with pytest.raises(review.CopyUnfit):
            review.require_copies(asked, {f"S{n}" for n in range(99) if n != 9}, by="S1")


def _whole(since: dict[str, datetime], who: Capacity = Capacity.APPLICANT, last: datetime | None = None):
    return review.require_urge_whole({who}, since, CALENDAR, last, T0 + timedelta(days=2))


def test_of_a_whole_the_members_that_are_slow_are_urged_longest_first() -> None:
    now = T0 + timedelta(days=2)
    since = {"today": now - timedelta(hours=1), "b": T0 + timedelta(days=1), "a": T0}
    assert _whole(since) == ("a", "b")
    with pytest.raises(review.NobodySlow) as refused:
        _whole({"today": now})
    assert "1 个事项" in refused.value.words
    with pytest.raises(review.NobodyToUrge):
        _whole({})
    with pytest.raises(review.UrgedToday):
        _whole(since, last=now)
    assert _whole(since, Capacity.SUPERVISOR, last=now) == ("a", "b")
