"""审查: who is asked, in which order, and when the deciding seat opens: serial, all, any."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from yimen.rules import review
from yimen.rules.errors import Kind
from yimen.rules.item import ItemSpec, Step
from yimen.rules.review import NoSeat, NothingToSendBack, Seat, SeatsWaiting, answer, opened, plan, sent_back
from yimen.rules.terms import Duty, Mode, Promise, Role, Verdict

T0 = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
OWNER, FIRE, WATER = "11430000MB0000001A", "11430000MB0000002B", "11430000MB0000003C"
WIDE = (Mode.ALL, Mode.ANY)


def at(hours: int) -> datetime:
    return T0 + timedelta(hours=hours)


def spec(*steps: Step, promise: Promise = Promise.PROMISED) -> ItemSpec:
    return ItemSpec("A1", "事项", OWNER, steps=steps, promise_type=promise)


def four() -> tuple[Seat, ...]:
    """Three seats before the deciding one."""
    return plan(
        spec(
            Step("承办", Duty.REVIEW, Role.OFFICER, days=2),
            Step("踏勘", Duty.SURVEY, Role.OFFICER, FIRE),
            Step("审核", Duty.REVIEW, Role.HEAD),
            Step("批准", Duty.APPROVE, Role.DIRECTOR),
        )
    )


def is_open(seats: tuple[Seat, ...]) -> list[int]:
    return [s.order for s in seats if s.is_open]


def yes(seats: tuple[Seat, ...], order: int, mode: Mode, hours: int = 1) -> tuple[Seat, ...]:
    return answer(seats, order, Verdict.AGREE, mode, at(hours), staff=f"S{order}")


# --- who is asked -------------------------------------------------------------------------------------------


def _shape(seats: tuple[Seat, ...]) -> list[tuple[int, str, Duty, Role, str]]:
    return [(s.order, s.name, s.duty, s.role, s.department) for s in seats]


def test_an_item_without_steps_has_the_three_seats_of_the_four_step_flow() -> None:
    assert _shape(plan(spec())) == [
        (0, "承办", Duty.REVIEW, Role.OFFICER, OWNER),
        (1, "审核", Duty.REVIEW, Role.HEAD, OWNER),
        (2, "批准", Duty.APPROVE, Role.DIRECTOR, OWNER),
    ]


def test_an_instant_item_without_steps_is_decided_by_one_officer() -> None:
    assert _shape(plan(spec(promise=Promise.INSTANT))) == [(0, "办理", Duty.APPROVE, Role.OFFICER, OWNER)]


def test_an_instant_item_with_steps_keeps_them() -> None:
    steps = (Step("核验", Duty.REVIEW, Role.OFFICER), Step("签发", Duty.APPROVE, Role.HEAD))
    assert [s.name for s in plan(spec(*steps, promise=Promise.INSTANT))] == ["核验", "签发"]


def test_the_windows_own_steps_are_no_seats() -> None:
    steps = (
        Step("受理", Duty.ACCEPT, Role.CLERK),
        Step("审核", Duty.REVIEW, Role.HEAD),
        Step("批准", Duty.APPROVE, Role.DIRECTOR),
        Step("发证", Duty.ACCEPT, Role.CLERK),
    )
    assert [s.name for s in plan(spec(*steps))] == ["审核", "批准"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.KEEPER, Role.SUPERVISOR, Role.ADMIN])
def test_who_may_not_sign_gets_no_seat(role: Role) -> None:
    assert plan(spec(Step("批准", Duty.APPROVE, role))) == plan(spec())


def test_steps_without_an_approval_get_one() -> None:
    named = plan(spec(Step("踏勘", Duty.SURVEY, Role.OFFICER, FIRE)))
    assert _shape(named) == [
        (0, "踏勘", Duty.SURVEY, Role.OFFICER, FIRE),
        (1, "批准", Duty.APPROVE, Role.DIRECTOR, OWNER),
    ]


def test_the_deciding_seat_is_last_wherever_the_item_names_it() -> None:
    named = plan(spec(Step("批准", Duty.APPROVE, Role.DIRECTOR), Step("审核", Duty.REVIEW, Role.HEAD, WATER)))
    assert [(s.order, s.name) for s in named] == [(0, "审核"), (1, "批准")]


def test_several_departments_sign_in_the_items_order_and_nobody_is_left_out() -> None:
    """Each names its own 批准; only the last decides, the others sign before it as 审核."""
    named = plan(
        spec(
            Step("消防批准", Duty.APPROVE, Role.DIRECTOR, FIRE, days=3),
            Step("水务审核", Duty.REVIEW, Role.HEAD, WATER),
            Step("批准", Duty.APPROVE, Role.DIRECTOR),
        )
    )
    assert _shape(named) == [
        (0, "消防批准", Duty.REVIEW, Role.DIRECTOR, FIRE),
        (1, "水务审核", Duty.REVIEW, Role.HEAD, WATER),
        (2, "批准", Duty.APPROVE, Role.DIRECTOR, OWNER),
    ]
    assert [s.days for s in named] == [3, 0, 0]


def test_a_fresh_plan_has_no_open_seat() -> None:
    assert all(s.opened_at is None and s.verdict is None and s.staff == "" for s in four())


# --- what opens ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "expected"), [(Mode.SERIAL, [0]), (Mode.ALL, [0, 1, 2]), (Mode.ANY, [0, 1, 2])]
)
def test_what_is_open_at_the_start(mode: Mode, expected: list[int]) -> None:
    assert is_open(opened(four(), mode, T0)) == expected


@pytest.mark.parametrize("mode", Mode)
def test_a_lone_deciding_seat_opens_at_once(mode: Mode) -> None:
    seats = opened(plan(spec(promise=Promise.INSTANT)), mode, T0)
    review.ready_to_decide(seats)
    assert seats[0].opened_at == T0


def test_serial_asks_one_after_the_other() -> None:
    seats = opened(four(), Mode.SERIAL, T0)
    for order in range(3):
        assert is_open(seats) == [order]
        seats = yes(seats, order, Mode.SERIAL, order + 1)
    assert is_open(seats) == [3]
    assert [s.opened_at for s in seats] == [at(0), at(1), at(2), at(3)]
    assert [s.answered_at for s in seats] == [at(1), at(2), at(3), None]
    assert [s.staff for s in seats] == ["S0", "S1", "S2", ""]


def test_all_waits_for_the_last_answer_in_any_order() -> None:
    seats = opened(four(), Mode.ALL, T0)
    for order, still in ((2, [0, 1]), (0, [1]), (1, [3])):
        seats = yes(seats, order, Mode.ALL)
        assert is_open(seats) == still


@pytest.mark.parametrize("first", [0, 1, 2])
def test_any_goes_on_with_the_first_answer_and_asks_no_more(first: int) -> None:
    seats = yes(opened(four(), Mode.ANY, T0), first, Mode.ANY)
    assert is_open(seats) == [3]
    for other in {0, 1, 2} - {first}:
        assert seats[other].answered_at is None
        with pytest.raises(NoSeat):
            yes(seats, other, Mode.ANY)


@pytest.mark.parametrize("mode", Mode)
def test_a_disagreement_stops_nobody(mode: Mode) -> None:
    agree = opened(four(), mode, T0)
    against = answer(agree, 0, Verdict.DISAGREE, mode, at(1), staff="S0")
    agree = yes(agree, 0, mode)
    assert is_open(agree) == is_open(against) != []
    assert against[0].verdict is Verdict.DISAGREE


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [1, 2, 3, 4, -1])
def test_nobody_answers_out_of_turn(order: int) -> None:
    with pytest.raises(NoSeat) as no:
        yes(opened(four(), Mode.SERIAL, T0), order, Mode.SERIAL)
    assert no.value.kind is Kind.FORBIDDEN


def test_nobody_answers_twice() -> None:
    seats = yes(opened(four(), Mode.SERIAL, T0), 0, Mode.SERIAL)
    with pytest.raises(NoSeat):
        yes(seats, 0, Mode.SERIAL)


def test_the_deciding_seat_is_not_answered_by_an_opinion() -> None:
    seats = _at_decision(Mode.SERIAL)
    with pytest.raises(NoSeat):
        yes(seats, 3, Mode.SERIAL)


def test_a_decision_before_its_time_names_who_is_waited_for() -> None:
    seats = yes(opened(four(), Mode.ALL, T0), 1, Mode.ALL)
    with pytest.raises(SeatsWaiting) as no:
        review.ready_to_decide(seats)
    assert no.value.words == "还有 2 个环节没签意见：承办、审核"


# --- returns ------------------------------------------------------------------------------------------------


def _at_decision(mode: Mode) -> tuple[Seat, ...]:
    seats = opened(four(), mode, T0)
    while not seats[-1].is_open:
        seats = yes(seats, is_open(seats)[0], mode)
    return seats


def test_a_serial_return_goes_one_step_back() -> None:
    fresh = sent_back(_at_decision(Mode.SERIAL), Mode.SERIAL, at(9))
    assert is_open(fresh) == [2]
    assert fresh[2].opened_at == at(9)
    assert [s.answered_at is not None for s in fresh] == [True, True, False, False]


@pytest.mark.parametrize("to", [0, 1, 2])
def test_a_serial_return_goes_to_any_earlier_step_and_later_ones_sign_again(to: int) -> None:
    fresh = sent_back(_at_decision(Mode.SERIAL), Mode.SERIAL, at(9), to=to)
    assert is_open(fresh) == [to]
    assert [s.answered_at is not None for s in fresh] == [order < to for order in range(4)]
    assert all(s.verdict is None and s.staff == "" for s in fresh[to:])
    assert [s.staff for s in fresh[:to]] == [f"S{order}" for order in range(to)]


@pytest.mark.parametrize("mode", WIDE)
def test_a_return_to_those_who_sign_side_by_side_asks_all_of_them_again(mode: Mode) -> None:
    fresh = sent_back(_at_decision(mode), mode, at(9))
    assert is_open(fresh) == [0, 1, 2]
    assert all(s.answered_at is None for s in fresh)


def test_a_return_in_all_may_spare_the_earlier_seats() -> None:
    fresh = sent_back(_at_decision(Mode.ALL), Mode.ALL, at(9), to=2)
    assert is_open(fresh) == [2]
    assert is_open(yes(fresh, 2, Mode.ALL)) == [3]


@pytest.mark.parametrize("mode", WIDE)
@pytest.mark.parametrize("answered", [set(), {0}, {0, 1}])
def test_one_of_those_side_by_side_cannot_undo_the_others(mode: Mode, answered: set[int]) -> None:
    """The open seats are one step: there is nothing before it, whoever has answered already."""
    seats = opened(four(), mode, T0)
    if mode is Mode.ALL:
        for order in answered:
            seats = yes(seats, order, mode)
    for to in (None, 0):
        with pytest.raises(NothingToSendBack):
            sent_back(seats, mode, at(9), to=to)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("to", [3, 4, -1])
def test_a_return_goes_neither_forward_nor_nowhere(mode: Mode, to: int) -> None:
    with pytest.raises(NothingToSendBack):
        sent_back(_at_decision(mode), mode, at(9), to=to)


@pytest.mark.parametrize("mode", Mode)
def test_there_is_nothing_before_the_first_seat(mode: Mode) -> None:
    with pytest.raises(NothingToSendBack):
        sent_back(opened(four(), mode, T0), mode, at(9))
    with pytest.raises(NothingToSendBack):
        sent_back(opened(plan(spec(promise=Promise.INSTANT)), mode, T0), mode, at(9))


def test_a_round_where_nobody_is_asked_cannot_be_sent_back() -> None:
    with pytest.raises(NothingToSendBack):
        sent_back(four(), Mode.SERIAL, at(9))


def test_an_open_seat_has_been_asked_and_has_not_answered() -> None:
    seat = four()[0]
    assert not seat.is_open
    assert replace(seat, opened_at=T0).is_open
    assert not replace(seat, opened_at=T0, answered_at=at(1)).is_open
