"""联办, 办好一项给一项: each result goes its own way as soon as it is there; the last closes the whole."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests import bundle_world as world
from tests import county as counties
from tests.county import County
from tests.notice_world import MINUTE, accepted, grant, member, states, whole
from yimen.bureau import queries as bureau
from yimen.cases import actions, queries
from yimen.config.worker import drain
from yimen.rules.delivery import GoesWithWhole
from yimen.rules.terms import State
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LAST = (world.FIRE, world.SIGN)


@pytest.fixture
def snacks(county: County) -> County:
    world.publish(county)
    return county


def _chosen(county: County, way: str = "pickup", **more: str) -> str:
    number = accepted(county, made=False)
    hall = counties.REGION if way == "pickup" else ""
    actions.choose_delivery(county["li"], number, way=way, hall=hall, each=True, now=county.now, **more)
    grant(county, number, world.REGISTER, county.now + MINUTE)
    return number


def _deliver(county: County, number: str, now: datetime) -> None:
    actions.deliver(county["clerk"], number, receiver="李敏", seen="居民身份证", now=now)
    drain(now)


def test_the_first_result_is_handed_out_while_the_others_are_under_review(snacks: County) -> None:
    number, now = _chosen(snacks), snacks.now + 2 * MINUTE
    licence = member(number, world.REGISTER)
    assert (licence.state, licence.desk != "", licence.due_at is not None) == (State.ISSUED, True, True)
    assert states(number)[world.FOOD] == State.REVIEWING, "who waited for it starts as before"
    waiting = queries.window_inbox(snacks["clerk"], bureau.work_calendar(), now=now)
    assert licence.number in {row.number for row in waiting}
    acts = queries.case_page(snacks["clerk"], licence.number, now=now).acts
    assert "deliver" in acts
    _deliver(snacks, licence.number, now)
    assert (states(number)[world.REGISTER], whole(number).state) == (State.DELIVERED, State.REVIEWING)


def test_the_last_result_closes_the_whole(snacks: County) -> None:
    number, now = _chosen(snacks), snacks.now + 2 * MINUTE
    _deliver(snacks, member(number, world.REGISTER).number, now)
    for item in (world.FOOD, *LAST):
        grant(snacks, number, item, now + MINUTE)
    parent = whole(number)
    assert (parent.state, parent.desk, parent.due_at) == (State.ISSUED, "", None)
    assert "deliver" not in queries.case_page(snacks["clerk"], number, now=now).acts
    assert parent.documents.get(kind="pickup").data["how"] == "办好一项给一项"
    for place, item in enumerate((world.FOOD, *LAST), 2):
        _deliver(snacks, member(number, item).number, now + place * MINUTE)
    parent = whole(number)
    assert (parent.state, parent.closed_at) == (State.DELIVERED, now + 4 * MINUTE)
    kinds = [row.kind for row in trail.history(number)]
    assert kinds.count("case.all_delivered") == 1
    assert set(states(number).values()) == {State.DELIVERED}


def test_online_each_is_there_as_soon_as_it_is_made(snacks: County) -> None:
    number, now = _chosen(snacks, "online"), snacks.now + 2 * MINUTE
    assert states(number)[world.REGISTER] == State.DELIVERED
    assert states(number)[world.FOOD] == State.REVIEWING
    for item in (world.FOOD, *LAST):
        grant(snacks, number, item, now)
    assert whole(number).state == State.DELIVERED


def test_a_refusal_comes_by_itself_and_starts_nobody(snacks: County) -> None:
    number = accepted(snacks, made=False)
    actions.choose_delivery(
        snacks["li"], number, way="pickup", hall=counties.REGION, each=True, now=snacks.now
    )  # fmt: skip
    now = snacks.now + MINUTE
    actions.refuse(snacks["officer"], member(number, world.REGISTER).number, reason="场所不合", now=now)
    drain(now)
    assert states(number) == {
        world.REGISTER: State.REFUSED, world.FOOD: State.TERMINATED, world.SIGN: State.TERMINATED,
        world.FIRE: State.TERMINATED,
    }  # fmt: skip
    told = whole(number).documents.get(kind="pickup").data["results"]
    assert "个体工商户设立登记：不予许可" in told
    _deliver(snacks, member(number, world.REGISTER).number, now + MINUTE)
    assert whole(number).state == State.DELIVERED
    assert states(number)[world.FOOD] == State.TERMINATED


def test_a_parcel_for_each(snacks: County) -> None:
    where = {"name": "李敏", "phone": "19900000001", "address": "云溪县民生路 1 号"}
    number, now = _chosen(snacks, "post", **where), snacks.now + 2 * MINUTE
    licence = member(number, world.REGISTER).number
    actions.send(snacks["clerk"], licence, tracking="EMS1", now=now)
    actions.arrive(snacks["li"], licence, now=now + timedelta(days=1))
    drain(now + timedelta(days=1))
    assert states(number)[world.REGISTER] == State.DELIVERED
    assert member(number, world.REGISTER).received_result_by == "李敏"


def test_without_the_choice_all_go_together(snacks: County) -> None:
    number = accepted(snacks)
    licence = member(number, world.REGISTER)
    assert (licence.state, licence.desk, licence.due_at) == (State.ISSUED, "", None)
    acts = queries.case_page(snacks["clerk"], licence.number, now=snacks.now).acts
    assert "deliver" not in acts and "choose_delivery" not in acts


def test_of_an_item_there_is_nothing_to_come_one_by_one(snacks: County) -> None:
    li = snacks["li"]
    number = actions.open_draft(
        li, counties.PLAIN, snacks.parties["li"].pk, channel="2", region=counties.REGION, now=snacks.now
    ).number
    actions.choose_delivery(li, number, way="online", each=True, now=snacks.now)
    assert "each" not in whole(number).delivery


def test_what_lies_with_the_whole_is_not_handed_out_by_itself(snacks: County) -> None:
    """A member is handed out with the whole, unless results come one by one."""
    now = snacks.now + 2 * MINUTE
    together = accepted(snacks, made=False)
    grant(snacks, together, world.REGISTER, snacks.now + MINUTE)
    licence = member(together, world.REGISTER).number
    for act in (
        lambda: _deliver(snacks, licence, now),
        lambda: actions.send(snacks["clerk"], licence, tracking="YX1", now=now),
        lambda: actions.choose_delivery(snacks["li"], licence, way="online", now=now),
    ):
        with pytest.raises(GoesWithWhole):
            act()
    assert states(together)[world.REGISTER] == State.ISSUED


def test_a_whole_whose_results_come_one_by_one_has_none_to_hand_out(snacks: County) -> None:
    number, now = _chosen(snacks), snacks.now + 2 * MINUTE
    for item in (world.FOOD, *LAST):
        grant(snacks, number, item, now)
    assert whole(number).state == State.ISSUED
    with pytest.raises(GoesWithWhole):
        _deliver(snacks, number, now)
