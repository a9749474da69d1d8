"""作废: what should never have been goes, with all its members; never over a licence that still stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests import bundle_world as world
from tests import county as counties
from tests.cases.test_an_earlier_result_fills_the_next_form import published
from tests.county import County
from tests.notice_world import MINUTE, WHO, accepted, grant
from tests.vault import licencekit
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.rules.licence_states import LicenceInForce
from yimen.rules.terms import State
from yimen.trail import queries as trail
from yimen.vault.models import Licence

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
Reach = Callable[..., Case]


def _members(number: str) -> dict[str, Case]:
    return {one.item.code: one for one in Case.objects.filter(parent__number=number).select_related("item")}


def test_decided_members_go_with_the_whole_and_none_is_left_at_a_desk(county: County) -> None:
    world.publish(county)
    number, now = accepted(county, made=False), county.now + MINUTE
    actions.grant(county[WHO[world.REGISTER]], _members(number)[world.REGISTER].number, now=now)
    drain(now)
    actions.refuse(county[WHO[world.FIRE]], _members(number)[world.FIRE].number, reason="不符合", now=now)
    actions.grant(county[WHO[world.SIGN]], _members(number)[world.SIGN].number, now=now)
    assert {one.state for one in _members(number).values()} > {State.GRANTED, State.REFUSED, State.ISSUED}
    actions.void(county["admin"], number, reason="重复录入", now=now + MINUTE)
    drain(now + MINUTE)
    found = _members(number)
    assert {one.state for one in found.values()} == {State.VOIDED}
    assert {one.desk for one in found.values()} == {""}
    assert Case.objects.get(number=number).state == State.VOIDED
    assert all(list(trail.broken_links(one.number)) == [] for one in found.values())


def test_not_over_a_licence_that_stands(reach: Reach, county: County, now: datetime) -> None:
    reach("draft")
    licencekit.define(now)
    case = reach("issued")
    with pytest.raises(LicenceInForce) as refused:
        actions.void(county["admin"], case.number, reason="录错了", now=now + MINUTE)
    assert refused.value.facts == {"names": "食品经营许可证"}
    Licence.objects.filter(case_number=case.number).update(status="revoked", next_day=None)
    actions.void(county["admin"], case.number, reason="录错了", now=now + MINUTE)
    assert Case.objects.get(pk=case.pk).state == State.VOIDED


def test_what_made_no_licence_is_voided_as_before(reach: Reach, county: County, now: datetime) -> None:
    case = reach("issued")
    actions.void(county["admin"], case.number, reason="录错了", now=now + MINUTE)
    assert Case.objects.get(pk=case.pk).state == State.VOIDED


def test_a_member_filed_away_with_its_licence_keeps_the_whole(county: County) -> None:
    """Results leave as each is ready: one member may be filed away while the whole still runs."""
    published(county, typed=True)
    number, now = accepted(county, made=False), county.now + MINUTE
    actions.choose_delivery(
        county["li"], number, way="pickup", hall=counties.REGION, each=True, now=county.now
    )
    grant(county, number, world.REGISTER, now)
    first = _members(number)[world.REGISTER].number
    actions.deliver(county["clerk"], first, receiver="李敏", seen="居民身份证", now=now)
    drain(now)
    actions.archive(county["clerk"], first, now=now)
    assert (Case.objects.get(number=first).state, Licence.objects.get().case_number) == ("archived", first)
    with pytest.raises(LicenceInForce):
        actions.void(county["admin"], number, reason="重复录入", now=now + MINUTE)
    assert Case.objects.get(number=number).state == State.REVIEWING
    Licence.objects.update(status="revoked", next_day=None)
    actions.void(county["admin"], number, reason="重复录入", now=now + MINUTE)
    assert Case.objects.get(number=number).state == State.VOIDED
    assert Case.objects.get(number=first).state == State.ARCHIVED, "what is filed away stays as it is"
