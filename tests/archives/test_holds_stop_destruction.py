"""A hold on a case stops whatever leads to its destruction, until it is lifted, each with its reason."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.archives.conftest import LATER, closed
from yimen.archives import actions, queries
from yimen.archives.models import Archive, Hold
from yimen.rules.authority import NotPermitted
from yimen.rules.retention import ArchiveNotFound, HoldNotFound, UnderHold, WordsMissing
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
OVER = datetime(2057, 1, 2, 2, 0, tzinfo=UTC)
WORDS = ("行政诉讼", "（2026）云 01 行初 3 号", "法院要求保全这一件")


def hold(county, case: str) -> int:
    actions.set_hold(county["supervisor"], case, *WORDS, now=LATER)
    return Hold.objects.latest("pk").pk


def test_a_held_record_does_not_come_to_its_end_before_the_hold_is_lifted(county, packed):
    row = packed()
    case = row.case.number
    held = hold(county, case)
    assert actions.expire_due(OVER) == 0
    (standing,) = queries.holds()
    assert (standing.case, standing.name, standing.reason) == (case, WORDS[0], WORDS[2])
    actions.lift_hold(county["supervisor"], held, "判决已经生效", now=OVER)
    assert queries.holds() == [] and queries.holds(case)[0].lift_reason == "判决已经生效"
    assert actions.expire_due(OVER) == 1
    kinds = [e.kind for e in trail.history(f"archive:{case}")]
    assert kinds[-3:] == ["hold.set", "hold.lifted", "archive.due"]


def test_a_hold_takes_a_record_off_its_list_and_keeps_it_from_the_next(county, packed):
    row = packed()
    case = row.case.number
    actions.expire_due(OVER)
    actions.propose(county["keeper"], [case], "没有继续保存的价值", now=OVER)
    hold(county, case)
    row.refresh_from_db()
    assert (row.stage, row.listing) == ("due", None)
    with pytest.raises(UnderHold):
        actions.propose(county["keeper"], [case], "没有继续保存的价值", now=OVER)
    assert Archive.objects.get(pk=row.pk).stage == "due", "nothing of the refused list stays"


def test_a_hold_may_come_before_the_filing(county):
    number = closed(county)
    assert actions.set_hold(county["supervisor"], number, *WORDS, now=LATER).number == ""
    assert queries.holds(number)


def test_only_a_supervisor_with_words_and_a_document(county, packed):
    case = packed().case.number
    for other in ("keeper", "audit", "clerk", "admin"):
        with pytest.raises(NotPermitted):
            actions.set_hold(county[other], case, *WORDS, now=LATER)
    for place in range(3):
        typed = [*WORDS]
        typed[place] = " "
        with pytest.raises(WordsMissing):
            actions.set_hold(county["supervisor"], case, *typed, now=LATER)
    with pytest.raises(ArchiveNotFound):
        actions.set_hold(county["supervisor"], "4399262611169999999999", *WORDS, now=LATER)
    assert not Hold.objects.exists()


def test_a_hold_is_lifted_once(county, packed):
    held = hold(county, packed().case.number)
    with pytest.raises(WordsMissing):
        actions.lift_hold(county["supervisor"], held, "", now=LATER)
    actions.lift_hold(county["supervisor"], held, "判决已经生效", now=LATER)
    for gone in (held, 999):
        with pytest.raises(HoldNotFound):
            actions.lift_hold(county["supervisor"], gone, "判决已经生效", now=LATER)


def test_sent_twice_it_is_set_once(county, packed):
    case = packed().case.number
    for _ in range(2):
        actions.set_hold(county["supervisor"], case, *WORDS, now=LATER, once="the-same-form-sent-twice")
    assert Hold.objects.count() == 1
