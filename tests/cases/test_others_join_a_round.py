"""委派、催办、抄送、三堂会诊: who else comes into a case, on record, and what each may then do and see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimen.bureau import queries as bureau
from yimen.cases import actions, queries
from yimen.cases.models import Case, Copy, Seat, Sitting
from yimen.rules import review
from yimen.rules.authority import NotVisible, Sight
from yimen.rules.deciding import OpinionMissing
from yimen.rules.lifecycle import NotHere, NotYours
from yimen.rules.terms import Act
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def last(number: str):
    return trail.history(number)[-1]


def test_a_colleague_prepares_and_the_holder_signs_with_both_names_on_record(reach, county, now):
    number = reach("opinion1").number
    at = now + timedelta(hours=1)
    for wrong in ("0202", "0101", "0301", "0999"):
        with pytest.raises(review.HelperUnfit):
            actions.delegate(county["head"], number, staff=wrong, now=at)
    actions.delegate(county["head"], number, staff="0204", reason="先替我看材料", now=at)
    assert last(number).data["staff"] == "0204"
    with pytest.raises(OpinionMissing):
        actions.prepare(county["officer2"], number, verdict="disagree", text=" ", now=at)
    actions.prepare(county["officer2"], number, verdict="disagree", text="面积对不上", now=at)
    with pytest.raises(NotYours):
        actions.prepare(county["officer2"], number, verdict="agree", text="", now=at)
    seat = Seat.objects.get(case__number=number, order=1)
    assert (seat.is_open, seat.draft_by, seat.draft_verdict, seat.draft_text) == (
        True, "员0204", "disagree", "面积对不上",
    )  # fmt: skip
    actions.opinion(county["head"], number, verdict="agree", text="核过，对得上", now=at)
    seat.refresh_from_db()
    assert (seat.verdict, seat.answered_by, seat.draft_by) == ("agree", "员0202", "员0204")


def test_the_holder_may_sign_without_waiting_for_the_helper(reach, county, now):
    number = reach("opinion1").number
    actions.delegate(county["head"], number, staff="0204", now=now + timedelta(hours=1))
    actions.opinion(county["head"], number, verdict="agree", text="", now=now + timedelta(hours=2))
    with pytest.raises(NotYours):
        actions.prepare(county["officer2"], number, verdict="agree", text="", now=now + timedelta(hours=3))


def test_an_applicant_urges_once_a_working_day_and_the_holder_sees_it(reach, county, now):
    number = reach("accepted").number
    at = now + timedelta(hours=1)
    actions.urge(county["li"], number, now=at)
    with pytest.raises(review.UrgedToday):
        actions.urge(county["li"], number, now=at + timedelta(hours=2))
    actions.urge(county["supervisor"], number, reason="快到期了", now=at)
    actions.urge(county["clerk"], number, now=at)
    with pytest.raises(review.UrgeNotYours):
        actions.urge(county["head"], number, now=at)
    row = queries.review_inbox(county["officer"], bureau.work_calendar(), now=at)[0]
    assert (row.number, row.urged) == (number, 3)
    actions.urge(county["li"], number, now=at + timedelta(days=1))


def test_who_signed_urges_those_after(reach, county, now):
    number = reach("opinion1").number
    actions.urge(county["officer"], number, now=now + timedelta(hours=1))
    assert Seat.objects.get(case__number=number, is_open=True).urged == 1
    assert last(number).data["seats"] == ["审核"]


def test_a_copy_lets_an_official_of_another_office_read_until_it_is_filed_away(reach, county, now):
    number = reach("accepted").number
    reader = county["health_director"]
    with pytest.raises(NotVisible):
        queries.case_page(reader, number, now=now)
    for wrong in ([], ["0101"], ["0201"], ["0999"]):
        with pytest.raises(review.CopyUnfit):
            actions.copy_to(county["officer"], number, staff=wrong, now=now)
    at = now + timedelta(hours=1)
    actions.copy_to(county["officer"], number, staff=["0303", "0303"], reason="请知悉", now=at)
    actions.copy_to(county["head"], number, staff=["0303"], now=at)
    assert Copy.objects.get().by == "员0201"
    page = queries.case_page(reader, number, now=at)
    assert (page.sights, page.capacities, page.may_unmask) == ({Sight.COPY}, set(), False)
    with pytest.raises(NotYours):
        actions.opinion(reader, number, verdict="agree", text="", now=at)
    assert [one.number for one in queries.copies(reader)] == [number]
    assert queries.copies(county["health"]) == []
    Case.objects.filter(number=number).update(filed_at=at)
    with pytest.raises(NotVisible):
        queries.case_page(reader, number, now=at)


def test_three_sit_together_and_the_director_decides_when_two_have_spoken(reach, county, now):
    number = reach("accepted").number
    at = now + timedelta(hours=1)
    with pytest.raises(review.NoSitting):
        actions.minute(county["officer"], number, text="商定", now=at)
    actions.convene(county["clerk"], number, reason="材料有争议", now=at)
    assert [s.is_open for s in Seat.objects.filter(case__number=number).order_by("order")] == [True] * 3
    with pytest.raises(review.AlreadySitting):
        actions.convene(county["officer"], number, reason="再来", now=at)
    grant = {"result_number": "JY1", "result_from": now.date()}
    with pytest.raises(review.SeatsWaiting):
        actions.grant(county["director"], number, now=at, **grant)
    actions.opinion(county["head"], number, verdict="agree", text="同意", now=at)
    actions.opinion(county["officer"], number, verdict="agree", text="同意", now=at)
    with pytest.raises(review.MinutesMissing):
        actions.minute(county["officer"], number, text=" ", now=at)
    actions.minute(county["officer"], number, text="三人都同意，三日内补照片", now=at)
    sitting = Sitting.objects.get()
    assert (sitting.called_by, sitting.minutes, sitting.minutes_by) == (
        "员0101", "三人都同意，三日内补照片", "员0201",
    )  # fmt: skip
    assert actions.grant(county["director"], number, now=at, **grant).state == "granted"
    with pytest.raises(NotHere) as refused:
        actions.minute(county["officer"], number, text="补一句", now=at + timedelta(hours=1))
    assert "待出证" in refused.value.words, "a decision does not get its reasons afterwards"
    assert Sitting.objects.get().minutes == sitting.minutes
    assert Act.MINUTE not in queries.case_page(county["officer"], number, now=at).acts


def test_a_director_who_does_not_wait_says_why_and_it_is_on_record(reach, county, now):
    number = reach("accepted").number
    at = now + timedelta(hours=1)
    actions.convene(county["head"], number, reason="急件", now=at)
    actions.grant(
        county["director"], number, text="抢险急用，先批", result_number="JY1", result_from=now.date(), now=at
    )
    assert last(number).data["without"] == ["承办", "审核"]
    assert not Seat.objects.filter(case__number=number, is_open=True).exists()


def test_nobody_sits_for_the_decision_alone_and_a_return_ends_the_sitting(reach, county, now):
    at = now + timedelta(hours=1)
    with pytest.raises(review.NobodyToSit):
        actions.convene(county["officer"], reach("opinion2").number, reason="看看", now=at)
    number = reach("accepted", at=at).number
    actions.convene(county["director"], number, reason="难办", now=at + timedelta(hours=1))
    actions.send_back(county["director"], number, reason="先补查", to=0, now=at + timedelta(hours=2))
    assert [s.is_open for s in Seat.objects.filter(case__number=number, round=2).order_by("order")] == [
        True, False, False,
    ]  # fmt: skip


def test_todays_sittings_are_listed_for_those_who_sign_in_them(reach, county, now):
    number = reach("accepted").number
    at = now + timedelta(hours=1)
    actions.convene(county["head"], number, reason="难办", now=at)
    for who, there in (("director", True), ("officer2", True), ("health", False), ("clerk", False)):
        found = queries.sittings(county[who], day=at.date())
        assert [one.number for one in found] == ([number] if there else []), who
    assert queries.sittings(county["director"], day=(at + timedelta(days=1)).date()) == []
