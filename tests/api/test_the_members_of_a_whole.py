"""One application of 开小吃店 over HTTP: its members, their states, days and results; what is filled in."""

from __future__ import annotations

import pytest

from tests import bundle_world as world
from tests.cases.test_an_earlier_result_fills_the_next_form import ASKED, published
from tests.notice_world import MINUTE, accepted, grant, member
from yimen.config.worker import drain

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_each_member_is_told_with_its_state_its_days_and_its_result(caller, county):
    world.publish(county)
    number = accepted(county, made=False)
    before = {one["item"]: one for one in caller("li").get(f"/cases/{number}").json()["members"]}
    assert list(before) == [world.REGISTER, world.SIGN, world.FOOD, world.FIRE], "in the order of the plan"
    assert {item: one["days"] for item, one in before.items()} == {
        world.REGISTER: 1, world.FOOD: 5, world.SIGN: 3, world.FIRE: 3,
    }  # fmt: skip
    assert before[world.REGISTER]["state"] == "reviewing" and before[world.REGISTER]["due_at"]
    assert (before[world.FOOD]["state"], before[world.FOOD]["began_at"]) == ("waiting", None)
    assert before[world.FOOD]["waits_for"] == ["个体工商户设立登记"] and not before[world.FOOD]["due_at"]
    grant(county, number, world.REGISTER, county.now + MINUTE)
    after = {one["item"]: one for one in caller("clerk").get(f"/cases/{number}").json()["members"]}
    register, food = after[world.REGISTER], after[world.FOOD]
    assert (register["state"], register["result"], register["waits_for"]) == ("issued", "营业执照", [])
    assert register["ended_at"] and (food["state"], food["result"]) == ("reviewing", "") and food["due_at"]
    one = caller("li").get(f"/cases/{register['number']}").json()
    assert one["members"] == [] and one["result"]["name"] == "营业执照"


def test_what_an_earlier_result_filled_in_is_told_with_its_source(caller, county):
    published(county, *ASKED, typed=True)
    number = accepted(county, made=False, more={"seats": "20"})
    grant(county, number, world.REGISTER, county.now + MINUTE)
    drain(county.now + MINUTE)
    licence, food = member(number, world.REGISTER), member(number, world.FOOD)
    shown = caller("li").get(f"/cases/{food.number}").json()
    assert shown["answers"]["ent_name"] == "青石小吃"
    assert shown["filled"]["ent_name"] == f"照“个体工商户设立登记”办出的证（{licence.result_number}）填"
    assert set(shown["filled"]) == {"credit_code", "ent_name", "legal_person", "bl_until"}
    assert caller("li").get(f"/cases/{number}").json()["filled"] == {}
