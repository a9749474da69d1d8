"""容缺 on the 补正 page: what may come later may be promised there too, and what may be promised instead."""

from __future__ import annotations

import re

import pytest

from tests import county as counties
from tests import pledge_world as promises
from tests.web import citizen_world as world
from yimen.cases import actions
from yimen.rules.terms import State

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> world.World:
    return world.build(monkeypatch)


def _post(town: world.World, path: str, data: dict, page: str = ""):
    shown = world.text(town.client("li").get(page or path))
    kept = {n: re.search(rf'name="{n}" value="([^"]*)"', shown) for n in ("once", "rev")}
    return town.client("li").post(path, {**{n: m.group(1) for n, m in kept.items() if m}, **data})


def _asked(town: world.World) -> str:
    """食品安全制度 is missing, and the plan that came is to be given again."""
    li, clerk = town.county["li"], town.county["clerk"]
    number = town.draft(item=counties.LICENCE)
    actions.save(li, number, {"shop_name": "青石面馆", "area": "120"}, now=world.NOW)
    for code in ("M-PLAN", "M-RULES"):
        actions.attach(li, number, code, None, now=world.NOW, how="1")
    actions.submit(li, number, now=world.NOW)
    actions.receive(clerk, number, now=world.NOW)
    actions.check_materials(clerk, number, {"M-RULES": ("missing", "没有带来")}, now=world.NOW)
    world.case(number).materials.filter(code="M-RULES").update(get_type="")
    actions.ask_correction(clerk, number, reason="补", rejected={"M-PLAN": "看不清"}, now=world.NOW)
    return number


def test_promised_there_and_handed_in(town):
    number = _asked(town)
    page, at = f"/cases/{number}/supply/", 1
    assert "可以先受理、后补" not in world.text(town.client("li").get(page)), "the plan is wrong still"
    _post(town, page, {f"m-{at}": world.upload("图.pdf"), "upload": "1"})
    shown = world.text(town.client("li").get(page))
    assert "还缺 1 份，可以先受理、后补" in shown
    refused = _post(town, page, {"next": "1"})
    assert refused.status_code == 422 and "要先看过承诺书" in world.text(refused)
    assert world.case(number).state == State.CORRECTION
    sent = _post(town, page, {"next": "1", "later": "yes", "signer": "李敏"})
    assert sent.url == f"/cases/{number}/"
    case = world.case(number)
    assert (case.state, case.deferral["codes"]) == (State.RECEIVED, ["M-RULES"])
    actions.accept_deferred(town.county["clerk"], number, deferred=["M-RULES"], now=world.NOW)
    assert world.case(number).state == State.REVIEWING


def test_a_core_material_is_never_offered_there(town):
    number = town.asked()
    assert "可以先受理、后补" not in world.text(town.client("li").get(f"/cases/{number}/supply/"))


def test_a_proof_may_be_promised_there(town):
    promises.publish(world.NOW)
    li, clerk = town.county["li"], town.county["clerk"]
    number = promises.draft(town.county, world.NOW)
    actions.attach(li, number, "M-PLACE", None, now=world.NOW, how="1")
    actions.submit(li, number, now=world.NOW)
    actions.receive(clerk, number, now=world.NOW)
    actions.ask_correction(clerk, number, reason="补", rejected={"M-PLACE": "过期"}, now=world.NOW)
    page, sign = f"/cases/{number}/supply/", f"/cases/{number}/pledge/"
    assert "不交证明，改用承诺" in world.text(town.client("li").get(page))
    assert _post(town, page, {"pledge": "0"}).url == sign
    sent = _post(town, sign, {"proof": "M-PLACE", "agreed": "yes", "signer": "李敏"})
    assert sent.url == page
    assert _post(town, page, {"next": "1"}).url == f"/cases/{number}/"
    assert world.case(number).state == State.RECEIVED
