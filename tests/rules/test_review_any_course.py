"""审查: whatever the course of answers and returns, the round keeps its promises and can be finished."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.rules.item import ItemSpec, Step
from yimen.rules.review import (
    NoSeat,
    NothingToSendBack,
    Seat,
    SeatsWaiting,
    answer,
    opened,
    plan,
    ready_to_decide,
    sent_back,
)
from yimen.rules.terms import Duty, Mode, Promise, Role, Verdict

T0 = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
OFFICES = ("", "11430000MB0000002B", "11430000MB0000003C")

steps = st.builds(
    Step,
    name=st.sampled_from(["甲", "乙", "丙"]),
    duty=st.sampled_from(Duty),
    role=st.sampled_from([Role.CLERK, Role.OFFICER, Role.HEAD, Role.DIRECTOR]),
    department=st.sampled_from(OFFICES),
    days=st.integers(0, 5),
)
specs = st.builds(
    ItemSpec,
    code=st.just("A1"),
    name=st.just("事项"),
    department=st.just("11430000MB0000001A"),
    steps=st.lists(steps, max_size=6).map(tuple),
    promise_type=st.sampled_from(Promise),
)
#: One move: an answer of the seat at this place, or a return to it (None: the step before).
moves = st.lists(
    st.tuples(
        st.sampled_from(["answer", "answer", "answer", "return"]),
        st.one_of(st.none(), st.integers(-1, 7)),
        st.sampled_from(Verdict),
    ),
    max_size=25,
)


@given(specs)
@settings(max_examples=200, deadline=None)
def test_a_plan_has_one_deciding_seat_at_the_end_and_leaves_nobody_out(spec: ItemSpec) -> None:
    seats = plan(spec)
    assert [s.order for s in seats] == list(range(len(seats)))
    assert [s.duty is Duty.APPROVE for s in seats] == [False] * (len(seats) - 1) + [True]
    assert all(s.department and s.role is not Role.CLERK for s in seats)
    signing = [s for s in spec.steps if s.duty is not Duty.ACCEPT and s.role is not Role.CLERK]
    asked = {(s.name, s.role, s.department) for s in seats}
    assert {(s.name, s.role, s.department or spec.department) for s in signing} <= asked


def _move(seats: tuple[Seat, ...], mode: Mode, move: tuple, now: datetime) -> tuple[Seat, ...]:
    what, place, verdict = move
    try:
        if what == "answer":
            return answer(seats, -1 if place is None else place, verdict, mode, now, staff="S")
        return sent_back(seats, mode, now, to=place)
    except (NoSeat, NothingToSendBack):
        return seats


def _holds(seats: tuple[Seat, ...], mode: Mode) -> None:
    """What is true of every round at every moment before the decision."""
    now_open = [s for s in seats if s.is_open]
    before, last = seats[:-1], seats[-1]
    assert now_open, "somebody is always asked"
    if mode is Mode.SERIAL:
        assert len(now_open) == 1
        assert all((s.answered_at is not None) == (s.order < now_open[0].order) for s in seats)
        assert last.is_open == all(s.answered_at for s in before)
    elif mode is Mode.ALL:
        assert last.is_open == all(s.answered_at for s in before)
        assert all(s.is_open != (s.answered_at is not None) for s in before)
    assert last.is_open == (now_open == [last])
    assert last.answered_at is None
    for s in seats:
        assert (s.verdict is None) == (s.answered_at is None)
        assert s.answered_at is None or (s.opened_at is not None and s.opened_at <= s.answered_at)
    try:
        ready_to_decide(seats)
    except SeatsWaiting as no:
        assert not last.is_open
        assert no.facts["count"] == len([s for s in before if s.answered_at is None]) > 0
    else:
        assert last.is_open


@given(specs, st.sampled_from(Mode), moves)
@settings(max_examples=300, deadline=None)
def test_whatever_happens_the_round_keeps_its_promises(
    spec: ItemSpec, mode: Mode, course: list[tuple]
) -> None:
    seats = opened(plan(spec), mode, T0)
    _holds(seats, mode)
    for i, move in enumerate(course):
        old, kept = seats, deepcopy(seats)
        seats = _move(seats, mode, move, T0 + timedelta(hours=i + 1))
        assert old == kept, "the earlier round is kept as it was"
        assert [(s.order, s.name, s.duty, s.role, s.department) for s in seats] == [
            (s.order, s.name, s.duty, s.role, s.department) for s in old
        ]
        _holds(seats, mode)


@given(specs, st.sampled_from(Mode), moves, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_after_any_course_the_round_can_be_finished(
    spec: ItemSpec, mode: Mode, course: list[tuple], luck
) -> None:
    seats = opened(plan(spec), mode, T0)
    for i, move in enumerate(course):
        seats = _move(seats, mode, move, T0 + timedelta(hours=i + 1))
    for _ in seats:
        if seats[-1].is_open:
            break
        turn = luck.choice([s.order for s in seats if s.is_open])
        seats = answer(seats, turn, luck.choice(list(Verdict)), mode, T0 + timedelta(days=9), staff="S")
    ready_to_decide(seats)


@given(specs, moves)
@settings(max_examples=150, deadline=None)
def test_any_is_decided_on_one_answer_of_this_round(spec: ItemSpec, course: list[tuple]) -> None:
    """或签: the deciding seat opens with the first answer, after a return with the first new one."""
    seats = opened(plan(spec), Mode.ANY, T0)
    for i, move in enumerate(course):
        after = _move(seats, Mode.ANY, move, T0 + timedelta(hours=i + 1))
        if len(seats) > 1 and after != seats:
            assert after[-1].is_open == (move[0] == "answer")
        seats = after
