"""事后核查: true, extended once, or heard and found untrue; then a breach, and the licence is revoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests import pledge_world as world
from tests.vault import licencekit, sealkit
from yimen.cases import actions as cases
from yimen.cases.models import Case, Message
from yimen.config.worker import drain
from yimen.parties import actions as parties
from yimen.parties import queries as party_queries
from yimen.pledges import actions, queries
from yimen.pledges.models import Check
from yimen.rules import pledge
from yimen.rules.authority import NotPermitted, OwnCase
from yimen.rules.licence_states import OrgansOwn
from yimen.rules.pledge_terms import BreachKind, CheckState
from yimen.rules.terms import State
from yimen.trail import queries as trail
from yimen.vault.models import Licence
from yimen.web.entrance import mydata

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = timedelta(days=1)


@pytest.fixture
def check(county, now):
    """A check of 李敏's 住所证明, due on Monday 18 January 2027."""
    world.publish(now)
    number = world.granted(county, now)
    drain(now)
    return Check.objects.get(case__number=number)


def again(one):
    return Check.objects.get(pk=one.pk)


def told(text: str) -> int:
    return Message.objects.filter(text__contains=text).count()


def test_what_was_promised_and_found_is_in_ones_own_copy_and_nobody_elses(county, check):
    li, wang = (county.parties[who].pk for who in ("li", "wang"))
    (one,) = queries.everything_of(li)["promises"]
    assert (one["case"], one["check_due"]) == (check.case.number, check.due.isoformat())
    assert one["promised"] == check.promised and one["state"] == CheckState.OPEN.label
    copied = mydata._everything(li, check.due).data
    assert copied["promises"] == [one] and copied["breaches"] == copied["decided_by_machine"] == []
    with transaction.atomic():
        parties.record_breach(li, check.case.number, "住所证明", now=check.case.decided_at)
    (breach,) = queries.everything_of(li)["breaches"]
    assert (breach["case"], breach["materials"], breach["repaired"]) == (check.case.number, "住所证明", "")
    assert queries.everything_of(wang) == {"promises": [], "breaches": []}


def test_the_department_that_decided_finds_it_on_its_list_and_nobody_else(county, check):
    assert [one.id for one in queries.to_check(county["officer"])] == [check.pk]
    assert queries.to_check(county["health"]) == []
    for who in ("clerk", "li"):
        with pytest.raises(NotPermitted):
            queries.to_check(county[who])
    with pytest.raises(pledge.CheckUnknown):
        queries.to_do(county["health"], check.pk)
    with pytest.raises(pledge.CheckUnknown):
        actions.record(county["health"], check.pk, "true", "看过", now=check.case.decided_at)


def test_true_with_evidence_and_the_applicant_is_told(county, check, now):
    with pytest.raises(pledge.EvidenceMissing):
        actions.record(county["officer"], check.pk, "true", " ", now=now)
    actions.record(county["officer"], check.pk, "true", "现场看过，租赁合同有效", now=now)
    drain(now)
    assert (again(check).state, again(check).evidence) == ("true", "现场看过，租赁合同有效")
    assert told("核查属实") == 1
    assert queries.to_check(county["officer"]) == []
    assert [one.state for one in queries.decided(county["officer"])] == [CheckState.TRUE]
    with pytest.raises(pledge.CheckClosed):
        actions.record(county["officer"], check.pk, "false", "又看了一次", now=now)
    rows = trail.history(f"check:{check.pk}")
    assert [row.kind for row in rows] == ["pledge.due", "pledge.true"]
    assert "租赁合同" not in str([row.data for row in rows]), "what was found lies sealed on the row only"


def test_not_found_out_is_extended_once_with_a_reason(county, check, now):
    actions.record(county["officer"], check.pk, "unclear", "房东在外地", now=now)
    assert again(check).due == date(2027, 3, 18)
    with pytest.raises(pledge.ExtendedAlready):
        actions.record(county["officer"], check.pk, "unclear", "还在外地", now=now)
    drain(now)
    assert told("核查延长到") == 1


def test_late_checks_show_on_the_watch(county, check, now):
    today = check.due
    assert queries.late(today) == [] and queries.count_late(today) == 0
    late = today + DAY
    assert [one.id for one in queries.late(late)] == [check.pk]
    assert queries.counts(late) == {"running": 1, "late": 1, "true": 0, "false": 0}
    assert queries.late(late, after=(check.due, check.pk)) == []
    assert [one.id for one in queries.running(after=(check.due - DAY, 10**9))] == [check.pk]


