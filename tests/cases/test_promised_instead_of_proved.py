"""告知承诺 on a case: chosen freely, signed, told; counts as given; asked for only where it does not hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from tests import county as counties
from tests import pledge_world as world
from tests.cases.wholeness import check
from yimen.cases import actions
from yimen.cases.models import Case, CaseDocument
from yimen.config.worker import drain
from yimen.parties import actions as parties
from yimen.pledges.models import Check
from yimen.rules import pledge
from yimen.rules.authority import Actor
from yimen.rules.intake import GapsRemain
from yimen.rules.lifecycle import NotHere, NotYours
from yimen.rules.pledge_terms import Risk
from yimen.rules.terms import State
from yimen.vault.models import HeldMaterial

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def shop(county, now):
    world.publish(now)
    return world.draft(county, now)


def line(number, code="M-PLACE"):
    check(number)
    return Case.objects.get(number=number).materials.get(code=code)


def test_signed_and_kept_with_what_was_told(county, shop, now):
    actions.pledge(county["li"], shop, ["M-PLACE"], **world.SIGNED, now=now)
    assert (line(shop).status, line(shop).get_type) == ("given", "7")
    paper = CaseDocument.objects.get(case__number=shop, kind="pledge")
    assert paper.data["pledged"] == ["住所证明：住所真实，对它有合法使用权"]
    assert paper.data["told"][0] == f"住所证明：产权证或租赁合同，期限 1 年以上（{world.BASIS}）"
    assert any("撤销" in one for one in paper.data["told"])
    assert paper.data["signer"] == "李敏" and paper.code and paper.number.startswith("GC")


def test_the_organ_decides_on_it_and_a_check_is_due(county, now):
    world.publish(now)
    number = world.granted(county, now)
    assert line(number).get_type == "7"
    drain(now)
    one = Check.objects.get(case__number=number)
    # Monday 16 November, and two calendar months: Saturday 16 January goes on to Monday.
    assert (one.name, str(one.due), one.department.credit_code) == ("住所证明", "2027-01-18", counties.MARKET)
    drain(now)
    assert Check.objects.count() == 1
    assert not HeldMaterial.objects.filter(name="住所证明").exists(), "a promise is no proof on file"


def test_nothing_is_checked_where_nothing_was_promised(county, shop, now):
    actions.attach(county["li"], shop, "M-PLACE", None, now=now, how="1")
    actions.submit(county["li"], shop, now=now)
    actions.receive(county["clerk"], shop, now=now)
    actions.accept(county["clerk"], shop, now=now)
    actions.grant(county["officer"], shop, now=now, result_number="XC1", result_from=now.date())
    drain(now)
    assert not Check.objects.exists()


def test_the_choice_stays_free_until_it_is_handed_in(county, shop, now):
    li = county["li"]
    with pytest.raises(GapsRemain):
        actions.submit(li, shop, now=now)
    actions.pledge(li, shop, ["M-PLACE"], **world.SIGNED, now=now)
    actions.drop_pledge(li, shop, "M-PLACE", now=now)
    assert (line(shop).status, line(shop).get_type) == ("missing", "")
    actions.pledge(li, shop, ["M-PLACE"], **world.SIGNED, now=now)
    actions.attach(li, shop, "M-PLACE", None, now=now, how="1")
    assert line(shop).get_type == "1", "who gives the proof after all has promised nothing"
    actions.pledge(li, shop, ["M-PLACE"], **world.SIGNED, now=now)
    actions.submit(li, shop, now=now)
    with pytest.raises(NotHere):
        actions.pledge(li, shop, ["M-PLACE"], **world.SIGNED, now=now)


def test_who_may_not(county, shop, now):
    li = county["li"]
    with pytest.raises(pledge.NothingPledged):
        actions.pledge(li, shop, [], **world.SIGNED, now=now)
    with pytest.raises(pledge.NotPledgeable):
        actions.pledge(li, shop, ["M-MAP"], **world.SIGNED, now=now)
    with pytest.raises(pledge.PledgeNotSigned):
        actions.pledge(li, shop, ["M-PLACE"], agreed=False, signer="李敏", now=now)
    with transaction.atomic():
        parties.record_breach(county.parties["li"].pk, "440000202601010000001", "制度", now=now)
    with pytest.raises(pledge.PledgeBarred):
        actions.pledge(li, shop, ["M-PLACE"], **world.SIGNED, now=now)
    assert line(shop).status == "missing"


def test_an_agent_needs_a_mandate(county, now):
    world.publish(now)
    zhao = county["zhao"]
    mandated = replace(zhao, acts_for=frozenset({(county.parties["li"].pk, "")}))
    county.actors["agent"] = mandated
    number = world.draft(county, now, who="agent")
    actions.pledge(mandated, number, ["M-PLACE"], agreed=True, signer="赵田", now=now)
    assert line(number).get_type == "7"
    actions.submit(mandated, number, now=now)
    actions.receive(county["clerk"], number, now=now)
    with pytest.raises(pledge.PledgeNotMandated):
        actions.pledge(county["clerk"], number, ["M-PLACE"], agreed=True, signer="王小草", now=now)
    actions.pledge(county["clerk"], number, ["M-PLACE"], **world.SIGNED, now=now)
    assert CaseDocument.objects.filter(case__number=number, kind="pledge").count() == 2


def test_the_window_asks_for_the_proof_only_with_a_reason(county, shop, now):
    actions.pledge(county["li"], shop, ["M-PLACE"], **world.SIGNED, now=now)
    actions.submit(county["li"], shop, now=now)
    clerk = county["clerk"]
    actions.receive(clerk, shop, now=now)
    for status in ("rejected", "missing"):
        with pytest.raises(pledge.ProofNotAsked):
            actions.check_materials(clerk, shop, {"M-PLACE": (status, "")}, now=now)
    with pytest.raises(pledge.ProofNotAsked):
        actions.ask_correction(clerk, shop, reason="补", rejected={"M-PLACE": " "}, now=now)
    actions.ask_correction(clerk, shop, reason="补", rejected={"M-PLACE": "这个地址不存在"}, now=now)
    paper = CaseDocument.objects.get(case__number=shop, kind="correction_notice")
    assert paper.data["lines"][0]["words"] == "“住所证明”的承诺不能采信：这个地址不存在，请交证明"
    with pytest.raises(pledge.NotPledgeable):
        actions.pledge(county["li"], shop, ["M-PLACE"], **world.SIGNED, now=now)
    actions.attach(county["li"], shop, "M-PLACE", None, now=now, how="1")
    actions.supply(county["li"], shop, now=now)
    assert Case.objects.get(number=shop).state == State.RECEIVED


def test_in_the_fields_left_out_nobody_promises(county, now):
    world.publish(now, risks=(Risk.LIFE,))
    number = world.draft(county, now)
    with pytest.raises(pledge.NotPledgeable):
        actions.pledge(county["li"], number, ["M-PLACE"], **world.SIGNED, now=now)


def test_strangers_promise_nothing(county, shop, now):
    officer: Actor = county["officer"]
    actions.attach(county["li"], shop, "M-PLACE", None, now=now, how="1")
    actions.submit(county["li"], shop, now=now)
    actions.receive(county["clerk"], shop, now=now)
    with pytest.raises(NotYours):
        actions.pledge(officer, shop, ["M-PLACE"], **world.SIGNED, now=now)
