"""Opinions in rounds: order of seats, returns, assignment, joint review by two departments."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from yimen.cases import actions
from yimen.cases.models import Case, Seat
from yimen.rules.authority import AcceptorDecides
from yimen.rules.deciding import AssigneeUnfit, NoResultNumber, OpinionMissing, ResultDatesWrong
from yimen.rules.lifecycle import NotYours
from yimen.rules.review import SeatsWaiting

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_return_opens_a_new_round_and_keeps_the_old_one(reach, county, now):
    case = reach("opinion1")
    actions.send_back(county["head"], case.number, reason="面积不一致", now=now + timedelta(hours=2))
    fresh = Case.objects.get(pk=case.pk)
    assert fresh.round == 2
    old, new = Seat.objects.filter(case=case, round=1), Seat.objects.filter(case=case, round=2)
    assert [s.verdict for s in old.order_by("order")] == ["agree", "", ""]
    assert not old.filter(is_open=True).exists()
    assert [s.is_open for s in new.order_by("order")] == [True, False, False]


def test_disagreement_must_be_explained_and_stops_nobody(reach, county, now):
    case = reach("accepted")
    with pytest.raises(OpinionMissing):
        actions.opinion(county["officer"], case.number, verdict="disagree", text=" ", now=now)
    at = now + timedelta(hours=1)
    actions.opinion(county["officer"], case.number, verdict="disagree", text="通风不够", now=at)
    assert Seat.objects.get(case=case, order=1).is_open


def test_an_assigned_seat_is_that_colleagues_alone(reach, county, now):
    case = reach("accepted")
    with pytest.raises(AssigneeUnfit):
        actions.assign(county["officer"], case.number, staff="0301", now=now)
    actions.assign(county["officer"], case.number, staff="0204", now=now + timedelta(hours=1))
    at = now + timedelta(hours=2)
    with pytest.raises(NotYours):
        actions.opinion(county["officer"], case.number, verdict="agree", text="", now=at)
    actions.opinion(county["officer2"], case.number, verdict="agree", text="", now=at)


def test_two_departments_sign_one_after_the_other(reach, county, now):
    case = reach("accepted", item=counties.JOINT, who="firm")
    at = now + timedelta(hours=1)
    with pytest.raises(NotYours):
        actions.grant(county["director"], case.number, now=at)
    actions.opinion(county["officer"], case.number, verdict="agree", text="", now=at)
    actions.opinion(county["health"], case.number, verdict="agree", text="卫生条件合格", now=at)
    assert actions.grant(county["director"], case.number, now=at).state == "granted"


def test_a_decision_waits_for_the_opinions(reach, county, now):
    case = reach("accepted")
    both = counties.County(now).actors  # an actor who holds the first and the deciding post at once
    both["two"] = type(county["officer"])(
        account=None, name="兼任", staff="0777", posts=county["officer"].posts + county["director"].posts
    )
    with pytest.raises((NotYours, SeatsWaiting)):
        actions.grant(both["two"], case.number, result_number="1", result_from=now.date(), now=now)


def test_who_accepted_may_not_decide(reach, county, now):
    case = reach("opinion2")
    posts = county["clerk"].posts + county["director"].posts
    twofold = type(county["clerk"])(account=None, name="兼任", staff=county["clerk"].staff, posts=posts)
    with pytest.raises(AcceptorDecides):
        actions.grant(twofold, case.number, result_number="1", result_from=now.date(), now=now)


def test_a_licence_needs_number_and_dates_in_order(reach, county, now):
    case = reach("opinion2")
    grant, who = actions.grant, county["director"]
    with pytest.raises(NoResultNumber):
        grant(who, case.number, now=now)
    with pytest.raises(ResultDatesWrong):
        day = now.date()
        grant(
            who, case.number, result_number="1", result_from=day, result_to=day - timedelta(days=1), now=now
        )


def test_an_item_on_the_spot_has_one_seat(reach, county, now):
    case = reach("accepted", item=counties.INSTANT)
    assert [s.role for s in Seat.objects.filter(case=case)] == ["officer"]
    done = actions.grant(county["officer"], case.number, now=now + timedelta(minutes=10))
    assert done.state == "granted"
