"""First come, first served, with a fair green lane, appointments in their time, the requeued after three."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.calendar import CHINA
from yimen.rules.queueing.order import (
    BEHIND,
    SHARE,
    TOLERANCE,
    InLine,
    Post,
    Turn,
    in_order,
    is_due,
    next_for,
    next_of,
)
from yimen.rules.queueing.terms import Lane

NINE = datetime(2026, 11, 16, 9, 0, tzinfo=CHINA)
MINUTE = timedelta(minutes=1)
NOW = NINE + 60 * MINUTE
A_AND_B = Post("12", frozenset("AB"))


def one(count: int, lane: Lane = Lane.ORDINARY, *, minute: int = -1, **more: object) -> InLine:
    """A visitor with number A001… who came that many minutes after nine."""
    at = NINE + (count if minute < 0 else minute) * MINUTE
    return InLine(f"A{count:03d}", "A", at, lane, **more)  # type: ignore[arg-type]


def numbers(line: list[InLine]) -> list[int]:
    return [int(each.number[1:]) for each in line]


@st.composite
def lines(draw: st.DrawFn) -> list[InLine]:
    """Ordinary visitors and visitors of the green lane, in the order in which they came."""
    lanes = draw(st.lists(st.sampled_from([Lane.ORDINARY, Lane.GREEN]), max_size=30))
    return [one(count, lane) for count, lane in enumerate(lanes, 1)]


turns = st.builds(Turn, calls=st.integers(0, 50), since_green=st.integers(0, SHARE))


def test_without_a_lane_who_comes_first_is_called_first() -> None:
    assert numbers(in_order([one(3), one(1), one(2)], Turn(), NOW)) == [1, 2, 3]


def test_the_green_lane_overtakes_after_every_three_ordinary_ones() -> None:
    line = [one(n) for n in range(1, 8)] + [one(n, Lane.GREEN) for n in (8, 9, 10)]
    assert numbers(in_order(line, Turn(), NOW)) == [8, 1, 2, 3, 9, 4, 5, 6, 10, 7]


def test_in_its_own_turn_the_green_lane_uses_up_no_overtaking() -> None:
    line = [one(1, Lane.GREEN), one(2, Lane.GREEN), one(3), one(4, Lane.GREEN), one(5)]
    assert numbers(in_order(line, Turn(), NOW)) == [1, 2, 4, 3, 5]


@given(lines(), turns)
def test_everybody_is_called_exactly_once(line: list[InLine], turn: Turn) -> None:
    assert sorted(each.number for each in in_order(line, turn, NOW)) == [each.number for each in line]


@given(lines(), turns)
def test_nobody_of_the_green_lane_waits_longer_than_by_arrival(line: list[InLine], turn: Turn) -> None:
    called = in_order(line, turn, NOW)
    for place, each in enumerate(called):
        if each.lane is Lane.GREEN:
            assert place <= line.index(each)


@given(lines(), turns)
def test_an_ordinary_visitor_is_overtaken_at_most_once_in_three_ordinary_calls(
    line: list[InLine], turn: Turn
) -> None:
    called = in_order(line, turn, NOW)
    for place, each in enumerate(called):
        if each.lane is Lane.ORDINARY:
            before = called[:place]
            overtook = [o for o in before if o.lane is Lane.GREEN and o.arrived > each.arrived]
            ordinary = [o for o in before if o.lane is Lane.ORDINARY]
            assert len(overtook) <= 1 + len(ordinary) // SHARE


@given(lines(), turns)
def test_calling_one_after_another_is_the_order_that_was_told(line: list[InLine], turn: Turn) -> None:
    told, left, called = in_order(line, turn, NOW), list(line), []
    while (chosen := next_of(left, turn, NOW)) is not None:
        visitor, turn = chosen
        left.remove(visitor)
        called.append(visitor)
    assert called == told


def test_an_appointment_is_called_first_in_its_time_and_not_long_before() -> None:
    slot = NOW + 30 * MINUTE
    booked = one(9, Lane.BOOKED, slot=slot)
    line = [one(1), booked]
    assert numbers(in_order(line, Turn(), slot - TOLERANCE - MINUTE)) == [1, 9]
    assert numbers(in_order(line, Turn(), slot - TOLERANCE)) == [9, 1]
    assert numbers(in_order(line, Turn(), slot + 60 * MINUTE)) == [9, 1]


def test_who_checks_in_too_late_waits_with_the_others_by_arrival() -> None:
    slot = NINE + 10 * MINUTE
    in_time = one(3, Lane.BOOKED, minute=20, slot=slot)
    late = one(4, Lane.BOOKED, minute=21, slot=slot)
    assert is_due(in_time, NOW)
    assert not is_due(late, NOW)
    assert numbers(in_order([late, one(2), one(5, minute=30), in_time], Turn(), NOW)) == [3, 2, 4, 5]


def test_an_early_booked_visitor_is_called_when_nobody_else_waits() -> None:
    booked = one(9, Lane.BOOKED, slot=NOW + 120 * MINUTE)
    assert numbers(in_order([booked], Turn(), NOW)) == [9]


def test_who_was_passed_over_comes_after_three_more_calls() -> None:
    again = one(1, after=10 + BEHIND)
    line = [again, one(2), one(3), one(4), one(5)]
    assert numbers(in_order(line, Turn(calls=10), NOW)) == [2, 3, 4, 1, 5]


def test_who_was_passed_over_does_not_wait_for_people_who_never_come() -> None:
    assert numbers(in_order([one(1, after=99), one(2)], Turn(calls=10), NOW)) == [2, 1]


@given(lines(), st.integers(0, 5))
def test_who_was_passed_over_lets_at_most_three_go_before(line: list[InLine], calls: int) -> None:
    again = InLine("A999", "A", NINE, after=calls + BEHIND)
    called = in_order([*line, again], Turn(calls=calls), NOW)
    assert called.index(again) == min(BEHIND, len(line))


def test_between_two_classes_the_one_that_waited_longest_goes_first() -> None:
    line = [one(5), InLine("B001", "B", NINE + 2 * MINUTE), InLine("B002", "B", NINE + 9 * MINUTE)]
    called = []
    while (chosen := next_for(A_AND_B, line, {}, NOW)) is not None:
        line.remove(chosen[0])
        called.append(chosen[0].number)
    assert called == ["B001", "A005", "B002"]


def test_a_window_calls_only_what_it_serves_and_what_is_meant_for_it() -> None:
    only_a = Post("3", frozenset("A"))
    for_other = one(1, window="4")
    for_this = one(2, window="3")
    other_class = InLine("B001", "B", NINE)
    chosen = next_for(only_a, [for_other, other_class, for_this], {}, NOW)
    assert chosen is not None
    assert chosen[0] is for_this
    assert next_for(only_a, [for_other, other_class], {}, NOW) is None


def test_one_who_was_sent_to_another_window_keeps_the_arrival() -> None:
    sent_on = InLine("B007", "A", NINE)
    assert numbers(in_order([one(1), sent_on], Turn(), NOW)) == [7, 1]
