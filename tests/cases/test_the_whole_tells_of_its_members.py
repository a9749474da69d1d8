"""The history of a bundle's application tells what happened to its members; a department reads its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import bundle_world as world
from tests import notice_world
from tests.county import County
from yimen.cases import queries

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_the_whole_has_the_events_of_all_members_and_a_member_only_its_own(county: County) -> None:
    world.publish(county)
    number, now = notice_world.accepted(county), county.now + timedelta(minutes=5)
    notice_world.grant(county, number, world.FOOD, now)
    page = queries.case_page(county["li"], number, now=now)
    assert page.members is not None
    told = [(page.members.titles[row.stream], row.kind) for row in page.members.events]
    assert ("小餐饮许可", "case.granted") in told and ("户外招牌设置", "case.started") in told
    assert told.index(("个体工商户设立登记", "case.granted")) < told.index(("小餐饮许可", "case.granted"))
    food = notice_world.member(number, world.FOOD).number
    mine = queries.case_page(county["health"], food, now=now)
    assert mine.members is None and {row.stream for row in mine.history} == {food}
