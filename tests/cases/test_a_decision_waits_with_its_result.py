"""容缺: while a promised material is outstanding the applicant reads no 准予决定书; officials do."""

from __future__ import annotations

import pytest

from tests import county as counties
from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.models import CaseDocument
from yimen.config.worker import drain
from yimen.rules import deferral
from yimen.rules.authority import Sight
from yimen.rules.terms import Document

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def granted(county, now):
    """Decided while 食品安全制度 is still to come."""
    li = county["li"]
    number = actions.open_draft(
        li, counties.LICENCE, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    ).number
    actions.save(li, number, {"shop_name": "青石面馆", "area": "120"}, now=now)
    actions.attach(li, number, "M-PLAN", None, now=now, how="1")
    actions.promise(li, number, ["M-RULES"], agreed=True, signer="李敏", now=now)
    actions.submit(li, number, now=now)
    actions.receive(county["clerk"], number, now=now)
    actions.accept_deferred(county["clerk"], number, deferred=["M-RULES"], now=now)
    for who in ("officer", "head"):
        actions.opinion(county[who], number, verdict="agree", text="", now=now)
    actions.grant(county["director"], number, now=now, result_number="JY1", result_from=now.date())
    return number


def paper(number, kind):
    return CaseDocument.objects.get(case__number=number, kind=kind).number


def test_kept_back_until_the_last_gap_is_found_right(county, granted, now):
    approval = paper(granted, "approval")
    with pytest.raises(deferral.DecisionWaits) as refused:
        cases.document(county["li"], granted, approval)
    assert "食品安全制度" in refused.value.words
    assert cases.document(county["director"], granted, approval)["kind"] == "approval"
    assert cases.document(county["li"], granted, paper(granted, "deferral_notice"))
    actions.supply_later(county["li"], granted, "M-RULES", now=now, how="1")
    with pytest.raises(deferral.DecisionWaits):
        cases.document(county["li"], granted, approval)
    actions.check_later(county["clerk"], granted, "M-RULES", ok=True, now=now)
    assert cases.document(county["li"], granted, approval)["kind"] == "approval"


def test_the_copy_of_ones_own_data_leaves_it_out_too(county, granted, now):
    drain(now)
    kinds = {
        one["kind"]
        for case in cases.everything_of(county.parties["li"].pk, now.date()).data["cases"]
        for one in case["documents"]
    }
    assert "deferral_notice" in kinds and "approval" not in kinds


@pytest.mark.parametrize(
    ("kind", "open_", "sights", "kept"),
    [
        (Document.APPROVAL, ("m",), [Sight.OWN], True),
        (Document.APPROVAL, ("m",), [Sight.OWN, Sight.REVIEW], False),
        (Document.APPROVAL, ("m",), [Sight.WINDOW], False),
        (Document.APPROVAL, (), [Sight.OWN], False),
        (Document.REFUSAL, ("m",), [Sight.OWN], False),
    ],
)
def test_whose_eyes_it_is_kept_from(kind, open_, sights, kept):
    assert deferral.withheld(kind, deferral.Deferral(owed=open_), sights) is kept
