"""抽查 by lot, and the dry run of new rules over what people decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests import county as counties
from tests import instant_world as worlds
from yimen.cases import actions as cases
from yimen.config.worker import drain
from yimen.instant import actions, queries
from yimen.instant.models import Decision
from yimen.rules.authority import NotPermitted
from yimen.rules.instant.recheck import CheckedAlready, CheckWordsMissing, NotDrawn, NotInstant
from yimen.rules.terms import Document
from yimen.trail import queries as trail
from yimen.trail.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
County = counties.County


def approved(county: County, now: datetime) -> int:
    number = worlds.file(county, now)
    drain(now + timedelta(seconds=3))
    return Decision.objects.get(case__number=number).pk


def test_what_is_drawn_is_checked_once_by_the_department(
    county: County, now: datetime, lot: Callable[[int], None]
) -> None:
    untouched = approved(county, now)
    lot(4)
    drawn = approved(county, now)
    assert [one.id for one in queries.to_check(county["officer"])] == [drawn]
    assert queries.to_check(county["health"]) == []
    for who in ("keeper", "clerk", "supervisor"):
        with pytest.raises(NotPermitted):
            queries.to_check(county[who])
    for who, pk, error in (("health", drawn, NotDrawn), ("officer", untouched, NotDrawn),
                           ("keeper", drawn, NotPermitted)):  # fmt: skip
        with pytest.raises(error):
            actions.recheck(county[who], pk, right=True, words="好", now=now)
    with pytest.raises(CheckWordsMissing):
        actions.recheck(county["officer"], drawn, right=True, words=" ", now=now)
    actions.recheck(county["officer"], drawn, right=False, words="效果图是别家的", now=now)
    with pytest.raises(CheckedAlready):
        actions.recheck(county["officer"], drawn, right=True, words="看错了", now=now)
    assert queries.to_check(county["officer"]) == []
    [wrong] = queries.listed("wrong")
    assert (wrong.id, wrong.words, wrong.checked_by) == (drawn, "效果图是别家的", "staff:0201")
    found = queries.counts(now - timedelta(days=1))
    assert (found.approve, found.chosen, found.checked, found.wrong) == (2, 1, 1, 1)
    last = trail.history(f"item:{worlds.SIGN}")[-1]
    assert (last.kind, last.data["right"]) == ("item.instant_rechecked", False)


def test_five_in_a_hundred_are_drawn(county: County, now: datetime, lot: Callable[[int], None]) -> None:
    lot(5)
    assert not Decision.objects.get(pk=approved(county, now)).chosen


def decided(county: County, now: datetime, *, grant: bool, **answers: str) -> str:
    """A case that a person decided, for the switch is off."""
    number = worlds.file(county, now, **answers)
    drain(now + timedelta(seconds=3))
    at = now + timedelta(minutes=1)
    cases.receive(county["clerk"], number, now=at)
    cases.accept(county["clerk"], number, now=at)
    if grant:
        cases.grant(county["officer"], number, now=at)
    else:
        cases.refuse(county["officer"], number, reason="挡住了消防通道", now=at)
    drain(at)
    return number


def test_a_dry_run_counts_and_names_what_people_decided_otherwise(county: County, now: datetime) -> None:
    actions.switch(county["keeper"], worlds.SIGN, off=True, reason="先由人办", now=now)
    decided(county, now, grant=True)
    refused = decided(county, now, grant=False)
    decided(county, now, grant=True, lit="true")
    decided(county, now, grant=True, sign_text="最好")
    before = (Decision.objects.count(), Event.objects.count())
    found = queries.rehearse(worlds.spec(), now + timedelta(days=1))
    assert (found.tried, found.approve, found.ask_back, found.person) == (4, 2, 1, 1)
    assert [(one.number, one.how) for one in found.otherwise] == [(refused, Document.REFUSAL)]
    assert found.reasons == (("招牌有灯光，要由人来看", 1),)
    assert not found.capped
    assert (Decision.objects.count(), Event.objects.count()) == before


def test_a_dry_run_of_a_changed_form_reads_what_it_still_can(county: County, now: datetime) -> None:
    actions.switch(county["keeper"], worlds.SIGN, off=True, reason="先由人办", now=now)
    decided(county, now, grant=True)
    spec = worlds.spec()
    form = tuple(one for one in spec.form if one.key != "lit")
    strict = {**worlds.RULES, "rules": [{"when": {"field": "area", "op": "le", "value": 5}}]}
    found = queries.rehearse(replace(spec, form=form, instant=strict), now)
    assert (found.approve, found.person) == (0, 1)
    assert queries.rehearse(spec, now + timedelta(days=367)).tried == 0
    with pytest.raises(NotInstant):
        queries.rehearse(replace(spec, instant=None), now)
