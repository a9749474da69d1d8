"""A licence from the first click to the result in hand, through the actions alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimen.cases.models import Case, CaseDocument
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_every_act_leaves_its_event_in_an_unbroken_chain(reach):
    case = reach("delivered")
    kinds = [row.kind for row in trail.history(case.number)]
    assert kinds == [
        "case.saved", "case.saved", "case.submitted", "case.received", "case.accepted",
        "case.opinion_given", "case.opinion_given", "case.granted", "case.issued", "case.delivered",
    ]  # fmt: skip
    assert list(trail.broken_links(case.number)) == []
    assert case.rev == len(kinds)


def test_the_documents_of_the_way_are_kept(reach):
    case = reach("delivered")
    kinds = list(CaseDocument.objects.filter(case=case).order_by("id").values_list("kind", flat=True))
    assert kinds == ["receipt", "acceptance", "approval", "pickup", "delivery"]


def test_the_promise_is_five_working_days_after_acceptance(reach):
    case = reach("accepted")
    # Accepted on Monday 16 November 2026: day 1 is Tuesday, day 5 the next Monday, at the end of business.
    assert case.promise_due.astimezone().date().isoformat() == "2026-11-23"
    assert case.legal_due.astimezone().date().isoformat() == "2026-12-14"
    assert case.light == "green"


def test_the_honest_clock_runs_from_first_contact_to_result_in_hand(reach):
    case = reach("delivered")
    assert case.delivered_at - case.first_contact_at == timedelta(minutes=8)


def test_the_case_pins_the_version_it_was_filed_under(reach):
    case = reach("draft")
    assert case.version_id == case.item.current_id
    assert Case.objects.get(pk=case.pk).state == "draft"
