"""Pain 4 (peers.md): returns and withdrawals inside joint approval, at the actions, on both databases."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from tests import county as counties
from yimen.cases import actions
from yimen.cases.models import Case, Seat
from yimen.catalogue import actions as catalogue
from yimen.rules import review
from yimen.rules.authority import SYSTEM
from yimen.rules.item import ItemSpec, Limit, Step
from yimen.rules.lifecycle import NotYours
from yimen.rules.terms import Audience, Duty, ItemType, Mode, ResultType, Role

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MIXED = counties.item_code(41)


def publish_mixed(now: datetime, way: Mode = Mode.ALL) -> None:
    """承办 → (卫健∥科室 会签) → 批准, of the market bureau."""
    spec = ItemSpec(
        code=MIXED, name="集中用餐备案", department=counties.MARKET, type=ItemType.OTHER, promise=Limit(10),
        legal=Limit(45), audiences=(Audience.PERSON,), person_topics=("就业创业",),
        steps=(
            Step("承办", Duty.REVIEW, Role.OFFICER),
            Step("卫健会签", Duty.REVIEW, Role.OFFICER, department=counties.HEALTH),
            Step("科室会签", Duty.REVIEW, Role.HEAD, beside=way),
            Step("批准", Duty.APPROVE, Role.DIRECTOR),
        ),
        result_type=ResultType.APPROVAL, result_name="备案意见", **counties._PHONES,
    )  # fmt: skip
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, [spec], effective_from=date(2026, 1, 1), document="云审发〔2026〕9号", now=now
        )


class Course:
    """One case of the mixed item, an hour for each act."""

    def __init__(self, county: counties.County, reach, now: datetime, way: Mode = Mode.ALL) -> None:
        publish_mixed(now, way)
        self.county, self.at = county, now
        self.number = reach("accepted", item=MIXED).number

    @property
    def now(self) -> datetime:
        self.at += timedelta(hours=1)
        return self.at

    def sign(self, *who: str) -> None:
        for one in who:
            actions.opinion(self.county[one], self.number, verdict="agree", text=f"{one}看过", now=self.now)

    def back(self, who: str, to: int | None = None) -> None:
        actions.send_back(self.county[who], self.number, reason="再核一遍", to=to, now=self.now)

    @property
    def case(self) -> Case:
        return Case.objects.get(number=self.number)

    def seats(self, turn: int | None = None) -> list[Seat]:
        case = self.case
        return list(Seat.objects.filter(case=case, round=turn or case.round).order_by("order"))

    @property
    def open(self) -> list[str]:
        return [s.name for s in self.seats() if s.is_open]


@pytest.fixture
def course(county, reach, now) -> Course:
    return Course(county, reach, now)


def test_a_return_by_the_decider_asks_all_of_the_group_again_and_keeps_the_first_round(course):
    course.sign("officer", "health", "head")
    before = [(s.verdict, s.text, s.answered_by) for s in course.seats()]
    course.back("director")
    assert course.open == ["卫健会签", "科室会签"]
    assert [(s.verdict, s.text, s.answered_by) for s in course.seats(1)] == before
    assert not any(s.is_open for s in course.seats(1))
    first = course.seats()[0]
    assert (first.carried, first.text, first.answered_by) == (True, "officer看过", "员0201")
    course.sign("head", "health")
    assert actions.grant(course.county["director"], course.number, now=course.now).state == "granted"


def test_a_return_from_inside_the_group_leaves_nothing_open_that_should_not_be(course):
    course.sign("officer", "health")
    course.back("head")
    assert course.open == ["承办"]
    with pytest.raises(NotYours):
        course.sign("health")
    course.sign("officer2", "head", "health")
    assert course.open == ["批准"]


def test_a_return_to_one_of_the_group_spares_the_other(course):
    course.sign("officer", "health", "head")
    course.back("director", to=2)
    assert course.open == ["科室会签"]
    assert [s.carried for s in course.seats()] == [True, True, False, False]
    course.sign("head")
    assert course.open == ["批准"]


def test_either_or_is_asked_anew_after_a_return(county, reach, now):
    course = Course(county, reach, now, Mode.ANY)
    course.sign("officer", "health")
    assert course.open == ["批准"]
    course.back("director")
    assert course.open == ["卫健会签", "科室会签"]
    course.sign("head")
    assert course.open == ["批准"]


def test_an_opinion_is_taken_back_while_nobody_after_has_signed(course):
    course.sign("officer", "health", "head")
    actions.take_back(course.county["health"], course.number, reason="漏看一页", now=course.now)
    row = course.seats()[1]
    assert (row.is_open, row.verdict, row.text, row.answered_by) == (True, "", "", "")
    assert course.open == ["卫健会签"]
    with pytest.raises(review.NothingToTakeBack):
        actions.take_back(course.county["health"], course.number, now=course.now)
    with pytest.raises(review.ActedAfter):
        actions.take_back(course.county["officer"], course.number, now=course.now)
    course.sign("health")
    course.back("director", to=1)
    with pytest.raises(review.NothingToTakeBack):
        actions.take_back(course.county["head"], course.number, now=course.now)


def test_an_assigned_seat_is_free_again_after_a_return(course):
    actions.assign(course.county["officer"], course.number, staff="0204", reason="出差", now=course.now)
    course.sign("officer2", "health", "head")
    course.back("director", to=0)
    assert course.seats()[0].staff == ""
    course.sign("officer")


def test_a_seat_added_in_the_group_signs_and_holds_the_decision(course):
    course.sign("officer")
    actions.add_seat(
        course.county["head"], course.number, department=counties.HEALTH, role="director", place="before",
        reason="涉及集体用餐", now=course.now,
    )  # fmt: skip
    assert course.open == ["卫健会签", "加签"]
    course.sign("health", "health_director")
    assert course.open == ["科室会签"]
    added = next(s for s in course.seats() if s.host is not None)
    assert (added.added_by, added.why, added.place) == ("0202", "涉及集体用餐", "before")
    course.sign("head")
    course.back("director")
    assert all(s.host is None for s in course.seats()), "what was added was for the round before"
    assert len(course.seats(1)) == 5


def test_an_added_seat_is_dropped_and_the_case_goes_on(course):
    actions.add_seat(
        course.county["officer"], course.number, department=counties.HEALTH, role="director",
        place="before", reason="先问卫健", now=course.now,
    )  # fmt: skip
    assert course.open == ["加签"]
    at = next(s.order for s in course.seats() if s.host is not None)
    for who in ("health_director", "head"):
        with pytest.raises((review.DropNotYours, NotYours)):
            actions.drop_seat(course.county[who], course.number, order=at, reason="不用了", now=course.now)
    with pytest.raises(review.NotAdded):
        actions.drop_seat(course.county["officer"], course.number, order=0, reason="不用", now=course.now)
    actions.drop_seat(course.county["officer"], course.number, order=at, reason="电话问过了", now=course.now)
    assert course.open == ["承办"]


def test_the_decider_drops_what_somebody_else_added(course):
    actions.add_seat(
        course.county["officer"], course.number, department=counties.HEALTH, role="director",
        place="after", reason="请看", now=course.now,
    )  # fmt: skip
    at = next(s.order for s in course.seats() if s.host is not None)
    actions.drop_seat(course.county["director"], course.number, order=at, reason="不必", now=course.now)
    course.sign("officer")
    assert course.open == ["卫健会签", "科室会签"]


def test_a_department_unknown_or_a_role_that_never_signs_is_not_added(course):
    for department, role in (("114399260000000099", "head"), (counties.HEALTH, "clerk")):
        with pytest.raises(review.SeatUnfit):
            actions.add_seat(
                course.county["officer"], course.number, department=department, role=role, place="before",
                reason="请看", now=course.now,
            )  # fmt: skip
