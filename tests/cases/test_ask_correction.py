"""一次告知: all gaps in one notice; a second notice wants its own reason; what was asked comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimen.cases import actions
from yimen.cases.models import Case, CaseDocument, Pause
from yimen.rules.applying import BadAnswers, FormUnchanged
from yimen.rules.intake import FieldUnknown, GapsRemain, NothingMissing, SecondNotice
from yimen.rules.lifecycle import NotHere
from yimen.rules.terms import State

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BAD = {"M-PLAN": "复印件看不清", "M-RULES": "没有盖章"}


def ask(county, case, now, **more):
    given = {"reason": "材料不符合要求", "rejected": BAD, **more}
    return actions.ask_correction(county["clerk"], case.number, now=now + timedelta(hours=1), **given)


def test_the_notice_names_every_gap_at_once(reach, county, now):
    case = reach("received")
    done = ask(county, case, now)
    paper = CaseDocument.objects.get(number=done.document)
    assert [line["code"] for line in paper.data["lines"]] == ["M-PLAN", "M-RULES"]
    assert "复印件看不清" in paper.data["lines"][0]["words"]
    assert Case.objects.get(pk=case.pk).state == State.CORRECTION


def test_nothing_wrong_means_no_notice(reach, county, now):
    with pytest.raises(NothingMissing):
        ask(county, reach("received"), now, rejected={})


def test_what_was_asked_must_come_back_whole(reach, county, now):
    case = reach("received")
    ask(county, case, now)
    later = now + timedelta(days=1)
    actions.attach(county["li"], case.number, "M-PLAN", None, now=later, how="1")
    with pytest.raises(GapsRemain):
        actions.supply(county["li"], case.number, now=later)
    actions.attach(county["li"], case.number, "M-RULES", None, now=later, how="1")
    assert actions.supply(county["li"], case.number, now=later).state == State.RECEIVED


def test_after_the_supply_the_five_days_start_anew(reach, county, now):
    case = reach("received")
    first = case.promise_due
    ask(county, case, now)
    later = now + timedelta(days=2)
    for code in BAD:
        actions.attach(county["li"], case.number, code, None, now=later, how="1")
    actions.supply(county["li"], case.number, now=later)
    fresh = Case.objects.get(pk=case.pk)
    # Received Monday 16: due Monday 23. Supplied Wednesday 18: due Wednesday 25.
    assert (first.day, fresh.promise_due.day) == (23, 25)


def test_a_second_notice_needs_its_own_reason(reach, county, now):
    case = reach("received")
    ask(county, case, now)
    later = now + timedelta(days=1)
    for code in BAD:
        actions.attach(county["li"], case.number, code, None, now=later, how="1")
    actions.supply(county["li"], case.number, now=later)
    with pytest.raises(SecondNotice):
        ask(county, case, later)
    ask(county, case, later, again="补交的平面图和现场不符")
    assert Case.objects.get(pk=case.pk).corrections == 2


def test_after_acceptance_only_the_promise_pauses(reach, county, now):
    case = reach("accepted")
    at = now + timedelta(days=1)
    actions.ask_correction(county["officer"], case.number, reason="面积不一致", rejected=BAD, now=at)
    waiting = Case.objects.get(pk=case.pk)
    assert waiting.state == State.SUPPLEMENT
    pause = Pause.objects.get(case=case)
    assert not pause.excluded_by_law
    back = at + timedelta(days=2)
    for code in BAD:
        actions.attach(county["li"], case.number, code, None, now=back, how="1")
    actions.supply(county["li"], case.number, now=back)
    fresh = Case.objects.get(pk=case.pk)
    assert fresh.legal_due == case.legal_due
    assert fresh.promise_due > case.promise_due


def test_nobody_comes_the_case_is_returned_by_itself(reach, county, now):
    case = reach("received")
    ask(county, case, now)
    asked = Case.objects.get(pk=case.pk)
    assert actions.alarms(asked.due_at) == 0
    assert actions.alarms(asked.due_at + timedelta(minutes=1)) == 1
    returned = Case.objects.get(pk=case.pk)
    assert (returned.state, returned.next_alarm_at) == (State.RETURNED, None)


def form_asked(county, case, now):
    return actions.ask_correction(
        county["clerk"], case.number, reason="表和执照不一致", fields={"shop_name": "和执照不一致"},
        now=now + timedelta(hours=1),
    )  # fmt: skip


def test_a_fault_of_the_form_is_named_in_the_same_notice(reach, county, now):
    case = reach("received")
    done = actions.ask_correction(
        county["clerk"], case.number, reason="有两处", rejected={"M-PLAN": "看不清"},
        fields={"shop_name": "和执照不一致"}, now=now,
    )  # fmt: skip
    lines = CaseDocument.objects.get(number=done.document).data["lines"]
    assert [(line["code"], line.get("field", "")) for line in lines] == [("", "shop_name"), ("M-PLAN", "")]
    assert lines[0]["words"] == "表里的“店名”要改：和执照不一致"


def test_a_field_that_the_form_does_not_have_is_refused(reach, county, now):
    with pytest.raises(FieldUnknown):
        actions.ask_correction(
            county["clerk"], reach("received").number, reason="不对", fields={"no_such": "不对"}, now=now
        )


def test_the_form_must_be_changed_and_stay_whole_before_it_comes_back(reach, county, now):
    case = reach("received")
    form_asked(county, case, now)
    later = now + timedelta(days=1)
    with pytest.raises(FormUnchanged) as refused:
        actions.supply(county["li"], case.number, now=later)
    assert "店名" in refused.value.words
    with pytest.raises(BadAnswers):
        actions.save(county["li"], case.number, {"shop_name": ""}, now=later)
    actions.save(county["li"], case.number, {"shop_name": "溪山面馆"}, now=later)
    assert actions.supply(county["li"], case.number, now=later).state == State.RECEIVED
    assert Case.objects.get(pk=case.pk).answers["shop_name"] == "溪山面馆"


def test_nobody_changes_the_form_behind_the_organs_back(reach, county, now):
    for point in ("submitted", "received", "accepted", "granted"):
        with pytest.raises(NotHere):
            actions.save(county["li"], reach(point).number, {"shop_name": "另一家"}, now=now)


def test_every_field_that_was_named_must_be_changed(reach, county, now):
    case = reach("received")
    actions.ask_correction(
        county["clerk"], case.number, reason="有两处",
        fields={"shop_name": "和执照不一致", "area": "和图不一致"},
        now=now,
    )  # fmt: skip
    later = now + timedelta(days=1)
    actions.save(county["li"], case.number, {"shop_name": "溪山面馆"}, now=later)
    with pytest.raises(FormUnchanged) as refused:
        actions.supply(county["li"], case.number, now=later)
    assert ("面积" in refused.value.words, "店名" in refused.value.words) == (True, False)
    actions.save(county["li"], case.number, {"area": "130"}, now=later)
    actions.supply(county["li"], case.number, now=later)
