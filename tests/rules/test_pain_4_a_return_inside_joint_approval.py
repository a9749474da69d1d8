"""审查, any course: answers, returns, seats added and dropped, opinions prepared and taken back, sittings.

Pain 4 (peers.md): elsewhere a return or a withdrawal inside joint approval loses signatures or sticks. Here
whose turn it is follows from what was answered; the machine below plays any course on the pure rules.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.rules.rounds import FIRE, GREEN, OWNER, T0, Round, mixed
from yimen.rules import review
from yimen.rules.errors import RuleBroken
from yimen.rules.item import ItemSpec, Step
from yimen.rules.review import Place, Seat
from yimen.rules.terms import Duty, Mode, Role, Verdict

MOVED = {
    "opened_at": None, "verdict": None, "answered_at": None, "staff": "", "helper": "", "carried": False,
}  # fmt: skip


# --- 会签、或签 inside a course -----------------------------------------------------------------------------


def test_a_group_in_the_middle_is_asked_at_once_and_waits_for_all() -> None:
    one = Round(mixed())
    assert one.open == ["承办"]
    assert one.sign("承办").open == ["消防", "环保"]
    assert one.sign("环保").open == ["消防"]
    assert one.sign("消防").open == ["审核"]
    assert one.sign("审核").open == ["批准"]


def test_the_first_of_a_group_that_signs_either_or_goes_on() -> None:
    one = Round(mixed(Mode.ANY)).sign("承办", "环保")
    assert one.open == ["审核"]
    assert next(s for s in one.seats if s.name == "消防").answered_at is None


def test_a_return_to_the_group_asks_all_of_it_again_and_keeps_what_was_before() -> None:
    one = Round(mixed()).sign("承办", "消防", "环保", "审核").back(by="批准", to=None)
    assert one.open == ["审核"]
    one.back(by="审核")
    assert one.open == ["消防", "环保"]
    assert [s.name for s in one.seats if s.carried] == ["承办"]


def test_a_return_to_one_of_the_group_spares_the_other() -> None:
    one = Round(mixed()).sign("承办", "消防", "环保").back(by="审核", to="环保")
    assert one.open == ["环保"]
    assert one.sign("环保").open == ["审核"], "and nobody signs twice"


def test_one_inside_the_group_may_send_back_to_the_step_before_and_all_sign_anew() -> None:
    one = Round(mixed()).sign("承办", "消防").back(by="环保")
    assert one.open == ["承办"]
    assert all(s.answered_at is None for s in one.seats)
    assert one.sign("承办", "环保", "消防", "审核").open == ["批准"]


def test_a_return_to_either_or_asks_the_whole_group_anew() -> None:
    one = Round(mixed(Mode.ANY)).sign("承办", "消防").back(by="审核", to="消防")
    assert one.open == ["消防", "环保"]
    assert one.sign("环保").open == ["审核"]


def test_a_taken_back_opinion_reopens_the_group_and_only_it() -> None:
    one = Round(mixed()).sign("承办", "消防", "环保")
    one.seats, seat = review.taken_back(one.seats, "S-消防", one.mode, one.now)
    assert (seat.name, one.open) == ("消防", ["消防"])
    one.sign("消防", "审核")
    with pytest.raises(review.ActedAfter) as no:
        review.taken_back(one.seats, "S-消防", one.mode, one.now)
    assert no.value.facts == {"name": "审核"}


def test_who_signed_nothing_takes_nothing_back_and_a_carried_answer_stays() -> None:
    one = Round(mixed()).sign("承办", "消防", "环保").back(by="审核")
    for staff in ("S-承办", "S-none", ""):
        with pytest.raises(review.NothingToTakeBack):
            review.taken_back(one.seats, staff, one.mode, one.now)


# --- any course ---------------------------------------------------------------------------------------------

_steps = st.lists(
    st.builds(
        Step,
        name=st.sampled_from("甲乙丙丁"),
        duty=st.sampled_from([Duty.REVIEW, Duty.SURVEY]),
        role=st.sampled_from([Role.OFFICER, Role.HEAD]),
        department=st.sampled_from(["", FIRE, GREEN]),
        beside=st.sampled_from(Mode),
    ),
    max_size=5,
)


class AnyCourse(RuleBasedStateMachine):
    """Random answers, returns, additions, drops, delegations, take-backs and sittings."""

    @initialize(steps=_steps, mode=st.sampled_from(Mode))
    def begin(self, steps: list[Step], mode: Mode) -> None:
        spec = ItemSpec(
            "A1", "事项", OWNER, mode=mode, steps=(*steps, Step("批准", Duty.APPROVE, Role.DIRECTOR))
        )
        self.mode, self.plan, self.sitting, self.hour = mode, review.plan(spec), False, 0
        self.old: list[tuple[tuple[Seat, ...], tuple[Seat, ...]]] = []
        self.seats = review.opened(self.plan, mode, T0)

    def _now(self) -> datetime:
        self.hour += 1
        return T0 + timedelta(hours=self.hour)

    def _open(self) -> list[Seat]:
        last = review.deciding(self.seats).order
        return [s for s in self.seats if s.is_open and s.order != last]

    @precondition(lambda self: self._open())
    @rule(data=st.data(), verdict=st.sampled_from(Verdict))
    def sign(self, data: st.DataObject, verdict: Verdict) -> None:
        seat = data.draw(st.sampled_from(self._open()))
        self.seats = review.answer(
            self.seats, seat.order, verdict, self.mode, self._now(), staff=f"S{seat.order}",
            sitting=self.sitting,
        )  # fmt: skip
        with pytest.raises(review.NoSeat):
            review.answer(self.seats, seat.order, verdict, self.mode, self._now())

    @rule(data=st.data())
    def send_back(self, data: st.DataObject) -> None:
        seat = data.draw(st.sampled_from([s for s in self.seats if s.is_open]))
        reach = review.earlier(self.seats, self.mode, seat.order)
        to = data.draw(st.sampled_from([None, *(s.order for s in reach)]))
        before, kept = self.seats, deepcopy(self.seats)
        try:
            fresh = review.sent_back(self.seats, self.mode, self._now(), to=to, at=seat.order)
        except review.NothingToSendBack:
            assert not reach
            return
        self.old.append((before, kept))
        self.seats, self.sitting = fresh, False

    @rule(data=st.data(), place=st.sampled_from(Place), department=st.sampled_from([FIRE, GREEN]))
    def add(self, data: st.DataObject, place: Place, department: str) -> None:
        host = data.draw(st.sampled_from([s for s in self.seats if s.is_open]))
        try:
            self.seats = review.added(
                self.seats, host, place, department, Role.HEAD, self.mode, self._now(),
                by=f"S{host.order}", sitting=self.sitting,
            )  # fmt: skip
        except RuleBroken as no:
            assert isinstance(no, review.AfterDecision | review.AskedAlready | review.TooManyAdded)

    @rule(data=st.data(), decides=st.booleans())
    def drop(self, data: st.DataObject, decides: bool) -> None:
        seat = data.draw(st.sampled_from(self.seats))
        may = {s.order for s in review.droppable(self.seats, by=seat.added_by, decides=decides)}
        try:
            self.seats = review.dropped(
                self.seats, seat.order, self.mode, self._now(), by=seat.added_by, decides=decides,
                sitting=self.sitting,
            )  # fmt: skip
        except RuleBroken:
            assert seat.order not in may
        else:
            assert seat.order in may
            assert seat.host is not None
            assert seat.answered_at is None

    @rule(data=st.data())
    def delegate(self, data: st.DataObject) -> None:
        seat = data.draw(st.sampled_from([s for s in self.seats if s.is_open]))
        self.seats = review.delegated(self.seats, seat.order, "H1", colleagues={"H1"}, by="S0", acceptor="C1")

    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        staff = data.draw(st.sampled_from([f"S{s.order}" for s in self.seats]))
        try:
            self.seats, seat = review.taken_back(
                self.seats, staff, self.mode, self._now(), sitting=self.sitting
            )
        except (review.NothingToTakeBack, review.ActedAfter):
            return
        assert next(s for s in self.seats if s.order == seat.order).is_open

    @rule()
    def convene(self) -> None:
        try:
            self.seats = review.convened(self.seats, self.mode, self._now(), sitting=self.sitting)
        except (review.AlreadySitting, review.NobodyToSit):
            return
        self.sitting = True

    @invariant()
    def the_items_seats_are_all_there(self) -> None:
        bare = [replace(s, **MOVED) for s in review.planned(self.seats)]
        assert bare == [replace(s, **MOVED) for s in self.plan]
        assert len({s.order for s in self.seats}) == len(self.seats)
        assert sorted(s.order for s in review.arranged(self.seats)) == sorted(s.order for s in self.seats)

    @invariant()
    def somebody_is_always_asked(self) -> None:
        assert any(s.is_open for s in self.seats)

    @invariant()
    def the_decision_opens_exactly_when_what_it_needs_is_there(self) -> None:
        last = review.deciding(self.seats)
        needed = all(
            _done(self.seats, group, self.mode) for group in review.groups(self.seats, self.mode)[:-1]
        )
        own = all(s.answered_at for s in _under(self.seats, last))
        assert last.is_open == ((needed and own) or self.sitting)
        if needed and own:
            assert review.ready_to_decide(self.seats) == ()
        else:
            with pytest.raises(review.SeatsWaiting):
                review.ready_to_decide(self.seats)

    @invariant()
    def an_answer_was_asked_for_first(self) -> None:
        for s in self.seats:
            assert (s.verdict is None) == (s.answered_at is None)
            assert s.answered_at is None or (s.opened_at is not None and s.opened_at <= s.answered_at)
            assert not s.carried or s.answered_at is not None
        assert review.deciding(self.seats).answered_at is None

    @invariant()
    def old_rounds_are_as_they_were(self) -> None:
        assert all(before == kept for before, kept in self.old)

    def teardown(self) -> None:
        """Whatever happened: if everybody who is asked answers, it comes to a decision."""
        if not hasattr(self, "seats"):
            return
        for _ in range(len(self.seats)):
            if not self._open():
                break
            order = self._open()[0].order
            self.seats = review.answer(
                self.seats, order, Verdict.AGREE, self.mode, self._now(), staff="Z", sitting=self.sitting
            )
        assert review.ready_to_decide(self.seats) == ()


def _under(seats: tuple[Seat, ...], seat: Seat) -> list[Seat]:
    subs = review.hung_on(seats, seat)
    return [*subs, *(one for s in subs for one in _under(seats, s))]


def _done(seats: tuple[Seat, ...], group: tuple[Seat, ...], mode: Mode) -> bool:
    each = [all(s.answered_at for s in (seat, *_under(seats, seat))) for seat in group]
    ways = {s.beside or mode for s in group[1:]}
    return any(each) if ways == {Mode.ANY} else all(each)


TestAnyCourse = AnyCourse.TestCase
TestAnyCourse.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
