"""加签、减签、三堂会诊: who is asked besides the item's own seats, and what that does to whose turn it is."""

from __future__ import annotations

import pytest

from tests.rules.rounds import FIRE, GREEN, OWNER, Round, mixed, named
from yimen.rules import review
from yimen.rules.review import Place, Seat
from yimen.rules.terms import Role, Verdict

# --- 加签、减签 --------------------------------------------------------------------------------------------


def test_who_is_asked_before_signs_first_and_the_host_after() -> None:
    one = Round(mixed()).sign("承办").add("消防", Place.BEFORE)
    assert one.open == ["加签", "环保"], "the other of the group goes on"
    assert one.sign("加签").open == ["消防", "环保"]


def test_who_is_asked_beside_holds_the_group_until_they_answer() -> None:
    one = Round(mixed()).sign("承办").add("消防", Place.BESIDE).sign("消防", "环保")
    assert one.open == ["加签"]
    assert one.sign("加签").open == ["审核"]


def test_who_is_asked_after_is_asked_once_the_host_has_signed() -> None:
    one = Round(mixed()).add("承办", Place.AFTER)
    assert one.open == ["承办"]
    assert one.sign("承办").open == ["加签"]
    assert one.sign("加签").open == ["消防", "环保"]


def test_the_deciding_seat_asks_before_itself_only() -> None:
    one = Round(mixed()).sign("承办", "消防", "环保", "审核")
    for place in (Place.AFTER, Place.BESIDE):
        with pytest.raises(review.AfterDecision):
            one.add("批准", place)
    assert one.add("批准", Place.BEFORE).open == ["加签"]
    with pytest.raises(review.SeatsWaiting):
        review.ready_to_decide(one.seats)
    assert one.sign("加签").open == ["批准"]


def test_a_seat_is_added_for_who_signs_not_twice_and_not_without_end() -> None:
    one = Round(mixed())
    with pytest.raises(review.SeatUnfit):
        one.add("承办", Place.BESIDE, GREEN, Role.CLERK)
    with pytest.raises(review.SeatUnfit):
        one.add("承办", Place.BESIDE, "")
    with pytest.raises(review.AskedAlready):
        one.add("承办", Place.BESIDE, OWNER, Role.OFFICER)
    one.add("承办", Place.AFTER)
    with pytest.raises(review.AskedAlready):
        one.add("承办", Place.BEFORE)
    for n in range(review.MOST_ADDED - 1):
        one.add("承办", Place.AFTER, f"11430000MB00001{n:02d}X")
    with pytest.raises(review.TooManyAdded):
        one.add("承办", Place.AFTER, FIRE)


def test_an_added_seat_is_dropped_by_who_added_it_or_decides_while_unanswered() -> None:
    one = Round(mixed()).add("承办", Place.BEFORE)
    at = one.order("加签")

    def drop(by: str, *, order: int = at, decides: bool = False) -> tuple[Seat, ...]:
        return review.dropped(one.seats, order, one.mode, one.now, by=by, decides=decides)

    with pytest.raises(review.NotAdded):
        drop("S-承办", order=0)
    with pytest.raises(review.NotAdded):
        drop("S-承办", order=99, decides=True)
    for stranger in ("S-消防", ""):
        with pytest.raises(review.DropNotYours):
            drop(stranger)
    assert named(drop("S-承办")) == named(drop("x", decides=True)) == ["承办"]
    assert [s.order for s in review.droppable(one.seats, by="S-承办", decides=False)] == [at]
    one.sign("加签")
    with pytest.raises(review.SeatAnswered):
        drop("S-承办")
    assert review.droppable(one.seats, by="S-承办", decides=True) == ()


def test_what_was_added_goes_with_its_round_unless_its_step_stands() -> None:
    one = Round(mixed()).add("承办", Place.AFTER, FIRE, Role.HEAD).sign("承办", "加签", "消防", "环保")
    spared = replace_round(one).back(by="审核")
    assert [s.name for s in spared.seats if s.carried] == ["承办", "加签"]
    anew = replace_round(one).back(by="审核", to="承办")
    assert [s.name for s in anew.seats] == ["承办", "消防", "环保", "审核", "批准"]


def replace_round(one: Round) -> Round:
    made = Round(mixed())
    made.seats, made.hour = one.seats, one.hour
    return made


def test_an_added_seat_gives_its_opinion_and_sends_nobody_back() -> None:
    one = Round(mixed()).sign("承办").add("消防", Place.BEFORE)
    with pytest.raises(review.NothingToSendBack):
        one.back(by="加签")


# --- 三堂会诊 -----------------------------------------------------------------------------------------------


def test_in_a_sitting_all_that_is_due_is_open_and_the_decision_waits_or_says_why_not() -> None:
    one = Round(mixed()).sign("承办")
    one.seats = review.convened(one.seats, one.mode, one.now, sitting=False)
    assert one.open == ["消防", "环保", "审核", "批准"]
    with pytest.raises(review.SeatsWaiting) as no:
        review.ready_to_decide(one.seats)
    assert no.value.facts == {"count": 3, "names": "消防、环保、审核"}
    with pytest.raises(review.SeatsWaiting) as still:
        review.ready_to_decide(one.seats, "情况紧急")
    assert still.value.facts == {"count": 2, "names": "消防、环保"}, "other departments are not left out"
    for name in ("消防", "环保"):
        one.seats = review.answer(
            one.seats, one.order(name), Verdict.AGREE, one.mode, one.now, staff="S", sitting=True
        )
    assert [s.name for s in review.ready_to_decide(one.seats, "情况紧急")] == ["审核"]
    one.seats = review.answer(
        one.seats, one.order("审核"), Verdict.AGREE, one.mode, one.now, staff="S", sitting=True
    )
    assert review.ready_to_decide(one.seats) == ()


def test_there_is_one_sitting_a_round_and_none_for_the_decision_alone() -> None:
    one = Round(mixed())
    with pytest.raises(review.AlreadySitting):
        review.convened(one.seats, one.mode, one.now, sitting=True)
    one.sign("承办", "消防", "环保", "审核")
    with pytest.raises(review.NobodyToSit):
        review.convened(one.seats, one.mode, one.now, sitting=False)


def test_minutes_belong_to_a_sitting_and_say_something() -> None:
    with pytest.raises(review.NoSitting):
        review.require_minutes("商定", sitting=False)
    with pytest.raises(review.MinutesMissing):
        review.require_minutes(" ", sitting=True)
    assert review.require_minutes(" 商定 ", sitting=True) == "商定"
