"""容缺受理 from the promise to the end: accepted with a gap, the result waits, the time runs out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import county as counties
from tests.cases.wholeness import check
from yimen.cases import actions
from yimen.cases.models import Case, CaseDocument, Message
from yimen.config.worker import drain
from yimen.parties import actions as parties
from yimen.parties import queries as party_queries
from yimen.rules import deferral
from yimen.rules.intake import GapsRemain, NotDeferrable
from yimen.rules.lifecycle import NotHere, NotYours, ReasonMissing
from yimen.rules.terms import State

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SIGNED = {"agreed": True, "signer": "李敏"}


@pytest.fixture
def gap(county, now):
    """A draft of 李敏 without 食品安全制度, which may come later (3 working days)."""
    li = county["li"]
    opened = actions.open_draft(
        li, counties.LICENCE, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    )
    actions.save(li, opened.number, {"shop_name": "青石面馆", "area": "120"}, now=now)
    actions.attach(li, opened.number, "M-PLAN", None, now=now, how="1")
    return opened.number


@pytest.fixture
def accepted(county, gap, now):
    """Promised, handed in and accepted on Monday 16 November: the rest may come until Thursday 19."""
    actions.promise(county["li"], gap, ["M-RULES"], **SIGNED, now=now)
    actions.submit(county["li"], gap, now=now)
    actions.receive(county["clerk"], gap, now=now)
    actions.accept_deferred(county["clerk"], gap, deferred=["M-RULES"], now=now)
    return gap


def case_of(number):
    check(number)
    return Case.objects.get(number=number)


def granted(county, number, now):
    for who in ("officer", "head"):
        actions.opinion(county[who], number, verdict="agree", text="", now=now)
    actions.grant(county["director"], number, now=now, result_number="JY1", result_from=now.date())


def test_without_a_promise_nothing_goes_on(county, gap, now):
    with pytest.raises(GapsRemain):
        actions.submit(county["li"], gap, now=now)
    with pytest.raises(NotDeferrable):
        actions.promise(county["li"], _without_plan(county, now), ["M-PLAN"], **SIGNED, now=now)
    with pytest.raises(deferral.PromiseNotSigned):
        actions.promise(county["li"], gap, ["M-RULES"], agreed=False, signer="李敏", now=now)
    assert case_of(gap).deferral == {}


def _without_plan(county, now):
    li = county["li"]
    opened = actions.open_draft(
        li, counties.LICENCE, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    )
    actions.save(li, opened.number, {"shop_name": "青石面馆", "area": "120"}, now=now)
    return opened.number


def test_accepted_with_a_gap_and_both_papers_say_so(county, accepted, now):
    case = case_of(accepted)
    assert (case.state, case.deferral["due"]) == (State.REVIEWING, "2026-11-19")
    papers = {one.kind: one.data for one in CaseDocument.objects.filter(case=case)}
    assert papers["deferral_promise"]["signer"] == "李敏"
    assert papers["deferral_notice"]["deferred"] == ["食品安全制度（纸质或电子）"]
    assert papers["deferral_notice"]["defer_by"] == "2026-11-19"
    line = case.materials.get(code="M-RULES")
    assert (line.status, line.get_type) == ("missing", "4")


def test_the_window_takes_nobody_at_a_word_not_given(county, gap, now):
    actions.promise(county["li"], gap, ["M-RULES"], **SIGNED, now=now)
    actions.submit(county["li"], gap, now=now)
    actions.receive(county["clerk"], gap, now=now)
    with pytest.raises(GapsRemain):
        actions.accept(county["clerk"], gap, now=now)
    Case.objects.filter(number=gap).update(deferral={})
    with pytest.raises(deferral.NotPromised):
        actions.accept_deferred(county["clerk"], gap, deferred=["M-RULES"], now=now)
    with pytest.raises(NotYours):
        actions.accept_deferred(county["li"], gap, deferred=["M-RULES"], now=now)
    # At the counter: whoever signs is the applicant, or shows a mandate.
    with pytest.raises(deferral.PromiseNotMandated):
        actions.promise(county["clerk"], gap, ["M-RULES"], agreed=True, signer="赵田", now=now)
    actions.promise(county["clerk"], gap, ["M-RULES"], **SIGNED, now=now)
    actions.accept_deferred(county["clerk"], gap, deferred=["M-RULES"], now=now)
    assert case_of(gap).state == State.REVIEWING


def test_the_result_waits_until_the_window_found_it_right(county, accepted, now):
    granted(county, accepted, now)
    with pytest.raises(deferral.Outstanding):
        actions.issue(county["clerk"], accepted, now=now)
    with pytest.raises(deferral.NotSupplied):
        actions.check_later(county["clerk"], accepted, "M-RULES", ok=True, now=now)
    with pytest.raises(deferral.NotOwedLater):
        actions.supply_later(county["li"], accepted, "M-PLAN", now=now, how="1")
    actions.supply_later(county["li"], accepted, "M-RULES", now=now, how="1")
    with pytest.raises(deferral.Outstanding):
        actions.issue(county["clerk"], accepted, now=now)
    with pytest.raises(ReasonMissing):
        actions.check_later(county["clerk"], accepted, "M-RULES", ok=False, now=now)
    actions.check_later(county["clerk"], accepted, "M-RULES", ok=False, reason="没有签名", now=now)
    drain(now)
    assert Message.objects.filter(facts__isnull=False, text__contains="不符合要求").count() == 1
    actions.supply_later(county["li"], accepted, "M-RULES", now=now, how="1")
    actions.check_later(county["clerk"], accepted, "M-RULES", ok=True, now=now)
    actions.issue(county["clerk"], accepted, now=now)
    assert case_of(accepted).state == State.ISSUED
    with pytest.raises(NotHere):
        actions.supply_later(county["li"], accepted, "M-RULES", now=now, how="1")


def test_what_came_waits_at_the_windows_desk_and_ends_nothing(county, accepted, now):
    assert case_of(accepted).desk == ""
    actions.supply_later(county["li"], accepted, "M-RULES", now=now, how="1")
    assert case_of(accepted).desk == f"window:{counties.REGION}:correction"
    actions.alarms(now + 4 * DAY)
    assert case_of(accepted).state == State.REVIEWING
    actions.check_later(county["clerk"], accepted, "M-RULES", ok=False, reason="缺页", now=now + 4 * DAY)
    # Friday 20: found wrong after the last day, so there is a working day more: Monday 23.
    assert case_of(accepted).deferral["due"] == "2026-11-23"


@pytest.mark.parametrize("until", ["reviewing", "granted"])
def test_reminded_twice_and_ended_on_the_day_after(county, accepted, now, until):
    if until == "granted":
        granted(county, accepted, now)
    told = {}
    for hour in range(5 * 24):
        at = now + timedelta(hours=hour)
        before = case_of(accepted).rev
        actions.alarms(at)
        case = Case.objects.get(number=accepted)
        if case.rev != before:
            told.setdefault(at.date(), case.state)
    drain(now + 5 * DAY)
    assert told[date(2026, 11, 20)] == State.TERMINATED
    reminded = Message.objects.filter(text__contains="承诺后补的材料没交")
    assert [str(one.facts["day"]) for one in reminded] == ["2026-11-19"] * 2
    case = case_of(accepted)
    assert (case.state, case.deferral["reminded"]) == (State.TERMINATED, 2)
    paper = CaseDocument.objects.get(case=case, kind="termination")
    assert paper.data["reason"] == "承诺后补的材料到期没有交齐：食品安全制度"


def test_a_broken_promise_is_on_record_until_it_is_repaired(county, accepted, now):
    for day in range(1, 6):
        actions.alarms(now + day * DAY)
        actions.alarms(now + day * DAY + MINUTE)
    li, later = county.parties["li"].pk, now + 6 * DAY
    assert [one.case for one in party_queries.breaches(li)] == [accepted]
    again = actions.open_draft(
        county["li"], counties.LICENCE, li, channel="2", region=counties.REGION, now=later
    ).number
    actions.save(county["li"], again, {"shop_name": "青石面馆", "area": "120"}, now=later)
    actions.attach(county["li"], again, "M-PLAN", None, now=later, how="1")
    with pytest.raises(deferral.BreachOnRecord):
        actions.promise(county["li"], again, ["M-RULES"], **SIGNED, now=later)
    breach = party_queries.breaches(li)[0].id
    with pytest.raises(deferral.RepairUnreasoned):
        parties.repair_breach(county["supervisor"], breach, " ", now=later)
    parties.repair_breach(county["supervisor"], breach, "已补交并说明原因", now=later)
    with pytest.raises(deferral.BreachUnknown):
        parties.repair_breach(county["supervisor"], breach, "再修复", now=later)
    actions.promise(county["li"], again, ["M-RULES"], **SIGNED, now=later)


def test_silence_accepts_with_the_promise_and_the_rest_is_still_owed(county, gap, now):
    actions.promise(county["li"], gap, ["M-RULES"], **SIGNED, now=now)
    actions.submit(county["li"], gap, now=now)
    actions.alarms(now + 8 * DAY)
    case = case_of(gap)
    assert case.state == State.REVIEWING
    assert case.deferral["owed"] == ["M-RULES"]
    assert case.deferral["due"] > (now + 8 * DAY).date().isoformat()
