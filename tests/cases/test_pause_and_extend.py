"""特别程序 and 延长: what moves the two clocks, and what does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests import county as counties
from yimen.cases import actions
from yimen.cases.models import Case, CaseDocument, Pause
from yimen.rules.authority import SYSTEM, NotPermitted
from yimen.rules.clock import ExtensionTooLong, SecondExtension
from yimen.rules.deciding import NotInList
from yimen.rules.lifecycle import NotHere, ReasonMissing
from yimen.rules.terms import State
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def pause(county, case, now, kind="testing", **more):
    given = {"reason": "抽样送检", "planned_end": date(2026, 11, 20), **more}
    return actions.pause(county["officer"], case.number, kind=kind, now=now + timedelta(days=1), **given)


def test_a_statutory_procedure_stops_both_clocks_and_is_told_in_writing(reach, county, now):
    case = reach("accepted")
    done = pause(county, case, now)
    assert CaseDocument.objects.get(number=done.document).kind == "procedure"
    resumed = now + timedelta(days=4)
    actions.resume(county["officer"], case.number, result="合格", now=resumed)
    fresh = Case.objects.get(pk=case.pk)
    assert fresh.state == State.REVIEWING
    # Tuesday 17 to Friday 20 are out: 4 working days on both clocks.
    assert (case.promise_due.day, fresh.promise_due.day) == (23, 27)
    assert (case.legal_due.day, fresh.legal_due.day) == (14, 18)


def test_a_site_visit_never_stops_the_legal_clock(reach, county, now):
    case = reach("accepted")
    pause(county, case, now, kind="site_visit")
    assert not Pause.objects.get(case=case).excluded_by_law
    actions.resume(county["officer"], case.number, now=now + timedelta(days=4))
    fresh = Case.objects.get(pk=case.pk)
    assert fresh.legal_due == case.legal_due
    assert fresh.promise_due > case.promise_due


def test_a_local_procedure_that_the_item_does_not_have_is_refused(reach, county, now):
    with pytest.raises(NotInList):
        pause(county, reach("accepted"), now, kind="publicity")


def test_while_suspended_nobody_signs(reach, county, now):
    case = reach("accepted")
    pause(county, case, now)
    with pytest.raises(NotHere):
        actions.opinion(county["officer"], case.number, verdict="agree", text="", now=now + timedelta(days=2))


def test_one_extension_of_at_most_ten_days_with_a_reason(reach, county, now):
    case = reach("opinion2")
    at = now + timedelta(days=1)
    with pytest.raises(ReasonMissing):
        actions.extend(county["director"], case.number, days=5, reason=" ", now=at)
    with pytest.raises(ExtensionTooLong):
        actions.extend(county["director"], case.number, days=11, reason="复杂", now=at)
    actions.extend(county["director"], case.number, days=5, reason="案情复杂", now=at)
    fresh = Case.objects.get(pk=case.pk)
    assert (case.promise_due.day, fresh.promise_due.day) == (23, 30)
    with pytest.raises(SecondExtension):
        actions.extend(county["director"], case.number, days=1, reason="还不够", now=at)


def test_only_the_head_of_the_organ_extends_even_where_somebody_else_decides(reach, county, now):
    """行政许可法 42: 经本行政机关负责人批准. On the spot an officer decides, and still may not extend."""
    case = reach("received", item=counties.INSTANT)
    actions.accept(county["clerk"], case.number, now=now + timedelta(minutes=3))
    with pytest.raises(NotPermitted):
        actions.extend(county["officer"], case.number, days=1, reason="多", now=now + timedelta(minutes=4))
    assert Case.objects.get(pk=case.pk).extension_days == 0
    granted = actions.grant(county["officer"], case.number, now=now + timedelta(minutes=5))
    assert granted.state == State.GRANTED, "deciding is theirs"


def test_a_case_that_was_never_paused_has_no_pause_rows(reach):
    assert Pause.objects.filter(case=reach("delivered", item=counties.LICENCE)).count() == 0


def test_after_the_planned_end_the_clock_goes_on_by_itself(reach, county, now):
    case = reach("accepted")
    pause(county, case, now)  # Tuesday 17, planned until Friday 20
    paused = Case.objects.get(pk=case.pk)
    friday_night = datetime(2026, 11, 20, 23, 0, tzinfo=now.tzinfo)
    actions.alarms(friday_night)
    assert Case.objects.get(pk=case.pk).state == State.SUSPENDED
    actions.alarms(datetime(2026, 11, 21, 0, 1, tzinfo=now.tzinfo))
    fresh = Case.objects.get(pk=case.pk)
    assert fresh.state == State.REVIEWING
    assert Pause.objects.get(case=case).end == datetime(2026, 11, 21, 0, 0, tzinfo=now.tzinfo)
    assert fresh.promise_due == paused.promise_due
    assert [row.kind for row in trail.history(case.number)][-1] == "case.resumed"


def test_who_needs_longer_tells_the_applicant_anew(reach, county, now):
    case = reach("accepted")
    pause(county, case, now)
    actions.alarms(datetime(2026, 11, 21, 0, 1, tzinfo=now.tzinfo))
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=now.tzinfo)
    actions.pause(
        county["officer"],
        case.number,
        kind="testing",
        reason="复检",
        planned_end=date(2026, 11, 25),
        now=monday,
    )
    assert CaseDocument.objects.filter(case=case, kind="procedure").count() == 2


@pytest.mark.parametrize("how", ["withdraw", "void", "terminate"])
def test_a_case_that_ends_while_paused_leaves_no_open_pause(reach, county, now, how):
    case = reach("accepted")
    pause(county, case, now)
    over = now + timedelta(days=2)
    who = {"withdraw": county["li"], "void": county["admin"], "terminate": SYSTEM}[how]
    getattr(actions, how)(who, case.number, reason="不办了", now=over)
    assert Pause.objects.get(case=case).end == over


@pytest.mark.parametrize("by", ["withdraw", "return_unfinished"])
def test_a_case_that_ends_while_a_supplement_is_awaited_leaves_no_open_pause(reach, county, now, by):
    case = reach("accepted")
    row = Pause.objects.create(case=case, kind="correction", reason="缺一页", start=now, by="account:1")
    Case.objects.filter(pk=case.pk).update(state=State.SUPPLEMENT, pause_count=1)
    over = now + timedelta(days=2)
    who = county["li" if by == "withdraw" else "clerk"]
    getattr(actions, by)(who, case.number, reason="没有补", now=over)
    row.refresh_from_db()
    assert row.end == over