def test_untrue_only_after_the_applicant_was_heard(county, check, now):
    officer = county["officer"]
    actions.record(officer, check.pk, "false", "这个地址是空地", now=now)
    drain(now)
    assert (again(check).state, str(again(check).answer_by)) == ("hearing", "2026-11-23")
    assert told("可以说明情况") == 1 and party_queries.open_breaches(check.party_id) == 0
    with pytest.raises(pledge.NotHeardYet):
        actions.find_untrue(officer, check.pk, now=now)
    with pytest.raises(pledge.CheckUnknown):
        actions.state(county["wang"], check.pk, "不是我", now=now)
    with pytest.raises(pledge.StatementMissing):
        actions.state(county["li"], check.pk, " ", now=now)
    actions.state(county["li"], check.pk, "门牌换过，新的是 18 号", now=now)
    actions.record(officer, check.pk, "true", "门牌确实换过", now=now)
    assert again(check).state == "true" and party_queries.open_breaches(check.party_id) == 0


def test_silence_is_no_bar_once_the_days_to_answer_are_over(county, check, now):
    actions.record(county["officer"], check.pk, "false", "这个地址是空地", now=now)
    actions.find_untrue(county["officer"], check.pk, now=now + 8 * DAY)
    assert again(check).state == "false"
    with pytest.raises(pledge.CheckClosed):
        actions.state(county["li"], check.pk, "晚了一天", now=now + 8 * DAY)


def _untrue(county, check, now):
    actions.record(county["officer"], check.pk, "false", "这个地址是空地", now=now)
    actions.hear(county["officer"], check.pk, "来说租约到期了", now=now)
    actions.find_untrue(county["officer"], check.pk, now=now)
    drain(now)


def test_an_untrue_promise_is_a_breach_until_it_is_repaired(county, check, now):
    _untrue(county, check, now)
    (one,) = party_queries.breaches(check.party_id)
    assert (one.kind, one.materials, one.basis) == (BreachKind.PLEDGE, "住所证明", world.BASIS)
    assert told("认定您承诺的“{name}”不实") == 1
    with pytest.raises(pledge.PledgeBarred):
        cases.pledge(county["li"], world.draft(county, now), ["M-PLACE"], **world.SIGNED, now=now)
    parties.repair_breach(county["supervisor"], one.id, "已补齐证明", now=now)
    cases.pledge(county["li"], world.draft(county, now), ["M-PLACE"], **world.SIGNED, now=now)


def test_without_a_licence_there_is_nothing_to_revoke(county, check, now):
    with pytest.raises(pledge.CheckClosed):
        actions.revoke(county["officer"], check.pk, now=now)
    _untrue(county, check, now)
    with pytest.raises(pledge.NothingToRevoke):
        actions.revoke(county["officer"], check.pk, now=now)


def test_nobody_checks_their_own_promise(county, check, now):
    Check.objects.filter(pk=check.pk).update(party=county.parties["wang"])
    own = replace(county["officer"], party=county.parties["wang"].pk)
    with pytest.raises(OwnCase):
        actions.record(own, check.pk, "true", "没问题", now=now)


def test_the_licence_is_revoked_by_a_case_that_one_press_begins(county, now, settings: Any, tmp_path: Path):
    world.publish(now)
    licencekit.define(now, items=[[world.SHOP, "issue"], [world.REVOKE, "revoke"]])
    settings.SEAL_KEY = sealkit.register(now, tmp_path / "seal", fresh=False)
    number = world.promised(county, now)
    cases.grant(county["officer"], number, now=now)
    cases.issue(county["clerk"], number, now=now)
    drain(now)
    check = Check.objects.get(case__number=number)
    _untrue(county, check, now)
    done = actions.revoke(county["officer"], check.pk, now=now)
    begun, licence = Case.objects.get(number=done.case), Licence.objects.get(case_number=number)
    assert (begun.state, begun.party_id, begun.channel) == (State.SUBMITTED, check.party_id, "1")
    assert begun.answers == {
        "licence_number": licence.number, "shop_name": "青石面馆", "ground": "deceit",
    }  # fmt: skip
    drain(now)
    assert told("启动撤销") == 1
    assert not Message.objects.filter(case=begun, text__contains="已提交").exists()
    with pytest.raises(pledge.NothingToRevoke):
        actions.revoke(county["officer"], check.pk, now=now)
    with pytest.raises(OrgansOwn):
        cases.withdraw(county["li"], done.case, reason="不想撤", now=now)
    cases.receive(county["clerk"], done.case, now=now)
    cases.accept(county["clerk"], done.case, now=now)
    cases.grant(county["officer"], done.case, now=now)
    cases.issue(county["clerk"], done.case, now=now)
    assert Licence.objects.get(pk=licence.pk).status == "revoked"
